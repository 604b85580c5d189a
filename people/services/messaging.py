"""Mails of the sign-in pages: reset links, confirmations, and word that something changed."""

from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext as _

from notices.models import Notice
from notices.services import queue_notice
from people.models import Employee

KIND = "people.account_message"


def send_account_message(employee: Employee, *, address: str, subject: str, text: str, now: datetime) -> Notice:
    """Queue what the person asked for. It may hold a link that opens the account, so its words leave with the mail."""
    return queue_notice(
        kind=KIND,
        address=address,
        recipient_uuid=employee.uuid,
        recipient_name=employee.name,
        reason=_("Something was asked for or changed in your account."),
        dedup_key=f"account:{uuid4()}",  # every request is an act of its own
        now=now,
        secret={"subject": subject, "text": text},
    )
