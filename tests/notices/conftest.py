"""Mails for tests: two kinds, a way to run what is queued, and a real SMTP server."""

import pytest

from notices import kinds
from notices.kinds import Mail, NoticeFacts, NoticeKind


def _build(notice: NoticeFacts, secret: dict[str, str]) -> Mail:
    link = f" Your link: {secret['link']}" if "link" in secret else ""
    return Mail(subject=f"Hello {notice.recipient_name}", text=f"Good news for {notice.recipient_name}.{link}")


@pytest.fixture(autouse=True)
def test_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """`test.news` always goes; `test.reminder` is counted; `test.link` is rather sent twice than never."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(NoticeKind("test.news", "News", _build))
    kinds.register(NoticeKind("test.reminder", "Reminder", _build, is_counted=True))
    kinds.register(NoticeKind("test.link", "Sign-in link", _build, resend_if_uncertain=True))
