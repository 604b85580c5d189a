"""Names, titles and settings that try to make the PDF fetch, embed, run or show something else than themselves."""

import io
import logging
from pathlib import Path

import pytest
from pypdf import PdfReader

from certificates.rendering import render
from certificates.rendering.engine import style
from tests.certificates.sheets import sheet, text_of
from toolkit.pdf.typesetting import KnownBytes, Refused, pdf

CANARY = "canary-5d1c-of-a-file-that-nobody-may-read"
VECTORS = [
    '<link rel=attachment href="{url}">',
    "<link rel=attachment href={url}>",
    '"><link rel="attachment" href="{url}">',
    "'><link rel='attachment' href='{url}'>",
    '<link rel=stylesheet href="{url}">',
    '<a rel=attachment href="{url}">x</a>',
    '<a href="{url}">x</a>',
    '<object data="{url}"></object>',
    '<object data="{url}" type="text/html">x</object>',
    '<embed src="{url}">',
    '<iframe src="{url}"></iframe>',
    '<img src="{url}">',
    '<img src="{url}" srcset="{url} 2x">',
    '<input type=image src="{url}">',
    '<video src="{url}" poster="{url}"></video>',
    '<audio src="{url}">',
    '<picture><source srcset="{url}"></picture>',
    '<svg><image href="{url}"/></svg>',
    '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{url}"/></svg>',
    '<svg><use href="{url}#x"/></svg>',
    '<svg><style>@import "{url}";</style></svg>',
    '<svg><foreignObject><img src="{url}"></foreignObject></svg>',
    "<style>@import url({url});</style>",
    '<style>@font-face{{font-family:Display;src:url("{url}")}}</style>',
    "<style>body{{background:url({url})}}</style>",
    "<style>.name::after{{content:url({url})}}</style>",
    "<style>@page{{@bottom-center{{content:url({url})}}}}</style>",
    '<p style="background:url({url})">x</p>',
    '" style="background-image:url({url})" x="',
    "' onload='x' style='list-style-image:url({url})",
    '<body background="{url}">',
    '<table background="{url}"><td>x</table>',
    '<base href="{url}"><img src="x">',
    '<meta http-equiv=refresh content="0;url={url}">',
    '<meta name="dcterms.created" content="{url}">',
    "<script>fetch('{url}')</script>",
    "</title><link rel=attachment href={url}><title>",
    "</p></div></body><object data={url}><body>",
    "<!--><img src={url}>-->",
    "<![CDATA[<img src={url}>]]>",
    "<?xml-stylesheet href='{url}'?>",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "{url}">]>&e;',
    "{{{{ sheet.number }}}}{{% include '{url}' %}}",
    "&lt;img src={url}&gt;",
    "\\3c img src=url({url})",
    "url({url})",
    "data:text/html,<img src={url}>",
    "<img src='data:image/svg+xml,<svg><image href=\"{url}\"/></svg>'>",
    "(/URI ({url})) /Type /Action >> endobj",
    "<img src=certificate:qr><img src=certificate:ground>",
]


@pytest.fixture
def canary(tmp_path: Path) -> str:
    """The address of a file that holds CANARY."""
    path = tmp_path / "c"
    path.write_text(CANARY)
    return path.as_uri()


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that WeasyPrint asked for."""
    asked: list[str] = []
    fetch = KnownBytes.fetch

    def listen(self: KnownBytes, url: str, headers: dict[str, str] | None = None) -> object:
        asked.append(url)
        return fetch(self, url, headers)

    monkeypatch.setattr(KnownBytes, "fetch", listen)
    return asked


@pytest.mark.parametrize("vector", VECTORS)
def test_it_is_text_and_nothing_is_fetched(vector: str, canary: str, fetched: list[str]) -> None:
    typed = vector.format(url=canary)
    fields = dict.fromkeys(("holder_name", "course_title", "organization", "signer_name", "signer_title"), typed)
    made = render(sheet(**fields))
    own = {"certificate:qr", "certificate:ground"}
    assert [address for address in fetched if address not in own and not address.endswith(".ttf")] == []
    assert fetched.count("certificate:qr") == 1
    reader = PdfReader(io.BytesIO(made))
    assert CANARY not in _everything(reader)
    assert CANARY.encode() not in made
    assert reader.attachments == {}
    assert "/OpenAction" not in reader.root_object
    assert [target for target in _links(reader) if target != sheet().verify_url] == []
    assert text_of(made).replace(" ", "").count(typed.replace(" ", "")) >= 5


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='file:///etc/passwd'>",
        "<img src='https://example.org/x.png'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<link rel=stylesheet href='file:///etc/passwd'>",
        "<style>body{background:url(file:///etc/passwd)}</style>",
        "<object data='file:///etc/passwd'></object>",
        "<img src='certificate:unknown'>",
        "<img src='CERTIFICATE:QR'>",
    ],
)
def test_markup_that_got_in_stops_the_rendering(markup: str) -> None:
    # What the template escapes cannot get here; if it ever does, no file is made.
    with pytest.raises(Refused):
        pdf(f"<html lang=en><title>x</title><body>{markup}", style(), {})


def test_an_attachment_that_got_in_stops_the_rendering(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="weasyprint")
    with pytest.raises(Refused):
        pdf("<html lang=en><title>x</title><link rel=attachment href='file:///etc/passwd'>x", style(), {})


def _everything(reader: PdfReader) -> str:
    """All streams of the file, decoded, and its text."""
    parts = [page.extract_text() for page in reader.pages]
    for number in range(1, int(str(reader.trailer["/Size"]))):
        item = reader.get_object(number)
        data = getattr(item, "get_data", None)
        parts.append(data().decode("latin-1") if data else str(item))
    return "\n".join(parts)


def _links(reader: PdfReader) -> list[str]:
    targets = []
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            targets.append(str(annotation.get_object().get("/A", {}).get("/URI")))
    return targets
