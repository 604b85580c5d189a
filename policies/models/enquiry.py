"""What people ask about a policy, or why they cannot sign it, tracked to an answer. It never counts as signed."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.policy import Policy, PolicyVersion


class Enquiry(models.Model):
    """A question or a refusal to sign. It goes to the policy's owner."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        REFUSAL = "refusal", _("Cannot sign")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="enquiries")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="enquiries")
    clause_key = models.SlugField(max_length=80, blank=True)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enquiries")
    text = models.TextField()
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class EnquiryReply(models.Model):
    """One reply in an enquiry. The one that closes it is its answer."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    is_answer = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            # An enquiry that was answered twice at once would show two ends.
            models.UniqueConstraint(
                fields=["enquiry"], condition=models.Q(is_answer=True), name="policies_enquiryreply_one_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"Reply to {self.enquiry_id}"
