"""What happens inside the site in these tests: people, one short course, somebody late, somebody done.

Runs in the site's own processes, through its services: `enact(site, "people_are_late", 3)`.
"""

import json
import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from assignments.audience import NamedPeople
from assignments.selectors import preview_campaign
from assignments.services import launch_campaign
from courses.content import CourseContent, ModuleContent, SourceContent, StepContent
from courses.models import Course, Enrollment
from courses.selectors.progress import progress_of
from courses.services.authoring import load_course, publish_version
from courses.services.learning import finish_lesson, start_course
from people.models import Department, Employee, Site
from people.roles import Role
from people.services import grant_role, hire
from people.services.departments import make_department
from tests.support.running_site import RunningSite
from toolkit.jobs import queue
from toolkit.jobs.kinds import kind_of
from toolkit.models import Job

SLUG = "hand-hygiene"
TITLE = "Hand hygiene"
LONG_AGO = date(2020, 1, 1)


def enact(site: RunningSite, what: str, *arguments: Any) -> Any:
    """Let the function `what` of this module happen inside the site; returns its answer."""
    call = f"scene.{what}(*scene.json.loads({json.dumps(json.dumps(arguments))}))"
    return json.loads(site.shell(f"from tests.faults import scene; print(scene.json.dumps({call}))"))


def people_are_late(count: int) -> list[str]:
    """So many people have an overdue assignment, and the hourly reminder is asked for. Returns their addresses."""
    now = timezone.now()
    people = _hire(count, "Late", now)
    boss = _hire(1, "Hana", now)[0]
    audience = NamedPeople.from_text("\n".join(person.number for person in people))
    course = _course(now)
    before = now - timedelta(days=3)
    due_on = now.astimezone(_working_zone(now)).date() - timedelta(days=1)
    seen = preview_campaign(course, audience, due_on, before.date()).digest
    launch_campaign(course=course, audience=audience, due_on=due_on, note="", by=boss, now=before, seen=seen)
    remind()
    return [person.email for person in people]


def remind() -> None:
    """Ask for the reminders, as the timetable does every hour."""
    queue.enqueue("assignments.remind_overdue", dedup_key=uuid.uuid4().hex, now=timezone.now())


def people_complete(count: int) -> list[str]:
    """So many people finish the course, all in one commit. Returns their addresses."""
    now = timezone.now()
    people = _hire(count, "Done", now)
    enrollments = [start_course(_course(now), employee=person, now=now) for person in people]
    with transaction.atomic():
        for enrollment in enrollments:
            _finish(enrollment)
    return [person.email for person in people]


def somebody_in_the_middle() -> dict[str, str]:
    """Somebody signed in who has one step left: their address, session, and the address to send the last step to."""
    now = timezone.now()
    person = _hire(1, "Ada", now)[0]
    step = progress_of(start_course(_course(now), employee=person, now=now)).next_step
    assert step is not None
    path = "/".join(["/courses", *step.address, "finish", ""])
    return {"address": person.email, "session": _session_of(person), "path": path}


def an_administrator() -> str:
    """The session of somebody who may see the health page."""
    now = timezone.now()
    person = _hire(1, "Rut", now)[0]
    grant_role(person, Role.ADMINISTRATOR, by=None, now=now)
    TOTP.activate(person, generate_totp_secret())
    return _session_of(person)


def somebody_joins() -> str:
    """Their address."""
    return _hire(1, "New", timezone.now())[0].email


def a_job_that_never_works() -> None:
    """A certificate to render that does not exist, with one attempt left: all of them would take an hour."""
    with transaction.atomic():
        payload = {"certificate": str(uuid.uuid4())}
        queue.enqueue("certificates.render", dedup_key="never", payload=payload, now=timezone.now())
        attempts = kind_of("certificates.render").max_attempts - 1
        Job.objects.filter(dedup_key="never").update(attempts=attempts)


def _session_of(person: Employee) -> str:
    client = Client(headers={"host": settings.SITE_HOST})
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _finish(enrollment: Enrollment) -> None:
    step = progress_of(enrollment).next_step
    assert step is not None
    finish_lesson(enrollment, step, now=timezone.now())


def _hire(count: int, name: str, now: datetime) -> list[Employee]:
    department = Department.objects.first() or make_department("Riverside Hospital", parent=None, from_on=LONG_AGO)
    every_day = {"time_zone": _working_zone(now).key, "working_days": list(range(7))}
    place = Site.objects.get_or_create(name="Open now", defaults=every_day)[0]
    numbers = [f"{name.upper()}-{uuid.uuid4().hex[:8]}" for _ in range(count)]
    with transaction.atomic():
        return [
            hire(
                number=number,
                name=f"{name} Osei",
                department=department,
                site=place,
                from_on=LONG_AGO,
                now=now,
                email=f"{number.lower()}@example.org",
            )
            for number in numbers
        ]


def _working_zone(now: datetime) -> ZoneInfo:
    """Where it is noon now: mail goes out there."""
    ahead = 12 - now.astimezone(ZoneInfo("UTC")).hour
    return ZoneInfo(f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT")


def _course(now: datetime) -> Course:
    found = Course.objects.filter(slug=SLUG).first()
    if found is not None:
        return found
    lesson = StepContent("read", "lesson", "Read this", 2, "Some *text*.", sources=("S1",))
    content = CourseContent(
        slug=SLUG,
        language="en-US",
        title=TITLE,
        summary="Short and sweet.",
        minutes=2,
        pass_mark=80,
        validity_months=12,
        sources=(SourceContent("S1", "A source", "Somebody", "2026-11-24"),),
        modules=(ModuleContent("first", "First", 2, ("say what it is about.",), (lesson,)),),
    )
    version = load_course(content, now=now).version
    return publish_version(version, by=None, now=now - timedelta(days=30)).course
