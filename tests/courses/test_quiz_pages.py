"""A quiz in the browser: one question a page, check, hand in, result; and what two tabs and the back button do."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Answer, AnswerKey, Attempt, CourseVersion, Enrollment
from courses.selectors.attempts import paper
from courses.services.attempts import start_attempt
from people.models import Employee
from tests.courses.learner import answer_all, read_up_to_check, step_of, take_quiz
from tests.factories import CANARY, NOW, make_course

CHECK = ("handwashing", "check", "final-check")


@pytest.fixture
def version(db: None) -> CourseVersion:
    return make_course()


@pytest.fixture
def enrollment(version: CourseVersion, ada: Employee) -> Enrollment:
    return read_up_to_check(version, ada)


@pytest.fixture
def attempt(version: CourseVersion, enrollment: Enrollment) -> Attempt:
    return start_attempt(enrollment, step_of(version, "final-check"), now=NOW)


@pytest.fixture
def as_ada(client: Client, ada: Employee) -> Client:
    client.force_login(ada)
    return client


def url(name: str, *more: int) -> str:
    return reverse(f"courses:{name}", args=[*CHECK, *more])


def test_start_answer_check_hand_in_and_pass(as_ada: Client, enrollment: Enrollment) -> None:
    response = as_ada.post(url("quiz-start"))
    assert response["Location"] == url("question", 1, 1)
    for _place in range(4):
        page = as_ada.get(response["Location"])
        assert page.status_code == 200
        response = as_ada.post(response["Location"], {"answer": "a"})
    assert response["Location"] == url("quiz-check", 1)
    response = as_ada.post(url("quiz-submit", 1))
    assert response["Location"] == url("quiz-result", 1)
    assert "You passed" in as_ada.get(response["Location"]).content.decode()


def test_starting_again_leads_to_where_one_was(as_ada: Client, attempt: Attempt) -> None:
    as_ada.post(url("question", 1, 1), {"answer": "a"})
    as_ada.post(url("question", 1, 2), {"answer": "a"})
    assert as_ada.post(url("quiz-start"))["Location"] == url("question", 1, 3)


def test_starting_again_after_the_last_question_leads_to_the_one_that_was_left_out(
    as_ada: Client, attempt: Attempt
) -> None:
    for place in (1, 3, 4):
        as_ada.post(url("question", 1, place), {"answer": "a"})
    assert as_ada.post(url("quiz-start"))["Location"] == url("question", 1, 2)


def test_no_choice_is_a_422_with_a_summary_that_links_to_the_first_choice(as_ada: Client, attempt: Attempt) -> None:
    response = as_ada.post(url("question", 1, 1))
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in page
    assert 'href="#answer-1"' in page
    assert "<title>Error:" in page


@pytest.mark.parametrize("value", ["z", "-1", "a'); DROP TABLE", "é", "a" * 100_000])
def test_an_unknown_choice_is_refused_calmly(as_ada: Client, attempt: Attempt, value: str) -> None:
    assert as_ada.post(url("question", 1, 1), {"answer": value}).status_code == 422
    assert not Answer.objects.filter(attempt=attempt).exists()


def test_handing_in_too_early_links_to_the_open_questions(as_ada: Client, attempt: Attempt) -> None:
    as_ada.post(url("question", 1, 2), {"answer": "a"})
    response = as_ada.post(url("quiz-submit", 1))
    assert response.status_code == 422
    assert url("question", 1, 1) in response.content.decode()
    attempt.refresh_from_db()
    assert attempt.is_open


def test_a_second_hand_in_shows_the_first_result(as_ada: Client, attempt: Attempt, version: CourseVersion) -> None:
    answer_all(attempt, step_of(version, "final-check"), choice="b")
    for _tab in range(2):
        assert as_ada.post(url("quiz-submit", 1))["Location"] == url("quiz-result", 1)
    assert Attempt.objects.filter(step__slug="final-check").count() == 1


def test_an_old_tab_cannot_write_into_the_next_attempt(
    as_ada: Client, enrollment: Enrollment, version: CourseVersion
) -> None:
    take_quiz(enrollment, step_of(version, "final-check"), choice="b")
    second = start_attempt(enrollment, step_of(version, "final-check"), now=NOW)
    response = as_ada.post(url("question", 1, 1), {"answer": "a"}, follow=True)
    assert "already handed in" in response.content.decode()
    assert not Answer.objects.filter(attempt=second).exists()


def test_the_back_button_after_handing_in_shows_the_result(
    as_ada: Client, enrollment: Enrollment, version: CourseVersion
) -> None:
    take_quiz(enrollment, step_of(version, "final-check"), choice="b")
    assert as_ada.get(url("question", 1, 2))["Location"] == url("quiz-result", 1)
    assert as_ada.get(url("quiz-check", 1))["Location"] == url("quiz-result", 1)


def test_the_result_of_an_open_attempt_is_the_check_page(as_ada: Client, attempt: Attempt) -> None:
    assert as_ada.get(url("quiz-result", 1))["Location"] == url("quiz-check", 1)


def test_a_locked_check_says_what_to_do(client: Client, boris: Employee, version: CourseVersion) -> None:
    client.force_login(boris)
    client.post(reverse("courses:start", args=["handwashing"]))
    assert "Finish the steps before this one" in client.get(url("step")).content.decode()
    response = client.post(url("quiz-start"), follow=True)
    assert "Finish the steps before this one" in response.content.decode()
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("who", ["boris", "hana", "mallory", "root"])
@pytest.mark.parametrize("name", ["quiz-result", "quiz-check"])
def test_somebody_elses_attempt_is_a_404(
    client: Client, request: pytest.FixtureRequest, attempt: Attempt, who: str, name: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(name, 1)).status_code == 404
    assert client.get(url("question", 1, 1)).status_code == 404
    assert client.post(url("question", 1, 1), {"answer": "a"}).status_code == 404
    assert client.post(url("quiz-submit", 1)).status_code == 404
    assert not Answer.objects.filter(attempt=attempt).exists()


def every_learner_page(client: Client) -> Iterator[str]:
    """Every page that ada can reach by GET around her open attempt."""
    yield reverse("home")
    yield reverse("courses:catalog")
    yield reverse("courses:overview", args=["handwashing"])
    for module, slug in (("basics", "why"), ("basics", "practice"), ("check", "how"), ("check", "final-check")):
        yield reverse("courses:step", args=["handwashing", module, slug])
    for place in range(1, 5):
        yield url("question", 1, place)
    yield url("quiz-check", 1)


def test_no_key_and_no_feedback_before_it_is_due(as_ada: Client, attempt: Attempt) -> None:
    assert all(CANARY in str(body) for body in AnswerKey.objects.values_list("body", flat=True))
    bodies = [as_ada.get(page).content.decode() for page in every_learner_page(as_ada)]
    bodies += [as_ada.post(url("question", 1, place), {"answer": "z"}).content.decode() for place in range(1, 5)]
    bodies += [as_ada.post(url("question", 1, 1), {"answer": "b"}, follow=True).content.decode()]
    bodies += [as_ada.post(url("quiz-submit", 1)).content.decode()]
    assert len(bodies) > 15
    for body in bodies:
        assert CANARY not in body
        assert "correct" not in body.lower().replace("correction", "")


def test_after_a_failed_check_only_the_chosen_answers_are_explained(
    as_ada: Client, enrollment: Enrollment, version: CourseVersion
) -> None:
    take_quiz(enrollment, step_of(version, "final-check"), choice="b")
    page = as_ada.get(url("quiz-result", 1)).content.decode()
    assert f"{CANARY} feedback b 1" in page
    assert f"{CANARY} feedback a 1" not in page
    assert "The right answer" not in page


def test_after_a_pass_everything_is_explained(as_ada: Client, enrollment: Enrollment, version: CourseVersion) -> None:
    take_quiz(enrollment, step_of(version, "final-check"))
    assert f"{CANARY} feedback b 1" in as_ada.get(url("quiz-result", 1)).content.decode()


def test_saving_an_answer_costs_few_queries(
    as_ada: Client, attempt: Attempt, version: CourseVersion, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    paper(step_of(version, "final-check"), attempt.seed)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        as_ada.post(url("question", 1, 1), {"answer": "a"})
