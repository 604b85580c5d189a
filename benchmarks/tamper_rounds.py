"""The rounds of `bin/fault tamper`: a fresh log each, acts done and taken back, and what verification said of them."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from benchmarks import tamper_scene
from benchmarks.tamperings import NothingChanged, Tampering
from ledger import services
from ledger.errors import Problem, Refused
from ledger.keyfiles import KeyFiles
from ledger.models import Checkpoint, Entry
from ledger.notes import Signer
from ledger.selectors.verification import Report
from people.models import Employee
from tests.factories import NOW

A_ROUND = 2000
ORIGIN = "training.example.org/attestations"
OUTSIDE = "auditor's checkpoint"


def run(folder: Path, *, count: int, seed: int) -> dict[str, Any]:
    """The line of the result. `missed` lists up to ten acts that no finding named."""
    started, acts, kinds, missed, sizes = time.monotonic(), 0, Counter[str](), list[dict[str, Any]](), []
    drawn = random.Random(seed)
    connection.settings_dict["OPTIONS"].pop("pool", None)  # a database in use cannot be copied
    call_command("migrate", verbosity=0)
    _copy_database("empty")
    is_restore_refused, people_found = True, 0
    for number in range(-(-count // A_ROUND)):
        _copy_back("empty")
        with _key(folder / str(number)):
            tamper_scene.build(drawn.randrange(10**6))
            kept = Checkpoint.objects.latest("id")
            sizes.append(kept.size)
            outside = {OUTSIDE: kept.note.encode()}
            assert services.verify(now=NOW, outside=outside).is_sound, services.verify(now=NOW).findings
            people_found += _people_in_entries()
            tampering = Tampering(drawn)
            for _ in range(min(A_ROUND, count - acts)):
                act, places, report = _one(tampering, outside)
                acts += 1
                kinds.update([finding.flaw.value for finding in report.findings])
                firsts = {finding.first for finding in report.findings}
                if not firsts or (places and not firsts & places):
                    missed.append({"act": act, "expected": sorted(places), "found": sorted(firsts)})
            assert services.verify(now=NOW, outside=outside).is_sound
            is_restore_refused &= _restored(outside)
    return {
        "seed": seed,
        "acts": acts,
        "detected": acts - len(missed),
        "missed": missed[:10],
        "found": dict(sorted(kinds.items())),
        "entries": sizes,
        "people_in_entries": people_found,
        "is_restore_refused": is_restore_refused,
        "seconds": round(time.monotonic() - started, 1),
    }


def _one(tampering: Tampering, outside: dict[str, bytes]) -> tuple[str, frozenset[str], Report]:
    """One act, what a report of it has to name, and the report."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        done = None
        while done is None:
            with suppress(NothingChanged, DatabaseError), transaction.atomic():
                done = tampering.do()
        report = services.verify(now=NOW, outside=outside)
        transaction.set_rollback(True)
    return done.act, done.places, report


def _restored(outside: dict[str, bytes]) -> bool:
    """Whether a database of an hour ago neither seals nor checks out against what was signed since."""
    _copy_database("backup")
    person = Employee.objects.order_by("pk")[0]
    entry = Entry.objects.filter(kind="certificate.issued").order_by("pk")[0]
    services.correct(entry, reason="Later.", by=person.uuid, now=NOW)
    services.seal(NOW)
    later = {"a later checkpoint": Checkpoint.objects.latest("id").note.encode()}
    _copy_back("backup")
    try:
        services.seal(NOW)
    except Refused as refusal:
        is_refused = refusal.problem is Problem.BEHIND
    else:
        is_refused = False
    report = services.verify(now=NOW, outside={**outside, **later})
    said = {finding.flaw.value: finding.first for finding in report.findings}
    return is_refused and said.get("behind", "").startswith(("a later checkpoint", "the copy"))


def _people_in_entries() -> int:
    """How many names, numbers, addresses and ids of people can be read in the bodies of entries."""
    bodies = b"\n".join(bytes(body) for body in Entry.objects.values_list("body", flat=True))
    people = Employee.objects.values_list("name", "number", "email", "uuid")
    return sum(str(secret).encode() in bodies for person in people for secret in person if secret)


@contextmanager
def _key(folder: Path) -> Iterator[None]:
    files = KeyFiles(folder / "ledger.key")
    folder.mkdir()
    with override_settings(LEDGER_ORIGIN=ORIGIN, LEDGER_KEY_FILE=files.path):
        files.make(Signer.new(ORIGIN))
        yield


def _copy_database(name: str) -> None:
    _admin(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {connection.settings_dict['NAME']}")


def _copy_back(name: str) -> None:
    """Go on in a copy of the database of that name."""
    working = "working"
    _admin(f"DROP DATABASE IF EXISTS {working}", f"CREATE DATABASE {working} TEMPLATE {name}")
    connection.settings_dict["NAME"] = working


def _admin(*statements: str) -> None:
    connection.close()
    current = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "template1"
    try:
        with connection.cursor() as cursor:
            # What just closed may not be quite gone yet.
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname NOT LIKE 'template%'")
            for statement in statements:
                cursor.execute(statement)
        connection.close()
    finally:
        connection.settings_dict["NAME"] = current
