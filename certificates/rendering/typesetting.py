"""All that touches WeasyPrint. Import it through `engine` only: this module needs Pango on the machine.

Fonts and stylesheet are read once for each process. Images are kept for one document only: WeasyPrint's image cache,
shared by documents, would keep every QR code for ever.
"""

from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from certificates.rendering.faces import FACES, FONTS
from certificates.rendering.searchable import give_every_glyph_its_character

HERE = Path(__file__).parent
SVG = "image/svg+xml"
OPTIONS = {"pdf_variant": "pdf/ua-1"}


class Refused(Exception):
    """The page asked for something that is not part of a certificate. Nothing was fetched and no file was made."""


class KnownBytes(URLFetcher):
    """Hands out the few files that a certificate is made of, from memory. There is no other address for it."""

    def __init__(self, known: dict[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.known = known

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url not in self.known:
            raise FatalURLFetchingError(f"Not part of a certificate: {url[:200]}")
        body, kind = self.known[url]
        return URLFetcherResponse(url, body, {"Content-Type": kind})


@cache
def _look() -> tuple[FontConfiguration, CSS]:
    """Fonts and stylesheet of every certificate, read once."""
    fonts = FontConfiguration()
    files = {face.address: ((FONTS / face.file).read_bytes(), "font/ttf") for face in FACES}
    style = "\n".join(face.rule for face in FACES) + (HERE / "certificate.css").read_text(encoding="utf-8")
    return fonts, CSS(string=style, font_config=fonts, url_fetcher=KnownBytes(files))


@cache
def _ground() -> bytes:
    """Rules and seal, which are the same on every sheet."""
    return (HERE / "ground.svg").read_bytes()


def lay_out(html: str, images: dict[str, bytes]) -> Document:
    """The page, laid out. Raises Refused if it asks for anything but the ground and `images` (SVG by address)."""
    fonts, style = _look()
    known = {address: (body, SVG) for address, body in {"certificate:ground": _ground(), **images}.items()}
    try:
        return HTML(string=html, url_fetcher=KnownBytes(known)).render(
            font_config=fonts, stylesheets=[style], **OPTIONS
        )
    except FatalURLFetchingError as problem:  # a BaseException: nothing else would stop it before the whole worker
        raise Refused(str(problem)) from problem


def pdf(html: str, images: dict[str, bytes]) -> bytes:
    """The page as PDF/UA-1. Raises Refused as `lay_out` does."""
    try:
        made = lay_out(html, images).write_pdf(finisher=give_every_glyph_its_character, **OPTIONS)
    except FatalURLFetchingError as problem:
        raise Refused(str(problem)) from problem
    assert isinstance(made, bytes)
    return made
