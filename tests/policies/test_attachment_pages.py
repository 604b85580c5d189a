"""Files of a draft: which are taken, which are refused and why, and what is shown of them."""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from people.models import Employee
from policies.models import Attachment, PolicyVersion
from policies.services.reviewing import submit
from tests.factories import NOW
from tests.policies.authors import make_policy, write_draft
from tests.policies.desk import Desk, words

PDF = b"%PDF-1.7\nA card for the pocket.\n"


@pytest.fixture
def desk(tomas: Employee) -> Desk:
    return Desk.of(tomas, write_draft(make_policy(), author=tomas))


def _attach(desk: Desk, data: bytes, name: str = "Pocket card.PDF") -> Any:
    return desk.client.post(desk.url("draft-attachments"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def test_a_file_is_attached_under_a_plain_name_and_shown_with_its_digest(desk: Desk) -> None:
    page = words(_attach(desk, PDF))
    assert "The file is attached as “pocket-card.pdf”: names have small letters a to z, digits and hyphens." in page
    assert "“form.pdf” is attached." in words(_attach(desk, PDF, "form.pdf"))
    assert hashlib.sha256(PDF).hexdigest() in page
    answer = desk.get("draft-attachment", "pocket-card.pdf")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="pocket-card.pdf"'
    assert answer["Content-Type"] == "application/octet-stream"


def _office(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for name in names:
            parts.writestr(name, b"x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("virus.exe", b"MZ", "Attach a file of one of these kinds"),
        ("page.svg", b"<svg onload=alert(1)>", "Attach a file of one of these kinds"),
        ("noending", PDF, "Attach a file of one of these kinds"),
        ("card.pdf", b"<html>", "no PDF file"),
        ("form.docx", _office("word/document.xml", "word/vbaProject.bin"), "macros"),
        ("form.docx", b"PK\x03\x04 broken", "damaged"),
        ("empty.pdf", b"", "The file is empty."),
        ("large.pdf", PDF + b"x" * 5_000_000, "too large"),
    ],
)
def test_what_cannot_be_attached_is_refused_with_the_reason(desk: Desk, name: str, data: bytes, says: str) -> None:
    answer = _attach(desk, data, name)
    assert answer.status_code == 422
    assert says in words(answer)
    assert not Attachment.objects.exists()


def test_no_file_at_all_is_refused(desk: Desk) -> None:
    answer = desk.post("draft-attachments")
    assert answer.status_code == 422
    assert "Choose a file." in words(answer)


def test_a_name_is_taken_once(desk: Desk) -> None:
    _attach(desk, PDF)
    answer = _attach(desk, PDF + b"another")
    assert answer.status_code == 422
    assert "There is an attachment named “pocket-card.pdf” already." in words(answer)


def test_a_file_is_taken_out_and_a_second_click_does_no_harm(desk: Desk) -> None:
    _attach(desk, PDF)
    for _ in range(2):
        answer = desk.client.post(desk.url("draft-attachment-remove"), {"name": "pocket-card.pdf"}, follow=True)
        assert "is taken out." in words(answer)
    assert not Attachment.objects.exists()


def test_nothing_is_attached_to_a_version_in_review(desk: Desk, tomas: Employee, cleo: Employee) -> None:
    _attach(desk, PDF)
    submit(desk.version, by=tomas, now=NOW)
    answer = _attach(desk, PDF, "other.pdf")
    assert answer.status_code == 422
    assert "not a draft any more" in words(answer)
    page = words(Desk.of(cleo, desk.version).get("draft-attachments"))
    assert "pocket-card.pdf" in page
    assert "Take out" not in page


def test_compliance_reads_files_and_adds_none(desk: Desk, cleo: Employee) -> None:
    _attach(desk, PDF)
    hers = Desk.of(cleo, desk.version)
    assert hers.get("draft-attachment", "pocket-card.pdf").status_code == 200
    assert _attach(hers, PDF, "other.pdf").status_code == 404
    assert Attachment.objects.count() == 1


def test_a_file_that_is_missing_from_the_disk_is_not_found(desk: Desk, own_files: Path) -> None:
    _attach(desk, PDF)
    for path in own_files.rglob("*.pdf"):
        path.unlink()
    assert desk.get("draft-attachment", "pocket-card.pdf").status_code == 404
    assert desk.get("draft-attachment", "nothing.pdf").status_code == 404


def test_the_page_of_an_empty_version_says_so(tomas: Employee, cleo: Employee) -> None:
    version = PolicyVersion.objects.get(pk=write_draft(make_policy("other"), author=tomas).pk)
    assert "Add a form" in words(Desk.of(tomas, version).get("draft-attachments"))
    assert "This version has none." in words(Desk.of(cleo, version).get("draft-attachments"))


@pytest.mark.parametrize("change", [b"more", b"x" * 10_000_000])
def test_a_file_that_is_not_the_one_is_refused_and_no_byte_of_it_sent(
    desk: Desk, own_files: Path, change: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    _attach(desk, PDF)
    for path in own_files.rglob("*.pdf"):
        path.write_bytes(PDF + change)
    answer = desk.get("draft-attachment", "pocket-card.pdf")
    assert answer.status_code == 409
    assert "This file cannot be handed out" in words(answer)
    assert b"%PDF" not in answer.content
    assert hashlib.sha256(PDF).hexdigest() not in answer.content.decode()
    assert f"policies.attachment {Attachment.objects.get().uuid}" in caplog.text
