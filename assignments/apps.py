"""Registration of the app with Django: mail, job, receivers and facts, and where somebody has to sign a policy."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "assignments"

    def ready(self) -> None:
        import assignments.receivers  # noqa: F401
        from assignments.facts import CLAIMS, KINDS
        from assignments.handlers import REMINDING
        from assignments.mails import OVERDUE_MAIL
        from assignments.selectors.duties import course_to_sign_in
        from ledger import facts as ledger
        from ledger.guards import register_guards
        from notices.kinds import register as register_mail
        from policies import obligations
        from toolkit.jobs.kinds import register as register_job

        register_mail(OVERDUE_MAIL)
        register_job(REMINDING)
        for kind in KINDS:
            ledger.register(kind)
        for claim in CLAIMS:
            ledger.register_claim(claim)
        register_guards(self.name, self.path)
        obligations.register(course_to_sign_in)
