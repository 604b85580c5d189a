"""Notice: one mail to one person or address, with the reason it exists. What happened to it are Delivery rows.

Nothing here is ever edited. A notice knows its recipient by uuid, because people live above this app.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One mail that was decided on, in the transaction of what it is about."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    recipient_uuid = models.UUIDField(null=True, blank=True, help_text=_("The person, if the mail goes to one."))
    recipient_name = models.CharField(max_length=200, blank=True)
    address = models.EmailField(max_length=254, blank=True)
    reason = models.CharField(max_length=300)
    payload = models.JSONField(default=dict)
    # The same mail asked for twice (a retried request, two keepers) would be mailed twice.
    dedup_key = models.CharField(max_length=200, unique=True)
    # Two clicks on "Send again" would be two mails more.
    again_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="again")
    asked_by_uuid = models.UUIDField(null=True, blank=True, help_text=_("Who asked for it to be sent again."))
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="notices_notice_newest")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"


class Delivery(models.Model):
    """One thing that happened to a notice."""

    class Event(models.TextChoices):
        STARTED = "started", _("Sending")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("Not needed any more")
        UNCERTAIN = "uncertain", _("Perhaps sent")
        FAILED = "failed", _("Not accepted")

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=10, choices=Event)
    at = models.DateTimeField()
    subject = models.CharField(max_length=300, blank=True)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = _("deliveries")
        constraints = [
            # A notice that ended twice would have been mailed twice, or mailed after it was dropped.
            models.UniqueConstraint(
                fields=["notice"],
                condition=models.Q(event__in=["sent", "dropped", "uncertain"]),
                name="notices_delivery_one_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d %H:%M}"


class MailDay(models.Model):
    """The one mail that a person gets on a day, in the person's own time zone.

    A mail that was not accepted and is tried again on the next day takes that day too.
    """

    recipient_uuid = models.UUIDField()
    on = models.DateField()
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="mail_days")

    class Meta:
        constraints = [
            # Two workers that mail the same person at the same moment: the second one waits for tomorrow.
            models.UniqueConstraint(fields=["recipient_uuid", "on"], name="notices_mailday_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_uuid} {self.on}"
