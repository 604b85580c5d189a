"""What the ledger says of courses is entered with the fact, and made again from the rows without a query."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from courses.facts import COMPLETED, GRANTED, PUBLISHED
from courses.models import AnswerKey, Attempt, AttemptGrant, Completion, CourseVersion, Enrollment, Question, Step
from courses.services.attempts import grant_attempt
from courses.services.learning import start_course
from ledger.facts import kind_of
from ledger.models import Entry
from people.models import Employee
from tests.courses.learner import complete, read_up_to_check, step_of, take_quiz
from tests.factories import NOW, TODAY, make_course, make_employee
from tests.support.courses import publish_course
from tests.support.facts import bytes_of, is_entered, set_triggers_aside, statement_again


def test_a_publication_is_entered(db: None) -> None:
    publish_course()
    assert is_entered(PUBLISHED)
    assert statement_again(PUBLISHED).object == "course:short-course"
    assert statement_again(PUBLISHED).version == "en-US/1"


CONTENT: dict[str, tuple[Any, dict[str, Any]]] = {
    "a lesson": (Step, {"text": "Other."}),
    "a question": (Question, {"prompt": "Other?"}),
    "an answer key": (AnswerKey, {"body": {"correct": ["b"], "feedback": {}}}),
    "the pass mark": (CourseVersion, {"pass_mark": 1}),
    "the digest": (CourseVersion, {"digest": "0" * 64}),
    "the moment": (CourseVersion, {"published_at": NOW - timedelta(days=1)}),
}


@pytest.mark.parametrize("part", CONTENT)
def test_no_part_of_a_published_version_can_change_without_changing_the_statement(part: str, db: None) -> None:
    publish_course()
    before = bytes_of(statement_again(PUBLISHED))
    model, change = CONTENT[part]
    with transaction.atomic():
        set_triggers_aside()
        assert model.objects.update(**change)
    assert bytes_of(statement_again(PUBLISHED)) != before


def test_a_completion_is_entered_in_its_transaction(ada: Employee) -> None:
    completion = complete(make_course(), ada)
    assert is_entered(COMPLETED)
    entry = Entry.objects.get(kind=COMPLETED)
    assert entry.fact == completion.uuid
    assert statement_again(COMPLETED).person == str(ada.uuid)
    assert ada.name not in bytes(entry.body).decode()


OF_A_COMPLETION: dict[str, Any] = {
    "completed_at": NOW - timedelta(microseconds=1),
    "completed_on": TODAY - timedelta(days=1),
    "score": 1,
    "valid_until": None,
    "digest": "0" * 64,
}


@pytest.mark.parametrize("column", [*OF_A_COMPLETION, "employee", "course", "version", "enrollment"])
def test_no_column_of_a_completion_can_change_without_changing_the_statement(column: str, ada: Employee) -> None:
    completion = complete(make_course(), ada)
    statement = kind_of(COMPLETED).statement
    before = bytes_of(statement(completion))
    other = make_course("other")
    changes = OF_A_COMPLETION | {
        "employee": make_employee(),
        "course": other.course,
        "version": other,
        "enrollment": start_course(other.course, employee=ada, now=NOW),
    }
    setattr(completion, column, changes[column])
    assert bytes_of(statement(completion)) != before


def test_every_column_of_a_completion_is_looked_at_here() -> None:
    plain = {field.name for field in Completion._meta.fields if not field.is_relation}
    assert plain - {"id", "uuid"} == set(OF_A_COMPLETION)


def test_one_more_attempt_is_entered_with_who_gave_it_and_why(ada: Employee, boris: Employee) -> None:
    version = make_course(attempts_limit=1)
    enrollment = read_up_to_check(version, ada)
    check = step_of(version, "final-check")
    take_quiz(enrollment, check, choice="b")
    grant_attempt(enrollment, check, by=boris, reason="The connection broke.", now=NOW)
    assert is_entered(GRANTED)
    detail = statement_again(GRANTED).detail
    assert detail["reason"] == "The connection broke."
    assert (detail["granted_by"], detail["granted_to"]) == (str(boris.uuid), str(ada.uuid))
    assert detail["step"] == "check/final-check"


@pytest.mark.parametrize(
    "change",
    [{"reason": "Other."}, {"granted_at": NOW - timedelta(days=1)}, {"granted_by": "other"}, {"step": "other"}],
    ids=lambda change: next(iter(change)),
)
def test_no_column_of_a_grant_can_change_without_changing_the_statement(
    change: dict[str, Any], ada: Employee, boris: Employee
) -> None:
    version = make_course()
    enrollment = start_course(version.course, employee=ada, now=NOW)
    step = Step.objects.get(module__version=version, slug="final-check")
    grant = AttemptGrant(enrollment=enrollment, step=step, granted_by=boris, reason="Why.", granted_at=NOW)
    statement = kind_of(GRANTED).statement
    before = bytes_of(statement(grant))
    others: dict[str, Any] = {"granted_by": ada, "step": Step.objects.get(module__version=version, slug="practice")}
    for column, value in change.items():
        setattr(grant, column, others.get(column, value))
    assert bytes_of(statement(grant)) != before


def test_a_failed_completion_leaves_no_entry(ada: Employee, monkeypatch: pytest.MonkeyPatch) -> None:
    version = make_course()
    enrollment = read_up_to_check(version, ada)

    def fail(**_kwargs: Any) -> None:
        raise RuntimeError("a receiver broke")

    monkeypatch.setattr("courses.services.completing.course_completed.send", fail)
    with pytest.raises(RuntimeError, match="a receiver broke"):
        take_quiz(enrollment, step_of(version, "final-check"))
    assert not Entry.objects.filter(kind=COMPLETED).exists()
    assert not Attempt.objects.filter(submitted_at=NOW, step__slug="final-check").exists()
    assert Enrollment.objects.get().closed_at is None
