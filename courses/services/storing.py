"""The bytes of lesson files, stored once under their SHA-256 whoever names them."""

import hashlib
import os
from collections.abc import Iterable, Iterator

from django.core.files.base import File
from django.core.files.storage import default_storage

from courses.content import CourseContent, FileContent
from courses.errors import FileChanged, FileNotStored
from courses.media import stored_name
from courses.packs.files import PackFile

_CHUNK = 1 << 20


def store_files(files: Iterable[PackFile]) -> None:
    """Stores what is not there yet. Raises FileChanged for one that is not any more what was read from the pack.

    To be called before the content that names them is loaded. What stays behind if that fails is found by its digest
    the next time, so no transaction has to take it back.
    """
    for file in files:
        name = stored_name(file.sha256)
        if default_storage.exists(name):
            continue
        try:
            handle = os.open(file.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            raise FileChanged(file.path.name) from None
        with os.fdopen(handle, "rb") as opened:
            saved = default_storage.save(name, File(opened))
        if not is_stored(file.sha256, name=saved):  # looked at here, so that it cannot change behind our back
            default_storage.delete(saved)
            raise FileChanged(file.path.name)
        if saved != name:
            default_storage.delete(saved)  # somebody else was quicker


def refuse_unstored(content: CourseContent, *, looks_inside: bool = False) -> None:
    """Raises FileNotStored for a file whose bytes are not there or, with `looks_inside`, are others."""
    for file in _files_of(content):
        is_good = is_stored(file.sha256) if looks_inside else default_storage.exists(stored_name(file.sha256))
        if not is_good:
            raise FileNotStored(file.name)


def is_stored(sha256: str, *, name: str | None = None) -> bool:
    """Whether the bytes under this digest are there and are what it says."""
    found = hashlib.sha256()
    try:
        with default_storage.open(name or stored_name(sha256), "rb") as stored:
            for chunk in stored.chunks(_CHUNK):
                found.update(chunk)
    except FileNotFoundError:
        return False
    return found.hexdigest() == sha256


def _files_of(content: CourseContent) -> Iterator[FileContent]:
    for module in content.modules:
        for step in module.steps:
            yield from step.files
