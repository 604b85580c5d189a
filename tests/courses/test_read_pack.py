"""What a good pack becomes."""

from pathlib import Path

from courses.content import QuestionContent, SourceContent, StepContent, digest
from courses.packs import read_pack
from tests.support.courses import SHORT_PACK, write_pack


def test_a_pack_becomes_content(tmp_path: Path) -> None:
    pack = read_pack(write_pack(tmp_path))
    assert (pack.name, pack.language, pack.license) == ("Short pack", "en-US", "Apache-2.0")
    (course,) = pack.courses
    assert (course.slug, course.title, course.pass_mark, course.validity_months) == ("short", "Short course", 80, 12)
    assert course.sources == (SourceContent("S1", "A source", "Somebody", "2026-11-24"),)
    (module,) = course.modules
    assert (module.slug, module.objectives) == ("first", ("say what it is about.",))
    lesson, quiz = module.steps
    assert lesson == StepContent("read", "lesson", "Read this", 2, "Some *text*.", sources=("S1",))
    assert (quiz.slug, quiz.is_graded, quiz.pass_mark, quiz.attempts_limit, quiz.is_shuffled) == (
        "check",
        True,
        80,
        3,
        True,
    )
    assert quiz.questions[0] == QuestionContent(
        key="q-one",
        kind="single",
        prompt="Which one?",
        body={"choices": [{"key": "a", "text": "This one"}, {"key": "b", "text": "That one"}]},
        key_body={"correct": ["a"], "feedback": {"a": "Right.", "b": "No."}},
        sources=("S1",),
    )


def test_line_ends_and_byte_order_marks_do_not_change_the_digest(tmp_path: Path) -> None:
    plain = read_pack(write_pack(tmp_path / "plain"))
    other = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in SHORT_PACK.items()}
    assert digest(read_pack(write_pack(tmp_path / "other", **other)).courses[0]) == digest(plain.courses[0])


def test_files_of_tools_and_a_readme_are_left_alone(tmp_path: Path) -> None:
    extra: dict[str, str | bytes | None] = {
        ".git/config": "x",
        "courses/.DS_Store": b"\xff",
        "README.md": "# Read me",
        "LICENSE": "Apache",
    }
    assert read_pack(write_pack(tmp_path, **extra)) == read_pack(write_pack(tmp_path / ".plain"))


def test_steps_and_modules_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    extra = {
        "courses/short/10-last/module.yaml": SHORT_PACK["courses/short/01-first/module.yaml"],
        "courses/short/10-last/05-b.md": SHORT_PACK["courses/short/01-first/01-read.md"],
        "courses/short/10-last/03-c.md": SHORT_PACK["courses/short/01-first/01-read.md"],
        "courses/short/02-mid/module.yaml": SHORT_PACK["courses/short/01-first/module.yaml"],
        "courses/short/02-mid/01-a.md": SHORT_PACK["courses/short/01-first/01-read.md"],
    }
    course = read_pack(write_pack(tmp_path, **extra)).courses[0]
    assert [module.slug for module in course.modules] == ["first", "mid", "last"]
    assert [step.slug for step in course.modules[2].steps] == ["c", "b"]


def test_only_sources_that_are_named_belong_to_a_course(tmp_path: Path) -> None:
    more = SHORT_PACK["sources.yaml"] + SHORT_PACK["sources.yaml"].replace("S1", "S2")
    with_more = read_pack(write_pack(tmp_path / "more", **{"sources.yaml": more}))
    assert with_more.courses == read_pack(write_pack(tmp_path / "plain")).courses


def test_markdown_that_only_looks_wrong_is_taken(tmp_path: Path) -> None:
    text = (
        "---\nminutes: 2\n---\n\nA title: with a colon & more\n===\n\n"
        "`<b>` and \\<b> and 3 < 4.\n\n    <script>\n\n## Two\n\n### Three\n\n## Two again\n\n"
        "<https://example.org> and [mail](mailto:a@example.org) and [ref][r].\n\n[r]: https://example.org\n"
    )
    lesson = (
        read_pack(write_pack(tmp_path, **{"courses/short/01-first/01-read.md": text})).courses[0].modules[0].steps[0]
    )
    assert lesson.title == "A title: with a colon & more"
    assert lesson.text.startswith("`<b>` and")
