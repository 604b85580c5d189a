"""Registration of the app with Django, and of its jobs and its ledger entries with their registers."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from ledger import facts
        from ledger.guards import register_guards
        from reports.facts import EXPORT_MADE, FILES
        from reports.handlers import MAKING, REMOVING
        from toolkit.jobs import kinds

        facts.register(EXPORT_MADE)
        facts.register_files(FILES)
        register_guards(self.name, self.path)
        kinds.register(MAKING)
        kinds.register(REMOVING)
