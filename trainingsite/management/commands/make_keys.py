"""Make the keys that the site needs before its first start."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from trainingsite.keys import make_secret_key


class Command(BaseCommand):
    help = "Make the secret key in DATA_DIR/keys. A key that is there is never replaced."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        target = settings.DATA_DIR / "keys" / "secret_key"
        made = make_secret_key(target)
        self.stdout.write(f"Made {target}" if made else f"{target} is there already and stays as it is.")
