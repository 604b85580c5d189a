"""Every kind of question on its pages: asked, refused, kept, checked, handed in, explained; and what stays secret."""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from courses import kinds
from courses.models import Answer, AnswerKey, Attempt, CourseVersion
from courses.selectors.attempts import PaperQuestion, paper
from courses.selectors.outline import StepOutline
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.learning import start_course
from people.models import Employee
from tests.courses.learner import step_of
from tests.factories import NOW
from tests.support.all_kinds import QUESTIONS, course_of_kinds, right_answer, wrong_answer
from tests.support.courses import publish_course

SECRET = " canary-91c4"
CHECK = ("all-kinds", "kinds", "check")


@pytest.fixture
def version(db: None) -> CourseVersion:
    return publish_course(course_of_kinds(mark=SECRET), now=NOW)


@pytest.fixture
def check(version: CourseVersion) -> StepOutline:
    return step_of(version, "check")


@pytest.fixture
def attempt(version: CourseVersion, check: StepOutline, ada: Employee) -> Attempt:
    enrollment = start_course(version.course, employee=ada, now=NOW)
    practice = step_of(version, "practice")
    first = start_attempt(enrollment, practice, now=NOW)
    for question in paper(practice, first.seed):
        save_answer(first, question, answer_to(question, right_answer), now=NOW)
    submit_attempt(first, practice, now=NOW)
    return start_attempt(enrollment, check, now=NOW)


@pytest.fixture
def as_ada(client: Client, ada: Employee) -> Client:
    client.force_login(ada)
    return client


def url(name: str, *more: int) -> str:
    return reverse(f"courses:{name}", args=[*CHECK, 1, *more])


def answer_to(question: PaperQuestion, how: Any) -> dict[str, list[str]]:
    key_body = AnswerKey.objects.get(question=question.pk).body
    posted: dict[str, list[str]] = how(question.kind, question.body, key_body)
    return posted


def asked(check: StepOutline, attempt: Attempt, kind: str) -> PaperQuestion:
    return next(
        question for question in paper(check, attempt.seed) if question.key == f"check-{kind.replace('_', '-')}"
    )


@pytest.mark.parametrize(("how", "words"), [(right_answer, "You passed"), (wrong_answer, "Not passed yet")])
def test_every_kind_goes_all_the_way(
    as_ada: Client, check: StepOutline, attempt: Attempt, how: Any, words: str
) -> None:
    for question in paper(check, attempt.seed):
        here = url("question", question.place)
        assert as_ada.get(here).status_code == 200
        assert as_ada.post(here, answer_to(question, how)).status_code == 302
        assert as_ada.get(here).status_code == 200  # with the answer
    assert as_ada.get(url("quiz-check")).content.decode().count(">Change<") == len(QUESTIONS) + 1
    assert as_ada.post(url("quiz-submit"))["Location"] == url("quiz-result")
    page = as_ada.get(url("quiz-result")).content.decode()
    assert words in page
    assert "Does not count" in page
    attempt.refresh_from_db()
    assert attempt.score == (100 if how is right_answer else 0)  # whatever the own words were


def test_what_is_said_in_own_words_leaves_the_score_alone(check: StepOutline, attempt: Attempt) -> None:
    for question in paper(check, attempt.seed):
        how = wrong_answer if question.key == "check-own-words" else right_answer
        save_answer(attempt, question, answer_to(question, how), now=NOW)
    assert submit_attempt(attempt, check, now=NOW).score == 100


def every_answer(as_ada: Client, check: StepOutline, attempt: Attempt) -> Iterator[str]:
    """All that a learner can be sent about an open attempt."""
    for question in paper(check, attempt.seed):
        here = url("question", question.place)
        right, wrong = answer_to(question, right_answer), answer_to(question, wrong_answer)
        if question.kind != "short":  # what one has written oneself is no secret
            wrong = right
        yield as_ada.get(here).content.decode()
        yield as_ada.post(here, {}).content.decode()
        save = reverse("courses:save", args=[attempt.uuid, question.place])
        for fields in ({}, {"revision": 0}, {**wrong, "revision": 0}, {**wrong, "revision": 7}):
            yield as_ada.post(save, fields).content.decode()
        yield as_ada.post(here, {name: ["\x00", "-1", *values] for name, values in wrong.items()}).content.decode()
        yield as_ada.post(here, wrong, headers={"HX-Request": "true"}, follow=True).content.decode()
        yield as_ada.get(here).content.decode()
        # Answered in another window since: as JSON and as a page.
        other = answer_to(question, wrong_answer)
        for address in (save, here):
            refusal = as_ada.post(address, {**other, "revision": 0})
            assert refusal.status_code == (409 if other != wrong else 200 if address == save else 302)
            yield refusal.content.decode()
    yield as_ada.get(url("quiz-check")).content.decode()
    Answer.objects.filter(attempt=attempt).first().delete()  # type: ignore[union-attr]
    yield as_ada.post(url("quiz-submit")).content.decode()
    for name in ("home", "courses:catalog", "reports:my-file"):
        yield as_ada.get(reverse(name)).content.decode()
    for name, arguments in (("step", CHECK), ("overview", CHECK[:1]), ("sources", CHECK[:1])):
        yield as_ada.get(reverse(f"courses:{name}", args=arguments)).content.decode()


def test_nothing_of_key_and_feedback_is_sent_before_it_is_due(
    as_ada: Client, check: StepOutline, attempt: Attempt
) -> None:
    keys = AnswerKey.objects.filter(question__step=check.pk).select_related("question")
    assert all(SECRET in str(key.body) for key in keys)
    assert {key.question.kind for key in keys} == set(kinds.KINDS)
    pages = list(every_answer(as_ada, check, attempt))
    assert len(pages) > 100
    for page in pages:
        assert SECRET.strip() not in page
        assert "correct" not in page.lower()


@pytest.mark.parametrize("kind", QUESTIONS)
def test_an_empty_answer_is_a_422_that_says_where(
    as_ada: Client, check: StepOutline, attempt: Attempt, kind: str
) -> None:
    question = asked(check, attempt, kind)
    response = as_ada.post(url("question", question.place))
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error:" in page
    (target,) = re.findall(r'<li><a href="#(answer-[^"]+)">', page)
    assert f'id="{target}"' in page
    assert 'id="answer-error"' in page
    assert not Answer.objects.filter(attempt=attempt).exists()


def test_what_was_posted_stays_when_it_is_refused(as_ada: Client, check: StepOutline, attempt: Attempt) -> None:
    question = asked(check, attempt, "match")
    page = as_ada.post(url("question", question.place), {"match-b": "c"}).content.decode()
    assert page.count(" selected") == 1
    question = asked(check, attempt, "short")
    page = as_ada.post(url("question", question.place), {"answer": "long " * 2_000}).content.decode()
    assert "long " * 100 in page
    question = asked(check, attempt, "spot")
    page = as_ada.post(url("question", question.place), {"word": ["2", "5000"]}).content.decode()
    assert page.count(" checked") == 1


def test_a_move_is_kept_and_shows_the_page_again_at_its_button(
    as_ada: Client, check: StepOutline, attempt: Attempt
) -> None:
    question = asked(check, attempt, "order")
    here = url("question", question.place)
    keys = [step["key"] for step in question.body["steps"]]
    response = as_ada.post(here, {"step": keys, "move": f"down-{keys[0]}"})
    assert response["Location"] == f"{here}?at=answer-down-{keys[0]}"
    assert Answer.objects.get(attempt=attempt).given == [keys[1], keys[0], *keys[2:]]
    page = as_ada.get(response["Location"]).content.decode()
    assert re.findall(r'id="([^"]+)" autofocus', page) == [f"answer-down-{keys[0]}"]
    assert re.findall(r'name="step" value="(\w)"', page) == [keys[1], keys[0], *keys[2:]]
    response = as_ada.post(here, {"step": [keys[1], keys[0], *keys[2:]], "move": f"up-{keys[0]}"})
    assert response["Location"] == f"{here}?at=answer-down-{keys[0]}"  # at the top there is no button up


def test_a_stored_answer_that_makes_no_sense_counts_as_none(
    as_ada: Client, check: StepOutline, attempt: Attempt
) -> None:
    """As if the shape of answers had changed under an attempt that is open."""
    for question in paper(check, attempt.seed):
        Answer.objects.create(attempt=attempt, question_id=question.pk, given={"x": [None]}, answered_at=NOW)
        assert as_ada.get(url("question", question.place)).status_code == 200
    assert as_ada.get(url("quiz-check")).content.decode().count("Not answered yet") == len(QUESTIONS) + 1
    assert as_ada.post(url("quiz-submit")).status_code == 302
    assert as_ada.get(url("quiz-result")).status_code == 200
    attempt.refresh_from_db()
    assert attempt.score == 0


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "' OR 1=1 --", "\u202eabc", "é" * 600, "\ud83e"])
def test_own_words_are_shown_as_they_were_written(
    as_ada: Client, check: StepOutline, attempt: Attempt, text: str
) -> None:
    question = asked(check, attempt, "own_words")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    as_ada.post(url("question", question.place), {"answer": text})
    assert Answer.objects.get(attempt=attempt).given == text
    assert "<script>alert" not in as_ada.get(url("quiz-check")).content.decode()


class Guess:
    """A kind that exists in this test alone: the learner guesses a number."""

    name = "guess"

    def parse(self, fields: kinds.Fields) -> tuple[kinds.Json, kinds.Json]:
        return {"most": 10}, {"number": fields.whole("number", 1, 10)}

    def export(self, body: kinds.Json, key_body: kinds.Json) -> kinds.Json:
        return {"number": key_body["number"]}

    def picture(self, body: kinds.Json) -> tuple[str, str] | None:
        return None

    def draw(self, body: kinds.Json, rng: random.Random) -> kinds.Json:
        return body

    def render(self, body: kinds.Json, given: kinds.Given) -> kinds.Json:
        return {"most": body["most"], "number": given if isinstance(given, int) else ""}

    def clean(self, posted: kinds.Posted, body: kinds.Json) -> kinds.Given:
        value = "".join(posted.get("number", ()))
        if not value.isdecimal():
            raise kinds.Refused("Guess a number.")
        return int(value)

    def stays_at(self, posted: kinds.Posted, given: kinds.Given) -> str:
        return "1" if "again" in posted else ""

    def told(self, given: kinds.Given, body: kinds.Json) -> list[str]:
        return [f"The number {given}"] if isinstance(given, int) else []

    def grade(self, given: kinds.Given, key_body: kinds.Json) -> int:
        return 100 if given == key_body["number"] else 0

    def counts(self, key_body: kinds.Json) -> bool:
        return True

    def feedback(self, given: kinds.Given, body: kinds.Json, key_body: kinds.Json, *, shows_all: bool) -> kinds.Json:
        return {"number": key_body["number"] if shows_all else ""}


def test_a_new_kind_is_one_object_and_two_templates(
    as_ada: Client, ada: Employee, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "courses" / "questions"
    folder.mkdir(parents=True)
    (folder / "guess.html").write_text(
        "<h1>{{ question.prompt }}</h1>{% include 'courses/questions/_error.html' %}"
        "<input name=number id={{ id }}-1 value='{{ asked.number }}'> of {{ asked.most }}"
    )
    (folder / "guess_result.html").write_text("<p>It was {{ shown.number }}.</p>")
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]} for engine in settings.TEMPLATES]
    monkeypatch.setitem(kinds.KINDS, "guess", Guess())
    monkeypatch.setitem(QUESTIONS, "guess", "prompt: Which one?\nnumber: 7\n")

    version = publish_course(course_of_kinds("guessing", graded=False), now=NOW)
    practice = step_of(version, "practice")
    attempt = start_attempt(start_course(version.course, employee=ada, now=NOW), practice, now=NOW)
    place = next(question.place for question in paper(practice, attempt.seed) if question.kind == "guess")

    def at(name: str, *more: int) -> str:
        return reverse(f"courses:{name}", args=["guessing", "kinds", "practice", 1, *more])

    assert "of 10" in as_ada.get(at("question", place)).content.decode()
    refused = as_ada.post(at("question", place), {"number": "seven"})
    assert (refused.status_code, "Guess a number." in refused.content.decode()) == (422, True)
    assert as_ada.post(at("question", place), {"number": "7", "again": ""})["Location"].endswith("?at=answer-1")
    for question in paper(practice, attempt.seed):
        if question.kind != "guess":
            save_answer(attempt, question, answer_to(question, right_answer), now=NOW)
    assert "The number 7" in as_ada.get(at("quiz-check")).content.decode()
    as_ada.post(at("quiz-submit"))
    assert "It was 7." in as_ada.get(at("quiz-result")).content.decode()
    assert Attempt.objects.get().score == 100
