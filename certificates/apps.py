"""Registration of the app with Django, of its job and its mail with their registers, and of what it listens to."""

from importlib import import_module

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        from certificates.handlers import RENDERING
        from certificates.mails import ISSUED_MAIL
        from notices import kinds as notice_kinds
        from toolkit.jobs import kinds as job_kinds

        job_kinds.register(RENDERING)
        notice_kinds.register(ISSUED_MAIL)
        import_module("certificates.receivers")
