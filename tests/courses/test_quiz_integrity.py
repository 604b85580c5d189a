"""What went wrong with quizzes elsewhere, each as a test: whichever way somebody comes in, the same rules hold."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.content import RulesContent, StepContent
from courses.models import Answer, Attempt, Completion, CourseVersion, Enrollment, FinishedStep
from courses.selectors.attempts import paper
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.learning import finish_lesson, start_course
from courses.services.time_limits import end_if_over, take_more_time
from people.models import Employee
from tests.courses.learner import answer_all, step_of, take_quiz
from tests.factories import NOW, make_employee
from tests.support.courses import publish_course
from tests.support.quizzes import course_with, graded
from toolkit.errors import DomainError

CHECK = ("one-quiz", "only", "check")
MINUTE = timedelta(minutes=1)
START = NOW.replace(second=0, microsecond=0)
LATE = START + 20 * MINUTE + timedelta(seconds=11)
TABLES: tuple[Any, ...] = (Attempt, Answer, FinishedStep, Completion)


def url(name: str, *more: int) -> str:
    return reverse(f"courses:{name}", args=[*CHECK, *more])


def make_version() -> CourseVersion:
    """A lesson, then four questions in twenty minutes, two attempts."""
    rules = RulesContent(time_limit_minutes=20, extensions=1)
    lesson = StepContent("why", "lesson", "Why", 2, "Because.")
    return publish_course(course_with(lesson, graded(rules=rules, attempts_limit=2)))


def begin(version: CourseVersion, employee: Employee) -> Enrollment:
    enrollment = start_course(version.course, employee=employee, now=START)
    finish_lesson(enrollment, step_of(version, "why"), now=START)
    return enrollment


@pytest.fixture
def version(db: None) -> CourseVersion:
    return make_version()


@pytest.fixture
def as_ada(client: Client, ada: Employee) -> Client:
    client.force_login(ada)
    return client


def rows() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in TABLES]


def ways_in(attempt: Attempt) -> dict[str, tuple[str, dict[str, str]]]:
    """Every address that takes something from a learner in a quiz, with what a page of ours would send."""
    return {
        "form": (url("question", attempt.number, 1), {"answer": "a", "revision": "0"}),
        "form for more time": (url("question", attempt.number, 1), {"answer": "a", "more_time": "0"}),
        "autosave": (reverse("courses:save", args=[attempt.uuid, 1]), {"answer": "a", "revision": "0"}),
        "place": (reverse("courses:save", args=[attempt.uuid, 2]), {}),
        "check": (url("quiz-submit", attempt.number), {"more_time": "0"}),
        "hand in": (url("quiz-submit", attempt.number), {}),
        "start": (url("quiz-start"), {}),
    }


WAYS = ["form", "form for more time", "autosave", "place", "check", "hand in", "start"]


@pytest.mark.parametrize("way", WAYS)
def test_no_way_in_takes_anything_too_late(as_ada: Client, ada: Employee, version: CourseVersion, way: str) -> None:
    """Moodle MSA-25-0050, GHSA-cw72-69wq-f9f2: the clock of the server decides, on every path."""
    start_attempt(begin(version, ada), step_of(version, "check"), now=START)
    Attempt.objects.update(due_at=timezone.now() - timedelta(seconds=11))
    attempt = Attempt.objects.get()
    address, sent = ways_in(attempt)[way]
    as_ada.post(address, sent, headers={"Date": "Mon, 24 Nov 2025 12:00:00 GMT"})
    assert not Answer.objects.exists()
    after = Attempt.objects.get()
    assert (after.due_at, after.extensions, after.place) == (attempt.due_at, 0, 0)
    assert after.submitted_at in (None, attempt.due_at)
    assert not after.is_passed
    assert not Completion.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_no_way_in_changes_a_closed_attempt(as_ada: Client, ada: Employee, version: CourseVersion, way: str) -> None:
    """LifterLMS #2092: the back button, and any page that was left open."""
    attempt = take_quiz(begin(version, ada), step_of(version, "check"), choice="b", now=timezone.now())
    address, sent = ways_in(attempt)[way]
    before = rows()
    as_ada.post(address, sent)
    assert [
        list(model.objects.filter(pk__in=[row["id"] for row in was]).order_by("pk").values())
        for model, was in zip(TABLES, before, strict=True)
    ] == before


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("who", ["", "boris", "hana", "mallory", "root"])
def test_no_way_in_leads_to_the_attempt_of_somebody_else(
    client: Client, request: pytest.FixtureRequest, ada: Employee, version: CourseVersion, way: str, who: str
) -> None:
    """CVE-2021-24562, CVE-2026-81339: also for those who take the same course, and signed out."""
    attempt = start_attempt(begin(version, ada), step_of(version, "check"), now=timezone.now())
    if who:
        stranger = request.getfixturevalue(who)
        start_course(version.course, employee=stranger, now=timezone.now())
        client.force_login(stranger)
    address, sent = ways_in(attempt)[way]
    before = rows()
    answers = [client.post(address, sent), client.get(url("quiz-result", 1)), client.get(url("question", 1, 1))]
    if not who:
        assert {answer.status_code for answer in answers} == {302}
        assert all(answer["Location"].startswith(reverse("account_login")) for answer in answers)
    elif way == "start":  # their own, which is locked
        assert [answer.status_code for answer in answers] == [302, 404, 404]
    else:
        assert {answer.status_code for answer in answers} == {404}
    assert rows() == before


@pytest.mark.parametrize("way", WAYS)
def test_no_way_in_goes_around_the_order_of_steps(
    as_ada: Client, ada: Employee, version: CourseVersion, way: str
) -> None:
    """GHSA-948f-j464-rfj2: the check is locked until the lesson is read, also for those who know its addresses."""
    start_course(version.course, employee=ada, now=START)
    address, sent = ways_in(Attempt(number=1))[way]
    before = rows()
    assert as_ada.post(address, sent).status_code == (302 if way == "start" else 404)
    assert as_ada.post(reverse("courses:finish", args=CHECK)).status_code == 404
    assert rows() == before


def test_the_last_attempt_can_be_gone_on_with_and_counts_from_its_start(
    as_ada: Client, ada: Employee, version: CourseVersion
) -> None:
    """frappe/lms #1730, LifterLMS #2865."""
    enrollment, check = begin(version, ada), step_of(version, "check")
    take_quiz(enrollment, check, choice="b", now=START)
    last = start_attempt(enrollment, check, now=timezone.now())
    page = as_ada.get(url("step")).content.decode()
    assert "Attempts used: 2 of 2" in page
    assert "Continue where you left off" in page
    assert as_ada.post(url("quiz-start"))["Location"] == url("question", 2, 1)
    answer_all(last, check, choice="b", now=timezone.now())
    as_ada.post(url("quiz-submit", 2))
    assert "You have used all attempts." in as_ada.post(url("quiz-start"), follow=True).content.decode()
    assert Attempt.objects.count() == 2


def test_no_page_of_an_open_attempt_reads_an_answer_key(as_ada: Client, ada: Employee, version: CourseVersion) -> None:
    """CVE-2013-2243, CVE-2026-82850: what is never read cannot be shown."""
    attempt = start_attempt(begin(version, ada), step_of(version, "check"), now=timezone.now())
    with CaptureQueriesContext(connection) as queries:
        as_ada.get(url("step"))
        as_ada.get(url("quiz-check", 1))
        for place in range(1, 5):
            as_ada.get(url("question", 1, place))
            as_ada.post(url("question", 1, place), {"answer": "a", "more_time": "0"})
            as_ada.post(reverse("courses:save", args=[attempt.uuid, place]), {"answer": "b", "revision": "1"})
    assert len(queries) > 50
    assert not [query["sql"] for query in queries if "courses_answerkey" in query["sql"]]


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What so many threads get, each with a connection of its own, begun at the same moment."""
    barrier = Barrier(count)

    def run(number: int) -> Any:
        try:
            barrier.wait(30)
            return act(number)
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


races = [
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
    pytest.mark.django_db(transaction=True),
]


class TestRaces:
    """frappe/lms #1314, oli-torus #4250: tabs that are duplicated, and clicks that come twenty at a time."""

    pytestmark = races
    MANY = 20

    @pytest.fixture
    def passage(self) -> Enrollment:
        return begin(make_version(), make_employee())

    def test_many_starts_are_one_attempt(self, passage: Enrollment) -> None:
        check = step_of(passage.version, "check")
        started = at_once(self.MANY, lambda _n: start_attempt(passage, check, now=START).pk)
        assert len(set(started)) == 1
        assert Attempt.objects.get().number == 1

    def test_many_hand_ins_have_one_result_and_one_completion(self, passage: Enrollment) -> None:
        check = step_of(passage.version, "check")
        attempt = start_attempt(passage, check, now=START)
        answer_all(attempt, check, now=START)
        moments = [START + number * timedelta(seconds=1) for number in range(self.MANY)]
        results = at_once(self.MANY, lambda n: submit_attempt(attempt, check, now=moments[n]).submitted_at)
        assert len(set(results)) == 1
        assert Completion.objects.count() == 1

    def test_many_clicks_for_more_time_are_one(self, passage: Enrollment) -> None:
        check = step_of(passage.version, "check")
        attempt = start_attempt(passage, check, now=START)
        ends = at_once(self.MANY, lambda _n: take_more_time(attempt, check, seen=0, now=START).due_at)
        assert set(ends) == {START + 22 * MINUTE}

    def test_an_answer_at_the_end_is_graded_or_refused(self, passage: Enrollment) -> None:
        """Nothing is stored that the result does not know, whoever comes first: learner, hand-in or worker."""
        check = step_of(passage.version, "check")
        attempt = start_attempt(passage, check, now=START)
        questions = paper(check, attempt.seed)

        def act(number: int) -> Any:
            if number % 5 == 4:
                return end_if_over(attempt.uuid, now=LATE)
            if number % 5 == 3:
                return submit_attempt(attempt, check, now=LATE).pk
            return save_answer(attempt, questions[number % 4], {"answer": ["a"]}, now=START).question_id

        saved = at_once(self.MANY, act)
        attempt.refresh_from_db()
        points = dict(Answer.objects.values_list("question_id", "points"))
        assert set(points.values()) <= {100}
        assert attempt.score == 25 * len(points)
        refused = {"TimeIsOver", "AttemptClosed"}
        assert {one for n, one in enumerate(saved) if n % 5 < 3 and one not in refused} == set(points)


@pytest.mark.django_db
def test_the_database_holds_one_open_attempt_and_each_number_once(ada: Employee, version: CourseVersion) -> None:
    """Should a service ever forget its lock."""
    attempt = start_attempt(begin(version, ada), step_of(version, "check"), now=START)
    for changes in ({"number": 2}, {"submitted_at": START, "score": 0, "is_passed": False}):
        copy = {field.attname: getattr(attempt, field.attname) for field in Attempt._meta.fields}
        copy |= {"id": None, "uuid": Employee().uuid, **changes}
        with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
            Attempt.objects.create(**copy)
