"""Signatures on paper: one enters, another looks at it, and only then it counts."""

import hashlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import Completion
from ledger.models import Entry
from notices.handlers import send
from notices.models import Notice
from people.models import Employee, Placement
from people.roles import Role
from policies.errors import (
    AlreadyDecided,
    AlreadyEntered,
    AlreadySigned,
    NoScan,
    NotInForceThen,
    NotPlacedThen,
    OwnPaper,
    WhichLanguage,
)
from policies.facts import ATTESTED
from policies.models import Attestation, PaperDecision, PaperSignature, Policy, PolicyVersion, WordsErased
from policies.scans import LARGEST_SCAN
from policies.services.paper import PAPER_COUNTS, decide_paper, record_paper
from tests.courses.signing import make_signing_course, up_to_signature
from tests.factories import NOW, TODAY, make_employee
from tests.policies.factories import SLUG, make_policy_version, make_withdrawal
from tests.policies.pictures import CAMERA, make_picture
from tests.support.signing import sign

SCANS = {"pdf": b"%PDF-1.7 signed", "jpg": make_picture("JPEG"), "png": make_picture("PNG")}
NEW = "/hr/paper/new/"


@pytest.fixture
def version(db: None) -> PolicyVersion:
    return make_policy_version()


@pytest.fixture
def hugo(db: None) -> Employee:
    """HR too."""
    return make_employee("Hugo Brandt", number="E-0008", roles=(Role.HR,))


def enter(person: Employee, version: PolicyVersion, by: Employee, **fields: Any) -> PaperSignature:
    more: dict[str, Any] = {
        "signed_on": TODAY - timedelta(days=3),
        "reason": "No computer at the dock.",
        "now": NOW,
    } | fields
    scan = more.pop("scan", SCANS["pdf"])
    return record_paper(person, version, scan=ContentFile(scan, name="scan.pdf"), by=by, **more)


def entered_twice(paper: PaperSignature) -> PaperSignature:
    """The same paper once more, as it could be entered before a second one was refused."""
    facts = {field.attname: getattr(paper, field.attname) for field in PaperSignature._meta.concrete_fields}
    return PaperSignature.objects.create(**facts | {"id": None, "uuid": uuid4()})


def test_a_paper_counts_for_nothing_until_a_second_person_approves(
    version: PolicyVersion, ada: Employee, hana: Employee, cleo: Employee
) -> None:
    paper = enter(ada, version, hana)
    assert not Attestation.objects.exists()
    decide_paper(paper, by=cleo, is_approved=True, now=NOW)
    row = Attestation.objects.get()
    text = version.texts.get()
    assert (row.employee, row.version, row.text, row.text_sha256) == (ada, version, text, text.sha256)
    assert (row.method, row.paper, row.recorded_by) == (Attestation.Method.PAPER, paper, hana)
    assert (row.signed_on, row.signed_at.isoformat()) == (TODAY - timedelta(days=3), "2026-11-21T06:00:00+00:00")
    assert (row.employee_name, row.typed_name, row.network_address) == ("Ada Osei", "", None)
    assert Entry.objects.filter(kind=ATTESTED, fact=row.uuid).count() == 1


def test_a_refused_paper_never_counts(version: PolicyVersion, ada: Employee, hana: Employee, cleo: Employee) -> None:
    paper = enter(ada, version, hana)
    decide_paper(paper, by=cleo, is_approved=False, comment="The name is another.", now=NOW)
    assert not Attestation.objects.exists()
    with pytest.raises(AlreadyDecided):
        decide_paper(paper, by=cleo, is_approved=True, now=NOW)
    assert not Attestation.objects.exists()


def test_neither_who_entered_it_nor_who_signed_approves(version: PolicyVersion, hana: Employee, hugo: Employee) -> None:
    paper = enter(hugo, version, hana)
    for person in (hana, hugo):
        with pytest.raises(OwnPaper):
            decide_paper(paper, by=person, is_approved=True, now=NOW)
        with pytest.raises(IntegrityError, match="second person"), transaction.atomic():
            PaperDecision.objects.create(paper=paper, is_approved=True, by=person, at=NOW)
    assert not PaperDecision.objects.exists()


def test_nobody_enters_their_own(version: PolicyVersion, hana: Employee) -> None:
    with pytest.raises(OwnPaper):
        enter(hana, version, hana)


@pytest.mark.parametrize("kind", SCANS)
def test_the_scan_is_stored_by_what_it_is(version: PolicyVersion, ada: Employee, hana: Employee, kind: str) -> None:
    paper = enter(ada, version, hana, scan=SCANS[kind])
    assert str(paper.scan.name).endswith(f".{kind}")
    with paper.scan.open("rb") as stored:
        assert stored.read() == SCANS[kind]
    assert (paper.scan_sha256, paper.scan_size) == (hashlib.sha256(SCANS[kind]).hexdigest(), len(SCANS[kind]))


@pytest.mark.parametrize(
    "scan",
    [
        b"",
        b"<html>%PDF-",
        b"MZ\x90",
        b"GIF89a",
        b"%PD",
        b"\xff\xd8\xff<script>",
        b"\xff\xd8\xff\xe0 torn off",
        b"%PDF-" + b"x" * LARGEST_SCAN,
    ],
    ids=["nothing", "a page", "a program", "a gif", "a stump", "a script", "half a photo", "too large"],
)
def test_what_is_no_scan_is_refused(version: PolicyVersion, ada: Employee, hana: Employee, scan: bytes) -> None:
    with pytest.raises(NoScan):
        enter(ada, version, hana, scan=scan)
    assert not PaperSignature.objects.exists()


def test_a_photo_of_a_paper_is_kept_and_hashed_without_the_place(
    version: PolicyVersion, ada: Employee, hana: Employee, own_files: Path
) -> None:
    photo = make_picture("JPEG", has_background=True)
    paper = enter(ada, version, hana, scan=photo)
    kept = Path(paper.scan.path).read_bytes()
    assert CAMERA.encode() in photo
    assert CAMERA.encode() not in kept
    assert (paper.scan_sha256, paper.scan_size) == (hashlib.sha256(kept).hexdigest(), len(kept))


def test_no_scan_is_left_behind_when_it_cannot_be_entered(
    version: PolicyVersion, ada: Employee, hana: Employee, own_files: Path
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        enter(ada, version, hana, reason=None)
    assert not [path for path in own_files.rglob("*") if path.is_file()]


def test_the_version_is_the_one_that_counted_on_the_day_on_the_paper(
    ada: Employee, hana: Employee, cleo: Employee
) -> None:
    first = make_policy_version(effective_on=TODAY - timedelta(days=30))
    second = make_policy_version(effective_on=TODAY - timedelta(days=10))
    for version, days in ((first, 40), (first, 5), (second, 20), (second, -1)):
        with pytest.raises(NotInForceThen):
            enter(ada, version, hana, signed_on=TODAY - timedelta(days=days))
    decide_paper(enter(ada, first, hana, signed_on=TODAY - timedelta(days=20)), by=cleo, is_approved=True, now=NOW)
    decide_paper(enter(ada, second, hana, signed_on=TODAY - timedelta(days=5)), by=cleo, is_approved=True, now=NOW)
    assert Attestation.objects.count() == 2


def test_what_was_withdrawn_later_was_in_force_then(version: PolicyVersion, ada: Employee, hana: Employee) -> None:
    make_withdrawal(version)
    enter(ada, version, hana)
    with pytest.raises(NotInForceThen):
        enter(ada, version, hana, signed_on=TODAY)


def test_a_version_is_signed_once_by_whatever_means(
    version: PolicyVersion, ada: Employee, hana: Employee, cleo: Employee
) -> None:
    paper = enter(ada, version, hana)
    double = entered_twice(paper)
    sign(ada, version.policy)
    with pytest.raises(AlreadySigned):
        enter(ada, version, hana)
    for row in (paper, double):
        with pytest.raises(AlreadySigned):
            decide_paper(row, by=cleo, is_approved=True, now=NOW)
    assert not PaperDecision.objects.exists()
    decide_paper(paper, by=cleo, is_approved=False, comment="Signed on the site.", now=NOW)
    assert Attestation.objects.count() == 1


def test_a_second_paper_is_refused_while_the_first_one_waits(
    version: PolicyVersion, ada: Employee, boris: Employee, hana: Employee, cleo: Employee
) -> None:
    paper = enter(ada, version, hana)
    with pytest.raises(AlreadyEntered, match=r"Hana Lindqvist entered .* version 1 by this person on Nov\. 24, 2026"):
        enter(ada, version, hana)
    enter(boris, version, hana)
    decide_paper(paper, by=cleo, is_approved=False, comment="Hard to read.", now=NOW)
    enter(ada, version, hana)
    assert PaperSignature.objects.filter(employee=ada).count() == 2


def test_a_paper_that_was_emptied_stands_in_nobodys_way(version: PolicyVersion, ada: Employee, hana: Employee) -> None:
    paper = enter(ada, version, hana)
    WordsErased.objects.create(paper=paper, reason="Asked for.", at=NOW)
    enter(ada, version, hana)


def test_the_language_is_the_papers_and_not_that_of_the_screen(
    version: PolicyVersion, ada: Employee, hana: Employee, cleo: Employee
) -> None:
    both = make_policy_version(slug="photography", also_in="es")
    for unclear in ("", "de"):
        with pytest.raises(WhichLanguage, match="Choose the language that is on the paper"):
            enter(ada, both, hana, language=unclear)
    decide_paper(enter(ada, both, hana, language="es"), by=cleo, is_approved=True, now=NOW)
    row, text = Attestation.objects.get(), both.texts.get(language="es")
    assert (row.text, row.language, row.statement_sha256) == (text, "es", text.statement_sha256)
    assert enter(ada, version, hana).text == version.texts.get()


def test_nobody_signed_before_they_were_placed_here(version: PolicyVersion, ada: Employee, hana: Employee) -> None:
    Placement.objects.filter(employee=ada).update(from_on=TODAY - timedelta(days=10))
    with pytest.raises(NotPlacedThen, match="Ada Osei did not work here on Nov"):
        enter(ada, version, hana, signed_on=TODAY - timedelta(days=20))
    assert not PaperSignature.objects.exists()
    enter(ada, version, hana, signed_on=TODAY - timedelta(days=10))


def test_an_approved_paper_closes_what_asks_for_it(
    version: PolicyVersion, ada: Employee, hana: Employee, cleo: Employee
) -> None:
    up_to_signature(make_signing_course(), ada)
    paper = enter(ada, version, hana)
    assert not Completion.objects.exists()
    decide_paper(paper, by=cleo, is_approved=True, now=NOW)
    assert Completion.objects.get().employee == ada


def test_somebody_who_left_may_have_signed_before(
    version: PolicyVersion, ada: Employee, hana: Employee, cleo: Employee
) -> None:
    Employee.objects.filter(pk=ada.pk).update(is_active=False, left_on=TODAY)
    ada.refresh_from_db()
    decide_paper(enter(ada, version, hana), by=cleo, is_approved=True, now=NOW)
    assert Attestation.objects.get().employee == ada


# --- pages


def posted(signed: PolicyVersion, **changes: Any) -> dict[str, Any]:
    day = timezone.localdate() - timedelta(days=1)
    data = {"number": "e-0001", "version": signed.pk, "signed_on": day, "reason": "No computer."}
    scan = SimpleUploadedFile("my scan.exe", SCANS["png"], content_type="text/html")
    return {key: value for key, value in ({**data, "scan": scan} | changes).items() if value is not None}


def test_from_entering_to_approving(
    client: Client, version: PolicyVersion, ada: Employee, hana: Employee, hugo: Employee
) -> None:
    client.force_login(hana)
    address = client.post(NEW, posted(version))["Location"]
    page = client.get(address).content.decode()
    assert "Waits for a second person" in page
    assert "Somebody else of HR or compliance has to look at it" in page
    assert client.post(address, {"act": "approve"}).status_code == 422
    client.force_login(hugo)
    assert address in client.get("/hr/paper/").content.decode()
    assert client.post(address, {"act": "refuse"}).status_code == 422
    assert client.post(address, {"act": "nothing"}).status_code == 422
    hidden = client.post(address, {"act": "refuse", "comment": "Not\u2067 hers."})
    assert hidden.status_code == 422
    assert "invisible character (U+2067) after “Not”" in hidden.content.decode()
    assert client.post(address, {"act": "approve"}).status_code == 302
    assert Attestation.objects.get().employee == ada
    page = client.get(address).content.decode()
    assert "Approved: it counts" in page
    assert "Hugo Brandt" in page
    assert client.post(address, {"act": "refuse", "comment": "No."}).status_code == 422
    client.force_login(ada)
    record = client.get(reverse("policies:signature", args=[Attestation.objects.get().uuid])).content.decode()
    assert "On paper" in record
    assert "entered by <bdi>Hana Lindqvist</bdi>, approved by <bdi>Hugo Brandt</bdi>" in record


def test_what_was_refused_does_not_look_approved(
    client: Client, version: PolicyVersion, ada: Employee, hana: Employee, cleo: Employee
) -> None:
    double = entered_twice(enter(ada, version, hana))
    sign(ada, version.policy)
    client.force_login(cleo)
    answer = client.post(reverse("policies:paper-one", args=[double.uuid]), {"act": "approve"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a signature of version 1 by this person already." in page
    assert "Waits for a second person" in page
    assert "Approved: it counts" not in page


def test_a_second_tab_hears_that_it_was_decided(
    client: Client, version: PolicyVersion, ada: Employee, hana: Employee, cleo: Employee
) -> None:
    paper = enter(ada, version, hana)
    decide_paper(paper, by=cleo, is_approved=True, now=NOW)
    client.force_login(cleo)
    for said in ({"act": "refuse"}, {"act": "refuse", "comment": "No."}, {"act": "approve"}, {}):
        answer = client.post(reverse("policies:paper-one", args=[paper.uuid]), said)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Somebody decided about this paper in the meantime." in page
        assert "Say why you refuse it." not in page
        assert "Approved: it counts" in page


def test_entering_a_second_one_says_that_the_first_waits(
    client: Client, version: PolicyVersion, ada: Employee, hana: Employee
) -> None:
    client.force_login(hana)
    assert client.post(NEW, posted(version)).status_code == 302
    answer = client.post(NEW, posted(version, reason="Again."))
    assert answer.status_code == 422
    assert "it waits for a second person" in answer.content.decode()
    assert PaperSignature.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": "E-9999"}, "Nobody has the number E-9999."),
        ({"number": None}, "Enter the number of the person who signed."),
        ({"number": "E-0003"}, "Neither who signed nor who entered"),
        ({"version": 0}, "Choose one from the list."),
        ({"version": None}, "Choose what was signed."),
        ({"signed_on": "soon"}, "Enter a date, such as"),
        ({"signed_on": date(2019, 1, 1)}, "was not in force on"),
        ({"signed_on": date(1800, 1, 1)}, "Choose a day between 1900"),
        ({"signed_on": date(2030, 1, 1)}, "lies in the future"),
        ({"reason": ""}, "Say why it was signed on paper."),
        ({"reason": "No \u202eretupmoc"}, "invisible character (U+202E) after “No”"),
        ({"scan": None}, "Add the scan of the signed paper."),
        ({"scan": SimpleUploadedFile("a.pdf", b"")}, "The file is empty."),
        ({"scan": SimpleUploadedFile("a.pdf", b"MZ")}, "The scan has to be a PDF, JPEG or PNG file"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str) else "",
)
def test_a_bad_paper_says_what_to_do(
    client: Client, version: PolicyVersion, ada: Employee, hana: Employee, changes: dict[str, Any], words: str
) -> None:
    client.force_login(hana)
    answer = client.post(NEW, posted(version, **changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not PaperSignature.objects.exists()


def test_the_form_asks_for_the_language_where_there_are_several(
    client: Client, version: PolicyVersion, ada: Employee, hana: Employee
) -> None:
    client.force_login(hana)
    assert "Language of the paper" not in client.get(NEW).content.decode()
    both = make_policy_version(slug="photography", also_in="es")
    page = client.get(NEW).content.decode()
    assert "Language of the paper" in page
    assert '<option value="es">Spanish</option>' in page
    answer = client.post(NEW, posted(both))
    assert answer.status_code == 422
    assert "Choose the language that is on the paper." in answer.content.decode()
    address = client.post(NEW, posted(both, language="es"))["Location"]
    assert PaperSignature.objects.get().text.language == "es"
    assert "Spanish" in client.get(address).content.decode()
    assert client.post(NEW, posted(version)).status_code == 302


def test_the_scan_is_a_download_for_hr_and_compliance_alone(
    client: Client,
    version: PolicyVersion,
    ada: Employee,
    boris: Employee,
    hana: Employee,
    cleo: Employee,
    mallory: Employee,
) -> None:
    paper = enter(ada, version, hana, scan=SCANS["jpg"])
    address = reverse("policies:paper-scan", args=[paper.uuid])
    for person in (ada, boris, mallory):
        client.force_login(person)
        assert client.get(address).status_code == 403
        assert client.get(reverse("policies:paper-one", args=[paper.uuid])).status_code == 403
    for person in (hana, cleo):
        client.force_login(person)
        answer = client.get(address)
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Content-Disposition"] == 'attachment; filename="paper-E-0001-2026-11-21.jpg"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert b"".join(answer.streaming_content) == SCANS["jpg"]  # type: ignore[attr-defined]
    assert client.get(reverse("policies:paper-scan", args=[uuid4()])).status_code == 404


def test_who_signed_is_told_when_it_counts_and_opens_their_own_scan(
    client: Client,
    version: PolicyVersion,
    ada: Employee,
    boris: Employee,
    hana: Employee,
    cleo: Employee,
    mailoutbox: list[Any],
) -> None:
    paper = enter(ada, version, hana, scan=SCANS["jpg"])
    refused = enter(boris, version, hana)
    assert not Notice.objects.filter(kind=PAPER_COUNTS).exists()
    decide_paper(refused, by=cleo, is_approved=False, comment="Another name.", now=NOW)
    decide_paper(paper, by=cleo, is_approved=True, now=NOW)
    row = Attestation.objects.get()
    send({"notice": str(Notice.objects.get(kind=PAPER_COUNTS).uuid)}, NOW)()
    (mail,) = mailoutbox
    assert (mail.subject, mail.to) == ("Your signature on paper: Social media use", ['"Ada Osei" <e-0001@example.org>'])
    page = reverse("policies:signature", args=[row.uuid])
    assert page in mail.body
    assert "No computer" not in mail.body
    client.force_login(ada)
    address = reverse("policies:signature-scan", args=[row.uuid])
    assert address in client.get(page).content.decode()
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == SCANS["jpg"]  # type: ignore[attr-defined]
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    for person in (boris, hana):
        client.force_login(person)
        assert client.get(address).status_code == 404


def test_a_scan_that_is_not_the_one_is_refused_to_everybody(
    client: Client,
    version: PolicyVersion,
    ada: Employee,
    hana: Employee,
    cleo: Employee,
    caplog: pytest.LogCaptureFixture,
) -> None:
    paper = enter(ada, version, hana, scan=SCANS["jpg"])
    decide_paper(paper, by=cleo, is_approved=True, now=NOW)
    Path(paper.scan.path).write_bytes(SCANS["jpg"] + b"more")
    own = reverse("policies:signature-scan", args=[Attestation.objects.get().uuid])
    for person, address in ((hana, reverse("policies:paper-scan", args=[paper.uuid])), (ada, own)):
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 409
        assert "This file cannot be handed out" in answer.content.decode()
        assert f"policies.papersignature {paper.uuid}" in caplog.text
        caplog.clear()


def test_a_signature_on_the_site_has_no_scan(client: Client, version: PolicyVersion, ada: Employee) -> None:
    row = sign(ada, version.policy)
    client.force_login(ada)
    address = reverse("policies:signature-scan", args=[row.uuid])
    assert address not in client.get(reverse("policies:signature", args=[row.uuid])).content.decode()
    assert client.get(address).status_code == 404


def test_who_has_no_address_is_not_written_to(
    version: PolicyVersion, ada: Employee, hana: Employee, cleo: Employee
) -> None:
    ada.email = ""
    ada.save()
    decide_paper(enter(ada, version, hana), by=cleo, is_approved=True, now=NOW)
    assert not Notice.objects.filter(kind=PAPER_COUNTS).exists()


def test_a_paper_is_marked_wherever_its_signer_reads_of_it(
    client: Client, version: PolicyVersion, ada: Employee, boris: Employee, hana: Employee, cleo: Employee
) -> None:
    decide_paper(enter(ada, version, hana), by=cleo, is_approved=True, now=NOW)
    sign(boris, version.policy)
    for person, is_paper in ((ada, True), (boris, False)):
        client.force_login(person)
        for name in ("policies:policy", "policies:sign"):
            assert ("on paper" in client.get(reverse(name, args=[SLUG])).content.decode()) == is_paper
    make_policy_version()
    client.force_login(ada)
    for name in ("policies:policy", "policies:sign"):
        page = client.get(reverse(name, args=[SLUG])).content.decode()
        assert "You signed version 1 on paper, on Nov. 21, 2026." in page


def test_compliance_decides_and_does_not_enter(client: Client, version: PolicyVersion, cleo: Employee) -> None:
    client.force_login(cleo)
    assert "Enter one" not in client.get("/hr/paper/").content.decode()
    assert client.get(NEW).status_code == 403
    assert "No signatures on paper" in client.get("/hr/paper/").content.decode()


def test_what_waits_stands_first(
    client: Client, version: PolicyVersion, ada: Employee, boris: Employee, hana: Employee, cleo: Employee
) -> None:
    decided, waiting = enter(ada, version, hana), enter(boris, version, hana, now=NOW + timedelta(hours=1))
    decide_paper(decided, by=cleo, is_approved=True, now=NOW)
    client.force_login(hana)
    page = client.get("/hr/paper/").content.decode()
    assert page.index(str(waiting.uuid)) < page.index(str(decided.uuid))


def test_a_policy_is_named_in_the_list_of_versions(client: Client, version: PolicyVersion, hana: Employee) -> None:
    Policy.objects.create(slug="draft-only", created_at=NOW).versions.create(number=1, created_at=NOW)
    client.force_login(hana)
    page = client.get(NEW).content.decode()
    assert "Social media use, version 1, from 2020-01-01" in page
    assert "draft-only" not in page
