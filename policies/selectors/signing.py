"""Reads around a signature: what is in force for somebody, and in which language they read it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import get_language

from people.models import Employee
from people.selectors import local_day
from policies.errors import SomethingNewer
from policies.models import Policy, PolicyEvent, PolicyText, PolicyVersion


def version_in_force(policy: Policy, *, on: date) -> PolicyVersion | None:
    """The version that counted on that day as it ended, None when there is none."""
    return PolicyVersion.objects.in_force(on).filter(policy=policy).first()


def version_today(policy: Policy, *, today: date) -> PolicyVersion | None:
    """The version that counts at this moment where the calendar shows `today`, None when there is none."""
    return PolicyVersion.objects.in_force_now(today).filter(policy=policy).first()


def version_for(policy: Policy, reader: Employee, *, now: datetime) -> PolicyVersion | None:
    """The version that counts for this person now, by the calendar of their own site."""
    return version_today(policy, today=local_day(reader, now=now))


def another_counts(version: PolicyVersion, *, read: UUID) -> SomethingNewer:
    """The refusal of who read another version of the policy than this one, which counts."""
    withdrawn = PolicyVersion.objects.filter(uuid=read, events__act=PolicyEvent.Act.WITHDRAWN).first()
    return SomethingNewer(version.number, withdrawn=withdrawn.number if withdrawn else None)


def text_of(version: PolicyVersion, language: str | None = None) -> PolicyText:
    """The text of a version in the reader's language, else in the nearest that there is. A version has one at least."""
    return nearest(list(version.texts.order_by("language")), language)


def nearest(texts: Sequence[PolicyText], language: str | None = None) -> PolicyText:
    """The text in the reader's language, else in the nearest that there is. There is one at least."""
    wanted = (language or get_language() or "").casefold()
    exact = [text for text in texts if text.language.casefold() == wanted]
    near = [text for text in texts if text.language.casefold().split("-")[0] == wanted.split("-")[0]]
    return (exact or near or texts)[0]
