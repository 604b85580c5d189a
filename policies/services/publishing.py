"""Publishing an approved version, from when on nothing in it changes, and withdrawing a published one."""

import hashlib
from datetime import date, datetime
from typing import NoReturn

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger.services.recording import record_fact
from people.models import Employee
from policies.content import Mark, statement_sha256, text_sha256
from policies.errors import AlreadyPublished, UnmarkedChanges
from policies.facts import PUBLISHED, WITHDRAWN
from policies.models import ChangeMark, PolicyEvent, PolicyVersion
from policies.selectors.contents import changes_of, digest_of, last_to_begin, marks_of, wording_digest
from policies.services.locking import locked_version
from policies.services.printing import print_soon
from toolkit.errors import DomainError

Act, State = PolicyEvent.Act, PolicyVersion.State
LONGEST_REASON = 2_000
CHUNK = 65_536


@transaction.atomic
def publish(
    version: PolicyVersion,
    *,
    effective_on: date | None = None,
    review_on: date | None = None,
    by: Employee | None,
    now: datetime,
    comment: str = "",
) -> PolicyVersion:
    """Publishes an approved version: frozen, with its digest, and entered into the log. It counts from `effective_on`.

    Without a day it counts from today, and is reviewed when the policy's months have passed. `by` is empty when an
    operator's command does it, and then the first day may lie in the past.

    Raises AlreadyPublished (the second of two at once gets it), UnmarkedChanges, or DomainError when the version is not
    approved, was altered since, or would begin in the past or before the version before it.
    """
    locked = locked_version(version)
    if locked.is_published:
        raise AlreadyPublished(locked.number)
    if locked.state != State.APPROVED:
        raise DomainError(_("Somebody has to approve this version before it is published."))
    today = timezone.localdate(now, timezone.get_default_timezone())
    begins = effective_on or today
    _check_days(locked, begins, review_on, today=None if by is None else today)
    _check_stored(locked)
    marks = _checked_marks(locked)
    locked.effective_on = begins
    locked.review_on = review_on or begins + relativedelta(months=locked.policy.review_months)
    locked.digest = digest_of(locked, effective_on=begins, review_on=locked.review_on, changes=marks)
    locked.state, locked.published_at = State.PUBLISHED, now
    locked.save(update_fields=["effective_on", "review_on", "digest", "state", "published_at"])
    event = PolicyEvent.objects.create(
        version=locked, act=Act.PUBLISHED, by=by, at=now, comment=comment, digest=locked.digest
    )
    record_fact(PUBLISHED, event, now=now)
    print_soon(locked, now=now)
    return locked


@transaction.atomic
def withdraw(version: PolicyVersion, *, reason: str, by: Employee, now: datetime) -> PolicyEvent:
    """Ends a published version at once. The version before it counts again, if there is one.

    Raises DomainError when it is not published or withdrawn already, or without a reason.
    """
    reason = reason.replace("\r\n", "\n").strip()
    if not reason:
        raise DomainError(_("Say why this version is withdrawn."))
    if len(reason) > LONGEST_REASON:
        raise DomainError(_("Write at most %(most)d characters.") % {"most": LONGEST_REASON})
    locked = locked_version(version)
    if not locked.is_published:
        raise DomainError(_("This version is not published, so there is nothing to withdraw."))
    if locked.events.filter(act=Act.WITHDRAWN).exists():
        raise DomainError(_("This version is withdrawn already."))
    event = PolicyEvent.objects.create(
        version=locked, act=Act.WITHDRAWN, by=by, at=now, comment=reason, digest=locked.digest
    )
    record_fact(WITHDRAWN, event, now=now)
    return event


def _check_days(version: PolicyVersion, begins: date, review_on: date | None, *, today: date | None) -> None:
    if today and begins < today:
        raise DomainError(_("The first day lies in the past. Choose today or a later day."))
    before = last_to_begin(version)
    if before and before.effective_on and begins < before.effective_on:
        raise DomainError(
            _("Version %(number)d counts from %(day)s. This version cannot begin before that day.")
            % {"number": before.number, "day": date_format(before.effective_on)}
        )
    if review_on and review_on <= begins:
        raise DomainError(_("The review has to come after the first day."))


def _checked_marks(version: PolicyVersion) -> dict[str, Mark]:
    """The marks of the clauses that changed, all of them; marks that fit nothing any more are dropped."""
    changed = changes_of(version).changed
    version.change_marks.exclude(clause_key__in=changed).delete()
    marks = marks_of(version)
    missing = [key for key in changed if key not in marks]
    if missing:
        raise UnmarkedChanges(missing)
    return marks


def _check_stored(version: PolicyVersion) -> None:
    """What is frozen must be what was approved, and must be there: rows are looked at anew, and files are read."""
    approval = version.events.filter(act=Act.APPROVED).order_by("at", "pk").last()
    if approval is None or approval.digest != wording_digest(version):
        _refuse_altered()
    for text in version.texts.all():
        same = text_sha256(text.markdown) == text.sha256
        if not same or statement_sha256(text.statement) != text.statement_sha256:
            _refuse_altered()
    for attachment in version.attachments.all():
        digest = hashlib.sha256()
        try:
            with attachment.file.open("rb") as file:
                for chunk in iter(lambda: file.read(CHUNK), b""):
                    digest.update(chunk)
        except OSError:
            digest = hashlib.sha256()
        if digest.hexdigest() != attachment.sha256:
            raise DomainError(
                _("The attachment “%(name)s” is missing or damaged. Send the version back and attach it again.")
                % {"name": attachment.name}
            )


def _refuse_altered() -> NoReturn:
    raise DomainError(_("The stored text differs from what was approved. Send it back, save it and review it again."))


def mark_all(version: PolicyVersion, marks: dict[str, Mark]) -> None:
    """Sets the marks of an unpublished version to these."""
    version.change_marks.all().delete()
    ChangeMark.objects.bulk_create(
        ChangeMark(version=version, clause_key=key, kind=ChangeMark.Kind(kind)) for key, kind in marks.items()
    )
