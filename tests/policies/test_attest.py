"""Signing: what the record says, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError

from ledger.models import Entry
from people.models import Department, Employee, Placement
from policies.errors import NameDiffers, NotHereAnyMore, NotInForce, NotWhatWasShown, SomethingNewer
from policies.facts import ATTESTED
from policies.models import Attestation, Policy
from policies.selectors.showing import to_sign
from policies.selectors.signing import version_in_force
from policies.selectors.versions import versions_of
from policies.signals import policy_attested
from tests.factories import LONG_AGO, NOW, TODAY, make_employee, make_site
from tests.policies.factories import make_policy_version, make_withdrawal
from tests.support.signing import shown_to, sign


@pytest.fixture
def policy(db: None) -> Policy:
    return make_policy_version().policy


def test_the_record_says_who_signed_what_and_how(policy: Policy, ada: Employee) -> None:
    enrollment = str(uuid4())
    row = sign(ada, policy, typed_name="  ada   OSEI ", occasion=enrollment, questions=["q-1", "q-2"], score=90)
    row.refresh_from_db()
    text = policy.versions.get().texts.get()
    assert (row.employee, row.policy, row.version, row.text) == (ada, policy, text.version, text)
    assert (row.language, row.text_sha256) == (text.language, text.sha256)
    assert (row.statement_sha256, row.difference_sha256, row.from_version) == (text.statement_sha256, "", None)
    assert (row.questions, row.score, row.occasion) == (["q-1", "q-2"], 90, enrollment)
    assert (row.signed_at, row.signed_on, row.method) == (NOW, TODAY, Attestation.Method.SITE)
    assert (row.employee_name, row.employee_number, row.typed_name) == ("Ada Osei", "E-0001", "ada OSEI")
    assert (row.network_address, row.recorded_by, row.paper) == ("192.0.2.7", ada, None)


def test_a_signature_enters_the_log_and_is_told_once(policy: Policy, ada: Employee) -> None:
    told: list[Attestation] = []

    def listen(attestation: Attestation, **_: Any) -> None:
        told.append(attestation)

    policy_attested.connect(listen)
    try:
        rows = [sign(ada, policy) for _ in range(2)]
    finally:
        policy_attested.disconnect(listen)
    assert rows[0] == rows[1]
    assert told == [rows[0]]
    assert Entry.objects.get(kind=ATTESTED).fact == rows[0].uuid


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_told_is_not_signed(policy: Policy, ada: Employee) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError

    policy_attested.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            sign(ada, policy)
    finally:
        policy_attested.disconnect(fail)
    assert not Attestation.objects.exists()
    assert not Entry.objects.exists()


def test_signing_twice_gives_the_first_record(policy: Policy, ada: Employee) -> None:
    first = sign(ada, policy)
    again = sign(ada, policy, typed_name="ADA OSEI", now=NOW + timedelta(minutes=5))
    assert again == first
    assert again.signed_at == NOW
    assert Attestation.objects.count() == 1


def test_a_second_click_shows_the_first_record_when_something_newer_came_meanwhile(
    policy: Policy, ada: Employee
) -> None:
    shown = shown_to(ada, policy)
    first = sign(ada, policy, shown=shown)
    make_policy_version()
    assert sign(ada, policy, shown=shown) == first


def test_each_passage_through_a_course_is_an_occasion_of_its_own(policy: Policy, ada: Employee) -> None:
    rows = {sign(ada, policy, occasion=occasion).pk for occasion in ("", str(uuid4()), str(uuid4()))}
    assert len(rows) == 3


def test_what_was_signed_in_a_course_is_not_signed_again_outside_one(policy: Policy, ada: Employee) -> None:
    first = sign(ada, policy, occasion=str(uuid4()))
    assert sign(ada, policy, now=NOW + timedelta(minutes=5)) == first
    assert Attestation.objects.count() == 1


def test_a_newer_version_in_force_leaves_nothing_signed(policy: Policy, ada: Employee) -> None:
    shown = shown_to(ada, policy)
    make_policy_version()
    with pytest.raises(SomethingNewer, match="version 2 came into force"):
        sign(ada, policy, shown=shown)
    assert not Attestation.objects.exists()


def test_a_version_that_begins_tomorrow_changes_nothing_today(policy: Policy, ada: Employee) -> None:
    make_policy_version(effective_on=TODAY + timedelta(days=1))
    assert sign(ada, policy).version.number == 1


def test_what_is_in_force_goes_by_the_persons_own_day(policy: Policy, hospital: Department) -> None:
    """Midnight has passed in Kiritimati, and not in Honolulu."""
    make_policy_version(effective_on=date(2026, 11, 25))
    moment = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    for zone, number, day in (("Pacific/Kiritimati", 2, 25), ("Pacific/Honolulu", 1, 24)):
        person = make_employee()
        site = make_site(zone, time_zone=zone)
        Placement.objects.create(employee=person, department=hospital, site=site, from_on=LONG_AGO, recorded_at=NOW)
        row = sign(person, policy, now=moment)
        assert (row.version.number, row.signed_on) == (number, date(2026, 11, day))


def test_a_withdrawn_policy_cannot_be_signed(policy: Policy, ada: Employee) -> None:
    shown = shown_to(ada, policy)
    make_withdrawal(policy.versions.get())
    with pytest.raises(NotInForce):
        sign(ada, policy, shown=shown)
    assert not Attestation.objects.exists()


def test_a_withdrawn_version_gives_way_to_the_one_before(policy: Policy, ada: Employee) -> None:
    newer = make_policy_version()
    shown = shown_to(ada, policy)
    make_withdrawal(newer)
    with pytest.raises(SomethingNewer, match=r"version 2 was withdrawn\. Nothing was signed\. Version 1 counts"):
        sign(ada, policy, shown=shown)
    assert not Attestation.objects.exists()


def test_a_withdrawal_ends_a_version_at_once_also_where_the_day_before_still_lasts(
    policy: Policy, ada: Employee, hospital: Department
) -> None:
    """One at night in UTC it is withdrawn; in Honolulu the afternoon of the day before has just begun."""
    site = make_site("Harbor clinic", time_zone="Pacific/Honolulu")
    person = make_employee()
    Placement.objects.create(employee=person, department=hospital, site=site, from_on=LONG_AGO, recorded_at=NOW)
    shown = shown_to(person, policy)
    make_withdrawal(policy.versions.get(), at=datetime(2026, 11, 25, 1, 0, tzinfo=UTC))
    moment = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    assert to_sign(policy, person, now=moment) is None
    with pytest.raises(NotInForce):
        sign(person, policy, shown=shown, now=moment)
    assert not Attestation.objects.exists()
    assert version_in_force(policy, on=date(2026, 11, 24)) == policy.versions.get()
    (row,) = versions_of(policy, on=date(2026, 11, 24), is_now=True)
    assert row.is_withdrawn


@pytest.mark.parametrize(
    "changed",
    [
        {"text_sha256": "0" * 64},
        {"statement_sha256": "0" * 64},
        {"language": "de"},
        {"text": uuid4()},
        {"version": uuid4()},
        {"from_number": 7, "difference_sha256": "0" * 64},
        {"from_number": 1},
        {"difference_sha256": "0" * 64},
    ],
    ids=lambda changed: "+".join(changed),
)
def test_what_was_not_shown_is_not_signed(policy: Policy, ada: Employee, changed: dict[str, Any]) -> None:
    with pytest.raises(NotWhatWasShown):
        sign(ada, policy, shown=replace(shown_to(ada, policy), **changed))
    assert not Attestation.objects.exists()


def test_another_policys_version_is_not_signed_under_this_ones_name(policy: Policy, ada: Employee) -> None:
    other = make_policy_version(slug="photography").policy
    with pytest.raises(NotWhatWasShown):
        sign(ada, policy, shown=shown_to(ada, other))


@pytest.mark.parametrize("typed", ["", "Ada", "Ada Osei Mensah", "Boris Petrov", "Osei Ada"])
def test_another_name_signs_nothing(policy: Policy, ada: Employee, typed: str) -> None:
    with pytest.raises(NameDiffers, match="Ada Osei"):
        sign(ada, policy, typed_name=typed)
    assert not Attestation.objects.exists()


def test_what_cannot_be_seen_is_not_kept_of_a_typed_name(policy: Policy, ada: Employee) -> None:
    """A mark that turns the direction of writing would make the record read otherwise than it is."""
    assert sign(ada, policy, typed_name="Ada\u202e\u200b  Osei\x00\ufeff").typed_name == "Ada Osei"


def test_pictures_and_signs_are_no_part_of_a_name(policy: Policy, ada: Employee) -> None:
    for typed in ("Ada Osei \U0001f600", "Ada ♥ Osei", "Ada Osei ©"):
        with pytest.raises(NameDiffers):
            sign(ada, policy, typed_name=typed)
    assert not Attestation.objects.exists()


def test_who_has_left_signs_nothing_more_and_keeps_what_was_signed(policy: Policy, ada: Employee) -> None:
    shown = shown_to(ada, policy)
    row = sign(ada, policy, shown=shown)
    Employee.objects.filter(pk=ada.pk).update(is_active=False, left_on=TODAY)
    with pytest.raises(NotHereAnyMore):
        sign(ada, policy, shown=shown)
    assert list(Attestation.objects.all()) == [row]


def test_the_database_holds_one_signature_to_an_occasion(policy: Policy, ada: Employee) -> None:
    row = sign(ada, policy)
    row.pk, row.uuid = None, uuid4()
    with pytest.raises(IntegrityError):
        row.save(force_insert=True)
