"""Writes docs/configuration.md anew from what the settings read: python -m tests.trainingsite.configuration"""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trainingsite.settings.test")
    django.setup()
    from tests.trainingsite.test_settings import DOCUMENT, page

    DOCUMENT.write_text(page(), encoding="utf-8")
