"""Printable files, kept under the digest of what they are made from. All of them may be deleted at any time.

No row keeps a digest of their bytes, since they follow from what is recorded. Beside each lies a seal, made over its
bytes with the site's secret key: a file that is not as it was made counts as gone, and is made anew.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signing import BadSignature, Signer
from django.db import transaction

from policies.models import PolicyText, PolicyVersion
from policies.rendering import printing
from policies.selectors.memory import Remembered
from policies.selectors.reading import reading_of
from toolkit.jobs.queue import enqueue

logger = logging.getLogger(__name__)

PRINT = "policies.print"
_SEAL = Signer(salt=PRINT)
# Longer ones would keep a reader waiting for more than a few seconds: a job makes them.
MOST_AT_ONCE = 25_000  # characters: two seconds on a small machine


@dataclass(frozen=True)
class Printed:
    """A stored file. `sha256` is that of its bytes."""

    name: str
    sha256: str
    size: int


# By the key of a file: what its bytes are, so that a page can say it without reading them again.
_digests: Remembered[str, str] = Remembered(2_000)


def printed(text: PolicyText) -> Printed | None:
    """The file of a published text, if it was made."""
    return _stored(printing.key_of(_page(text)))


def printed_sha256(text: PolicyText) -> str:
    """The digest of the file's bytes; empty while it was not made."""
    key = printing.key_of(_page(text))
    known = _digests.get(key)
    if known is None:
        found = _stored(key)
        known = found.sha256 if found else ""
    return known


def print_now(text: PolicyText) -> Printed:
    """The file of a published text, made if it is not there. Raises toolkit.pdf.NotInstalled without Pango."""
    page = _page(text)
    key = printing.key_of(page)
    found = _stored(key)
    if found is not None:
        return found
    data = printing.render(page)
    made = _printed(key, data)
    for name, content in ((_name(key), data), (_seal_name(key), _SEAL.sign(f"{key} {made.sha256}").encode())):
        default_storage.delete(name)  # what another worker just made is the same; what was altered has to go
        default_storage.save(name, ContentFile(content))
    return made


def is_quick(text: PolicyText) -> bool:
    """Whether a reader can wait for it."""
    return len(text.markdown) <= MOST_AT_ONCE


@transaction.atomic
def print_soon(version: PolicyVersion, *, now: datetime, again: bool = False) -> None:
    """Has the files of all languages made by a worker; `again` when they were made before and are gone."""
    key = f"{version.uuid}:{now:%Y-%m-%dT%H:%M}" if again else str(version.uuid)
    enqueue(PRINT, dedup_key=key, payload={"version": str(version.uuid)}, now=now)


def _page(text: PolicyText) -> str:
    published_at = text.version.published_at
    assert published_at is not None  # only published texts are printed
    reading = reading_of(text)
    return printing.page_of(
        text,
        intro=reading.intro,
        clauses=[(clause.content, clause.html) for clause in reading.clauses],
        attachments=list(text.version.attachments.order_by("name")),
        published_at=published_at,
    )


def _name(key: str) -> str:
    return f"policies/pdf/{key[:2]}/{key}.pdf"


def _seal_name(key: str) -> str:
    return f"{_name(key)}.seal"


def _stored(key: str) -> Printed | None:
    """The file as it was made; None where there is none, or where its bytes are others now."""
    try:
        with default_storage.open(_name(key), "rb") as file, default_storage.open(_seal_name(key), "rb") as seal:
            data, sealed = file.read(), seal.read(500).decode("ascii", "replace")
    except FileNotFoundError:
        return None
    try:
        is_as_made = _SEAL.unsign(sealed) == f"{key} {hashlib.sha256(data).hexdigest()}"
    except BadSignature:
        is_as_made = False
    if is_as_made:
        return _printed(key, data)
    logger.error("The printed policy %s is not as it was made; it is made anew", _name(key))
    return None


def _printed(key: str, data: bytes) -> Printed:
    made = Printed(_name(key), hashlib.sha256(data).hexdigest(), len(data))
    _digests.put(key, made.sha256, weight=1)
    return made
