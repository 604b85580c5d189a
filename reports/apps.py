"""Registration of the app with Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
