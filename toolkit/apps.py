"""Registration of the app with Django."""

from django.apps import AppConfig

from toolkit import plain_words

# Here and not in ready(): by then the models are made, and maybe a form.
plain_words.use()


class ToolkitConfig(AppConfig):
    name = "toolkit"
