"""A quiz of a draft tried as a learner."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Attempt, CourseDraft, DraftFile
from courses.packs.quiz_text import quiz_of
from courses.selectors.drafts import sources_of_draft
from courses.selectors.trying import tried_quiz
from courses.services.drafting import save_part, start_draft, text_digest
from people.models import Department, Employee
from people.roles import Role
from tests.factories import NOW, make_employee
from tests.support.all_kinds import course_of_kinds, right_answer, wrong_answer
from tests.support.courses import publish_course

pytestmark = pytest.mark.django_db
CANARY = " canary-of-the-key"


@pytest.fixture
def ines(hospital: Department) -> Employee:
    """An author."""
    return make_employee("Ines Duarte", number="E-0007", department=hospital, roles=(Role.AUTHOR,))


@pytest.fixture
def draft(client: Client, ines: Employee) -> CourseDraft:
    client.force_login(ines)
    return start_draft(publish_course(course_of_kinds(mark=CANARY)), by=ines, now=NOW)


def _check(draft: CourseDraft) -> DraftFile:
    return draft.files.get(path__endswith="check.quiz.yaml")


@pytest.mark.parametrize(("how", "score", "is_told"), [(right_answer, 100, True), (wrong_answer, 0, False)])
def test_a_quiz_of_every_kind_goes_as_for_a_learner(
    how: object, score: int, is_told: bool, client: Client, draft: CourseDraft
) -> None:
    file = _check(draft)
    answer = client.post(reverse("courses:draft-try", args=[draft.uuid, file.uuid]))
    seed = client.session["course_trial"]["seed"]
    quiz = tried_quiz(draft, file, seed)
    assert quiz
    keys = {question.key: question.key_body for question in quiz.content.questions}
    for question in quiz.questions:
        page = answer.headers["Location"]
        assert CANARY not in client.get(page).content.decode()
        posted = how(question.kind, question.body, keys[question.key])  # type: ignore[operator]
        answer = client.post(page, posted)
        assert answer.status_code == 302
    result = client.get(answer.headers["Location"]).content.decode()
    assert f"{score} percent right" in result
    assert ("needed: passed" in result) is is_told
    assert ("Take another picture without the board." in result) is is_told  # what would have been right
    assert not Attempt.objects.exists()


def test_nothing_answered_is_refused_with_the_words_of_its_kind(client: Client, draft: CourseDraft) -> None:
    file = _check(draft)
    client.post(reverse("courses:draft-try", args=[draft.uuid, file.uuid]))
    quiz = tried_quiz(draft, file, client.session["course_trial"]["seed"])
    assert quiz
    place = next(question.place for question in quiz.questions if question.kind == "single")
    page = reverse("courses:draft-try-question", args=[draft.uuid, file.uuid, place])
    answer = client.post(page, {"answer": ""})
    assert answer.status_code == 422
    assert client.get(reverse("courses:draft-try-question", args=[draft.uuid, file.uuid, 99])).status_code == 404


def test_a_quiz_that_was_changed_is_begun_once_more(client: Client, draft: CourseDraft, ines: Employee) -> None:
    file = _check(draft)
    client.post(reverse("courses:draft-try", args=[draft.uuid, file.uuid]))
    save_part(draft, file, f"{file.text}# more\n", over=text_digest(file.text), by=ines, now=NOW)
    for name, more in (("draft-try-question", [1]), ("draft-try-result", [])):
        answer = client.get(reverse(f"courses:{name}", args=[draft.uuid, file.uuid, *more]))
        assert answer.headers["Location"] == reverse("courses:draft-part", args=[draft.uuid, file.uuid])


def test_a_quiz_with_problems_cannot_be_tried(client: Client, draft: CourseDraft, ines: Employee) -> None:
    file = _check(draft)
    wrong = file.text.replace("correct: true", "correct: false")
    assert quiz_of(wrong)
    save_part(draft, file, wrong, over=text_digest(file.text), by=ines, now=NOW)
    answer = client.post(reverse("courses:draft-try", args=[draft.uuid, file.uuid]))
    assert answer.headers["Location"] == reverse("courses:draft-part", args=[draft.uuid, file.uuid])
    assert "course_trial" not in client.session
    draft.refresh_from_db()
    assert tried_quiz(draft, draft.files.get(pk=file.pk), 0) is None
    assert sources_of_draft(draft).texts[file.path] == wrong
