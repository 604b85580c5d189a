"""Everything between an empty or older database and a site that can start. Safe to run again."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser

STARTER_PACK = settings.BASE_DIR / "content" / "social-media-in-healthcare"


class Command(BaseCommand):
    help = "Bring the database up to date and collect static files; load the starter pack and the demo if asked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--starter-pack", action="store_true", help="Load and publish the starter pack.")
        parser.add_argument("--demo", action="store_true", help="Load the demo organization.")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Bringing the database up to date ...")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        self._collect_static_files()
        if options["starter_pack"]:
            self._load("the starter pack", "load_content", str(STARTER_PACK), publish=True)
        if options["demo"]:
            self._load("the demo organization", "load_demo")

    def _collect_static_files(self) -> None:
        """Compressing takes most of a start, so it is done again only when a file has changed."""
        stamp = settings.STATIC_ROOT / ".collected"
        found = _fingerprint()
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == found:
            return
        self.stdout.write("Collecting static files ...")
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(found, encoding="utf-8")

    def _load(self, what: str, command: str, *args: str, **options: Any) -> None:
        if command not in get_commands():
            return
        self.stdout.write(f"Loading {what} ...")
        call_command(command, *args, **options)


def _fingerprint() -> str:
    """Changes when any static file comes, goes or changes, and when they are stored in another way."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            where = storage.path(path)
            digest.update(f"{where}\0{storage.size(path)}\0{storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()
