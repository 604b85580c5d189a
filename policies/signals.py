"""What this app tells the floors above."""

from django.dispatch import Signal

# Sent inside the signing transaction with `attestation` and `now`.
policy_attested = Signal()
