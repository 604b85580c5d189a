"""Answers as no page sends them: refused in words or taken as what they are, never an error; what was saved stays."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from courses import kinds
from courses.models import Answer, AnswerKey, Attempt, CourseVersion
from courses.selectors.attempts import PaperQuestion, paper
from courses.selectors.outline import StepOutline
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.learning import start_course
from people.models import Employee
from tests.courses.learner import step_of
from tests.factories import NOW
from tests.support.all_kinds import course_of_kinds, right_answer
from tests.support.courses import publish_course

Sent = dict[str, list[str]]
FORM = "application/x-www-form-urlencoded"
# Every one is made of what a form sends for the right answer.
BAD: dict[str, Callable[[Sent], Sent]] = {
    "nothing": lambda sent: {},
    "empty values": lambda sent: {name: [""] for name in sent},
    "no such option": lambda sent: {name: ["zz"] for name in sent},
    "a negative place": lambda sent: {name: ["-1"] for name in sent},
    "a huge place": lambda sent: {name: ["9" * 400] for name in sent},
    "an option too many": lambda sent: {name: [*values, "zz"] for name, values in sent.items()},
    "every value twice": lambda sent: {name: values * 2 for name, values in sent.items()},
    "one value less": lambda sent: {name: values[1:] for name, values in sent.items()},
    "a NUL": lambda sent: {name: [f"{value}\x00" for value in values] for name, values in sent.items()},
    "a megabyte": lambda sent: {name: ["x" * 1_000_000] for name in list(sent)[:1]},
    "other digits": lambda sent: {name: ["١٢"] for name in sent},
    "numbers with signs": lambda sent: {name: [f"+{value} " for value in values] for name, values in sent.items()},
    "names that are like it": lambda sent: {f"{name}[]": values for name, values in sent.items()},
    "a move to nowhere": lambda sent: {**sent, "move": ["up-zz", "down-", "-"]},
    "fields of its own": lambda sent: {**sent, "points": ["100"], "correct": ["a"], "attempt": ["1"], "seed": ["7"]},
    "thousands of values": lambda sent: {name: values * 1_500 for name, values in sent.items()},
    "megabytes": lambda sent: {name: ["x" * 4_000_000] for name in list(sent)[:1]},
}
# Bytes that no UTF-8 text holds: half of a surrogate pair, and such as stand in none.
BYTES = ("%ED%A0%80", "%FF%FE", "a%C3", "%00", "%", "%u0041")
REFUSED, TOO_MUCH = 422, {400, 413}
OF_OTHERS = "what answers other questions"
MAY_BE = {"one value less", OF_OTHERS}  # answers, of some kinds


@pytest.fixture
def version(db: None) -> CourseVersion:
    return publish_course(course_of_kinds(), now=NOW)


@pytest.fixture
def attempts(client: Client, version: CourseVersion, ada: Employee) -> list[tuple[StepOutline, Attempt]]:
    """Open attempts at practice and at a quiz that counts, with everything answered."""
    client.force_login(ada)
    enrollment = start_course(version.course, employee=ada, now=NOW)
    practice, check = step_of(version, "practice"), step_of(version, "check")
    submit_attempt(answered(start_attempt(enrollment, practice, now=NOW), practice), practice, now=NOW)
    opened = [(step, start_attempt(enrollment, step, now=NOW)) for step in (practice, check)]
    return [(step, answered(attempt, step)) for step, attempt in opened]


def answered(attempt: Attempt, step: StepOutline) -> Attempt:
    for question in paper(step, attempt.seed):
        save_answer(attempt, question, right(question), now=NOW)
    return attempt


def right(question: PaperQuestion) -> Sent:
    return right_answer(question.kind, question.body, AnswerKey.objects.get(question=question.pk).body)


def saved(attempt: Attempt) -> dict[int, Any]:
    return dict(Answer.objects.filter(attempt=attempt).values_list("question_id", "given"))


def form_of(step: StepOutline, attempt: Attempt, place: int) -> str:
    return reverse("courses:question", args=[*step.address, attempt.number, place])


def save_of(attempt: Attempt, place: int) -> str:
    return reverse("courses:save", args=[attempt.uuid, place])


def is_taken(response: Any) -> bool:
    """Whether the answer was taken. Whoever is refused is told so in a sentence."""
    if response.status_code in TOO_MUCH:
        assert b"<h1" in response.content
        return False
    if response.headers["Content-Type"].startswith("application/json"):
        assert response.status_code == 200
        told = json.loads(response.content)
        assert told.get("words", ".").endswith(".")
        return "revision" in told
    assert response.status_code in {302, REFUSED}
    if response.status_code == REFUSED:
        assert b"There is a problem" in response.content
        assert b'id="answer-error"' in response.content
    return bool(response.status_code == 302)


def stays_saved(attempt: Attempt, question: PaperQuestion, before: dict[int, Any], response: Any) -> None:
    """What was saved is as before, but for words that were taken: any words are an answer in words."""
    after = saved(attempt)
    if is_taken(response) and question.kind == "short":
        given = after.pop(question.pk)
        assert 0 < len(given) <= question.body["limit"]
        assert "\x00" not in given
        given.encode()  # fails for half of a surrogate pair
        Answer.objects.filter(attempt=attempt, question_id=question.pk).update(given=before[question.pk])
        before = {pk: given for pk, given in before.items() if pk != question.pk}
    assert after == before


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_no_answer_of_any_kind_is_an_error_or_loses_what_was_saved(
    client: Client, attempts: list[tuple[StepOutline, Attempt]], kind: str
) -> None:
    asked = 0
    for step, attempt in attempts:
        before = saved(attempt)
        papers = paper(step, attempt.seed)
        others = {name: values for other in papers if other.kind != kind for name, values in right(other).items()}
        for question in (question for question in papers if question.kind == kind):
            sends = {name: made(right(question)) for name, made in BAD.items()} | {OF_OTHERS: others}
            for name, sent in sends.items():
                for address in (form_of(step, attempt, question.place), save_of(attempt, question.place)):
                    response = client.post(address, {**sent, "revision": ["1"]})
                    if name in {"thousands of values", "megabytes"} and sum(map(len, sent.values())) > 1_000:
                        assert response.status_code in TOO_MUCH
                    if name in MAY_BE:
                        taken(attempt, question, sent, response)
                    else:
                        stays_saved(attempt, question, before, response)
                    Answer.objects.filter(attempt=attempt).update(revision=1)
                    asked += 1
    assert asked >= 4 * len(BAD)


def taken(attempt: Attempt, question: PaperQuestion, sent: Sent, response: Any) -> None:
    """Taken if, and only if, it is an answer here: options of different questions may go by the same letters."""
    row = Answer.objects.get(attempt=attempt, question_id=question.pk)
    try:
        expected = kinds.kind_of(question.kind).clean(sent, question.body)
    except kinds.Refused:
        expected = row.given
        assert not is_taken(response)
    else:
        assert is_taken(response)
    assert row.given == expected
    save_answer(attempt, question, right(question), now=NOW)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_no_bytes_are_an_error(client: Client, attempts: list[tuple[StepOutline, Attempt]], kind: str) -> None:
    for step, attempt in attempts:
        before = saved(attempt)
        question = next(question for question in paper(step, attempt.seed) if question.kind == kind)
        field = next(iter(right(question)))
        whole = urlencode({name: values for name, values in right(question).items() if name != field}, doseq=True)
        bodies = [(f"{whole}&{quote(field)}={raw}&revision=1", FORM) for raw in BYTES]
        bodies += [("\x00\xff", FORM), (json.dumps({field: ["a"]}), "application/json"), ("x", "text/plain")]
        bodies += [(f"--b\r\n{field}", "multipart/form-data; boundary=b"), ("", "multipart/form-data")]
        for address in (form_of(step, attempt, question.place), save_of(attempt, question.place)):
            for body, content_type in bodies:
                response = client.post(address, body, content_type=content_type)
                if response.status_code != 204:  # without a revision, only the place is kept
                    stays_saved(attempt, question, before, response)
                Answer.objects.filter(attempt=attempt).update(revision=1)
            file = SimpleUploadedFile("answer.txt", b"a")
            stays_saved(attempt, question, before, client.post(address, {field: file, "revision": "1"}))


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_an_answer_counts_only_where_it_belongs(
    client: Client, attempts: list[tuple[StepOutline, Attempt]], boris: Employee, version: CourseVersion, kind: str
) -> None:
    (practice, first), (_check, second) = attempts
    his = start_attempt(start_course(version.course, employee=boris, now=NOW), practice, now=NOW)
    question = next(question for question in paper(practice, first.seed) if question.kind == kind)
    sent = {**right(question), "revision": ["1"]}
    before = saved(first), saved(second), saved(his)
    last = len(paper(practice, first.seed))
    nowhere = [
        save_of(his, question.place),
        reverse("courses:save", args=[uuid4(), question.place]),
        *(save_of(first, place) for place in (0, last + 1, 10**9, 10**30)),
        *(form_of(practice, first, place) for place in (0, last + 1, 10**30)),
        *(reverse("courses:question", args=[*practice.address, number, 1]) for number in (0, 99, 10**30)),
        reverse("courses:question", args=["all-kinds", "kinds", "nowhere", 1, 1]),
    ]
    for address in nowhere:
        assert client.post(address, sent).status_code == 404
    for revision in ("-1", "x", "1" * 30, "1\x00", "1.5"):
        assert client.post(save_of(first, question.place), {**sent, "revision": revision}).status_code == 404
        assert client.post(form_of(practice, first, question.place), {**sent, "revision": revision}).status_code == 302
    assert (saved(first), saved(second), saved(his)) == before
