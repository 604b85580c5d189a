"""A policy with its versions, as it lies in a pack and as it is loaded from one."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from policies.content.clauses import Comparison, compare
from policies.content.digests import Mark
from policies.content.texts import TextContent


@dataclass(frozen=True)
class AttachmentContent:
    """A file that belongs to a version, such as a form or a card."""

    name: str
    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def size(self) -> int:
        return len(self.data)


@dataclass(frozen=True)
class VersionContent:
    """A version: a text for each language, the policy's own first. `changes` marks the clauses that differ from the
    version before; without `effective_on` the version is in force from its publication on."""

    number: int
    texts: tuple[TextContent, ...]
    effective_on: date | None = None
    changes: Mapping[str, Mark] = field(default_factory=dict)
    attachments: tuple[AttachmentContent, ...] = ()


@dataclass(frozen=True)
class PolicyContent:
    """A policy. `owner` is an employee number or a name and may be empty; `statements` holds what is signed, by
    language; `versions` are in the order of their numbers, from 1 without a gap."""

    slug: str
    language: str
    title: str
    owner: str
    review_months: int
    statements: Mapping[str, str]
    versions: tuple[VersionContent, ...]


def compare_texts(before: Iterable[TextContent], after: Iterable[TextContent]) -> Comparison:
    """Which clauses differ between two versions: those that do in any language which both have.

    Versions without a common language cannot be compared: every clause that both have counts as changed.
    """
    old = {text.language: text.parsed for text in before}
    new = {text.language: text.parsed for text in after}
    pairs = [(old[language], text) for language, text in new.items() if language in old]
    if not pairs:
        first, last = next(iter(old.values())), next(iter(new.values()))
        found = compare(first, last)
        kept = [clause.key for clause in last.clauses if clause.key not in found.added]
        return Comparison(tuple(kept), found.added, found.removed)
    comparisons = [compare(first, last) for first, last in pairs]
    changed = {key for found in comparisons for key in found.changed}
    order = [clause.key for clause in pairs[0][1].clauses if clause.key in changed]
    return Comparison(tuple(order), comparisons[0].added, comparisons[0].removed)
