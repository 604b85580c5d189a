"""Registration of the app with Django, and of its job with the register."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from notices.handlers import SENDING
        from toolkit.jobs.kinds import register

        register(SENDING)
