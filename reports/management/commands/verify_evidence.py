"""Check an evidence pack, exactly as the verify.py in it does."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ledger.verifier import verify


class Command(BaseCommand):
    help = "Check an evidence pack with the same program that lies in it. Ends with 1 when it does not hold."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pack", metavar="F.zip", help="The ZIP file, or the folder it was unpacked into.")
        parser.add_argument("--vkey", action="append", default=[], metavar="KEY", help="A key that you hold already.")
        parser.add_argument("--checkpoint", metavar="FILE", help="An earlier checkpoint that you kept.")

    def handle(self, *args: Any, **options: Any) -> None:
        more = [f"--vkey={vkey}" for vkey in options["vkey"]]
        more += [f"--checkpoint={options['checkpoint']}"] if options["checkpoint"] else []
        status = verify.main([*more, "--", options["pack"]])
        if status:
            sys.exit(status)
