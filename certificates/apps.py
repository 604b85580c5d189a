"""Registration of the app with Django."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
