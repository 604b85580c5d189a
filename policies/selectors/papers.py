"""Signatures on paper as HR lists them: those that wait for a second person first."""

from django.db.models import F, QuerySet

from policies.models import PaperSignature


def papers() -> "QuerySet[PaperSignature]":
    """All of them; the ones that wait first, the oldest on top, then the latest decisions."""
    related = ("employee", "version__policy", "text", "recorded_by", "decision__by")
    rows = PaperSignature.objects.select_related(*related)
    return rows.order_by(F("decision__at").desc(nulls_first=True), "recorded_at", "pk")
