"""Stored files against the digests that rows keep of them."""

import hashlib

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage

CHUNK = 1 << 20


class NotWhatWasStored(Exception):
    """The bytes under this name are not those that the digest was made of."""


def sha256_of(name: str) -> str:
    """The digest of what lies there, read in pieces. Raises FileNotFoundError, and OSError for what cannot be read."""
    found = hashlib.sha256()
    try:
        with default_storage.open(name, "rb") as stored:
            for chunk in stored.chunks(CHUNK):
                found.update(chunk)
    except (SuspiciousOperation, ValueError) as problem:  # a name that leads out of the store, or is none
        raise OSError(str(problem)) from problem
    return found.hexdigest()


def bytes_of(name: str, *, sha256: str, size: int) -> bytes:
    """A small file, whole, and exactly what was checked. Raises FileNotFoundError and NotWhatWasStored.

    `size` is what the row says of it: of a file that grew no more than that is read.
    """
    try:
        with default_storage.open(name, "rb") as stored:
            data: bytes = stored.read(size + 1)
    except FileNotFoundError:
        raise
    except (OSError, SuspiciousOperation, ValueError) as problem:
        raise NotWhatWasStored(name) from problem
    if hashlib.sha256(data).hexdigest() != sha256:
        raise NotWhatWasStored(name)
    return data
