"""Registration of the app with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
