"""Registration of the composition package with Django, for its templates, static files and commands."""

from django.apps import AppConfig


class TrainingsiteConfig(AppConfig):
    name = "trainingsite"

    def ready(self) -> None:
        from trainingsite import handlers

        handlers.register()
