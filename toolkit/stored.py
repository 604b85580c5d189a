"""Stored files against the digests that rows keep of them."""

import hashlib
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files import File
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


def opened(name: str, *, sha256: str) -> "File[Any]":
    """The file, open and read through once, whose bytes are those that were recorded; the caller closes it.

    For files that are handed out now and then, however large. Raises FileNotFoundError and NotWhatWasStored.
    """
    try:
        stored = default_storage.open(name, "rb")
        found = hashlib.sha256()
        for chunk in stored.chunks(CHUNK):
            found.update(chunk)
    except FileNotFoundError:
        raise
    except (OSError, SuspiciousOperation, ValueError) as problem:
        raise NotWhatWasStored(name) from problem
    if found.hexdigest() != sha256:
        stored.close()
        raise NotWhatWasStored(name)
    stored.seek(0)
    return stored


def is_unaltered(name: str, *, sha256: str) -> bool:
    """Whether the bytes are those that were recorded, for files that are asked for again and again, piece by piece.

    A file is read through once, and again when its size or its time is another. Raises FileNotFoundError.
    """
    try:
        return _digest_as_of(name, default_storage.size(name), default_storage.get_modified_time(name)) == sha256
    except FileNotFoundError:
        raise
    except OSError:
        return False


@lru_cache(4_096)
def _digest_as_of(name: str, size: int, modified: datetime) -> str:
    return sha256_of(name)


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
