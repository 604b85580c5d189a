"""What was handed out: an Export is asked for by somebody, and an ExportFile says what came of it.

Both are inserted once and never changed; triggers hold that too (migration 0002). How far one is lies in its job, and
the file itself is removed when its time is over: the row stays and says what was taken out of the house.
"""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=30)


class Export(models.Model):
    """One file that somebody asked for: what, of whom, narrowed by what, in which form."""

    class Kind(models.TextChoices):
        ATTESTATIONS = "attestations", _("Attestation records")
        PERSON = "person", _("One person's file")
        EVIDENCE = "evidence", _("Evidence pack")

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", _("Excel (XLSX)")
        JSONL = "jsonl", _("JSON lines")
        PDF = "pdf", "PDF"
        ZIP = "zip", "ZIP"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    form = models.CharField(max_length=8, choices=Form)
    filters = models.JSONField(default=dict, help_text=_("The filter, with references to people and never a name."))
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="exports_about"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="exports",
        help_text=_("None: asked for on the server itself, by a command."),
    )
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            # A person's file that says of nobody whose it is could be handed to anybody.
            models.CheckConstraint(
                condition=models.Q(kind="person", about__isnull=False)
                | (~models.Q(kind="person") & models.Q(about=None)),
                name="reports_export_person_named",
            ),
        ]
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="reports_export_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class ExportFile(models.Model):
    """The file of an export, with what is in it. Entered into the ledger in the same transaction."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    export = models.OneToOneField(Export, on_delete=models.PROTECT, related_name="made")
    file = models.FileField(max_length=200, blank=True, help_text=_("Empty: a command wrote it elsewhere."))
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    row_count = models.PositiveBigIntegerField()
    tree_size = models.PositiveBigIntegerField(
        null=True, blank=True, help_text=_("Of an evidence pack: how many entries its checkpoint covers.")
    )
    finished_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file of an export")
        verbose_name_plural = _("files of exports")

    def __str__(self) -> str:
        return f"File of {self.export_id}"

    @property
    def expires_at(self) -> datetime:
        return self.finished_at + KEPT_FOR

    def has_expired(self, now: datetime) -> bool:
        return now >= self.expires_at
