"""Taking over a Word document: what becomes of it, what could not be taken, and what is refused and why."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from people.models import Employee
from policies.models import Policy, PolicyVersion
from tests.factories import LONG_AGO
from tests.policies.authors import make_policy, published, write_draft
from tests.policies.desk import Desk, signed_in, words
from tests.support.policies import STATEMENT
from tests.support.word import docx, h, p, parts, picture, zipped

UPLOAD = "/policies/drafts/import/"
DOCUMENT = docx(
    p("Photos at work", style="Title"),
    h(1, "Scope"),
    p("This covers everyone."),
    h(1, "Patient privacy"),
    p("No picture of a patient."),
    p(picture("A camera")),
)


@pytest.fixture
def author(tomas: Employee) -> Client:
    return signed_in(tomas)


def _upload(client: Client, data: bytes = DOCUMENT, name: str = "Photos.docx", **fields: Any) -> Any:
    form = {"policy": "", "language": "en-US", "owner_title": "Compliance", "review_months": "12"} | fields
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, data), **form})


def test_a_document_becomes_a_draft_of_a_new_policy_with_notes_on_what_was_left_out(
    author: Client, tomas: Employee
) -> None:
    answer = _upload(author)
    assert answer["Location"] == "/policies/drafts/photos-at-work/1/imported/"
    version = PolicyVersion.objects.get()
    text = version.texts.get()
    assert (version.state, version.author, version.policy.owner_title) == ("draft", tomas, "Compliance")
    assert (text.title, [clause.heading for clause in text.clauses.all()]) == (
        "Photos at work",
        ["Scope", "Patient privacy"],
    )
    for _ in range(2):  # opened again, it says the same
        page = words(author.get(answer["Location"]))
        assert "2 clauses were taken over" in page
        assert "From Photos.docx." in page
        assert "picture" in page.split("What to look at", 1)[1].lower()
        assert reverse("policies:draft-text", args=["photos-at-work", 1, "en-US"]) in page
        assert "Edit the text in English (US)" in page
    assert author.get(reverse("policies:draft-text", args=["photos-at-work", 1, "en-US"])).status_code == 200


def test_a_document_becomes_the_next_version_of_a_policy_and_keeps_its_statement(
    author: Client, tomas: Employee, cleo: Employee
) -> None:
    published(make_policy(), author=tomas, reviewer=cleo, effective_on=LONG_AGO)
    answer = _upload(author, policy="short", owner_title="")
    assert answer["Location"] == "/policies/drafts/short/2/imported/"
    text = PolicyVersion.objects.get(number=2).texts.get()
    assert (text.title, text.statement) == ("Photos at work", STATEMENT)
    assert Policy.objects.count() == 1


def test_a_second_click_makes_no_second_version(author: Client, tomas: Employee, cleo: Employee) -> None:
    published(make_policy(), author=tomas, reviewer=cleo, effective_on=LONG_AGO)
    _upload(author, policy="short")
    answer = _upload(author, policy="short")
    assert answer.status_code == 422
    assert "Choose a policy of which no version is being written." in words(answer)
    _upload(author)
    answer = _upload(author)
    assert answer.status_code == 422
    assert "There is a policy with this address already." in words(answer)
    assert PolicyVersion.objects.count() == 3


def test_a_policy_of_which_a_version_is_written_is_not_offered(author: Client, tomas: Employee) -> None:
    write_draft(make_policy(), author=tomas)
    assert "The next version of" not in words(author.get(UPLOAD))


def _bomb() -> bytes:
    return zipped({**parts(p("x")), "word/media/zeros.png": b"\0" * 100_000_001})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (lambda: b"", "The file is empty."),
        (lambda: b"%PDF-1.7", "This is a PDF."),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "This is an old Word document"),
        (
            lambda: zipped({**parts(p("x")), "word/vbaProject.bin": b"x"}),
            "The document holds macros (in word/vbaProject.bin).",
        ),
        (lambda: docx(p("x" * 999))[:300], "The document is damaged: the list of its parts cannot be read."),
        (lambda: docx(p("")), "The document holds no text."),
        (_bomb, "The file unpacks to more than 100 MB."),
        (lambda: b"PK\x03\x04" + b"\0" * 100_000_000, "The file is too large: it may have at most 20 MB."),
    ],
)
def test_what_is_no_harmless_document_is_refused_with_the_reason(author: Client, data: Any, says: str) -> None:
    answer = _upload(author, data())
    assert answer.status_code == 422
    assert says in words(answer)
    assert not Policy.objects.exists()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"owner_title": ""}, "Say who answers for the policy"),
        ({"language": "English"}, "Enter the short name of a language"),
        ({"policy": "nothing"}, "Choose a policy of which no version is being written."),
        ({"slug": "Not this"}, "Choose another name"),
        ({"slug": "drafts"}, "Choose another name"),
    ],
)
def test_a_form_that_will_not_do_is_refused(author: Client, fields: dict[str, Any], says: str) -> None:
    answer = _upload(author, **fields)
    assert answer.status_code == 422
    assert says in words(answer)
    assert not Policy.objects.exists()


def test_no_file_is_refused(author: Client) -> None:
    answer = author.post(UPLOAD, {"policy": "", "language": "en-US"})
    assert answer.status_code == 422
    assert "Choose a file." in words(answer)


def test_a_title_without_latin_letters_asks_for_a_name(author: Client) -> None:
    answer = _upload(author, docx(p("社交媒体", style="Title"), h(1, "范围"), p("所有人。")))
    assert answer.status_code == 422
    assert "Choose another name" in words(answer)
    assert (
        _upload(author, docx(p("社交媒体", style="Title"), h(1, "范围"), p("所有人。")), slug="social").status_code
        == 302
    )


def test_words_in_a_document_reach_no_page_as_markup(author: Client) -> None:
    hostile = "<script>alert(1)</script>"
    answer = _upload(author, docx(p("Rules", style="Title"), h(1, hostile), p(hostile)), name=f"{hostile}.docx")
    assert answer.status_code == 302
    for address in (answer["Location"], "/policies/drafts/rules/1/text/en-US/", "/policies/drafts/rules/1/review/"):
        assert hostile not in words(author.get(address))


def test_the_notes_are_for_who_took_it_over(author: Client, dara: Employee, cleo: Employee) -> None:
    address = _upload(author)["Location"]
    other = signed_in(dara).get(address)
    assert other["Location"] == "/policies/drafts/photos-at-work/1/"
    assert signed_in(cleo).get(address).status_code == 403
    assert signed_in(cleo).post(UPLOAD).status_code == 403


def test_what_was_taken_over_goes_its_way_to_review(author: Client, tomas: Employee) -> None:
    _upload(author)
    desk = Desk.of(tomas, PolicyVersion.objects.get())
    desk.post("draft-submit")
    assert desk.state() == "in_review"
