"""A published version cannot be changed, whoever tries and whatever with."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from policies.models import Attachment, ChangeMark, Clause, Policy, PolicyEvent, PolicyText, PolicyVersion
from tests.factories import NOW, TODAY
from tests.policies.factories import STATEMENT, make_policy_version

TABLES = ("policyversion", "policytext", "clause", "changemark", "attachment", "policyevent")


@pytest.fixture
def published(db: None) -> PolicyVersion:
    return make_policy_version(is_whole=True)


def _delete(queryset: object) -> None:
    """Deletes these rows and nothing else; Django would delete what is below first."""
    queryset._raw_delete("default")  # type: ignore[attr-defined]


def _text() -> PolicyText:
    return PolicyText.objects.get()


CHANGES: dict[str, Callable[[PolicyVersion], object]] = {
    "edit the version": lambda version: PolicyVersion.objects.update(summary="Other"),
    "back-date it": lambda version: PolicyVersion.objects.update(effective_on=TODAY.replace(year=2020)),
    "take the publication back": lambda version: PolicyVersion.objects.update(state="draft"),
    "delete the version": lambda version: _delete(PolicyVersion.objects.all()),
    "edit a text": lambda version: PolicyText.objects.update(markdown="Other"),
    "edit a statement": lambda version: PolicyText.objects.update(statement="Other"),
    "delete a text": lambda version: _delete(PolicyText.objects.all()),
    "add a text": lambda version: PolicyText.objects.create(version=version, language="de"),
    "edit a clause": lambda version: Clause.objects.update(body="Other"),
    "delete a clause": lambda version: _delete(Clause.objects.all()),
    "add a clause": lambda version: Clause.objects.create(text=_text(), number=2, key="x", heading="X", body="X"),
    "edit a mark": lambda version: ChangeMark.objects.update(kind="editorial"),
    "delete a mark": lambda version: _delete(ChangeMark.objects.all()),
    "add a mark": lambda version: ChangeMark.objects.create(version=version, clause_key="x", kind="editorial"),
    "edit an attachment": lambda version: Attachment.objects.update(sha256="9" * 64),
    "delete an attachment": lambda version: _delete(Attachment.objects.all()),
    "add an attachment": lambda version: Attachment.objects.create(version=version, name="b", file="b", size=1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_refuses_to_change_what_is_published(
    published: PolicyVersion, change: Callable[[PolicyVersion], object]
) -> None:
    with pytest.raises(IntegrityError, match="published policy version is frozen"), transaction.atomic():
        change(published)
    assert PolicyText.objects.get().statement == STATEMENT


@pytest.mark.parametrize(
    "change",
    [lambda: PolicyEvent.objects.update(comment="Other"), lambda: _delete(PolicyEvent.objects.all())],
    ids=["edit", "delete"],
)
def test_the_database_keeps_what_happened_to_a_version(published: PolicyVersion, change: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match="never changed or removed"), transaction.atomic():
        change()
    assert PolicyEvent.objects.get().comment == "Fine."


def test_what_happened_to_a_draft_is_kept_too(published: PolicyVersion) -> None:
    draft = PolicyVersion.objects.create(policy=published.policy, number=2, created_at=NOW)
    event = PolicyEvent.objects.create(version=draft, act=PolicyEvent.Act.SUBMITTED, at=NOW)
    with pytest.raises(IntegrityError, match="never changed or removed"), transaction.atomic():
        PolicyEvent.objects.filter(pk=event.pk).update(act=PolicyEvent.Act.APPROVED)


def test_a_published_policy_keeps_its_name(published: PolicyVersion) -> None:
    with pytest.raises(IntegrityError, match="keeps its name"), transaction.atomic():
        Policy.objects.update(slug="other")
    Policy.objects.update(owner_title="Somebody else", slug="social-media-use")


def test_a_draft_may_be_edited_beside_a_published_version(published: PolicyVersion) -> None:
    draft = PolicyVersion.objects.create(policy=published.policy, number=2, created_at=NOW)
    text = PolicyText.objects.create(version=draft, title="A", markdown="A", statement="A")
    clause = Clause.objects.create(text=text, number=1, key="a", heading="A", body="A")
    Clause.objects.filter(pk=clause.pk).update(body="B")
    with pytest.raises(IntegrityError, match="published policy version is frozen"), transaction.atomic():
        PolicyText.objects.filter(pk=text.pk).update(version=published, language="de")
    with pytest.raises(IntegrityError, match="published policy version is frozen"), transaction.atomic():
        Clause.objects.filter(pk=clause.pk).update(text=PolicyText.objects.get(version=published), number=2)
    draft.delete()
    assert PolicyVersion.objects.get() == published


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_truncate(table: str) -> None:
    with (
        pytest.raises(IntegrityError, match=r"frozen|never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE policies_{table} CASCADE")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_replace(published: PolicyVersion, table: str) -> None:
    """REPLACE deletes the row that is in the way, and SQLite asks triggers about that only when it is told to."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM policies_{table}")
        before = cursor.fetchall()
        with pytest.raises(IntegrityError, match=r"frozen|never changed"), transaction.atomic():
            cursor.execute(f"REPLACE INTO policies_{table} SELECT * FROM policies_{table}")
        cursor.execute(f"SELECT * FROM policies_{table}")
        assert cursor.fetchall() == before
