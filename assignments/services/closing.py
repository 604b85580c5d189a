"""Assignments end: the course was completed, or the person left. Runs in the transaction that caused it."""

from datetime import datetime

from django.db import transaction

from assignments.facts import CLOSED
from assignments.models import Assignment
from courses.models import Completion
from ledger.facts import kind_of
from ledger.services import record_facts
from people.models import Employee


@transaction.atomic
def close_by_completion(completion: Completion, *, now: datetime) -> bool:
    """Close the open assignment that this completion fulfills. False if nobody had asked for it."""
    # Waits for a campaign that is just reaching this person, and then finds its assignment; see `_hold_still`.
    Employee.objects.select_for_update(no_key=True).get(pk=completion.employee_id)
    mine = Assignment.objects.open().filter(employee=completion.employee_id, course=completion.course_id)
    closed = mine.update(closed_at=now, closed_by=Assignment.ClosedBy.COMPLETION, completion=completion)
    return bool(closed)


@transaction.atomic
def close_by_departure(employee: Employee, *, now: datetime) -> int:
    """Close whatever somebody who left still had to do, with their row locked. Returns how many that were."""
    ids = list(Assignment.objects.open().filter(employee=employee).values_list("pk", flat=True))
    mine = Assignment.objects.open().filter(pk__in=ids)
    closed = mine.update(closed_at=now, closed_by=Assignment.ClosedBy.DEPARTURE)
    record_facts(CLOSED, kind_of(CLOSED).rows().filter(pk__in=ids), now=now)
    return closed
