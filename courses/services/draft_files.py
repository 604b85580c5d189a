"""Pictures, videos and downloads of a draft. The bytes are looked at when the draft is read, like those of a pack."""

import hashlib
import re
import unicodedata
from datetime import datetime

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from courses.errors import DraftGone, DraftRefused
from courses.media import Flaw, kind_of, look_at, stored_name
from courses.media.kinds import FileKind, Use, endings
from courses.models import CourseDraft, DraftFile
from courses.packs.files import FOLDER
from courses.services.drafting import locked, tidied, touch
from people.models import Employee
from toolkit.packfiles.folders import HEAD, LARGEST_FILE

LONGEST_STEM = 60
_CHUNK = 1 << 20


@transaction.atomic
def add_file(draft: CourseDraft, *, file: "File[bytes]", name: str, by: Employee, now: datetime) -> DraftFile:
    """Adds a file under a plain name, or puts other bytes under a name that is there.

    Raises DraftRefused with what is wrong with it, and DraftGone.
    """
    open_draft = locked(draft)
    name, kind = plain_name(name)
    path = f"courses/{open_draft.slug}/{FOLDER}/{name}"
    values = _text_of(file) if kind.use is Use.TRANSCRIPT else _stored(file, kind)
    row, _is_new = DraftFile.objects.update_or_create(draft=open_draft, path=path, defaults=values)
    touch(open_draft, by=by, now=now)
    return row


@transaction.atomic
def remove_file(draft: CourseDraft, file: DraftFile, *, by: Employee, now: datetime) -> None:
    """Takes a file of lessons out. Its bytes stay, since another version may show them. Raises DraftGone."""
    open_draft = locked(draft)
    gone, _rows = open_draft.files.filter(uuid=file.uuid, path__contains=f"/{FOLDER}/").delete()
    if not gone:
        raise DraftGone
    touch(open_draft, by=by, now=now)


def plain_name(given: str) -> tuple[str, FileKind]:
    """The name in small letters, digits and hyphens, as packs have it. Raises DraftRefused for an unknown ending."""
    stem, _dot, ending = re.split(r"[\\/]", given)[-1].rpartition(".")
    ending = {"jpeg": "jpg"}.get(ending.lower(), ending.lower())
    kind = kind_of(f"a.{ending}")
    if kind is None:
        raise DraftRefused(_("Choose a file that ends with one of %(endings)s.") % {"endings": endings()})
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_STEM].strip("-")
    return f"{plain or 'file'}.{ending}", kind


def _text_of(file: "File[bytes]") -> dict[str, object]:
    data = file.read(LARGEST_FILE + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DraftRefused(_("The text is not UTF-8. Save it as UTF-8 and try again.")) from None
    if len(data) > LARGEST_FILE or "\x00" in text:
        raise DraftRefused(_("This is no text, or it is too long."))
    return {"text": tidied(text), "sha256": "", "size": 0}


def _stored(file: "File[bytes]", kind: FileKind) -> dict[str, object]:
    """Looked at and stored under its digest, once."""
    if (file.size or 0) > kind.largest:
        words = _("The file is too large. A .%(ending)s file may have at most %(most)s bytes.")
        raise DraftRefused(words % {"ending": kind.ending, "most": f"{kind.largest:,}"})
    found = hashlib.sha256()
    size = 0
    for chunk in file.chunks(_CHUNK):
        found.update(chunk)
        size += len(chunk)
    file.seek(0)
    data = file.read(HEAD if kind.use is Use.VIDEO else kind.largest)
    file.seek(0)
    try:
        look_at(data, kind)
    except Flaw as flaw:
        words = _("This file cannot be taken: %(what)s Expected: %(expected)s.")
        raise DraftRefused(words % {"what": flaw.what, "expected": flaw.expected}) from None
    sha256 = found.hexdigest()
    name = stored_name(sha256)
    if not default_storage.exists(name):
        saved = default_storage.save(name, file)
        if saved != name:
            default_storage.delete(saved)  # somebody else was quicker
    return {"text": "", "sha256": sha256, "size": size}
