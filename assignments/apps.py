"""Registration of the app with Django."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "assignments"
