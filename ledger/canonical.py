"""Canonical JSON (RFC 8785): one value, one spelling, so that what was hashed can be written again byte for byte.

Only what has one obvious spelling is admitted: objects, arrays, strings, integers within 53 bits, booleans and null.
A number with a fraction belongs in a string.
"""

import json
from typing import Any

GREATEST_INTEGER = 2**53 - 1
DEEPEST = 64
_PLAIN = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def canonical_bytes(value: object) -> bytes:
    """The canonical spelling of `value` as UTF-8 (RFC 8785 §3.2).

    `value` is made of dict with string keys, list or tuple, str, int, bool and None, at most 64 levels deep. Raises
    TypeError for any other type and ValueError for a value without canonical spelling, naming the place (`$.a[3]`).
    """
    if _is_plain(value):
        # Admissible beyond doubt, and its keys have one order whichever way one sorts: no need to build it anew.
        return _PLAIN.encode(value).encode()
    ordered = _checked(value, "$", 0)
    # Python's own writer escapes exactly as RFC 8785 §3.2.2.2 does: \" \\ \b \f \n \r \t, other controls as \u00xx.
    return json.dumps(ordered, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _is_plain(value: object, depth: int = 0) -> bool:
    """Whether `value` is made of plain types, ASCII keys and texts without half characters. No is no refusal."""
    kind: Any = type(value)
    if kind is str:
        return value.isascii() or _has_no_surrogates(value)  # type: ignore[attr-defined, arg-type]
    if value is None or kind is bool:
        return True
    if kind is int:
        return abs(value) <= GREATEST_INTEGER  # type: ignore[arg-type]
    if depth >= DEEPEST:
        return False
    if kind is dict:
        for key, inner in value.items():  # type: ignore[attr-defined]
            if type(key) is not str or not key.isascii():
                return False
            if (type(inner) is not str or not inner.isascii()) and not _is_plain(inner, depth + 1):
                return False
        return True
    return kind in (list, tuple) and all(_is_plain(inner, depth + 1) for inner in value)  # type: ignore[attr-defined]


def _has_no_surrogates(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def parse_canonical(data: bytes) -> Any:
    """The value that `data` spells; ValueError unless `data` is exactly the canonical spelling of it."""
    try:
        value = json.loads(
            data.decode(),
            object_pairs_hook=_without_duplicates,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
        spelled = canonical_bytes(value)
    except RecursionError:
        raise ValueError(f"nested deeper than {DEEPEST} levels") from None
    if spelled != data:
        raise ValueError(f"not in canonical form from byte {_first_difference(spelled, data)} on")
    return value


def _checked(value: object, path: str, depth: int) -> object:
    """`value` with the keys of every object in canonical order, once everything in it is found admissible."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _checked_text(value, path)
    if isinstance(value, int):
        if abs(value) > GREATEST_INTEGER:
            raise ValueError(f"at {path}: {value} is beyond ±(2^53-1); write it as a string")
        return value
    if depth >= DEEPEST:
        raise ValueError(f"at {path}: nested deeper than {DEEPEST} levels")
    if isinstance(value, dict):
        return _checked_object(value, path, depth)
    if isinstance(value, list | tuple):
        return [_checked(item, f"{path}[{place}]", depth + 1) for place, item in enumerate(value)]
    raise TypeError(f"at {path}: a {type(value).__name__} has no canonical form; write it as a string or an integer")


def _checked_object(value: dict[Any, Any], path: str, depth: int) -> dict[str, object]:
    for key in value:
        if not isinstance(key, str):
            raise TypeError(f"at {path}: the key {key!r} is a {type(key).__name__}, not a string")
        _checked_text(key, f"the key {key!r} of {path}")
    return {key: _checked(value[key], f"{path}.{key}", depth + 1) for key in sorted(value, key=_utf16)}


def _checked_text(text: str, path: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"at {path}: half a character (a lone surrogate) at position {error.start}") from None
    return text


def _utf16(key: str) -> bytes:
    """Sorts keys by UTF-16 code units (RFC 8785 §3.2.3), which differs from Python's order beyond U+FFFF."""
    return key.encode("utf-16-be")


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for place, key in enumerate(keys) if key in keys[:place])
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return found


def _refuse_number(spelling: str) -> object:
    raise ValueError(f"{spelling[:40]} is not an integer in canonical form")


def _first_difference(spelled: bytes, data: bytes) -> int:
    shorter = min(len(spelled), len(data))
    return next((place for place in range(shorter) if spelled[place] != data[place]), shorter)
