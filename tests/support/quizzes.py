"""A course of one graded quiz, for tests of the rules by which a quiz is held."""

from typing import Any

from courses.content import CourseContent, ModuleContent, StepContent
from tests.support.courses import question, short_course


def graded(**changes: Any) -> StepContent:
    """Four questions with the right choice "a", the pass mark 75, attempts without limit."""
    fields: dict[str, Any] = {
        "slug": "check",
        "kind": "quiz",
        "title": "Final check",
        "minutes": 0,
        "text": "",
        "is_graded": True,
        "pass_mark": 75,
        "questions": tuple(question(f"g{at}") for at in range(1, 5)),
    }
    return StepContent(**{**fields, **changes})


def course_with(*steps: StepContent, slug: str = "one-quiz") -> CourseContent:
    return short_course(slug, modules=(ModuleContent("only", "Only", 5, ("use it.",), steps),))
