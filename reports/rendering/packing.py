"""ZIP files whose bytes depend on what is in them and on nothing else: no times, no compression, members in order."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import IO, BinaryIO

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first time that a ZIP file can tell
UNIX = 3
PLAIN_FILE = 0o100644 << 16


class Packer:
    """Use as a context manager. Not compressed: what a compressor makes of the same bytes changes with its version."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)

    def __enter__(self) -> "Packer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None
    ) -> None:
        if problem is None:
            self._zip.close()

    def put(self, name: str, data: bytes) -> None:
        """A small member, whole."""
        self._zip.writestr(_info(name), data)

    @contextmanager
    def member(self, name: str) -> Iterator[IO[bytes]]:
        """A member of any size, written bit by bit. One at a time."""
        with self._zip.open(_info(name), "w", force_zip64=True) as stream:
            yield stream

    def copy(self, name: str, file: IO[bytes]) -> None:
        """A member with all that is in an open file from its beginning."""
        file.seek(0)
        with self.member(name) as stream:
            shutil.copyfileobj(file, stream, 1 << 20)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.create_system = UNIX
    info.external_attr = PLAIN_FILE
    return info
