"""Questions from files of other systems on the site: what a file holds is shown first, then taken; and GIFT."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from courses.exchange import read_questions
from courses.models import CourseDraft, DraftFile
from courses.packs.quiz_text import QUESTIONS, quiz_of
from courses.selectors.drafts import reading_of
from courses.services.drafting import start_draft, text_digest
from people.models import Department
from people.roles import Role
from tests.factories import NOW, make_employee
from tests.support.all_kinds import course_of_kinds
from tests.support.courses import publish_course
from tests.support.forms import sent_by

pytestmark = pytest.mark.django_db
SAMPLES = sorted((Path(__file__).parent / "samples").glob("*/*"))
FORM = {"gift": "gift", "moodle": "moodle-xml"}


@pytest.fixture
def draft(client: Client, hospital: Department) -> CourseDraft:
    ines = make_employee("Ines Duarte", number="E-0007", department=hospital, roles=(Role.AUTHOR,))
    client.force_login(ines)
    return start_draft(publish_course(course_of_kinds()), by=ines, now=NOW)


def _quiz(draft: CourseDraft) -> DraftFile:
    return draft.files.get(path__endswith="check.quiz.yaml")


def _address(draft: CourseDraft, name: str = "draft-exchange") -> str:
    return reverse(f"courses:{name}", args=[draft.uuid, _quiz(draft).uuid])


def _look_at(client: Client, draft: CourseDraft, data: bytes, form: str) -> HttpResponse:
    answer = client.post(_address(draft), {"form": form, "file": SimpleUploadedFile("questions", data)})
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_file_is_accounted_for_and_taken_after_a_look(sample: Path, client: Client, draft: CourseDraft) -> None:
    form, before = FORM[sample.parent.name], _quiz(draft).text
    imported = read_questions(sample.read_bytes(), form)
    page = _look_at(client, draft, sample.read_bytes(), form).content.decode()
    assert f"{len(imported.questions)} of {imported.items} can be taken over" in page
    lines = [*(one.line for one in imported.questions), *(one.line for one in imported.refused)]
    assert all(f"Line {line}" in page for line in lines)
    assert _quiz(draft).text == before
    if not imported.questions:
        return
    sent = sent_by(page, "take-form")
    answer = client.post(_address(draft), sent)
    assert answer.headers["Location"] == reverse("courses:draft-part", args=[draft.uuid, _quiz(draft).uuid])
    draft.refresh_from_db()
    # Clauses and sources of another site are for the author to choose anew.
    problems = reading_of(draft).problems_in(_quiz(draft).path)
    assert all(problem.what.startswith(("The clause ", "The source ")) for problem in problems)
    found = quiz_of(_quiz(draft).text)[QUESTIONS]
    assert [row["key"] for row in found[len(quiz_of(before)[QUESTIONS]) :]] == [
        taken.content.key for taken in imported.questions
    ]
    assert _quiz(draft).text.startswith(before)
    client.post(_address(draft), sent)  # a second click
    assert quiz_of(_quiz(draft).text)[QUESTIONS] == found


def test_where_a_question_comes_from_stands_above_it(client: Client, draft: CourseDraft) -> None:
    data = b"$CATEGORY: Privacy\n\n::One:: [tag:old]Is it?{T}\n\n"
    page = _look_at(client, draft, data, "gift").content.decode()
    client.post(_address(draft), sent_by(page, "take-form"))
    assert "# Category: Privacy\n" in _quiz(draft).text


def test_a_key_that_was_used_meanwhile_becomes_another_one(client: Client, draft: CourseDraft) -> None:
    page = _look_at(client, draft, b"::g::Is it?{T}\n", "gift").content.decode()
    other = draft.files.get(path__endswith="practice.quiz.yaml")
    draft.files.filter(pk=other.pk).update(text=other.text.replace("key: practice-single", "key: g"))
    client.post(_address(draft), sent_by(page, "take-form"))
    assert quiz_of(_quiz(draft).text)[QUESTIONS][-1]["key"] == "g-2"


BAD = {
    "broken": (b"<quiz><question>", "moodle-xml", "broken on line 1"),
    "50 MB": (b"x" * 50_000_000, "moodle-xml", "too large"),
    "50 MB of GIFT": (b"x" * 50_000_000, "gift", "too large"),
    "deeply nested": (b"<quiz>" + b"<a>" * 5_000, "moodle-xml", "nested too deeply"),
    "an external entity": (
        b"<!DOCTYPE quiz [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><quiz>&x;</quiz>",
        "moodle-xml",
        "document type",
    ),
    "two encodings": ("é{=a ~b}\n\n".encode() + "ü{=a ~b}".encode("latin-1"), "gift", "mixes two encodings"),
    "another encoding": (b'<?xml version="1.0" encoding="utf-7"?><quiz/>', "moodle-xml", "encoding"),
    "too many": (b"<quiz>" + b"<question/>" * 2_001 + b"</quiz>", "moodle-xml", "more than 2,000 items"),
    "empty": (b"", "gift", "The file is empty."),
    "another format": (b"::A::Is it?{T}", "moodle-xml", "broken"),
}


@pytest.mark.parametrize(("data", "form", "words"), BAD.values(), ids=list(BAD))
def test_a_bad_file_is_refused_with_a_sentence(
    data: bytes, form: str, words: str, client: Client, draft: CourseDraft
) -> None:
    before = _quiz(draft).text
    answer = _look_at(client, draft, data, form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "root:" not in page
    assert _quiz(draft).text == before


def test_what_is_unknown_or_a_script_is_named_and_shown_as_text(client: Client, draft: CourseDraft) -> None:
    data = (
        b"<quiz><question type='drawing'><name><text>Draw</text></name></question><question type='truefalse'>"
        b"<name><text>S</text></name><questiontext format='html'>"
        b"<text><![CDATA[<script>alert(1)</script>Is it?]]></text></questiontext>"
        b"<answer fraction='100'><text>true</text></answer>"
        b"<answer fraction='0'><text>false</text></answer></question></quiz>"
    )
    page = _look_at(client, draft, data, "moodle-xml").content.decode()
    assert "drawing" in page
    assert "of 2 can be taken over" in page
    assert "<script>alert" not in page


def test_more_than_a_quiz_can_hold_is_not_offered(client: Client, draft: CourseDraft) -> None:
    data = "\n\n".join(f"::q{n}::{'word ' * 300}{{T}}" for n in range(800)).encode()
    page = _look_at(client, draft, data, "gift").content.decode()
    assert "more than one quiz can hold" in page
    assert sent_by(page, "take-form") == {}


@pytest.mark.parametrize("bank", ["", "questions: [\n", "a: b\n", "questions: [a]\n", "questions: \x00\n"])
def test_what_is_no_bank_is_not_added(bank: str, client: Client, draft: CourseDraft) -> None:
    before = _quiz(draft).text
    data = {"bank": bank, "over": text_digest(before)}
    assert client.post(_address(draft), data, follow=True).status_code == 200
    assert _quiz(draft).text == before


def test_without_a_file_or_a_format_nothing_is_looked_at(client: Client, draft: CourseDraft) -> None:
    page = client.post(_address(draft), {})
    assert page.status_code == 422
    assert "Choose a file first." in page.content.decode()
    assert "Choose the format of the file." in page.content.decode()


def test_gift_comes_back_and_what_it_cannot_say_is_named(client: Client, draft: CourseDraft) -> None:
    page = client.get(_address(draft)).content.decode()
    assert "GIFT has no such kind of question." in page
    answer = client.get(_address(draft, "draft-gift"))
    assert "02-check.gift" in answer.headers["Content-Disposition"]
    back = read_questions(answer.content, "gift")
    kinds = {taken.content.kind for taken in back.questions}
    assert kinds == {"single", "multiple", "true_false", "short"}
    draft.files.filter(pk=_quiz(draft).pk).update(text="questions: [{a: b}]\n")
    CourseDraft.objects.filter(pk=draft.pk).update(revision=draft.revision + 1)
    assert client.get(_address(draft, "draft-gift")).status_code == 404


def test_only_a_quiz_has_questions_to_exchange(client: Client, draft: CourseDraft) -> None:
    module = draft.files.get(path__endswith="module.yaml")
    assert client.get(reverse("courses:draft-exchange", args=[draft.uuid, module.uuid])).status_code == 404
