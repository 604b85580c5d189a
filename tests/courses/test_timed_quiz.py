"""A quiz with a time limit: warned, extended, over, and ended when nobody looks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.content import RulesContent
from courses.errors import AttemptClosed, NoMoreTime, TimeIsOver
from courses.kinds import KINDS
from courses.models import Answer, Attempt, Completion, CourseVersion
from courses.selectors.attempts import answers_of, paper, review, waits_until
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.learning import start_course
from courses.services.time_limits import take_more_time
from people.models import Employee
from tests.courses.learner import answer_all, step_of
from tests.factories import NOW
from tests.support.all_kinds import question_of
from tests.support.courses import publish_course
from tests.support.quizzes import course_with, graded
from toolkit.jobs.running import Outcome, run
from toolkit.models import Job

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
START = NOW.replace(second=0, microsecond=0)
DUE = START + 20 * MINUTE
LATE = DUE + 11 * SECOND
CHECK = ("one-quiz", "only", "check")


def url(name: str, *more: int) -> str:
    return reverse(f"courses:{name}", args=[*CHECK, *more])


@pytest.fixture
def version(db: None) -> CourseVersion:
    """Twenty minutes for four questions, 75 percent; two extensions; an hour between attempts."""
    rules = RulesContent(wait_minutes=60, time_limit_minutes=20, extensions=2)
    return publish_course(course_with(graded(rules=rules)))


@pytest.fixture
def attempt(version: CourseVersion, ada: Employee) -> Attempt:
    return start_attempt(start_course(version.course, employee=ada, now=START), step_of(version, "check"), now=START)


def answer_some(attempt: Attempt, count: int) -> None:
    for question in paper(step_of(attempt.enrollment.version, "check"), attempt.seed)[:count]:
        save_answer(attempt, question, {"answer": ["a"]}, now=START)


def test_what_is_saved_is_handed_in_and_the_rest_is_not_right(attempt: Attempt, version: CourseVersion) -> None:
    answer_some(attempt, 2)
    ended = submit_attempt(attempt, step_of(version, "check"), now=LATE + 5 * MINUTE)
    assert (ended.score, ended.is_passed, ended.submitted_at) == (50, False, DUE)
    assert ended.was_ended_by_time
    assert waits_until(ended.enrollment, step_of(version, "check"), now=LATE) == DUE + 60 * MINUTE


def test_whoever_had_enough_right_in_time_has_passed(attempt: Attempt, version: CourseVersion) -> None:
    answer_some(attempt, 3)
    assert submit_attempt(attempt, step_of(version, "check"), now=DUE).is_passed
    assert Completion.objects.get().completed_at == DUE


def test_before_the_end_open_questions_are_still_asked_for(attempt: Attempt, version: CourseVersion) -> None:
    answer_all(attempt, step_of(version, "check"))
    ended = submit_attempt(attempt, step_of(version, "check"), now=DUE - SECOND)
    assert (ended.submitted_at, ended.was_ended_by_time) == (DUE - SECOND, False)
    question = paper(step_of(version, "check"), attempt.seed)[0]
    with pytest.raises(AttemptClosed) as refusal:  # it was handed in, and not cut off
        save_answer(attempt, question, {"answer": ["b"]}, now=LATE)
    assert not isinstance(refusal.value, TimeIsOver)


def test_starting_again_after_the_end_gives_the_ended_attempt_and_no_new_one(
    attempt: Attempt, version: CourseVersion
) -> None:
    again = start_attempt(attempt.enrollment, step_of(version, "check"), now=DUE)
    assert (again.pk, again.submitted_at) == (attempt.pk, DUE)
    assert Attempt.objects.count() == 1


def test_more_time_is_given_so_often_and_not_twice_for_one_page(attempt: Attempt, version: CourseVersion) -> None:
    step = step_of(version, "check")
    assert take_more_time(attempt, step, seen=0, now=START).due_at == DUE + 2 * MINUTE
    assert take_more_time(attempt, step, seen=0, now=START).due_at == DUE + 2 * MINUTE  # a second click
    assert take_more_time(attempt, step, seen=1, now=DUE).due_at == DUE + 4 * MINUTE
    with pytest.raises(NoMoreTime):
        take_more_time(attempt, step, seen=2, now=DUE)
    with pytest.raises(TimeIsOver):
        take_more_time(attempt, step, seen=2, now=DUE + 4 * MINUTE)
    answer_some(attempt, 4)
    submit_attempt(attempt, step, now=DUE)
    with pytest.raises(AttemptClosed):
        take_more_time(attempt, step, seen=2, now=DUE)


def test_without_a_limit_there_is_nothing_to_extend(db: None, ada: Employee) -> None:
    version = publish_course(course_with(graded()))
    enrollment = start_course(version.course, employee=ada, now=START)
    attempt = start_attempt(enrollment, step_of(version, "check"), now=START)
    for seen in (0, 1, -1):
        with pytest.raises(NoMoreTime):
            take_more_time(attempt, step_of(version, "check"), seen=seen, now=START)
    assert not Job.objects.exists()


def test_an_attempt_that_nobody_opens_again_is_ended_by_its_job(attempt: Attempt, version: CourseVersion) -> None:
    answer_some(attempt, 3)
    job = Job.objects.get(kind="courses.end_attempt")
    assert job.not_before == LATE
    assert run(job.pk, clock=lambda: DUE) is Outcome.NOT_MINE
    take_more_time(attempt, step_of(version, "check"), seen=0, now=START)
    assert run(job.pk, clock=lambda: LATE) is Outcome.LATER
    job.refresh_from_db()
    assert (job.not_before, job.attempts) == (LATE + 2 * MINUTE, 0)
    assert run(job.pk, clock=lambda: LATE + 9 * MINUTE) is Outcome.DONE
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.is_passed) == (DUE + 2 * MINUTE, True)
    assert Completion.objects.get().enrollment == attempt.enrollment


def test_the_job_leaves_a_result_alone(attempt: Attempt, version: CourseVersion) -> None:
    answer_all(attempt, step_of(version, "check"), choice="b")
    submit_attempt(attempt, step_of(version, "check"), now=START)
    assert run(Job.objects.get(kind="courses.end_attempt").pk, clock=lambda: LATE) is Outcome.DONE
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.score) == (START, 0)


@pytest.mark.parametrize("is_graded_well", [True, False], ids=["all shown", "as after a failed attempt"])
def test_questions_of_every_kind_can_be_left_open(client: Client, ada: Employee, is_graded_well: bool) -> None:
    """With nothing saved at all: the result and its review can be made for each kind."""
    level = "answers" if is_graded_well else "explanations"
    questions = tuple(question_of(name, key=f"q-{name.replace('_', '-')}") for name in KINDS)
    rules = RulesContent(time_limit_minutes=20, review_failed=level)
    version = publish_course(course_with(graded(questions=questions, rules=rules)))
    attempt = start_attempt(start_course(version.course, employee=ada, now=START), step_of(version, "check"), now=START)
    ended = submit_attempt(attempt, step_of(version, "check"), now=DUE)
    assert (ended.score, ended.is_passed) == (0, False)
    assert [item.told for item in review(ended, step_of(version, "check"))] == [[] for _name in KINDS]
    client.force_login(ada)
    page = client.get(url("quiz-result", 1)).content.decode()
    assert "What was saved until then was handed in. 8 questions have no answer and count as not right." in page


@pytest.fixture
def as_ada(client: Client, ada: Employee, version: CourseVersion) -> Client:
    client.force_login(ada)
    client.post(reverse("courses:start", args=["one-quiz"]))
    return client


def move_end(**until: float) -> None:
    Attempt.objects.update(due_at=timezone.now() + timedelta(**until))


def test_the_pages_say_until_when_and_give_more_time(as_ada: Client) -> None:
    page = as_ada.get(url("step")).content.decode()
    assert "You have 20 minutes from when you start. If that is too short, you can take more time on the way." in page
    as_ada.post(url("quiz-start"))
    for address in (url("question", 1, 1), url("quiz-check", 1)):
        page = as_ada.get(address).content.decode()
        assert "You have until" in page
        assert "2 minutes more. You can do this 2 times." in page
    before = Attempt.objects.get().due_at
    answer = as_ada.post(url("question", 1, 2), {"answer": "a", "revision": "0", "more_time": "0"}, follow=True)
    assert answer.redirect_chain == [(url("question", 1, 2), 302)]
    assert "now." in answer.content.decode()
    attempt = Attempt.objects.get()
    assert before is not None
    assert attempt.due_at == before + 2 * MINUTE
    assert list(answers_of(attempt).values()) == [["a"]]
    again = as_ada.post(url("question", 1, 1), {"more_time": "1"})  # nothing is answered yet, which is no mistake here
    assert again.status_code == 200
    assert "There is a problem" not in again.content.decode()
    page = as_ada.post(url("quiz-submit", 1), {"more_time": "2"}, follow=True).content.decode()
    assert "You have taken all the time that there is for this check." in page
    assert "I need more time" not in page
    assert Attempt.objects.get().extensions == 2


@pytest.mark.parametrize("sent", ["", "x", "-1", "99999999999", "1.5", "é"])
def test_an_odd_wish_for_time_changes_nothing(as_ada: Client, sent: str) -> None:
    as_ada.post(url("quiz-start"))
    assert as_ada.post(url("question", 1, 1), {"more_time": sent}).status_code == 200
    assert as_ada.post(url("quiz-submit", 1), {"more_time": sent}).status_code == 302
    assert Attempt.objects.get().extensions == 0


def test_when_time_is_over_reading_says_so_and_writes_nothing(as_ada: Client) -> None:
    as_ada.post(url("quiz-start"))
    as_ada.post(url("question", 1, 1), {"answer": "a"})
    move_end(seconds=-1)
    for address in (url("question", 1, 2), url("quiz-check", 1)):
        page = as_ada.get(address).content.decode()
        assert "Time is over" in page
        assert "Questions with a saved answer: 1 of 4." in page
    page = as_ada.get(url("step")).content.decode()
    assert "the time for this attempt was over" in page
    assert "See my result" in page
    assert Attempt.objects.get().is_open
    page = as_ada.post(url("quiz-submit", 1), follow=True).content.decode()
    assert "3 questions have no answer and count as not right." in page
    assert Attempt.objects.get().was_ended_by_time


def test_starting_after_the_end_leads_to_the_result(as_ada: Client) -> None:
    as_ada.post(url("quiz-start"))
    move_end(seconds=-1)
    assert as_ada.post(url("quiz-start"))["Location"] == url("quiz-result", 1)


@pytest.mark.parametrize("wish", [{}, {"more_time": "0"}], ids=["answer", "wish for more time"])
def test_what_comes_late_ends_the_attempt_and_is_not_taken(as_ada: Client, wish: dict[str, str]) -> None:
    as_ada.post(url("quiz-start"))
    as_ada.post(url("question", 1, 1), {"answer": "a"})
    move_end(seconds=-11)
    page = as_ada.post(url("question", 1, 2), {"answer": "a", **wish}, follow=True).content.decode()
    assert page.count("Time was over before this arrived.") == 1
    assert "3 questions have no answer" in page
    assert Answer.objects.count() == 1


def test_what_a_browser_had_kept_without_a_connection_is_refused_in_words(as_ada: Client) -> None:
    as_ada.post(url("quiz-start"))
    attempt = Attempt.objects.get()
    move_end(seconds=-11)
    for _time in range(2):
        answer = as_ada.post(reverse("courses:save", args=[attempt.uuid, 1]), {"answer": "a", "revision": "0"})
        assert (answer.status_code, answer.json()) == (410, {"words": "Time was over before this arrived."})
        as_ada.post(url("quiz-submit", 1))
    assert not Answer.objects.exists()
