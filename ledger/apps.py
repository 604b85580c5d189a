"""Registration of the app with Django, and of its own facts and guards."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"

    def ready(self) -> None:
        from ledger import facts
        from ledger.guards import register_guards
        from ledger.selectors.own_facts import KINDS

        for kind in KINDS:
            facts.register(kind)
        register_guards(self.name, self.path)
