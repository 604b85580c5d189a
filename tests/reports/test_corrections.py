"""A record that is wrong stays, and what is wrong with it is said beside it wherever it is shown."""

from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from ledger.models import Correction, Entry
from ledger.services import erase, record_fact, seal, verify
from people.models import Employee
from policies.models import Attestation
from reports.selectors.persons import person_file
from reports.selectors.recordfilter import filter_from
from reports.selectors.records import records_table
from tests.factories import NOW
from tests.policies.factories import make_attestation, make_policy_version
from tests.reports.test_exports import ask, content, read_csv

WRONG = "The paper was from another person. The manager told us."


@pytest.fixture
def signed(ada: Employee, ledger_key: object) -> Attestation:
    attestation = make_attestation(ada, make_policy_version())
    record_fact("policy.attested", attestation, now=NOW)
    seal(NOW)
    return attestation


def address(signed: Attestation) -> str:
    return reverse("reports:correct", args=[signed.uuid])


def correct(client: Client, signed: Attestation, **said: str) -> None:
    assert client.post(address(signed), {"reason": WRONG, **said}).status_code == 302


def test_compliance_says_what_is_wrong_and_everybody_who_sees_the_record_reads_it(
    client: Client, cleo: Employee, ada: Employee, signed: Attestation
) -> None:
    client.force_login(cleo)
    assert client.get(address(signed)).status_code == 200
    correct(client, signed, right="Nobody signed.")
    for page in (reverse("reports:person-records", args=[ada.uuid]), address(signed)):
        text = client.get(page).content.decode()
        assert WRONG in text, page
        assert "Nobody signed." in text, page
    person = client.get(reverse("reports:person-records", args=[ada.uuid])).content.decode()
    assert 'Correct<span class="visually-hidden"> Social media use, version 1, Nov. 24, 2026</span>' in person
    assert "Corrected" in client.get(reverse("reports:attestations")).content.decode()
    client.force_login(ada)
    assert WRONG in client.get(reverse("policies:signature", args=[signed.uuid])).content.decode()
    assert WRONG in client.get(reverse("reports:my-file")).content.decode()


def test_the_record_and_its_entry_stay_and_the_correction_is_entered(
    client: Client, cleo: Employee, signed: Attestation
) -> None:
    before = bytes(Entry.objects.get(fact=signed.uuid).body)
    client.force_login(cleo)
    correct(client, signed)
    correct(client, signed)  # a double click
    assert bytes(Entry.objects.get(fact=signed.uuid).body) == before
    correction = Correction.objects.get()
    assert (correction.by, correction.reason, correction.detail) == (cleo.uuid, WRONG, None)
    assert Entry.objects.filter(kind="correction.made", fact=correction.uuid).exists()
    seal(NOW)
    assert verify(now=NOW).is_sound


def test_the_export_says_it_too(client: Client, cleo: Employee, signed: Attestation) -> None:
    client.force_login(cleo)
    correct(client, signed, right="x")
    correct(client, signed, reason="=A second look.")
    assert said_in_file(client) == ("'=A second look.", "")


def test_the_export_says_what_would_be_right(client: Client, cleo: Employee, signed: Attestation) -> None:
    client.force_login(cleo)
    correct(client, signed)
    correct(client, signed, right='=Nobody "signed".')
    assert said_in_file(client) == (WRONG, '\'=Nobody "signed".')
    ((*_others, reason, right),) = records_table(filter_from({})).rows
    assert (reason, right) == (WRONG, '=Nobody "signed".')


def said_in_file(client: Client) -> tuple[str, str]:
    header, row = read_csv(content(client, ask(client)))
    cells = dict(zip(header, row, strict=True))
    return cells["Correction"], cells["Right would be"]


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("", "Say what is wrong and how that is known."),
        ("   ", "Say what is wrong and how that is known."),
        ("x" * 501, "Say it in at most 500 characters."),
    ],
)
def test_a_correction_says_why(client: Client, cleo: Employee, signed: Attestation, reason: str, says: str) -> None:
    client.force_login(cleo)
    answer = client.post(address(signed), {"reason": reason, "right": "kept"})
    assert answer.status_code == 422
    assert "kept" in answer.content.decode()
    assert says in answer.content.decode()
    assert not Correction.objects.exists()


@pytest.mark.parametrize("field", ["reason", "right"])
def test_a_correction_hides_nothing(client: Client, cleo: Employee, signed: Attestation, field: str) -> None:
    client.force_login(cleo)
    answer = client.post(address(signed), {"reason": WRONG, "right": "Nobody.", field: "Ada\u202e dengis"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is an invisible character (U+202E) after “Ada”. Delete it, or type the words again." in page
    assert "dengis" in page
    assert not Correction.objects.exists()


def test_what_was_written_keeps_its_direction_to_itself(
    client: Client, cleo: Employee, ada: Employee, signed: Attestation
) -> None:
    """Words in Hebrew, or ones entered before such signs were refused, reorder nothing that the site says."""
    client.force_login(cleo)
    correct(client, signed, reason="לא היא 2", right="אחרת 3")
    pages = [reverse("reports:person-records", args=[ada.uuid]), reverse("reports:my-file")]
    for page, person in zip(pages, (cleo, ada), strict=True):
        client.force_login(person)
        text = client.get(page).content.decode()
        assert ": <bdi>לא היא 2</bdi>" in text, page
        assert "Right would be: <bdi>אחרת 3</bdi>" in text, page
    about = {"file": person_file(ada), "asked_at": NOW, "language": "en", "organization": "", "origin": "", "size": 0}
    html = render_to_string("reports/person_pdf.html", about)
    assert ": <bdi>לא היא 2</bdi> Right would be: <bdi>אחרת 3</bdi>" in html


def test_only_compliance_corrects(
    client: Client, ada: Employee, boris: Employee, hana: Employee, mallory: Employee, signed: Attestation
) -> None:
    for person in (ada, boris, hana, mallory):
        client.force_login(person)
        assert client.post(address(signed), {"reason": WRONG}).status_code == 403
    assert not Correction.objects.exists()


def test_what_has_no_sealed_entry_cannot_be_corrected(client: Client, cleo: Employee, signed: Attestation) -> None:
    client.force_login(cleo)
    fresh = make_attestation(signed.employee, signed.version, occasion="later")
    for uuid in (uuid4(), fresh.uuid):
        assert client.get(reverse("reports:correct", args=[uuid])).status_code == 404


def test_what_was_erased_says_so_with_its_reason_and_takes_no_correction(
    client: Client, cleo: Employee, ada: Employee, signed: Attestation
) -> None:
    """A correction could bring back the very name that had to go."""
    client.force_login(cleo)
    person = reverse("reports:person-records", args=[ada.uuid])
    assert address(signed) in client.get(person).content.decode()
    erase("policy.attested", signed, reason="Kept for long enough.", by=None, now=NOW)
    page = client.get(person).content.decode()
    assert "Kept for long enough." in page
    assert address(signed) not in page
    assert client.post(address(signed), {"reason": WRONG}).status_code == 404
    assert not Correction.objects.exists()
    assert 'badge-neutral">Erased<' in client.get(reverse("reports:attestations")).content.decode()
