"""The nightly check of the log: what it finds is kept, told to those who answer for it, and shown."""

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from ledger import services
from ledger.keyfiles import KeyFiles
from ledger.models import Checkpoint, Disclosure, Verification
from people.models import Employee
from policies.models import Attestation
from tests.factories import NOW
from tests.policies.factories import make_attestation, make_event
from tests.support.emptying import guards_down
from toolkit.jobs import running
from toolkit.jobs.kinds import LongWork
from toolkit.jobs.pulse import LostLease
from toolkit.models import Job
from trainingsite import checking, health
from trainingsite.timetable import TIMETABLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(ledger_key: KeyFiles, ada: Employee) -> Attestation:
    event = make_event()
    services.record_fact("policy.published", event, now=NOW)
    attestation = make_attestation(ada, event.version)
    services.record_fact("policy.attested", attestation, now=NOW)
    services.seal(NOW)
    return attestation


def check() -> None:
    checking.JOB.work({}, NOW)()
    for job in Job.objects.filter(kind="notices.send", done_at=None):
        running.run(job.pk, clock=lambda: NOW)


def tamper(signed: Attestation) -> None:
    with guards_down():
        Attestation.objects.update(typed_name="Somebody else")


def test_it_is_on_the_timetable() -> None:
    assert checking.VERIFY in {entry.kind for entry in TIMETABLE}


def test_a_check_that_has_not_come_for_two_nights_is_bad_health(signed: Attestation) -> None:
    check()
    ended = Verification.objects.get().finished_at
    for after, state in ((timedelta(hours=47), health.State.GOOD), (timedelta(hours=49), health.State.BAD)):
        (found,) = [one for one in health.everything(now=ended + after) if one.name == "ledger"]
        assert found.state is state, found


def test_the_check_says_how_far_it_is_and_keeps_no_long_lease(signed: Attestation) -> None:
    """A worker that was killed in the middle is replaced in minutes, and not only the next night."""
    said: list[int] = []

    class Hears:
        def at(self, done: int, of: int = 0) -> None:
            said.append(done)

    work = checking.JOB.work
    assert isinstance(work, LongWork)
    assert checking.JOB.lease <= timedelta(minutes=5)
    work.do({}, NOW, Hears())()
    found = Verification.objects.get()
    assert found.is_sound
    assert said == sorted(said)
    assert said[-1] >= found.size + found.facts


def test_who_lost_the_lease_stops_and_notes_nothing(signed: Attestation) -> None:
    """It is no flaw of the log that somebody else checks it now."""

    class Lost:
        def at(self, done: int, of: int = 0) -> None:
            raise LostLease

    work = checking.JOB.work
    assert isinstance(work, LongWork)
    with pytest.raises(LostLease):
        work.do({}, NOW, Lost())
    assert not Verification.objects.exists()


def test_a_sound_log_writes_to_nobody(signed: Attestation, cleo: Employee, root: Employee, client: Client) -> None:
    check()
    found = Verification.objects.get()
    assert (found.is_sound, found.findings, found.facts, found.size) == (
        True,
        [],
        2,
        Checkpoint.objects.latest("id").size,
    )
    assert mail.outbox == []
    client.force_login(cleo)
    page = client.get("/compliance/ledger/").content.decode()
    assert f"{found.size} entries, all is as it was" in page


def test_a_changed_record_is_told_to_compliance_and_administrators_and_shown(
    signed: Attestation, ada: Employee, cleo: Employee, root: Employee, client: Client
) -> None:
    tamper(signed)
    check()
    found = Verification.objects.get()
    place = f"policies.attestation {signed.uuid}"
    assert found.findings == [{"flaw": "fact", "first": place, "detail": "typed_name", "count": 1}]
    told = {address for message in mail.outbox for address in message.to}
    assert told == {f'"{person.name}" <{person.email}>' for person in (cleo, root)}
    assert f"A row is not what its entry says. First at {place} (typed_name); 1 in all." in str(mail.outbox[0].body)
    client.force_login(cleo)
    page = client.get("/compliance/ledger/").content.decode()
    assert "The last check found records that were changed" in page
    assert place in page
    (state,) = [one for one in health.everything(now=NOW) if one.name == "ledger"]
    assert state.state is health.State.BAD


def test_the_command_says_sound_or_fails_with_the_place(signed: Attestation, tmp_path: object) -> None:
    said = io.StringIO()
    call_command("ledger", "verify", stdout=said)
    assert said.getvalue().endswith("Sound.\n")
    tamper(signed)
    with pytest.raises(CommandError, match="Not sound"):
        call_command("ledger", "verify", stdout=said)
    assert str(signed.uuid) in said.getvalue()


def test_the_command_takes_checkpoints_that_were_kept_outside(signed: Attestation, tmp_path: object) -> None:
    kept = f"{tmp_path}/kept.txt"
    with open(kept, "w", encoding="utf-8") as file:
        file.write(Checkpoint.objects.latest("id").note)
    call_command("ledger", "verify", "--checkpoint", kept, stdout=io.StringIO())
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("ledger", "verify", "--checkpoint", f"{tmp_path}/none.txt", stdout=io.StringIO())
    with open(kept, "a", encoding="utf-8") as file:
        file.write("more\n")
    said = io.StringIO()
    with pytest.raises(CommandError, match="Not sound"):
        call_command("ledger", "verify", "--checkpoint", kept, stdout=said)
    assert f"First at {kept}" in said.getvalue()
    assert Disclosure.objects.exists()
