"""The kinds of mail that these tests send, and a mail server."""

from collections.abc import Iterator
from typing import Any

import pytest

from notices import kinds
from tests.notices.mails import register_kinds
from tests.support.smtp_sink import Sink, smtp_sink


@pytest.fixture(autouse=True)
def kinds_of_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    register_kinds()


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A real mail server, and the settings of a site that uses it."""
    with smtp_sink() as server:
        settings.EMAIL_BACKEND = "notices.transport.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = server.port
        settings.EMAIL_TIMEOUT = 2
        yield server
