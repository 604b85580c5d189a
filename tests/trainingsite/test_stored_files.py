"""Every stored file that an entered fact names by digest is looked at by the check of the log."""

import hashlib
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from certificates.facts import RENDERED
from certificates.models import Certificate, CertificateFile
from certificates.services import record_file
from courses.media import stored_name
from courses.models import CourseVersion, Step
from courses.services.learning import start_course
from ledger import services
from ledger.keyfiles import KeyFiles
from ledger.selectors.verification import Flaw, Report
from ledger.selectors.verification.files import check_files
from people.models import Employee
from policies.facts import ATTESTED
from policies.models import Attachment, Attestation, PaperSignature
from policies.services.attaching import attach
from policies.services.paper import decide_paper, record_paper
from policies.services.publishing import publish
from policies.services.reviewing import approve, submit
from reports.models import KEPT_FOR, Export
from reports.services import Made, record_made
from tests.courses.learner import complete
from tests.courses.test_pack_files import LESSON, WARD, lesson
from tests.factories import NOW, TODAY, make_course
from tests.policies.authors import make_policy, write_draft
from tests.policies.factories import make_policy_version
from tests.support.media import SVG, write

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a file\n%%EOF"
SHA256 = hashlib.sha256(PDF).hexdigest()
Named = tuple[str, str]  # the row that names the file, and the name of the file


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path, ledger_key: KeyFiles) -> None:
    stored = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": stored}


def _store(name: str) -> str:
    return default_storage.save(name, ContentFile(PDF))


def _attachment(ada: Employee, hana: Employee, cleo: Employee) -> Named:
    draft = write_draft(make_policy(), author=ada)
    one = attach(draft, file=ContentFile(PDF), name="card.pdf", by=ada, now=NOW)
    submit(draft, by=ada, now=NOW)
    approve(draft, by=cleo, now=NOW)
    publish(draft, by=None, effective_on=TODAY, now=NOW)
    return f"policies.attachment {one.uuid}", str(one.file)


def _scan(ada: Employee, hana: Employee, cleo: Employee) -> Named:
    paper = record_paper(
        ada,
        make_policy_version(),
        scan=ContentFile(PDF, name="scan.pdf"),
        signed_on=TODAY - timedelta(days=3),
        reason="No computer.",
        by=hana,
        now=NOW,
    )
    decide_paper(paper, by=cleo, is_approved=True, now=NOW)
    return f"policies.papersignature {paper.uuid}", str(paper.scan)


def _certificate(ada: Employee, hana: Employee, cleo: Employee) -> Named:
    certificate = Certificate.objects.get(completion=complete(make_course(), ada, now=NOW))
    record_file(certificate, name=_store("certificates/a.pdf"), sha256=SHA256, size=len(PDF), now=NOW)
    made = CertificateFile.objects.get()
    return f"certificates.certificatefile {made.uuid}", str(made.file)


def _export(ada: Employee, hana: Employee, cleo: Employee, **fields: Any) -> Named:
    export = Export.objects.create(
        **{"kind": "attestations", "form": Export.Form.CSV, "asked_by": cleo, "asked_at": NOW} | fields
    )
    name = _store("exports/a.csv")
    made = record_made(export, Made(name=name, sha256=SHA256, size=len(PDF), row_count=1), now=NOW)
    return f"reports.exportfile {made.uuid}", name


def _lesson_file(ada: Employee, hana: Employee, cleo: Employee) -> Named:
    folder = Path(default_storage.path("packs"))
    write(folder, {LESSON: lesson("![A ward](files/ward.svg)"), WARD: SVG})
    call_command("load_content", str(folder), "--publish", verbosity=0)
    (file,) = Step.objects.get(slug="read").files
    return f"courses.courseversion {CourseVersion.objects.get().uuid}", stored_name(file["sha256"])


SCENES = (_attachment, _scan, _certificate, _export, _lesson_file)


def _files(now: Any = NOW) -> tuple[int, dict[str, str]]:
    """How many files were looked at, and where the first wrong one is, with what is wrong."""
    report = services.verify(now=now)
    assert {finding.flaw for finding in report.findings} <= {Flaw.FILE, Flaw.PENDING}
    return report.files, {one.first: one.detail for one in report.findings if one.flaw is Flaw.FILE}


@pytest.fixture(params=SCENES)
def named(request: pytest.FixtureRequest, ada: Employee, hana: Employee, cleo: Employee) -> Named:
    scene: Callable[..., Named] = request.param
    found = scene(ada, hana, cleo)
    services.seal(NOW)
    return found


def test_what_is_there_as_it_was_is_sound(named: Named) -> None:
    assert _files() == (1, {})


def test_altered_bytes_are_found_and_named(named: Named) -> None:
    row, name = named
    with Path(default_storage.path(name)).open("ab") as file:
        file.write(b"more")
    assert _files() == (1, {row: f"{name}: its bytes are others"})


def _address_of(named: Named, learner: Employee) -> str:
    model, _space, uuid = named[0].partition(" ")
    if model == "policies.attachment":
        one = Attachment.objects.get(uuid=uuid)
        return reverse("policies:attachment", args=[one.version.policy.slug, one.version.number, one.name])
    if model == "courses.courseversion":
        (file,) = Step.objects.get(slug="read").files
        course = CourseVersion.objects.get(uuid=uuid).course
        start_course(course, employee=learner, now=NOW)
        return reverse("courses:file", args=[course.slug, file["sha256"], file["name"]])
    name, wanted = {
        "policies.papersignature": ("policies:paper-scan", PaperSignature.objects.values_list("uuid")),
        "certificates.certificatefile": ("certificates:file", Certificate.objects.values_list("uuid")),
        "reports.exportfile": ("reports:export-file", Export.objects.values_list("uuid")),
    }[model]
    return reverse(name, args=wanted.get())


def test_altered_bytes_are_not_handed_out_and_a_page_says_so(
    named: Named, ada: Employee, cleo: Employee, client: Client
) -> None:
    client.force_login(ada if "certificate" in named[0] or "course" in named[0] else cleo)
    address = _address_of(named, ada)
    assert client.get(address).status_code == 200
    path = Path(default_storage.path(named[1]))
    data = path.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])  # as long as it was
    answer = client.get(address)
    assert answer.status_code == 409
    assert "not the file that was recorded" in answer.content.decode()
    path.write_bytes(data)
    again = client.get(address)
    assert (again.status_code, b"".join(again)) == (200, data)


def test_a_missing_file_is_found_and_named(named: Named) -> None:
    row, name = named
    default_storage.delete(name)
    assert _files() == (1, {row: f"{name}: it is gone"})


def test_what_is_no_file_is_found_and_named(named: Named) -> None:
    row, name = named
    path = Path(default_storage.path(name))
    path.unlink()
    path.mkdir()
    _count, found = _files()
    assert list(found) == [row]
    assert "cannot be read" in found[row]


@pytest.mark.parametrize(
    ("scene", "kind", "model"), [(_scan, ATTESTED, Attestation), (_certificate, RENDERED, CertificateFile)]
)
def test_an_erased_file_is_not_missed_and_one_without_erasure_is(
    scene: Callable[..., Named], kind: str, model: Any, ada: Employee, hana: Employee, cleo: Employee
) -> None:
    row, name = scene(ada, hana, cleo)
    services.seal(NOW)
    default_storage.delete(name)
    assert list(_files()[1]) == [row]
    services.erase(kind, model.objects.get(), reason="Asked for.", by=None, now=NOW)
    assert _files()[1] == {}


def test_files_of_exports_may_go_when_their_time_is_over(ada: Employee, hana: Employee, cleo: Employee) -> None:
    row, name = _export(ada, hana, cleo)
    default_storage.delete(name)
    assert list(_files()[1]) == [row]
    assert _files(now=NOW + KEPT_FOR)[1] == {}


def test_a_file_about_a_person_may_go_and_may_not_be_another(ada: Employee, hana: Employee, cleo: Employee) -> None:
    row, name = _export(ada, hana, cleo, kind="person", about=ada)
    default_storage.delete(name)
    assert _files()[1] == {}
    default_storage.save(name, ContentFile(b"another"))
    assert list(_files()[1]) == [row]


def test_a_large_file_is_read_in_pieces(ada: Employee, hana: Employee, cleo: Employee) -> None:
    _row, name = _export(ada, hana, cleo)
    with Path(default_storage.path(name)).open("ab") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    report = Report()
    check_files(report, now=NOW)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.files == 1
    assert most < 20_000_000
