"""The job that renders: stored whole, noted once, and patient where PDF cannot be made."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

import ledger.services
from certificates import handlers, rendering
from certificates.models import Certificate, CertificateFile
from ledger.keyfiles import KeyFiles
from people.models import Employee
from tests.certificates.sheets import text_of
from tests.courses.learner import complete
from tests.factories import NOW, make_course
from toolkit import pdf
from toolkit.jobs import running
from toolkit.models import Job


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Settings) -> None:
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def unsealed(ada: Employee, ledger_key: KeyFiles) -> Certificate:
    return Certificate.objects.get(completion=complete(make_course(), ada))


@pytest.fixture
def certificate(unsealed: Certificate) -> Certificate:
    ledger.services.seal(NOW)
    return unsealed


def run(job: Job, after: timedelta = timedelta()) -> running.Outcome:
    return running.run(job.pk, clock=lambda: NOW + after)


def test_it_stores_the_file_and_notes_it(certificate: Certificate) -> None:
    assert run(Job.objects.get(kind="certificates.render")) is running.Outcome.DONE
    file = CertificateFile.objects.get()
    made = file.file.read()
    assert file.certificate == certificate
    assert file.sha256 == hashlib.sha256(made).hexdigest()
    assert file.size == len(made)
    prefix = certificate.uuid.hex[:2]
    assert file.file.name == f"certificates/{prefix}/{certificate.uuid}-{file.sha256[:12]}.pdf"
    text = text_of(made)
    for words in ("Ada Osei", "Handwashing", "November 24, 2026", certificate.shown_number):
        assert words in text


def test_it_stands_by_while_the_next_seal_comes(unsealed: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "sleep", lambda _seconds: ledger.services.seal(NOW))
    assert run(Job.objects.get(kind="certificates.render")) is running.Outcome.DONE


def test_it_waits_for_the_seal_a_second_and_longer_where_sealing_is_held_up(
    unsealed: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "PATIENCE", 0.2)
    job = Job.objects.get(kind="certificates.render")
    for waited, pause in ((timedelta(), timedelta(seconds=1)), (timedelta(hours=2), timedelta(minutes=5))):
        Job.objects.filter(pk=job.pk).update(not_before=NOW)
        assert run(job, after=waited) is not running.Outcome.DONE
        job.refresh_from_db()
        assert job.not_before == NOW + waited + pause
        assert not CertificateFile.objects.exists()
    ledger.services.seal(NOW)
    assert run(job, after=timedelta(hours=3)) is running.Outcome.DONE


def test_a_worker_that_stopped_before_noting_leaves_no_second_file(certificate: Certificate, tmp_path: Path) -> None:
    job = Job.objects.get(kind="certificates.render")
    handlers.render(job.payload, NOW)  # the record is never written: the worker is gone
    assert run(job) is running.Outcome.DONE
    assert len(list(tmp_path.rglob("*.pdf"))) == 1
    assert CertificateFile.objects.count() == 1


def test_a_killed_worker_keeps_nobody_waiting_for_long(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(sheet: object) -> bytes:
        raise Killed

    job = Job.objects.get(kind="certificates.render")
    with monkeypatch.context() as patch:
        patch.setattr(rendering, "render", die)
        with pytest.raises(Killed):
            run(job)
    assert run(job, after=timedelta(seconds=19)) is running.Outcome.NOT_MINE
    assert run(job, after=timedelta(seconds=21)) is running.Outcome.DONE


def test_without_pango_it_waits_and_says_why(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> pdf.engine.Typesetting:
        raise rendering.NotInstalled("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "typesetter", missing)
    monkeypatch.setattr(pdf.engine, "typesetter", missing)
    job = Job.objects.get(kind="certificates.render")
    assert run(job) is running.Outcome.LATER
    job.refresh_from_db()
    assert job.not_before == NOW + timedelta(minutes=5)
    assert job.attempts == 0
    assert "sudo apt-get install" in job.last_error
    monkeypatch.undo()
    assert run(job, after=timedelta(minutes=6)) is running.Outcome.DONE


def test_issuer_and_signer_come_from_the_settings(certificate: Certificate, settings: Settings) -> None:
    settings.ORGANIZATION_NAME = "<b>St. Mary’s</b>"
    settings.CERTIFICATE_SIGNER_NAME, settings.CERTIFICATE_SIGNER_TITLE = "Ömer", "CCO"
    run(Job.objects.get(kind="certificates.render"))
    text = text_of(CertificateFile.objects.get().file.read())
    for words in ("<b>St. Mary’s</b>", "Ömer", "CCO"):
        assert words in text


def test_it_was_issued_on_the_day_that_the_holder_had(ada: Employee, ledger_key: KeyFiles) -> None:
    """Somebody in Chicago who finishes in the evening does not get a certificate of tomorrow."""
    evening = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    complete(make_course(), ada, now=evening)
    ledger.services.seal(evening)
    run(Job.objects.get(kind="certificates.render"), evening - NOW)
    text = text_of(CertificateFile.objects.get().file.read())
    assert "November 23, 2026" in text
    assert "November 24, 2026" not in text
