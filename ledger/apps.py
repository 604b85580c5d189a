"""Registration of the app with Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"
