"""What this floor does when courses and people tell it something. Runs in the sender's transaction."""

from datetime import date, datetime
from typing import Any

from django.dispatch import receiver

from assignments import services
from courses.models import Completion
from courses.signals import course_completed
from people.models import Employee
from people.signals import workforce_changed


@receiver(course_completed, dispatch_uid="assignments.close_by_completion")
def on_course_completed(completion: Completion, now: datetime, **_kwargs: Any) -> None:
    services.close_by_completion(completion, now=now)


@receiver(workforce_changed, dispatch_uid="assignments.close_by_departure")
def on_workforce_changed(employee: Employee, today: date, now: datetime, **_kwargs: Any) -> None:
    if employee.has_left(today):
        services.close_by_departure(employee, now=now)
