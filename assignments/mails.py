"""The mail of this app: what is overdue, in one list."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assignments.selectors.overdue import LateDuty, still_open
from assignments.services.reminders import OVERDUE
from notices.kinds import Mail, NoticeFacts, NoticeKind


def build_overdue(notice: NoticeFacts, secret: dict[str, Any]) -> Mail:
    """What is still open when the mail goes out, which may be less than when it was queued."""
    late = still_open(notice.payload["assignments"])
    words = {"called": notice.payload["called"], "late": late, "link": settings.SITE_URL + reverse("home")}
    return Mail(
        subject=_subject(late),
        text=render_to_string("assignments/mail/overdue.txt", words),
        html=render_to_string("assignments/mail/overdue.html", words),
    )


def is_still_open(notice: NoticeFacts, now: datetime) -> bool:
    return bool(still_open(notice.payload["assignments"]))


def _subject(late: list[LateDuty]) -> str:
    if len(late) == 1:
        return _("Please finish: %(course)s") % {"course": late[0].title}
    return ngettext("%(number)s course is late", "%(number)s courses are late", len(late)) % {"number": len(late)}


OVERDUE_MAIL = NoticeKind(
    OVERDUE, gettext_lazy("Reminder of what is late"), build_overdue, still_wanted=is_still_open, is_counted=True
)
