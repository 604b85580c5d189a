"""Certificate numbers: made at random, checked by one character, shown in groups, read as people type them.

A number is 16 random characters of Crockford's base 32 (no I, L, O, U) and a check character. Read as elements of
GF(32), the characters weighted with distinct powers of a generator sum to zero, so that every single wrong character
and every two characters in each other's place are noticed before anybody looks into the database.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_LENGTH = 16
LENGTH = RANDOM_LENGTH + 1
GROUP = 4

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
# What people type for what they see (Crockford), and what they or their editor put between the groups.
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"} | dict.fromkeys(" -\u00a0\u2010\u2011\u2012\u2013\u2014\u2212"))


def new_number() -> str:
    """A fresh number of 17 characters, without hyphens, from the operating system's randomness (80 bits)."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return drawn + check_character(drawn)


def check_character(drawn: str) -> str:
    """The character that makes `drawn` (16 characters of the alphabet) a number."""
    return ALPHABET[_times_generator(_weighted_sum(drawn))]


def is_number(text: str) -> bool:
    """Whether `text` is exactly a number as it is stored: 17 characters with the right check character."""
    return len(text) == LENGTH and all(character in _VALUES for character in text) and _weighted_sum(text) == 0


def parse(typed: str) -> str | None:
    """The stored form of what was typed: any case, spaces and hyphens, O for 0, I or L for 1. None if it is none."""
    if len(typed) > 100:
        return None
    text = typed.strip().upper().translate(_READ_AS)
    return text if is_number(text) else None


def grouped(number: str) -> str:
    """The number as it is shown: groups of four, the check character last and alone."""
    groups = [number[start : start + GROUP] for start in range(0, len(number), GROUP)]
    return "-".join(groups)


def _weighted_sum(text: str) -> int:
    """The sum in GF(32) of each character times the generator to the power of its distance from the end."""
    total = 0
    for character in text:
        total = _times_generator(total) ^ _VALUES[character]
    return total


def _times_generator(value: int) -> int:
    """`value` times x in GF(2)[x] / (x^5 + x^2 + 1). That polynomial is primitive: x has order 31, more than 17."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled
