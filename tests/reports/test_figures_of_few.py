"""No figure about fewer than five people, and none that can be worked out from what is shown."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from assignments.selectors import department_tree
from courses.models import Answer, Completion, Enrollment, FinishedStep
from people.models import Employee
from reports.figures.small_groups import Part
from reports.selectors.figures.clauses import change_lines, changes_of, clause_lines, tied_questions
from reports.selectors.figures.courses import _median, course_figures, quiz_lines
from reports.selectors.figures.departments import by_department
from reports.selectors.figures.options import options_of
from reports.selectors.figures.questions import question_lines
from tests.factories import make_department, make_employee
from tests.reports.handed_in import hand_in
from tests.support.learned import Learned, make_bank, make_policy

BEFORE, AFTER = datetime(2026, 5, 5, 15, tzinfo=UTC), datetime(2026, 10, 20, 15, tzinfo=UTC)


@pytest.fixture
def bank(db: None) -> Learned:
    return make_bank("few", make_policy("few"), questions=4)


def people(count: int) -> list[Employee]:
    return Employee.objects.bulk_create(Employee(number=f"F-{place}", name="P") for place in range(count))


def answer(bank: Learned, person: Employee, *rights: bool, at: datetime = AFTER) -> None:
    hand_in(bank, person, rights, at=at)


def test_four_people_show_nothing(bank: Learned) -> None:
    for person in people(4):
        answer(bank, person, True, True, False, True)
    assert all(line.is_hidden and line.measured is None for line in question_lines(bank.version))
    assert options_of(bank.questions[0]).lines == []
    assert course_figures(bank.version).begun == 0
    assert all(line.all.understanding is None for line in clause_lines(bank.policy, tied_questions(bank.policy)))


def test_a_fifth_person_opens_the_figures(bank: Learned) -> None:
    for person in people(5):
        answer(bank, person, True, True, False, True)
    lines = question_lines(bank.version)
    assert [line.measured.right.people for line in lines if line.measured] == [5, 5, 0, 5]
    assert options_of(bank.questions[0]).lines[0].part == Part(5)
    assert course_figures(bank.version).begun == 5


def test_one_person_who_is_wrong_cannot_be_counted(bank: Learned) -> None:
    """Not as the rest of the right ones, and not as the rest of the options."""
    for place, person in enumerate(people(20)):
        answer(bank, person, place != 7, True, True, True)
    measured = question_lines(bank.version)[0].measured
    assert measured is not None
    assert (measured.people, measured.right) == (20, Part(None, 16))
    parts = [line.part for line in options_of(bank.questions[0]).lines]
    assert parts == [Part(None, 16), Part(None), Part(0), Part(0)]


def test_wrong_options_cannot_be_told_from_the_right_ones(bank: Learned) -> None:
    """How many were right stands beside the options: two wrong ones with four people each would be eight in two."""
    for place, person in enumerate(people(30)):
        attempt = hand_in(bank, person, [place > 7, True, True, True], at=AFTER)
        if place in {0, 1, 2, 3}:
            Answer.objects.filter(attempt=attempt, question=bank.questions[0]).update(given=["c"])
    measured = question_lines(bank.version)[0].measured
    assert measured is not None
    assert measured.right == Part(22)
    parts = [line.part for line in options_of(bank.questions[0]).lines]
    assert parts == [Part(22), Part(None), Part(None), Part(0)]  # as five and three would show, or six and two


def test_attempts_do_not_tell_what_steps_hide(bank: Learned) -> None:
    """All but two finished the check, so that their number is hidden; those who passed are the same people."""
    for place, person in enumerate(people(40)):
        passage = hand_in(bank, person, [place > 1] * 4, at=AFTER).enrollment
        FinishedStep.objects.create(enrollment=passage, step=bank.lesson, finished_at=AFTER)
        if place > 1:
            FinishedStep.objects.create(enrollment=passage, step=bank.quiz, finished_at=AFTER)
    figures = course_figures(bank.version)
    (quiz,) = quiz_lines(bank.version, figures)
    assert figures.lines[1].finished == quiz.people == Part(None, 36)
    assert quiz.parts == [Part(None, 36), Part(0), Part(0)]


def test_the_same_person_twice_is_one(bank: Learned) -> None:
    (person,) = people(1)
    for days in range(6):
        answer(bank, person, True, True, True, True, at=AFTER + timedelta(days))
    assert all(line.is_hidden for line in question_lines(bank.version))
    assert course_figures(bank.version).begun == 0


def test_words_that_few_wrote_are_not_listed(bank: Learned) -> None:
    """What somebody typed may be known to be theirs."""
    for person in people(12):
        answer(bank, person, True, True, True, True)
    question = bank.questions[0]
    question.kind = "short"
    question.body = {}
    question.answer_key.body = {
        "accepted": ["Compliance"],
        "ignore_accents": False,
        "match_case": False,
        "match_punctuation": False,
    }
    texts = ["compliance"] * 5 + ["my boss"] * 5 + ["Jo in 7 East", "my cousin"]
    for text, given in zip(texts, Answer.objects.filter(question=question).order_by("pk"), strict=True):
        Answer.objects.filter(pk=given.pk).update(given=text)
    lines = options_of(question).lines
    assert [line.option.text for line in lines] == ["Compliance", "my boss"]
    # Two people wrote something else: that must not be left over either.
    assert [line.part for line in lines] == [Part(5), Part(None)]


def test_a_small_period_hides_the_other_one(bank: Learned) -> None:
    """All together are shown: who takes those since off them would have those before."""
    for place, person in enumerate(people(40)):
        answer(bank, person, True, True, True, True, at=BEFORE if place < 3 else AFTER)
    tied = tied_questions(bank.policy)
    lines = clause_lines(bank.policy, tied)
    assert [line.all.understanding.people for line in lines if line.all.understanding] == [40, 40, 40]
    (change,) = changes_of(bank.policy)
    for line in change_lines(bank.policy, tied, lines, change):
        assert (line.before.is_hidden, line.after.is_hidden) == (True, True)
        assert (line.before.understanding, line.after.understanding) == (None, None)


def test_a_version_that_few_took_adds_nothing_to_its_clauses(bank: Learned) -> None:
    """Beside the figures of the version that many took, one could see what the few added."""
    other = make_bank("few-more", None, questions=4)
    for place, person in enumerate(people(23)):
        answer(bank if place < 20 else other, person, True, True, True, place < 20)
    shown = [line.all.understanding for line in clause_lines(bank.policy, tied_questions(bank.policy))]
    assert [(found.people, found.percent) for found in shown if found] == [(20, 100)] * 3


def test_a_hidden_department_cannot_be_opened(bank: Learned) -> None:
    hospital = make_department("Hospital")
    places = {name: make_department(name, parent=hospital) for name in ("Big", "Middle", "Small")}
    inner = make_department("Inner", parent=places["Middle"])
    sizes = {"Big": 12, "Middle": 8, "Small": 2}
    for name, count in sizes.items():
        for _number in range(count):
            person = make_employee(department=inner if name == "Middle" else places[name])
            answer(bank, person, True, False, True, True)
    tied = tied_questions(bank.policy).only("privacy")
    today = timezone.localdate()
    level = by_department(tied, department_tree(), None, on=today)
    assert level is not None
    shown = {line.department.name: not line.group.is_hidden for line in level.lines if line.department}
    assert shown == {"Big": True, "Middle": False, "Small": False}
    assert not any(line.may_open for line in level.lines)
    for department in (places["Middle"], places["Small"], inner):
        assert by_department(tied, department_tree(), department, on=today) is None


def test_a_step_that_few_left_at_is_told_almost(bank: Learned) -> None:
    for place, person in enumerate(people(30)):
        passage = Enrollment.objects.create(
            employee=person, course=bank.version.course, version=bank.version, started_at=AFTER, closed_at=AFTER
        )
        if place != 4:
            FinishedStep.objects.create(enrollment=passage, step=bank.lesson, finished_at=AFTER)
        if place > 9:
            FinishedStep.objects.create(enrollment=passage, step=bank.quiz, finished_at=AFTER)
        if place > 27:
            Completion.objects.create(
                enrollment=passage,
                employee=person,
                course=bank.version.course,
                version=bank.version,
                completed_at=AFTER,
                completed_on=AFTER.date(),
                digest="",
            )
    figures = course_figures(bank.version)
    assert figures.begun == 30
    assert [line.finished for line in figures.lines] == [Part(None, 26), Part(20), Part(0)]
    assert figures.completed == Part(None)


def test_a_quiz_without_an_estimate_may_take_longer_than_a_page(bank: Learned) -> None:
    bank.quiz.minutes = 0
    assert _median(bank.quiz, [(25 * 60, 5), (9 * 3600, 3)]) == 25 * 60
    assert _median(bank.quiz, [(9 * 3600, 5)]) == 3600
    bank.lesson.minutes = 0
    assert _median(bank.lesson, [(9 * 3600, 5)]) == 600
