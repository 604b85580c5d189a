"""The register of notice kinds. Each app registers its own in `ready()`; this floor never asks upward."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise


@dataclass(frozen=True)
class NoticeFacts:
    """What a kind may know about the notice that it builds a mail for."""

    uuid: UUID
    kind: str
    recipient_uuid: UUID | None
    recipient_name: str
    address: str
    reason: str
    payload: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True)
class Mail:
    """The words of one mail. The layout adds the organization's name and, below, why the person gets it.

    `html` is a fragment made by a template; a plain string is escaped, and an empty one is made from `text`.
    """

    subject: str
    text: str
    html: str = ""


def always_wanted(notice: NoticeFacts, now: datetime) -> bool:
    """For mails about what has happened, which nothing can make needless."""
    return True


def nothing_follows(notice: NoticeFacts, now: datetime) -> None:
    """For mails that nobody else notes."""


@dataclass(frozen=True)
class NoticeKind:
    """How one kind of mail is made, and the rules for sending it.

    `build(notice, secret)` gives the words; `secret` is what must not be kept, such as a sign-in link.
    `still_wanted(notice, now)` is asked when the mail is about to go, not when it was queued.
    `sent(notice, now)` runs in the transaction that notes that a mail server took the mail.
    `is_counted`: falls under "one mail a person a day". `resend_if_uncertain`: rather twice than never.
    """

    name: str
    title: str | Promise
    build: Callable[[NoticeFacts, dict[str, Any]], Mail]
    still_wanted: Callable[[NoticeFacts, datetime], bool] = always_wanted
    sent: Callable[[NoticeFacts, datetime], None] = nothing_follows
    is_counted: bool = False
    resend_if_uncertain: bool = False


_kinds: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> None:
    _kinds[kind.name] = kind


def kind_of(name: str) -> NoticeKind:
    """The registered kind. Raises KeyError for a name that no app registered."""
    return _kinds[name]


def registered_kinds() -> list[NoticeKind]:
    """Every kind, in the order of their titles."""
    return sorted(_kinds.values(), key=lambda kind: str(kind.title))
