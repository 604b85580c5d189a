"""The way to WeasyPrint, which may be missing what it needs from the system."""

import importlib
from functools import cache
from typing import Protocol, cast

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from certificates.rendering.qr import qr_svg
from certificates.rendering.sheet import Sheet

APT_LINE = "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"


class NotInstalled(Exception):
    """Something that PDF files need is missing on this machine; the text says what brings it."""


class Typesetting(Protocol):
    def pdf(self, html: str, images: dict[str, bytes]) -> bytes: ...


@cache
def _typesetting() -> Typesetting:
    # Not a plain import: WeasyPrint loads Pango when it is imported, and on a machine without Pango that would keep the
    # whole site from starting. A failure is not remembered, so that installing Pango helps without a restart.
    try:
        return cast(Typesetting, importlib.import_module("certificates.rendering.typesetting"))
    except (ImportError, OSError) as problem:
        raise NotInstalled(f"{problem}") from problem


def pdf_problem() -> str | None:
    """Why no PDF can be made on this machine, with the line that brings what is missing; None if all is well."""
    try:
        _typesetting()
    except NotInstalled:
        return _("Certificates cannot be made: Pango is not installed. On Debian: %(line)s") % {"line": APT_LINE}
    return None


def page_of(sheet: Sheet) -> tuple[str, dict[str, bytes]]:
    """The page and the images that it may ask for."""
    # A worker has no reader whose language it could take: the site's own.
    with translation.override(settings.LANGUAGE_CODE):
        html = render_to_string("certificates/certificate_pdf.html", {"sheet": sheet})
    return html, {"certificate:qr": qr_svg(sheet.verify_url)}


def render(sheet: Sheet) -> bytes:
    """The certificate as a PDF/UA-1 file. The same sheet gives the same bytes. Raises NotInstalled without Pango."""
    return _typesetting().pdf(*page_of(sheet))
