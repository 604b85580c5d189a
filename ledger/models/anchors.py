"""Where checkpoints were sent out of our reach: whoever holds one can show a log that was written anew."""

import uuid

from django.db import models


class AnchorAddress(models.Model):
    """Somebody who is sent the checkpoint every night, mostly outside the organization."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.EmailField()
    name = models.CharField(max_length=200)
    added_by = models.UUIDField(null=True, help_text="The uuid of the person; people live above this app.")
    added_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # The same address twice would be two mails a night about the same thing.
            models.UniqueConstraint(
                fields=["address"],
                condition=models.Q(ended_at=None),
                name="ledger_anchoraddress_one_current",
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Anchor(models.Model):
    """One checkpoint that went to one address or one folder."""

    checkpoint = models.ForeignKey("ledger.Checkpoint", on_delete=models.PROTECT, related_name="anchors")
    address = models.ForeignKey(AnchorAddress, on_delete=models.PROTECT, null=True, related_name="anchors")
    notice = models.UUIDField(null=True, help_text="The uuid of the mail; mails live above this app.")
    file = models.CharField(max_length=300, blank=True, help_text="The file's name, for a folder.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # An anchor that lies nowhere would be shown as proof that something is kept outside.
            models.CheckConstraint(
                condition=models.Q(address__isnull=False, file="") | (models.Q(address=None) & ~models.Q(file="")),
                name="ledger_anchor_has_one_place",
            ),
        ]
        indexes = [models.Index(fields=["-at"], name="ledger_anchor_newest")]

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.at:%Y-%m-%d}"
