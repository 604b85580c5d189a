"""The files of a course, which its lessons and questions name: each looked at once, and none that nobody names."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from courses.content import FileContent
from courses.media import Flaw, kind_of, look_at, pale_words
from courses.media.kinds import Use, endings
from toolkit.packfiles.folders import LONGEST_SLUG, Folder
from toolkit.packfiles.markdown_rules import Headings, check_markdown

FOLDER = "files"
MOST_FILES = 200
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+\Z")


@dataclass(frozen=True)
class PackFile:
    """Where the bytes of a file of the pack lie; they are read again when they are stored."""

    path: Path
    sha256: str
    size: int


@dataclass
class Files:
    """What lies in the folder. `found` holds the good ones by name, `names` all, so that a mistake counts once."""

    folder: Folder | None = None
    found: dict[str, FileContent] = field(default_factory=dict)
    transcripts: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    is_complete: bool = True  # not for a quiz that is read without its course

    def name(self, name: str) -> FileContent | None:
        """A lesson or a question names this file."""
        self.named.add(name)
        return self.found.get(name)

    def report_unnamed(self) -> None:
        """A file that nobody names would be stored for nobody, and is often the trace of a slip in a name."""
        for name in sorted({*self.found, *self.transcripts} - self.named):
            if self.folder:
                expected = f"one that shows {FOLDER}/{name}, or no file"
                self.folder.report(name, "No lesson or question names this file.", expected)

    def stored(self) -> tuple[PackFile, ...]:
        """The good ones, for whoever stores their bytes."""
        if self.folder is None:
            return ()
        return tuple(PackFile(self.folder.path / file.name, file.sha256, file.size) for file in self.found.values())


def read_files(course: Folder) -> Files:
    """Reads the folder `files` of a course, if there is one."""
    if FOLDER not in course.folders:
        return Files()
    folder = course.folder(FOLDER)
    files = Files(folder, names=set(folder.files))
    for name in folder.folders:
        folder.report(name, "A folder cannot stand here.", "files that lessons name")
    if len(folder.files) > MOST_FILES:
        course.report(FOLDER, f"The course has {len(folder.files)} files.", f"at most {MOST_FILES}")
        return files
    for name in folder.files:
        kind = kind_of(name)
        if kind and kind.use is Use.TRANSCRIPT and _NAME.match(name):
            text = _read_transcript(folder, name)
            if text is not None:
                files.transcripts[name] = text
            continue
        found = _read(folder, name)
        if found:
            files.found[name] = found
    return files


def _read(folder: Folder, name: str) -> FileContent | None:
    kind = kind_of(name)
    if not _NAME.match(name) or len(name) > LONGEST_SLUG or kind is None:
        # Small letters only, so no two names differ in capitals alone, which some systems cannot tell apart.
        expected = f"small letters, digits and single hyphens, ending with one of {endings()}"
        folder.report(name, "The name has a wrong form.", expected)
        return None
    if kind.use is Use.VIDEO:
        measured = folder.measured(name, kind.largest)
        data, sha256, size = (measured.head, measured.sha256, measured.size) if measured else (None, "", 0)
    else:
        data = folder.data(name, kind.largest, is_media=True)
        sha256, size = (hashlib.sha256(data).hexdigest(), len(data)) if data is not None else ("", 0)
    if data is None:
        return None
    try:
        width, height = look_at(data, kind)
    except Flaw as flaw:
        folder.problems.report(folder.inside(name), flaw.line, flaw.what, flaw.expected)
        return None
    if kind.ending == "svg":
        for pale in pale_words(data):
            folder.problems.report(folder.inside(name), pale.line, pale.what, pale.expected)
    return FileContent(name, sha256, size, width, height)


def _read_transcript(folder: Folder, name: str) -> str | None:
    """The text of a transcript, which is shown as it is and not handed out as a file."""
    text = folder.read(name)
    if text is None:
        return None
    if not text.strip():
        folder.report(name, "The transcript is empty.", "what is said and what is to be seen")
        return None
    check_markdown(folder.problems, folder.inside(name), text, 1, Headings.NONE)
    return text.strip("\n")
