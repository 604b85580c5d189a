"""Registration of the app with Django."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"
