"""Enquiries as lists show them: the open ones first, each with where it stands."""

from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When

from people.models import Employee
from policies.models import Enquiry, EnquiryReply, PolicyText


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


def answers_for_somebody(person: Employee) -> bool:
    """Whether the person owns a policy, and so answers enquiries."""
    return person.owned_policies.exists()


def replies_of(enquiry: Enquiry) -> list[EnquiryReply]:
    """All that was said, in its order."""
    return list(enquiry.replies.select_related("by"))
