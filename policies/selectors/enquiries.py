"""Enquiries: as lists show them, the open ones first, and who answers them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When

from notices.models import Notice
from people.models import Employee
from people.roles import Role
from people.selectors import local_day
from policies.models import Enquiry, EnquiryReply, Policy, PolicyText

ASKED = "policies.enquiry"  # the kind of mail that tells who answers


@dataclass(frozen=True)
class EnquiryFilters:
    """What is listed. Empty: all."""

    state: str = ""
    kind: str = ""
    policy: str = ""


def enquiries(rows: "QuerySet[Enquiry]", filters: EnquiryFilters) -> "QuerySet[Enquiry]":
    """These rows, the open ones first, those that wait longest on top; then what was answered, the latest first.

    Each has `is_answered` and `title`, the policy's. What was erased is answered no more than it is open: it stands
    among all only, last.
    """
    answers = EnquiryReply.objects.filter(enquiry=OuterRef("pk"), is_answer=True)
    titles = PolicyText.objects.filter(version=OuterRef("version")).order_by("language")
    rows = rows.annotate(is_answered=Exists(answers), title=Subquery(titles.values("title")[:1]))
    if filters.state:
        rows = rows.filter(is_answered=filters.state == "answered").exclude(text="")
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.policy:
        rows = rows.filter(policy__slug=filters.policy)
    is_erased = Case(When(text="", then=Value(1)), default=Value(0))
    return rows.select_related("policy", "version", "employee").order_by(is_erased, "is_answered", "asked_at", "pk")


@dataclass(frozen=True)
class Answering:
    """Who is told of an enquiry. `office` is the role that they have, None for the policy's owner."""

    people: list[Employee]
    office: Role | None = None


def who_answers(policy: Policy, asker: Employee, *, now: datetime) -> Answering:
    """The owner; without one who can be reached here, or when the owner asks, compliance; else administrators.

    Nobody is told of their own enquiry. Where nobody at all has an address, it is for compliance to find on the site.
    """
    owner = policy.owner
    if owner is not None and owner.pk != asker.pk and _can_be_told(owner, now):
        return Answering([owner])
    for office in (Role.COMPLIANCE, Role.ADMINISTRATOR):
        rows = Employee.objects.filter(is_active=True, groups__name=office.value).exclude(pk=asker.pk)
        people = [person for person in rows.order_by("pk") if _can_be_told(person, now)]
        if people:
            return Answering(people, office)
    return Answering([], Role.COMPLIANCE)


def _can_be_told(person: Employee, now: datetime) -> bool:
    """Whether they work here, by their own day, and have an address."""
    return person.is_active and bool(person.email) and not person.has_left(local_day(person, now=now))


def told_of(person: Employee) -> list[UUID]:
    """The enquiries of which this person was told because they answer them."""
    notices = Notice.objects.filter(kind=ASKED, recipient_uuid=person.uuid).order_by("pk")
    return [UUID(payload["enquiry"]) for payload in notices.values_list("payload", flat=True)]


def open_enquiry(policy: Policy, person: Employee) -> Enquiry | None:
    """What this person last asked about the policy, or why they cannot sign it, while it has no answer."""
    rows = Enquiry.objects.filter(policy=policy, employee=person).exclude(replies__is_answer=True)
    return rows.order_by("-asked_at", "-pk").first()


def answers_for_somebody(person: Employee) -> bool:
    """Whether the person owns a policy, and so answers enquiries."""
    return person.owned_policies.exists()


def replies_of(enquiry: Enquiry) -> list[EnquiryReply]:
    """All that was said, in its order."""
    return list(enquiry.replies.select_related("by"))
