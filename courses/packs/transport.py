"""Source files handed out: as a folder on disk, or as one ZIP file that has the same bytes each time."""

import shutil
import zipfile
from pathlib import Path
from typing import IO

from courses.packs.sources import Sources, opened

_DAY = (1980, 1, 1, 0, 0, 0)  # no time is part of a course


class FolderNotEmpty(Exception):
    """Something lies in the folder already, and would be mixed with the course."""


def write_folder(sources: Sources, folder: Path) -> None:
    """Writes all files below this folder, which may be missing. Raises FolderNotEmpty, and OSError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmpty(folder)
    for path, text in sources.texts.items():
        _place(folder, path).write_bytes(text.encode())
    for path, stored in sources.files.items():
        with opened(stored) as source, _place(folder, path).open("wb") as target:
            shutil.copyfileobj(source, target)


def write_zip(sources: Sources, target: IO[bytes], *, folder: str) -> None:
    """Writes all files into an archive, inside of this folder and in the order of their paths."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sources.paths:
            info = zipfile.ZipInfo(f"{folder}/{path}", _DAY)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED if path in sources.texts else zipfile.ZIP_STORED
            if path in sources.texts:
                archive.writestr(info, sources.texts[path].encode())
                continue
            with opened(sources.files[path]) as source, archive.open(info, "w", force_zip64=True) as entry:
                shutil.copyfileobj(source, entry)


def _place(folder: Path, path: str) -> Path:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    return place
