"""Moodle XML. `tree` reads the file safely, one question after the other; `reading` makes items of them.

The format is that of Moodle: https://docs.moodle.org/en/Moodle_XML_format
"""

from courses.exchange.moodle.reading import read_moodle

__all__ = ["read_moodle"]
