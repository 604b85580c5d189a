"""Signatures. An Attestation is proof because nobody can edit it afterwards; triggers hold that."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.policy import Policy, PolicyText, PolicyVersion


class PaperSignature(models.Model):
    """A signature on paper that HR entered for somebody, with the scan. It counts once a second person approved it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="paper_signatures")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(PolicyText, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(help_text=_("The date on the paper."))
    reason = models.CharField(max_length=300, help_text=_("Why it was signed on paper."))
    scan = models.FileField(max_length=200)
    scan_sha256 = models.CharField(max_length=64)
    scan_size = models.PositiveIntegerField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signature on paper")
        verbose_name_plural = _("signatures on paper")

    def __str__(self) -> str:
        return f"{self.employee_id} signed {self.version_id} on paper"


class PaperDecision(models.Model):
    """A second person's word on a signature on paper."""

    paper = models.OneToOneField(PaperSignature, on_delete=models.PROTECT, related_name="decision")
    is_approved = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    comment = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.paper_id}: {'approved' if self.is_approved else 'refused'}"


class Attestation(models.Model):
    """This employee signed exactly this version, having been shown exactly this. Inserted once, never changed.

    Names are copied: later changes do not reach what was signed. An erasure empties the copied names, the typed name
    and the address, and nothing else.
    """

    class Method(models.TextChoices):
        SITE = "site", _("On this site")
        SITE_CONFIRMED = "site_confirmed", _("On this site, sign-in confirmed again")
        PAPER = "paper", _("On paper")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attestations")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="attestations")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="attestations")
    text = models.ForeignKey(PolicyText, on_delete=models.PROTECT, related_name="attestations")
    occasion = models.CharField(
        max_length=36, blank=True, help_text=_("The uuid of the enrollment in which it was signed; empty outside one.")
    )
    language = models.CharField(max_length=12)
    text_sha256 = models.CharField(max_length=64)
    statement_sha256 = models.CharField(max_length=64)
    from_version = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text=_("Signed before.")
    )
    difference_sha256 = models.CharField(
        max_length=64, blank=True, help_text=_("The digest of the difference shown; empty when all of the text was.")
    )
    questions = models.JSONField(default=list, blank=True, help_text=_("Keys of the questions answered with it."))
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    signed_at = models.DateTimeField()
    signed_on = models.DateField(help_text=_("The day in the person's own time zone, or the date on the paper."))
    method = models.CharField(max_length=16, choices=Method)
    employee_number = models.CharField(max_length=40, blank=True)
    employee_name = models.CharField(max_length=200, blank=True)
    typed_name = models.CharField(max_length=200, blank=True)
    network_address = models.GenericIPAddressField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Who entered it: the person, or HR for a signature on paper."),
    )
    paper = models.OneToOneField(
        PaperSignature, on_delete=models.PROTECT, null=True, blank=True, related_name="attestation"
    )

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        constraints = [
            # A double click or two tabs: one signature on one occasion.
            models.UniqueConstraint(
                fields=["employee", "version", "occasion"], name="policies_attestation_once_an_occasion"
            ),
            # A signature on paper without its scan, or a scan behind one made on the site, would be no evidence.
            models.CheckConstraint(
                condition=models.Q(method="paper", paper__isnull=False)
                | (~models.Q(method="paper") & models.Q(paper=None)),
                name="policies_attestation_paper_with_scan",
            ),
        ]
        indexes = [
            models.Index(fields=["employee", "policy", "-signed_at"], name="policies_attestation_of"),
            # The list of records goes by day, and stays quick at any place in a million rows.
            models.Index(fields=["version", "signed_on", "id"], name="policies_attestation_records"),
            models.Index(fields=["signed_on", "id"], name="policies_attestation_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} signed {self.version_id}"

    @property
    def approver(self) -> str:
        """Who approved a signature on paper; empty for one made on the site."""
        decision = getattr(self.paper, "decision", None)  # Django raises where a one-to-one has no other side
        return decision.by.name if decision else ""
