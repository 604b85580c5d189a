"""A version's rows read back as the plain value that was loaded, which is what its digest is made of."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from courses.content import (
    CheckChoice,
    CheckContent,
    CourseContent,
    FileContent,
    ModuleContent,
    QuestionContent,
    RulesContent,
    SourceContent,
    StepContent,
    TermContent,
    VideoContent,
)
from courses.models.course import CourseVersion, Question, Step

BELOW = "modules__steps__questions__answer_key"  # to be prefetched by whoever reads many versions


def content_of(version: CourseVersion) -> CourseContent:
    """The content of a version, rebuilt from its rows without loss. Runs no query once `BELOW` is prefetched."""
    prefetch_related_objects([version], BELOW)
    return CourseContent(
        slug=version.course.slug,
        language=version.language,
        title=version.title,
        summary=version.summary,
        minutes=version.minutes,
        pass_mark=version.pass_mark,
        validity_months=version.validity_months,
        sources=tuple(
            SourceContent(**{**source, "facts": tuple(source.get("facts", ()))}) for source in version.sources
        ),
        modules=tuple(
            ModuleContent(
                slug=module.slug,
                title=module.title,
                minutes=module.minutes,
                objectives=tuple(module.objectives),
                steps=tuple(_step_with_keys(step) for step in module.steps.all()),
            )
            for module in version.modules.all()
        ),
    )


def files_of(step: Step) -> tuple[FileContent, ...]:
    return tuple(FileContent(**file) for file in step.files)


def videos_of(step: Step) -> tuple[VideoContent, ...]:
    return tuple(VideoContent(**video) for video in step.videos)


def terms_of(step: Step) -> tuple[TermContent, ...]:
    return tuple(TermContent(**{**term, "aliases": tuple(term["aliases"])}) for term in step.terms)


def checks_of(step: Step) -> tuple[CheckContent, ...]:
    return tuple(
        CheckContent(check["kind"], check["prompt"], tuple(CheckChoice(**choice) for choice in check["choices"]))
        for check in step.checks
    )


def rules_of(step: Step) -> RulesContent:
    return RulesContent.of(step.rules)


def step_asked(step: Step) -> StepContent:
    """The step without what is right: no answer key is read for it."""
    return _step_content(step, [_question_content(question, {}) for question in step.questions.all()])


def _step_with_keys(step: Step) -> StepContent:
    questions = step.questions.all()
    return _step_content(step, [_question_content(question, question.answer_key.body) for question in questions])


def _step_content(step: Step, questions: Iterable[QuestionContent]) -> StepContent:
    return StepContent(
        slug=step.slug,
        kind=step.kind,
        title=step.title,
        minutes=step.minutes,
        text=step.text,
        sources=tuple(step.sources),
        is_graded=step.is_graded,
        pass_mark=step.pass_mark,
        attempts_limit=step.attempts_limit,
        is_shuffled=step.is_shuffled,
        policy=step.policy,
        files=files_of(step),
        why=step.why,
        terms=terms_of(step),
        checks=checks_of(step),
        videos=videos_of(step),
        rules=rules_of(step),
        questions=tuple(questions),
    )


def _question_content(question: Question, key_body: dict[str, Any]) -> QuestionContent:
    return QuestionContent(
        key=question.key,
        kind=question.kind,
        prompt=question.prompt,
        body=question.body,
        key_body=key_body,
        clauses=tuple(question.clauses),
        sources=tuple(question.sources),
        since=question.since,
        until=question.until,
        tags=tuple(question.tags),
        is_mandatory=question.is_mandatory,
    )
