#!/usr/bin/env python
"""Django's command line for this site. bin/manage runs it in the right environment and against the right data."""

import os
import secrets
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainingsite.settings.production")
    if sys.argv[1:2] == ["make_keys"]:
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))  # it makes the real one
    try:
        settings.configured or settings.DEBUG  # noqa: B018 - reads the environment now, to refuse in one line
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
