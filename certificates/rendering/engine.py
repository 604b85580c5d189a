"""A certificate's page, and the way from it to the PDF."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from certificates.rendering.qr import qr_svg
from certificates.rendering.sheet import Sheet
from toolkit import pdf

HERE = Path(__file__).parent


def pdf_problem() -> str | None:
    """Why no PDF can be made on this machine, with the line that brings what is missing; None if all is well."""
    line = pdf.missing()
    return (
        _("Certificates cannot be made: Pango is not installed. On Debian: %(line)s") % {"line": line} if line else None
    )


@cache
def style() -> str:
    return (HERE / "certificate.css").read_text(encoding="utf-8")


@cache
def _ground() -> bytes:
    """Rules and seal, which are the same on every sheet."""
    return (HERE / "ground.svg").read_bytes()


def page_of(sheet: Sheet) -> tuple[str, str, dict[str, bytes]]:
    """The page, its stylesheet, and the images that it may ask for."""
    # A worker has no reader whose language it could take: the site's own.
    with translation.override(settings.LANGUAGE_CODE):
        html = render_to_string("certificates/certificate_pdf.html", {"sheet": sheet})
    return html, style(), {"certificate:qr": qr_svg(sheet.verify_url), "certificate:ground": _ground()}


def render(sheet: Sheet) -> bytes:
    """The certificate as a PDF/UA-1 file. The same sheet gives the same bytes. Raises NotInstalled without Pango."""
    return pdf.typesetter().pdf(*page_of(sheet))
