"""Parts of addresses of a kind of their own. Whoever imports this can write <filename:name> in a path."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class FileName(StringConverter):
    """The name of a file. A null character is in none, and PostgreSQL takes none to look for."""

    regex = r"[^/\x00]+"


register_converter(FileName, "filename")
