"""What learners would see of a text of a draft, and what is wrong with it. Nothing is stored."""

from dataclasses import asdict, dataclass

from courses import kinds
from courses.content import CourseContent, ModuleContent, QuestionContent, StepContent
from courses.grading import Review
from courses.models import CourseDraft, Step
from courses.packs.sources import Sources
from courses.rendering import Address
from courses.selectors.attempts import PaperQuestion, ReviewedQuestion, reviewed
from courses.selectors.drafts import DraftReading, read_sources, sources_of_draft, with_text
from courses.selectors.outline import Around, StepOutline, picture_in, step_outline
from courses.selectors.reading_level import LevelAdvice, advice_on
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
        numbered = enumerate(content.questions, start=1)
        rows = (explained(place, question, content, address_of) for place, question in numbered)
        return Preview(mistakes, more, advice, step, tuple(row for row in rows if row))
    if isinstance(content, ModuleContent):
        return Preview(mistakes, more, module=content)
    is_course = path.endswith("/course.yaml")
    return Preview(mistakes, more, course=reading.course if is_course else None)


def outline_in(reading: DraftReading, step: StepContent, address_of: Address) -> StepOutline:
    """The step as its page shows it. Questions stand under their places instead of ids: they have no rows."""
    assert reading.course is not None
    course = reading.course
    module = next((module for module in course.modules if step in module.steps), None)
    sources = {source.key: {key: str(value) for key, value in asdict(source).items()} for source in course.sources}
    names = (module.slug, module.title) if module else ("", "")
    around = Around(course.slug, course.language, course.pass_mark, sources, *names)
    return step_outline(step, around, address_of, pk=0, question_pks=range(1, len(step.questions) + 1))


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


def explained(place: int, question: QuestionContent, step: StepContent, address_of: Address) -> ReviewedQuestion | None:
    """A question with all of its answers explained, as learners see it after a check that they passed.

    None for one that was read with mistakes, so that it cannot be shown.
    """
    if not is_whole(question):
        return None
    picture = picture_in(question, step.files, address_of)
    asked = (question.key, question.kind, question.prompt, question.body, question.is_mandatory, picture)
    paper = PaperQuestion(place, place, *asked)
    return reviewed(paper, None, question.key_body, Review.ANSWERS, points=0)


def _mistake(problem: Problem, lines: list[str]) -> Mistake:
    words = lines[problem.line - 1].strip()[:80] if 0 < problem.line <= len(lines) else ""
    return Mistake(problem.line, printable(problem.what), printable(problem.expected), printable(words))
