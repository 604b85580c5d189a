"""Who is sent checkpoints, and which went out."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ledger.models import Anchor, AnchorAddress, Checkpoint
from toolkit.errors import DomainError


def add_anchor_address(*, address: str, name: str, by: UUID | None, now: datetime) -> AnchorAddress:
    """From the next night on the address gets the checkpoint. Raises DomainError if it does already."""
    try:
        with transaction.atomic():
            return AnchorAddress.objects.create(address=address, name=name, added_by=by, added_at=now)
    except IntegrityError as problem:
        raise DomainError(_("%(address)s gets the checkpoint already.") % {"address": address}) from problem


@transaction.atomic
def end_anchor_address(anchor_address: AnchorAddress, *, by: UUID | None, now: datetime) -> None:
    """No more checkpoints to this address; what it got stays listed. Ending it twice changes nothing."""
    AnchorAddress.objects.filter(pk=anchor_address.pk, ended_at=None).update(ended_at=now, ended_by=by)


def note_anchor(
    checkpoint: Checkpoint,
    *,
    now: datetime,
    address: AnchorAddress | None = None,
    notice: UUID | None = None,
    file: str = "",
) -> Anchor:
    """This checkpoint went to an address, by that mail, or into a folder under that name. Noted once."""
    anchor, _is_new = Anchor.objects.get_or_create(
        address=address, file=file, notice=notice, defaults={"checkpoint": checkpoint, "at": now}
    )
    return anchor
