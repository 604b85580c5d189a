"""What this app hears from the floors below."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from certificates import services
from courses.models import Completion
from courses.signals import course_completed


@receiver(course_completed)
def issue_certificate(sender: Any, completion: Completion, now: datetime, **_: Any) -> None:
    services.issue(completion, now=now)
