"""What somebody signed, for ever: also of policies that were withdrawn, also by those who have left."""

from django.db.models import QuerySet

from ledger.selectors import entry_of, receipt_to_keep
from people.models import Employee
from policies.facts import ATTESTED
from policies.models import Attestation


def signatures_of(person: Employee) -> "QuerySet[Attestation]":
    """All signatures of this person, the latest first."""
    mine = Attestation.objects.filter(employee=person).select_related("policy", "version", "text", "recorded_by")
    return mine.order_by("-signed_at", "-pk")


def receipt_of(signature: Attestation) -> bytes | None:
    """The C2SP tlog-proof of the signature, with all it needs; None for the seconds until it is sealed."""
    entry = entry_of(ATTESTED, signature.uuid)
    return receipt_to_keep(entry) if entry else None
