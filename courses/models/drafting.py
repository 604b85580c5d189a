"""What authors are writing on the site: the source files of a course, which need not make sense yet."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.course import CourseVersion


class CourseDraft(models.Model):
    """A course in one language as its source files. Working state: what is published from it becomes a version."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80)
    language = models.CharField(max_length=12)
    revision = models.PositiveIntegerField(default=1, help_text=_("One more with each change."))
    base = models.ForeignKey(
        CourseVersion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("What the draft began as a copy of; none for a new course."),
    )
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("draft of a course")
        constraints = [
            # Two drafts of one course: the one published last would take back what the other one brought.
            models.UniqueConstraint(fields=["slug", "language"], name="courses_coursedraft_one"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} ({self.language})"


class DraftFile(models.Model):
    """One source file of a draft: a text, or a file for lessons whose bytes are stored under their SHA-256."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(CourseDraft, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=300, help_text=_("Inside of a pack that holds this course alone."))
    text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "path"], name="courses_draftfile_path"),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def is_stored(self) -> bool:
        """Whether it is a file for lessons, and no text."""
        return bool(self.sha256)

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]
