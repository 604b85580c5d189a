"""More time for one person in quizzes with a limit, set by HR and seen by nobody else."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses import time_limit
from courses.content import RulesContent
from courses.models import Accommodation, Attempt, CourseVersion
from courses.services.accommodating import set_accommodation
from courses.services.attempts import start_attempt
from courses.services.learning import start_course
from courses.services.time_limits import take_more_time
from ledger.models import Entry
from people.models import Employee
from tests.courses.learner import step_of
from tests.factories import NOW
from tests.support.courses import publish_course
from tests.support.quizzes import course_with, graded

START = NOW.replace(second=0, microsecond=0)
MINUTE = timedelta(minutes=1)
WHY = "On file since May"


@pytest.fixture
def version(db: None) -> CourseVersion:
    return publish_course(course_with(graded(rules=RulesContent(time_limit_minutes=20))))


@pytest.fixture
def address(ada: Employee) -> str:
    return reverse("assignments:accommodation", args=[ada.uuid])


def begin(version: CourseVersion, employee: Employee, *, now: datetime = START) -> Attempt:
    return start_attempt(start_course(version.course, employee=employee, now=now), step_of(version, "check"), now=now)


def due_of(attempt: Attempt) -> datetime | None:
    attempt.refresh_from_db()
    return attempt.due_at


@pytest.mark.parametrize(
    ("percent", "minutes"), [(100, 20), (125, 25), (150, 30), (200, 40), (None, None)], ids=lambda value: str(value)
)
def test_the_time_of_a_person_is_a_share_of_the_usual_one(
    version: CourseVersion, ada: Employee, boris: Employee, hana: Employee, percent: int | None, minutes: int | None
) -> None:
    set_accommodation(ada, percent=300, reason="Before", by=hana, now=START)
    set_accommodation(ada, percent=percent, reason=WHY, by=hana, now=START)
    assert begin(version, ada).due_at == (START + minutes * MINUTE if minutes else None)
    assert begin(version, boris).due_at == START + 20 * MINUTE


def test_part_of_a_minute_is_a_minute() -> None:
    assert [time_limit.personal(1, 125), time_limit.personal(3, 150), time_limit.personal(4, 150)] == [2, 5, 6]


@pytest.mark.parametrize(("percent", "minutes"), [(100, 20), (150, 30), (None, None)])
def test_what_is_open_changes_only_if_hr_says_so(
    version: CourseVersion, ada: Employee, hana: Employee, percent: int | None, minutes: int | None
) -> None:
    attempt = begin(version, ada)
    take_more_time(attempt, step_of(version, "check"), seen=0, now=START)
    before = due_of(attempt)
    set_accommodation(ada, percent=percent, reason=WHY, by=hana, now=START + MINUTE)
    assert due_of(attempt) == before == START + 22 * MINUTE
    for _click in range(2):
        set_accommodation(ada, percent=percent, reason=WHY, by=hana, now=START + MINUTE, with_open=True)
    assert due_of(attempt) == (START + (minutes + 2) * MINUTE if minutes else None)
    assert Accommodation.objects.count() == 1


def test_time_that_was_given_is_never_cut_short_and_over_is_over(
    version: CourseVersion, ada: Employee, hana: Employee
) -> None:
    set_accommodation(ada, percent=200, reason=WHY, by=hana, now=START)
    attempt = begin(version, ada)
    set_accommodation(ada, percent=100, reason="It ended", by=hana, now=START, with_open=True)
    assert due_of(attempt) == START + 40 * MINUTE
    set_accommodation(ada, percent=None, reason=WHY, by=hana, now=START + 40 * MINUTE, with_open=True)
    assert due_of(attempt) == START + 40 * MINUTE


def test_the_database_knows_no_less_than_the_usual_time(ada: Employee, hana: Employee) -> None:
    with pytest.raises(IntegrityError, match="no_less_time"), transaction.atomic():
        Accommodation.objects.create(employee=ada, percent=99, reason=WHY, set_by=hana, set_at=START)


def test_hr_sets_it_and_sees_what_was_set(
    client: Client, hana: Employee, ada: Employee, address: str, version: CourseVersion
) -> None:
    client.force_login(hana)
    assert address in client.get(reverse("people:person", args=[ada.uuid])).content.decode()
    page = client.get(address).content.decode()
    assert "Also for what is open now" not in page
    attempt = begin(version, ada, now=timezone.now())
    page = client.get(address).content.decode()
    assert "“Final check”, until" in page
    assert "Also for what is open now" in page
    done = client.post(address, {"length": "150", "reason": WHY, "with_open": "on"}, follow=True).content.decode()
    assert "The time for Ada Osei is set." in done
    assert "Half as much again" in done
    assert WHY in done
    assert due_of(attempt) == time_limit.due_at(attempt.started_at, 30)
    row = Accommodation.objects.get()
    assert (row.employee, row.percent, row.set_by) == (ada, 150, hana)


@pytest.mark.parametrize(
    "sent",
    [{"reason": WHY}, {"length": "99", "reason": WHY}, {"length": "", "reason": WHY}, {"length": "150", "reason": " "}],
)
def test_an_incomplete_form_sets_nothing(client: Client, hana: Employee, address: str, sent: dict[str, str]) -> None:
    client.force_login(hana)
    assert client.post(address, sent).status_code == 422
    assert not Accommodation.objects.exists()


@pytest.mark.parametrize("who", ["ada", "boris", "cleo", "mallory", "root"])
def test_nobody_else_sees_or_sets_it(
    client: Client, request: pytest.FixtureRequest, address: str, ada: Employee, hana: Employee, who: str
) -> None:
    set_accommodation(ada, percent=150, reason=WHY, by=hana, now=START)
    client.force_login(request.getfixturevalue(who))
    for answer in (client.get(address), client.post(address, {"length": "none", "reason": WHY})):
        assert answer.status_code == 403
        assert WHY not in answer.content.decode()
    assert Accommodation.objects.count() == 1


def test_nobody_sets_their_own(client: Client, hana: Employee) -> None:
    client.force_login(hana)
    mine = reverse("assignments:accommodation", args=[hana.uuid])
    assert client.get(mine).status_code == 404
    assert client.post(mine, {"length": "none", "reason": WHY}).status_code == 404
    assert mine not in client.get(reverse("people:person", args=[hana.uuid])).content.decode()


def test_the_learner_sees_the_time_and_not_that_it_is_their_own(
    client: Client, version: CourseVersion, ada: Employee, hana: Employee
) -> None:
    set_accommodation(ada, percent=150, reason=WHY, by=hana, now=START)
    client.force_login(ada)
    client.post(reverse("courses:start", args=["one-quiz"]))
    page = client.get(reverse("courses:step", args=["one-quiz", "only", "check"])).content.decode()
    assert "You have 30 minutes from when you start." in page
    assert WHY not in page
    set_accommodation(ada, percent=None, reason=WHY, by=hana, now=START)
    page = client.get(reverse("courses:step", args=["one-quiz", "only", "check"])).content.decode()
    assert "from when you start" not in page


def test_the_ledger_does_not_know_it(ada: Employee, hana: Employee) -> None:
    before = Entry.objects.count()
    set_accommodation(ada, percent=150, reason=WHY, by=hana, now=START)
    assert Entry.objects.count() == before
