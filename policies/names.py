"""Whether a typed name is somebody's name. No database.

Letters and digits count, in their order. Capital letters, accents, spaces and punctuation do not: people type
"zoe obrien" on a phone, and it is the act of typing that counts, not the spelling.
"""

import unicodedata

# Letters that Unicode does not take apart, as people without that keyboard type them.
_PLAIN = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ø": "o", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


# Some scripts need these two between letters.
_JOINERS = "\u200c\u200d"


def is_same_name(typed: str, name: str) -> bool:
    """Whether both are the same name. A name without letters and digits is compared as it stands.

    Signs and pictures are no punctuation: with one that is not in the name, it is another.
    """
    return _letters(typed) == _letters(name) and not (_signs(typed) - _signs(name))


def seen(name: str) -> str:
    """The name as it is seen: without what takes no place or turns the direction of writing, and with single spaces."""
    kept = (letter for letter in name if letter in _JOINERS or letter.isspace() or not _is_hidden(letter))
    return " ".join("".join(kept).split())


def _is_hidden(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co"}


def _signs(name: str) -> set[str]:
    return {letter for letter in name if unicodedata.category(letter) in {"So", "Sm", "Sc"}}


def _letters(name: str) -> str:
    # Folding before and after taking apart: some letters fold to ones that can be taken apart again, and the reverse.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()).translate(_PLAIN)
    return "".join(letter for letter in apart if letter.isalnum()) or " ".join(name.split())
