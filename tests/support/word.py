"""Word documents, made by hand: no library decides what a test may hold."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_STYLES = {
    "Title": "Title",
    **{f"Heading{level}": f"heading {level}" for level in range(1, 10)},
    "TOC1": "toc 1",
}
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DRAWING = (
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    f'<wp:docPr id="1" name="x" descr={{about}}/><a:graphic xmlns:a="{_A}"><a:graphicData>'
    '<pic:pic xmlns:pic={pic}><pic:blipFill><a:blip r:embed="rImage"/></pic:blipFill></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing>"
)


def t(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """A run of text."""
    style = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    return f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*runs: str, style: str = "", item: tuple[int, int] | None = None) -> str:
    """A paragraph of runs, or of plain texts. `item`: list 1 (bullets) or 2 (numbers), and level."""
    inner = "".join(run if run.startswith("<w:") else t(run) for run in runs)
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    if item:
        about += f'<w:numPr><w:ilvl w:val="{item[1]}"/><w:numId w:val="{item[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{about}</w:pPr>{inner}</w:p>"


def h(level: int, text: str) -> str:
    return p(text, style=f"Heading{level}" if level else "Title")


def table(*rows: tuple[str, ...], head: bool = False) -> str:
    found = []
    for number, row in enumerate(rows):
        about = "<w:trPr><w:tblHeader/></w:trPr>" if head and number == 0 else ""
        cells = "".join(f"<w:tc>{cell if cell.startswith('<w:') else p(cell)}</w:tc>" for cell in row)
        found.append(f"<w:tr>{about}{cells}</w:tr>")
    return f"<w:tbl>{''.join(found)}</w:tbl>"


def link(text: str, relation: str) -> str:
    """Relations: rHttps, rHttp, rMail."""
    return f'<w:hyperlink r:id="{relation}">{t(text)}</w:hyperlink>'


def picture(about: str = "") -> str:
    space = '"http://schemas.openxmlformats.org/drawingml/2006/picture"'
    return f"<w:r>{_DRAWING.format(about=quoteattr(about), pic=space)}</w:r>"


def parts(*body: str) -> dict[str, str | bytes]:
    """The files inside a document with this body."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in _STYLES.items()
    )
    levels = {
        kind: "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level in range(5))
        for kind in ("bullet", "decimal")
    }
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{levels[kind]}</w:abstractNum>'
        for at, kind in ((1, "bullet"), (2, "decimal"))
    ) + "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in (1, 2))
    relations = "".join(
        f'<Relationship Id="{key}" Type="{_R}/{kind}" Target="{target}"{mode}/>'
        for key, kind, target, mode in (
            ("rHttps", "hyperlink", "https://example.org/a b", ' TargetMode="External"'),
            ("rHttp", "hyperlink", "http://example.org", ' TargetMode="External"'),
            ("rMail", "hyperlink", "mailto:privacy@example.org", ' TargetMode="External"'),
            ("rImage", "image", "media/image1.png", ""),
            ("rFootnotes", "footnotes", "footnotes.xml", ""),
        )
    )
    footnote = f'<w:footnote w:id="1">{p("See the law.")}</w:footnote>'
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{types}"><Default Extension="png" ContentType="image/png"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
        ),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_SPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_SPACES}>{numbering}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {_SPACES}>{footnote}</w:footnotes>",
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}'
            "</Relationships>"
        ),
        "word/media/image1.png": b"\x89PNG\r\n\x1a\n",
    }


def zipped(files: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def docx(*body: str) -> bytes:
    return zipped(parts(*body))
