"""Fetching is authorising: what a reader may open, or a 404. Everybody who is signed in reads what was published."""

from django.http import Http404

from people.models import Employee
from people.roles import Role
from policies.models import Attachment, Policy, PolicyVersion

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
