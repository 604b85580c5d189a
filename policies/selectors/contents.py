"""What a version holds, rebuilt from its rows as plain values, and the digests of it."""

from datetime import date

from django.utils import timezone

from policies.content import AttachmentDigest, Comparison, Mark, TextContent, TextDigest, compare_texts, version_digest
from policies.models import ChangeMark, PolicyEvent, PolicyVersion

NOTHING = Comparison(changed=(), added=(), removed=())
_MARKS: dict[str, Mark] = {ChangeMark.Kind.EDITORIAL: "editorial", ChangeMark.Kind.MATERIAL: "material"}


def texts_of(version: PolicyVersion) -> tuple[TextContent, ...]:
    """The texts of a version in the order of languages."""
    rows = version.texts.order_by("language")
    return tuple(TextContent(row.language, row.title, row.markdown) for row in rows)


def marks_of(version: PolicyVersion) -> dict[str, Mark]:
    """How much each changed clause matters, by key, as far as somebody said."""
    return {mark.clause_key: _MARKS[mark.kind] for mark in version.change_marks.all()}


def version_before(version: PolicyVersion) -> PolicyVersion | None:
    """The published version that this one follows, withdrawn or not: marks are made against it."""
    return version.policy.versions.published().filter(number__lt=version.number).order_by("-number").first()


def last_to_begin(version: PolicyVersion) -> PolicyVersion | None:
    """The published version before whose first day this one cannot begin.

    One that was withdrawn before it ever counted stands in nobody's way: its day may have been the mistake.
    """
    for row in version.policy.versions.published().filter(number__lt=version.number).order_by("-number"):
        ended = row.events.filter(act=PolicyEvent.Act.WITHDRAWN).first()
        last = timezone.localdate(ended.at, timezone.get_default_timezone()) if ended else None
        if last is None or row.effective_on is None or last > row.effective_on:
            return row
    return None


def changes_of(version: PolicyVersion) -> Comparison:
    """Which clauses differ from the version before. Nothing does in a first version."""
    before = version_before(version)
    return compare_texts(texts_of(before), texts_of(version)) if before else NOTHING


def wording_digest(version: PolicyVersion) -> str:
    """SHA-256 of what an approval covers: texts, statements and attachments, before dates and marks are set."""
    return digest_of(version, effective_on=None, review_on=None, changes={})


def digest_of(
    version: PolicyVersion, *, effective_on: date | None, review_on: date | None, changes: dict[str, Mark]
) -> str:
    """SHA-256 over everything that the version says with these dates and marks, 64 hexadecimal digits."""
    return version_digest(
        slug=version.policy.slug,
        number=version.number,
        texts=[TextDigest(row.language, row.sha256, row.statement_sha256) for row in version.texts.all()],
        attachments=[AttachmentDigest(row.name, row.sha256, row.size) for row in version.attachments.all()],
        effective_on=effective_on,
        review_on=review_on,
        changes=changes,
    )
