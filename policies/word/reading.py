"""Reads a Word document into the text of a policy."""

import io
from collections import Counter
from dataclasses import dataclass

import mammoth
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.content import LARGEST_TEXT, MOST_CLAUSES, canonical_text, parse_text
from policies.word.blocks import Reader
from policies.word.package import Package, WordFileError, open_package
from policies.word.structure import write
from policies.word.tree import parse

MOST_NOTES = 50

# Beside mammoth's own: titles, deep headings, and tables of contents, whose page numbers mean nothing here.
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => p.title:fresh",
        *(f"p[style-name='heading {level}'] => h6:fresh" for level in (7, 8, 9)),
        "p[style-name='TOC Heading'] => !",
        *(f"p[style-name='toc {level}'] => !" for level in range(1, 10)),
    ]
)


@dataclass(frozen=True)
class ImportedText:
    """A text that `read_text` takes, and what its author should know: sentences to be shown as they are."""

    markdown: str
    notes: tuple[str, ...]


def read_docx(data: bytes, name: str = "") -> ImportedText:
    """The text in a Word document. `name` is that of the file, for a document without a title.

    Headings become clauses with keys made from their words; lists and links are kept; tables become lists; pictures are
    left out. Raises WordFileError for whatever is no harmless Word document of at most 20 MB.
    """
    package = open_package(data)
    reader = Reader()
    blocks = reader.blocks(parse(_html(package)))
    if not any(block.words or block.text for block in blocks):
        raise WordFileError(_("The document holds no text. Choose another one."))
    notes = _notes_on_changes(package.counts)
    markdown = canonical_text(write(blocks, name, notes))
    if len(markdown.encode()) > LARGEST_TEXT or len(parse_text(markdown).clauses) > MOST_CLAUSES:
        raise WordFileError(_("The document is too long to be taken over. Split it into several documents."))
    return ImportedText(markdown, _shortened([*notes, *reader.notes]))


def _html(package: Package) -> str:
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(package.data),
            style_map=_STYLES,
            include_embedded_style_map=False,  # a document does not say what becomes of it
            external_file_access=False,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
        )
    except Exception as error:  # mammoth expects documents as Word writes them, and raises anything on others
        raise WordFileError(
            _(
                "The document is damaged: its parts do not fit together. Open it in Word, let Word repair it, and save "
                "it again."
            )
        ) from error
    return str(result.value)


def _notes_on_changes(counts: "Counter[str]") -> list[str]:
    notes = []
    changes = counts["ins"] + counts["del"] + counts["moveFrom"]
    if changes:
        notes.append(
            ngettext(
                "The document holds %(count)s tracked change: it was taken as accepted.",
                "The document holds %(count)s tracked changes: they were taken as accepted.",
                changes,
            )
            % {"count": changes}
        )
    comments = counts["commentReference"]
    if comments:
        notes.append(
            ngettext("%(count)s comment was left out.", "%(count)s comments were left out.", comments)
            % {"count": comments}
        )
    if counts["footnoteReference"] + counts["endnoteReference"]:
        notes.append(_("Footnotes stand as a list at the end of the text."))
    if counts["oMath"] + counts["altChunk"]:
        notes.append(_("Formulas or inserted documents were left out."))
    return notes


def _shortened(notes: list[str]) -> tuple[str, ...]:
    found = [note[0].upper() + note[1:] for note in dict.fromkeys(notes)]
    if len(found) > MOST_NOTES:
        more = len(found) - MOST_NOTES
        text = ngettext("%(count)s more note.", "%(count)s more notes.", more) % {"count": more}
        found[MOST_NOTES:] = [text]
    return tuple(found)
