"""Loading course content into drafts, and publishing drafts. A published version is frozen by the database too."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext

from courses.content import CourseContent, ModuleContent, QuestionContent, digest
from courses.errors import UnknownPolicy
from courses.facts import PUBLISHED
from courses.models import AnswerKey, Course, CourseVersion, Module, Question, Step
from courses.models.content import content_of
from courses.services.storing import refuse_unstored
from ledger.services import record_fact
from people.models import Employee
from policies.models import Policy
from toolkit.errors import DomainError


class Outcome(StrEnum):
    """What loading did."""

    UNCHANGED = "unchanged"
    NEW_DRAFT = "new draft"
    DRAFT_CHANGED = "draft changed"


@dataclass(frozen=True)
class LoadedCourse:
    """The version that holds the content now, and what was done to get there."""

    version: CourseVersion
    outcome: Outcome


@transaction.atomic
def load_course(content: CourseContent, *, now: datetime) -> LoadedCourse:
    """Makes the newest version hold this content. The same content again changes nothing.

    An open draft is replaced; otherwise a draft with the next number is made. Two loads at once come one after the
    other, so the second finds the work done. Raises UnknownPolicy when a step asks to sign what does not exist,
    and FileNotStored when a lesson shows what was not stored before.
    """
    _refuse_unknown_policies(content)
    refuse_unstored(content)
    Course.objects.get_or_create(slug=content.slug, defaults={"created_at": now})
    course = Course.objects.select_for_update().get(slug=content.slug)
    newest = course.versions.filter(language=content.language).order_by("-number").first()
    if newest and newest.digest == digest(content):
        return LoadedCourse(newest, Outcome.UNCHANGED)
    if newest and not newest.is_published:
        newest.modules.all().delete()
        _fill(newest, content)
        return LoadedCourse(newest, Outcome.DRAFT_CHANGED)
    number = newest.number + 1 if newest else 1
    version = CourseVersion(course=course, number=number, language=content.language, created_at=now)
    _fill(version, content)
    return LoadedCourse(version, Outcome.NEW_DRAFT)


@transaction.atomic
def publish_version(version: CourseVersion, *, by: Employee | None, now: datetime) -> CourseVersion:
    """Publishes a draft, from when on nothing in it changes. `by` is empty when an operator's command does it.

    Raises DomainError when it is published already, or when its rows or files are not what its digest says.
    """
    locked = CourseVersion.objects.select_for_update().select_related("course").get(pk=version.pk)
    if locked.is_published:
        raise DomainError(gettext("This version is already published."))
    content = content_of(locked)
    if digest(content) != locked.digest:
        raise DomainError(gettext("The stored content differs from what was loaded. Load it again, then publish."))
    refuse_unstored(content, looks_inside=True)
    locked.published_at = now
    locked.published_by = by
    locked.save(update_fields=["published_at", "published_by"])
    record_fact(PUBLISHED, locked, now=now)
    return locked


def _refuse_unknown_policies(content: CourseContent) -> None:
    asking = [(module, step) for module in content.modules for step in module.steps if step.policy]
    known = set(Policy.objects.filter(slug__in={step.policy for _, step in asking}).values_list("slug", flat=True))
    for module, step in asking:
        if step.policy not in known:
            raise UnknownPolicy(f"{content.slug}/{module.slug}/{step.slug}", step.policy)


def _fill(version: CourseVersion, content: CourseContent) -> None:
    version.title = content.title
    version.summary = content.summary
    version.minutes = content.minutes
    version.pass_mark = content.pass_mark
    version.validity_months = content.validity_months
    version.sources = [asdict(source) for source in content.sources]
    version.digest = digest(content)
    version.save()
    for position, module in enumerate(content.modules, start=1):
        _insert_module(version, position, module)


def _insert_module(version: CourseVersion, position: int, content: ModuleContent) -> None:
    module = Module.objects.create(
        version=version,
        position=position,
        slug=content.slug,
        title=content.title,
        minutes=content.minutes,
        objectives=list(content.objectives),
    )
    for place, step_content in enumerate(content.steps, start=1):
        step = Step.objects.create(
            module=module,
            position=place,
            slug=step_content.slug,
            kind=step_content.kind,
            title=step_content.title,
            minutes=step_content.minutes,
            text=step_content.text,
            sources=list(step_content.sources),
            is_graded=step_content.is_graded,
            pass_mark=step_content.pass_mark,
            attempts_limit=step_content.attempts_limit,
            is_shuffled=step_content.is_shuffled,
            policy=step_content.policy,
            files=[asdict(file) for file in step_content.files],
            why=step_content.why,
            terms=[asdict(term) for term in step_content.terms],
            checks=[asdict(check) for check in step_content.checks],
            videos=[asdict(video) for video in step_content.videos],
            rules=step_content.rules.stated(),
        )
        _insert_questions(step, step_content.questions)


def _insert_questions(step: Step, contents: tuple[QuestionContent, ...]) -> None:
    questions = Question.objects.bulk_create(
        Question(
            step=step,
            position=position,
            key=content.key,
            kind=content.kind,
            prompt=content.prompt,
            body=content.body,
            clauses=list(content.clauses),
            sources=list(content.sources),
            since=content.since,
            until=content.until,
            tags=list(content.tags),
            is_mandatory=content.is_mandatory,
        )
        for position, content in enumerate(contents, start=1)
    )
    AnswerKey.objects.bulk_create(
        AnswerKey(question=question, body=content.key_body)
        for question, content in zip(questions, contents, strict=True)
    )
