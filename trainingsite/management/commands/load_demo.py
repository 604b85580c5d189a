"""Load the demo organization."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.models import Employee
from trainingsite.demo.accounts import hand_out
from trainingsite.demo.learning import load_learning
from trainingsite.demo.ledger import load_anchor_addresses
from trainingsite.demo.people import KNOWN, load_people


class Command(BaseCommand):
    help = "Load a believable organization of invented people. Only where the demo is switched on; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo: invented people never join real ones. Set DEMO to switch it on.")
        is_ours = Employee.objects.filter(number=KNOWN[0].number, name=KNOWN[0].name).exists()
        if Employee.objects.exists() and not is_ours:
            raise CommandError("This site holds people who are not of the demo. Use another DATA_DIR.")
        now = timezone.now()
        load_people(now=now)
        load_learning(now=now)
        load_anchor_addresses(now=now)
        accounts = hand_out(settings.DATA_DIR / "demo-accounts.json", is_new=not is_ours)
        self.stdout.write(f"The demo has {Employee.objects.count()} people and {len(accounts)} accounts.")
