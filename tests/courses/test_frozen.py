"""Published content and completions cannot be changed, whoever tries and whatever with."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction

from courses.models import AnswerKey, AttemptGrant, Completion, CourseVersion, Module, Question, Step
from courses.models.content import content_of
from courses.services.authoring import load_course, publish_version
from people.models import Employee
from tests.factories import NOW, make_completion
from tests.support.courses import publish_course, short_course

TABLES = ("courses_courseversion", "courses_module", "courses_step", "courses_question", "courses_answerkey")


@pytest.fixture
def published(db: None) -> CourseVersion:
    return publish_course()


def _delete(queryset: object) -> None:
    """Deletes these rows and nothing else; Django would delete what is below first."""
    queryset._raw_delete("default")  # type: ignore[attr-defined]


CHANGES: dict[str, Callable[[CourseVersion], object]] = {
    "edit the version": lambda version: CourseVersion.objects.update(title="Other"),
    "take the publication back": lambda version: CourseVersion.objects.update(published_at=None),
    "move the publication": lambda version: CourseVersion.objects.update(published_at=NOW - timedelta(days=1)),
    "delete the version": lambda version: _delete(CourseVersion.objects.all()),
    "delete all with Django": lambda version: version.delete(),
    "edit a module": lambda version: Module.objects.update(title="Other"),
    "delete a module": lambda version: _delete(Module.objects.all()),
    "edit a step": lambda version: Step.objects.update(text="Other"),
    "delete a step": lambda version: _delete(Step.objects.all()),
    "edit a question": lambda version: Question.objects.update(prompt="Other"),
    "delete a question": lambda version: _delete(Question.objects.all()),
    "edit an answer key": lambda version: AnswerKey.objects.update(body={}),
    "delete an answer key": lambda version: _delete(AnswerKey.objects.all()),
    "add a module": lambda version: Module.objects.create(version=version, position=9, slug="x", title="X", minutes=1),
    "add a step": lambda version: Step.objects.create(
        module=Module.objects.get(slug="first"), position=9, slug="x", kind="lesson", title="X"
    ),
    "add a question": lambda version: Question.objects.create(
        step=Step.objects.get(slug="check"), position=9, key="x", kind="single", prompt="X", body={}
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_refuses_to_change_what_is_published(
    published: CourseVersion, change: Callable[[CourseVersion], object]
) -> None:
    with pytest.raises(IntegrityError, match="published content is frozen"), transaction.atomic():
        change(CourseVersion.objects.get())
    assert content_of(CourseVersion.objects.get()) == short_course()


def test_a_draft_may_be_edited_beside_a_published_version(published: CourseVersion) -> None:
    draft = load_course(short_course(title="Better"), now=NOW).version
    Module.objects.filter(version=draft).update(title="Other")
    AnswerKey.objects.filter(question__step__module__version=draft).update(body={})
    draft.delete()
    assert CourseVersion.objects.get() == published


def test_nothing_moves_from_a_draft_into_a_published_version(published: CourseVersion) -> None:
    draft = load_course(short_course(title="Better"), now=NOW).version
    moved = Module.objects.filter(version=draft)
    with pytest.raises(IntegrityError, match="published content is frozen"), transaction.atomic():
        moved.update(version=published, position=9, slug="x")
    key = AnswerKey.objects.filter(question__step__module__version=draft).first()
    assert key is not None
    AnswerKey.objects.exclude(pk=key.pk).filter(question__step__module__version=draft).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerKey.objects.filter(pk=key.pk).update(
            question=Question.objects.filter(step__module__version=published).first()
        )


@pytest.fixture
def completion(published: CourseVersion, ada: Employee) -> Completion:
    return make_completion(ada, published, score=80)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Completion.objects.update(score=100),
        lambda: Completion.objects.all().delete(),
        lambda: _delete(Completion.objects.all()),
    ],
    ids=["edit", "delete", "delete with SQL"],
)
def test_the_database_refuses_to_change_a_completion(completion: Completion, change: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match="completions are never changed"), transaction.atomic():
        change()
    assert Completion.objects.get().score == 80


@pytest.fixture
def grant(completion: Completion, boris: Employee) -> AttemptGrant:
    step = Step.objects.get(slug="check")
    return AttemptGrant.objects.create(
        enrollment=completion.enrollment, step=step, granted_by=boris, reason="It was noisy.", granted_at=NOW
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda: AttemptGrant.objects.update(reason="Because."),
        lambda: AttemptGrant.objects.all().delete(),
        lambda: _delete(AttemptGrant.objects.all()),
    ],
    ids=["edit", "delete", "delete with SQL"],
)
def test_the_database_refuses_to_change_a_grant(grant: AttemptGrant, change: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match="grants of attempts are never changed"), transaction.atomic():
        change()
    assert AttemptGrant.objects.get().reason == "It was noisy."


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.django_db
@pytest.mark.parametrize("table", [*TABLES, "courses_completion", "courses_attemptgrant"])
def test_the_database_refuses_to_truncate(table: str) -> None:
    with (
        pytest.raises(IntegrityError, match=r"frozen|never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_nothing_slips_in_while_a_version_is_being_published() -> None:
    draft = load_course(short_course(), now=NOW).version

    def slip_in() -> None:
        try:
            Module.objects.create(version=draft, position=9, slug="x", title="X", minutes=1)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            publish_version(draft, by=None, now=NOW)
            slipped = pool.submit(slip_in)
            with pytest.raises(TimeoutError):
                slipped.result(timeout=0.5)  # it waits for the publication
        with pytest.raises(IntegrityError, match="published content is frozen"):
            slipped.result(timeout=10)
    assert content_of(CourseVersion.objects.get()) == short_course()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_the_suite_can_empty_its_tables_and_the_guards_are_back_afterwards(time: int) -> None:
    """The second time finds what the flush after the first time left."""
    assert not CourseVersion.objects.exists()
    publish_course()
    with pytest.raises(IntegrityError, match="published content is frozen"), transaction.atomic():
        Step.objects.update(title="Other")
