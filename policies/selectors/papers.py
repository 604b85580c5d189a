"""Signatures on paper as HR lists them: those that wait for a second person first; and why one was emptied."""

from django.db.models import Case, F, QuerySet, Value, When

from ledger.models import Erasure
from ledger.selectors import erasure_of
from policies.facts import ATTESTED
from policies.models import PaperSignature, WordsErased


def papers() -> "QuerySet[PaperSignature]":
    """All of them; the ones that wait first, the oldest on top, then the latest decisions, then what was erased before
    anybody decided. Each has `is_approved`, None while nobody decided.
    """
    related = ("employee", "version__policy", "text", "recorded_by", "decision__by")
    rows = PaperSignature.objects.select_related(*related).annotate(is_approved=F("decision__is_approved"))
    place = Case(When(decision=None, reason="", then=Value(2)), When(decision=None, then=Value(0)), default=Value(1))
    return rows.order_by(place, F("decision__at").desc(nulls_first=True), "recorded_at", "pk")


def erased(paper: PaperSignature) -> WordsErased | Erasure | None:
    """When and why this paper was emptied: in the ledger, where it counted; None where it was not."""
    words = WordsErased.objects.filter(paper=paper).first()
    if words is not None:
        return words
    signature = getattr(paper, "attestation", None)  # Django raises where a one-to-one has no other side
    return erasure_of(ATTESTED, signature.uuid) if signature else None
