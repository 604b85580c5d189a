"""From the text of a YAML file to its nodes, never to Python objects.

Anchors, aliases and tags are refused: they make a text that says something else than it seems to, and small files that
grow without end.
"""

import yaml

from toolkit.packfiles.problems import Problems

DEEPEST = 12

_PLAIN_WORDS = (
    ("mapping values are not allowed", "There is a colon where none can stand", 'quotes around a text that holds ": "'),
    ("could not find expected ':'", "A key has no colon", "key: value"),
    ("expected <block end>", "The indentation does not fit, or a list and keys are mixed", "the same indentation"),
    ("expected ',' or", "A bracket or a comma is missing", "a list like [a, b] or a block like {a: b, c: d}"),
    ("found unexpected end of stream", "A quotation mark is not closed", "a quotation mark at both ends of the text"),
    ("but found another document", "There is a second document after ---", "one document"),
)


def compose(problems: Problems, file: str, text: str, first_line: int) -> yaml.Node | None:
    """The root of the one document in the text, or None when something was reported."""
    try:
        if not _is_plain(problems, file, text, first_line):
            return None
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        what, expected = _in_plain_words(error.problem or "")
        problems.report(file, line, what, expected)
        return None
    except yaml.YAMLError:
        # The reader refuses characters that YAML does not know; those that matter were named before.
        problems.report(file, first_line, "The file holds a character that YAML does not allow.", "plain text")
        return None
    if node is None:
        problems.report(file, first_line, "The file is empty.", "keys with values")
    return node


def _is_plain(problems: Problems, file: str, text: str, first_line: int) -> bool:
    """Looks at the events first, one by one, so that a hostile file is refused before it is built in memory."""
    depth = 0
    is_plain = True
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                problems.report(file, line, "The file is nested too deeply.", f"at most {DEEPEST} levels")
                return False
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if getattr(event, "anchor", None):
            name = "an alias (*)" if isinstance(event, yaml.AliasEvent) else "an anchor (&)"
            problems.report(file, line, f"The file uses {name}.", "the text written out, or quotes around it")
            is_plain = False
        if getattr(event, "tag", None):
            problems.report(file, line, "The file uses a tag (!).", "plain values, or quotes around a text")
            is_plain = False
    return is_plain


def _in_plain_words(problem: str) -> tuple[str, str]:
    for start, what, expected in _PLAIN_WORDS:
        if problem.startswith(start):
            return f"{what}.", expected
    return f"This is not valid YAML: {problem}.", 'valid YAML; a text with ": ", "#" or quotes needs quotes around it'
