"""The way to WeasyPrint, which may be missing what it needs from the system."""

import importlib
from functools import cache
from typing import Protocol, cast

APT_LINE = "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"


class NotInstalled(Exception):
    """Something that PDF files need is missing on this machine; the text says what brings it."""


class Typesetting(Protocol):
    def pdf(self, html: str, style: str, images: dict[str, bytes]) -> bytes: ...


@cache
def typesetter() -> Typesetting:
    """What sets pages. Raises NotInstalled on a machine without Pango."""
    # Not a plain import: WeasyPrint loads Pango when it is imported, and on a machine without Pango that would keep the
    # whole site from starting. A failure is not remembered, so that installing Pango helps without a restart.
    try:
        return cast(Typesetting, importlib.import_module("toolkit.pdf.typesetting"))
    except (ImportError, OSError) as problem:
        raise NotInstalled(f"{problem}") from problem


def missing() -> str | None:
    """The line that brings what is missing for PDF files on Debian; None if nothing is."""
    try:
        typesetter()
    except NotInstalled:
        return APT_LINE
    return None
