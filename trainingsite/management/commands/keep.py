"""Run the keeper."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from trainingsite.keeper import Keeper
from trainingsite.sealing import Sealer

LONGEST_SEAL = 10.0  # when told to stop: a seal that is cut off is taken up by the next keeper


class Command(BaseCommand):
    help = "Run the keeper: sealing, the timetable, and jobs that were left. With --work it does every job itself."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--work", action="store_true", help="Do the jobs here; no broker and no worker needed.")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        sealer = Sealer(stop)
        sealer.start()
        Keeper(does_work=options["work"], stop=stop).run()
        sealer.join(LONGEST_SEAL)
