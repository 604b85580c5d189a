"""What differs between two versions beside their clauses: statement, title, introduction, order, files; and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from policies.models import Attachment, PolicyVersion
from policies.redline import Difference
from policies.rendering.redlines import blocks_html, line_html
from policies.selectors.redlines import Redline


@dataclass(frozen=True)
class Around:
    """What differs in one language outside of the clauses; empty or None where nothing does."""

    language: str
    title: SafeString | None
    intro: SafeString | None
    statement: tuple[str, str] | None

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.intro or self.statement)


@dataclass(frozen=True)
class Files:
    """The names of attachments that were added, taken out, and replaced by another file."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        return not (self.added or self.removed or self.replaced)


@dataclass(frozen=True)
class Beside:
    """What differs beside the clauses. `moved` are headings of clauses that stand at another place."""

    moved: tuple[str, ...] = ()
    around: tuple[Around, ...] = ()
    languages_added: tuple[str, ...] = ()
    languages_removed: tuple[str, ...] = ()
    files: Files = Files()
    has_many_languages: bool = False  # so that it is said in which one something changed, were it in one alone

    @property
    def is_nothing(self) -> bool:
        sets = (self.moved, self.around, self.languages_added, self.languages_removed)
        return not any(sets) and self.files.is_same

    @property
    def has_new_statement(self) -> bool:
        return any(row.statement for row in self.around)

    @property
    def has_new_title(self) -> bool:
        return any(row.title for row in self.around)

    @property
    def has_new_intro(self) -> bool:
        return any(row.intro for row in self.around)

    @property
    def words(self) -> str:
        """A sentence for each kind of thing that is not the same, to stand after one about the clauses."""
        said = (
            (self.has_new_statement, _("The statement to sign is not the same.")),
            (not self.files.is_same, _("The attached files are not the same.")),
            (self.has_new_title, _("The title is not the same.")),
            (self.has_new_intro, _("The introduction is not the same.")),
            (bool(self.moved), _("The order of the clauses is not the same.")),
        )
        return " ".join(sentence for is_so, sentence in said if is_so)


def beside(since: Redline) -> Beside:
    """What its reader is told beside the clauses, in the language in which they read them."""
    one, two = since.text_before, since.text_after
    return Beside(
        moved=moved_in(since.difference),
        around=around_of([(since.language, since.difference, one.statement, two.statement)]),
        files=files_between(since.before, since.after),
    )


def around_of(found: Iterable[tuple[str, Difference, str, str]]) -> tuple[Around, ...]:
    """What differs around the clauses, from a language, its difference, and its statement before and now, for each."""
    rows = []
    for language, one, before, now in found:
        title = line_html(one.title) if any(run.kind != "same" for run in one.title) else None
        intro = blocks_html(one.intro) if any(block.kind != "same" for block in one.intro) else None
        rows.append(Around(language, title, intro, (before, now) if before != now else None))
    return tuple(row for row in rows if not row.is_empty)


def moved_in(difference: Difference) -> tuple[str, ...]:
    return tuple(clause.heading_after for clause in difference.clauses if clause.is_moved)


def files_between(before: PolicyVersion, after: PolicyVersion) -> Files:
    rows = list(Attachment.objects.filter(version__in=[before, after]).order_by("name"))
    old = {row.name: row.sha256 for row in rows if row.version_id == before.pk}
    new = {row.name: row.sha256 for row in rows if row.version_id == after.pk}
    return Files(
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        replaced=tuple(name for name, sha256 in new.items() if name in old and old[name] != sha256),
    )


def summaries_since(version: PolicyVersion, number: int) -> tuple[PolicyVersion, ...]:
    """The published versions after the one of this number, up to this one, that say what changed and why."""
    versions = version.policy.versions.published().filter(number__gt=number, number__lte=version.number)
    return tuple(versions.exclude(summary="").order_by("number"))
