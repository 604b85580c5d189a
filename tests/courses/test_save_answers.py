"""Saving while somebody answers: by revision, so that nothing older replaces what is newer, and only one's own."""

import itertools
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.errors import AnsweredElsewhere, AttemptClosed
from courses.models import Answer, Attempt, CourseVersion
from courses.selectors.attempts import paper
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from people.models import Employee
from tests.courses.learner import answer_all, read_up_to_check, step_of
from tests.factories import NOW, make_course
from tests.people.signing_in import sign_in

CHECK = ("handwashing", "check", "final-check")
Save = Callable[..., Any]


@pytest.fixture
def version(db: None) -> CourseVersion:
    return make_course()


@pytest.fixture
def attempt(version: CourseVersion, ada: Employee) -> Attempt:
    return start_attempt(read_up_to_check(version, ada), step_of(version, "final-check"), now=NOW)


@pytest.fixture
def save(client: Client, ada: Employee, attempt: Attempt) -> Save:
    """Sends what a page sends, as ada."""
    client.force_login(ada)

    def send(place: int = 1, **fields: Any) -> Any:
        return client.post(reverse("courses:save", args=[attempt.uuid, place]), fields)

    return send


def stored(attempt: Attempt, place: int = 1) -> tuple[list[str], int] | None:
    questions = paper(step_of(attempt.enrollment.version, "final-check"), attempt.seed)
    row = Answer.objects.filter(attempt=attempt, question=questions[place - 1].pk).first()
    return (row.given, row.revision) if row else None


def test_each_save_answers_with_its_revision(save: Save, attempt: Attempt) -> None:
    assert save(answer="a", revision=0).json() == {"revision": 1}
    assert save(answer="b", revision=1).json() == {"revision": 2}
    assert stored(attempt) == (["b"], 2)


def test_the_same_answer_sent_again_is_saved_once(save: Save, attempt: Attempt) -> None:
    """The first reply got lost, so the page sends it again."""
    for _time in range(2):
        assert save(answer="a", revision=0).json() == {"revision": 1}
    assert stored(attempt) == (["a"], 1)


@pytest.mark.parametrize("seen", [0, 1])
def test_an_older_page_does_not_replace_a_newer_answer_and_is_told(save: Save, attempt: Attempt, seen: int) -> None:
    save(answer="a", revision=0)
    save(answer="b", revision=1)
    refusal = save(answer="a", revision=seen)
    assert refusal.status_code == 409
    assert refusal.json()["revision"] == 2
    assert "another window" in refusal.json()["words"]
    assert stored(attempt) == (["b"], 2)
    assert save(answer="a", revision=2).json() == {"revision": 3}  # on purpose, after it was told


def test_the_form_of_an_older_page_is_told_too(client: Client, save: Save, attempt: Attempt) -> None:
    save(answer="b", revision=0)
    address = reverse("courses:question", args=[*CHECK, 1, 1])
    page = client.post(address, {"answer": "a", "revision": 0})
    assert page.status_code == 409
    assert "another window" in page.content.decode()
    assert 'name="revision" value="1"' in page.content.decode()
    assert stored(attempt) == (["b"], 1)
    assert client.post(address, {"answer": "a", "revision": 1}).status_code == 302


def test_a_form_without_a_revision_saves_as_ever(client: Client, save: Save, attempt: Attempt) -> None:
    save(answer="b", revision=0)
    assert client.post(reverse("courses:question", args=[*CHECK, 1, 1]), {"answer": "a"}).status_code == 302
    assert stored(attempt) == (["a"], 2)


def test_what_is_no_answer_yet_is_said_and_leaves_the_stored_one(save: Save, attempt: Attempt) -> None:
    save(answer="b", revision=0)
    refusal = save(revision=1)
    assert (refusal.status_code, refusal.json()) == (200, {"words": "Choose an answer."})
    assert stored(attempt) == (["b"], 1)


def test_what_comes_after_handing_in_is_refused_with_the_reason(
    save: Save, attempt: Attempt, version: CourseVersion
) -> None:
    answer_all(attempt, step_of(version, "final-check"))
    submit_attempt(attempt, step_of(version, "final-check"), now=NOW)
    for fields in ({"answer": "b", "revision": 1}, {}):
        refusal = save(**fields)
        assert refusal.status_code == 410
        assert "already handed in" in refusal.json()["words"]
    assert stored(attempt) == (["a"], 1)


@pytest.mark.parametrize("fields", [{"revision": -1}, {"revision": "x"}, {"revision": 10**30}])
def test_a_revision_that_is_none_is_a_404(save: Save, attempt: Attempt, fields: dict[str, Any]) -> None:
    assert save(answer="a", **fields).status_code == 404
    assert stored(attempt) is None


@pytest.mark.parametrize("place", [0, 5, 10**9])
def test_a_place_that_is_not_on_the_paper_is_a_404(save: Save, place: int) -> None:
    assert save(place, answer="a", revision=0).status_code == 404


@pytest.mark.parametrize("who", ["boris", "hana", "mallory", "root"])
def test_nobody_saves_into_the_attempt_of_somebody_else(
    client: Client, request: pytest.FixtureRequest, attempt: Attempt, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    address = reverse("courses:save", args=[attempt.uuid, 1])
    assert client.post(address, {"answer": "a", "revision": 0}).status_code == 404
    assert stored(attempt) is None


def test_who_is_signed_out_is_sent_to_sign_in_and_nothing_is_saved(client: Client, attempt: Attempt) -> None:
    answer = client.post(reverse("courses:save", args=[attempt.uuid, 1]), {"answer": "a", "revision": 0})
    assert answer.status_code == 302
    assert stored(attempt) is None


def test_another_device_goes_on_at_the_question_that_was_open(client: Client, save: Save, attempt: Attempt) -> None:
    start = reverse("courses:quiz-start", args=CHECK)
    save(3, answer="a", revision=0)
    assert client.post(start)["Location"] == reverse("courses:question", args=[*CHECK, 1, 3])
    assert save(2).status_code == 204  # went back there, and changed nothing
    assert client.post(start)["Location"] == reverse("courses:question", args=[*CHECK, 1, 2])
    client.post(reverse("courses:question", args=[*CHECK, 1, 2]), {"answer": "a", "revision": 0})
    assert client.post(start)["Location"] == reverse("courses:question", args=[*CHECK, 1, 3])


def test_of_many_pages_in_any_order_none_replaces_what_it_has_not_seen(
    attempt: Attempt, version: CourseVersion
) -> None:
    """Three pages save, in a random order and with what each has seen; a refused one looks again, or not."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    rng = random.Random(seed)
    question = paper(step_of(version, "final-check"), attempt.seed)[0]
    pages = [0, 0, 0]
    given, revision = None, 0
    for _turn in range(150):
        page, choice = rng.randrange(3), rng.choice("ab")
        if pages[page] != revision and given != [choice]:
            with pytest.raises(AnsweredElsewhere) as refusal:
                save_answer(attempt, question, {"answer": [choice]}, now=NOW, seen=pages[page])
            assert refusal.value.given == given
            if rng.random() < 0.5:
                pages[page] = refusal.value.revision
        else:
            saved = save_answer(attempt, question, {"answer": [choice]}, now=NOW, seen=pages[page])
            assert saved.revision in (revision, revision + 1)
            given, revision = saved.given, saved.revision
            pages[page] = revision
        assert stored(attempt) == (given, revision)


def test_places_and_answers_of_a_closed_attempt_stay(attempt: Attempt, version: CourseVersion) -> None:
    check = step_of(version, "final-check")
    answer_all(attempt, check)
    submit_attempt(attempt, check, now=NOW)
    for question, seen in itertools.product(paper(check, attempt.seed), (None, 0, 1)):
        with pytest.raises(AttemptClosed):
            save_answer(attempt, question, {"answer": ["b"]}, now=NOW, seen=seen)
    assert {row.given[0] for row in Answer.objects.filter(attempt=attempt)} == {"a"}


@pytest.mark.parametrize("revision", [0, 1], ids=["the first answer", "another answer"])
def test_saving_costs_few_queries(client: Client, ada: Employee, save: Save, attempt: Attempt, revision: int) -> None:
    client.logout()
    sign_in(client, ada)  # which notes whose the session is
    if revision:
        save(answer="a", revision=0)
    with CaptureQueriesContext(connection) as asked:
        assert save(answer="b", revision=revision).json() == {"revision": revision + 1}
    queries = [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    # Who it is, whose attempt, and the answer with its place, which SQLite stores step by step.
    assert len(queries) == (3 if connection.vendor == "postgresql" else 5), queries


def test_a_refused_answer_moves_no_place(save: Save, attempt: Attempt) -> None:
    """Another device takes up where something was stored last."""
    save(1, answer="a", revision=0)
    save(2, answer="a", revision=0)
    assert save(1, answer="b", revision=0).status_code == 409
    attempt.refresh_from_db()
    assert attempt.place == 2
