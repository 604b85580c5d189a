"""Policies and their wording. A published version and all below it never change; triggers hold that too."""

import uuid
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Policy(models.Model):
    """A policy. Its words live in its versions."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_policies"
    )
    owner_title = models.CharField(max_length=200, blank=True, help_text=_("The office that answers for it."))
    review_months = models.PositiveSmallIntegerField(default=12)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")

    def __str__(self) -> str:
        return self.slug


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def published(self) -> "PolicyVersionQuerySet":
        return self.filter(state=PolicyVersion.State.PUBLISHED)

    def in_force(self, on: date) -> "PolicyVersionQuerySet":
        """Published, begun by this day and not withdrawn by its end, the newest of each policy first.

        Days are the organization's. Once a version is withdrawn, the one before it counts again.
        """
        end = datetime.combine(on + timedelta(days=1), time.min, tzinfo=timezone.get_default_timezone())
        return self._begun_and_not(_withdrawals().filter(at__lt=end), on)

    def in_force_now(self, today: date) -> "PolicyVersionQuerySet":
        """The same for what is done at this moment by somebody whose calendar shows `today`.

        A withdrawal ends a version for everybody at once: west of the organization, their day may be over at ours.
        """
        return self._begun_and_not(_withdrawals(), today)

    def _begun_and_not(self, withdrawn: "models.QuerySet[PolicyEvent]", on: date) -> "PolicyVersionQuerySet":
        standing = self.published().filter(effective_on__lte=on).exclude(models.Exists(withdrawn))
        return standing.order_by("policy_id", "-effective_on", "-number")


def _withdrawals() -> "models.QuerySet[PolicyEvent]":
    return PolicyEvent.objects.filter(version=models.OuterRef("pk"), act=PolicyEvent.Act.WITHDRAWN)


class PolicyVersion(models.Model):
    """One version of a policy. Frozen at publication, when its digest covers all texts, attachments, marks and dates.

    That a newer version took its place is seen from the dates; that it was withdrawn, from a PolicyEvent.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    summary = models.TextField(blank=True, help_text=_("What changed and why, for readers."))
    effective_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")
        constraints = [
            # Two versions with one number: a signature would not say what was signed.
            models.UniqueConstraint(fields=["policy", "number"], name="policies_policyversion_number"),
            # Two drafts at once: one author would publish over the other.
            models.UniqueConstraint(
                fields=["policy"],
                condition=~models.Q(state="published"),
                name="policies_policyversion_one_open",
            ),
            # Published without a day on which it begins, or without a digest, it could be neither followed nor proved.
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | (
                    models.Q(effective_on__isnull=False, review_on__isnull=False, published_at__isnull=False)
                    & ~models.Q(digest="")
                ),
                name="policies_policyversion_published_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id}, version {self.number}"

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED


class PolicyText(models.Model):
    """The text of a version in one language. What is hashed is the Markdown, byte for byte, and the statement."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12, default="en-US")
    title = models.CharField(max_length=200)
    markdown = models.TextField()
    sha256 = models.CharField(max_length=64)
    statement = models.TextField(help_text=_("What people sign."))
    statement_sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("policy text")
        verbose_name_plural = _("policy texts")
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="policies_policytext_language"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class Clause(models.Model):
    """A numbered heading of a text with a stable key, and what stands below it. Made from the Markdown."""

    text = models.ForeignKey(PolicyText, on_delete=models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=80)
    heading = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="policies_clause_number"),
            models.UniqueConstraint(fields=["text", "key"], name="policies_clause_key"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.heading}"


class ChangeMark(models.Model):
    """How much the change of one clause matters to those who signed the version before."""

    class Kind(models.TextChoices):
        EDITORIAL = "editorial", _("Editorial")
        MATERIAL = "material", _("Material")

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="change_marks")
    clause_key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "clause_key"], name="policies_changemark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.clause_key}: {self.kind}"


class Attachment(models.Model):
    """A file that belongs to a version, hashed with it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    file = models.FileField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="policies_attachment_name"),
        ]

    def __str__(self) -> str:
        return self.name


class PolicyEvent(models.Model):
    """Who moved a version on, when, and what they said. Inserted once, never changed."""

    class Act(models.TextChoices):
        EDITED = "edited", _("Edited")  # once for each person and draft: who wrote in it may not approve it
        SUBMITTED = "submitted", _("Sent to review")
        RETURNED = "returned", _("Sent back")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=12, choices=Act)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    comment = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text=_("The digest of the version at that moment."))

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            # Published twice at once: two beginnings of one version.
            models.UniqueConstraint(
                fields=["version", "act"],
                condition=models.Q(act__in=["published", "withdrawn"]),
                name="policies_policyevent_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.act}"
