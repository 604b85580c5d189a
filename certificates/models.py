"""Issued proof of one completion, and each file that was rendered of it. Rows are inserted and never changed.

Triggers hold that too (migration 0002). What certifies nothing any more will be said by rows of its own.
"""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certificates import numbers
from courses.models import Completion


class Certificate(models.Model):
    """Proof of one completion, issued in the completing transaction. What it says is copied, so it says it for ever."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=17, help_text=_("16 random base32 characters and a check character."))
    completion = models.OneToOneField(Completion, on_delete=models.PROTECT, related_name="certificate")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates")
    holder_name = models.CharField(max_length=200)
    course_title = models.CharField(max_length=200)
    course_version = models.PositiveIntegerField()
    minutes = models.PositiveSmallIntegerField()
    completed_on = models.DateField()
    issued_at = models.DateTimeField()
    expires_on = models.DateField(null=True, blank=True, help_text=_("The last day on which it counts."))

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            # Two certificates with one number: the public page would vouch for the wrong person.
            models.UniqueConstraint(fields=["number"], name="certificates_certificate_number"),
            # A certificate that ends before it begins would be shown as expired from the first day.
            models.CheckConstraint(
                condition=models.Q(expires_on=None) | models.Q(expires_on__gte=models.F("completed_on")),
                name="certificates_certificate_expires_after_completion",
            ),
        ]
        indexes = [models.Index(fields=["employee", "-issued_at"], name="certificates_certificate_of")]

    def __str__(self) -> str:
        return self.shown_number

    @property
    def shown_number(self) -> str:
        return numbers.grouped(self.number)

    @property
    def verify_url(self) -> str:
        """The public address that says whether this certificate is real. It stands in the QR code."""
        return settings.SITE_URL + reverse("certificates:verify-number", args=[self.number])

    @property
    def is_erased(self) -> bool:
        """An erasure empties the name, and the files go with it."""
        return not self.holder_name

    def has_expired(self, on: date) -> bool:
        return self.expires_on is not None and self.expires_on < on


class CertificateFile(models.Model):
    """One rendering of a certificate. The newest is what its owner downloads."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    rendered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("certificate file")
        verbose_name_plural = _("certificate files")
        constraints = [
            # Rendering is deterministic: the same certificate rendered twice is the same file, recorded once.
            models.UniqueConstraint(fields=["certificate", "sha256"], name="certificates_certificatefile_once"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.sha256[:12]}"
