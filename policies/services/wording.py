"""Putting a text into the rows of an unpublished version. Packs and people both come through here."""

from policies.content import TextContent, read_text, statement_sha256
from policies.errors import TextMistakes
from policies.models import Clause, PolicyText, PolicyVersion
from toolkit.packfiles.folders import is_clean, is_language
from toolkit.packfiles.problems import Problems

LONGEST_STATEMENT = 2_000


def checked_text(language: str, markdown: str, statement: str) -> TextContent:
    """The text as it is stored. Raises TextMistakes with every mistake in it and in the statement to sign."""
    problems = Problems()
    if not is_language(language):
        problems.report("language", 1, f'"{language[:20]}" is not the name of a language.', "one like en-US or de")
    read_text(problems, "text", markdown)
    _check_statement(problems, statement)
    if problems.found:
        raise TextMistakes(problems.found)
    return TextContent.of(language, markdown)


def _check_statement(problems: Problems, statement: str) -> None:
    if not statement.strip():
        problems.report("statement", 1, "There is no statement to sign.", "a sentence that begins with I")
    elif len(statement) > LONGEST_STATEMENT:
        what = f"The statement is too long: {len(statement):,} characters."
        problems.report("statement", 1, what, f"at most {LONGEST_STATEMENT:,}")
    else:
        is_clean(problems, "statement", statement)


def put_text(version: PolicyVersion, text: TextContent, statement: str) -> PolicyText:
    """Makes the version say this in the text's language, with a row for each clause."""
    row, _is_new = PolicyText.objects.update_or_create(
        version=version,
        language=text.language,
        defaults={
            "title": text.title,
            "markdown": text.markdown,
            "sha256": text.sha256,
            "statement": statement,
            "statement_sha256": statement_sha256(statement),
        },
    )
    row.clauses.all().delete()
    Clause.objects.bulk_create(
        Clause(text=row, number=clause.number, key=clause.key, heading=clause.heading, body=clause.body)
        for clause in text.clauses
    )
    return row
