"""The reminder of what is overdue, up to the mail in the outbox."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from assignments import services
from assignments.models import Assignment, Reminder
from courses.models import Course
from notices.kinds import kind_of
from notices.models import Notice
from notices.selectors import facts_of
from people.models import Department, Employee
from tests.assignments.campaign import launch, named
from tests.factories import NOW, TODAY, make_completion, make_course, make_employee, make_site
from toolkit.jobs import queue, running
from toolkit.models import Job

A_WEEK_AGO = NOW - timedelta(days=7)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def course(db: None) -> Course:
    return make_course(title="Social media at work").course


def make_late(course: Course, *people: Employee, by: Employee) -> None:
    launch(course, named(*people), by=by, due_on=YESTERDAY, now=A_WEEK_AGO)


def send_all() -> None:
    for pk in Job.objects.unfinished().filter(kind="notices.send").values_list("pk", flat=True):
        running.run(pk, clock=lambda: NOW)


def test_one_mail_lists_all_late_courses_of_a_person(course: Course, ada: Employee, hana: Employee) -> None:
    make_late(course, ada, by=hana)
    make_late(make_course("hands", title="Clean hands").course, ada, by=hana)
    assert services.remind_overdue(now=NOW) == 1
    send_all()
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    assert message.to == ['"Ada Osei" <e-0001@example.org>']
    assert message.subject == "2 courses are late"
    for body in (message.body, str(message.alternatives[0][0])):
        assert "Hello Ada" in body
        assert "These courses were due" in body
        assert "Social media at work, due November 23" in body
        assert "Clean hands, due November 23" in body
        assert "http://127.0.0.1:8000/" in body
    assert Reminder.objects.count() == 2


def test_a_second_run_finds_nothing(course: Course, ada: Employee, hana: Employee) -> None:
    make_late(course, ada, by=hana)
    services.remind_overdue(now=NOW)
    assert services.remind_overdue(now=NOW + timedelta(hours=1)) == 0
    assert Notice.objects.count() == 1


def test_what_is_done_before_the_mail_goes_out_is_not_in_it(course: Course, ada: Employee, hana: Employee) -> None:
    hands = make_course("hands", title="Clean hands")
    make_late(course, ada, by=hana)
    make_late(hands.course, ada, by=hana)
    services.remind_overdue(now=NOW)
    services.close_by_completion(make_completion(ada, hands), now=NOW)
    send_all()
    assert mail.outbox[0].subject == "Please finish: Social media at work"
    assert "Clean hands" not in mail.outbox[0].body


def test_a_mail_with_nothing_left_in_it_is_not_sent(course: Course, ada: Employee, hana: Employee) -> None:
    make_late(course, ada, by=hana)
    services.remind_overdue(now=NOW)
    facts = facts_of(Notice.objects.get())
    assert kind_of("assignments.overdue").still_wanted(facts, NOW)
    services.close_by_completion(make_completion(ada, course.versions.get()), now=NOW)
    assert not kind_of("assignments.overdue").still_wanted(facts, NOW)
    send_all()
    assert mail.outbox == []


def test_nobody_is_reminded_before_the_day_is_over_where_they_work(
    course: Course, ada: Employee, hana: Employee
) -> None:
    launch(course, named(ada), by=hana, due_on=TODAY, now=A_WEEK_AGO)
    assert services.remind_overdue(now=NOW) == 0


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 24, 13, 59, tzinfo=UTC),  # 07:59 in Chicago
        datetime(2026, 11, 24, 23, 0, tzinfo=UTC),  # 17:00
        datetime(2026, 11, 28, 18, 0, tzinfo=UTC),  # a Saturday
    ],
)
def test_nobody_is_reminded_outside_working_hours(course: Course, ada: Employee, hana: Employee, now: datetime) -> None:
    make_late(course, ada, by=hana)
    assert services.remind_overdue(now=now) == 0


def test_each_site_has_its_own_clock(course: Course, ward: Department, ada: Employee, hana: Employee) -> None:
    emi = make_employee("Emi", department=ward)
    emi.placements.update(site=make_site("Tokyo", time_zone="Asia/Tokyo"))
    make_late(course, ada, emi, by=hana)
    services.remind_overdue(now=NOW)  # midnight in Tokyo
    assert [notice.recipient_name for notice in Notice.objects.all()] == ["Ada Osei"]
    services.remind_overdue(now=datetime(2026, 11, 25, 0, 0, tzinfo=UTC))
    assert {notice.recipient_name for notice in Notice.objects.all()} == {"Ada Osei", "Emi"}


def test_who_is_placed_nowhere_goes_by_the_organizations_clock(course: Course, hana: Employee) -> None:
    loner = make_employee("Loner")
    make_late(course, loner, by=hana)
    assert services.remind_overdue(now=NOW) == 1


def test_who_has_no_address_or_cannot_sign_in_gets_nothing(
    course: Course, ward: Department, ada: Employee, hana: Employee
) -> None:
    silent = make_employee("Silent", department=ward, email="")
    make_late(course, ada, silent, by=hana)
    Employee.objects.filter(pk=ada.pk).update(is_active=False)
    assert services.remind_overdue(now=NOW) == 0
    assert not Reminder.objects.exists()


def test_who_gets_an_address_later_is_told_then(course: Course, ward: Department, hana: Employee) -> None:
    silent = make_employee("Silent", department=ward, email="")
    make_late(course, silent, by=hana)
    services.remind_overdue(now=NOW)
    Employee.objects.filter(pk=silent.pk).update(email="silent@example.org")
    assert services.remind_overdue(now=NOW) == 1


def test_the_queries_do_not_grow_with_the_people(
    course: Course, ward: Department, hana: Employee, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_late(course, *[make_employee(department=ward) for _ in range(40)], by=hana)
    with django_assert_max_num_queries(14):
        assert services.remind_overdue(now=NOW) == 40


def test_the_hourly_job_reminds(course: Course, ada: Employee, hana: Employee) -> None:
    make_late(course, ada, by=hana)
    queue.enqueue("assignments.remind_overdue", dedup_key="slot", now=NOW)
    job = Job.objects.get(kind="assignments.remind_overdue")
    assert running.run(job.pk, clock=lambda: NOW) is running.Outcome.DONE
    assert Notice.objects.count() == 1


def test_the_database_holds_one_reminder_for_an_assignment(course: Course, ada: Employee, hana: Employee) -> None:
    make_late(course, ada, by=hana)
    services.remind_overdue(now=NOW)
    reminder = Reminder.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(
            assignment=Assignment.objects.get(), rung="overdue", notice_uuid=reminder.notice_uuid, decided_at=NOW
        )
