"""Two at the same moment, on a database that lets them: one effect. SQLite lets one writer in at a time by itself."""

from datetime import timedelta
from functools import partial
from threading import Event
from uuid import uuid4

import pytest
from django.db import connection, transaction

from assignments import services
from assignments.errors import PreviewChanged
from assignments.models import Assignment, Campaign, Reminder
from courses.models import Course
from courses.signals import course_completed
from notices.models import Notice
from people.models import Employee
from tests.assignments.campaign import launch, named, preview
from tests.factories import NOW, TODAY, make_completion, make_course
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="needs row locks"),
]


both = partial(at_once, refused=(PreviewChanged,))


@pytest.fixture
def course(transactional_db: None) -> Course:
    return make_course().course


def test_two_tabs_that_confirm_one_preview_make_one_campaign(course: Course, ada: Employee, hana: Employee) -> None:
    token, seen = uuid4(), preview(course, named(ada)).digest

    def confirm() -> Campaign:
        return launch(course, named(ada), by=hana, seen=seen, uuid=token)

    first, second = both(confirm, confirm)
    assert first == second
    assert Campaign.objects.count() == Assignment.objects.count() == 1


def test_of_two_people_who_assign_at_once_the_second_is_shown_what_changed(
    course: Course, ada: Employee, hana: Employee, cleo: Employee
) -> None:
    seen = preview(course, named(ada)).digest
    answers = both(
        lambda: launch(course, named(ada), by=hana, seen=seen), lambda: launch(course, named(ada), by=cleo, seen=seen)
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Campaign", "PreviewChanged"]
    assert Assignment.objects.count() == 1


def test_two_keepers_remind_once(course: Course, ada: Employee, boris: Employee, hana: Employee) -> None:
    launch(course, named(ada, boris), by=hana, due_on=TODAY - timedelta(days=1), now=NOW - timedelta(days=7))
    reminded = both(*[lambda: services.remind_overdue(now=NOW)] * 4)
    assert sum(reminded) == 2
    assert Notice.objects.count() == Reminder.objects.count() == 2


def test_who_completes_while_hr_assigns_has_nothing_open_afterwards(
    course: Course, ada: Employee, hana: Employee
) -> None:
    """The completion is written but not committed when HR confirms: HR waits, and finds the course held."""
    seen, written, tried = preview(course, named(ada)).digest, Event(), Event()

    def finish() -> None:
        with transaction.atomic():
            completion = make_completion(ada, course.versions.get())
            course_completed.send(sender=None, completion=completion, now=NOW)
            written.set()
            tried.wait(0.5)

    def assign() -> Campaign:
        written.wait(5)
        return launch(course, named(ada), by=hana, seen=seen)

    _none, answer = both(finish, assign)
    assert isinstance(answer, PreviewChanged)
    assert not Assignment.objects.exists()


def test_who_leaves_while_hr_assigns_has_nothing_open_afterwards(course: Course, ada: Employee, hana: Employee) -> None:
    seen, written, tried = preview(course, named(ada)).digest, Event(), Event()

    def leave() -> None:
        with transaction.atomic():
            Employee.objects.filter(pk=ada.pk).update(is_active=False)
            services.close_by_departure(ada, now=NOW)
            written.set()
            tried.wait(0.5)

    def assign() -> Campaign:
        written.wait(5)
        return launch(course, named(ada), by=hana, seen=seen)

    _none, answer = both(leave, assign)
    assert isinstance(answer, PreviewChanged)
    assert not Assignment.objects.open().exists()
