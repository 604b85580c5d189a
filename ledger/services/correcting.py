"""Corrections: what is wrong stays, and a new row says so and names it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ledger.facts import Value
from ledger.models import Correction, Entry
from ledger.selectors.own_facts import CORRECTED
from ledger.services.recording import record_fact
from toolkit.errors import DomainError


@transaction.atomic
def correct(
    entry: Entry, *, reason: str, detail: Mapping[str, Value] | None = None, by: UUID | None, now: datetime
) -> Correction:
    """Notes that what this entry says is wrong, why, and in `detail` what would be right. The entry stays as it is.

    Raises DomainError without a reason, and for an entry that is itself about the log.
    """
    if not reason.strip():
        raise DomainError(_("Say what is wrong and how that is known."))
    if entry.fact is None:
        raise DomainError(_("An act of the ledger itself cannot be corrected."))
    correction = Correction.objects.create(
        entry=entry, reason=reason.strip(), detail=dict(detail) if detail else None, by=by, at=now
    )
    record_fact(CORRECTED, correction, now=now)
    return correction
