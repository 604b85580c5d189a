"""Lessons: front matter, a title, CommonMark."""

from courses.content import CheckContent, StepContent
from courses.packs.checks import read_checks
from courses.packs.known import Known
from courses.packs.showing import Showing
from toolkit.packfiles.markdown_rules import Headings, check_markdown, is_quickly_read, parser
from toolkit.packfiles.problems import Problems
from toolkit.packfiles.yamlfile import read_mapping

LONGEST_WHY = 600


def read_lesson(problems: Problems, file: str, text: str, slug: str, known: Known) -> StepContent:
    """Reads the file of a lesson. What is returned is of use only when nothing was reported."""
    front, body, first_line = _split(problems, file, text)
    minutes: int | None = 0
    sources: tuple[str, ...] = ()
    why = ""
    checks: tuple[CheckContent, ...] = ()
    if front is not None:
        fields = read_mapping(problems, file, front, first_line=2)
        if fields:
            minutes = fields.whole("minutes", 1, 240)
            sources = known.sources_of(fields)
            why = fields.text("why", limit=LONGEST_WHY, is_required=False)
            check_markdown(problems, file, why, fields.line_of("why"), Headings.NONE)
            checks = read_checks(fields)
            fields.close()
    showing = Showing(problems, file, known.files, known.glossary)
    title, text = _title_and_text(problems, file, body, first_line, showing) if body is not None else ("", "")
    return StepContent(
        slug=slug,
        kind="lesson",
        title=title,
        minutes=minutes or 0,
        text=text,
        sources=sources,
        files=showing.contents(),
        why=why,
        terms=tuple(showing.terms.values()),
        checks=checks,
        videos=tuple(showing.videos[name] for name in sorted(showing.videos)),
    )


def _split(problems: Problems, file: str, text: str) -> tuple[str | None, str | None, int]:
    """The front matter, the text after it, and the line on which that begins. None: reported, do not look at it."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        if not text.strip():
            problems.report(file, 1, "The file is empty.", "front matter, a title and text")
            return None, None, 1
        problems.report(file, 1, "The front matter is missing.", "--- on the first line, then minutes: 2, then ---")
        return None, text, 1
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:index]), "\n".join(lines[index + 1 :]), index + 2
    problems.report(file, 1, "The front matter is not closed.", "a line with --- after it")
    return None, None, 1


def _title_and_text(problems: Problems, file: str, body: str, first_line: int, showing: Showing) -> tuple[str, str]:
    if not is_quickly_read(problems, file, body, first_line):
        return "", ""
    lines = body.split("\n")
    before = next((number for number, line in enumerate(lines) if line.strip()), None)
    tokens = parser.parse(body)
    if before is None or not tokens or tokens[0].tag != "h1" or tokens[0].map is None or tokens[0].map[0] != before:
        problems.report(file, first_line + (before or 0), "The lesson has no title.", "# Title before the text")
        check_markdown(problems, file, body, first_line, Headings.ANY, showing)
        return "", ""
    inline = tokens[1]
    title = "".join(child.content for child in inline.children or ())
    line = first_line + before
    if title != inline.content or not title:
        problems.report(file, line, "The title holds markup.", "a title of plain words")
    elif len(title) > 200:
        problems.report(file, line, f"The title is too long: {len(title)} characters.", "at most 200 characters")
    after = tokens[0].map[1]
    text = "\n".join(lines[after:])
    if not text.strip():
        problems.report(file, line, "The lesson has a title and no text.", "text below the title")
    check_markdown(problems, file, text, first_line + after, Headings.BELOW_TITLE, showing)
    return title, text.strip("\n")


def starts_with_title(text: str, title: str) -> bool:
    """Whether a text begins with a heading of exactly these words."""
    tokens = parser.parse(text)
    return len(tokens) > 1 and tokens[0].tag == "h1" and tokens[1].content == title
