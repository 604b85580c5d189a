"""Facts of earlier days are entered when the log begins, or when it comes to cover their kind."""

from typing import Any

import pytest

from ledger import facts, services
from ledger.canonical import parse_canonical
from ledger.facts import FactKind, Statement
from ledger.keyfiles import KeyFiles
from ledger.models import CoveredKind, Entry, SealedEntry
from ledger.services import covering
from people.models import Department
from tests.factories import NOW, make_department
from tests.support.ledger import check_all

pytestmark = pytest.mark.django_db(transaction=True)


def statement(department: Department) -> Statement:
    return Statement(
        fact=department.uuid, object=f"department:{department.name}", version="", at=NOW, person="", detail={}
    )


@pytest.fixture
def kind(keys: KeyFiles) -> FactKind:
    """Departments stand in for facts."""
    one = FactKind("test.department", Department.objects.all, statement)
    facts.register(one)
    return one


def make(*names: str) -> list[Department]:
    return [make_department(name) for name in names]


def bodies_of(kind: str) -> list[dict[str, Any]]:
    entries = Entry.objects.filter(kind=kind).order_by("sealed__index")
    return [parse_canonical(bytes(entry.body)) for entry in entries]


def test_what_was_there_before_is_entered_once_and_marked_late(kind: FactKind) -> None:
    departments = make("a", "b", "c")
    services.record_fact("test.department", departments[1], now=NOW)
    services.seal(NOW)
    services.seal(NOW)
    found = bodies_of("test.department")
    assert sorted(body["fact"] for body in found) == sorted(str(one.uuid) for one in departments)
    assert {body["fact"] for body in found if body.get("late")} == {str(departments[0].uuid), str(departments[2].uuid)}
    assert CoveredKind.objects.get().entries == 3
    assert Entry.objects.get(sealed__index=0).kind == "log.begun"
    check_all()


def test_what_is_forgotten_later_is_not_entered_behind_anybodys_back(kind: FactKind) -> None:
    services.seal(NOW)
    make("forgotten")
    services.seal(NOW)
    assert not Entry.objects.filter(kind="test.department").exists()


def test_a_kind_that_comes_later_is_covered_then(keys: KeyFiles) -> None:
    make("a")
    services.seal(NOW)
    facts.register(FactKind("test.department", Department.objects.all, statement))
    services.seal(NOW)
    assert [body["late"] for body in bodies_of("test.department")] == [True]
    check_all()


def test_stopped_half_way_it_goes_on_with_the_rest(kind: FactKind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(covering, "CHUNK", 2)
    make(*"abcde")
    chunks = covering.cover(now=NOW)
    assert next(chunks) == 2
    chunks.close()
    assert not CoveredKind.objects.exists()
    services.seal(NOW)
    assert Entry.objects.filter(kind="test.department").count() == 5
    assert CoveredKind.objects.get().entries == 5
    assert SealedEntry.objects.count() == 7
    check_all()
