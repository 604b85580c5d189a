"""One person's file: everything signed, with receipts. For compliance about anybody, for everybody about themselves."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from hashlib import sha256

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from certificates.models import Certificate
from courses.models import Completion, Enrollment
from ledger import receipts
from ledger.keyfiles import KeyFiles
from ledger.models import Entry
from ledger.notes import Verifier
from ledger.services import record_fact, seal
from people.models import Employee
from people.roles import Role
from policies.models import PaperDecision, PolicyVersion
from reports.models import Export
from tests.factories import NOW, TODAY, make_course, make_employee
from tests.policies.factories import make_attestation, make_paper_signature, make_policy_version
from tests.reports.test_exports import content, download, make
from tests.support.receipts import proved_by


@pytest.fixture
def version(db: None, ledger_key: KeyFiles) -> PolicyVersion:
    return make_policy_version(markdown="# Kindly\n\nÜber alles.\n")


@pytest.fixture
def ada_signed(ada: Employee, hana: Employee, version: PolicyVersion) -> Employee:
    """Ada signed twice, once on paper; completed a course and holds its certificate. All of it is in the log."""
    record_fact("policy.attested", make_attestation(ada, version), now=NOW)
    paper = make_paper_signature(ada, version, by=hana)
    PaperDecision.objects.create(paper=paper, is_approved=True, by=make_employee("Ines Approver"), at=NOW)
    record_fact("policy.attested", make_attestation(ada, version, paper=paper, occasion="x", recorded_by=hana), now=NOW)
    course = make_course()
    enrollment = Enrollment.objects.create(employee=ada, course=course.course, version=course, started_at=NOW)
    completion = Completion.objects.create(
        enrollment=enrollment,
        employee=ada,
        course=course.course,
        version=course,
        completed_at=NOW,
        completed_on=TODAY,
        score=95,
        digest=course.digest,
    )
    record_fact("course.completed", completion, now=NOW)
    certificate = Certificate.objects.create(
        number="7Q4K29VDXW3T8ABCM",
        completion=completion,
        employee=ada,
        holder_name=ada.name,
        course_title=course.title,
        course_version=1,
        minutes=9,
        completed_on=TODAY,
        issued_at=NOW,
    )
    record_fact("certificate.issued", certificate, now=NOW)
    return ada


def ask(client: Client, address: str, form: str) -> Export:
    assert client.post(address, {"form": form}).status_code == 302
    return Export.objects.latest("pk")


def about(person: Employee) -> str:
    return reverse("reports:person-records", args=[person.uuid])


MINE = "/my-file/"


def test_the_pdf_says_everything_that_was_signed(client: Client, cleo: Employee, ada_signed: Employee) -> None:
    client.force_login(cleo)
    data = content(client, ask(client, about(ada_signed), "pdf"))
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split())
    for words in (
        "Ada Osei",
        "Employee number E-0001",
        "Social media use, version 1",
        "I have read this policy and will follow it.",
        "On this site",
        "On paper, entered by Hana Lindqvist, approved by Ines Approver",
        f"SHA-256 of the scan {sha256(b'scan').hexdigest()}",
        "Handwashing, version 1",
        "95%",
        "7Q4K-29VD-XW3T-8ABC-M",
        "Ledger entry",
    ):
        assert words in text, words
    assert "not sealed yet" not in text
    assert Export.objects.get().made.row_count == 4


def test_the_zip_holds_receipts_that_prove_each_thing(
    client: Client, ada_signed: Employee, version: PolicyVersion
) -> None:
    client.force_login(ada_signed)
    data = content(client, ask(client, MINE, "zip"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    verifiers = [Verifier.from_vkey(line) for line in found["vkey.txt"].decode().split()]
    proofs = [name for name in found if name.endswith(".tlog-proof")]
    assert len(proofs) == 4
    for name in proofs:
        entry = found[name.replace("tlog-proof", "entry.json")]
        receipts.verify(found[name], entry, verifiers)
        alone = proved_by(found[name], [one.vkey for one in verifiers])
        assert (alone["entry"], alone["person"]) == (json.loads(entry), str(ada_signed.uuid))
        record = json.loads(found[name.replace("tlog-proof", "record.json")])
        assert record["person"]["ref"] == str(ada_signed.uuid)
        bound = sha256(bytes.fromhex(record["person"]["salt"]) + record["person"]["ref"].encode()).hexdigest()
        assert json.loads(entry)["person"] == bound
    text = found[f"policies/{version.texts.get().sha256}.md"]
    assert text == "# Kindly\n\nÜber alles.\n".encode()
    assert found["file.pdf"].startswith(b"%PDF")
    assert "Ada Osei" in found["README.txt"].decode()


def test_who_left_still_has_a_file(client: Client, cleo: Employee, ada_signed: Employee) -> None:
    Employee.objects.filter(pk=ada_signed.pk).update(is_active=False, left_on=date(2026, 11, 1))
    client.force_login(cleo)
    page = client.get(about(ada_signed)).content.decode()
    assert "What was signed stays." in page
    assert "Social media use" in page
    assert content(client, ask(client, about(ada_signed), "pdf")).startswith(b"%PDF")


def test_who_signed_nothing_has_an_empty_file(client: Client, mallory: Employee, version: PolicyVersion) -> None:
    client.force_login(mallory)
    assert client.get(MINE).content.decode().count("Nothing yet.") == 3
    seal(NOW)
    assert content(client, ask(client, MINE, "zip"))


def test_the_page_shows_the_entries_once_they_are_sealed(client: Client, cleo: Employee, ada_signed: Employee) -> None:
    client.force_login(cleo)
    assert client.get(about(ada_signed)).content.decode().count(">soon<") == 4
    seal(NOW)
    page = client.get(about(ada_signed)).content.decode()
    assert ">soon<" not in page
    assert page.count("On paper</span>") == 1


def test_taking_a_file_is_entered_with_whom_it_is_about(client: Client, cleo: Employee, ada_signed: Employee) -> None:
    client.force_login(cleo)
    make(ask(client, about(ada_signed), "pdf"))
    entry = Entry.objects.get(kind="export.made")
    assert entry.disclosure.person == str(cleo.uuid)
    assert json.loads(bytes(entry.disclosure.detail))["about"] == str(ada_signed.uuid)


@pytest.mark.parametrize("who", ["ada", "boris", "hana", "root", "mallory"])
def test_nobody_else_looks_at_somebodys_file(
    client: Client, request: pytest.FixtureRequest, ada_signed: Employee, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(about(ada_signed)).status_code == 403
    assert client.post(about(ada_signed), {"form": "pdf"}).status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PRIVACY])
def test_who_only_looks_takes_nothing(client: Client, ada_signed: Employee, role: Role) -> None:
    client.force_login(make_employee(roles=(role,)))
    assert "Make the file" not in client.get(about(ada_signed)).content.decode()
    assert client.post(about(ada_signed), {"form": "pdf"}).status_code == 403
    assert not Export.objects.exists()


def test_ones_own_file_is_nobody_elses(client: Client, ada_signed: Employee, cleo: Employee, mallory: Employee) -> None:
    client.force_login(ada_signed)
    export = ask(client, MINE, "pdf")
    make(export)
    assert download(client, export).status_code == 200
    for other in (cleo, mallory):
        client.force_login(other)
        assert download(client, export).status_code == 404


def test_a_file_about_another_needs_the_role_again(client: Client, cleo: Employee, ada_signed: Employee) -> None:
    client.force_login(cleo)
    export = ask(client, about(ada_signed), "pdf")
    make(export)
    own = ask(client, MINE, "pdf")
    make(own)
    cleo.groups.clear()
    assert download(client, export).status_code == 404
    assert download(client, own).status_code == 200


@pytest.mark.parametrize("data", [{}, {"form": "csv"}])
@pytest.mark.parametrize("address", [lambda person: MINE, about])
def test_a_form_that_there_is_not_is_refused(
    client: Client, cleo: Employee, data: dict[str, str], address: Callable[[Employee], str]
) -> None:
    client.force_login(cleo)
    answer = client.post(address(cleo), data)
    assert answer.status_code == 422
    assert "Choose a format." in answer.content.decode()


def test_a_person_that_there_is_not_is_not_found(client: Client, cleo: Employee) -> None:
    client.force_login(cleo)
    assert client.get("/compliance/people/00000000-0000-0000-0000-000000000000/").status_code == 404
