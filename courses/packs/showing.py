"""What the text of a lesson holds beyond words: pictures, videos and downloads, and words of the glossary; and what
the questions of a quiz do.

What belongs to a video is called as it is: report.mp4, report.vtt, report.md, and report.jpg if there is a poster.
"""

import re
from dataclasses import dataclass, field

from markdown_it.token import Token

from courses.content import FileContent, TermContent, VideoContent
from courses.media.kinds import Use, endings, kind_of
from courses.packs.files import FOLDER, Files
from courses.packs.glossary import FILE as GLOSSARY
from courses.packs.glossary import Glossary
from toolkit.packfiles.markdown_rules import plain_words
from toolkit.packfiles.problems import Problems

DECORATIVE = "decorative"
TERM = "term:"
LONGEST_TEXT = 300
_PLACE = re.compile(rf"{FOLDER}/([^/\\?#]+)\Z")


@dataclass
class Showing:
    """Asked for every image and link of one step; notes the files that it shows and the terms that it marks."""

    problems: Problems
    file: str
    files: Files
    glossary: Glossary
    shown: dict[str, FileContent] = field(default_factory=dict)
    terms: dict[str, TermContent] = field(default_factory=dict)
    videos: dict[str, VideoContent] = field(default_factory=dict)

    def image(self, line: int, token: Token, *, stands_alone: bool) -> None:
        name = self._name(line, str(token.attrs.get("src", "")), "picture")
        if name is None:
            return
        kind = kind_of(name)
        words, title = plain_words(token.children or ()), str(token.attrs.get("title", ""))
        if kind and kind.use is Use.VIDEO:
            self._video(line, name, words)
        elif kind is None or kind.use is not Use.PICTURE:
            expected = f"a file that ends with one of {endings(Use.PICTURE)}, {endings(Use.VIDEO)}"
            self.problems.report(self.file, line, f'"{FOLDER}/{name}" is not a picture.', expected)
        else:
            self._check_words(line, name, words, title)
        if not stands_alone:
            what = f'The picture "{FOLDER}/{name}" stands among words.'
            self.problems.report(self.file, line, what, "a paragraph of its own, outside of lists and quotes")

    def picture(self, line: int, address: str) -> None:
        """The picture of a question, whose kind looks after its words."""
        name = self._name(line, address, "picture")
        kind = kind_of(name) if name else None
        if name and (kind is None or kind.use is not Use.PICTURE):
            expected = f"a file that ends with one of {endings(Use.PICTURE)}"
            self.problems.report(self.file, line, f'"{FOLDER}/{name}" is not a picture.', expected)

    def link(self, line: int, address: str, words: str) -> bool:
        if address.startswith(f"{FOLDER}/"):
            self._download(line, address, words)
            return True
        if not address.startswith(TERM):
            return False
        term = self.glossary.find(words)
        if address != TERM:
            self.problems.report(
                self.file, line, f'The mark of a term is "{address[:60]}".', f"[words] and then ({TERM})"
            )
        elif term is None and self.glossary.is_complete:
            expected = f"a term or one of the aliases of {GLOSSARY}"
            self.problems.report(self.file, line, f'The term "{words[:60]}" is not known.', expected)
        elif term:
            self.terms[term.term] = term
        return True

    def contents(self) -> tuple[FileContent, ...]:
        return tuple(self.shown[name] for name in sorted(self.shown))

    def _video(self, line: int, name: str, title: str) -> None:
        stem = name.rpartition(".")[0]
        if not title:
            what = f'The video "{FOLDER}/{name}" has no title.'
            self.problems.report(self.file, line, what, "words in the brackets")
        captions, transcript = f"{stem}.vtt", f"{stem}.md"
        for needed, called in ((captions, "captions"), (transcript, "transcript")):
            if needed not in self.files.names:
                what = f'The video "{FOLDER}/{name}" has no {called}.'
                self.problems.report(self.file, line, what, f"a file {FOLDER}/{needed}")
            self._show(needed)
        posters = (f"{stem}.{ending}" for ending in ("jpg", "png", "webp"))
        poster = next((one for one in posters if one in self.files.names), "")
        if poster:
            self._show(poster)
        text = self.files.transcripts.get(transcript, "")
        self.videos[name] = VideoContent(name, captions, text, poster)

    def _show(self, name: str) -> None:
        found = self.files.name(name)
        if found:
            self.shown[name] = found

    def _download(self, line: int, address: str, words: str) -> None:
        name = self._name(line, address, "download")
        if name is None:
            return
        kind = kind_of(name)
        if kind is None or kind.use is not Use.DOWNLOAD:
            expected = f"a file that ends with one of {endings(Use.DOWNLOAD)}"
            self.problems.report(self.file, line, f'"{FOLDER}/{name}" is not for download.', expected)
        if not words:
            what = f'The download "{FOLDER}/{name}" has no words.'
            self.problems.report(self.file, line, what, f"what it is: [words] and then ({FOLDER}/{name})")

    def _name(self, line: int, address: str, what: str) -> str | None:
        """The name of the file at this address, noted as shown; None when something was reported."""
        match = _PLACE.match(address)
        if match is None:
            said = f'The {what} is "{address[:60]}".'
            self.problems.report(self.file, line, said, f"{FOLDER}/ and the name of a file in that folder")
            return None
        name = match[1]
        if not self.files.is_complete:
            return None
        if name not in self.files.names:
            said = f'There is no file "{FOLDER}/{name[:60]}".'
            self.problems.report(self.file, line, said, f"a file in the folder {FOLDER} of the course")
            return None
        self._show(name)
        return name

    def _check_words(self, line: int, name: str, text: str, title: str) -> None:
        if not text and title != DECORATIVE:
            expected = f'words in the brackets, or "{DECORATIVE}" in quotes after the name'
            self.problems.report(self.file, line, f'The picture "{FOLDER}/{name}" has no alternative text.', expected)
        elif text and title == DECORATIVE:
            what = f'The picture "{FOLDER}/{name}" is decorative and has alternative text.'
            self.problems.report(self.file, line, what, "one of them")
        for words, called in ((text, "alternative text"), (title, "caption")):
            if len(words) > LONGEST_TEXT:
                what = f"The {called} is too long: {len(words)} characters."
                self.problems.report(self.file, line, what, f"at most {LONGEST_TEXT} characters")
