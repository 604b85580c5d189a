"""bin/manage: manage.py against the same data, keys and broker as bin/serve."""

import os
import sys

from trainingsite.launch.environment import HOME
from trainingsite.launch.serve import data_folder


def main(argv: list[str]) -> int:
    data = data_folder(None)
    defaults = {"DATA_DIR": str(data.path), "DEMO": str(bool(data.recall("site").get("is_demo")))}
    if data.secret_key.exists() and not os.environ.get("SECRET_KEY"):
        defaults["SECRET_KEY_FILE"] = str(data.secret_key)
    if data.is_in_use():
        defaults |= data.recall("addresses")
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    os.environ["DJANGO_SETTINGS_MODULE"] = "trainingsite.settings.production"
    os.execv(sys.executable, [sys.executable, str(HOME / "manage.py"), *argv])  # noqa: S606
