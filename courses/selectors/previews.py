"""What learners would see of a text of a draft, and what is wrong with it. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from courses import kinds
from courses.content import CourseContent, ModuleContent, QuestionContent, StepContent
from courses.grading import Review
from courses.models import CourseDraft, Step
from courses.packs.sources import Sources
from courses.rendering import Address, Picture, parts_of, picture_of
from courses.selectors.attempts import PaperQuestion, ReviewedQuestion, reviewed
from courses.selectors.drafts import DraftReading, read_sources, sources_of_draft, with_text
from courses.selectors.outline import QuestionOutline, StepOutline
from courses.selectors.reading_level import LevelAdvice, advice_on
from toolkit.markdown import render
from toolkit.packfiles.problems import Problem, printable

MOST_SHOWN = 50


@dataclass(frozen=True)
class Mistake:
    """A mistake in the text, with the words that stand on its line."""

    line: int
    what: str
    expected: str
    words: str = ""


@dataclass(frozen=True)
class Preview:
    """At most one of `step`, `module` and `course` is there; none for what cannot be read."""

    mistakes: tuple[Mistake, ...]
    more: int
    advice: LevelAdvice | None = None
    step: StepOutline | None = None
    questions: tuple[ReviewedQuestion, ...] = ()
    module: ModuleContent | None = None
    course: CourseContent | None = None


def preview_of(draft: CourseDraft, path: str, text: str, address_of: Address) -> Preview:
    """Whatever can be made out of the text, in its place among the other files as they are stored."""
    sources = with_text(sources_of_draft(draft), path, text)
    return preview_in(sources, draft.slug, path, read_sources(sources), address_of)


def preview_in(sources: Sources, slug: str, path: str, reading: DraftReading, address_of: Address) -> Preview:
    """The same for sources that were read already."""
    found = reading.problems_in(path)
    lines = sources.texts[path].split("\n")
    mistakes = tuple(_mistake(problem, lines) for problem in found[:MOST_SHOWN])
    more = len(found) - len(mistakes)
    content = reading.at(sources, slug, path)
    if isinstance(content, StepContent) and reading.course:
        step = outline_in(reading, content, address_of)
        advice = advice_on(content) if content.kind == Step.Kind.LESSON else None
        rows = (
            explained(place, question, content, address_of) for place, question in enumerate(content.questions, start=1)
        )
        return Preview(mistakes, more, advice, step, tuple(row for row in rows if row))
    if isinstance(content, ModuleContent):
        return Preview(mistakes, more, module=content)
    is_course = path.endswith("/course.yaml")
    return Preview(mistakes, more, course=reading.course if is_course else None)


def outline_in(reading: DraftReading, step: StepContent, address_of: Address) -> StepOutline:
    """The step as its page shows it. Questions stand under their places instead of ids: they have no rows."""
    assert reading.course is not None
    course = reading.course
    known = {source.key: source for source in course.sources}
    is_lesson = step.kind == Step.Kind.LESSON
    return StepOutline(
        pk=0,
        course_slug=course.slug,
        module_slug="",
        module_title=next((module.title for module in course.modules if step in module.steps), ""),
        slug=step.slug,
        kind=step.kind,
        title=step.title,
        minutes=step.minutes,
        html="" if is_lesson else render(step.text),
        sources=tuple(_row(asdict(known[key])) for key in step.sources if key in known),
        is_graded=step.is_graded,
        pass_mark=(step.pass_mark or course.pass_mark) if step.is_graded else 0,
        attempts_limit=step.attempts_limit,
        is_shuffled=step.is_shuffled,
        policy=step.policy,
        questions=tuple(
            QuestionOutline(
                place,
                question.key,
                question.kind,
                question.prompt,
                question.body,
                since=question.since,
                until=question.until,
                clauses=question.clauses,
                tags=question.tags,
                is_mandatory=question.is_mandatory,
                picture=_picture(question, step, address_of),
            )
            for place, question in enumerate(step.questions, start=1)
        ),
        parts=parts_of(step.text, step.files, address_of, step.terms, step.videos) if is_lesson else (),
        files=step.files,
        why=render(step.why),
        language=course.language,
        terms=step.terms,
        checks=step.checks,
        rules=step.rules,
    )


def is_whole(question: QuestionContent) -> bool:
    """Whether a question that was read with mistakes can be shown: its kind has taken all of it."""
    kind = kinds.KINDS.get(question.kind)
    if kind is None or not question.body:
        return False
    try:
        kind.feedback(None, question.body, question.key_body, shows_all=True)
        kind.render(question.body, None)
    except (KeyError, IndexError, TypeError, ValueError):
        return False
    return True


def _picture(question: QuestionContent, step: StepContent, address_of: Address) -> Picture | None:
    """None too for a question with mistakes, of which its kind may not have taken enough to tell."""
    if not is_whole(question):
        return None
    return picture_of(kinds.kind_of(question.kind).picture(question.body), step.files, address_of)


def explained(place: int, question: QuestionContent, step: StepContent, address_of: Address) -> ReviewedQuestion | None:
    """A question with all of its answers explained, as learners see it after a check that they passed.

    None for one that was read with mistakes, so that it cannot be shown.
    """
    if not is_whole(question):
        return None
    paper = PaperQuestion(
        place,
        place,
        question.key,
        question.kind,
        question.prompt,
        question.body,
        question.is_mandatory,
        _picture(question, step, address_of),
    )
    return reviewed(paper, None, question.key_body, Review.ANSWERS, points=0)


def _row(source: Mapping[str, object]) -> dict[str, str]:
    return {key: str(value) for key, value in source.items()}


def _mistake(problem: Problem, lines: list[str]) -> Mistake:
    words = lines[problem.line - 1].strip()[:80] if 0 < problem.line <= len(lines) else ""
    return Mistake(problem.line, printable(problem.what), printable(problem.expected), printable(words))
