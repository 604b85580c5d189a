"""The fields of an entry's body, if it is written as entries are. Pure.

Nearly every body is plain ASCII without escapes, which one pattern checks and takes apart ten times faster than parsing
and writing it again does. What the pattern does not take is read the long way.
"""

import re
from typing import NamedTuple

from ledger.canonical import parse_canonical

_TEXT = r'[^"\\\x00-\x1f]*'
_INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
_HASH = r"[0-9a-f]{64}"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_BODY = re.compile(
    rf'\{{"at":"({_INSTANT})","detail":"({_HASH})","fact":(?:null|"({_UUID})"),"kind":"({_TEXT})",(?:"late":true,)?'
    rf'"object":"({_TEXT})","person":(?:null|"({_HASH})"),"recorded_at":"({_INSTANT})","v":1,"version":"({_TEXT})"\}}'
)
_FIELDS = {
    "at": re.compile(_INSTANT),
    "detail": re.compile(_HASH),
    "fact": re.compile(_UUID),
    "kind": re.compile(".*", re.DOTALL),
    "object": re.compile(".*", re.DOTALL),
    "person": re.compile(_HASH),
    "recorded_at": re.compile(_INSTANT),
    "version": re.compile(".*", re.DOTALL),
}
_MAY_BE_NONE = {"fact", "person"}


class Body(NamedTuple):
    """What an entry says. `detail` and `person` are commitments, 64 hexadecimal digits."""

    at: str
    detail: str
    fact: str | None
    kind: str
    object: str
    person: str | None
    recorded_at: str
    version: str


def read_body(data: bytes) -> Body:
    """The fields of a body. Raises ValueError, saying what is wrong, unless it is canonical and has exactly these."""
    if data.isascii():
        match = _BODY.fullmatch(data.decode("ascii"))
        if match is not None:
            return Body(*match.groups())
    return _read_slowly(data)


def _read_slowly(data: bytes) -> Body:
    value = parse_canonical(data)
    if not isinstance(value, dict) or value.keys() - {"late"} != {*_FIELDS, "v"}:
        raise ValueError("its fields are not those of an entry")
    if value["v"] is True or value["v"] != 1 or value.get("late", True) is not True:
        raise ValueError("it is of a format that is not known here")
    for name, pattern in _FIELDS.items():
        text = value[name]
        is_right = pattern.fullmatch(text) if isinstance(text, str) else text is None and name in _MAY_BE_NONE
        if not is_right:
            raise ValueError(f"its field {name!r} is not written as it should be")
    return Body(**{name: value[name] for name in Body._fields})
