"""What was found when everything was checked, and what was said to be wrong."""

import uuid

from django.db import models

from ledger.models.entries import Entry


class Verification(models.Model):
    """One check of every entry, fact and signed head."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    size = models.BigIntegerField(help_text="How many entries were signed.")
    facts = models.BigIntegerField(help_text="How many rows were compared with their entries.")
    erased = models.BigIntegerField()
    is_sound = models.BooleanField()
    findings = models.JSONField(default=list, help_text="Flaw, where first, detail and count; empty when sound.")

    class Meta:
        indexes = [models.Index(fields=["-finished_at"], name="ledger_verification_newest")]

    def __str__(self) -> str:
        return f"{self.finished_at:%Y-%m-%d}: {'sound' if self.is_sound else 'not sound'}"


class Correction(models.Model):
    """What an entry says is wrong, and why. The entry and its row stay as they are. Inserted once, never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="corrections")
    reason = models.CharField(max_length=500)
    detail = models.JSONField(null=True, help_text="What would be right, by field.")
    by = models.UUIDField(null=True, help_text="Who corrected; people live above this app.")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Correction of {self.entry_id}"
