"""What somebody signed, for ever: also of policies that were withdrawn, also by those who have left."""

from django.db.models import QuerySet

from ledger.models import Entry
from people.models import Employee
from policies.facts import ATTESTED
from policies.models import Attestation


def signatures_of(person: Employee) -> "QuerySet[Attestation]":
    """All signatures of this person, the latest first."""
    mine = Attestation.objects.filter(employee=person).select_related("policy", "version", "text", "recorded_by")
    return mine.order_by("-signed_at", "-pk")


def entry_of(signature: Attestation) -> Entry | None:
    """The signature's entry in the log."""
    return Entry.objects.filter(kind=ATTESTED, fact=signature.uuid).select_related("sealed").first()
