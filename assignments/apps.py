"""Registration of the app with Django, and of its mail, job, receivers and facts."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "assignments"

    def ready(self) -> None:
        import assignments.receivers  # noqa: F401
        from assignments.facts import KINDS
        from assignments.handlers import REMINDING
        from assignments.mails import OVERDUE_MAIL
        from ledger import facts as ledger
        from notices.kinds import register as register_mail
        from toolkit.jobs.kinds import register as register_job

        register_mail(OVERDUE_MAIL)
        register_job(REMINDING)
        for kind in KINDS:
            ledger.register(kind)
