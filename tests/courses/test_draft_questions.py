"""Questions of a quiz in a draft, arranged by buttons."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given

from courses.models import CourseDraft, DraftFile
from courses.packs.quiz_text import QUESTIONS, NotAList, prompts_in, quiz_of, text_of
from courses.selectors.drafts import reading_of
from courses.services.drafting import save_part, start_draft, text_digest
from people.models import Department, Employee
from people.roles import Role
from tests.courses.kind_questions import Parsed, questions, read
from tests.factories import NOW, make_employee
from tests.support.courses import publish_course


@pytest.fixture
def ines(hospital: Department) -> Employee:
    """An author."""
    return make_employee("Ines Duarte", number="E-0007", department=hospital, roles=(Role.AUTHOR,))


@pytest.fixture
def draft(client: Client, ines: Employee) -> CourseDraft:
    client.force_login(ines)
    return start_draft(publish_course(), by=ines, now=NOW)


def _quiz(draft: CourseDraft) -> DraftFile:
    return draft.files.get(path__endswith="check.quiz.yaml")


def _keys(draft: CourseDraft) -> list[str]:
    return [row["key"] for row in quiz_of(_quiz(draft).text)[QUESTIONS]]


def _act(client: Client, draft: CourseDraft, act: str, over: str = "") -> None:
    file = _quiz(draft)
    data = {"act": act, "over": over or text_digest(file.text)}
    assert client.post(reverse("courses:draft-questions", args=[draft.uuid, file.uuid]), data).status_code == 302


@pytest.mark.django_db
def test_questions_are_moved_copied_and_taken_out(client: Client, draft: CourseDraft) -> None:
    for act, keys in (
        ("up-2", ["g2", "g1", "g3"]),
        ("down-2", ["g2", "g3", "g1"]),
        ("down-3", ["g2", "g3", "g1"]),
        ("up-1", ["g2", "g3", "g1"]),
        ("duplicate-1", ["g2", "g2-2", "g3", "g1"]),
        ("remove-3", ["g2", "g2-2", "g1"]),
        ("remove-9", ["g2", "g2-2", "g1"]),
        ("sideways-1", ["g2", "g2-2", "g1"]),
    ):
        _act(client, draft, act)
        assert _keys(draft) == keys
    draft.refresh_from_db()
    assert reading_of(draft).problems == ()


@pytest.mark.django_db
def test_questions_that_were_dragged_stand_in_their_new_order(client: Client, draft: CourseDraft) -> None:
    file = _quiz(draft)
    address = reverse("courses:draft-questions", args=[draft.uuid, file.uuid])
    for numbers in (["3", "1", "2"], ["1", "2"], ["1", "1", "2"], ["x"]):
        client.post(address, {"act": "order", "number": numbers, "over": text_digest(_quiz(draft).text)})
        assert _keys(draft) == ["g3", "g1", "g2"]
    client.post(address, {"act": "order", "number": ["2", "3", "1"], "over": text_digest(file.text)})
    assert _keys(draft) == ["g3", "g1", "g2"]


@pytest.mark.django_db
def test_a_page_that_is_old_changes_nothing(client: Client, draft: CourseDraft) -> None:
    _act(client, draft, "up-2", over="0" * 64)
    assert _keys(draft) == ["g1", "g2", "g3"]


@pytest.mark.django_db
def test_the_last_question_stays_and_a_broken_text_is_left_alone(
    client: Client, draft: CourseDraft, ines: Employee
) -> None:
    for _ in range(4):
        _act(client, draft, "remove-1")
    assert _keys(draft) == ["g3"]
    file = _quiz(draft)
    save_part(draft, file, "questions: [\n", over=text_digest(file.text), by=ines, now=NOW)
    _act(client, draft, "up-2")
    assert _quiz(draft).text == "questions: [\n"


@given(questions())
def test_a_question_of_any_kind_is_the_same_after_it_was_written_anew(parsed: Parsed) -> None:
    row = {"key": "a", "kind": parsed.name, "prompt": "One: two", **parsed.data}
    text = text_of({"title": "T", "graded": False, "questions": [row]})
    again = quiz_of(text)[QUESTIONS][0]
    assert again == row
    fields = {key: value for key, value in again.items() if key not in ("key", "kind", "prompt")}
    assert read(parsed.name, text_of(fields)) == (parsed.body, parsed.key_body, [])
    assert prompts_in(text) == ["One: two"]


@pytest.mark.parametrize("text", ["", "a: [", "- a\n", "questions: 3\n", "questions: [a, b]\n", "questions: &a [*a]\n"])
def test_a_text_without_a_list_of_questions_is_none(text: str) -> None:
    with pytest.raises(NotAList):
        quiz_of(text)
    assert prompts_in(text) == []
