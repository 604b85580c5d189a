#!/usr/bin/env python
"""Django's command line for this site. bin/manage runs it in the right environment and against the right data."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainingsite.settings.production")
    execute_from_command_line(sys.argv)
