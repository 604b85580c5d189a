"""What a rule is and what it finds."""

import re
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Topic = Literal["rights", "privacy", "fairness", "missing", "language"]
Text = str | Promise  # shown in the language of the page


@dataclass(frozen=True)
class Source:
    """Where a reason comes from. `url` may be empty for what was read on paper or in a copy."""

    title: str
    url: str = ""


@dataclass(frozen=True)
class Finding:
    """A hint for the author. `clause` is None for what concerns no clause: title and introduction, the statement that
    people sign (`is_statement`), or the whole text, when something is missing. `words` is what was found, as it stands
    there, and empty when something is missing. `fact` names the item of the fact base behind the reason."""

    rule: str
    topic: Topic
    clause: str | None
    words: str
    reason: str
    fact: str
    source: Source
    suggestion: str
    is_statement: bool = False


@dataclass(frozen=True)
class WordingRule:
    """Wording that is worth a second look, sentence by sentence.

    `needs`: the sentence has to forbid something ("ban"), to demand or forbid something ("duty"), or neither (""). A
    sentence that protects people ("You may …", "We will not …") is passed over unless the rule `looks_everywhere`. A
    sentence that `unless` matches is passed over too.
    """

    key: str
    topic: Topic
    pattern: re.Pattern[str]
    reason: Text
    fact: str
    source: Source
    suggestion: Text
    needs: Literal["ban", "duty", ""] = "ban"
    unless: re.Pattern[str] | None = None
    looks_everywhere: bool = False


@dataclass(frozen=True)
class PartRule:
    """What a policy is expected to speak about: one sentence or heading has to match."""

    key: str
    pattern: re.Pattern[str]
    reason: Text
    fact: str
    source: Source
    suggestion: Text


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern for several, whatever the case."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
