"""Run the keeper."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from trainingsite.keeper import Keeper


class Command(BaseCommand):
    help = "Run the keeper: the timetable, and jobs that were left. With --work it does every job itself."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--work", action="store_true", help="Do the jobs here; no broker and no worker needed.")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        Keeper(does_work=options["work"], stop=stop).run()
