"""What somebody should know before they publish or withdraw a version."""

from dataclasses import dataclass
from datetime import date

from policies.models import Attestation, PolicyEvent, PolicyVersion


@dataclass(frozen=True)
class Replacing:
    """What a publication does to the versions before it.

    `counting` would count on the first day of the new one, and `withdrawn` is the one just before it, if it ended that
    way: what changed is compared with it all the same. `signers` holds number and people of both.
    """

    counting: PolicyVersion | None
    withdrawn: PolicyVersion | None
    signers: tuple[tuple[int, int], ...]


def signers_of(version: PolicyVersion) -> int:
    """How many people signed this version."""
    return Attestation.objects.filter(version=version).values("employee").distinct().count()


def standing_without(version: PolicyVersion, *, today: date) -> PolicyVersion | None:
    """The version that counts today once this one is withdrawn; None when then none does."""
    rows = PolicyVersion.objects.in_force_now(today).filter(policy=version.policy_id).exclude(pk=version.pk)
    return rows.first()


def replacing(version: PolicyVersion, before: PolicyVersion | None, *, effective_on: date) -> Replacing:
    """What happens to the versions before when this one, which follows `before`, counts from that day on."""
    counting = standing_without(version, today=effective_on)
    is_over = before is not None and before.events.filter(act=PolicyEvent.Act.WITHDRAWN).exists()
    withdrawn = before if is_over else None
    signers = tuple((row.number, signers_of(row)) for row in (counting, withdrawn) if row)
    return Replacing(counting, withdrawn, signers)
