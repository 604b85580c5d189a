"""Every night the whole log is verified against the rows, the key and itself; who answers for it hears when it fails.

Here because the log knows nobody to write to. What was found stays in `ledger.Verification`.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.models import Verification
from ledger.selectors.verification import Finding, Report
from ledger.services import keep, verify
from notices.kinds import Mail, NoticeFacts, NoticeKind
from notices.services import queue_notice
from people.models import Employee
from people.roles import Role
from toolkit.jobs.kinds import JobKind, LongWork, Payload, Record
from toolkit.jobs.pulse import Progress

VERIFY = "trainingsite.verify_ledger"
NOTICE = "trainingsite.ledger_alert"
# All of it may take many minutes, but after so long it got on: whoever stopped in the middle is soon replaced.
LEASE = timedelta(minutes=3)


def verify_ledger(payload: Payload, now: datetime, progress: Progress) -> Record:
    report = verify(now=now, progress=progress)
    return partial(_note, report, now)


def _note(report: Report, started_at: datetime) -> None:
    # The work is over now, not when it began: an edge may look at the clock.
    found = keep(report, started_at=started_at, finished_at=timezone.now())
    if not found.is_sound:
        for person in _responsible():
            _queue_mail(person, found, now=started_at)


def _responsible() -> list[Employee]:
    roles = [Role.COMPLIANCE.value, Role.ADMINISTRATOR.value]
    return list(
        Employee.objects.filter(is_active=True, groups__name__in=roles).exclude(email="").distinct().order_by("pk")
    )


def _queue_mail(person: Employee, found: Verification, *, now: datetime) -> None:
    queue_notice(
        kind=NOTICE,
        address=person.email,
        recipient_uuid=person.uuid,
        recipient_name=person.name,
        reason=_("You answer for the records of this organization, or for its site."),
        payload={"verification": found.pk},
        dedup_key=f"{NOTICE}:{found.pk}:{person.uuid}",
        now=now,
    )


def build(notice: NoticeFacts, secret: dict[str, Any]) -> Mail:
    found = Verification.objects.get(pk=notice.payload["verification"])
    context = {
        "organization": settings.ORGANIZATION_NAME,
        "day": found.finished_at,
        "size": found.size,
        "findings": findings_of(found),
        "page_url": f"{settings.SITE_URL}/compliance/ledger/",
    }
    return Mail(
        subject=_("The ledger does not check out"),
        text=render_to_string("trainingsite/mail/ledger_alert.txt", context),
        html=render_to_string("trainingsite/mail/ledger_alert.html", context),
    )


def findings_of(found: Verification) -> list[str]:
    """Each finding as a sentence."""
    return [str(Finding.from_json(one)) for one in found.findings]


JOB = JobKind(VERIFY, LongWork(verify_ledger), lease=LEASE)
ALERT = NoticeKind(NOTICE, title=gettext_lazy("Ledger alert"), build=build, resend_if_uncertain=True)
