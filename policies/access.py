"""Fetching is authorising: what somebody may open, or a 404. Everybody who is signed in reads what was published;
authors, compliance and a policy's owner find at the desk what is being written."""

from django.http import Http404

from people.models import Employee
from people.roles import Role
from policies.models import Attachment, Policy, PolicyVersion
from policies.selectors.desk import Powers, has_desk, powers_of

WRITERS = frozenset({Role.AUTHOR, Role.COMPLIANCE})  # who write and review versions, and see them before publication


def may_see_drafts(reader: Employee) -> bool:
    return reader.has_role(*WRITERS)


def policy_or_404(slug: str) -> Policy:
    """A policy of which something was ever published."""
    policy = Policy.objects.select_related("owner").filter(slug=slug).first()
    if policy is None or not policy.versions.published().exists():
        raise Http404
    return policy


def version_or_404(slug: str, number: int) -> PolicyVersion:
    """A published version, whether it counts or not."""
    found = PolicyVersion.objects.published().filter(policy__slug=slug, number=number)
    version = found.select_related("policy__owner").first()
    if version is None:
        raise Http404
    return version


def attachment_or_404(slug: str, number: int, name: str) -> Attachment:
    """A file of a published version."""
    attachment = Attachment.objects.filter(version=version_or_404(slug, number), name=name).first()
    if attachment is None:
        raise Http404
    return attachment


def desk_or_404(person: Employee) -> None:
    """Lets in authors, compliance, and whoever owns a policy."""
    if not has_desk(person):
        raise Http404


def version_at_desk_or_404(person: Employee, slug: str, number: int) -> tuple[PolicyVersion, Powers]:
    """A version, written or published, for somebody who writes or decides; and what they may do with it."""
    rows = PolicyVersion.objects.select_related("policy__owner", "author").prefetch_related("events__by")
    version = rows.filter(policy__slug=slug, number=number).first()
    if version is None:
        raise Http404
    powers = powers_of(person, version.policy)
    if not powers.any:
        raise Http404
    return version, powers


def version_to_write_or_404(person: Employee, slug: str, number: int) -> PolicyVersion:
    """A version for somebody who writes policies. That it is a draft, services see to."""
    version, powers = version_at_desk_or_404(person, slug, number)
    if not powers.writes:
        raise Http404
    return version


def version_to_decide_or_404(person: Employee, slug: str, number: int) -> PolicyVersion:
    """A version for somebody who approves, publishes and withdraws. Its state, services see to."""
    version, powers = version_at_desk_or_404(person, slug, number)
    if not powers.decides:
        raise Http404
    return version
