"""Registration of the app with Django."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
