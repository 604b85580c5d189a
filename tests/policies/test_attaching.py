"""Files that belong to a version."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from people.models import Employee
from policies.services.attaching import attach, detach
from policies.services.drafting import start_draft
from policies.services.reviewing import submit
from tests.factories import NOW
from tests.policies.authors import V2, V2_MARKS, make_policy, published, write_draft
from toolkit.errors import DomainError

PDF = b"%PDF-1.7 a card"


def _office(*parts: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as file:
        for part in parts:
            file.writestr(part, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("Card.PDF", "card.pdf"),
        (r"C:\\Documents\\Póster für alle (2).pdf", "poster-fur-alle-2.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("图.pdf", "attachment.pdf"),
        ("a" * 300 + ".pdf", "a" * 60 + ".pdf"),
    ],
)
def test_an_attachment_gets_a_plain_name_and_its_bytes_are_kept(ada: Employee, given: str, stored: str) -> None:
    draft = write_draft(make_policy(), author=ada)
    attachment = attach(draft, file=ContentFile(PDF), name=given, by=ada, now=NOW)
    assert (attachment.name, attachment.size) == (stored, len(PDF))
    assert default_storage.open(str(attachment.file)).read() == PDF


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("card.exe", PDF, "one of these kinds: pdf, docx"),
        ("card", PDF, "one of these kinds"),
        ("card.pdf", b"MZ\x90", "it is no PDF file"),
        ("card.pdf", b"", "it is no PDF file"),
        ("card.docx", PDF, "it is no DOCX file"),
        ("card.docx", b"PK\x03\x04 and nothing more", "damaged"),
        ("card.docx", _office("[Content_Types].xml", "word/vbaProject.bin"), "macros"),
        ("list.xlsx", _office("[Content_Types].xml", "xl/macrosheets/sheet1.xml"), "macros"),
        ("list.xlsx", _office("[Content_Types].xml", "xl/embeddings/oleObject1.bin"), "macros"),
        ("card.pdf", b"%PDF-" + b"0" * 5_000_000, "at most 5 MB"),
    ],
)
def test_other_files_are_refused_with_the_reason(ada: Employee, name: str, data: bytes, why: str) -> None:
    draft = write_draft(make_policy(), author=ada)
    with pytest.raises(DomainError, match=why):
        attach(draft, file=ContentFile(data), name=name, by=ada, now=NOW)
    assert not draft.attachments.exists()


def test_a_list_that_was_printed_before_is_taken(ada: Employee) -> None:
    """Excel keeps the settings of the printer beside the sheets."""
    data = _office("[Content_Types].xml", "xl/workbook.xml", "xl/printerSettings/printerSettings1.bin")
    draft = write_draft(make_policy(), author=ada)
    assert attach(draft, file=ContentFile(data), name="list.xlsx", by=ada, now=NOW).size == len(data)


def test_a_name_is_used_once_and_free_again_after_removal(ada: Employee) -> None:
    draft = write_draft(make_policy(), author=ada)
    attach(draft, file=ContentFile(_office("word/document.xml")), name="form.docx", by=ada, now=NOW)
    with pytest.raises(DomainError, match=r"named “form.docx” already"):
        attach(draft, file=ContentFile(_office("word/document.xml")), name="FORM.docx", by=ada, now=NOW)
    detach(draft, name="form.docx", by=ada, now=NOW)
    attach(draft, file=ContentFile(_office("word/document.xml")), name="form.docx", by=ada, now=NOW)


def test_a_draft_takes_the_attachments_along(ada: Employee, cleo: Employee) -> None:
    policy = make_policy()
    published(policy, author=ada, reviewer=cleo)
    second = published(policy, author=ada, reviewer=cleo, markdown=V2, marks=V2_MARKS)
    draft = start_draft(policy, author=ada, now=NOW)
    first = attach(draft, file=ContentFile(PDF), name="card.pdf", by=ada, now=NOW)
    assert not second.attachments.exists()
    submit(draft, by=ada, now=NOW)  # another attachment is another version
    with pytest.raises(DomainError, match="not a draft any more"):
        detach(draft, name=first.name, by=ada, now=NOW)
