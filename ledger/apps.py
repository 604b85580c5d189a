"""Registration of the app with Django, and of its own facts."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"

    def ready(self) -> None:
        from ledger import facts
        from ledger.selectors.own_facts import KINDS

        for kind in KINDS:
            facts.register(kind)
