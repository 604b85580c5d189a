"""Loading policies from content packs. What a pack brings was reviewed where the pack was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from ledger.services.recording import record_fact
from people.models import Employee
from policies.content import PolicyContent, VersionContent
from policies.facts import APPROVED
from policies.models import Attachment, Policy, PolicyEvent, PolicyVersion
from policies.selectors.contents import marks_of, wording_digest
from policies.services.attaching import store
from policies.services.drafting import refuse_reserved
from policies.services.locking import locked_policy
from policies.services.publishing import mark_all, publish
from policies.services.wording import put_text
from toolkit.errors import DomainError

Act, State = PolicyEvent.Act, PolicyVersion.State
BY_OPERATOR = "Loaded by the operator."


class Outcome(StrEnum):
    """What loading did with a version."""

    UNCHANGED = "unchanged"
    NEW_DRAFT = "new draft"
    DRAFT_CHANGED = "draft changed"
    WAITING = "waits until the version before is published"


@dataclass(frozen=True)
class LoadedVersion:
    """What happened to one version of the pack. `number` has no row while it waits."""

    number: int
    outcome: Outcome
    is_published_now: bool = False


@transaction.atomic
def load_policy(content: PolicyContent, *, now: datetime, publishes: bool = False) -> tuple[LoadedVersion, ...]:
    """Makes the policy hold the versions of a pack, in their order. The same bytes again change nothing.

    One version is open at a time: without `publishes`, those after a draft wait. A pack's version is published as its
    operator's act, whose approval says so. Raises DomainError when the pack differs from a version that is published,
    or would write over what somebody is writing on the site.
    """
    refuse_reserved(content.slug)
    Policy.objects.get_or_create(slug=content.slug, defaults={"created_at": now})
    policy = locked_policy(Policy.objects.get(slug=content.slug))
    existing = {version.number: version for version in policy.versions.all()}
    done = tuple(_load(policy, content, part, existing, now=now, publishes=publishes) for part in content.versions)
    if any(loaded.outcome in (Outcome.NEW_DRAFT, Outcome.DRAFT_CHANGED) for loaded in done):
        _keep_house(policy, content)
    return done


def _load(
    policy: Policy,
    content: PolicyContent,
    part: VersionContent,
    existing: dict[int, PolicyVersion],
    *,
    now: datetime,
    publishes: bool,
) -> LoadedVersion:
    row = existing.get(part.number)
    if row and row.is_published:
        _refuse_difference(row, content, part)
        return LoadedVersion(part.number, Outcome.UNCHANGED)
    if row is None and any(not version.is_published for version in existing.values()):
        return LoadedVersion(part.number, Outcome.WAITING)
    if row is None:
        row = PolicyVersion.objects.create(policy=policy, number=part.number, created_at=now)
        outcome = Outcome.NEW_DRAFT
    else:
        outcome = Outcome.UNCHANGED if _same(row, content, part) else Outcome.DRAFT_CHANGED
    existing[part.number] = row
    if outcome is not Outcome.UNCHANGED:
        _fill(row, content, part, now=now)
    if publishes:
        existing[part.number] = _publish(row, part, now=now)
    return LoadedVersion(part.number, outcome, publishes)


def _fill(version: PolicyVersion, content: PolicyContent, part: VersionContent, *, now: datetime) -> None:
    """Writes the pack's version over a draft. What somebody wrote on the site is theirs."""
    if version.author_id is not None:
        raise DomainError(
            _("Version %(number)d of “%(slug)s” is being written on this site. Publish or discard it there first.")
            % {"number": version.number, "slug": content.slug}
        )
    if version.state != State.DRAFT:
        version.state = State.DRAFT
        version.save(update_fields=["state"])
        PolicyEvent.objects.create(version=version, act=Act.RETURNED, at=now, comment=BY_OPERATOR)
    version.texts.all().delete()
    version.attachments.all().delete()
    for text in part.texts:
        put_text(version, text, content.statements[text.language])
    for attachment in part.attachments:
        name = store(ContentFile(attachment.data), sha256=attachment.sha256, name=attachment.name)
        Attachment.objects.create(
            version=version, name=attachment.name, file=name, sha256=attachment.sha256, size=attachment.size
        )
    mark_all(version, dict(part.changes))


def _publish(version: PolicyVersion, part: VersionContent, *, now: datetime) -> PolicyVersion:
    """The operator answers for a pack as author, reviewer and publisher at once; the approval says that."""
    if version.state != State.APPROVED:
        version.state = State.APPROVED
        version.save(update_fields=["state"])
        event = PolicyEvent.objects.create(
            version=version, act=Act.APPROVED, at=now, comment=BY_OPERATOR, digest=wording_digest(version)
        )
        record_fact(APPROVED, event, now=now)
    return publish(version, effective_on=part.effective_on, by=None, now=now, comment=BY_OPERATOR)


def _keep_house(policy: Policy, content: PolicyContent) -> None:
    """Owner and months of review, as the pack says. An owner that is no employee number here is a title."""
    owner = Employee.objects.filter(number__iexact=content.owner).first() if content.owner else None
    policy.owner = owner
    policy.owner_title = "" if owner else content.owner
    policy.review_months = content.review_months
    policy.save(update_fields=["owner", "owner_title", "review_months"])


def _refuse_difference(version: PolicyVersion, content: PolicyContent, part: VersionContent) -> None:
    """Raises DomainError that names what differs from the published version."""
    # The pack has one statement for all of its versions: only its newest version has to have been published with it.
    statements = content.statements if part is content.versions[-1] else None
    what = _difference(version, part, statements)
    if what:
        raise DomainError(
            _(
                "Version %(number)d of “%(slug)s” is published and does not change any more, but the pack has %(what)s."
                " Put it back, and give what is new the number %(next)d."
            )
            % {"number": version.number, "slug": content.slug, "what": what, "next": len(content.versions) + 1}
        )


def _same(version: PolicyVersion, content: PolicyContent, part: VersionContent) -> bool:
    return not _difference(version, part, content.statements)


def _difference(version: PolicyVersion, part: VersionContent, statements: Mapping[str, str] | None) -> str:
    """What of a pack's version is not as it is stored, in words; empty when nothing is."""
    stored = {row.language: row for row in version.texts.all()}
    for text in part.texts:
        row = stored.pop(text.language, None)
        if row is None or row.sha256 != text.sha256:
            return _("another text in %(language)s") % {"language": text.language}
        if statements is not None and row.statement != statements[text.language]:
            return _("another statement to sign in %(language)s") % {"language": text.language}
    if stored:
        return _("no text in %(language)s") % {"language": min(stored)}
    if {(row.name, row.sha256) for row in version.attachments.all()} != {
        (attachment.name, attachment.sha256) for attachment in part.attachments
    }:
        return _("other attachments")
    if marks_of(version) != dict(part.changes):
        return _("other marks of changes")
    if version.effective_on and part.effective_on and version.effective_on != part.effective_on:
        return _("another first day")
    return ""
