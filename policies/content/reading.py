"""Reads a text and reports what is wrong with it: the same for the files of a pack and for the site's editor."""

from policies.content.clauses import ParsedText
from policies.content.parsing import FoundClause, Scan, canonical_text, scan
from toolkit.packfiles.folders import is_clean, is_slug
from toolkit.packfiles.markdown_rules import Headings, check_markdown, is_quickly_read
from toolkit.packfiles.problems import Problems

LARGEST_TEXT = 300_000  # bytes, about 120 pages: it is read in a request, while its author waits
LONGEST_HEADING = 200
MOST_CLAUSES = 500

_FORM = "## Heading {#key}"
_KEY_FORM = "small letters, digits and single hyphens, like patient-privacy"


def read_text(problems: Problems, file: str, text: str) -> ParsedText | None:
    """What the text says, or None when something was reported. Every mistake is reported, with its line."""
    text = canonical_text(text)
    found = len(problems.found)
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > LARGEST_TEXT:
        problems.report(file, 1, f"The text is too long: {size:,} bytes.", f"at most {LARGEST_TEXT:,} bytes")
        return None
    if not (is_clean(problems, file, text) and is_quickly_read(problems, file, text, 1)):
        return None
    seen = scan(text)
    _check_title(problems, file, seen)
    _check_clauses(problems, file, seen)
    for line in seen.references:
        # A clause is shown and compared on its own: an address that stands elsewhere would be lost.
        what = "The address of a link stands apart from it."
        problems.report(file, line, what, "the address beside the words: [words](https://example.org)")
    return seen.parsed if len(problems.found) == found else None


def _check_title(problems: Problems, file: str, seen: Scan) -> None:
    title = seen.parsed.title
    if not seen.has_title:
        problems.report(file, seen.line, "The policy has no title.", "# Title before the text")
    elif not title or not seen.is_title_plain:
        problems.report(file, seen.line, "The title holds markup.", "a title of plain words")
    elif len(title) > LONGEST_HEADING:
        expected = f"at most {LONGEST_HEADING} characters"
        problems.report(file, seen.line, f"The title is too long: {len(title)} characters.", expected)
    headings = Headings.NONE if seen.has_title else Headings.ANY
    check_markdown(problems, file, seen.parsed.intro, seen.intro_line, headings)


def _check_clauses(problems: Problems, file: str, seen: Scan) -> None:
    if not seen.clauses:
        problems.report(file, seen.line, "The policy has no clause.", f"headings like {_FORM}")
    if len(seen.clauses) > MOST_CLAUSES:
        line = seen.clauses[MOST_CLAUSES].line
        problems.report(file, line, "The policy has too many clauses.", f"at most {MOST_CLAUSES}")
    lines: dict[str, int] = {}
    for clause in seen.clauses:
        _check_heading(problems, file, clause, lines)
        if not clause.content.body.strip():
            problems.report(file, clause.line, "The clause has no text.", "text below the heading")
        check_markdown(problems, file, clause.content.body, clause.body_line, Headings.BELOW_SECTION)


def _check_heading(problems: Problems, file: str, clause: FoundClause, lines: dict[str, int]) -> None:
    heading, key, line = clause.content.heading, clause.content.key, clause.line
    if not heading:
        problems.report(file, line, "The heading has no words.", f"a heading like {_FORM}")
    elif not clause.is_plain:
        problems.report(file, line, "The heading holds markup.", f"plain words, like {_FORM}")
    elif len(heading) > LONGEST_HEADING:
        expected = f"at most {LONGEST_HEADING} characters"
        problems.report(file, line, f"The heading is too long: {len(heading)} characters.", expected)
    if not clause.has_key:
        problems.report(file, line, "The clause has no key.", f"a heading like {_FORM}")
    elif not is_slug(key):
        problems.report(file, line, f'The key "{key[:80]}" has a wrong form.', _KEY_FORM)
    elif key in lines:
        problems.report(file, line, f'The clause key "{key}" is used twice.', f"another key than on line {lines[key]}")
    lines.setdefault(key, line)
