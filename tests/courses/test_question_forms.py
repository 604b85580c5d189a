"""Questions of a draft as forms: nothing changes but what was edited, whatever the kind."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from courses.content import QuestionContent
from courses.kinds import KINDS, kind_of
from courses.kinds.parts import NotForAForm, arranged, keys_in, sent, taken
from courses.models import CourseDraft, DraftFile
from courses.packs.question_rows import HEAD, parts_of, places_in, without_head
from courses.packs.quiz_text import QUESTIONS, quiz_of, with_questions
from courses.packs.writing import question_fields
from courses.services.drafting import save_part, start_draft, text_digest
from people.models import Department, Employee
from people.roles import Role
from tests.courses.kind_questions import ANY_JSON, Parsed, questions
from tests.factories import NOW, make_employee
from tests.support.all_kinds import QUESTIONS as KINDS_AS_TEXT
from tests.support.all_kinds import course_of_kinds
from tests.support.courses import publish_course
from tests.support.forms import sent_by
from toolkit.packfiles.yamlwriting import yaml_text

SLUGS = st.lists(st.from_regex(r"[a-z]{1,5}", fullmatch=True), max_size=3, unique=True).map(tuple)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """A question with whatever stands around its kind, as it is written into a quiz."""
    parsed: Parsed = draw(questions())
    content = QuestionContent("a", parsed.name, "One:\n\n#two", parsed.body, parsed.key_body, draw(SLUGS), draw(SLUGS))
    around: dict[str, Any] = {
        "since": draw(st.none() | st.integers(2, 9)),
        "until": draw(st.none() | st.integers(9, 99)),
    }
    return question_fields(replace(content, **around, tags=draw(SLUGS), is_mandatory=draw(st.booleans())))


@given(rows())
def test_a_form_that_is_sent_back_unchanged_gives_the_same_bytes(row: dict[str, Any]) -> None:
    parts = parts_of(kind_of(row["kind"]))
    fields = sent(parts, without_head(row))
    posted = {name: [text.replace("\n", "\r\n") for text in texts] for name, texts in fields.items()}
    back = {name: row[name] for name in HEAD} | taken(parts, posted)
    assert yaml_text(back) == yaml_text(row)


@given(rows(), st.lists(st.sampled_from("abc")))
def test_every_field_has_its_line(row: dict[str, Any], others: list[str]) -> None:
    """So a problem that the reader of packs finds anywhere in the question comes beside a field."""
    text = with_questions({"title": "T", "graded": True}, [row, *({"key": key} for key in others)])
    places = places_in(text, 1)
    names = set(sent(parts_of(kind_of(row["kind"])), without_head(row)))
    around = {name.rpartition("-")[0] for name in places.values()} | set(places.values())
    assert names <= {name for name in around for name in (name, name.removesuffix("-0"))} | names & around
    assert set(places.values()) & {"key", "kind"} == set()
    assert places_in(text, len(others) + 2) == {}


@given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.text(max_size=9), st.lists(st.text(max_size=5))))
def test_whatever_is_sent_becomes_something_to_write(kind: str, posted: dict[str, list[str]]) -> None:
    parts = parts_of(kind_of(kind))
    row = taken(parts, posted)
    assert taken(parts, sent(parts, row)) == row
    for act in ("add-choices", "up-choices-0", "remove-a", *posted):
        arranged(posted, act)


@given(
    st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from(["prompt", "choices", "post", "text"]), ANY_JSON)
)
def test_what_no_field_can_show_is_refused_and_never_raises(kind: str, row: dict[str, Any]) -> None:
    try:
        sent(parts_of(kind_of(kind)), row)
    except NotForAForm:
        return


class Asking:
    """Says yes to whatever a kind asks for, and notes the keys."""

    def __init__(self, asked: set[str]) -> None:
        self.asked = asked

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return True

    def text(self, key: str, **_more: Any) -> str:
        self.asked.add(key)
        return "a [[b]]"

    def texts(self, key: str, **_more: Any) -> tuple[str, ...]:
        self.asked.add(key)
        return ("a", "b")

    def flag(self, key: str, **_more: Any) -> bool:
        self.asked.add(key)
        return True

    def whole(self, key: str, low: int, _high: int, **_more: Any) -> int:
        self.asked.add(key)
        return low

    def mapping(self, key: str, **_more: Any) -> "Asking":
        self.asked.add(key)
        return self

    def mappings(self, key: str) -> list["Asking"]:
        self.asked.add(key)
        return [self]

    def report(self, *_what: str, **_key: str | None) -> None:
        pass


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_the_parts_of_a_kind_are_what_it_reads(kind: Any) -> None:
    asked: set[str] = set()
    kind.parse(Asking(asked))
    assert set(keys_in(kind.parts)) - {""} == asked


def test_rows_are_added_moved_and_taken_out() -> None:
    posted = {"choices": ["0", "4"], "choices-4-text": ["b"]}
    assert arranged(posted, "add-choices") == ({**posted, "choices": ["0", "4", "5"]}, "choices-5")
    assert arranged(posted, "up-choices-4") == ({**posted, "choices": ["4", "0"]}, "choices-4")
    assert arranged(posted, "down-choices-4")[0] == posted
    assert arranged(posted, "remove-choices-0") == ({**posted, "choices": ["4"]}, "choices")
    assert arranged(posted, "remove-choices-7") == (posted, "")


@pytest.fixture
def ines(hospital: Department) -> Employee:
    """An author."""
    return make_employee("Ines Duarte", number="E-0007", department=hospital, roles=(Role.AUTHOR,))


@pytest.fixture
def draft(client: Client, ines: Employee) -> CourseDraft:
    client.force_login(ines)
    return start_draft(publish_course(course_of_kinds()), by=ines, now=NOW)


def _quiz(draft: CourseDraft) -> DraftFile:
    return draft.files.get(path__endswith="check.quiz.yaml")


def _address(draft: CourseDraft, number: int | str) -> str:
    file = _quiz(draft)
    if isinstance(number, str):
        return reverse("courses:draft-question-new", args=[draft.uuid, file.uuid, number])
    return reverse("courses:draft-question", args=[draft.uuid, file.uuid, number])


def _form(client: Client, draft: CourseDraft, number: int | str) -> dict[str, list[str]]:
    answer = client.get(_address(draft, number))
    assert answer.status_code == 200
    return sent_by(answer.content.decode(), "edit-form")


NUMBERS = range(1, len(KINDS_AS_TEXT) + 2)


@pytest.mark.django_db
@pytest.mark.parametrize("number", NUMBERS)
def test_a_page_that_is_saved_unchanged_changes_nothing(client: Client, draft: CourseDraft, number: int) -> None:
    text, revision = _quiz(draft).text, draft.revision
    assert client.post(_address(draft, number), _form(client, draft, number)).status_code == 302
    draft.refresh_from_db()
    assert (_quiz(draft).text, draft.revision) == (text, revision)


@pytest.mark.django_db
@pytest.mark.parametrize("number", NUMBERS)
def test_only_what_was_edited_changes(client: Client, draft: CourseDraft, number: int) -> None:
    text = _quiz(draft).text
    form = _form(client, draft, number)
    assert "canary" not in text
    client.post(_address(draft, number), form | {"prompt": ["canary"], "tags": ["one\r\ntwo"]})
    expected = quiz_of(text)
    expected[QUESTIONS][number - 1] |= {"prompt": "canary", "tags": ["one", "two"]}
    assert _quiz(draft).text == with_questions(quiz_of(text), expected[QUESTIONS])


@pytest.mark.django_db
def test_a_question_is_written_from_an_empty_form(client: Client, draft: CourseDraft) -> None:
    form = _form(client, draft, "single")
    assert form["choices"] == ["0", "1"]
    before = quiz_of(_quiz(draft).text)[QUESTIONS]
    form |= {
        "prompt": ["Who can see it?"],
        "choices-0-text": ["All"],
        "choices-0-correct": ["on"],
        "choices-1-text": ["We"],
    }
    answer = client.post(_address(draft, "single"), form)
    assert answer.headers["Location"] == _address(draft, len(before) + 1)
    assert quiz_of(_quiz(draft).text)[QUESTIONS] == [
        *before,
        {
            "key": "who-can-see-it",
            "kind": "single",
            "prompt": "Who can see it?",
            "choices": [{"text": "All", "correct": True}, {"text": "We", "correct": False}],
        },
    ]
    assert "There is a problem" not in client.get(answer.headers["Location"]).content.decode()


@pytest.mark.django_db
def test_problems_stand_beside_their_fields_and_keep_nothing_from_being_saved(
    client: Client, draft: CourseDraft
) -> None:
    form = _form(client, draft, 1) | {"choices-1-text": [""], "since": ["soon"], "clauses": ["no-such-clause"]}
    answer = client.post(_address(draft, 1), form, follow=True)
    assert answer.redirect_chain
    shown = answer.context["form"]
    assert set(shown.errors) == {"choices-1-text", "since", "clauses"}
    page = answer.content.decode()
    assert "“Words of the choice” is empty." in page
    assert 'href="#id_choices-1-text"' in page
    assert 'value="soon"' in page


@pytest.mark.django_db
def test_without_scripts_rows_come_and_go_and_nothing_is_stored(client: Client, draft: CourseDraft) -> None:
    text = _quiz(draft).text
    form = _form(client, draft, 1)
    for act, numbers in (
        ({"act": "add-choices"}, ["0", "1", "2", "3"]),
        ({"move": "up-choices-1"}, ["1", "0", "2"]),
        ({"act": "remove-choices-0"}, ["1", "2"]),
    ):
        page = client.post(_address(draft, 1), form | act).content.decode()
        assert sent_by(page, "edit-form")["choices"] == numbers
        assert "not saved yet" in page
        assert " autofocus" in page
    assert _quiz(draft).text == text


@pytest.mark.django_db
def test_the_preview_is_the_learners_look_and_stores_nothing(client: Client, draft: CourseDraft) -> None:
    text = _quiz(draft).text
    form = _form(client, draft, 1) | {"prompt": ["Seen before it is saved?"], "preview": ["live"]}
    part = client.post(_address(draft, 1), form, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Seen before it is saved?" in part
    assert "choice-right" in part
    whole = client.post(_address(draft, 1), form | {"preview": ["1"]}).content.decode()
    assert "Seen before it is saved?" in whole
    assert _quiz(draft).text == text


@pytest.mark.django_db
def test_another_question_may_change_meanwhile_and_this_one_may_not(
    client: Client, draft: CourseDraft, ines: Employee
) -> None:
    mine, theirs = _form(client, draft, 1), _form(client, draft, 2)
    client.post(_address(draft, 2), theirs | {"prompt": ["Theirs"]})
    client.post(_address(draft, 1), mine | {"prompt": ["Mine"]})
    prompts = [row["prompt"] for row in quiz_of(_quiz(draft).text)[QUESTIONS]]
    assert prompts[:2] == ["Mine", "Theirs"]
    again = client.post(_address(draft, 1), mine | {"prompt": ["From an old page"]})
    assert again.status_code == 422
    page = again.content.decode()
    assert "prompt: Mine" in page
    assert "From an old page" in page
    assert quiz_of(_quiz(draft).text)[QUESTIONS][0]["prompt"] == "Mine"
    client.post(_address(draft, 1), sent_by(page, "edit-form"))
    assert quiz_of(_quiz(draft).text)[QUESTIONS][0]["prompt"] == "From an old page"


@pytest.mark.django_db
def test_a_question_that_moved_is_found_and_one_that_is_gone_is_not_lost(client: Client, draft: CourseDraft) -> None:
    form = _form(client, draft, 1)
    quiz = quiz_of(_quiz(draft).text)
    turned = with_questions(quiz, reversed(quiz[QUESTIONS]))
    draft.files.filter(pk=_quiz(draft).pk).update(text=turned)
    client.post(_address(draft, 1), form | {"prompt": ["Mine"]})
    expected = {**quiz[QUESTIONS][0], "prompt": "Mine"}
    assert quiz_of(_quiz(draft).text)[QUESTIONS] == [*quiz[QUESTIONS][:0:-1], expected]
    draft.files.filter(pk=_quiz(draft).pk).update(text=with_questions(quiz, quiz[QUESTIONS][1:]))
    answer = client.post(_address(draft, 1), form | {"prompt": ["Mine"]})
    assert answer.status_code == 422
    assert "It was taken out" in answer.content.decode()
    assert _address(draft, "single") in answer.content.decode()


@pytest.mark.django_db
def test_what_no_field_can_show_is_changed_as_text(client: Client, draft: CourseDraft, ines: Employee) -> None:
    file = _quiz(draft)
    for text in (
        file.text.replace("  prompt:", "  surprise: 1\n  prompt:", 1),
        "questions: [\n",
        "questions: [{a: b}]\n",
    ):
        draft.files.filter(pk=file.pk).update(text=text)
        answer = client.get(_address(draft, 1), follow=True)
        assert answer.redirect_chain[0][0] == reverse("courses:draft-part", args=[draft.uuid, file.uuid])
    assert client.get(_address(draft, "no-such-kind")).status_code == 404
    save_part(draft, file, "questions: [{a: b}]\n", over=text_digest(file.text), by=ines, now=NOW)
    assert client.get(_address(draft, 2)).status_code == 404


@pytest.mark.django_db
def test_a_draft_that_is_gone_gives_the_words_back(client: Client, draft: CourseDraft) -> None:
    form = _form(client, draft, 1) | {"prompt": ["Not lost"]}
    address = _address(draft, 1)
    draft.delete()
    answer = client.post(address, form)
    assert answer.status_code == 422
    assert "Not lost" in answer.content.decode()
