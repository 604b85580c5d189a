"""Registration of the app with Django, of its facts with the ledger and of its mails."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self) -> None:
        from ledger import facts as ledger
        from notices.kinds import register as register_mail
        from policies import mails
        from policies.facts import KINDS

        for kind in KINDS:
            ledger.register(kind)
        for mail in mails.KINDS:
            register_mail(mail)
