"""Takes Markdown apart into statements, and says of each whether it forbids, demands or protects."""

import re
from collections.abc import Iterator

from toolkit.packfiles.markdown_rules import parser

LONGEST = 2_000  # characters: what has no end is looked at in pieces

# Ends of statements: a sentence may allow in its first half what it forbids in the second.
_ENDS = re.compile(r"(?<=[.!?;])\s+|\n+|,?\s+(?=(?:but|however|although|though)\b)")
_ABBREVIATIONS = re.compile(r"\b(?:e\.g|i\.e|etc|vs|no|dr|mr|mrs|ms|st|u\.s|inc)\.$", re.IGNORECASE)

_KEPT = r"(?:keep|treat)\b[^.;]{0,60}\b(?:private|secret)"
BAN = re.compile(
    r"\b(?:do not|don['’]t|must not|mustn['’]t|may not|may never|shall not|should not|shouldn['’]t|can ?not|can['’]t"
    r"|never|(?:no|neither) (?:employees?|staff|person|member|worker|one)|nobody"
    r"|not (?:be )?(?:allowed|permitted|acceptable|tolerated)|prohibit(?:ed|s)?|forbidden|forbids?|banned|off limits"
    rf"|refrain|avoid|abstain|unacceptable|violat(?:es?|ion of)|confidential|{_KEPT}"
    r"|I (?:will|shall|promise|agree|undertake) not"  # the statement that people sign
    r"|without (?:prior|written|advance)|not (?:post|discuss|use|make|speak|talk|share|disclose))\b"
    # Headings speak like this.
    r"|^no (?:talk\w*|post\w*|comment\w*|complain\w*|discuss\w*|critici\w+|photo\w*|pictures?|film\w*|record\w*)\b",
    re.IGNORECASE,
)
DUTY = re.compile(
    r"\b(?:must|shall|should|require[sd]?|expected|ha(?:ve|s) to|needs? to|always|at all times|be sure to|are to|is to"
    r"|I (?:will|promise|agree|undertake)"
    r"|(?:only|unless)\b[^.;]{0,60}\bmay|may only|keep|remain)\b|^(?:please )?(?:be|use|keep|remain|maintain|stay)\b",
    re.IGNORECASE,
)
_PEOPLE = r"(?<!\bno )(?:you|they|we|employees?|staff|everyone|anyone|people|workers?|members?)"
_MAY = r"(?:may|can|are (?:free|allowed|welcome) to|ha(?:ve|s) the right)\b(?! (?:not|only|never)\b)"
_PROTECTS = re.compile(
    rf"\b{_PEOPLE} {_MAY}"
    r"|\bnothing in this (?:policy|document)\b[^.;]{0,60}"
    r"|\bneeds? no\b|\bdo(?:es)? not need\b|\bno (?:permission|approval) is needed\b"
    r"|\b(?:we|managers|the organization) (?:will|do|shall|would) not (?!allow|permit|tolerate|accept|condone)\w+"
    r"|\b(?:we|managers) (?:will |would )?never\b|\bwe make no\b"
    r"|\b(?:nobody|no one) (?:may|will|can|shall) (?:be )?(?:punish|retaliat|disciplin|fire)\w*"
    r"|\b(?:does|do|is|are|will|shall) not (?:apply|include|limit|cover|restrict|prohibit|prevent|interfere|mean"
    r"|harassment|bullying|a violation|meant|intended)\b",
    re.IGNORECASE,
)


def statements(markdown: str) -> tuple[str, ...]:
    """The statements in a text, in order, as bare words."""
    return tuple(part for block in _blocks(markdown) for part in _parts(block))


def sentences(markdown: str) -> tuple[str, ...]:
    """The sentences in a text, in order, as bare words; an item of a list is one."""
    found: list[str] = []
    for block in _blocks(markdown):
        start = 0
        for end in re.finditer(r"[.!?](?:[\"”’)]*)(?=\s|$)", block):
            if not _ABBREVIATIONS.search(block, max(start, end.start() - 5), end.start() + 1):
                found.append(block[start : end.end()].strip())
                start = end.end()
        found.append(block[start:].strip())
    return tuple(sentence for sentence in found if sentence)


def is_ban(statement: str) -> bool:
    return BAN.search(statement) is not None


def is_duty(statement: str) -> bool:
    """Demands or forbids something."""
    return is_ban(statement) or DUTY.search(statement) is not None


def is_protective(statement: str) -> bool:
    """Allows or promises something, and neither forbids nor demands anything beside it."""
    rest, count = _PROTECTS.subn(" ", statement)
    return count > 0 and not is_duty(rest)


def _blocks(markdown: str) -> Iterator[str]:
    for token in parser.parse(markdown):
        if token.type == "inline":
            words = [
                " " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or ()
            ]
            text = " ".join("".join(words).split())
            if text:
                yield text


def _parts(block: str) -> Iterator[str]:
    for part in _ENDS.split(block):
        for start in range(0, len(part), LONGEST):
            piece = part[start : start + LONGEST].strip()
            if piece:
                yield piece
