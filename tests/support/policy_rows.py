"""Policies as bare rows, put there without the services, for tests of what guards the rows."""

from datetime import date, datetime

from policies.models import Attachment, ChangeMark, Clause, Policy, PolicyEvent, PolicyText, PolicyVersion
from tests.factories import NOW, TODAY

MARKDOWN = "# Social media use\n\nFor everybody.\n\n## Privacy {#privacy}\n\nNo patients.\n"


def make_policy(slug: str = "social-media-use") -> Policy:
    return Policy.objects.get_or_create(slug=slug, defaults={"created_at": NOW, "owner_title": "Compliance"})[0]


def make_published_rows(
    policy: Policy | None = None, *, number: int = 1, effective_on: date = TODAY, at: datetime = NOW
) -> PolicyVersion:
    """A published version with one row of everything, put there without the services."""
    version = PolicyVersion.objects.create(policy=policy or make_policy(), number=number, created_at=at)
    text = PolicyText.objects.create(
        version=version,
        title="Social media use",
        markdown=MARKDOWN,
        sha256="1" * 64,
        statement="I will.",
        statement_sha256="2" * 64,
    )
    Clause.objects.create(text=text, number=1, key="privacy", heading="Privacy", body="No patients.")
    ChangeMark.objects.create(version=version, clause_key="privacy", kind=ChangeMark.Kind.MATERIAL)
    Attachment.objects.create(version=version, name="form.pdf", file="form.pdf", sha256="3" * 64, size=3)
    PolicyVersion.objects.filter(pk=version.pk).update(
        state=PolicyVersion.State.PUBLISHED,
        effective_on=effective_on,
        review_on=effective_on,
        published_at=at,
        digest="4" * 64,
    )
    PolicyEvent.objects.create(version=version, act=PolicyEvent.Act.PUBLISHED, at=at, digest="4" * 64)
    version.refresh_from_db()
    return version
