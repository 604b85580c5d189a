"""Registration of the app with Django, and of its facts with the ledger."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from courses.facts import KINDS
        from ledger import facts as ledger

        for kind in KINDS:
            ledger.register(kind)
