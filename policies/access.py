"""Fetching is authorising: what somebody may open, or a 404. Everybody who is signed in reads what was published."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from people.models import Employee
from people.roles import Role
from policies.models import Attachment, Attestation, Enquiry, PaperSignature, Policy, PolicyVersion
from policies.selectors.desk import Powers, has_desk, powers_of
from policies.selectors.enquiries import told_of

WRITERS = frozenset({Role.AUTHOR, Role.COMPLIANCE})  # who write and review versions, and see them before publication


def may_see_drafts(reader: Employee) -> bool:
    return reader.has_role(*WRITERS)


def handles_paper(person: Employee) -> bool:
    """Whether the person enters or approves signatures on paper."""
    return person.has_role(Role.HR, Role.COMPLIANCE)


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


def own_signature_or_404(person: Employee, uuid: UUID) -> Attestation:
    """One's own signature, of a policy that was withdrawn too."""
    related = ("policy", "version", "text", "from_version", "recorded_by", "paper__decision__by", "employee")
    row = Attestation.objects.filter(employee=person, uuid=uuid).select_related(*related).first()
    if row is None:
        raise Http404
    return row


def answers(person: Employee, enquiry: Enquiry) -> bool:
    """Whether the person may answer it: who reads it without having asked it."""
    return enquiry.employee_id != person.pk and enquiries_of(person).filter(pk=enquiry.pk).exists()


def enquiries_of(person: Employee) -> "QuerySet[Enquiry]":
    """What the person may read: their own, those about policies that they own; for compliance all; for administrators
    those of which they were told, because there was nobody else."""
    if person.has_role(Role.COMPLIANCE):
        return Enquiry.objects.all()
    stood_in = told_of(person) if person.has_role(Role.ADMINISTRATOR) else []
    return Enquiry.objects.filter(Q(employee=person) | Q(policy__owner=person) | Q(uuid__in=stood_in))


def enquiry_or_404(person: Employee, uuid: UUID) -> Enquiry:
    related = ("policy__owner", "version", "employee", "erased")
    row = enquiries_of(person).filter(uuid=uuid).select_related(*related).first()
    if row is None:
        raise Http404
    return row


def paper_or_404(uuid: UUID) -> PaperSignature:
    """A signature on paper. The access table lets HR and compliance come here."""
    related = ("employee", "version__policy", "text", "recorded_by", "decision__by", "attestation")
    row = PaperSignature.objects.filter(uuid=uuid).select_related(*related).first()
    if row is None:
        raise Http404
    return row


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


def decides_on(person: Employee, policy: Policy) -> bool:
    """Whether the person approves, publishes and withdraws versions of the policy."""
    return powers_of(person, policy).decides


def policy_to_decide_or_404(person: Employee, slug: str) -> Policy:
    """A policy, published or not, for somebody who decides on it. Whoever it names as owner decides on it too, so
    those who only write do not name one."""
    policy = Policy.objects.select_related("owner").filter(slug=slug).first()
    if policy is None or not decides_on(person, policy):
        raise Http404
    return policy


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
