"""Walks a pack's folder and reads its text. Follows no link, reads nothing large, and stops at a limit."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from toolkit.packfiles.problems import Problems, printable

LARGEST_FILE = 1_000_000
LARGEST_PACK = 20_000_000
LARGEST_MEDIA = 500_000_000  # of files that are shown or handed out as they are, together
MOST_FILES = 2_000
HEAD = 64  # bytes of a large file that are handed on
MOST_LINES = 20  # reported of one file that is no text at all

# Control characters (which PostgreSQL refuses in part), halves of characters, and those that change how a text looks
# without a trace in it: a reviewer would approve something else than what is shown.
_FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069\ufeff]")
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
SLUG = re.compile(rf"{_SLUG}\Z")
NUMBERED = re.compile(rf"([0-9]{{2}})-({_SLUG})\Z")
LONGEST_SLUG = 80
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?\Z")


def is_slug(text: str) -> bool:
    return len(text) <= LONGEST_SLUG and SLUG.match(text) is not None


def is_language(text: str) -> bool:
    """A language with, if need be, script and region: en-US, de, zh-Hant."""
    return _LANGUAGE.match(text) is not None


def forbidden_character(text: str) -> str | None:
    """The name of the first character that no text of a pack may hold, or None."""
    match = _FORBIDDEN.search(text)
    if match is None:
        return None
    return "a tab" if match[0] == "\t" else f"the character U+{ord(match[0]):04X}"


def is_clean(problems: Problems, file: str, text: str) -> bool:
    """Reports each line with a character that no text of a pack may hold, MOST_LINES of them."""
    found = 0
    for number, line in enumerate(text.split("\n"), start=1):
        character = forbidden_character(line)
        if character and found == MOST_LINES:
            problems.report(file, number, "More lines hold such characters.", "a text file")
            break
        if character:
            expected = "spaces" if character == "a tab" else "text without control or invisible characters"
            problems.report(file, number, f"The line holds {character}.", expected)
            found += 1
    return found == 0


@dataclass
class _Spent:
    files: int = 0
    bytes: int = 0
    media: int = 0


@dataclass(frozen=True)
class Measured:
    """A large file: its digest, its size and its first bytes."""

    sha256: str
    size: int
    head: bytes


@dataclass
class Folder:
    """A folder of the pack. `name` is its path inside the pack, for messages; empty for the pack itself."""

    path: Path
    problems: Problems
    name: str = ""
    spent: _Spent = field(default_factory=_Spent)

    def __post_init__(self) -> None:
        self.files: list[str] = []
        self.folders: list[str] = []
        self._list()

    def inside(self, name: str) -> str:
        """How messages call an entry of this folder."""
        return "/".join(part for part in (self.name, printable(name)) if part)

    def report(self, entry: str, what: str, expected: str) -> None:
        self.problems.report(self.inside(entry), 1, what, expected)

    def folder(self, name: str) -> "Folder":
        return Folder(self.path / name, self.problems, self.inside(name), self.spent)

    def refuse_others(self, files: set[str], folders: set[str]) -> None:
        """Reports whatever stands here and is not one of these."""
        expected = ", ".join(sorted(files)) or "folders only"
        for name in self.files:
            if name not in files:
                self.report(name, "This file cannot stand here.", f"one of {expected}" if files else expected)
        for name in self.folders:
            if name not in folders:
                self.report(name, "This folder cannot stand here.", f"one of {', '.join(sorted(folders))}")

    def _list(self) -> None:
        with os.scandir(self.path) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue  # .git, .DS_Store and the like belong to tools
                self.spent.files += 1
                if self.spent.files > MOST_FILES:
                    if self.spent.files == MOST_FILES + 1:
                        self.report(entry.name, "The pack holds too many files.", f"at most {MOST_FILES:,} files")
                    return
                if entry.is_symlink():
                    self.report(entry.name, "This is a link to another place.", "a file or folder of its own")
                elif entry.is_dir():
                    self.folders.append(entry.name)
                elif entry.is_file():
                    self.files.append(entry.name)
                else:
                    self.report(entry.name, "This is not an ordinary file.", "a text file")
        self.files.sort()
        self.folders.sort()

    def read(self, name: str) -> str | None:
        """The text of a file with \\n as line end, or None when something was reported."""
        data = self.data(name, LARGEST_FILE)
        if data is None:
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.problems.report(self.inside(name), line, "The text is not UTF-8.", "a text file saved as UTF-8")
            return None
        text = text.replace("\r\n", "\n")
        return text if is_clean(self.problems, self.inside(name), text) else None

    def measured(self, name: str, limit: int) -> Measured | None:
        """A large file that is no text, without all of it in memory; None when something was reported."""
        try:
            with self._opened(name, limit, True) as file:
                if file is None:
                    return None
                head = file.read(HEAD)
                file.seek(0)
                return Measured(hashlib.file_digest(file, "sha256").hexdigest(), file.tell(), head)  # type: ignore[arg-type]
        except OSError as error:
            self.report(name, "The file cannot be read.", f"a readable file ({error.strerror})")
            return None

    def data(self, name: str, limit: int, *, is_media: bool = False) -> bytes | None:
        """The bytes of a file of at most this size, or None when something was reported.

        `is_media`: it is no text of the pack, and counts to what lies beside the texts.
        """
        try:
            with self._opened(name, limit, is_media) as file:
                return None if file is None else file.read(limit + 1)[:limit]
        except OSError as error:
            self.report(name, "The file cannot be read.", f"a readable file ({error.strerror})")
            return None

    @contextmanager
    def _opened(self, name: str, limit: int, is_media: bool) -> Iterator[IO[bytes] | None]:
        opened = self._open(name)
        if opened is None:
            self.report(name, "This is not an ordinary file.", "a text file")
            yield None
            return
        file, size = opened
        with file:
            if size > limit:
                self.report(name, f"The file is too large: {size:,} bytes.", f"at most {limit:,} bytes")
                yield None
            else:
                yield file if self._may_spend(name, size, is_media) else None

    def _open(self, name: str) -> tuple[IO[bytes], int] | None:
        """The file with the number of its bytes; None for what is no ordinary file. Raises OSError."""
        # The checks are made on the opened file: one swapped for a link or a pipe in the meantime is refused too.
        handle = os.open(self.path / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        file = os.fdopen(handle, "rb")
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            file.close()
            return None
        return file, status.st_size

    def _may_spend(self, name: str, size: int, is_media: bool) -> bool:
        most, before = (LARGEST_MEDIA, self.spent.media) if is_media else (LARGEST_PACK, self.spent.bytes)
        if is_media:
            self.spent.media += size
        else:
            self.spent.bytes += size
        if before <= most < before + size:
            what = "The files of lessons are too large." if is_media else "The pack is too large."
            self.report(name, what, f"at most {most:,} bytes in all files")
        return before + size <= most
