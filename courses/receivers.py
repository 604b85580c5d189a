"""What this floor does when policies tell it something. Runs in the sender's transaction."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from courses.services.signing import close_attest_steps
from policies.models import Attestation
from policies.signals import policy_attested


@receiver(policy_attested, dispatch_uid="courses.close_attest_steps")
def on_policy_attested(attestation: Attestation, now: datetime, **_kwargs: Any) -> None:
    close_attest_steps(attestation, now=now)
