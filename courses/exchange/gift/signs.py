"""The signs that mean something in GIFT, and what stands for them when they are meant as such.

Inside this package a text is *marked*: a sign with a meaning is a control character, which no text of a question may
hold, and a sign that was escaped is itself. So what is searched for can never be found in an author's words.
"""

import re

OPEN, CLOSE, TILDE, EQUALS, HASH, COLON = "\x01", "\x02", "\x03", "\x04", "\x05", "\x06"
_MARKS = {"{": OPEN, "}": CLOSE, "~": TILDE, "=": EQUALS, "#": HASH, ":": COLON}
_SIGNS = str.maketrans({mark: sign for sign, mark in _MARKS.items()})
_TOKENS = re.compile(r"\\[~=#{}:\\n]|[~=#{}:]")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def mark(text: str) -> str:
    """The marked text. It must hold none of CONTROLS before."""
    return _TOKENS.sub(_marked, text)


def plain(marked: str) -> str:
    """Signs that have no meaning at this place are themselves."""
    return marked.translate(_SIGNS)


def escape(text: str) -> str:
    """The text as it stands in a file, on one line."""
    return re.sub(r"[~=#{}:\\]", lambda match: f"\\{match[0]}", text).replace("\n", "\\n")


def _marked(match: "re.Match[str]") -> str:
    found = match[0]
    if len(found) == 1:
        return _MARKS[found]
    return "\n" if found == "\\n" else found[1]
