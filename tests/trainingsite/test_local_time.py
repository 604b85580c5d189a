"""Times on pages are those of the reader's own site, also where the server's day is already another one."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from courses.services.learning import start_course
from people.models import Employee
from tests.support.courses import publish_course

pytestmark = pytest.mark.django_db
# In Chicago it is still the evening of November 23.
LATE = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def test_a_course_was_finished_on_the_readers_day(client: Client, ada: Employee) -> None:
    client.force_login(ada)
    version = publish_course()
    enrollment = start_course(version.course, employee=ada, now=LATE)
    enrollment.closed_at = LATE
    enrollment.save(update_fields=["closed_at"])
    page = client.get(reverse("courses:overview", args=[version.course.slug])).content.decode()
    assert "Nov. 23, 2026" in page
    assert "Nov. 24, 2026" not in page
