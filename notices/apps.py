"""Registration of the app with Django, of its job and of its guards."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from ledger.guards import register_guards
        from notices.handlers import SENDING
        from toolkit.jobs.kinds import register

        register(SENDING)
        register_guards(self.name, self.path)
