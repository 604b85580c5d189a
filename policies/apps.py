"""Registration of the app with Django, of its facts with the ledger, of its mails and of its job."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self) -> None:
        from ledger import facts as ledger
        from ledger.guards import register_guards
        from notices.kinds import register as register_mail
        from policies import mails
        from policies.facts import CLAIMS, FILES, KINDS
        from policies.handlers import PRINTING
        from toolkit.jobs import kinds as job_kinds

        for kind in KINDS:
            ledger.register(kind)
        for claim in CLAIMS:
            ledger.register_claim(claim)
        for files in FILES:
            ledger.register_files(files)
        register_guards(self.name, self.path)
        for mail in mails.KINDS:
            register_mail(mail)
        job_kinds.register(PRINTING)
