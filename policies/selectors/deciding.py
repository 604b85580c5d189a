"""What somebody should know before they publish or withdraw a version."""

from datetime import date

from policies.models import Attestation, PolicyVersion


def signers_of(version: PolicyVersion) -> int:
    """How many people signed this version."""
    return Attestation.objects.filter(version=version).values("employee").distinct().count()


def standing_without(version: PolicyVersion, *, today: date) -> PolicyVersion | None:
    """The version that counts today once this one is withdrawn; None when then none does."""
    rows = PolicyVersion.objects.in_force_now(today).filter(policy=version.policy_id).exclude(pk=version.pk)
    return rows.first()
