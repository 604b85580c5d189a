"""Why words that a person wrote, or that were written about them, are gone, where the ledger has no entry to say it."""

import uuid

from django.conf import settings
from django.db import models

from policies.models.attestation import PaperSignature
from policies.models.enquiry import Enquiry


class WordsErased(models.Model):
    """An enquiry, or a signature on paper that never counted, was emptied: when, why, and who decided it.

    Without such a row the database lets nobody empty them. What the ledger has an entry for has an Erasure instead.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, null=True, related_name="erased")
    paper = models.OneToOneField(PaperSignature, on_delete=models.PROTECT, null=True, related_name="erased")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # An erasure that does not say why looks like a cover-up.
            models.CheckConstraint(condition=~models.Q(reason=""), name="policies_wordserased_has_reason"),
            # One that names nothing would let nothing pass; one that names two would say one reason for both.
            models.CheckConstraint(
                condition=models.Q(enquiry__isnull=True) ^ models.Q(paper__isnull=True),
                name="policies_wordserased_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"Words erased of {self.enquiry_id or self.paper_id}"
