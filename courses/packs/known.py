"""What the files of a pack refer to across files: sources, and question keys, which a course uses once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from courses.content import ModuleContent, SourceContent
from courses.packs.files import Files
from courses.packs.glossary import Glossary
from toolkit.packfiles.folders import Folder
from toolkit.packfiles.yamlfile import Mapping, read_list

FILE = "sources.yaml"
LONGEST_FACT = 600

# A host of one or more names without other ASCII signs, so no user name before it; then a port and a path, if any.
_NAME = r"[^\s\x00-,./:-@\[-`{-\x7f]+"
_ADDRESS = re.compile(rf"https://{_NAME}(?:\.{_NAME})*\.?(?::[0-9]{{1,5}})?(?:[/?#]\S*)?\Z")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,39}\Z")


@dataclass
class Known:
    """The sources and the glossary of the pack; of one course, its files, and where each question key stands first."""

    sources: dict[str, SourceContent]
    is_complete: bool = True  # not after a mistake in the file of sources: one mistake is not reported twice
    used: dict[str, str] = field(default_factory=dict)
    files: Files = field(default_factory=Files)
    glossary: Glossary = field(default_factory=Glossary)

    def for_course(self, files: Files) -> "Known":
        return Known(self.sources, self.is_complete, files=files, glossary=self.glossary)

    def sources_of(self, fields: Mapping) -> tuple[str, ...]:
        """The key `sources` of a lesson or question, each one checked."""
        keys = fields.texts("sources", limit=40, is_required=False)
        for key in keys:
            if key and key not in self.sources and self.is_complete:
                fields.report(f'The source "{key}" is not known.', f"a key that stands in {FILE}", key="sources")
        return keys

    def named_in(self, modules: Iterable[ModuleContent]) -> tuple[SourceContent, ...]:
        """Those that a course names, in the order of the list: another course's source changes no digest."""
        steps = [step for module in modules for step in module.steps]
        named = {key for step in steps for key in step.sources}
        named |= {key for step in steps for question in step.questions for key in question.sources}
        return tuple(source for key, source in self.sources.items() if key in named)


def read_sources(folder: Folder) -> Known:
    """Reads sources.yaml, a list of sources. The file may be absent."""
    if FILE not in folder.files:
        return Known({})
    found = len(folder.problems.found)
    text = folder.read(FILE)
    sources: dict[str, SourceContent] = {}
    for row in read_list(folder.problems, FILE, text) if text is not None else ():
        source = _source(row)
        if source.key in sources:
            row.report(f'The source "{source.key}" is there twice.', "each source once", key="key")
        sources[source.key] = source
    return Known(sources, is_complete=len(folder.problems.found) == found)


def _source(row: Mapping) -> SourceContent:
    source = SourceContent(
        key=row.text("key", limit=40),
        title=row.text("title", limit=500),
        publisher=row.text("publisher", limit=300),
        url=row.text("url", limit=1_000, is_required=False),
        read_on=row.day("read_on"),
        facts=row.texts("facts", limit=LONGEST_FACT, is_required=False),
    )
    row.close()
    if source.key and not _KEY.match(source.key):
        row.report(f'The source key "{source.key}" has a wrong form.', "letters and digits, like S12", key="key")
    if source.url and not source.url.startswith("https://"):
        row.report("The address does not begin with https://.", "a full https:// address", key="url")
    elif source.url and not _ADDRESS.match(source.url):
        expected = "a host after https://, and neither spaces nor a user name"
        row.report("The address has a wrong form.", expected, key="url")
    return source
