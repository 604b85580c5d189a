"""Write an evidence pack for an auditor."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from ledger.services import seal
from reports import services
from reports.handlers import digest_of
from reports.models import Export
from reports.selectors.evidence import evidence_filter_from, heads, write_pack
from toolkit.errors import DomainError
from toolkit.jobs.pulse import Unheard


class Command(BaseCommand):
    help = (
        "Write an evidence pack: the whole log under a signed checkpoint, with the records of a policy, a person or "
        "all of them disclosed. Whoever gets it can check it with verify.py, which is in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", required=True, metavar="F.zip", help="Where to write; a file there is replaced.")
        parser.add_argument("--policy", default="", metavar="SLUG", help="Disclose only entries about this policy.")
        parser.add_argument("--person", default="", metavar="NUMBER", help="Disclose only what concerns this person.")
        parser.add_argument("--size", type=int, help="Under the checkpoint of so many entries, not the newest one.")

    def handle(self, *args: Any, **options: Any) -> None:
        asked_at, target = timezone.now(), Path(options["out"])
        try:
            wanted = evidence_filter_from(options)
            if options["size"] is None:
                seal(asked_at)  # so that the pack holds what happened up to this moment
            under = heads(options["size"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        with _whole_or_absent(target) as file:
            packed = write_pack(cast(BinaryIO, file), wanted, under, Unheard())
            sha256, size = digest_of(file)
            made = services.Made("", sha256, size, packed.records, packed.entries)
            with transaction.atomic():
                services.record_made_here(
                    Export.Kind.EVIDENCE,
                    Export.Form.ZIP,
                    made,
                    filters=wanted.parts,
                    asked_at=asked_at,
                    now=timezone.now(),
                )
                # Last: a file that is not noted must not be there, and one that is noted has to be.
                _finish(file, target)
        self.stdout.write(
            f"Wrote {target}: {packed.entries} entries, {packed.records} records, {packed.proofs} receipts.\n"
            f"SHA-256 {sha256}\n"
            f"Check it: bin/manage verify_evidence {target}"
        )
        if packed.left_out:
            self.stderr.write(
                "Records name these, but they cannot be made any more: the database holds something else. Look for the "
                "reason with bin/manage ledger verify.\n" + "\n".join(packed.left_out)
            )


@contextmanager
def _whole_or_absent(target: Path) -> Iterator[IO[bytes]]:
    """A temporary file beside the target, which is gone whatever happens. CommandError where nothing can be written."""
    if target.is_dir():
        raise CommandError(f"{target} is a folder. Say which file to write: --out {target / 'evidence.zip'}")
    try:
        file = tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.part-", delete=False)  # noqa: SIM115
    except OSError as problem:
        raise CommandError(f"{target} cannot be written: {problem.strerror}. Choose another place.") from problem
    try:
        with file:
            yield file
    except OSError as problem:
        raise CommandError(f"{target} cannot be written: {problem.strerror or problem}") from problem
    finally:
        with suppress(FileNotFoundError):
            os.unlink(file.name)


def _finish(file: IO[bytes], target: Path) -> None:
    """The file gets its name once all of it is on the disk."""
    file.flush()
    os.fsync(file.fileno())
    os.replace(file.name, target)
