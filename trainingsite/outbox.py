"""The outbox: without an SMTP server every mail is kept as a file in the data folder, and shown on a page."""

import os
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage as ParsedMail
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

NAME = re.compile(r"(?P<at>\d{8}T\d{12})-[0-9a-f]{32}")


class FolderBackend(BaseEmailBackend):
    """Keeps each mail in a file of its own, whole or not at all, newest name last."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.OUTBOX_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex}"
            part = settings.OUTBOX_DIR / f".{name}"
            with open(part, "wb") as stream:
                stream.write(message.message().as_bytes())
                stream.flush()
                os.fsync(stream.fileno())
            part.rename(_path(name))
        return len(email_messages)


@dataclass(frozen=True)
class KeptMail:
    name: str
    at: datetime
    to: str
    subject: str
    text: str


def kept_names() -> list[str]:
    """The names of all kept mails, newest first."""
    if not settings.OUTBOX_DIR.is_dir():
        return []
    return sorted((path.stem for path in settings.OUTBOX_DIR.glob("*.eml") if NAME.fullmatch(path.stem)), reverse=True)


def kept_mail(name: str) -> KeptMail | None:
    """One kept mail with its plain text; None if there is none of this name."""
    match = NAME.fullmatch(name)
    if match is None or not _path(name).is_file():
        return None
    with open(_path(name), "rb") as stream:
        mail = BytesParser(policy=policy.default).parse(stream)
    assert isinstance(mail, ParsedMail)
    body = mail.get_body(("plain",))
    at = datetime.strptime(match["at"], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    return KeptMail(name, at, str(mail["To"]), str(mail["Subject"]), body.get_content() if body else "")


def _path(name: str) -> Path:
    folder: Path = settings.OUTBOX_DIR
    return folder / f"{name}.eml"
