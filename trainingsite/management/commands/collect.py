"""Collect and compress the static files, if any has changed."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Collect static files into DATA_DIR/static. Compressing takes most of a start, so only if one has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        stamp = settings.STATIC_ROOT / ".collected"
        found = _fingerprint()
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == found:
            return
        self.stdout.write("Collecting static files ...")
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(found, encoding="utf-8")


def _fingerprint() -> str:
    """Changes when any static file comes, goes or changes, and when they are stored in another way."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            where = storage.path(path)
            digest.update(f"{where}\0{storage.size(path)}\0{storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()
