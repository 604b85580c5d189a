"""Registration of the app with Django, and of its receivers."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "assignments"

    def ready(self) -> None:
        import assignments.receivers  # noqa: F401
