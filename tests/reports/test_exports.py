"""Files of records: they hold what the page holds, run nothing, and only those who may get them."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from ledger.models import Entry
from people.models import Employee
from people.roles import Role
from policies.models import Attestation, PaperDecision
from reports import services
from reports.models import KEPT_FOR, Export, ExportFile
from reports.rendering import writing, xlsx
from reports.rendering.tables import plain
from reports.selectors.exports import MAKE, state_of
from reports.selectors.recordfilter import filter_from, records
from reports.selectors.records import COLUMNS, records_table
from tests.factories import NOW, make_employee
from tests.policies.factories import make_attestation, make_paper_signature, make_policy_version
from tests.reports.signatures import make_signatures
from tests.reports.test_records import filters, in_tree
from tests.toolkit.test_csv import FORMULAS
from toolkit.csv import safe_cell
from toolkit.jobs import running
from toolkit.jobs.pulse import Unheard
from toolkit.jobs.running import Outcome
from toolkit.models import Job

ASK = "/compliance/attestations/export/"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """A folder of the test's own: what is removed must not be another test's."""
    stored = {"BACKEND": "toolkit.files.DurableFileStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": stored}


@pytest.fixture
def compliance(client: Client, cleo: Employee) -> Client:
    client.force_login(cleo)
    return client


@pytest.fixture
def signed(db: None) -> list[Attestation]:
    return make_signatures(1)


def ask(client: Client, form: str = "csv", query: str = "") -> Export:
    answer = client.post(f"{ASK}?{query}", {"form": form})
    assert answer.status_code == 302
    export = Export.objects.latest("pk")
    assert answer["Location"] == reverse("reports:export", args=[export.uuid])
    return export


def make(export: Export) -> ExportFile:
    job = Job.objects.get(kind=MAKE, dedup_key=str(export.uuid))
    assert running.run(job.pk, clock=timezone.now) is Outcome.DONE
    return ExportFile.objects.get(export=export)


def download(client: Client, export: Export) -> Any:
    return client.get(reverse("reports:export-file", args=[export.uuid]))


def content(client: Client, export: Export) -> bytes:
    make(export)
    answer = download(client, export)
    assert answer.status_code == 200
    return b"".join(answer)


def read_csv(data: bytes) -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def read_xlsx(data: bytes) -> list[list[list[str]]]:
    """The rows of each sheet, a cell as the text that stands in it."""
    sheets = []
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        for name in names:
            rows = _parsed(book.read(name)).iter(f"{SHEET}row")
            sheets.append([[_text_of(cell) for cell in row] for row in rows])
        for name in set(book.namelist()) - set(names):
            _parsed(book.read(name))
    return sheets


def _parsed(part: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(part)  # noqa: S314 - our own


def _text_of(cell: ElementTree.Element) -> str:
    return "".join(cell.itertext())


def written(write: writing.Write, asked: dict[str, str]) -> bytes:
    file = io.BytesIO()
    count = write(file, records_table(filter_from(asked)), Unheard())
    assert count == records(filter_from(asked)).count()
    return file.getvalue()


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=filters())
def test_the_files_hold_the_rows_of_the_page_for_any_filter(
    client: Client, cleo: Employee, signed: list[Attestation], asked: dict[str, str]
) -> None:
    client.force_login(cleo)
    asked = in_tree(asked)
    page = client.get("/compliance/attestations/", asked)
    assert page.context["total"] < 50
    shown = [str(row.uuid) for row in page.context["rows"]]
    table = [[plain(value) for value in row] for row in records_table(filter_from(asked)).rows]
    assert [row[0] for row in table] == shown
    assert read_csv(written(writing.write_csv, asked))[1:] == [[safe_cell(cell) for cell in row] for row in table]
    lines = [json.loads(line) for line in written(writing.write_jsonl, asked).splitlines()]
    assert [list(line.values()) for line in lines] == table
    (sheet,) = read_xlsx(written(writing.write_xlsx, asked))
    assert [row[0] for row in sheet[1:]] == shown


@pytest.mark.django_db
def test_every_column_says_what_the_record_says(ada: Employee) -> None:
    record = make_attestation(ada, make_policy_version(), score=90, difference_sha256="d" * 64)
    line = json.loads(written(writing.write_jsonl, {}))
    assert line == {
        "record": str(record.uuid),
        "employee_number": "E-0001",
        "employee_name": "Ada Osei",
        "employee": str(ada.uuid),
        "department": "7 East",
        "policy": "social-media-use",
        "title": "Social media use",
        "version": 1,
        "language": "en-US",
        "signed_on": "2026-11-24",
        "signed_at": "2026-11-24T15:00:00.000000Z",
        "method": "site",
        "typed_name": "Ada Osei",
        "network_address": "2001:db8::1",
        "recorded_by": "E-0001",
        "approved_by": None,
        "from_version": None,
        "text_sha256": record.text_sha256,
        "statement_sha256": record.statement_sha256,
        "difference_sha256": "d" * 64,
        "score": 90,
        "occasion": "",
        "paper_sha256": None,
        "entry": None,
        "correction": None,
        "correction_right": None,
    }
    assert list(line) == [column.name for column in COLUMNS]


@pytest.mark.django_db
def test_a_paper_has_its_approver_and_no_hour(ada: Employee, hana: Employee, cleo: Employee) -> None:
    version = make_policy_version()
    paper = make_paper_signature(ada, version, by=hana)
    PaperDecision.objects.create(paper=paper, is_approved=True, by=cleo, at=NOW)
    make_attestation(ada, version, paper=paper, recorded_by=hana)
    line = json.loads(written(writing.write_jsonl, {}))
    assert (line["recorded_by"], line["approved_by"]) == (hana.number, cleo.number)
    assert (line["signed_on"], line["signed_at"]) == ("2026-11-24", None)
    header, row = read_csv(written(writing.write_csv, {}))
    cells = dict(zip(header, row, strict=True))
    assert (cells["Paper approved by (number)"], cells["Signed at (UTC)"]) == (cleo.number, "")


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*[text for text in FORMULAS if "\x00" not in text], "", "'", "a,b", 'a"b', "a\nb"])
def test_no_cell_is_a_formula_and_nothing_else_is_changed(ada: Employee, text: str) -> None:
    make_attestation(ada, make_policy_version(), typed_name=text, employee_number="")
    (row,) = read_csv(written(writing.write_csv, {}))[1:]
    assert row[12] == safe_cell(text)
    sheet = written(writing.write_xlsx, {})
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(sheet)).read("xl/worksheets/sheet1.xml")


def test_a_workbook_holds_whatever_can_be_typed_and_dates_as_dates() -> None:
    file = io.BytesIO()
    with xlsx.Workbook(file, "A/B: [records]", ["Text", "Day", "At", "Number"]) as book:
        book.add(["a\x0bb <&> _x0041_ \r\n ", NOW.date(), NOW, 7])
        book.add(["=1+1", None, None, None])
    with zipfile.ZipFile(file) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert 'name="A B   records"' in parts.read("xl/workbook.xml").decode()
    assert '<t xml:space="preserve">a_x000B_b &lt;&amp;&gt; _x005F_x0041_ _x000D_\n </t>' in sheet
    assert '<c r="B2" s="2"><v>46350</v></c>' in sheet
    assert '<c r="C2" s="3"><v>46350.6250000000</v></c>' in sheet
    assert '<c r="D2"><v>7</v></c>' in sheet
    assert '<c r="A3" t="inlineStr" s="0"><is><t xml:space="preserve">=1+1</t></is></c></row>' in sheet


def test_rows_that_one_sheet_cannot_hold_go_on_on_the_next() -> None:
    file = io.BytesIO()
    with xlsx.Workbook(file, "Records", ["Number"], most_rows=4) as book:
        for number in range(7):
            book.add([number])
    sheets = read_xlsx(file.getvalue())
    assert [[row[0] for row in sheet] for sheet in sheets] == [
        ["Number", "0", "1", "2"],
        ["Number", "3", "4", "5"],
        ["Number", "6"],
    ]
    with zipfile.ZipFile(file) as parts:
        assert parts.read("xl/workbook.xml").decode().count("<sheet ") == 3


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_as_spreadsheets_do(place: int, name: str) -> None:
    assert xlsx.column_name(place) == name


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_a_file_is_asked_for_made_and_downloaded(compliance: Client, signed: list[Attestation], form: str) -> None:
    export = ask(compliance, form, "policy=photos-1&method=site")
    page = compliance.get(reverse("reports:export", args=[export.uuid])).content.decode()
    assert "The file is being made." in page
    assert "photos-1" in page
    assert download(compliance, export).status_code == 202
    made = make(export)
    page = compliance.get(reverse("reports:export", args=[export.uuid])).content.decode()
    assert "The file is ready" in page
    assert made.sha256 in page
    answer = download(compliance, export)
    assert answer["Content-Disposition"].endswith(f'.{form}"')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    data = b"".join(answer)
    assert len(data) == made.size
    assert made.row_count == records(filter_from(export.filters)).count() > 0


def test_the_same_records_make_the_same_file(compliance: Client, signed: list[Attestation]) -> None:
    files = {make(ask(compliance, "csv")).sha256 for _ in range(2)}
    assert len(files) == 1


def test_while_it_is_made_the_page_tells_how_far_it_is(compliance: Client, signed: list[Attestation]) -> None:
    export = ask(compliance)
    Job.objects.update(progress=1234, progress_of=5678, lease_token=export.uuid)
    page = compliance.get(reverse("reports:export", args=[export.uuid]), headers={"HX-Request": "true"})
    assert "1,234 of 5,678 done" in page.content.decode()
    assert "<html" not in page.content.decode()
    assert 'hx-trigger="every 2s"' in page.content.decode()


def test_a_file_that_cannot_be_made_says_so(compliance: Client, signed: list[Attestation]) -> None:
    export = ask(compliance)
    Job.objects.update(dead_at=NOW, last_error="OSError: no room")
    answer = compliance.get(reverse("reports:export", args=[export.uuid]))
    assert "could not be made" in answer.content.decode()
    assert "no room" in answer.content.decode()
    assert download(compliance, export).status_code == 410


def test_it_is_entered_into_the_ledger_with_filters_and_number_of_rows(
    compliance: Client, cleo: Employee, signed: list[Attestation]
) -> None:
    made = make(ask(compliance, "csv", "policy=photos-1&from=2026-02-01"))
    entry = Entry.objects.get(kind="export.made")
    assert entry.fact == made.uuid
    assert entry.disclosure.person == str(cleo.uuid)
    detail = json.loads(bytes(entry.disclosure.detail))
    assert detail["filters"] == {"policy": "photos-1", "from": "2026-02-01"}
    assert (detail["row_count"], detail["sha256"], detail["form"]) == (made.row_count, made.sha256, "csv")


def test_a_worker_that_lost_its_lease_enters_nothing(compliance: Client, signed: list[Attestation]) -> None:
    export = ask(compliance)
    job = Job.objects.get(dedup_key=str(export.uuid))

    def clock() -> Any:
        # The second question is when the work begins: by then somebody else has taken the job over.
        Job.objects.filter(pk=job.pk, lease_token__isnull=False).update(lease_token=export.uuid)
        return timezone.now()

    assert running.run(job.pk, clock=clock) is Outcome.LOST_LEASE
    assert not ExportFile.objects.exists()
    assert not Entry.objects.exists()


def test_what_the_filter_names_may_be_gone_by_then(
    compliance: Client, cleo: Employee, signed: list[Attestation]
) -> None:
    export = services.ask_for(
        Export.Kind.ATTESTATIONS, Export.Form.CSV, filters={"policy": "was-here"}, by=cleo, now=timezone.now()
    )
    job = Job.objects.get(dedup_key=str(export.uuid))
    assert running.run(job.pk, clock=timezone.now) is Outcome.DEAD
    assert state_of(export, now=timezone.now()).problem.startswith(
        "The filter names something that is not there any more."
    )


@pytest.mark.parametrize("data", [{}, {"form": ""}, {"form": "exe"}, {"form": "pdf"}])
def test_a_form_that_there_is_not_is_refused(
    compliance: Client, signed: list[Attestation], data: dict[str, str]
) -> None:
    answer = compliance.post(ASK, data)
    assert answer.status_code == 422
    assert "Choose a format." in answer.content.decode()
    assert not Export.objects.exists()


def test_a_filter_that_names_nothing_is_refused(compliance: Client, signed: list[Attestation]) -> None:
    assert compliance.post(f"{ASK}?policy=nothing", {"form": "csv"}).status_code == 422
    assert not Export.objects.exists()


@pytest.mark.parametrize("who", ["ada", "boris", "hana", "root", "mallory"])
def test_others_cannot_ask(client: Client, request: pytest.FixtureRequest, who: str) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.post(ASK, {"form": "csv"}).status_code == 403


def test_an_auditor_looks_and_takes_nothing(client: Client, signed: list[Attestation]) -> None:
    client.force_login(make_employee("Otto", roles=(Role.AUDITOR,)))
    assert "Make the file" not in client.get("/compliance/attestations/").content.decode()
    assert client.post(ASK, {"form": "csv"}).status_code == 403


@pytest.mark.parametrize("who", ["ada", "hana", "root", "mallory", "other"])
def test_somebody_elses_file_is_not_found(
    compliance: Client, request: pytest.FixtureRequest, signed: list[Attestation], who: str
) -> None:
    export = ask(compliance)
    make(export)
    person = make_employee(roles=(Role.COMPLIANCE,)) if who == "other" else request.getfixturevalue(who)
    compliance.force_login(person)
    assert download(compliance, export).status_code == 404
    assert compliance.get(reverse("reports:export", args=[export.uuid])).status_code == 404


def test_the_right_is_asked_for_again_at_each_download(
    compliance: Client, cleo: Employee, signed: list[Attestation]
) -> None:
    export = ask(compliance)
    assert content(compliance, export)
    cleo.groups.clear()
    assert download(compliance, export).status_code == 404


def test_after_thirty_days_the_file_is_gone_and_the_row_stays(compliance: Client, signed: list[Attestation]) -> None:
    export = ask(compliance)
    made = make(export)
    name = str(made.file.name)
    assert services.remove_expired(now=made.finished_at + KEPT_FOR - timedelta(seconds=1)) == 0
    assert default_storage.exists(name)
    assert services.remove_expired(now=made.finished_at + KEPT_FOR) == 1
    assert not default_storage.exists(name)
    assert state_of(export, now=made.finished_at + KEPT_FOR).state == "expired"
    assert services.remove_expired(now=made.finished_at + KEPT_FOR) == 0
    assert Export.objects.filter(pk=export.pk).exists()


def test_a_file_past_its_time_is_not_handed_out_even_if_it_is_still_there(
    compliance: Client, signed: list[Attestation], monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ask(compliance)
    make(export)
    monkeypatch.setattr(ExportFile, "has_expired", lambda self, now: True)
    answer = download(compliance, export)
    assert answer.status_code == 410
    assert "no longer here" in answer.content.decode()


@pytest.mark.django_db
def test_a_file_that_nobody_knows_of_goes_after_a_day() -> None:
    name = default_storage.save("exports/left-behind.csv", ContentFile(b"x"))
    now = timezone.now()
    assert services.remove_expired(now=now) == 0
    assert services.remove_expired(now=now + timedelta(days=2)) == 1
    assert not default_storage.exists(name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda: Export.objects.update(filters={}),
        lambda: ExportFile.objects.update(row_count=1),
        lambda: ExportFile.objects.all().delete(),
        lambda: Export.objects.all().delete(),
    ],
)
def test_the_database_keeps_what_was_handed_out(
    client: Client, cleo: Employee, signed: list[Attestation], change: Callable[[], object]
) -> None:
    client.force_login(cleo)
    make(ask(client))
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_the_list_says_who_took_what(compliance: Client, cleo: Employee, signed: list[Attestation]) -> None:
    asked = in_tree({"department": "Floor", "method": "paper"})
    export = ask(compliance, "xlsx", f"department={asked['department']}&method=paper")
    make(export)
    page = compliance.get("/compliance/exports/").content.decode()
    for words in ("Attestation records", "Cleo Marchetti", "Floor", "On paper", "Ready"):
        assert words in page
    compliance.force_login(make_employee("Otto", roles=(Role.AUDITOR,)))
    page = compliance.get("/compliance/exports/").content.decode()
    assert "Cleo Marchetti" in page
    assert str(export.uuid) not in page
