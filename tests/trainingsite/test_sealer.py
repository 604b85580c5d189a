"""The keeper's sealer: it outlives everything, says what is wrong once, and the pages know."""

import logging
import threading

import pytest
from django.db import OperationalError

from ledger import selectors, services
from ledger.keyfiles import KeyFiles
from ledger.models import SealerReport
from tests.factories import NOW
from trainingsite import health, sealing
from trainingsite.sealing import Sealer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sealer(ledger_key: KeyFiles) -> Sealer:
    return Sealer(threading.Event(), clock=lambda: NOW)


def state() -> health.State:
    return next(check.state for check in health.everything(now=NOW) if check.name == "ledger")


def test_it_seals_and_reports(sealer: Sealer) -> None:
    assert state() is health.State.NOTE
    assert sealer.seal_once()
    head = selectors.head()
    assert head is not None
    assert SealerReport.objects.get().problem == ""
    assert state() is health.State.GOOD


def test_what_is_wrong_is_logged_once_and_shown_until_it_is_over(
    sealer: Sealer, ledger_key: KeyFiles, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="trainingsite.sealing")
    key = ledger_key.path.read_bytes()
    ledger_key.path.unlink()
    for _ in range(3):
        assert sealer.seal_once()
    (line,) = caplog.messages
    assert str(ledger_key.path) in line
    assert SealerReport.objects.get().problem == "no-key"
    assert state() is health.State.BAD
    ledger_key.path.write_bytes(key)
    assert sealer.seal_once()
    assert caplog.messages[1:] == ["The log is sealed again."]
    assert state() is health.State.GOOD


def test_it_outlives_what_nobody_foresaw(sealer: Sealer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(now: object) -> None:
        raise ZeroDivisionError("really")

    with monkeypatch.context() as patch:
        patch.setattr(services, "seal", fail)
        assert sealer.seal_once()
    assert SealerReport.objects.get().problem == "failed"
    assert "really" in SealerReport.objects.get().detail
    assert sealer.seal_once()
    assert SealerReport.objects.get().problem == ""


def test_it_outlives_the_database(sealer: Sealer, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(now: object) -> None:
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(services, "seal", away)
        patch.setattr(services, "report", lambda *_, **__: away(None))
        assert not sealer.seal_once()
    assert sealer.seal_once()


def test_its_thread_seals_until_it_is_told_to_stop(sealer: Sealer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "EVERY", 0.01)
    sealed = threading.Event()
    seal = services.seal

    def seal_and_tell(now: object) -> object:
        result = seal(NOW)
        sealed.set()
        return result

    monkeypatch.setattr(services, "seal", seal_and_tell)
    sealer.start()
    assert sealed.wait(20)
    sealer.stop.set()
    sealer.join(20)
    assert not sealer.is_alive()
    assert selectors.is_begun()
