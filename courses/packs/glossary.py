"""glossary.yaml: words with their meanings, which lessons of every course of the pack may mark."""

from dataclasses import dataclass, field

from courses.content import TermContent
from toolkit.packfiles.folders import Folder
from toolkit.packfiles.yamlfile import Mapping, read_list

FILE = "glossary.yaml"


@dataclass
class Glossary:
    """Terms by each of their forms, capitals aside."""

    forms: dict[str, TermContent] = field(default_factory=dict)
    is_complete: bool = True  # not after a mistake in the file: one mistake is not reported twice

    def find(self, words: str) -> TermContent | None:
        return self.forms.get(words.casefold())


def read_glossary(folder: Folder) -> Glossary:
    """Reads the list of terms. The file may be absent."""
    if FILE not in folder.files:
        return Glossary()
    found = len(folder.problems.found)
    text = folder.read(FILE)
    glossary = Glossary()
    for row in read_list(folder.problems, FILE, text) if text is not None else ():
        _add(glossary, row)
    glossary.is_complete = len(folder.problems.found) == found
    return glossary


def _add(glossary: Glossary, row: Mapping) -> None:
    term = TermContent(
        term=row.text("term", limit=80),
        meaning=row.text("meaning", limit=500),
        aliases=row.texts("aliases", limit=80, is_required=False),
    )
    row.close()
    for key, words in (("term", term.term), *(("aliases", alias) for alias in term.aliases)):
        if words and words.casefold() in glossary.forms:
            row.report(f'The term "{words}" is there twice.', "each term and alias once", key=key)
        glossary.forms.setdefault(words.casefold(), term)
