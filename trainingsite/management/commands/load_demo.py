"""Load the demo organization."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from courses.packs import read_pack
from people.models import Employee
from trainingsite.demo.accounts import hand_out
from trainingsite.demo.learning import load_learning
from trainingsite.demo.ledger import load_anchor_addresses
from trainingsite.demo.people import KNOWN, load_people
from trainingsite.demo.policies import load_policies
from trainingsite.demo.signatures import load_signatures


class Command(BaseCommand):
    help = "Load a believable organization of invented people. Only where the demo is switched on; safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--past-of",
            metavar="DIR",
            type=Path,
            help="Load people, and the past of the policies in this pack, and no more: before the pack is loaded.",
        )

    def handle(self, *args: Any, past_of: Path | None = None, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo: invented people never join real ones. Set DEMO to switch it on.")
        is_ours = Employee.objects.filter(number=KNOWN[0].number, name=KNOWN[0].name).exists()
        if Employee.objects.exists() and not is_ours:
            raise CommandError("This site holds people who are not of the demo. Use another DATA_DIR.")
        now = timezone.now()
        load_people(now=now)
        if past_of is not None:
            load_policies(read_pack(past_of).policies, now=now)
        else:
            load_learning(now=now)
            load_signatures(now=now)
            load_anchor_addresses(now=now)
        accounts = hand_out(settings.DATA_DIR / "demo-accounts.json", is_new=not is_ours)
        if past_of is None:
            self.stdout.write(f"The demo has {Employee.objects.count()} people and {len(accounts)} accounts.")
