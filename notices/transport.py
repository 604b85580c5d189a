"""Handing one message to the mail server, and saying exactly what is known afterwards.

Three endings besides success: it was refused for good, it was not accepted this time, or nobody knows.
"""

import contextlib
import smtplib
import time
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends import smtp

# Talking may take this many seconds before the content flows, so that the whole of it ends within the job's lease.
PATIENCE = 25.0


class NotAccepted(Exception):
    """The server did not take the message this time: it is certain that it was not sent."""


class Refused(NotAccepted):
    """The server refused this recipient or this message for good (5xx, RFC 5321 §4.2.1)."""


class PerhapsAccepted(Exception):
    """The content went out and no answer came back: the server may have sent it, or not."""


class _Watched:
    """Mixed into smtplib's classes: tells a silence before the content from a silence after it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.began = time.monotonic()
        self.content_flows = False
        super().__init__(*args, **options)

    def getreply(self) -> tuple[int, bytes]:
        code, text = super().getreply()  # type: ignore[misc]
        self.content_flows = code == 354  # the go-ahead after DATA, RFC 5321 §4.1.1.4
        return code, text

    def data(self, msg: Any) -> tuple[int, bytes]:
        if time.monotonic() - self.began > PATIENCE:
            raise TimeoutError("the mail server is too slow")
        try:
            return super().data(msg)  # type: ignore[misc, no-any-return]
        except Exception as problem:
            if self.content_flows:
                raise PerhapsAccepted(_words(problem)) from problem
            raise


class _WatchedSmtp(_Watched, smtplib.SMTP):
    pass


class _WatchedSmtpSsl(_Watched, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's SMTP backend on a connection that notices whether the content went out."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _WatchedSmtpSsl if self.use_ssl else _WatchedSmtp


def hand_over(message: EmailMessage) -> None:
    """Send the message through the configured backend. Raises NotAccepted, Refused or PerhapsAccepted."""
    try:
        _hand_over(message)
    except PerhapsAccepted:
        raise
    except smtplib.SMTPRecipientsRefused as problem:
        ((code, text),) = problem.recipients.values()
        raise _refusal(code, text) from problem
    except smtplib.SMTPDataError as problem:
        raise _refusal(problem.smtp_code, problem.smtp_error) from problem
    except Exception as problem:
        # Also a mistake in the settings: whatever it is, the content did not go out.
        raise NotAccepted(_words(problem)) from problem


def _hand_over(message: EmailMessage) -> None:
    connection = get_connection()
    try:
        connection.open()
        connection.send_messages([message])
    finally:
        # Whether saying goodbye works makes no difference to what has been accepted.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.close()


def _refusal(code: int, text: bytes | str) -> NotAccepted:
    words = f"{code} {_decoded(text)}"
    return Refused(words) if code >= 500 else NotAccepted(words)


def _words(problem: BaseException) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{problem.smtp_code} {_decoded(problem.smtp_error)}"
    return str(problem) or type(problem).__name__


def _decoded(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
