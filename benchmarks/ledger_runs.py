"""The runs of `bin/bench ledger`: writers and a sealer in processes of their own, a backlog, and a large log."""

import json
import random
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from benchmarks import ledger_fill
from ledger import services
from ledger.models import Entry, SealedEntry
from ledger.selectors.keys import verifiers
from ledger.selectors.tree import head
from ledger.selectors.verification import Report
from ledger.selectors.verification.covering import check_facts, check_pending
from ledger.selectors.verification.heads import all_heads
from ledger.selectors.verification.log import check_log
from ledger.selectors.verification.reading import snapshot
from people.models import Employee
from policies.models import Attestation, PolicyText, PolicyVersion
from tests.factories import make_employee
from tests.policies.factories import make_event

WRITERS = 8
SLICE = 2.0
MODES = ("plain", "ledger")
HOME = Path(__file__).resolve().parents[1]
ATTESTED = "policy.attested"


def prepare() -> None:
    """Tables, a key, eight people and a policy."""
    call_command("migrate", verbosity=0)
    services.make_key()
    for number in range(WRITERS):
        make_employee(f"Person {number}")
    services.record_fact("policy.published", make_event(), now=timezone.now())
    services.seal(timezone.now())


def writing(url: str, data: str, *, delay: int, pairs: int, seed: int) -> dict[str, Any]:
    """Signatures a second with the ledger and without it, and how long the slowest one waited for its seal.

    All writers change between the two every other second, so that whatever else the machine does meets both alike.
    `delay` is added to every commit, in microseconds.
    """
    before = _counted()
    first = random.Random(seed).randrange(2)
    roles = [("writer", str(number), str(delay), str(pairs), str(first)) for number in range(WRITERS)]
    processes = [_process(url, data, *role) for role in [*roles, ("sealer", str(2 * pairs * SLICE + 3))]]
    start = _start_together(processes)
    *written, sealed = [json.loads(_answer(process)) for process in processes]
    slices = [sum(counts) / SLICE for counts in zip(*written, strict=True)]
    plain, ledger = slices[first::2], slices[1 - first :: 2]
    after = _counted()
    assert time.time() > start + 2 * pairs * SLICE
    return {
        "plain_a_second": round(statistics.median(plain), 1),
        "ledger_a_second": round(statistics.median(ledger), 1),
        "ratio": round(statistics.median(b / a for a, b in zip(plain, ledger, strict=True)), 3),
        "slowest_seal": round(sealed["slowest"], 2),
        "attestations": after[0] - before[0],
        "sealed": after[1] - before[1],
    }


def _start_together(processes: "list[subprocess.Popen[str]]") -> float:
    """Wait until all of them are ready, and tell them when to begin."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.args
    start = time.time() + 0.5
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(f"{start}\n")
        process.stdin.flush()
    return start


def wait_for_start() -> float:
    """Say that this process is ready, and wait until all are. Returns the moment of the start."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    start = float(sys.stdin.readline())
    time.sleep(max(0.0, start - time.time()))
    return start


def write(number: int, delay: int, pairs: int, first: int) -> list[int]:
    """One writer: how many signatures of one person it made in each slice; each in a transaction of its own."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET commit_delay = {delay}; SET commit_siblings = 0")
    version = PolicyVersion.objects.select_related("policy").get()
    person = Employee.objects.order_by("pk")[number]
    sign = _Signing(version, version.texts.get(), person)
    for mode in MODES:
        sign(mode)
    start = wait_for_start()
    made = [0] * (2 * pairs)
    while (place := int((time.time() - start) / SLICE)) < len(made):
        sign(MODES[(place + first) % 2])
        made[place] += 1
    return made


@dataclass(frozen=True)
class _Signing:
    version: PolicyVersion
    text: PolicyText
    person: Employee

    def __call__(self, mode: str) -> None:
        now = timezone.now()
        with transaction.atomic():
            attestation = Attestation.objects.create(
                employee=self.person,
                policy=self.version.policy,
                version=self.version,
                text=self.text,
                # What was written without an entry is known by this, and is no flaw.
                occasion=f"{mode}-{uuid4().hex[:28]}",
                language=self.text.language,
                text_sha256=self.text.sha256,
                statement_sha256=self.text.statement_sha256,
                questions=["q-1", "q-2"],
                score=90,
                signed_at=now,
                signed_on=now.date(),
                method=Attestation.Method.SITE,
                employee_number=self.person.number,
                employee_name=self.person.name,
                typed_name=self.person.name,
                network_address="192.0.2.17",
                recorded_by=self.person,
            )
            if mode == "ledger":
                services.record_fact(ATTESTED, attestation, now=now)


def seal_for(seconds: float) -> dict[str, Any]:
    """Seals once a second as the keeper does; the longest that an entry waited from its moment to its signed head."""
    end = wait_for_start() + seconds
    slowest, size = 0.0, services.seal(timezone.now()).size
    while time.time() < end:
        began = time.monotonic()
        grown = services.seal(timezone.now()).size
        now = timezone.now()
        if grown > size:
            first = Entry.objects.filter(sealed__index__gte=size, sealed__index__lt=grown, kind=ATTESTED)
            oldest = first.order_by("recorded_at").values_list("recorded_at", flat=True).first()
            slowest = max(slowest, (now - oldest).total_seconds() if oldest else 0.0)
            size = grown
        time.sleep(max(0.0, 1.0 - (time.monotonic() - began)))
    return {"slowest": slowest}


def sealing(count: int) -> dict[str, Any]:
    """Entries a second while a backlog of `count` is sealed."""
    _forget_plain()
    ledger_fill.sign(count)
    started = time.perf_counter()
    services.seal(timezone.now())
    seconds = time.perf_counter() - started
    assert _waiting() == 0
    return {"entries": count, "seconds": round(seconds, 2), "a_second": round(count / seconds)}


def verifying(url: str, data: str, entries: int) -> dict[str, Any]:
    """Seconds and megabytes of verifying a log of so many entries, in a process of its own."""
    ledger_fill.sign(max(0, entries - Entry.objects.count()))
    services.seal(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    found: dict[str, Any] = json.loads(_answer(_process(url, data, "verifier")))
    return found


def verify() -> dict[str, Any]:
    """The parts of verification, timed one by one."""
    report, newest = Report(), head()
    assert newest is not None
    with snapshot():
        started = time.perf_counter()
        check_log(report, all_heads(report, verifiers(), {}, None), signed_size=newest.size)
        check_pending(report, signed_size=newest.size, now=timezone.now())
        log = time.perf_counter()
        megabytes = _megabytes()
        check_facts(report)
        facts = time.perf_counter()
    return {
        "entries": report.entries,
        "entries_seconds": round(log - started, 2),
        "entries_megabytes": megabytes,
        "facts": report.facts,
        "facts_seconds": round(facts - log, 2),
        "megabytes": _megabytes(),
        "is_sound": report.is_sound,
        "findings": [str(finding) for finding in report.findings],
    }


def _megabytes() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _forget_plain() -> None:
    """What was written without an entry for comparison is no part of the log that is verified."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM policies_attestation WHERE occasion LIKE 'plain-%'")


def _counted() -> tuple[int, int]:
    """How many signatures were made with an entry, and how many entries of signatures are sealed."""
    made = Attestation.objects.filter(occasion__startswith="ledger-").count()
    return made, SealedEntry.objects.filter(entry__kind=ATTESTED).count()


def _waiting() -> int:
    return Entry.objects.filter(sealed=None).count()


def _process(url: str, data: str, *role: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.ledger_process", url, data, *role]
    return subprocess.Popen(command, cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _answer(process: "subprocess.Popen[str]") -> str:
    answer, _ = process.communicate(timeout=1800)
    assert process.returncode == 0, process.args
    return answer
