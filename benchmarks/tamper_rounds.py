"""The rounds of `bin/fault tamper`: a fresh log each, acts done and taken back, and what verification said of them."""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from benchmarks import tamper_scene
from benchmarks.tamper_drawing import NothingChanged
from benchmarks.tamperings import Tampering
from ledger import services
from ledger.errors import Problem, Refused
from ledger.keyfiles import KeyFiles
from ledger.models import Checkpoint, Entry
from ledger.notes import Signer
from ledger.selectors.verification import Report
from people.models import Employee
from tests.factories import NOW

BACKUP = "backup"
ORIGIN = "training.example.org/attestations"
OUTSIDE = "auditor's checkpoint"


@dataclass(frozen=True)
class Round:
    """What one round found, what it had tampered with, and `missed`: the acts of which no finding named the place."""

    acts: int
    found: Counter[str]
    tampered: Counter[str]
    missed: list[dict[str, Any]]
    entries: int
    people_in_entries: int
    is_restore_refused: bool


def run(folder: str, number: int, count: int, seed: int) -> Round:
    """One round of `count` acts, on a server of its own."""
    drawn = random.Random(f"{seed}/{number}")
    call_command("migrate", verbosity=0)
    with _key(Path(folder) / str(number)):
        tamper_scene.build(drawn.randrange(10**6))
        kept = Checkpoint.objects.latest("id")
        outside = {OUTSIDE: kept.note.encode()}
        before = services.verify(now=NOW, outside=outside)
        assert before.is_sound, before.findings
        people = _people_in_entries()
        found, tampered, missed = Counter[str](), Counter[str](), []
        tampering = Tampering(drawn)
        for _ in range(count):
            act, places, report = _one(tampering, outside)
            tampered[act.split(":")[0]] += 1
            found.update(finding.flaw.value for finding in report.findings)
            firsts = {finding.first for finding in report.findings}
            if not firsts or (places and not firsts & places):
                missed.append({"act": act, "expected": sorted(places)[:5], "found": sorted(firsts)})
                sys.stderr.write(f"missed: {missed[-1]}\n")
        assert services.verify(now=NOW, outside=outside).is_sound  # every act was taken back
        return Round(count, found, tampered, missed, kept.size, people, _is_restore_refused(outside))


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


def _is_restore_refused(outside: dict[str, bytes]) -> bool:
    """Whether a database of an hour ago neither seals nor checks out against what was signed since."""
    _copy_database(connection.settings_dict["NAME"], BACKUP)
    person = Employee.objects.order_by("pk")[0]
    entry = Entry.objects.filter(kind="certificate.issued").order_by("pk")[0]
    services.correct(entry, reason="Later.", by=person.uuid, now=NOW)
    services.seal(NOW)
    later = {"a later checkpoint": Checkpoint.objects.latest("id").note.encode()}
    connection.close()
    connection.settings_dict["NAME"] = BACKUP
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


def _copy_database(source: str, target: str) -> None:
    """By a connection to another database, and with nobody in this one: a database in use is not copied."""
    connection.close()
    connection.settings_dict["OPTIONS"].pop("pool", None)
    connection.settings_dict["NAME"] = "template1"
    with connection.cursor() as cursor:
        # What just closed may not be quite gone yet.
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source])
        cursor.execute(f"CREATE DATABASE {target} TEMPLATE {source}")
    connection.close()
    connection.settings_dict["NAME"] = source
