import dataclasses
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from courses import content as contents
from courses.content import (
    CheckChoice,
    CheckContent,
    CourseContent,
    DrawContent,
    ModuleContent,
    QuestionContent,
    RulesContent,
    StepContent,
)
from courses.content import SourceContent as Source
from courses.content import TermContent as Term
from courses.errors import CannotBeWritten
from courses.grading import Review
from courses.kinds import kind_of
from courses.models import CourseVersion
from courses.packs.sources import read_source_files
from courses.packs.transport import write_folder, write_zip
from courses.packs.writing import lesson_text, sources_of
from courses.selectors.exporting import exported
from tests.courses.kind_questions import Parsed, questions
from tests.support.all_kinds import course_of_kinds
from tests.support.courses import publish_course, short_course
from tests.support.lesson_pack import write_lesson_pack

COURSE = "courses/social-media-at-work"
STARTER = Path(__file__).resolve().parents[2] / "content" / "social-media-in-healthcare"
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\x00" * 200
# What YAML and Markdown might take for something else: quotes, colons, dashes, hashes, numbers, "yes".
LINES = st.text("ab yno:#-'\"|>{}[],&*!%@`~?.0123é🩺\\", min_size=1, max_size=24).map(str.strip).filter(bool)
TEXTS = LINES | st.lists(LINES, min_size=1, max_size=4).map("\n\n".join) | st.sampled_from(["yes", "12", "2026-01-01"])
PLAIN = st.text("abc xyz:-'.é", min_size=1, max_size=20).map(str.strip).filter(bool)
MARKDOWN = st.sampled_from(
    ["Words.", "    code\n\nand words", "- a\n- b", "## Below\n\n> said", "~~~\n---\n~~~", "**a** *b*"]
)
FACTS = st.lists(LINES, max_size=2, unique=True).map(tuple)
SLUGS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _export(slug: str, out: Path) -> dict[str, bytes]:
    call_command("export_course", slug, "--out", str(out), verbosity=0)
    return _tree(out)


@pytest.mark.django_db
def test_the_starter_course_exported_loaded_and_exported_again_is_the_same_to_the_byte(
    tmp_path: Path,
) -> None:
    call_command("load_content", str(STARTER), "--publish", verbosity=0)
    before = CourseVersion.objects.get(course__slug="social-media-at-work")
    first = _export("social-media-at-work", tmp_path / "first")
    call_command("load_content", str(tmp_path / "first"), "--publish")
    assert CourseVersion.objects.filter(course__slug="social-media-at-work").get() == before  # unchanged, so no other
    assert _export("social-media-at-work", tmp_path / "second") == first
    pictures = {path: data for path, data in _tree(STARTER / COURSE).items() if path.endswith(".svg")}
    assert pictures
    assert all(first[f"{COURSE}/{path}"] == data for path, data in pictures.items())


@pytest.mark.django_db
def test_everything_that_a_lesson_can_hold_goes_through(tmp_path: Path) -> None:
    call_command("load_content", str(write_lesson_pack(tmp_path / "pack", video=WEBM)), "--publish", verbosity=0)
    first = _export("everything", tmp_path / "first")
    assert first["courses/everything/files/talk.webm"] == WEBM
    call_command("load_content", str(tmp_path / "first"), verbosity=0)
    assert CourseVersion.objects.filter(course__slug="everything").count() == 1
    assert _export("everything", tmp_path / "second") == first


@pytest.mark.django_db
def test_a_zip_holds_the_same_files_and_is_the_same_each_time(tmp_path: Path) -> None:
    sources = exported(publish_course(course_of_kinds()))
    archives = [BytesIO(), BytesIO()]
    for archive in archives:
        write_zip(sources, archive, folder="all-kinds")
    assert archives[0].getvalue() == archives[1].getvalue()
    write_folder(sources, tmp_path / "out" / "all-kinds")
    with zipfile.ZipFile(archives[0]) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == _tree(tmp_path / "out")


@st.composite
def steps(draw: st.DrawFn, slug: str, used: set[str]) -> StepContent:
    kind = draw(st.sampled_from(["lesson", "quiz", "attest"]))
    title, minutes = draw(PLAIN), draw(st.integers(1, 240))
    if kind == "attest":
        return StepContent(slug, kind, draw(LINES), minutes, draw(st.just("") | PLAIN), policy=draw(SLUGS))
    if kind == "quiz":
        return _quiz(draw, slug, used)
    choices = tuple(CheckChoice(text, text == "a", draw(st.just("") | TEXTS)) for text in ("a", "b"))
    checks = tuple(CheckContent("single", draw(TEXTS), choices) for _ in range(draw(st.integers(0, 2))))
    text = draw(MARKDOWN)
    terms: tuple[Term, ...] = ()
    if draw(st.booleans()):
        text, terms = f"{text}\n\n[a word](term:)", (Term("a word", "12: that's it", ("words",)),)
    why = draw(st.sampled_from(["", "It *does*.", "One: two\n\nthree"]))
    return StepContent(
        slug, kind, title, minutes, text, draw(st.sampled_from([(), ("S1",)])), why=why, terms=terms, checks=checks
    )


def _quiz(draw: st.DrawFn, slug: str, used: set[str]) -> StepContent:
    is_graded = draw(st.booleans())
    asked: list[QuestionContent] = []
    for _ in range(draw(st.integers(1, 3))):
        parsed: Parsed = draw(questions())
        key = f"q-{len(used)}"
        used.add(key)
        clauses = draw(st.sampled_from([(), ("a", "b-c")]))
        counts = is_graded and kind_of(parsed.name).counts(parsed.key_body)
        since = draw(st.none() | st.integers(2, 5)) if asked else None
        question = QuestionContent(
            key,
            parsed.name,
            draw(TEXTS),
            parsed.body,
            parsed.key_body,
            clauses,
            ("S1",),
            since=since,
            until=draw(st.none() | st.integers(since or 1, 9)) if asked else None,
            tags=draw(st.sampled_from([(), ("pictures", "a-b")])),
            is_mandatory=draw(st.booleans()) if counts else False,
        )
        asked.append(question)
    return StepContent(
        slug,
        "quiz",
        draw(LINES),
        draw(st.integers(0, 240)),
        draw(st.just("") | PLAIN),
        is_graded=is_graded,
        pass_mark=draw(st.integers(1, 100)) if is_graded else None,
        attempts_limit=draw(st.none() | st.integers(1, 100)) if is_graded else None,
        is_shuffled=draw(st.booleans()),
        questions=tuple(asked),
        rules=_rules(draw, asked, is_graded=is_graded),
    )


def _rules(draw: st.DrawFn, asked: list[QuestionContent], *, is_graded: bool) -> RulesContent:
    rest = [question for question in asked if not (question.is_mandatory or question.since or question.until)]
    found = [DrawContent(1, (*question.tags, "")[0], (*question.clauses, "")[-1]) for question in rest]
    draws = tuple(found[: draw(st.integers(0, len(found)))])
    if not is_graded:
        return RulesContent(draws)
    failed, passed = draw(st.sampled_from(list(Review))), draw(st.sampled_from(list(Review)))
    wait, minutes = draw(st.none() | st.integers(1, 500)), draw(st.none() | st.integers(1, 480))
    extensions = draw(st.integers(0, 100)) if minutes else 10
    return RulesContent(draws, wait, failed.value, passed.value, minutes, extensions)


def _unbounded(module: ModuleContent) -> ModuleContent:
    rows = [[dataclasses.replace(item, since=None, until=None) for item in step.questions] for step in module.steps]
    steps = zip(module.steps, rows, strict=True)
    return dataclasses.replace(
        module, steps=tuple(dataclasses.replace(step, questions=tuple(items)) for step, items in steps)
    )


@st.composite
def courses(draw: st.DrawFn) -> CourseContent:
    used: set[str] = set()
    modules = tuple(
        ModuleContent(
            slug,
            draw(LINES),
            draw(st.integers(1, 600)),
            tuple(draw(st.lists(LINES, min_size=1, max_size=3, unique=True))),
            tuple(draw(steps(name, used)) for name in draw(st.lists(SLUGS, min_size=1, max_size=3, unique=True))),
        )
        for slug in draw(st.lists(SLUGS, min_size=1, max_size=3, unique=True))
    )
    if len({step.policy for module in modules for step in module.steps if step.policy}) != 1:
        modules = tuple(_unbounded(module) for module in modules)  # there is no one policy whose versions would count
    named = any(step.sources for module in modules for step in module.steps) or used
    sources = (
        (Source("S1", draw(TEXTS), draw(LINES), "2026-11-24", "https://example.org/a#b", draw(FACTS)),) if named else ()
    )
    months = draw(st.none() | st.integers(1, 120))
    return CourseContent("c", "en-US", draw(LINES), draw(TEXTS), 10, 80, months, sources, modules)


@given(courses())
def test_what_is_written_reads_as_the_same_and_is_written_the_same(course: CourseContent) -> None:
    sources = sources_of(course)
    (read,) = read_source_files(sources).courses
    assert read == course
    assert sources_of(read) == sources


@pytest.mark.parametrize("title", ["Plain", "C #", "In two #words #", "a: b", "- a"])
def test_a_title_is_written_so_that_it_is_read_again(title: str) -> None:
    step = StepContent("a", "lesson", title, 1, "Words.")
    course = dataclasses.replace(short_course(), sources=(), modules=(ModuleContent("m", "M", 1, ("x",), (step,)),))
    if title != "- a":  # a list is no title, however it is written
        assert read_source_files(sources_of(course)).courses == (course,)
    assert "===" in lesson_text(step) if title.endswith("#") else lesson_text(step).count("# ") == 1


def test_a_hundred_steps_have_room() -> None:
    many = tuple(StepContent(f"s{n}", "lesson", "T", 1, "Words.") for n in range(100))
    course = dataclasses.replace(short_course(), sources=(), modules=(ModuleContent("m", "M", 1, ("x",), many),))
    assert read_source_files(sources_of(course)).courses == (course,)


@pytest.mark.django_db
def test_nothing_is_handed_out_that_would_load_as_something_else() -> None:
    """A row that no pack could have held, as a database might be altered by hand."""
    version = publish_course()
    version.title = "A title with a \t tab"
    with pytest.raises(CannotBeWritten):
        exported(version)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-course"], "There is no such version"),
        (["short-course", "--version-number", "7"], "There is no such version"),
        (["short-course", "--language", "de"], "There is no such version"),
    ],
)
@pytest.mark.django_db
def test_a_version_that_is_not_there_is_said(arguments: list[str], said: str, tmp_path: Path) -> None:
    publish_course()
    with pytest.raises(CommandError, match=said):
        call_command("export_course", *arguments, "--out", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.django_db
def test_nothing_is_mixed_with_what_lies_in_the_folder(tmp_path: Path) -> None:
    publish_course()
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("export_course", "short-course", "--out", str(tmp_path))
    assert _tree(tmp_path) == {"mine.txt": b"mine"}


def test_every_field_of_content_is_known_to_the_writer() -> None:
    """A new field has to be written too. The properties above see its values once they are drawn there."""
    known = {
        "StepContent": "slug kind title minutes text sources is_graded pass_mark attempts_limit is_shuffled questions "
        "policy files why terms checks videos rules",
        "QuestionContent": "key kind prompt body key_body clauses sources since until tags is_mandatory",
        "RulesContent": "draws wait_minutes review_failed review_passed time_limit_minutes extensions",
        "DrawContent": "count tag clause",
        "SourceContent": "key title publisher read_on url facts",
        "ModuleContent": "slug title minutes objectives steps",
        "CourseContent": "slug language title summary minutes pass_mark validity_months sources modules",
        "CheckContent": "kind prompt choices",
        "CheckChoice": "text is_correct feedback",
    }
    for name, fields in known.items():
        assert [field.name for field in dataclasses.fields(getattr(contents, name))] == fields.split()
