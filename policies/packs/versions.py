"""Reads what belongs to one version: its texts, its settings with the marks of what changed, its attachments."""

import re
from dataclasses import dataclass, field
from datetime import date

from policies.content import (
    MARKS,
    AttachmentContent,
    Comparison,
    Mark,
    TextContent,
    VersionContent,
    clause_lines,
    compare_texts,
    read_text,
)
from policies.packs.office import OFFICE, Fault, office_fault
from toolkit.packfiles.folders import LONGEST_SLUG, Folder, is_language
from toolkit.packfiles.yamlfile import Mapping, read_fields

NAME = re.compile(r"v([1-9][0-9]{0,2})(?:\.yaml|(?:\.([A-Za-z-]+))?\.md)\Z")
FILES = re.compile(r"v([1-9][0-9]{0,2})\.files\Z")
LARGEST_ATTACHMENT = 5_000_000
MOST_ATTACHMENTS = 20

# What each kind of file begins with: one that was only renamed is not shown as what it is not.
BEGINNINGS = {
    "pdf": b"%PDF-",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
}
_ATTACHMENT = re.compile(rf"[a-z0-9]+(?:-[a-z0-9]+)*\.({'|'.join(BEGINNINGS)})\Z")
_ATTACHMENT_NAME = f"small letters, digits and single hyphens, ending with one of {', '.join(BEGINNINGS)}"
_FAULTS: dict[Fault, tuple[str, str]] = {
    "damaged": ("The file is damaged: it cannot be opened.", "a file that opens, or a PDF file"),
    "macros": ("The file holds macros.", "a file without macros, or a PDF file"),
}


@dataclass(frozen=True)
class _Settings:
    """What vN.yaml says. `marks` is the block `changes`, for the lines of its keys."""

    effective_on: date | None = None
    changes: dict[str, Mark] = field(default_factory=dict)
    marks: Mapping | None = None


def read_version(folder: Folder, number: int, language: str, before: VersionContent | None) -> VersionContent:
    """Reads the files of this version. It has no texts when something was reported of them."""
    texts = _read_texts(folder, number, language)
    settings = _read_settings(folder, f"v{number}.yaml", before)
    if before and before.texts and texts:
        _check_marks(folder, number, settings.marks, texts[0], compare_texts(before.texts, texts))
    attachments = _read_attachments(folder, f"v{number}.files")
    return VersionContent(number, texts, settings.effective_on, settings.changes, attachments)


def _read_texts(folder: Folder, number: int, language: str) -> tuple[TextContent, ...]:
    """The text in the language of the pack, then the others; or none of them."""
    found = len(folder.problems.found)
    own = f"v{number}.md"
    if own not in folder.files:
        folder.report(own, "The file is missing.", f"the text of version {number} in {language}")
        return ()
    texts = [_read_text(folder, own, language)]
    for name in folder.files:
        match = NAME.match(name)
        if match is None or int(match[1]) != number or match[2] is None:
            continue
        if not is_language(match[2]):
            folder.report(name, f'"{match[2]}" is not the name of a language.', f"a name like v{number}.es.md")
        elif match[2] == language:
            folder.report(name, f"{language} is the language of the pack.", f"this text in {own}")
        else:
            texts.append(_read_text(folder, name, match[2]))
    good = tuple(text for text in texts if text)
    if len(folder.problems.found) > found:
        return ()
    for text in good[1:]:
        _check_clauses(folder, f"v{number}.{text.language}.md", own, good[0], text)
    return good


def _read_text(folder: Folder, name: str, language: str) -> TextContent | None:
    text = folder.read(name)
    parsed = None if text is None else read_text(folder.problems, folder.inside(name), text)
    return TextContent.of(language, text) if text is not None and parsed else None


def _check_clauses(folder: Folder, name: str, own: str, first: TextContent, other: TextContent) -> None:
    # A signature in one language stands for the policy: every text has to hold the same clauses under the same numbers.
    expected = f"the clauses of {own} in the same order"
    for one, two in zip(first.clauses, other.clauses, strict=False):
        if one.key != two.key:
            what = f'Clause {two.number} is "{two.key}" here and "{one.key}" in {own}.'
            folder.problems.report(folder.inside(name), clause_lines(other.markdown)[two.key], what, expected)
            return
    if len(first.clauses) != len(other.clauses):
        what = f"The number of clauses is {len(other.clauses)} here and {len(first.clauses)} in {own}."
        folder.report(name, what, expected)


def _read_settings(folder: Folder, name: str, before: VersionContent | None) -> _Settings:
    fields = read_fields(folder, name, "") if name in folder.files else None
    if fields is None:
        return _Settings()
    day = fields.day("effective_on", is_required=False)
    effective_on = date.fromisoformat(day) if day else None
    if effective_on and before and before.effective_on and effective_on < before.effective_on:
        what = f"The version takes effect before version {before.number}."
        fields.report(what, f"{before.effective_on.isoformat()} or later", key="effective_on")
    marks = fields.mapping("changes", is_required=False)
    changes = _read_marks(marks) if marks else {}
    if before is None and fields.has("changes"):
        fields.report("The first version has no changes.", "no marks", key="changes")
    fields.close()
    return _Settings(effective_on, changes, marks)


def _read_marks(marks: Mapping) -> dict[str, Mark]:
    changes: dict[str, Mark] = {}
    for key in marks.names():
        word = marks.text(key, limit=40)
        mark = next((mark for mark in MARKS if mark == word), None)
        if mark:
            changes[key] = mark
        elif word:
            marks.report(f'The mark "{word}" is not known.', f"one of {', '.join(MARKS)}", key=key)
    return changes


def _check_marks(folder: Folder, number: int, marks: Mapping | None, text: TextContent, found: Comparison) -> None:
    """Each clause that changed is marked, and no other."""
    lines = clause_lines(text.markdown)
    marked = marks.names() if marks else ()
    for key in found.changed:
        if key not in marked:
            file = folder.inside(f"v{number}.md")
            expected = f"{key}: editorial or {key}: material, below changes: in v{number}.yaml"
            folder.problems.report(file, lines[key], f'The clause "{key}" changed and is not marked.', expected)
    if marks is None:
        return
    for key in marks.names():
        if key in found.added:
            marks.report(f'The clause "{key}" is new.', "no mark: what is new counts as material", key=key)
        elif key in found.removed:
            marks.report(f'The clause "{key}" is removed.', "no mark: what is removed needs none", key=key)
        elif key not in lines:
            marks.report(f'There is no clause "{key}".', "the key of a clause that changed", key=key)
        elif key not in found.changed:
            marks.report(f'The clause "{key}" did not change.', "no mark", key=key)


def _read_attachments(folder: Folder, name: str) -> tuple[AttachmentContent, ...]:
    if name not in folder.folders:
        return ()
    files = folder.folder(name)
    found = []
    for inner in files.folders:
        files.report(inner, "A folder cannot stand here.", "the attachments of the version")
    for file in files.files:
        match = _ATTACHMENT.match(file)
        if match is None or len(file) > LONGEST_SLUG:
            files.report(file, "The name has a wrong form.", _ATTACHMENT_NAME)
            continue
        data = files.data(file, LARGEST_ATTACHMENT)
        if data is not None and not data.startswith(BEGINNINGS[match[1]]):
            files.report(file, "The file is not what its ending says.", f"a {match[1].upper()} file")
        elif data is not None and match[1] in OFFICE and (fault := office_fault(data)):
            files.report(file, *_FAULTS[fault])
        elif data is not None:
            found.append(AttachmentContent(file, data))
    if len(found) > MOST_ATTACHMENTS:
        folder.report(name, f"The version has {len(found)} attachments.", f"at most {MOST_ATTACHMENTS}")
    return tuple(found)
