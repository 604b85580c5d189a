"""What a demo site is made to hold so that every page has something to show. Runs inside the site's own code.

Everything goes through the services, as people would have caused it. `set_stage` prints what the pages are found by.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import time
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Q
from django.utils import timezone

from assignments.audience import NamedPeople
from assignments.models import Campaign
from assignments.selectors import preview_campaign
from assignments.services import launch_campaign
from certificates.models import Certificate
from certificates.services import RENDER
from courses.models import AnswerKey, Attempt, CourseVersion, Enrollment
from courses.selectors import published_versions
from courses.selectors.asking import asked_in
from courses.selectors.attempts import paper
from courses.selectors.outline import StepOutline, outline_of
from courses.selectors.progress import progress_of
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.learning import finish_lesson, start_course
from courses.services.signing import sign_step
from people.invitations import make_token
from people.models import Department, Employee, Site
from people.selectors import local_day
from people.services import depart, hire, invite
from policies.models import Attestation, Enquiry, PaperSignature, Policy
from policies.selectors.showing import to_sign
from policies.services.drafting import save_text, start_draft, start_policy
from policies.services.publishing import publish, withdraw
from policies.services.reviewing import approve, submit
from policies.services.signing import attest
from reports.models import Export
from reports.services import ask_for
from tests.journeys.course_draft_stage import set_course_drafts
from tests.journeys.desk_stage import set_desk
from tests.journeys.kinds_stage import KINDS, set_kinds
from tests.journeys.timed_stage import TIMED, set_timed
from tests.support.all_kinds import right_answer, wrong_answer
from tests.support.courses import publish_course, short_course
from toolkit.jobs.queue import enqueue
from toolkit.models import Job
from trainingsite.demo.names import address_for

PASSWORD = "marigold-lantern-otter-58"
SHORT = "short-course"
WITHDRAWN = "visitor-parking"
UNDER_WAY = ("graduate", "learner", "stuck", "signer")


@dataclass(frozen=True)
class Extra:
    """Somebody who joins the demo for the sake of a page. `key` is how the list of pages calls them."""

    key: str
    number: str
    name: str
    has_password: bool = True
    has_address: bool = True


EXTRAS = (
    Extra("newcomer", "R-9001", "Nadia Keller"),
    Extra("graduate", "R-9002", "Priya Raman"),
    Extra("learner", "R-9003", "Omar Haddad"),
    Extra("stuck", "R-9004", "Stella Novak"),
    Extra("keyboard", "R-9005", "Kei Tanaka"),
    Extra("scriptless", "R-9006", "Noor van Dijk"),
    Extra("careful", "R-9007", "Samira Costa"),
    Extra("passwordless", "R-9008", "Pat Doyle"),
    Extra("invited", "R-9009", "Ines Moreau", has_password=False),
    Extra("addressless", "R-9010", "Emil Sørensen", has_password=False, has_address=False),
    Extra("leaver", "R-9011", "Lena Fischer"),
    Extra("walker", "R-9012", "Wren Abara"),
    # Signs in nowhere: a sign-in would end the link for a new password.
    Extra("forgetful", "R-9013", "Fay Lindqvist"),
    Extra("signer", "R-9014", "Sven Nygård"),
    # Sign a policy that changes under them.
    Extra("reader", "R-9015", "Rosa Lindgren"),
    Extra("keyboard-reader", "R-9016", "Kofi Mensah"),
    Extra("solver", "R-9021", "Sol Verhoeven"),
    Extra("beginner", "R-9022", "Bea Ginsberg"),
    Extra("handy", "R-9023", "Hand Yilmaz"),
    # Answer while connections, sessions and browsers come and go.
    Extra("saver", "R-9024", "Sasha Lind"),
    Extra("stranger", "R-9025", "Stefan Ito"),
    Extra("crasher", "R-9026", "Chris Okoro"),
    # In a quiz with a time limit.
    Extra("hurried", "R-9041", "Hugo Bergman"),
    Extra("late", "R-9042", "Leila Farouk"),
    Extra("timer", "R-9043", "Tim Adeyemi"),
)


def set_stage(*, has_short_course: bool) -> None:
    now = timezone.now()
    people = {extra.key: _hire(extra, now=now) for extra in EXTRAS}
    if has_short_course:
        short = publish_course(short_course(SHORT), now=now)
        named = NamedPeople.from_text("\n".join(people[key].number for key in ("keyboard", "scriptless")))
        _assign(short, named, by=_known("R-1003"), now=now)
    version = next(version for version in published_versions() if version.course.slug not in {SHORT, KINDS, TIMED})
    _learn(people, version, now=now)
    _sign_alone(people["newcomer"], now=now - timedelta(days=40))
    _withdraw_a_policy(now=now)
    depart(people["leaver"], on=local_day(people["leaver"], now=now), by=_known("R-1003"), now=now)
    invite(people["invited"], now=now, by=_known("R-1003"))
    _give_up_a_job(now=now)
    set_desk(author=_known("R-1005"), approver=_known("R-1004"), now=now)
    found = _addresses(people, version, now=now) | _secrets(people, now=now)
    found |= set_kinds(people["solver"], people["beginner"], now=now)
    set_timed(people["hurried"], people["late"], now=now)
    found |= set_course_drafts(author=_known("R-1005"), now=now)
    print(json.dumps(found))


def _known(number: str) -> Employee:
    return Employee.objects.get(number=number)


def _hire(extra: Extra, *, now: datetime) -> Employee:
    hana, boris = _known("R-1003"), _known("R-1002")
    person = hire(
        number=extra.number,
        name=extra.name,
        email=address_for(extra.name, taken=set()) if extra.has_address else "",
        department=Department.objects.current().get(name="7 East"),
        site=Site.objects.get(name="Riverside Hospital"),
        from_on=now.date() - timedelta(days=60),
        job_title="Registered nurse",
        manager=boris if extra.key == "stuck" else None,
        now=now,
        by=hana,
    )
    if extra.has_password:
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    return person


def _learn(people: dict[str, Employee], version: CourseVersion, *, now: datetime) -> None:
    before, check = _parts(version)
    named = NamedPeople.from_text("\n".join(people[key].number for key in UNDER_WAY))
    _assign(version, named, by=_known("R-1003"), now=now)
    passages = {key: _passage(people[key], version, before, now=now) for key in UNDER_WAY}
    take(passages["graduate"], check, is_right=False, now=now)
    take(passages["graduate"], check, is_right=True, now=now)
    _sign(passages["graduate"], now=now)
    take(passages["signer"], check, is_right=True, now=now)
    take(passages["learner"], check, is_right=False, now=now)
    start_attempt(passages["learner"], check, now=now)
    while Attempt.objects.filter(enrollment=passages["stuck"], step_id=check.pk).count() < (check.attempts_limit or 0):
        take(passages["stuck"], check, is_right=False, now=now)


def _sign(passage: Enrollment, *, now: datetime) -> None:
    """The person signs what is left to sign."""
    step = progress_of(passage).next_step
    assert step is not None
    policy = Policy.objects.get(slug=step.policy)
    page = to_sign(policy, passage.employee, now=now, occasion=str(passage.uuid))
    assert page is not None
    site = Attestation.Method.SITE
    name = passage.employee.name
    sign_step(passage, step, page.shown, typed_name=name, method=site, network_address=None, now=now)


def _sign_alone(person: Employee, *, now: datetime) -> None:
    """The person signed, on the policy's own page, what was in force then."""
    policy = Policy.objects.get(slug="social-media-use")
    page = to_sign(policy, person, now=now)
    assert page is not None
    site = Attestation.Method.SITE
    attest(person, policy, page.shown, typed_name=person.name, method=site, network_address=None, now=now)


def _withdraw_a_policy(*, now: datetime) -> None:
    """A policy with nothing in force."""
    author, cleo = _known("R-1005"), _known("R-1004")
    policy = start_policy(slug=WITHDRAWN, owner=cleo, owner_title="", review_months=12, now=now)
    draft = start_draft(policy, author=author, now=now)
    words = "# Visitor parking\n\n## Where {#where}\n\nBehind the chapel.\n"
    save_text(draft, language="en-US", markdown=words, statement="I read it.", by=author, now=now)
    submit(draft, by=author, now=now)
    approve(draft, by=cleo, now=now)
    withdraw(publish(draft, by=cleo, now=now), reason="The chapel was moved.", by=cleo, now=now)


def name_of(login: str) -> None:
    """Prints the whole name of the person who signs in with this."""
    print(Employee.objects.get(Q(email=login) | Q(number=login)).name)


def _parts(version: CourseVersion) -> tuple[list[StepOutline], StepOutline]:
    """What comes before the graded check, and the check."""
    steps = outline_of(version).steps
    check = next(step for step in steps if step.is_quiz and step.is_graded)
    return list(steps[: steps.index(check)]), check


def _assign(version: CourseVersion, named: NamedPeople, *, by: Employee, now: datetime) -> Campaign:
    today = local_day(by, now=now)
    due_on = today + timedelta(days=12)
    seen = preview_campaign(version.course, named, due_on, today).digest
    note = "Please finish before the move to the new building."
    return launch_campaign(course=version.course, audience=named, due_on=due_on, note=note, by=by, now=now, seen=seen)


def _passage(person: Employee, version: CourseVersion, steps: list[StepOutline], *, now: datetime) -> Enrollment:
    """The person's passage, with these steps done."""
    passage = start_course(version.course, employee=person, now=now)
    for step in steps:
        if step.is_quiz:
            take(passage, step, is_right=True, now=now)
        else:
            finish_lesson(passage, step, now=now)
    return passage


def take(passage: Enrollment, step: StepOutline, *, is_right: bool, now: datetime) -> Attempt:
    """One go at a quiz: all right, or all wrong."""
    attempt = start_attempt(passage, step, now=now)
    keys = dict(AnswerKey.objects.filter(question__step=step.pk).values_list("question_id", "body"))
    how = right_answer if is_right else wrong_answer
    for question in paper(asked_in(attempt, step), attempt.seed):
        save_answer(attempt, question, how(question.kind, question.body, keys[question.pk]), now=now)
    return submit_attempt(attempt, step, now=now)


def read_almost_all(number: str) -> None:
    """The person takes the starter course up to the last lesson before the check."""
    version = next(version for version in published_versions() if version.course.slug not in {SHORT, KINDS, TIMED})
    before, _check = _parts(version)
    lesson = [step for step in before if not step.is_quiz][-1]
    _passage(_known(number), version, before[: before.index(lesson)], now=timezone.now())


def answers(slug: str) -> None:
    """Prints what a form sends for a right and for a wrong answer, by prompt. Only a test may know."""
    version = next(version for version in published_versions() if version.course.slug == slug)
    found = {}
    for key in AnswerKey.objects.filter(question__step__module__version=version).select_related("question"):
        asked = key.question.kind, key.question.body, key.body
        found[" ".join(key.question.prompt.split())] = {"right": right_answer(*asked), "wrong": wrong_answer(*asked)}
    print(json.dumps(found))


def _addresses(people: dict[str, Employee], version: CourseVersion, *, now: datetime) -> dict[str, Any]:
    before, check = _parts(version)
    practice = next(step for step in before if step.is_quiz)
    passage = Enrollment.objects.get(employee=people["stuck"])
    return {
        "course": version.course.slug,
        "course_pk": version.course_id,
        "lesson": "/".join(before[0].address),
        "practice": "/".join(practice.address),
        "check": "/".join(check.address),
        "sign": "/".join(next(step for step in outline_of(version).steps if step.is_attest).address),
        "signature": str(Attestation.objects.get(employee=people["graduate"]).uuid),
        "withdrawn": WITHDRAWN,
        "refusal": str(Enquiry.objects.get(kind="refusal").uuid),
        "answered": str(Enquiry.objects.get(replies__is_answer=True).uuid),
        "paper": str(PaperSignature.objects.get(decision=None).uuid),
        "grant": f"{passage.uuid}/{check.module_slug}/{check.slug}",
        "certificate": Certificate.objects.get(employee=people["graduate"]).number,
        "unrendered": str(Certificate.objects.get(employee=_known("R-1003")).uuid),
        "export": str(_ask_for_file(people["graduate"], now=now).uuid),
        "campaign": str(Campaign.objects.latest("pk").uuid),
        "nursing": str(Department.objects.current().get(name="Nursing").uuid),
        "due_on": f"{now + timedelta(days=20):%Y-%m-%d}",
        **{f"{key}_uuid": str(person.uuid) for key, person in people.items()},
        "ada_uuid": str(_known("R-1001").uuid),
        "ada_pk": _known("R-1001").pk,
        "boris_uuid": str(_known("R-1002").uuid),
    }


def _ask_for_file(person: Employee, *, now: datetime) -> Export:
    """The person's own file, as a PDF."""
    return ask_for(Export.Kind.PERSON, Export.Form.PDF, filters={}, about=person, by=person, now=now)


def _secrets(people: dict[str, Employee], *, now: datetime) -> dict[str, str]:
    """What opens doors: links as they are mailed, a second step, and the session of somebody without a password."""
    invited, newcomer, careful = people["invited"], people["newcomer"], people["careful"]
    forgetful = people["forgetful"]
    other = EmailAddress.objects.create(user=newcomer, email="nadia.k@riverside.example", verified=False, primary=False)
    secret = generate_totp_secret()
    TOTP.activate(careful, secret)
    RecoveryCodes.activate(careful)
    return {
        "invitation": make_token(invited.uuid, encoded_password=invited.password, now=now),
        "old_invitation": make_token(invited.uuid, encoded_password=invited.password, now=now - timedelta(days=15)),
        "reset": f"{user_pk_to_url_str(forgetful)}-{default_token_generator.make_token(forgetful)}",
        "confirm": EmailConfirmationHMAC.create(other).key,
        "totp": secret,
        "session": _session_of(people["passwordless"]),
    }


def _session_of(person: Employee) -> str:
    person.set_unusable_password()
    person.save(update_fields=["password"])
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time()}]
    session.save()
    return str(session.session_key)


def _give_up_a_job(*, now: datetime) -> None:
    key = "00000000-0000-0000-0000-000000000000"
    enqueue(RENDER, dedup_key=key, now=now, payload={"certificate": key}, not_before=now + timedelta(days=1))
    Job.objects.filter(dedup_key=key).update(dead_at=now, attempts=8, last_error="There is no such certificate.")
