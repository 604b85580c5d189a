"""Reads around a signature: what is in force for somebody, what they signed before, what they are to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language

from people.models import Employee
from people.selectors import local_day
from policies.models import Attestation, Policy, PolicyText, PolicyVersion
from policies.shown import Shown, make_token


@dataclass(frozen=True)
class ToSign:
    """What the pages before a signature show. `signed` is the signature that is there already on this occasion."""

    policy: Policy
    version: PolicyVersion
    text: PolicyText
    before: Attestation | None
    signed: Attestation | None
    shown: Shown
    token: str


def version_in_force(policy: Policy, *, on: date) -> PolicyVersion | None:
    """The version that counts on that day, None when there is none."""
    return PolicyVersion.objects.in_force(on).filter(policy=policy).first()


def version_for(policy: Policy, reader: Employee, *, now: datetime) -> PolicyVersion | None:
    """The version that counts for this person now, by the calendar of their own site."""
    return version_in_force(policy, on=local_day(reader, now=now))


def text_of(version: PolicyVersion, language: str | None = None) -> PolicyText:
    """The text of a version in the reader's language, else in the nearest that there is. A version has one at least."""
    return nearest(list(version.texts.order_by("language")), language)


def nearest(texts: Sequence[PolicyText], language: str | None = None) -> PolicyText:
    """The text in the reader's language, else in the nearest that there is. There is one at least."""
    wanted = (language or get_language() or "").casefold()
    exact = [text for text in texts if text.language.casefold() == wanted]
    near = [text for text in texts if text.language.casefold().split("-")[0] == wanted.split("-")[0]]
    return (exact or near or texts)[0]


def last_signed(reader: Employee, policy: Policy) -> Attestation | None:
    """The person's latest signature of any version of the policy."""
    mine = Attestation.objects.filter(employee=reader, policy=policy).select_related("version")
    return mine.order_by("-signed_at", "-pk").first()


def signed_on_occasion(reader: Employee, version: PolicyVersion, occasion: str) -> Attestation | None:
    """The person's signature of exactly this version on this occasion."""
    return Attestation.objects.filter(employee=reader, version=version, occasion=occasion).first()


def to_sign(policy: Policy, reader: Employee, *, now: datetime, occasion: str = "") -> ToSign | None:
    """What to show this person before they sign. None while no version is in force."""
    version = version_for(policy, reader, now=now)
    if version is None:
        return None
    text = text_of(version)
    shown = Shown(version.uuid, text.uuid, text.language, text.sha256, text.statement_sha256)
    return ToSign(
        policy=policy,
        version=version,
        text=text,
        before=last_signed(reader, policy),
        signed=signed_on_occasion(reader, version, occasion),
        shown=shown,
        token=make_token(shown, reader=reader.uuid, now=now),
    )
