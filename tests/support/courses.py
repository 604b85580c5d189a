"""A small course, as content and as a folder, for tests of whatever needs one."""

from datetime import datetime
from pathlib import Path
from typing import Any

from courses.content import CourseContent, ModuleContent, QuestionContent, SourceContent, StepContent
from courses.models import CourseVersion
from courses.services.authoring import load_course, publish_version
from tests.factories import NOW
from tests.support.files import write_files

CANARY = "canary-of-the-answer-key"  # stands in the feedback of every question below

SHORT_PACK = {
    "pack.yaml": "name: Short pack\nlanguage: en-US\nlicense: Apache-2.0\n",
    "sources.yaml": "- key: S1\n  title: A source\n  publisher: Somebody\n  read_on: 2026-11-24\n",
    "courses/short/course.yaml": (
        "title: Short course\nsummary: Short and sweet.\nminutes: 5\npass_mark: 80\nvalidity_months: 12\n"
    ),
    "courses/short/01-first/module.yaml": "title: First\nminutes: 5\nobjectives:\n- say what it is about.\n",
    "courses/short/01-first/01-read.md": "---\nminutes: 2\nsources: [S1]\n---\n# Read this\n\nSome *text*.\n",
    "courses/short/01-first/02-check.quiz.yaml": (
        "title: Check\n"
        "graded: true\n"
        "pass_mark: 80\n"
        "attempts: 3\n"
        "questions:\n"
        "- key: q-one\n"
        "  kind: single\n"
        "  prompt: Which one?\n"
        "  choices:\n"
        "  - {text: This one, correct: true, feedback: Right.}\n"
        "  - {text: That one, correct: false, feedback: No.}\n"
        "  sources: [S1]\n"
        "- key: q-two\n"
        "  kind: true_false\n"
        "  prompt: It is so.\n"
        "  choices:\n"
        '  - {text: "True", correct: false}\n'
        '  - {text: "False", correct: true}\n'
    ),
}


def write_pack(folder: Path, **changes: str | bytes | None) -> Path:
    """Writes the short pack. A change names a file; None leaves it out."""
    return write_files(folder, {**SHORT_PACK, **changes})


def question(key: str, kind: str = "single", correct: tuple[str, ...] = ("a",), count: int = 3) -> QuestionContent:
    keys = "abcdefgh"[:count]
    return QuestionContent(
        key=key,
        kind=kind,
        prompt=f"Prompt of {key}?",
        body={"choices": [{"key": letter, "text": f"Choice {letter} of {key}"} for letter in keys]},
        key_body={"correct": list(correct), "feedback": {letter: f"{CANARY} {key} {letter}" for letter in keys}},
        sources=("S1",),
    )


def short_course(slug: str = "short-course", **changes: Any) -> CourseContent:
    """Two modules: a lesson and practice, then a lesson and a graded quiz with three attempts."""
    practice = StepContent("practice", "quiz", "Practice", 0, "Does not count.", questions=(question("p1"),))
    graded = StepContent(
        "check",
        "quiz",
        "Final check",
        0,
        "",
        is_graded=True,
        pass_mark=80,
        attempts_limit=3,
        questions=(
            question("g1"),
            question("g2", "multiple", ("a", "c"), 4),
            question("g3", "true_false", ("b",), 2),
        ),
    )
    first = StepContent("read", "lesson", "Read this", 2, "Some *text*.", sources=("S1",))
    second = StepContent("read-on", "lesson", "Read on", 2, "## More\n\nText.")
    fields: dict[str, Any] = {
        "slug": slug,
        "language": "en-US",
        "title": "Short course",
        "summary": "Short and sweet.",
        "minutes": 10,
        "pass_mark": 80,
        "validity_months": 12,
        "sources": (SourceContent("S1", "A source", "Somebody", "2026-11-24"),),
        "modules": (
            ModuleContent("first", "First", 5, ("say what it is about.",), (first, practice)),
            ModuleContent("second", "Second", 5, ("use it.",), (second, graded)),
        ),
    }
    return CourseContent(**{**fields, **changes})


def publish_course(content: CourseContent | None = None, *, now: datetime = NOW) -> CourseVersion:
    """Loads and publishes; the short course unless told otherwise."""
    return publish_version(load_course(content or short_course(), now=now).version, by=None, now=now)
