"""Quizzes: settings and questions. What a question of each kind holds, its kind reads itself."""

from courses.content import LATEST_VERSION, QuestionContent, StepContent
from courses.kinds import KINDS
from courses.packs.known import Known
from courses.packs.rules import check_tags, read_rules
from courses.packs.showing import Showing
from toolkit.packfiles.folders import is_slug
from toolkit.packfiles.markdown_rules import Headings, check_markdown
from toolkit.packfiles.problems import Problems
from toolkit.packfiles.yamlfile import Mapping, read_mapping


def read_quiz(problems: Problems, file: str, text: str, slug: str, known: Known) -> StepContent | None:
    """Reads the file of a quiz. What is returned is of use only when nothing was reported."""
    fields = read_mapping(problems, file, text)
    if fields is None:
        return None
    title = fields.text("title", limit=200)
    intro = fields.text("intro", is_required=False)
    minutes = fields.whole("minutes", 1, 240, is_required=False)
    is_shuffled = fields.flag("shuffle", default=True)
    is_graded, pass_mark, attempts = _marks(fields)
    check_markdown(problems, file, intro, fields.line_of("intro"), Headings.NONE)
    showing = Showing(problems, file, known.files, known.glossary)
    questions = tuple(_question(row, showing, known, is_graded=is_graded) for row in fields.mappings("questions"))
    if questions and all(question.since or question.until for question in questions):
        expected = "a question without since and until"
        fields.report("With some versions of the policy the quiz would ask nothing.", expected, key="questions")
    rules = read_rules(fields, questions, is_graded=is_graded)
    fields.close()
    return StepContent(
        slug=slug,
        kind="quiz",
        title=title,
        minutes=minutes or 0,
        text=intro,
        is_graded=bool(is_graded),
        pass_mark=pass_mark,
        attempts_limit=attempts,
        is_shuffled=bool(is_shuffled),
        questions=questions,
        files=showing.contents(),
        rules=rules,
    )


def _marks(fields: Mapping) -> tuple[bool | None, int | None, int | None]:
    """Whether the quiz counts (None after a mistake), from how many percent, and how often it may be tried."""
    is_graded = fields.flag("graded")
    pass_mark = fields.whole("pass_mark", 1, 100, is_required=False)
    attempts = fields.whole("attempts", 1, 100, is_required=False)
    if is_graded and not fields.has("pass_mark"):
        fields.report("A graded quiz needs a pass mark.", "pass_mark: a whole number from 1 to 100", key="graded")
    return is_graded, pass_mark, attempts


def _question(row: Mapping, showing: Showing, known: Known, *, is_graded: bool | None) -> QuestionContent:
    key = row.text("key", limit=80)
    name = row.text("kind")
    prompt = row.text("prompt", limit=2_000)
    clauses = row.texts("clauses", limit=80, is_required=False)
    sources = known.sources_of(row)
    since, until = _bounds(row)
    tags = row.texts("tags", limit=80, is_required=False)
    check_tags(row, tags)
    is_mandatory = row.flag("mandatory", default=False)
    if is_mandatory and is_graded is False:
        row.report("A question of practice cannot be mandatory.", "mandatory: true in graded quizzes", key="mandatory")
    _check_keys(row, showing.file, key, clauses, known)
    if name and name not in KINDS:
        row.report(f'The kind of question "{name}" is not known.', f"one of {', '.join(KINDS)}", key="kind")
    kind = KINDS.get(name)
    if kind is None:
        row.forgive()  # without its kind, nobody knows which other keys belong to the question
        return QuestionContent(key=key, kind=name, prompt=prompt, body={}, key_body={})
    body, key_body = kind.parse(row)
    if picture := kind.picture(body):
        showing.picture(row.line, picture[0])
    if is_mandatory and not kind.counts(key_body):
        expected = "mandatory: true for questions that count"
        row.report("A question that does not count cannot be mandatory.", expected, key="mandatory")
    return QuestionContent(
        key,
        name,
        prompt,
        body,
        key_body,
        clauses,
        sources,
        since=since,
        until=until,
        tags=tags,
        is_mandatory=bool(is_mandatory),
    )


def _bounds(row: Mapping) -> tuple[int | None, int | None]:
    """The first and the last version of the policy with which the question is asked."""
    since = row.whole("since", 2, LATEST_VERSION, is_required=False)
    until = row.whole("until", 1, LATEST_VERSION, is_required=False)
    if since and until and until < since:
        row.report(f"The question ends before it begins: {until} is less than {since}.", "a later version", key="until")
    return since, until


def _check_keys(row: Mapping, file: str, key: str, clauses: tuple[str, ...], known: Known) -> None:
    expected = "small letters, digits and single hyphens, like wrong-tag"
    if key and not is_slug(key):
        row.report(f'The key "{key[:80]}" has a wrong form.', expected, key="key")
    elif key in known.used:
        row.report(f'The question key "{key}" is used twice.', f"another key than in {known.used[key]}", key="key")
    elif key:
        known.used[key] = f"{file}:{row.line_of('key')}"
    for clause in clauses:
        if clause and not is_slug(clause):
            row.report(f'The clause "{clause[:80]}" has a wrong form.', expected, key="clauses")
