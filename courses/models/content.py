"""A version's rows read back as the plain value that was loaded, which is what its digest is made of."""

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
from courses.models.course import CourseVersion, Step

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
                steps=tuple(_step_content(step) for step in module.steps.all()),
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


def _step_content(step: Step) -> StepContent:
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
        questions=tuple(
            QuestionContent(
                key=question.key,
                kind=question.kind,
                prompt=question.prompt,
                body=question.body,
                key_body=question.answer_key.body,
                clauses=tuple(question.clauses),
                sources=tuple(question.sources),
                since=question.since,
                until=question.until,
                tags=tuple(question.tags),
                is_mandatory=question.is_mandatory,
            )
            for question in step.questions.all()
        ),
    )
