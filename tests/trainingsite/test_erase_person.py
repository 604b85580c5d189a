"""Erasing a person from the command line: first what would go, then, when told so, for good."""

import io

import pytest
from django.core.management import CommandError, call_command

from ledger import services
from ledger.keyfiles import KeyFiles
from ledger.models import Erasure
from people.models import Employee
from policies.models import Attestation
from tests.factories import LONG_AGO, NOW
from tests.policies.factories import make_attestation, make_event


@pytest.fixture
def signed(ledger_key: KeyFiles, ada: Employee, boris: Employee) -> Attestation:
    event = make_event()
    for person in (ada, boris):
        services.record_fact("policy.attested", make_attestation(person, event.version), now=NOW)
    services.seal(NOW)
    leave(ada)
    return Attestation.objects.get(employee=ada)


def leave(person: Employee) -> None:
    Employee.objects.filter(pk=person.pk).update(left_on=LONG_AGO)


def call(*arguments: str) -> str:
    said = io.StringIO()
    call_command("erase_person", *arguments, stdout=said)
    return said.getvalue()


def test_without_yes_it_only_says_what_would_go(signed: Attestation) -> None:
    said = call("--person", "e-0001", "--reason", "Asked for.")
    assert "1 × policy.attested: employee_number, employee_name, typed_name, network_address" in said
    assert "Nothing was erased" in said
    assert not Erasure.objects.exists()


def test_with_yes_it_erases_that_person_and_nobody_else(signed: Attestation, cleo: Employee) -> None:
    assert "Records erased: 1." in call("--person", "E-0001", "--reason", "Asked for.", "--by", "E-0004", "--yes")
    erasure = Erasure.objects.get()
    assert (erasure.reason, erasure.by) == ("Asked for.", cleo.uuid)
    assert list(Attestation.objects.order_by("pk").values_list("employee_name", flat=True)) == ["", "Boris Petrov"]
    assert "nothing to erase" in call("--person", "E-0001", "--reason", "Asked for.", "--yes")


@pytest.mark.django_db
def test_mistakes_are_told() -> None:
    with pytest.raises(CommandError, match="Nobody has the employee number E-9"):
        call("--person", "E-9", "--reason", "Asked for.")


def test_a_reason_that_is_too_long_erases_nothing(signed: Attestation) -> None:
    with pytest.raises(CommandError, match="fewer words"):
        call("--person", "E-0001", "--reason", "a" * 501, "--yes")
    assert not Erasure.objects.exists()


def test_who_is_still_here_is_erased_only_when_said_so(signed: Attestation, boris: Employee) -> None:
    with pytest.raises(CommandError, match="E-0002 has not left"):
        call("--person", "E-0002", "--reason", "Asked for.", "--yes")
    assert "This person has not left" in call("--person", "E-0002", "--reason", "Asked for.")
    assert not Erasure.objects.exists()
    call("--person", "E-0002", "--reason", "Asked for.", "--yes", "--still-here")
    assert Attestation.objects.get(employee=boris).employee_name == ""


@pytest.mark.parametrize(("typed", "count"), [("", 0), ("y", 0), ("E-0002", 0), ("e-0001 ", 1)])
def test_somebody_at_a_terminal_types_the_number(
    typed: str, count: int, signed: Attestation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda asked: typed)
    call("--person", "E-0001", "--reason", "Asked for.")
    assert Erasure.objects.count() == count


@pytest.mark.parametrize("more", [(), ("--yes",)])
def test_it_says_what_it_does_not_reach(more: tuple[str, ...], signed: Attestation) -> None:
    said = call("--person", "E-0001", "--reason", "Asked for.", *more)
    for what in ("downloaded", "backups", "mails that were sent", "hold outside", "quizzes"):
        assert what in said


def test_an_empty_reason_erases_nothing(signed: Attestation) -> None:
    with pytest.raises(CommandError, match="Say why"):
        call("--person", "E-0001", "--reason", " ", "--yes")
    assert not Erasure.objects.exists()
