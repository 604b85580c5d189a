"""Registration of the app with Django, of its facts with the ledger, and of what it has to do with policies."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        import courses.receivers  # noqa: F401
        from courses.facts import FILES, KINDS
        from courses.handlers import ENDING
        from courses.selectors.signing import where_to_sign
        from ledger import facts as ledger
        from ledger.guards import register_guards
        from policies import obligations
        from toolkit.jobs import kinds as job_kinds

        job_kinds.register(ENDING)
        obligations.register(where_to_sign)
        for kind in KINDS:
            ledger.register(kind)
        ledger.register_files(FILES)
        register_guards(self.name, self.path)
