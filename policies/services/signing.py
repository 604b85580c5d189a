"""Signing a policy. What was shown is compared with what is in force at that very moment, or nothing is signed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction

from ledger.services import record_fact
from people.models import Employee
from people.selectors import local_day
from policies.errors import NameDiffers, NotHereAnyMore, NotInForce, NotWhatWasShown
from policies.facts import ATTESTED
from policies.models import Attestation, Policy, PolicyText, PolicyVersion
from policies.names import is_same_name, seen
from policies.selectors.signing import another_counts, version_today
from policies.shown import Shown
from policies.signals import policy_attested


@transaction.atomic
def attest(
    employee: Employee,
    policy: Policy,
    shown: Shown,
    *,
    typed_name: str,
    method: Attestation.Method,
    network_address: str | None,
    now: datetime,
    occasion: str = "",
    questions: Sequence[str] = (),
    score: int | None = None,
) -> Attestation:
    """Records that this person signed what they were shown, with its ledger entry; `policy_attested` tells it upward.

    `occasion` is the uuid of the enrollment in which it is signed, empty outside one; `questions` and `score` (percent)
    are what was asked with it. Signing the same version twice on one occasion, or outside a course on any, gives the
    first record: its `signed_at` is not `now`. Raises, with nothing recorded: SomethingNewer when another counts
    now, on the person's own day; NotInForce when none does; NotWhatWasShown for what the site cannot have shown;
    NameDiffers; NotHereAnyMore.
    """
    person = Employee.objects.get(pk=employee.pk)
    day = local_day(person, now=now)
    if not person.is_active or person.has_left(day):
        raise NotHereAnyMore
    if not is_same_name(typed_name, person.name):
        raise NameDiffers(person.name)
    take_turn(person, policy)
    signed = Attestation.objects.filter(employee=person, version__uuid=shown.version).order_by("signed_at", "pk")
    first = (signed.filter(occasion=occasion) if occasion else signed).first()
    if first is not None:
        return first
    version = _version_as_shown(policy, shown, today=day)
    text = _text_as_shown(version, shown)
    attestation = Attestation(
        employee=person,
        policy=policy,
        version=version,
        text=text,
        occasion=occasion,
        language=text.language,
        text_sha256=text.sha256,
        statement_sha256=text.statement_sha256,
        from_version=_compared_with(policy, shown),
        difference_sha256=shown.difference_sha256,
        questions=list(questions),
        score=score,
        signed_at=now,
        signed_on=day,
        method=method,
        employee_number=person.number,
        employee_name=person.name,
        typed_name=seen(typed_name),
        network_address=network_address,
        recorded_by=person,
    )
    return enter(attestation, now=now)


def enter(attestation: Attestation, *, now: datetime) -> Attestation:
    """Inserts the row with its entry and tells it. Part of a transaction in which it is this person's turn."""
    attestation.save(force_insert=True)
    record_fact(ATTESTED, attestation, now=now)
    policy_attested.send(sender=Attestation, attestation=attestation, now=now)
    return attestation


def take_turn(person: Employee, policy: Policy) -> None:
    """Until the end of the transaction nobody signs for this person, and nothing comes into force or is withdrawn.

    What is read after this is what counts. Signers wait for no other signer. Publishing and withdrawing hold the
    policy's row FOR NO KEY UPDATE, which waits for FOR SHARE and the reverse. Two tabs, or a paper that is approved
    while its signer signs here, take turns by a lock of their own: courses hold the passage first and then the person's
    row, a signature reaches passages last, and with that row they would wait in a circle. SQLite has one writer at a
    time: there the transaction itself is the lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM policies_policy WHERE id = %s FOR SHARE", [policy.pk])
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{ATTESTED}:{person.uuid}"])


def _version_as_shown(policy: Policy, shown: Shown, *, today: date) -> PolicyVersion:
    version = version_today(policy, today=today)
    if version is None:
        raise NotInForce
    if version.uuid == shown.version:
        version.policy = policy
        return version
    if policy.versions.published().filter(uuid=shown.version).exists():
        raise another_counts(version, read=shown.version)
    raise NotWhatWasShown


def _text_as_shown(version: PolicyVersion, shown: Shown) -> PolicyText:
    text = version.texts.filter(uuid=shown.text).first()
    same = text and (text.language, text.sha256, text.statement_sha256)
    if text is None or same != (shown.language, shown.text_sha256, shown.statement_sha256):
        raise NotWhatWasShown
    return text


def _compared_with(policy: Policy, shown: Shown) -> PolicyVersion | None:
    """The version with which the shown text was compared; a difference from nothing cannot have been shown."""
    if (shown.from_number is None) != (shown.difference_sha256 == ""):
        raise NotWhatWasShown
    if shown.from_number is None:
        return None
    before = policy.versions.published().filter(number=shown.from_number).first()
    if before is None:
        raise NotWhatWasShown
    return before
