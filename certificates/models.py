"""Issued proof of one completion, and each file that was rendered of it."""

import uuid

from django.conf import settings
from django.db import models

from courses.models import Completion


class Certificate(models.Model):
    """Proof of one completion, issued in the completing transaction. What it says is copied, so it says it for ever."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(
        max_length=17, unique=True, help_text="16 random base32 characters and a check character."
    )
    completion = models.OneToOneField(Completion, on_delete=models.PROTECT, related_name="certificate")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates")
    holder_name = models.CharField(max_length=200)
    course_title = models.CharField(max_length=200)
    course_version = models.PositiveIntegerField()
    minutes = models.PositiveSmallIntegerField()
    completed_on = models.DateField()
    issued_at = models.DateTimeField()
    expires_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.number


class CertificateFile(models.Model):
    """One rendering of a certificate. The newest is what its owner downloads."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    rendered_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Rendering is deterministic: the same certificate rendered twice is the same file, recorded once.
            models.UniqueConstraint(fields=["certificate", "sha256"], name="certificates_certificatefile_once"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.sha256[:12]}"
