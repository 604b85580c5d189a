"""Who may give whom another attempt or more time. What is none of one's business is a 404."""

from datetime import date
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from assignments.models import Campaign
from courses.models import Enrollment
from courses.selectors.outline import StepOutline, outline_of
from people.models import Employee
from people.roles import Role
from people.selectors import people_of


def check_or_404(
    giver: Employee, enrollment_uuid: UUID, module: str, step: str, *, on: date
) -> tuple[Enrollment, StepOutline]:
    """A check in the open passage of somebody else: of anybody for HR, of one's own people for a manager."""
    theirs = Enrollment.objects.open().filter(uuid=enrollment_uuid).exclude(employee=giver)
    if not giver.has_role(Role.HR):
        theirs = theirs.filter(employee__in=people_of(giver, on=on))
    enrollment = get_object_or_404(theirs.select_related("version", "employee"))
    found = outline_of(enrollment.version).step(module, step)
    if found is None or found.attempts_limit is None:
        raise Http404
    return enrollment, found


def somebody_else_or_404(giver: Employee, uuid: UUID) -> Employee:
    """Anybody but oneself."""
    return get_object_or_404(Employee.objects.exclude(pk=giver.pk), uuid=uuid)


def campaign_or_404(uuid: UUID) -> Campaign:
    return get_object_or_404(Campaign.objects.select_related("course", "department", "created_by"), uuid=uuid)
