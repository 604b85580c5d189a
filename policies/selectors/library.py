"""The library: every policy with what counts today, and a search over titles and clauses.

A search folds letters (case and accents do not matter) in memory, the same on both databases. Clauses are read once
for each wording and then kept, so that a search of a library that was searched before asks the database nothing more.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from people.models import Employee
from policies.models import Clause, Policy, PolicyText, PolicyVersion
from policies.selectors.memory import Remembered
from policies.selectors.signing import nearest
from policies.selectors.versions import Signed, Standing, signed_newest, standings, with_withdrawal

MOST_CHARACTERS = 16_000_000
MOST_FOUND = 3  # clauses shown of one policy
AROUND = 70  # characters shown on each side of what was found


@dataclass(frozen=True)
class Found:
    """A clause in which the words stand, with some of the text around the first of them."""

    number: int
    key: str
    heading: str
    before: str
    match: str
    after: str


@dataclass(frozen=True)
class LibraryRow:
    """A policy as the library shows it. `version` counts today; `coming` will; `draft` is being written."""

    policy: Policy
    title: str
    version: PolicyVersion | None
    coming: PolicyVersion | None
    draft: PolicyVersion | None
    signed: Signed | None
    review_is_due: bool
    found: tuple[Found, ...] = ()
    more: int = 0

    @property
    def has_signed_this(self) -> bool:
        return self.signed is not None and self.version is not None and self.signed.number == self.version.number


@dataclass(frozen=True)
class _Folded:
    """A clause for searching: `plain` as written, on one line, `folded` for comparing."""

    number: int
    key: str
    heading: str
    plain: str
    folded: str


_clauses: Remembered[str, tuple[_Folded, ...]] = Remembered(MOST_CHARACTERS)


def library(reader: Employee, *, on: date, words: str = "", with_drafts: bool = False) -> list[LibraryRow]:
    """The policies by title: those in force or coming, and drafts for those who may see them.

    Three queries, whatever the size; a fourth for clauses that were not searched before. With `words`, policies in
    whose title or in one of whose clauses all of them stand.
    """
    versions = _versions(with_drafts=with_drafts)
    chosen = [row for of_policy in versions.values() if (row := _row(of_policy, on=on)) is not None]
    shown = {row.policy.pk: row.version or row.coming or row.draft for row in chosen}
    texts = _texts([version for version in shown.values() if version])
    signed = signed_newest(reader, [row.policy for row in chosen])
    rows = [
        LibraryRow(
            policy=row.policy,
            title=text.title if (text := texts.get(_pk(shown[row.policy.pk]))) else row.policy.slug,
            version=row.version,
            coming=row.coming,
            draft=row.draft,
            signed=signed.get(row.policy.pk),
            review_is_due=row.review_is_due,
        )
        for row in chosen
    ]
    if words.strip():
        rows = _search(rows, {row.policy.pk: texts.get(_pk(shown[row.policy.pk])) for row in rows}, words)
    return sorted(rows, key=lambda row: (fold(row.title), row.policy.slug))


def _pk(version: PolicyVersion | None) -> int:
    return version.pk if version else 0


def _versions(*, with_drafts: bool) -> dict[int, list[PolicyVersion]]:
    rows = PolicyVersion.objects.all() if with_drafts else PolicyVersion.objects.published()
    found: dict[int, list[PolicyVersion]] = {}
    for version in with_withdrawal(rows).select_related("policy__owner", "author").order_by("policy_id", "number"):
        found.setdefault(version.policy_id, []).append(version)
    return found


def _row(versions: list[PolicyVersion], *, on: date) -> LibraryRow | None:
    """What of these versions the library shows; None when all are over."""
    standing = standings(versions, on=on, is_now=True)

    def newest(*wanted: Standing) -> PolicyVersion | None:
        return next((version for version in reversed(versions) if standing[version.pk] in wanted), None)

    version = newest(Standing.IN_FORCE)
    coming = next((one for one in versions if standing[one.pk] is Standing.SCHEDULED), None)
    draft = newest(Standing.DRAFT, Standing.IN_REVIEW, Standing.APPROVED)
    if not (version or coming or draft):
        return None
    is_due = version is not None and version.review_on is not None and version.review_on <= on
    return LibraryRow(versions[0].policy, "", version, coming, draft, None, is_due)


def _texts(versions: list[PolicyVersion]) -> dict[int, PolicyText]:
    """By version: its text in the reader's language, without the wording itself."""
    texts: dict[int, list[PolicyText]] = {}
    rows = PolicyText.objects.filter(version__in=versions).defer("markdown", "statement").order_by("language")
    for text in rows:
        texts.setdefault(text.version_id, []).append(text)
    return {pk: nearest(of_version) for pk, of_version in texts.items()}


def _search(rows: list[LibraryRow], texts: dict[int, PolicyText | None], words: str) -> list[LibraryRow]:
    wanted = fold(words).split()
    clauses = _folded([text for text in texts.values() if text])
    found = []
    for row in rows:
        text = texts[row.policy.pk]
        of_text = clauses.get(text.sha256, ()) if text else ()
        hits = [clause for clause in of_text if all(word in clause.folded for word in wanted)]
        if hits or all(word in fold(row.title) for word in wanted):
            shown = tuple(_excerpt(clause, wanted) for clause in hits[:MOST_FOUND])
            found.append(LibraryRow(**{**vars(row), "found": shown, "more": max(0, len(hits) - MOST_FOUND)}))
    return found


def _folded(texts: list[PolicyText]) -> dict[str, tuple[_Folded, ...]]:
    """The clauses of these texts, by the digest of the text; read where they are not in memory."""
    known = {text.sha256: clauses for text in texts if (clauses := _clauses.get(text.sha256)) is not None}
    missing = {text.pk: text.sha256 for text in texts if text.sha256 not in known}
    if missing:
        fresh: dict[str, list[_Folded]] = {sha256: [] for sha256 in missing.values()}
        rows = Clause.objects.filter(text__in=list(missing)).order_by("text_id", "number")
        for pk, number, key, heading, body in rows.values_list("text_id", "number", "key", "heading", "body"):
            plain = " ".join(body.split())
            fresh[missing[pk]].append(_Folded(number, key, heading, plain, fold(f"{heading} {plain}")))
        for sha256, read in fresh.items():
            known[sha256] = tuple(read)
            _clauses.put(sha256, known[sha256], weight=2 * sum(len(clause.plain) for clause in read) + 100)
    return known


def fold(text: str) -> str:
    """The letters without case and without marks: what somebody types who is in a hurry."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )


def _excerpt(clause: _Folded, wanted: Iterable[str]) -> Found:
    """Some of the clause around the first word that was found in its text, else its beginning."""
    places, folded = _places(clause.plain)
    starts = [(at, word) for word in wanted if (at := folded.find(word)) >= 0]
    if not starts:
        return Found(clause.number, clause.key, clause.heading, "", "", _cut(clause.plain, 2 * AROUND))
    at, word = min(starts)
    start, end = places[at], places[at + len(word) - 1] + 1
    lead = clause.plain[:start]
    if len(lead) > AROUND:
        lead = "…" + lead[-AROUND:].split(" ", 1)[-1]
    return Found(
        clause.number, clause.key, clause.heading, lead, clause.plain[start:end], _cut(clause.plain[end:], AROUND)
    )


def _places(text: str) -> tuple[list[int], str]:
    """The folded text, and for each of its letters where it came from."""
    places, letters = [], []
    for place, letter in enumerate(text):
        for part in fold(letter):
            places.append(place)
            letters.append(part)
    return places, "".join(letters)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + "…"
