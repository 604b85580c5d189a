"""Everything between an empty or older database and a site that can start. Safe to run again."""

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

from ledger import selectors, services
from trainingsite.demo.accounts import hand_out

STARTER_PACK = settings.BASE_DIR / "content" / "social-media-in-healthcare"


class Command(BaseCommand):
    help = "Bring the database up to date and collect static files; load the starter pack and the demo if asked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--starter-pack", action="store_true", help="Load and publish the starter pack.")
        parser.add_argument("--demo", action="store_true", help="Load the demo organization.")
        parser.add_argument("--demo-accounts", action="store_true", help="See which demo passwords were changed.")

    def handle(self, *args: Any, **options: Any) -> None:
        _reach_database()
        self.stdout.write("Bringing the database up to date ...")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collect")
        _have_ledger_key()
        if options["demo"] and options["starter_pack"]:
            self._load("the past of the demo", "load_demo", past_of=STARTER_PACK)
        if options["starter_pack"]:
            self._load("the starter pack", "load_content", str(STARTER_PACK), publish=True)
        if options["demo"]:
            self._load("the demo organization", "load_demo")
        if options["demo_accounts"]:
            hand_out(settings.DATA_DIR / "demo-accounts.json")

    def _load(self, what: str, command: str, *args: str, **options: Any) -> None:
        if command not in get_commands():
            return
        self.stdout.write(f"Loading {what} ...")
        call_command(command, *args, **options)


def _reach_database() -> None:
    """Raises CommandError with the server's own reason, which a pool would only keep to itself for ten seconds."""
    connection.settings_dict["OPTIONS"].pop("pool", None)
    try:
        connection.ensure_connection()
    except OperationalError as problem:
        raise CommandError(f"The database cannot be reached: {' '.join(str(problem).split())}") from problem


def _have_ledger_key() -> None:
    """A log that begins gets a key. One that has begun needs its own back, and says so: a new one would be another."""
    if not selectors.is_begun():
        services.make_key()
