"""Registration of the app with Django, and of its facts with the ledger."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self) -> None:
        from ledger import facts as ledger
        from policies.facts import KINDS

        for kind in KINDS:
            ledger.register(kind)
