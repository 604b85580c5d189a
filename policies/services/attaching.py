"""Files that belong to a version: a card for the pocket, a form. The same kinds as in a content pack."""

import hashlib
import re
import unicodedata
from datetime import datetime

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Employee
from policies.models import Attachment, PolicyVersion
from policies.packs.office import OFFICE, office_fault
from policies.packs.versions import BEGINNINGS, LARGEST_ATTACHMENT, MOST_ATTACHMENTS
from policies.pictures import without_background
from policies.services.drafting import draft_to_write
from toolkit.errors import DomainError

LONGEST_STEM = 60


@transaction.atomic
def attach(version: PolicyVersion, *, file: "File[bytes]", name: str, by: Employee, now: datetime) -> Attachment:
    """Adds a file to a draft under a name of plain letters; a picture without what a camera wrote into it.

    Raises DomainError with what is wrong with the file.
    """
    draft = draft_to_write(version, by=by, now=now)
    name, ending = _plain_name(name)
    if draft.attachments.count() >= MOST_ATTACHMENTS:
        raise DomainError(_("A version has at most %(most)d attachments.") % {"most": MOST_ATTACHMENTS})
    if draft.attachments.filter(name=name).exists():
        raise DomainError(
            _("There is an attachment named “%(name)s” already. Remove it first, or use another name.") % {"name": name}
        )
    if (file.size or 0) > LARGEST_ATTACHMENT:
        raise DomainError(_("The file is too large. It may have at most %(most)d MB.") % {"most": _megabytes()})
    data = file.read(LARGEST_ATTACHMENT + 1)
    _check(data, ending)
    try:
        data = without_background(data, ending)
    except ValueError:
        raise DomainError(_("The picture is damaged. Open it in another program and save it again.")) from None
    sha256 = hashlib.sha256(data).hexdigest()
    stored = store(ContentFile(data), sha256=sha256, name=name)
    return Attachment.objects.create(version=draft, name=name, file=stored, sha256=sha256, size=len(data))


@transaction.atomic
def detach(version: PolicyVersion, *, name: str, by: Employee, now: datetime) -> None:
    """Takes a file out of a draft. The stored bytes stay: another version may hold the same file."""
    draft = draft_to_write(version, by=by, now=now)
    for attachment in draft.attachments.all():
        if attachment.name == name:  # not asked of the database, which refuses some characters
            attachment.delete()


def store(content: "File[bytes]", *, sha256: str, name: str) -> str:
    """Stores the bytes under a name that holds their digest, once, and returns the name."""
    path = f"policies/attachments/{sha256[:2]}/{sha256}.{name.rsplit('.', 1)[-1]}"
    return path if default_storage.exists(path) else default_storage.save(path, content)


def _megabytes() -> int:
    return LARGEST_ATTACHMENT // 1_000_000


def _plain_name(given: str) -> tuple[str, str]:
    """The file's name in small letters, digits and hyphens, as packs have it, and its ending."""
    stem, _dot, ending = re.split(r"[\\/]", given)[-1].rpartition(".")
    ending = {"jpeg": "jpg"}.get(ending.lower(), ending.lower())
    if ending not in BEGINNINGS:
        raise DomainError(_("Attach a file of one of these kinds: %(kinds)s.") % {"kinds": ", ".join(BEGINNINGS)})
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_STEM].strip("-")
    return f"{plain or 'attachment'}.{ending}", ending


def _check(data: bytes, ending: str) -> None:
    if len(data) > LARGEST_ATTACHMENT:
        raise DomainError(_("The file is too large. It may have at most %(most)d MB.") % {"most": _megabytes()})
    if not data.startswith(BEGINNINGS[ending]):
        raise DomainError(_("The file is not what its ending says: it is no %(kind)s file.") % {"kind": ending.upper()})
    fault = office_fault(data) if ending in OFFICE else ""
    if fault == "damaged":
        raise DomainError(_("The file is damaged: it cannot be opened."))
    if fault:
        raise DomainError(_("The file holds macros. Save it without them, or as a PDF file."))
