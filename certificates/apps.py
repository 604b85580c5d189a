"""Registration of the app with Django, of its job, mail and facts with their registers, and of its receivers."""

from importlib import import_module

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        from certificates.facts import FILES, KINDS
        from certificates.handlers import RENDERING
        from certificates.mails import ISSUED_MAIL
        from ledger import facts as ledger
        from ledger.guards import register_guards
        from notices import kinds as notice_kinds
        from toolkit.jobs import kinds as job_kinds

        job_kinds.register(RENDERING)
        notice_kinds.register(ISSUED_MAIL)
        for kind in KINDS:
            ledger.register(kind)
        ledger.register_files(FILES)
        register_guards(self.name, self.path)
        import_module("certificates.receivers")
