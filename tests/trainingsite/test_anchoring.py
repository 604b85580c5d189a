"""The checkpoint that goes out every night: once to each address, and into the folder."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from pytest_django import Settings

from ledger import checkpoints, services
from ledger.keyfiles import KeyFiles
from ledger.models import Anchor, AnchorAddress, Checkpoint
from notices.models import Delivery, Notice
from tests.factories import NOW
from tests.support.ledger import enter
from toolkit.jobs import running
from toolkit.models import Job
from trainingsite import anchoring
from trainingsite.timetable import TIMETABLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def outside(ledger_key: KeyFiles) -> AnchorAddress:
    services.seal(NOW)
    return services.add_anchor_address(address="audit@example.com", name="Outside Audit", by=None, now=NOW)


def send_all() -> None:
    for job in Job.objects.filter(kind="notices.send", done_at=None):
        running.run(job.pk, clock=lambda: NOW)


def test_both_are_on_the_timetable() -> None:
    assert {anchoring.MAIL, anchoring.FILE} <= {entry.kind for entry in TIMETABLE}


def test_each_address_gets_one_mail_a_night_with_the_checkpoint_in_it(
    outside: AnchorAddress, ledger_key: KeyFiles
) -> None:
    note = Checkpoint.objects.latest("id").note
    for _ in range(2):
        anchoring.mail_checkpoint({}, NOW)()
        enter()
        services.seal(NOW)
    assert not Anchor.objects.exists(), "what waits to be sent anchors nothing"
    send_all()
    (sent,) = mail.outbox
    assert "audit@example.com" in sent.to[0]
    body = str(sent.body)
    assert note in body
    between = body.split("--------\n")[1]
    assert checkpoints.open_checkpoint(between.encode(), [ledger_key.signer().verifier]).size >= 1
    assert "keep this mail" in body
    assert "verify.py" in body
    anchor = Anchor.objects.get()
    assert (anchor.checkpoint.note, anchor.address) == (note, outside)
    assert anchor.notice == Notice.objects.get().uuid
    anchoring.mail_checkpoint({}, NOW + timedelta(days=1))()
    assert Notice.objects.count() == 2


def test_nobody_is_written_to_before_the_log_begins(ledger_key: KeyFiles) -> None:
    services.add_anchor_address(address="audit@example.com", name="Outside Audit", by=None, now=NOW)
    anchoring.mail_checkpoint({}, NOW)()
    assert not Notice.objects.exists()


def test_an_address_that_ended_meanwhile_gets_nothing(outside: AnchorAddress) -> None:
    anchoring.mail_checkpoint({}, NOW)()
    services.end_anchor_address(outside, by=None, now=NOW)
    send_all()
    assert mail.outbox == []
    assert Delivery.objects.get().event == Delivery.Event.DROPPED
    anchoring.mail_checkpoint({}, NOW + timedelta(days=1))()
    assert Notice.objects.count() == 1


def test_the_folder_gets_a_file_that_is_never_written_over(
    outside: AnchorAddress, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    settings.LEDGER_ANCHOR_FOLDER = str(folder)
    for _ in range(2):
        anchoring.file_checkpoint({}, NOW)()
    (file,) = folder.iterdir()
    assert file.name == f"checkpoint-2026-11-24-{Checkpoint.objects.latest('id').size:09}.txt"
    assert file.read_text() == Checkpoint.objects.latest("id").note
    assert Anchor.objects.get().file == file.name


def test_a_folder_that_is_not_there_is_said_and_not_made(
    outside: AnchorAddress, settings: Settings, tmp_path: Path
) -> None:
    settings.LEDGER_ANCHOR_FOLDER = str(tmp_path / "not mounted")
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        anchoring.file_checkpoint({}, NOW)
    assert not (tmp_path / "not mounted").exists()


def test_without_a_folder_nothing_is_filed(outside: AnchorAddress) -> None:
    anchoring.file_checkpoint({}, NOW)()
    assert not Anchor.objects.exists()
