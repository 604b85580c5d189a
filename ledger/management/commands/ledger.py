"""The log from the command line: how it is doing, sealing at once, keys, and going on after a restore."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ledger import selectors, services
from ledger.keyfiles import key_files
from toolkit.errors import DomainError


class Command(BaseCommand):
    help = "The attestation log: status, seal, verify, rotate_key, continue_after_restore, rebuild_tiles."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("status", help="How fresh and how large the log is, and with which keys it was signed.")
        acts.add_parser("seal", help="Seal what is pending now; the keeper does it every second.")
        acts.add_parser("rotate_key", help="Sign with a new key from now on. What was signed stays valid.")
        going_on = acts.add_parser("continue_after_restore", help="Go on under a new name after an older backup.")
        going_on.add_argument("--reason", required=True, help="Why; it goes into the log.")
        checking = acts.add_parser(
            "verify", help="Check every entry, fact and signed head; fails when one is not right."
        )
        checking.add_argument(
            "--checkpoint", type=Path, action="append", default=[], help="A checkpoint that was kept outside."
        )
        acts.add_parser("rebuild_tiles", help="Hash every sealed entry again.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['act']}")(options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _status(self, options: dict[str, Any]) -> None:
        found = selectors.freshness(now=timezone.now())
        head = found.checkpoint
        if head is None:
            self.stdout.write("The log has not begun.")
        else:
            self.stdout.write(f"{head.origin}: {head.size} entries, signed {head.signed_at:%Y-%m-%d %H:%M:%S} UTC")
        self.stdout.write(f"{found.pending} entries wait to be sealed.")
        if found.detail:
            self.stdout.write(f"Not sealed since {found.since:%Y-%m-%d %H:%M:%S} UTC: {found.detail}")
        self.stdout.write(
            f"Anchored: {found.anchored_at:%Y-%m-%d %H:%M} UTC" if found.anchored_at else "Never anchored."
        )
        self.stdout.write(f"Key file: {key_files().path}")
        for key in selectors.signing_keys():
            sizes = f"signed sizes {key.from_size} to {key.to_size}" if key.from_size else "has not signed yet"
            self.stdout.write(f"{key.vkey}  {sizes}")

    def _seal(self, options: dict[str, Any]) -> None:
        result = services.seal(timezone.now())
        also = " Another process is sealing too." if result.is_busy else ""
        self.stdout.write(f"Sealed {result.sealed} entries; the log has {result.size}.{also}")

    def _verify(self, options: dict[str, Any]) -> None:
        started = timezone.now()
        outside = {str(path): _read(path) for path in options["checkpoint"]}
        report = services.verify(now=started, outside=outside)
        seconds = (timezone.now() - started).total_seconds()
        self.stdout.write(
            f"{report.size} sealed entries, {report.checkpoints} checkpoints, {report.facts} records, "
            f"{report.files} files, {report.erased} erased, {report.pending} waiting; {seconds:.1f} s"
        )
        for finding in report.findings:
            self.stdout.write(str(finding))
        if not report.is_sound:
            raise CommandError("Not sound.")
        self.stdout.write("Sound.")

    def _rotate_key(self, options: dict[str, Any]) -> None:
        key = services.rotate_key(now=timezone.now())
        waiting = key_files().next_signer()
        if waiting is None:
            self.stdout.write("The new key signs from now on. Send it to those who hold the old one:")
        else:
            self.stdout.write("The new key takes over with one of the next checkpoints. Send it to your auditors:")
        self.stdout.write(key.vkey)

    def _continue_after_restore(self, options: dict[str, Any]) -> None:
        key = services.continue_after_restore(reason=options["reason"], now=timezone.now())
        self.stdout.write(f"The log goes on as {key.origin}. Send its key to those who hold the old one:")
        self.stdout.write(key.vkey)

    def _rebuild_tiles(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"Hashed {services.rebuild_tiles()} entries again.")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CommandError(f"{path} cannot be read: {problem.strerror}.") from problem
