"""Courses and their versioned content. A published version and all below it never change; triggers hold that too."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Course(models.Model):
    """What can be assigned and taken. Its words live in its versions."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("course")

    def __str__(self) -> str:
        return self.slug


class CourseVersionQuerySet(models.QuerySet["CourseVersion"]):
    def published(self) -> "CourseVersionQuerySet":
        return self.exclude(published_at=None)

    def drafts(self) -> "CourseVersionQuerySet":
        return self.filter(published_at=None)


class CourseVersion(models.Model):
    """One wording of a course in one language. Frozen at publication, when its digest is the SHA-256 of its content."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=12, default="en-US")
    title = models.CharField(max_length=200)
    summary = models.TextField()
    minutes = models.PositiveSmallIntegerField()
    pass_mark = models.PositiveSmallIntegerField(help_text=_("Percent."))
    validity_months = models.PositiveSmallIntegerField(null=True, blank=True)
    sources = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CourseVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("course version")
        constraints = [
            # Two versions with one number: a completion would not say what was learned.
            models.UniqueConstraint(fields=["course", "language", "number"], name="courses_courseversion_number"),
            # Two drafts at once: one author would publish over the other.
            models.UniqueConstraint(
                fields=["course", "language"],
                condition=models.Q(published_at=None),
                name="courses_courseversion_one_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(pass_mark__lte=100), name="courses_courseversion_pass_mark_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Module(models.Model):
    """A part of a course version, with its objectives."""

    version = models.ForeignKey(CourseVersion, on_delete=models.CASCADE, related_name="modules")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField()
    objectives = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="courses_module_position"),
            models.UniqueConstraint(fields=["version", "slug"], name="courses_module_slug"),
        ]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One page of a module to get done: a lesson to read, a quiz to pass, or a policy to sign."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("Lesson")
        QUIZ = "quiz", _("Quiz")
        ATTEST = "attest", _("Signature")

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True, help_text=_("A lesson's Markdown, or the introduction."))
    policy = models.SlugField(
        max_length=80, blank=True, help_text=_("What is signed here, in the version that is in force then.")
    )
    sources = models.JSONField(default=list)
    files = models.JSONField(default=list, help_text=_("What the text shows: name, SHA-256, bytes, pixels."))
    why = models.TextField(blank=True, help_text=_("Why the lesson matters, as Markdown."))
    terms = models.JSONField(default=list, help_text=_("Words that the text marks, with their meanings."))
    checks = models.JSONField(default=list, help_text=_("Questions by which readers check themselves."))
    videos = models.JSONField(default=list, help_text=_("Which files belong to a video, and its transcript."))
    is_graded = models.BooleanField(default=False)
    pass_mark = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("Percent; practice has none."))
    attempts_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    is_shuffled = models.BooleanField(default=True)
    rules = models.JSONField(default=dict, help_text=_("How a quiz is held, as far as it differs from the usual."))

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["module", "position"], name="courses_step_position"),
            models.UniqueConstraint(fields=["module", "slug"], name="courses_step_slug"),
            # A signature on nothing could never be given, and the course never be finished.
            models.CheckConstraint(
                condition=models.Q(kind="attest") & ~models.Q(policy="")
                | ~models.Q(kind="attest") & models.Q(policy=""),
                name="courses_step_policy_to_sign",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """An item of a quiz. `body` is what the learner may see; what is right stands in the AnswerKey alone."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20)
    prompt = models.TextField()
    body = models.JSONField()
    clauses = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    since = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("First version of the policy with it."))
    until = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("Last version of the policy with it."))
    tags = models.JSONField(default=list, help_text=_("By which a quiz may draw it."))
    is_mandatory = models.BooleanField(default=False, help_text=_("It has to be right for the quiz to be passed."))

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["step", "position"], name="courses_question_position"),
            models.UniqueConstraint(fields=["step", "key"], name="courses_question_key"),
        ]

    def __str__(self) -> str:
        return self.key


class AnswerKey(models.Model):
    """What makes an answer right, and the feedback. Read by grading and by reviews of closed attempts, nowhere else."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="answer_key")
    body = models.JSONField()

    def __str__(self) -> str:
        return f"Key of {self.question_id}"
