"""What erasing a person takes with it beside the ledger's facts, and that every page says so afterwards."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from certificates.handlers import render
from certificates.models import Certificate, CertificateFile
from certificates.services import record_file
from ledger import services
from ledger.keyfiles import KeyFiles
from people.models import Employee
from policies.models import Attestation, Enquiry, EnquiryReply, PaperSignature, PolicyVersion
from policies.services.enquiring import ask, reply
from policies.services.paper import decide_paper, record_paper
from reports.models import Export
from reports.services import Made, ask_for, record_made
from tests.courses.learner import complete
from tests.factories import LONG_AGO, NOW, TODAY, make_course
from tests.policies.factories import make_policy_version
from trainingsite.management.commands import erase_person

really_there = erase_person._there
WORDS = "My diagnosis is nobody's business"
REASON = "The person asked for it."


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Any) -> None:
    stored = {"BACKEND": "toolkit.files.DurableFileStorage", "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": stored}


@pytest.fixture
def version(ledger_key: KeyFiles, db: None) -> PolicyVersion:
    return make_policy_version()


def paper_of(person: Employee, version: PolicyVersion, hana: Employee) -> PaperSignature:
    scan = ContentFile(b"%PDF-1.7 " + person.number.encode(), name="scan.pdf")
    return record_paper(person, version, signed_on=TODAY, reason=WORDS, scan=scan, by=hana, now=NOW)


@pytest.fixture
def papers(version: PolicyVersion, ada: Employee, hana: Employee, cleo: Employee) -> list[PaperSignature]:
    """Ada's: one that counts, one that was refused, one that nobody looked at."""
    other = make_policy_version(slug="photos")
    counts, refused = paper_of(ada, version, hana), paper_of(ada, other, hana)
    decide_paper(counts, by=cleo, is_approved=True, comment=WORDS, now=NOW)
    decide_paper(refused, by=cleo, is_approved=False, comment=WORDS, now=NOW)
    return [counts, refused, paper_of(ada, other, hana)]


@pytest.fixture
def enquiry(version: PolicyVersion, ada: Employee, cleo: Employee) -> Enquiry:
    found = ask(version, employee=ada, kind=Enquiry.Kind.REFUSAL, text=WORDS, now=NOW)
    reply(found, by=cleo, text=WORDS, is_answer=False, now=NOW)
    return found


@pytest.fixture
def certificate(ada: Employee, ledger_key: KeyFiles) -> Certificate:
    found = Certificate.objects.get(completion=complete(make_course(), ada, now=timezone.now()))
    name = default_storage.save(f"certificates/{found.uuid}.pdf", ContentFile(b"%PDF-1.7 the bytes"))
    record_file(found, name=name, sha256="0" * 64, size=18, now=NOW)
    return found


def leave(person: Employee) -> None:
    Employee.objects.filter(pk=person.pk).update(left_on=LONG_AGO)


def call(*more: str) -> str:
    said = io.StringIO()
    call_command("erase_person", "--person", "E-0001", "--reason", REASON, "--yes", *more, stdout=said)
    return said.getvalue()


def erase(capture: DjangoCaptureOnCommitCallbacks) -> str:
    leave(Employee.objects.get(number="E-0001"))
    with capture(execute=True):
        return call()


# The command looks at what is left once it is committed, and a test's transaction never is.
@pytest.fixture(autouse=True)
def _removed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erase_person, "_there", lambda names: set())


def text_of_tables() -> str:
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                cells += [
                    bytes(c).decode(errors="replace") if isinstance(c, bytes | memoryview) else str(c) for c in row
                ]
    return "\n".join(cells)


def test_all_words_and_files_go_and_the_log_stays_sound(
    papers: list[PaperSignature],
    enquiry: Enquiry,
    certificate: Certificate,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    services.seal(NOW)
    assert WORDS in text_of_tables()
    names = [*(paper.scan.name for paper in papers), CertificateFile.objects.get().file.name]
    assert all(default_storage.exists(str(name)) for name in names)
    said = erase(django_capture_on_commit_callbacks)
    assert "1 × policy.attested" in said
    assert "papersignature.reason, paperdecision.comment, salt and detail in the log, 1 files" in said
    assert "1 × enquiry" in said
    assert "2 × paper that does not count" in said
    assert WORDS not in text_of_tables()
    assert not [name for name in names if default_storage.exists(str(name))]
    services.seal(NOW)
    report = services.verify(now=NOW)
    assert (report.findings, PaperSignature.objects.count(), EnquiryReply.objects.count()) == ([], 3, 1)


def test_again_there_is_nothing_to_erase(
    papers: list[PaperSignature],
    enquiry: Enquiry,
    certificate: Certificate,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    erase(django_capture_on_commit_callbacks)
    assert "nothing to erase" in erase(django_capture_on_commit_callbacks)


def test_nobody_else_loses_anything(
    papers: list[PaperSignature],
    version: PolicyVersion,
    boris: Employee,
    hana: Employee,
    ada: Employee,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    paper = paper_of(boris, version, hana)
    asked = ask(version, employee=boris, kind=Enquiry.Kind.QUESTION, text=WORDS, now=NOW)
    answer = reply(asked, by=ada, text=WORDS, is_answer=True, now=NOW)
    erase(django_capture_on_commit_callbacks)
    for row, column in ((paper, "reason"), (asked, "text"), (answer, "text")):
        row.refresh_from_db()
        assert getattr(row, column) == WORDS
    assert default_storage.exists(str(paper.scan.name))


def test_pages_of_papers_say_erased_when_and_why(
    client: Client,
    papers: list[PaperSignature],
    hana: Employee,
    cleo: Employee,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    erase(django_capture_on_commit_callbacks)
    client.force_login(cleo)
    for paper in papers:
        page = client.get(f"/hr/paper/{paper.uuid}/")
        assert page.status_code == 200
        assert REASON in page.content.decode()
        assert 'value="approve"' not in page.content.decode()
        gone = client.get(f"/hr/paper/{paper.uuid}/scan")
        assert (gone.status_code, REASON in gone.content.decode()) == (410, True)
        assert client.post(f"/hr/paper/{paper.uuid}/", {"act": "approve"}).status_code == 422
    rows = client.get("/hr/paper/").content.decode()
    assert "Erased" in rows
    assert "Waits for a second person" not in rows
    assert client.get("/compliance/").context["waiting"].papers == 0
    assert Attestation.objects.count() == 1


def test_a_scan_that_is_missing_for_no_reason_is_told(
    client: Client, papers: list[PaperSignature], cleo: Employee
) -> None:
    default_storage.delete(str(papers[2].scan.name))
    client.force_login(cleo)
    page = client.get(f"/hr/paper/{papers[2].uuid}/scan")
    assert (page.status_code, "Tell an administrator" in page.content.decode()) == (404, True)


def test_pages_of_enquiries_say_erased_and_take_no_reply(
    client: Client,
    enquiry: Enquiry,
    cleo: Employee,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client.force_login(cleo)
    assert client.get("/compliance/").context["waiting"].enquiries == 1
    erase(django_capture_on_commit_callbacks)
    address = f"/policies/enquiries/{enquiry.uuid}/"
    page = client.get(address).content.decode()
    assert REASON in page
    assert "<form method" not in page.partition("<main")[2]
    refused = client.post(address, {"text": "Once more.", "answer": "1"})
    assert (refused.status_code, "erased in the meantime" in refused.content.decode()) == (422, True)
    assert "Erased" in client.get("/policies/enquiries/").content.decode()
    assert str(enquiry.uuid) not in client.get("/policies/enquiries/?state=open").content.decode()
    assert client.get("/compliance/").context["waiting"].enquiries == 0


def test_pages_of_the_person_and_the_certificate_say_erased(
    client: Client,
    papers: list[PaperSignature],
    certificate: Certificate,
    ada: Employee,
    cleo: Employee,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    services.seal(NOW)
    with django_capture_on_commit_callbacks(execute=True):
        call("--still-here")
    client.force_login(ada)
    gone = client.get(f"/certificates/{certificate.uuid}.pdf")
    assert (gone.status_code, "erased" in gone.content.decode()) == (410, True)
    mine = client.get("/certificates/").content.decode()
    assert "Erased" in mine
    assert f"/certificates/{certificate.uuid}.pdf" not in mine
    assert "hx-get" not in mine.partition("<main")[2]
    assert client.get(f"/certificates/{certificate.uuid}.tlog-proof").status_code == 200
    signature = Attestation.objects.get()
    assert "Erased" in client.get(f"/policies/signed/{signature.uuid}/").content.decode()
    client.logout()
    page = client.get(f"/verify/{certificate.number}/")
    assert (page.status_code, "no longer knows whose it is" in page.content.decode()) == (200, True)
    client.force_login(cleo)
    assert client.get(f"/compliance/people/{ada.uuid}/").status_code == 200


def test_a_certificate_that_waits_for_its_file_gets_none(
    ada: Employee, ledger_key: KeyFiles, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    certificate = Certificate.objects.get(completion=complete(make_course(), ada, now=timezone.now()))
    erase(django_capture_on_commit_callbacks)
    render({"certificate": str(certificate.uuid)}, NOW)()
    assert not CertificateFile.objects.exists()


def test_files_made_about_the_person_go_at_once(
    client: Client,
    papers: list[PaperSignature],
    ada: Employee,
    boris: Employee,
    cleo: Employee,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    kinds = Export.Kind
    now = timezone.now()
    made = {}
    for name, kind, about, filters in (
        ("hers", kinds.PERSON, ada, {}),
        ("his", kinds.PERSON, boris, {}),
        ("narrowed", kinds.ATTESTATIONS, None, {"persons": f"{boris.uuid},{ada.uuid}"}),
        ("pack", kinds.EVIDENCE, None, {"persons": str(ada.uuid)}),
        ("all", kinds.ATTESTATIONS, None, {}),
    ):
        export = ask_for(kind, Export.Form.PDF, filters=filters, by=cleo, now=now, about=about)
        stored = default_storage.save(f"exports/{name}.pdf", ContentFile(b"ada"))
        made[name] = record_made(export, Made(stored, "0" * 64, 3, 1), now=now)
    said = erase(django_capture_on_commit_callbacks)
    assert "3 × file made about the person" in said
    assert "2 kept files about many people" in said
    assert sorted(default_storage.listdir("exports")[1]) == ["all.pdf", "his.pdf"]
    client.force_login(cleo)
    page = client.get(f"/exports/{made['hers'].export.uuid}/")
    assert (page.status_code, "no longer here" in page.content.decode()) == (200, True)
    assert client.get(f"/exports/{made['hers'].export.uuid}/file/").status_code == 410


@pytest.mark.django_db(transaction=True)
def test_a_file_that_could_not_be_removed_is_named_and_goes_the_next_time(
    papers: list[PaperSignature], ada: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erase_person, "_there", really_there)
    leave(ada)
    name = str(papers[0].scan.name)
    with monkeypatch.context() as stuck:
        stuck.setattr("toolkit.files.DurableFileStorage.delete", _refuse)
        with pytest.raises(CommandError, match=name):
            call()
    assert default_storage.exists(name)
    said = call()
    assert "3 × file left by an erasure before" in said
    assert "Files removed: 3." in said
    assert not [paper for paper in papers if default_storage.exists(str(paper.scan.name))]


def _refuse(*args: Any) -> None:
    raise PermissionError("The folder cannot be written.")
