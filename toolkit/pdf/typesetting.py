"""All that touches WeasyPrint. Import it through `engine` only: this module needs Pango on the machine.

Fonts and a stylesheet are read once for each process. Images are kept for one document only: WeasyPrint's image cache,
shared by documents, would keep every one for ever.
"""

from functools import lru_cache

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from toolkit.pdf.faces import FACES, FONTS
from toolkit.pdf.searchable import give_every_glyph_its_character

MOST_STYLES = 8
SVG = "image/svg+xml"
OPTIONS = {"pdf_variant": "pdf/ua-1"}


class Refused(Exception):
    """The page asked for something that is not given along. Nothing was fetched and no file was made."""


class KnownBytes(URLFetcher):
    """Hands out the few files that a document is made of, from memory. There is no other address for it."""

    def __init__(self, known: dict[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.known = known

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url not in self.known:
            raise FatalURLFetchingError(f"Not part of the document: {url[:200]}")
        body, kind = self.known[url]
        return URLFetcherResponse(url, body, {"Content-Type": kind})


@lru_cache(maxsize=MOST_STYLES)
def _look(style: str) -> tuple[FontConfiguration, CSS]:
    """Our fonts, and the stylesheet that uses them, read once."""
    fonts = FontConfiguration()
    files = {face.address: ((FONTS / face.file).read_bytes(), "font/ttf") for face in FACES}
    rules = "\n".join(face.rule for face in FACES) + style
    return fonts, CSS(string=rules, font_config=fonts, url_fetcher=KnownBytes(files))


def lay_out(html: str, style: str, images: dict[str, bytes]) -> Document:
    """The page, laid out. Raises Refused if it asks for anything but `images` (SVG by address)."""
    fonts, look = _look(style)
    known = {address: (body, SVG) for address, body in images.items()}
    try:
        return HTML(string=html, url_fetcher=KnownBytes(known)).render(font_config=fonts, stylesheets=[look], **OPTIONS)
    except FatalURLFetchingError as problem:  # a BaseException: nothing else would stop it before the whole worker
        raise Refused(str(problem)) from problem


def pdf(html: str, style: str, images: dict[str, bytes]) -> bytes:
    """The page as PDF/UA-1. Raises Refused as `lay_out` does."""
    try:
        made = lay_out(html, style, images).write_pdf(finisher=give_every_glyph_its_character, **OPTIONS)
    except FatalURLFetchingError as problem:
        raise Refused(str(problem)) from problem
    assert isinstance(made, bytes)
    return made
