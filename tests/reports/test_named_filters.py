"""What somebody typed to find a person is kept nowhere: a filter that is kept names nobody, so no erasure misses it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from ledger import services as ledger
from ledger.keyfiles import KeyFiles
from ledger.models import Entry
from people.models import Employee
from policies.facts import ATTESTED
from policies.models import Attestation
from reports.models import Export
from reports.selectors import recordfilter
from reports.selectors.recordfilter import RecordFilter, filter_from, records
from reports.selectors.records import records_table
from tests.factories import NOW, make_employee
from tests.policies.factories import make_attestation, make_policy_version
from tests.reports.test_evidence import members
from tests.reports.test_exports import ASK, ask, content, make

LIST = "/compliance/attestations/"
# Spelled as nobody's record spells them, so that wherever they are found they come from a filter.
TYPED = ("aDa oSE", "e-0001", " E-0001 ", "oseI")


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    stored = {"BACKEND": "toolkit.files.DurableFileStorage", "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": stored}


@pytest.fixture
def compliance(client: Client, cleo: Employee) -> Client:
    client.force_login(cleo)
    return client


@pytest.fixture
def signature(ledger_key: KeyFiles, ada: Employee, boris: Employee) -> Attestation:
    """Ada's, sealed; and one of somebody else beside it."""
    version = make_policy_version()
    signature = make_attestation(ada, version)
    ledger.record_fact(ATTESTED, signature, now=NOW)
    ledger.record_fact(ATTESTED, make_attestation(boris, version), now=NOW)
    ledger.seal(NOW)
    return signature


def stored(*, but: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every cell of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(but):
                cursor.execute(f'SELECT * FROM "{table}"')
                for row in cursor.fetchall():
                    for cell in row:
                        yield table, bytes(cell).decode(errors="replace") if isinstance(cell, BYTES) else str(cell)


BYTES = (bytes, memoryview)


def kept_files() -> Iterator[bytes]:
    for name in default_storage.listdir("exports")[1]:
        with default_storage.open(f"exports/{name}") as file:
            yield file.read()


def hand_out(client: Client, target: Path) -> None:
    """Every kind of file that can be narrowed to a person."""
    for words in TYPED:
        make(ask(client, "csv", f"person={words}"))
    make(ask(client, "jsonl", "person=aDa+oSE&policy=social-media-use"))
    assert client.post(reverse("reports:evidence"), {"person": "e-0001"}).status_code == 302
    make(Export.objects.latest("pk"))
    call_command("export_evidence", "--out", str(target), "--person", "e-0001", verbosity=0)


def test_what_was_typed_is_in_no_table_and_no_file(compliance: Client, signature: Attestation, tmp_path: Path) -> None:
    hand_out(compliance, tmp_path / "evidence.zip")
    assert Export.objects.count() == 7
    for table, text in stored(but=("people_", "account_")):
        assert not [words for words in TYPED if words in text], table
    files = [*kept_files(), (tmp_path / "evidence.zip").read_bytes()]
    assert len(files) > 3
    assert not [words for words in TYPED for data in files if words.encode() in data]


def test_a_pack_says_whom_it_is_about_by_the_reference_in_its_records(
    compliance: Client, signature: Attestation, ada: Employee, tmp_path: Path
) -> None:
    call_command("export_evidence", "--out", str(tmp_path / "evidence.zip"), "--person", "E-0001", verbosity=0)
    found = members((tmp_path / "evidence.zip").read_bytes())
    assert f"entries that concern the person with the ref {ada.uuid}" in found["README.txt"].decode()
    assert "E-0001" not in found["README.txt"].decode()
    assert f'"ref":"{ada.uuid}"' in found["records.jsonl"].decode()


def test_after_an_erasure_nothing_that_was_handed_out_names_the_person(
    compliance: Client, signature: Attestation, ada: Employee, tmp_path: Path
) -> None:
    hand_out(compliance, tmp_path / "evidence.zip")
    names = (ada.name, ada.number, str(ada.email), "Osei")
    assert [1 for _table, text in stored(but=("people_",)) if ada.name in text], "there was something to erase"
    for found in list(ledger.erasable(str(ada.uuid))):
        ledger.erase(found.kind, found.row, reason="She asked for it.", by=uuid4(), now=NOW)
    for table, text in stored(but=("people_", "django_session", "account_")):
        assert not [name for name in names if name in text], table
    ledger.seal(NOW)
    assert ledger.verify(now=NOW).findings == []


def test_a_file_made_after_an_erasure_does_not_name_the_person(signature: Attestation, ada: Employee) -> None:
    """Not even as the one who recorded the signature."""
    names = {ada.number, ada.name}
    assert names <= cells(ada)
    (found,) = ledger.erasable(str(ada.uuid))
    ledger.erase(found.kind, found.row, reason="She asked for it.", by=uuid4(), now=NOW)
    assert not names & cells(ada)


def cells(person: Employee) -> set[object]:
    """What a file about the one record of the person holds."""
    (row,) = records_table(RecordFilter(persons=(person.uuid,))).rows
    return set(row)


def test_the_entry_refers_to_those_whom_the_words_fitted(compliance: Client, signature: Attestation) -> None:
    others = sorted(str(make_employee(f"Osei {number}").uuid) for number in range(3))
    made = make(ask(compliance, "csv", "person=osei"))
    assert made.row_count == 1
    kept = made.export.filters["persons"].split(",")
    assert kept == sorted([*others, str(signature.employee.uuid)])
    detail = bytes(Entry.objects.get(kind="export.made").disclosure.detail).decode()
    assert f'"filters":{{"persons":"{",".join(kept)}"}}' in detail


def test_the_file_holds_what_the_page_showed_for_the_words(compliance: Client, signature: Attestation) -> None:
    export = ask(compliance, "csv", "person=osei")
    shown = [str(row.uuid) for row in compliance.get(f"{LIST}?person=osei").context["rows"]]
    assert shown == [str(signature.uuid)]
    lines = content(compliance, export).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == shown


def test_the_file_leads_back_to_the_same_rows_and_the_page_names_people(
    compliance: Client, signature: Attestation, ada: Employee
) -> None:
    export = ask(compliance, "csv", "person=osei&method=site")
    page = compliance.get(reverse("reports:export", args=[export.uuid])).content.decode()
    assert "Ada Osei" in page
    export.refresh_from_db()
    assert export.filters == {"persons": str(ada.uuid), "method": "site"}
    back = f"{LIST}?{urlencode(export.filters)}"  # PostgreSQL has an order of its own for them
    assert escape(back) in page
    answer = compliance.get(back)
    assert [row.uuid for row in answer.context["rows"]] == [signature.uuid]
    chip = next(chip for chip in answer.context["chips"] if chip.label == "Ada Osei")
    assert chip.remove_url == f"{LIST}?method=site"
    # Narrowing further keeps it, so it goes along in the form.
    assert f'name="persons" value="{ada.uuid}"' in answer.content.decode()


def test_of_many_people_the_list_names_a_few(compliance: Client, signature: Attestation) -> None:
    for number in range(5):
        make_employee(f"Osei {number}")
    make(ask(compliance, "csv", "person=osei"))
    assert "Ada Osei, Osei 0, Osei 1 and 3 more" in compliance.get("/compliance/exports/").content.decode()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("nobody", "Nobody has this name or number, so there is nothing to put into a file."),
        ("o", "More than 2 people fit “o”. Write more of the name, or the number."),
    ],
)
def test_words_that_fit_nobody_or_too_many_are_refused_with_the_field(
    compliance: Client, signature: Attestation, monkeypatch: pytest.MonkeyPatch, words: str, message: str
) -> None:
    monkeypatch.setattr(recordfilter, "MOST_PERSONS", 2)
    answer = compliance.post(f"{ASK}?person={words}&method=site", {"form": "csv"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert f'value="{words}"' in page, "what was typed is still there"
    assert not Export.objects.exists()


def test_words_and_references_narrow_together(signature: Attestation, ada: Employee, boris: Employee) -> None:
    both = f"{ada.uuid},{boris.uuid}"
    assert records(filter_from({"persons": both})).count() == 2
    assert records(filter_from({"persons": both, "person": "osei"})).count() == 1
    assert filter_from({"persons": both, "person": "osei"}).kept == {"persons": str(ada.uuid)}
    assert records(filter_from({"persons": str(boris.uuid), "person": "osei"})).count() == 0


@pytest.mark.parametrize("text", ["x", ",", "E-0001", "00000000-0000-0000-0000-000000000000", f"{uuid4()}," * 200])
def test_references_to_nobody_are_refused(compliance: Client, signature: Attestation, text: str) -> None:
    answer = compliance.get(LIST, {"persons": text})
    assert answer.status_code == 422
    assert "The address names nobody that there is." in answer.content.decode()
