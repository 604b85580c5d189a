"""Files on disk that are either whole or absent."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


def write_new(target: Path, data: bytes, *, mode: int = 0o600) -> bool:
    """Write a file that is not there yet, whole or not at all. False if it is there: it is left as it is."""
    with _written_beside(target, data, mode) as part:
        try:
            os.link(part, target)  # refuses if somebody else was quicker
        except FileExistsError:
            return False
    _sync(target.parent)
    return True


def write_whole(target: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Put this file in the place of the old one, if any: readers and a crash find the old or the new, never a part."""
    with _written_beside(target, data, mode) as part:
        part.replace(target)
    _sync(target.parent)


@contextmanager
def _written_beside(target: Path, data: bytes, mode: int) -> Iterator[Path]:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            os.fchmod(stream.fileno(), mode)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        yield part
    finally:
        part.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """The name itself has to survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class DurableFileStorage(FileSystemStorage):
    """The local file storage, written through a temporary file, fsync and link: a crash leaves no half file."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as stream:
                for chunk in content.chunks():
                    stream.write(chunk)
                stream.flush()
                os.fsync(stream.fileno())
            name = self._take_name(temporary, name)
        finally:
            Path(temporary).unlink(missing_ok=True)
        _sync(target.parent)
        return name

    def _take_name(self, temporary: str, name: str) -> str:
        """Give the whole file its name: a link, unlike a rename, never puts it in the place of somebody else's."""
        while True:
            try:
                os.link(temporary, self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name
