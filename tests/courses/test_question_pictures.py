"""The picture of a question: named by its file, shown with its words, handed out to whoever may see the question."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from courses.content import digest
from courses.kinds import kind_of
from courses.models import CourseVersion
from courses.models.content import content_of
from courses.packs import PackProblems, read_pack
from courses.packs.reading import read_folder
from courses.packs.sources import folder_of
from courses.packs.writing import sources_of
from courses.rendering import Picture, picture_of
from courses.selectors.attempts import paper
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.drafting import start_draft
from courses.services.learning import start_course
from people.models import Department, Employee
from people.roles import Role
from tests.courses.learner import step_of
from tests.factories import NOW, make_employee
from tests.support.all_kinds import course_of_kinds, question_of, store_colleagues
from tests.support.courses import publish_course
from tests.support.media import SVG, write
from toolkit.packfiles.problems import Problems

QUIZ = "courses/short/01-first/03-decide.quiz.yaml"
WARD = "courses/short/files/ward.svg"
WORDS = 'A ward with one bed & its "number".'
POST = """title: Decide
graded: false
questions:
- key: ward
  kind: decide
  prompt: What should happen?
  post:
    name: Jamie T.
    text: Good night!
    picture: 'A ward with one bed & its "number".'
    image: files/ward.svg
  answers:
    post: {correct: true, feedback: Fine.}
    change_first: {feedback: Not this.}
    do_not_post: {feedback: Not this.}
    report_it: {feedback: Not this.}
"""


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(PackProblems) as found:
        read_pack(folder)
    return [str(problem) for problem in found.value.problems]


@pytest.fixture
def ines(hospital: Department) -> Employee:
    """An author."""
    return make_employee("Ines Duarte", number="E-0007", department=hospital, roles=(Role.AUTHOR,))


@pytest.fixture
def version(tmp_path: Path, db: None) -> CourseVersion:
    call_command("load_content", str(write(tmp_path, {QUIZ: POST, WARD: SVG})), "--publish", verbosity=0)
    return CourseVersion.objects.get()


def test_it_is_frozen_with_the_version_and_written_as_it_was_read(version: CourseVersion, tmp_path: Path) -> None:
    (content,) = read_pack(tmp_path).courses
    assert content_of(version) == content
    assert [file.name for file in content.modules[0].steps[2].files] == ["ward.svg"]
    problems = Problems()
    again = read_folder(folder_of(sources_of(content_of(version)), problems))
    assert (problems.found, again.courses) == ([], (content,))
    write(tmp_path, {QUIZ: POST, WARD: SVG.replace(b"#2a8f8a", b"#123456")})
    assert digest(read_pack(tmp_path).courses[0]) != version.digest


def test_a_learner_sees_it_with_its_words_before_and_after_the_answer(
    client: Client, ada: Employee, version: CourseVersion
) -> None:
    step = step_of(version, "decide")
    attempt = start_attempt(start_course(version.course, employee=ada, now=NOW), step, now=NOW)
    (question,) = paper(step, attempt.seed)
    client.force_login(ada)
    asked = client.get(reverse("courses:question", args=[*step.address, 1, 1])).content.decode()
    save_answer(attempt, question, {"answer": ["post"]}, now=NOW)
    submit_attempt(attempt, step, now=NOW)
    told = client.get(reverse("courses:quiz-result", args=[*step.address, 1])).content.decode()
    assert question.picture
    shown = f'<img src="{question.picture.address}" alt="A ward with one bed &amp; its &quot;number&quot;."'
    for page in (asked, told):
        assert f'{shown} width="640" height="320">' in page
        assert "post-picture" not in page  # its words stand in the picture alone
    answer = client.get(question.picture.address)
    assert b"".join(answer.streaming_content) == SVG  # type: ignore[attr-defined]


def test_who_does_not_take_the_course_is_not_given_it(client: Client, boris: Employee, version: CourseVersion) -> None:
    file = step_of(version, "decide").files[0]
    client.force_login(boris)
    assert client.get(reverse("courses:file", args=["short", file.sha256, file.name])).status_code == 404


def test_an_author_sees_it_in_the_preview_and_in_a_trial(client: Client, ines: Employee, db: None) -> None:
    version = publish_course(course_of_kinds(picture=store_colleagues()), now=NOW)
    draft = start_draft(version, by=ines, now=NOW)
    part = draft.files.get(path__endswith="01-practice.quiz.yaml")
    client.force_login(ines)
    picture = f'<img src="{reverse("courses:draft-file", args=[draft.uuid, "colleagues.svg"])}"'
    assert picture in client.get(reverse("courses:draft-part", args=[draft.uuid, part.uuid])).content.decode()
    client.post(reverse("courses:draft-try", args=[draft.uuid, part.uuid]))
    places = range(1, len(version.modules.get().steps.get(slug="practice").questions.all()) + 1)
    asked = [reverse("courses:draft-try-question", args=[draft.uuid, part.uuid, place]) for place in places]
    assert sum(picture in client.get(address).content.decode() for address in asked) == 1


def test_a_picture_that_cannot_be_shown_is_named(tmp_path: Path) -> None:
    (missing,) = mistakes(write(tmp_path, {QUIZ: POST}))
    assert f'{QUIZ}:4: There is no file "files/ward.svg".' in missing
    pdf = "courses/short/files/ward.pdf"
    (other,) = mistakes(
        write(tmp_path, {QUIZ: POST.replace("ward.svg", "ward.pdf"), pdf: b"%PDF-1.7\n" + b"x" * 2_000})
    )
    assert f'{QUIZ}:4: "files/ward.pdf" is not a picture. Expected a file that ends with one of svg' in other


def test_it_has_words(tmp_path: Path) -> None:
    silent = POST.replace("    picture: 'A ward with one bed & its \"number\".'\n", "")
    (mistake,) = mistakes(write(tmp_path, {QUIZ: silent, WARD: SVG}))
    assert f"{QUIZ}:10: The image has no words." in mistake


def test_a_post_without_one_is_stored_as_before() -> None:
    assert "image" not in question_of("decide").body["post"]


def test_a_file_that_is_not_there_leaves_its_words(version: CourseVersion) -> None:
    step = step_of(version, "decide")
    shown = kind_of("decide").picture(step.questions[0].body)
    assert shown == ("files/ward.svg", WORDS)
    assert picture_of(shown, step.files, lambda file: file.name) == Picture("ward.svg", WORDS, "", 640, 320)
    assert picture_of(shown, (), lambda file: file.name) is None
    assert picture_of(None, step.files, lambda file: file.name) is None


def test_questions_of_such_a_quiz_can_be_exported(tmp_path: Path) -> None:
    quiz = write(tmp_path, {QUIZ: POST, WARD: SVG}) / QUIZ
    call_command("export_questions", str(quiz), "--into", str(tmp_path / "new.gift"), "--json")
