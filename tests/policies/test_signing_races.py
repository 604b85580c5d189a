"""Publishing against reading and signing, at the same moment: whoever signs has signed what they were shown."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier, Event
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction

from courses.errors import CourseNotOpen
from courses.models import Completion
from ledger.models import Entry
from people.models import Employee
from policies.errors import AlreadySigned, NotInForce, SomethingNewer
from policies.facts import ATTESTED
from policies.models import Attestation, Policy
from policies.selectors.showing import to_sign
from policies.services.paper import decide_paper, record_paper
from policies.shown import Shown
from policies.signals import policy_attested
from tests.courses.signing import make_signing_course, sign_in_course, up_to_signature
from tests.factories import NOW, TODAY, make_employee
from tests.policies.factories import make_policy_version, make_withdrawal
from tests.support.signing import shown_to, sign

pytestmark = pytest.mark.django_db(transaction=True)
needs_row_locks = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")


@dataclass(frozen=True)
class Reading:
    """What one reader was shown, when they pressed the button, and what came of it."""

    person: Employee
    shown: Shown
    pressed_at: float
    answer: Attestation | SomethingNewer


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What the acts answer, each in a thread and a connection of its own, begun at the same moment."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(10)
            return act()
        except (SomethingNewer, NotInForce, CourseNotOpen, AlreadySigned) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def read_and_sign(person: Employee, policy: Policy, pause: float) -> Reading:
    shown = shown_to(person, policy)
    time.sleep(pause)
    pressed_at = time.monotonic()
    try:
        return Reading(person, shown, pressed_at, sign(person, policy, shown=shown))
    except SomethingNewer as refusal:
        return Reading(person, shown, pressed_at, refusal)


def publish(slug: str, pause: float) -> float:
    """When the newer version was there for everybody."""
    time.sleep(pause)
    make_policy_version(slug=slug)
    return time.monotonic()


def race(number: int, readers: list[Employee], luck: random.Random, *, pause: float) -> int:
    """One publication, after a pause, against some readers. Returns how many were overtaken while they read."""
    slug = f"policy-{number}"
    policy = make_policy_version(slug=slug).policy
    pauses = [luck.uniform(0, 0.02) for _ in readers]
    published_at, *readings = at_once(
        lambda: publish(slug, pause),
        *(
            lambda person=person, wait=wait: read_and_sign(person, policy, wait)
            for person, wait in zip(readers, pauses, strict=True)
        ),
    )
    for reading in readings:
        rows = Attestation.objects.filter(employee=reading.person, policy=policy)
        if isinstance(reading.answer, SomethingNewer):
            assert not rows.exists()
            continue
        row = rows.select_related("version", "text").get()
        assert (row.version.uuid, row.text.uuid, row.text_sha256) == (
            reading.shown.version,
            reading.shown.text,
            reading.shown.text_sha256,
        )
        assert row.text_sha256 == row.text.sha256
        # Who pressed the button when the newer version was there for everybody cannot have signed the old one.
        assert row.version.number == 2 or reading.pressed_at < published_at
    return sum(isinstance(reading.answer, SomethingNewer) for reading in readings)


def time_to_sign(person: Employee) -> float:
    """How long reading and signing takes here, in seconds."""
    started = time.monotonic()
    policy = make_policy_version(slug=f"quiet-{person.pk}").policy
    read_and_sign(person, policy, 0.02)
    return time.monotonic() - started


def run_races(count: int) -> None:
    luck = random.Random(count)
    readers = [make_employee(f"Reader {number}") for number in range(3)]
    # From before the first has read until after the last has signed, however fast this machine is just now.
    longest = 3 * max(at_once(*(lambda person=person: time_to_sign(person) for person in readers)))
    warm_up = Attestation.objects.count()
    pauses = [longest * number / count for number in range(count)]
    refused = sum(race(number, readers, luck, pause=pause) for number, pause in enumerate(pauses))
    signed = Attestation.objects.count() - warm_up
    assert signed + refused == count * len(readers)
    assert Entry.objects.filter(kind=ATTESTED).count() == signed + warm_up
    assert signed > 0
    assert refused > 0, "nobody was overtaken: these were no races"


def test_twenty_races_of_publishing_against_reading() -> None:
    run_races(20)


@pytest.mark.long
def test_two_hundred_races_of_publishing_against_reading() -> None:
    run_races(200)


@pytest.fixture
def held() -> tuple[Event, Event]:
    """For one act in the middle of its transaction: it is there, and it may go on."""
    return Event(), Event()


@needs_row_locks
@pytest.mark.parametrize("act", ["publish", "withdraw"])
def test_who_signs_while_it_changes_waits_and_is_told(held: tuple[Event, Event], ada: Employee, act: str) -> None:
    version = make_policy_version()
    policy, shown = version.policy, shown_to(ada, version.policy)
    written, tried = held

    def change() -> None:
        with transaction.atomic():
            Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)
            make_policy_version() if act == "publish" else make_withdrawal(version)
            written.set()
            tried.wait(0.5)

    def press() -> Attestation:
        written.wait(5)
        return sign(ada, policy, shown=shown)

    _none, answer = at_once(change, press)
    assert isinstance(answer, SomethingNewer if act == "publish" else NotInForce)
    assert not Attestation.objects.exists()


@needs_row_locks
def test_a_publication_waits_for_who_is_just_signing(held: tuple[Event, Event], ada: Employee) -> None:
    policy = make_policy_version().policy
    written, tried = held
    order: list[str] = []

    def hold(**_: Any) -> None:
        written.set()
        tried.wait(0.5)
        order.append("signed")

    def overtake() -> None:
        written.wait(5)
        make_policy_version()
        order.append("published")

    policy_attested.connect(hold)
    try:
        at_once(lambda: sign(ada, policy), overtake)
    finally:
        policy_attested.disconnect(hold)
    assert order == ["signed", "published"]
    assert Attestation.objects.get().version.number == 1


@needs_row_locks
def test_signers_do_not_wait_for_each_other(held: tuple[Event, Event], ada: Employee, boris: Employee) -> None:
    policy = make_policy_version().policy
    written, tried = held

    def hold(attestation: Attestation, **_: Any) -> None:
        if attestation.employee_id == ada.pk:
            written.set()
            assert tried.wait(5), "Boris waited for Ada"

    def also_sign() -> None:
        written.wait(5)
        sign(boris, policy)
        tried.set()

    policy_attested.connect(hold)
    try:
        at_once(lambda: sign(ada, policy), also_sign)
    finally:
        policy_attested.disconnect(hold)
    assert Attestation.objects.count() == 2


def test_two_tabs_at_once_are_one_signature(ada: Employee) -> None:
    policy = make_policy_version().policy
    shown = shown_to(ada, policy)
    rows = at_once(*[lambda: sign(ada, policy, shown=shown)] * 4)
    assert len({row.pk for row in rows}) == 1
    assert Attestation.objects.count() == Entry.objects.filter(kind=ATTESTED).count() == 1


@needs_row_locks
@pytest.mark.parametrize("where", ["course", "site"])
def test_a_paper_that_is_approved_while_it_is_signed_is_one_signature(
    held: tuple[Event, Event], ada: Employee, hana: Employee, cleo: Employee, where: str
) -> None:
    version = make_policy_version()
    passage = up_to_signature(make_signing_course(), ada) if where == "course" else None
    shown = shown_to(ada, version.policy)
    scan = ContentFile(b"%PDF-1.7 signed", name="scan.pdf")
    paper = record_paper(ada, version, signed_on=TODAY, reason="No computer.", scan=scan, by=hana, now=NOW)
    written, tried = held

    def hold(**_: Any) -> None:
        written.set()
        tried.wait(0.5)

    def press() -> Attestation:
        written.wait(5)
        return sign_in_course(passage, shown=shown) if passage else sign(ada, version.policy, shown=shown)

    policy_attested.connect(hold)
    try:
        at_once(lambda: decide_paper(paper, by=cleo, is_approved=True, now=NOW), press)
    finally:
        policy_attested.disconnect(hold)
    assert Attestation.objects.get().paper == paper


@needs_row_locks
def test_a_paper_is_not_approved_beside_a_signature_that_is_just_given(
    held: tuple[Event, Event], ada: Employee, hana: Employee, cleo: Employee
) -> None:
    version = make_policy_version()
    passage = up_to_signature(make_signing_course(), ada)
    scan = ContentFile(b"%PDF-1.7 signed", name="scan.pdf")
    paper = record_paper(ada, version, signed_on=TODAY, reason="No computer.", scan=scan, by=hana, now=NOW)
    written, tried = held

    def hold(**_: Any) -> None:
        written.set()
        tried.wait(0.5)

    def approve() -> None:
        written.wait(5)
        decide_paper(paper, by=cleo, is_approved=True, now=NOW)

    policy_attested.connect(hold)
    try:
        _row, refusal = at_once(lambda: sign_in_course(passage), approve)
    finally:
        policy_attested.disconnect(hold)
    assert isinstance(refusal, AlreadySigned)
    assert Attestation.objects.get().paper is None


def test_nothing_is_shown_to_sign_while_nothing_is_in_force(ada: Employee) -> None:
    version = make_policy_version()
    make_withdrawal(version)
    assert to_sign(version.policy, ada, now=version.created_at) is None


def test_two_courses_signed_at_once_by_one_person_wait_in_no_circle(ada: Employee) -> None:
    """Each signature finishes the step of the other course too: passages are locked in one order."""
    make_policy_version()
    for round_number in range(5):
        passages = [up_to_signature(make_signing_course(f"{name}-{round_number}"), ada) for name in ("one", "other")]
        at_once(*(lambda passage=passage: sign_in_course(passage) for passage in passages))
        assert Completion.objects.filter(enrollment__in=passages).count() == 2
