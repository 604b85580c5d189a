"""Make the keys that the site needs before its first start."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ledger import services
from trainingsite.keys import make_secret_key


class Command(BaseCommand):
    help = "Make the secret key in DATA_DIR/keys and the key that signs the log. A key that is there is never replaced."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for target, made in self._made():
            self.stdout.write(f"Made {target}" if made else f"{target} is there already and stays as it is.")

    def _made(self) -> list[tuple[Path, bool]]:
        target = settings.DATA_DIR / "keys" / "secret_key"
        return [(target, make_secret_key(target)), (settings.LEDGER_KEY_FILE, services.make_key())]
