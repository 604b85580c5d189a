"""The owner's list and file: theirs alone, also while the file is being made."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

import ledger.services
from certificates.models import Certificate
from certificates.services import record_file
from ledger import receipts
from ledger.canonical import canonical_bytes, parse_canonical
from ledger.keyfiles import KeyFiles
from people.models import Employee
from tests.courses.learner import complete
from tests.factories import NOW, make_course


@pytest.fixture
def certificate(ada: Employee) -> Certificate:
    return Certificate.objects.get(completion=complete(make_course(), ada, now=timezone.now()))


@pytest.fixture
def ready(certificate: Certificate) -> Certificate:
    name = default_storage.save(f"certificates/{certificate.uuid}.pdf", ContentFile(b"%PDF-1.7 the bytes"))
    record_file(certificate, name=name, sha256=hashlib.sha256(b"%PDF-1.7 the bytes").hexdigest(), size=18, now=NOW)
    return certificate


def test_the_list_shows_what_each_is_and_offers_the_file(client: Client, ada: Employee, ready: Certificate) -> None:
    client.force_login(ada)
    page = client.get("/certificates/").content.decode()
    assert "Handwashing" in page
    assert ready.shown_number in page
    assert f'href="/certificates/{ready.uuid}.pdf"' in page
    assert f'href="/certificates/{ready.uuid}.tlog-proof"' in page
    assert "Being prepared" not in page
    assert "hx-trigger" not in page


def test_while_it_is_made_the_page_asks_again_with_and_without_scripts(
    client: Client, ada: Employee, certificate: Certificate
) -> None:
    client.force_login(ada)
    page = client.get("/certificates/").content.decode()
    assert "Being prepared, usually a few seconds." in page
    assert 'hx-trigger="every 2s"' in page
    assert f'hx-select="#state-{certificate.uuid}"' in page
    assert '<a href="/certificates/">Check again</a>' in page
    assert ".pdf" not in page
    part = client.get("/certificates/", headers={"HX-Request": "true"}).content.decode()
    assert f'id="state-{certificate.uuid}"' in part
    assert "<html" not in part


def test_what_takes_long_is_not_called_a_matter_of_seconds(client: Client, ada: Employee) -> None:
    complete(make_course(), ada, now=timezone.now() - timedelta(minutes=3))
    client.force_login(ada)
    page = client.get("/certificates/").content.decode()
    assert "This takes longer than usual." in page
    assert 'hx-trigger="every 30s"' in page


def test_without_certificates_it_says_how_to_get_one(client: Client, mallory: Employee, ready: Certificate) -> None:
    client.force_login(mallory)
    page = client.get("/certificates/").content.decode()
    assert "No certificates yet" in page
    assert ready.number not in page


def test_an_expired_one_says_so(client: Client, ada: Employee) -> None:
    complete(make_course(validity_months=12), ada, now=timezone.now() - timedelta(days=500))
    client.force_login(ada)
    page = client.get("/certificates/").content.decode()
    assert "<dt>Expired</dt>" in page
    assert "Valid until" not in page


def test_the_list_takes_as_many_queries_for_ten_as_for_one(
    client: Client,
    ada: Employee,
    ready: Certificate,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(9):
        complete(make_course(f"course-{number}"), ada, now=timezone.now())
    client.force_login(ada)
    client.get("/certificates/")
    with django_assert_num_queries(6):
        assert client.get("/certificates/").content.decode().count('class="card-title"') == 10


def test_the_owner_downloads_the_bytes(client: Client, ada: Employee, ready: Certificate) -> None:
    client.force_login(ada)
    response = client.get(f"/certificates/{ready.uuid}.pdf")
    assert response.status_code == 200
    assert response.getvalue() == b"%PDF-1.7 the bytes"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="certificate-{ready.shown_number}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"


def test_a_file_that_is_not_there_yet_is_a_calm_page(client: Client, ada: Employee, certificate: Certificate) -> None:
    client.force_login(ada)
    response = client.get(f"/certificates/{certificate.uuid}.pdf")
    assert response.status_code == 202
    assert response["Retry-After"] == "5"
    assert "Your certificate is being prepared" in response.content.decode()


@pytest.mark.parametrize("who", ["boris", "hana", "cleo", "root", "mallory"])
def test_nobody_else_gets_the_file(
    client: Client, who: str, ready: Certificate, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(f"/certificates/{ready.uuid}.pdf").status_code == 404
    assert ready.number not in client.get("/certificates/").content.decode()


def test_a_stranger_is_asked_to_sign_in(client: Client, ready: Certificate) -> None:
    for address in ("/certificates/", f"/certificates/{ready.uuid}.pdf", f"/certificates/{ready.uuid}.tlog-proof"):
        assert client.get(address)["Location"].startswith("/accounts/login/")


def test_an_unknown_or_malformed_id_is_a_404(client: Client, ada: Employee) -> None:
    client.force_login(ada)
    for address in (f"/certificates/{uuid4()}.pdf", "/certificates/1.pdf", "/certificates/../x.pdf"):
        assert client.get(address).status_code == 404


def test_nothing_is_posted_here(client: Client, ada: Employee, ready: Certificate) -> None:
    client.force_login(ada)
    assert client.post("/certificates/").status_code == 405
    assert client.post(f"/certificates/{ready.uuid}.pdf").status_code == 405


def test_the_receipt_proves_the_certificate_without_us(
    client: Client, ada: Employee, ready: Certificate, ledger_key: KeyFiles
) -> None:
    client.force_login(ada)
    waiting = client.get(f"/certificates/{ready.uuid}.tlog-proof")
    assert waiting.status_code == 202
    assert "The receipt is being prepared" in waiting.content.decode()
    ledger.services.seal(NOW)
    response = client.get(f"/certificates/{ready.uuid}.tlog-proof")
    assert response.status_code == 200
    assert response["Content-Disposition"].endswith('.tlog-proof"')
    assert response["Cache-Control"] == "no-store"
    proof = response.content
    held = parse_canonical(receipts.Receipt.parse(proof).extra or b"")
    entry = held["entry"].encode()
    assert receipts.verify(proof, entry, [ledger_key.signer().verifier]).size > 1
    said = parse_canonical(entry)
    assert said["object"] == f"certificate:{ready.uuid}"
    salted = bytes.fromhex(held["detail"]["salt"]) + canonical_bytes(held["detail"]["value"])
    assert said["detail"] == hashlib.sha256(salted).hexdigest()
    assert held["detail"]["value"]["number"] == ready.number
    assert ready.number not in held["entry"]


@pytest.mark.parametrize("who", ["boris", "hana", "cleo", "root", "mallory"])
def test_nobody_else_gets_the_receipt(
    client: Client, who: str, ready: Certificate, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(f"/certificates/{ready.uuid}.tlog-proof").status_code == 404
