"""Courses written on the site: the services behind the pages."""

import pytest
from django.core.files.base import ContentFile

from courses.content import digest
from courses.errors import DraftGone, DraftRefused, DraftSavedMeanwhile, HasProblems
from courses.models import CourseDraft, CourseVersion, DraftFile
from courses.models.content import content_of
from courses.packs.sources import Sources
from courses.selectors.drafts import newest_version, read_sources, reading_of, sources_of_draft
from courses.selectors.exporting import exported
from courses.services.arranging import add_module, add_step, duplicate_part, move_part, remove_part
from courses.services.draft_files import add_file, remove_file
from courses.services.drafting import begin_course, discard_draft, save_part, start_draft, text_digest
from courses.services.learning import start_course
from courses.services.publishing import publish_draft
from ledger.models import Entry
from people.models import Employee
from people.roles import Role
from tests.factories import NOW, make_employee
from tests.support.all_kinds import course_of_kinds
from tests.support.courses import publish_course, short_course
from tests.support.media import picture

pytestmark = pytest.mark.django_db
QUIZ = "courses/short-course/02-second/02-check.quiz.yaml"


@pytest.fixture
def ines(hospital: object) -> Employee:
    """An author."""
    return make_employee("Ines Duarte", number="E-0007", department=hospital, roles=(Role.AUTHOR,))  # type: ignore[arg-type]


@pytest.fixture
def draft(ines: Employee) -> CourseDraft:
    return start_draft(publish_course(), by=ines, now=NOW)


def _file(draft: CourseDraft, ending: str) -> DraftFile:
    return draft.files.filter(path__endswith=ending).order_by("path")[0]


def _save(draft: CourseDraft, file: DraftFile, text: str, by: Employee) -> None:
    save_part(draft, file, text, over=text_digest(file.text), by=by, now=NOW)


def _publish(draft: CourseDraft, by: Employee) -> CourseVersion:
    draft.refresh_from_db()
    newest = newest_version(draft)
    return publish_draft(draft, revision=draft.revision, over=newest.digest if newest else "", by=by, now=NOW)


def _order(draft: CourseDraft) -> list[str]:
    return sorted(path for path in draft.files.values_list("path", flat=True) if path.count("/") == 3)


@pytest.mark.parametrize("course", [short_course(), course_of_kinds()])
def test_a_draft_is_the_files_of_its_version(course: object, ines: Employee) -> None:
    version = publish_course(course)  # type: ignore[arg-type]
    draft = start_draft(version, by=ines, now=NOW)
    assert sources_of_draft(draft) == exported(version)
    assert reading_of(draft).course == content_of(version)
    assert reading_of(draft).problems == ()
    assert start_draft(version, by=ines, now=NOW) == draft  # a second click


def test_mistakes_are_stored_and_named_with_their_lines(draft: CourseDraft, ines: Employee) -> None:
    file = _file(draft, "check.quiz.yaml")
    _save(draft, file, file.text.replace("correct: true", "correct: false"), ines)
    draft.refresh_from_db()
    problems = reading_of(draft).problems_in(file.path)
    assert {problem.what for problem in problems} == {"No choice is correct."}
    assert all("choices" in draft.files.get(pk=file.pk).text.split("\n")[one.line - 1] for one in problems)
    with pytest.raises(HasProblems):
        _publish(draft, ines)
    assert CourseDraft.objects.count() == 1
    assert CourseVersion.objects.count() == 1


def test_a_clause_that_is_in_no_policy_is_a_problem(draft: CourseDraft, ines: Employee) -> None:
    file = _file(draft, "check.quiz.yaml")
    text = file.text.replace("- key: g2\n", "- key: g2\n  clauses: [no-such-clause]\n", 1)
    _save(draft, file, text, ines)
    draft.refresh_from_db()
    (problem,) = reading_of(draft).problems
    assert problem.what == 'The clause "no-such-clause" is in no published policy.'
    assert "no-such-clause" in text.split("\n")[problem.line - 1]


def test_whoever_saves_second_overwrites_nothing(draft: CourseDraft, ines: Employee) -> None:
    file = _file(draft, ".md")
    over = text_digest(file.text)
    save_part(draft, file, "first\n", over=over, by=ines, now=NOW)
    with pytest.raises(DraftSavedMeanwhile):
        save_part(draft, file, "second\n", over=over, by=ines, now=NOW)
    assert save_part(draft, file, "first", over=over, by=ines, now=NOW).text == "first\n"  # the same, sent twice
    assert draft.files.get(pk=file.pk).text == "first\n"


def test_saving_into_what_is_gone_is_refused(draft: CourseDraft, ines: Employee) -> None:
    file = _file(draft, ".md")
    remove_part(draft, file, by=ines, now=NOW)
    with pytest.raises(DraftGone):
        _save(draft, file, "x", ines)
    discard_draft(draft)
    with pytest.raises(DraftGone):
        _save(draft, file, "x", ines)
    with pytest.raises(DraftGone):
        move_part(draft, file, by_places=1, by=ines, now=NOW)


def test_a_published_draft_is_the_next_version_and_who_has_begun_stays(
    draft: CourseDraft, ines: Employee, ada: Employee
) -> None:
    first = CourseVersion.objects.get()
    passage = start_course(first.course, employee=ada, now=NOW)
    before = digest(content_of(first))
    file = _file(draft, "course.yaml")
    _save(draft, file, file.text.replace("title: ", "title: New "), ines)
    second = _publish(draft, ines)
    assert (second.number, second.published_by, second.published_at) == (2, ines, NOW)
    assert not CourseDraft.objects.exists()
    assert Entry.objects.filter(kind="course.published").count() == 2
    passage.refresh_from_db()
    assert passage.version == first
    assert digest(content_of(CourseVersion.objects.get(pk=first.pk))) == before
    assert sources_of_draft(start_draft(second, by=ines, now=NOW)) == exported(second)


def test_nothing_is_published_that_was_not_looked_at(draft: CourseDraft, ines: Employee) -> None:
    newest = newest_version(draft)
    assert newest
    file = _file(draft, "course.yaml")
    _save(draft, file, file.text.replace("title: ", "title: New "), ines)
    for revision, over in ((draft.revision, newest.digest), (draft.revision + 1, "")):
        with pytest.raises(DraftSavedMeanwhile):
            publish_draft(draft, revision=revision, over=over, by=ines, now=NOW)
    assert CourseVersion.objects.count() == 1


def test_the_same_again_is_not_published(draft: CourseDraft, ines: Employee) -> None:
    with pytest.raises(DraftRefused):
        _publish(draft, ines)


def test_a_new_course_can_be_published_as_it_begins(ines: Employee) -> None:
    draft = begin_course(slug="photos", title="Photos: yes or no?", language="en-US", by=ines, now=NOW)
    assert reading_of(draft).problems == ()
    assert _publish(draft, ines).title == "Photos: yes or no?"
    with pytest.raises(DraftRefused):
        begin_course(slug="photos", title="Again", language="en-US", by=ines, now=NOW)


def test_moving_goes_up_and_down_over_the_ends_of_modules(draft: CourseDraft, ines: Employee) -> None:
    before = _order(draft)
    step = _file(draft, "check.quiz.yaml")
    for _ in range(3):
        move_part(draft, step, by_places=-1, by=ines, now=NOW)
    step.refresh_from_db()
    assert step.path.split("/")[2].startswith("01-")
    assert len(_order(draft)) == len(before)
    module = _file(draft, "module.yaml")
    move_part(draft, module, by_places=1, by=ines, now=NOW)
    module.refresh_from_db()
    assert module.path.split("/")[2].startswith("02-")
    draft.refresh_from_db()
    assert reading_of(draft).problems == ()


def test_copies_have_names_and_keys_of_their_own(draft: CourseDraft, ines: Employee) -> None:
    duplicate_part(draft, _file(draft, "check.quiz.yaml"), by=ines, now=NOW)
    duplicate_part(draft, _file(draft, "module.yaml"), by=ines, now=NOW)
    draft.refresh_from_db()
    reading = reading_of(draft)
    assert reading.problems == ()
    assert reading.course
    assert len(reading.course.modules) == 3


def test_a_quiz_with_mistakes_is_copied_as_it_is(draft: CourseDraft, ines: Employee) -> None:
    file = _file(draft, "check.quiz.yaml")
    _save(draft, file, "title: [never closed\n", ines)
    assert duplicate_part(draft, file, by=ines, now=NOW).text == "title: [never closed\n"


@pytest.mark.parametrize("kind", ["lesson", "quiz"])
def test_what_is_added_has_no_mistakes(kind: str, draft: CourseDraft, ines: Employee) -> None:
    add_module(draft, title="More", slug="more", by=ines, now=NOW)
    for _ in range(2):
        add_step(draft, _file(draft, "module.yaml"), kind=kind, title="One more", slug="more", by=ines, now=NOW)
    draft.refresh_from_db()
    assert reading_of(draft).problems == ()


def test_a_picture_is_looked_at_and_shown_by_its_plain_name(draft: CourseDraft, ines: Employee) -> None:
    data = picture()
    row = add_file(draft, file=ContentFile(data), name="C:\\My Desk.PNG", by=ines, now=NOW)
    assert row.path == "courses/short-course/files/my-desk.png"
    draft.refresh_from_db()
    assert [problem.what for problem in reading_of(draft).problems] == ["No lesson or question names this file."]
    lesson = _file(draft, ".md")
    _save(draft, lesson, lesson.text + "\n![A desk](files/my-desk.png)\n", ines)
    draft.refresh_from_db()
    assert reading_of(draft).problems == ()
    _save(draft, draft.files.get(pk=lesson.pk), lesson.text + "\n![](files/my-desk.png)\n", ines)
    draft.refresh_from_db()
    assert [one.what for one in reading_of(draft).problems] == [
        'The picture "files/my-desk.png" has no alternative text.'
    ]
    remove_file(draft, row, by=ines, now=NOW)
    assert not draft.files.filter(pk=row.pk).exists()


@pytest.mark.parametrize(("name", "data"), [("a.png", b"no picture"), ("a.exe", b"MZ"), ("talk.md", b"\xff\xfe")])
def test_what_is_no_such_file_is_refused(name: str, data: bytes, draft: CourseDraft, ines: Employee) -> None:
    with pytest.raises(DraftRefused):
        add_file(draft, file=ContentFile(data), name=name, by=ines, now=NOW)


def test_no_text_makes_the_reader_fail(draft: CourseDraft) -> None:
    texts = dict(sources_of_draft(draft).texts)
    for path in texts:
        for text in ("", "\x00", "---", "a: [", "- 1\n- 2", "title: {a: b}\nquestions: 3\n", "![](files/x.png)"):
            assert read_sources(Sources({**texts, path: text}, {})).problems or path.endswith("pack.yaml") or not text
