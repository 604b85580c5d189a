"""What somebody should know before they publish or withdraw a version."""

from datetime import date

from policies.models import Attestation, PolicyVersion


def signers_of(version: PolicyVersion) -> int:
    """How many people signed this version."""
    return Attestation.objects.filter(version=version).values("employee").distinct().count()


def standing_without(version: PolicyVersion, *, on: date) -> PolicyVersion | None:
    """The version that counts on that day once this one is withdrawn; None when then none does."""
    rows = PolicyVersion.objects.in_force(on).filter(policy=version.policy_id).exclude(pk=version.pk)
    return rows.first()
