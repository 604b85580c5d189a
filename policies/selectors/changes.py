"""What differs between a version and the one before it, as its authors and approvers look at it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from policies.content import Mark, TextContent
from policies.models import PolicyVersion
from policies.redline import ClauseChange, Difference, difference
from policies.redline.values import Kind
from policies.rendering.redlines import clause_html, line_html
from policies.selectors.beside import Around, Beside, around_of, files_between, moved_in
from policies.selectors.contents import changes_of, marks_of, texts_of, version_before


@dataclass(frozen=True)
class InLanguage:
    """The change of one clause in one language."""

    language: str
    change: ClauseChange
    heading: SafeString
    html: SafeString


@dataclass(frozen=True)
class ClauseRow:
    """A clause that differs, in every language in which it does. `mark` is None while nobody gave a changed one its."""

    key: str
    kind: Kind
    heading: str
    number: int | None
    mark: Mark | None
    views: tuple[InLanguage, ...]

    @property
    def is_unmarked(self) -> bool:
        return self.kind == "changed" and self.mark is None


@dataclass(frozen=True)
class Changes(Beside):
    """All that differs from the version before. Without one, nothing is compared."""

    before: PolicyVersion | None = None
    clauses: tuple[ClauseRow, ...] = ()

    @property
    def unmarked(self) -> tuple[ClauseRow, ...]:
        return tuple(row for row in self.clauses if row.is_unmarked)

    @property
    def is_empty(self) -> bool:
        return not self.clauses and self.is_nothing

    def of_kind(self, kind: Kind) -> tuple[ClauseRow, ...]:
        return tuple(row for row in self.clauses if row.kind == kind)

    @property
    def added(self) -> tuple[ClauseRow, ...]:
        return self.of_kind("added")

    @property
    def removed(self) -> tuple[ClauseRow, ...]:
        return self.of_kind("removed")

    @property
    def material(self) -> tuple[ClauseRow, ...]:
        return tuple(row for row in self.clauses if row.kind == "added" or row.mark == "material")

    @property
    def editorial(self) -> tuple[ClauseRow, ...]:
        return tuple(row for row in self.clauses if row.mark == "editorial")


def changes_to_review(version: PolicyVersion) -> Changes:
    """The changes of a version against the published one before it, in the order of the later text."""
    before = version_before(version)
    old = {text.language: text for text in texts_of(before)} if before else {}
    new = {text.language: text for text in texts_of(version)}
    if before is None or not old or not new:
        return Changes(before=before)
    marks = marks_of(version)
    found = {language: difference(one.parsed, two.parsed, marks) for language, one, two in _pairs(old, new)}
    changed = set(changes_of(version).changed)
    return Changes(
        before=before,
        clauses=_rows(found, changed, marks),
        moved=moved_in(next(iter(found.values()))),
        around=_around(found, before, version),
        languages_added=tuple(language for language in new if language not in old),
        languages_removed=tuple(language for language in old if language not in new),
        files=files_between(before, version),
        has_many_languages=len(found) > 1,
    )


def _pairs(old: dict[str, TextContent], new: dict[str, TextContent]) -> list[tuple[str, TextContent, TextContent]]:
    """The texts that are compared: those of one language, else the first of each version."""
    common = [(language, old[language], text) for language, text in new.items() if language in old]
    if common:
        return common
    language, text = next(iter(new.items()))
    return [(language, next(iter(old.values())), text)]


def _rows(found: dict[str, Difference], changed: set[str], marks: dict[str, Mark]) -> tuple[ClauseRow, ...]:
    views: dict[str, list[InLanguage]] = {}
    for language, one in found.items():
        for change in one.clauses:
            if change.kind != "same" or change.key in changed:
                views.setdefault(change.key, []).append(_view(language, change))
    rows = []
    for key, of_key in views.items():
        shown = [view for view in of_key if view.change.kind != "same"] or of_key
        first = shown[0].change
        kind: Kind = "changed" if key in changed else first.kind
        mark = marks.get(key) if kind == "changed" else None
        heading, number = first.heading_after or first.heading_before, first.number_after or first.number_before
        rows.append(ClauseRow(key, kind, heading, number, mark, tuple(shown)))
    return tuple(rows)


def _view(language: str, change: ClauseChange) -> InLanguage:
    return InLanguage(language, change, line_html(change.heading), clause_html(change))


def _around(found: dict[str, Difference], before: PolicyVersion, version: PolicyVersion) -> tuple[Around, ...]:
    old = dict(before.texts.values_list("language", "statement"))
    new = dict(version.texts.values_list("language", "statement"))
    return around_of((language, one, old.get(language, ""), new.get(language, "")) for language, one in found.items())
