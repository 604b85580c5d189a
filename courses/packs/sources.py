"""The source files of one course as values, and as a folder that the reader of packs walks through like any other."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO

from django.core.files.storage import default_storage

from courses.media import stored_name
from courses.packs.reading import Pack, read_folder
from toolkit.packfiles.folders import HEAD, Folder, Measured
from toolkit.packfiles.problems import Problems


@dataclass(frozen=True)
class StoredFile:
    """A file whose bytes are stored under their SHA-256."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Sources:
    """All files of a pack with one course, by their path in it: texts, and files that lessons show."""

    texts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, StoredFile] = field(default_factory=dict)

    @property
    def paths(self) -> list[str]:
        return sorted([*self.texts, *self.files])


@dataclass
class SourceFolder(Folder):
    """A folder of these sources. It has every limit of a folder on disk."""

    sources: Sources = field(default_factory=Sources)

    def folder(self, name: str) -> "SourceFolder":
        return SourceFolder(self.path / name, self.problems, self.inside(name), self.spent, self.sources)

    def measured(self, name: str, limit: int) -> Measured | None:
        """Takes the digest from the name under which the bytes are stored: they are large, and read on each look."""
        stored = self.sources.files.get(self.inside(name))
        with self._opened(name, limit, True) as file:
            return Measured(stored.sha256, stored.size, file.read(HEAD)) if file and stored else None

    def _list(self) -> None:
        start = f"{self.name}/" if self.name else ""
        inside = [path[len(start) :].split("/") for path in self.sources.paths if path.startswith(start)]
        self.files = sorted({parts[0] for parts in inside if len(parts) == 1})
        self.folders = sorted({parts[0] for parts in inside if len(parts) > 1})
        self.spent.files += len(self.files) + len(self.folders)

    def _open(self, name: str) -> tuple[IO[bytes], int] | None:
        path = self.inside(name)
        if path in self.sources.texts:
            data = self.sources.texts[path].encode("utf-8", "surrogatepass")
            return BytesIO(data), len(data)
        stored = self.sources.files[path]
        return default_storage.open(stored_name(stored.sha256), "rb"), stored.size


def folder_of(sources: Sources, problems: Problems) -> SourceFolder:
    """The root of the sources, to be read."""
    return SourceFolder(Path(), problems, sources=sources)


def read_source_files(sources: Sources) -> Pack:
    """Reads the sources as `read_pack` reads a folder. Raises PackProblems with every mistake."""
    problems = Problems()
    pack = read_folder(folder_of(sources, problems))
    problems.raise_if_any()
    return pack


@contextmanager
def opened(file: StoredFile) -> Iterator[IO[bytes]]:
    with default_storage.open(stored_name(file.sha256), "rb") as stored:
        yield stored
