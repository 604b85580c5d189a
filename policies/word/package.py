"""Opens a Word document and refuses what is none, what is too much and what could act.

A DOCX is a zip archive with XML in it. Whatever is handed on was unpacked within limits, is XML without a document type
(so without entities), and lies in a new archive: nothing that was not looked at reaches the parser.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from toolkit.errors import DomainError

LARGEST_FILE = 20_000_000
LARGEST_UNPACKED = 100_000_000
LARGEST_TEXT = 20_000_000  # of the XML that is read, together
MOST_MEMBERS = 2_000
MOST_ELEMENTS = 80_000  # about 150 pages, and a few seconds
DEEPEST = 80

_NOT_READ = ("customxml/", "docprops/", "word/glossary/", "word/theme/", "word/fonttable", "word/websettings")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class WordFileError(DomainError):
    """The file is not taken. The sentences say what is wrong with it and what to do."""


class _DocumentTypeError(Exception):
    """The XML declares a document type: the way to entities, which Word never writes."""


class _TooMuchError(Exception):
    """The XML is larger than that of a policy."""


class _TooDeepError(Exception):
    """The XML is nested as no policy is."""


@dataclass(frozen=True)
class Package:
    """The parts of a document that are read, as an archive, and how often each element stands in them by its name."""

    data: bytes
    counts: "Counter[str]"


def open_package(data: bytes) -> Package:
    """Raises WordFileError for whatever is not a harmless Word document."""
    _refuse_other_files(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive)
            return _copy(archive)
    except (WordFileError, MemoryError):
        raise
    except Exception as error:  # whatever a damaged archive makes the standard library raise
        raise WordFileError(
            _(
                "The document is damaged: the list of its parts cannot be read. Open it in Word, let Word repair it, "
                "and save it again."
            )
        ) from error


@contextmanager
def _refusing(part: str) -> Iterator[None]:
    """What is wrong with a part of the document is said with its name."""
    where = {"part": shown_part(part)}
    try:
        yield
    except (WordFileError, MemoryError):
        raise
    except _DocumentTypeError:
        raise WordFileError(
            _(
                "The document holds an XML document type, which Word never writes (in %(part)s). Open it in Word and "
                "save it again."
            )
            % where
        ) from None
    except _TooMuchError:
        raise WordFileError(
            _("The document is too long to be taken over (in %(part)s). Split it into several documents.") % where
        ) from None
    except _TooDeepError:
        raise WordFileError(
            _(
                "Tables or text boxes stand inside one another too deeply to be taken over (in %(part)s). Take the "
                "inner ones out and save the document again."
            )
            % where
        ) from None
    except Exception as error:
        raise WordFileError(
            _(
                "The document is damaged: its part %(part)s cannot be read. Open it in Word, let Word repair it, and "
                "save it again."
            )
            % where
        ) from error


def shown_part(name: str) -> str:
    """The name of a part as it can stand in a sentence."""
    return "".join(sign for sign in name if sign.isprintable())[:80]


def _refuse_other_files(data: bytes) -> None:
    if not data:
        raise WordFileError(_("The file is empty. Choose a Word document (.docx)."))
    if len(data) > LARGEST_FILE:
        raise WordFileError(
            _("The file has %(size)s MB and %(most)s MB is the most. Save a copy without pictures.")
            % {"size": -(-len(data) // 1_000_000), "most": LARGEST_FILE // 1_000_000}
        )
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            raise WordFileError(_("The document is protected by a password. Save a copy without a password."))
        raise WordFileError(
            _("This is an old Word document (.doc). Open it in Word and save it as a Word document (.docx).")
        )
    if data.startswith(b"%PDF-"):
        raise WordFileError(_("This is a PDF. Choose the Word document (.docx) that it was made from."))
    if not data.startswith(b"PK"):
        raise _not_word()


def _not_word() -> WordFileError:
    return WordFileError(
        _("This is not a Word document. Open it in your word processor and save it as a Word document (.docx).")
    )


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise WordFileError(
            _("The file holds %(count)s parts, far more than a Word document. Open it in Word and save it again.")
            % {"count": len(members)}
        )
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise WordFileError(
            _("The file unpacks to more than %(most)s MB. Save a copy without pictures.")
            % {"most": LARGEST_UNPACKED // 1_000_000}
        )
    if any(member.flag_bits & 0x1 for member in members):
        raise WordFileError(_("The document is protected by a password. Save a copy without a password."))
    names = [member.filename for member in members]
    for name in names:  # embedded objects may be there: only XML is taken over, and nothing is handed on
        if name.lower().endswith(("vbaproject.bin", "vbadata.xml")):
            raise _macros(name)
    if "[content_types].xml" not in map(str.lower, names):
        raise _not_word()


def _macros(part: str) -> WordFileError:
    return WordFileError(
        _("The document holds macros (in %(part)s). Save it as a Word document (.docx) without macros.")
        % {"part": shown_part(part)}
    )


def _copy(archive: zipfile.ZipFile) -> Package:
    counts: Counter[str] = Counter()
    left = LARGEST_TEXT
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for member in archive.infolist():
            name = member.filename.lower()
            if not name.endswith((".xml", ".rels")) or name.startswith(_NOT_READ):
                continue
            with _refusing(member.filename):
                if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise zipfile.BadZipFile("a way of packing that Word does not use")
                with archive.open(member) as stream:
                    text = stream.read(left + 1)
                left -= len(text)
                if left < 0:
                    raise _TooMuchError
                if name == "[content_types].xml":
                    _check_types(text, member.filename)
                _check_xml(text, counts)
            copy.writestr(zipfile.ZipInfo(member.filename), text)
    return Package(target.getvalue(), counts)


def _check_types(text: bytes, part: str) -> None:
    if b"macroEnabled" in text:
        raise _macros(part)
    if b"wordprocessingml" not in text:  # a spreadsheet, slides
        raise _not_word()


def _check_xml(text: bytes, counts: "Counter[str]") -> None:
    """Reads the XML once without building anything from it, and counts its elements."""
    depth = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        counts[name.rpartition(" ")[2]] += 1
        if depth > DEEPEST:
            raise _TooDeepError
        if counts.total() > MOST_ELEMENTS:
            raise _TooMuchError

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*declaration: Any) -> None:
        raise _DocumentTypeError

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.Parse(text, True)
