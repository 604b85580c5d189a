"""The outline of a published version: all that learners may see of it, kept in memory because it never changes.

No answer key is ever read here, so no page that is made from an outline can show one. The questions of lessons by which
readers check themselves do not count and have none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.urls import reverse

from courses.content import PLAIN, CheckContent, FileContent, QuestionContent, RulesContent, StepContent, TermContent
from courses.grading import Review
from courses.kinds import KINDS
from courses.models import CourseVersion, Module, Step
from courses.models.content import step_asked
from courses.rendering import Address, Part, Picture, parts_of, picture_of
from toolkit.markdown import render


@dataclass(frozen=True)
class QuestionOutline:
    pk: int
    key: str
    kind: str
    prompt: str
    body: dict[str, Any]
    since: int | None = None
    until: int | None = None
    clauses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    is_mandatory: bool = False
    picture: Picture | None = None

    @property
    def is_bounded(self) -> bool:
        """Whether it is asked with some versions of the policy only."""
        return self.since is not None or self.until is not None

    def fits(self, policy_version: int | None) -> bool:
        """Whether it is asked with this version of the policy; None means that none is in force."""
        if policy_version is None:
            return not self.is_bounded
        return (self.since or 1) <= policy_version and (self.until is None or policy_version <= self.until)


@dataclass(frozen=True)
class StepOutline:
    pk: int
    course_slug: str
    module_slug: str
    module_title: str
    slug: str
    kind: str
    title: str
    minutes: int
    html: str
    sources: tuple[Mapping[str, str], ...]
    is_graded: bool
    pass_mark: int
    attempts_limit: int | None
    is_shuffled: bool
    policy: str = ""
    questions: tuple[QuestionOutline, ...] = ()
    parts: tuple[Part, ...] = ()  # of a lesson, instead of `html`
    files: tuple[FileContent, ...] = ()
    why: str = ""  # HTML
    language: str = ""
    terms: tuple[TermContent, ...] = ()
    checks: tuple[CheckContent, ...] = ()
    rules: RulesContent = PLAIN

    @property
    def paper_length(self) -> int:
        """How many questions come on one paper of this quiz."""
        return paper_length(self.questions, self.rules)

    def review_after(self, *, is_passed: bool | None) -> Review:
        """What is shown of an attempt that ended like this. Practice hides nothing."""
        if not self.is_graded:
            return Review.ANSWERS
        return Review(self.rules.review_passed if is_passed else self.rules.review_failed)

    @property
    def mandatory(self) -> int:
        """How many questions have to be right for the quiz to be passed."""
        return sum(question.is_mandatory for question in self.questions)

    @property
    def is_quiz(self) -> bool:
        return self.kind == Step.Kind.QUIZ

    @property
    def is_attest(self) -> bool:
        """Whether `policy` is signed here."""
        return self.kind == Step.Kind.ATTEST

    def with_policy(self, version: int | None) -> "StepOutline":
        """The quiz with those of its questions that are asked with this version of the policy."""
        return replace(self, questions=tuple(question for question in self.questions if question.fits(version)))

    @property
    def address(self) -> tuple[str, str, str]:
        """The three slugs that the step's URLs take."""
        return self.course_slug, self.module_slug, self.slug


@dataclass(frozen=True)
class ModuleOutline:
    slug: str
    title: str
    minutes: int
    objectives: tuple[str, ...]
    steps: tuple[StepOutline, ...]


@dataclass(frozen=True)
class Outline:
    version_pk: int
    course_slug: str
    title: str
    summary: str
    minutes: int
    modules: tuple[ModuleOutline, ...]
    steps: tuple[StepOutline, ...] = field(repr=False)

    def step(self, module_slug: str, slug: str) -> StepOutline | None:
        return next((step for step in self.steps if (step.module_slug, step.slug) == (module_slug, slug)), None)

    def file(self, sha256: str, name: str) -> FileContent | None:
        """The file with this name and digest, if a step of this version shows it."""
        files = (file for step in self.steps for file in step.files)
        return next((file for file in files if (file.sha256, file.name) == (sha256, name)), None)

    @property
    def policy(self) -> str:
        """The policy that the course asks to sign; "" for none, or for several."""
        slugs = {step.policy for step in self.steps if step.is_attest}
        return slugs.pop() if len(slugs) == 1 else ""

    def place(self, step: StepOutline) -> int:
        """Where the step stands, counted from 0, also with a part of its questions only."""
        return [one.pk for one in self.steps].index(step.pk)

    def after(self, step: StepOutline) -> StepOutline | None:
        place = self.place(step) + 1
        return self.steps[place] if place < len(self.steps) else None

    def before(self, step: StepOutline) -> StepOutline | None:
        place = self.place(step)
        return self.steps[place - 1] if place else None


def outline_of(version: CourseVersion) -> Outline:
    """The outline of a published version. Raises ValueError for a draft, which may still change."""
    if not version.is_published:
        raise ValueError(f"{version} is a draft")
    return published_outline(version.uuid)


@lru_cache(maxsize=128)
def published_outline(version_uuid: UUID) -> Outline:
    """The outline of the published version with this uuid."""
    version = CourseVersion.objects.select_related("course").get(uuid=version_uuid)
    known_sources = {source["key"]: source for source in version.sources}
    modules = []
    for module in version.modules.prefetch_related("steps__questions"):
        steps = tuple(_published_step(version, module, step, known_sources) for step in module.steps.all())
        modules.append(ModuleOutline(module.slug, module.title, module.minutes, tuple(module.objectives), steps))
    return Outline(
        version_pk=version.pk,
        course_slug=version.course.slug,
        title=version.title,
        summary=version.summary,
        minutes=version.minutes,
        modules=tuple(modules),
        steps=tuple(step for module in modules for step in module.steps),
    )


@dataclass(frozen=True)
class Around:
    """What a step takes from its course and module. `sources` are the course's own, by key."""

    course_slug: str
    language: str
    pass_mark: int
    sources: Mapping[str, Mapping[str, str]]
    module_slug: str
    module_title: str


def step_outline(
    content: StepContent, around: Around, address_of: Address, *, pk: int, question_pks: Sequence[int]
) -> StepOutline:
    """The step as its page shows it. Nothing is taken from the keys of its questions, which may be empty."""
    is_lesson = content.kind == Step.Kind.LESSON
    parts = parts_of(content.text, content.files, address_of, content.terms, content.videos) if is_lesson else ()
    questions = tuple(
        QuestionOutline(
            question_pk,
            question.key,
            question.kind,
            question.prompt,
            question.body,
            question.since,
            question.until,
            question.clauses,
            question.tags,
            question.is_mandatory,
            picture_in(question, content.files, address_of),
        )
        for question_pk, question in zip(question_pks, content.questions, strict=True)
    )
    pass_mark = around.pass_mark if content.pass_mark is None else content.pass_mark
    return StepOutline(
        pk=pk,
        course_slug=around.course_slug,
        module_slug=around.module_slug,
        module_title=around.module_title,
        slug=content.slug,
        kind=content.kind,
        title=content.title,
        minutes=content.minutes or _quiz_minutes(questions, content.rules),
        html="" if is_lesson else render(content.text),
        sources=tuple(around.sources[key] for key in content.sources if key in around.sources),
        is_graded=content.is_graded,
        pass_mark=pass_mark if content.is_graded else 0,
        attempts_limit=content.attempts_limit,
        is_shuffled=content.is_shuffled,
        policy=content.policy,
        questions=questions,
        parts=parts,
        files=content.files,
        why=render(content.why),
        language=around.language,
        terms=content.terms,
        checks=content.checks,
        rules=content.rules,
    )


def picture_in(question: QuestionContent, files: Sequence[FileContent], address_of: Address) -> Picture | None:
    """What the question shows. In a draft the kind may be one that nobody knows, and the picture missing."""
    kind = KINDS.get(question.kind)
    return picture_of(kind.picture(question.body), files, address_of) if kind else None


def _published_step(
    version: CourseVersion, module: Module, step: Step, known_sources: Mapping[str, Mapping[str, str]]
) -> StepOutline:
    slug = version.course.slug
    around = Around(slug, version.language, version.pass_mark, known_sources, module.slug, module.title)
    question_pks = [question.pk for question in step.questions.all()]
    return step_outline(step_asked(step), around, partial(_address, slug), pk=step.pk, question_pks=question_pks)


def _address(slug: str, file: FileContent) -> str:
    return reverse("courses:file", args=[slug, file.sha256, file.name])


def paper_length(questions: Sequence[QuestionOutline], rules: RulesContent) -> int:
    """How many questions come on one paper: all, or those that are drawn with those that have to be right."""
    if not rules.draws:
        return len(questions)
    return sum(draw.count for draw in rules.draws) + sum(question.is_mandatory for question in questions)


def _quiz_minutes(questions: Sequence[QuestionOutline], rules: RulesContent) -> int:
    """Half a minute a question: a quiz states no length of its own."""
    return max(1, paper_length(questions, rules) // 2)
