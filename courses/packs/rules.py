"""How a quiz is held: what is drawn, how long to wait before another attempt, and what is shown afterwards."""

import random
from collections.abc import Iterable, Sequence

from courses.content import PLAIN, DrawContent, QuestionContent, RulesContent
from courses.drawing import drawn, fits
from courses.grading import Review
from toolkit.packfiles.folders import is_slug
from toolkit.packfiles.yamlfile import Mapping

DRAW = "draw"
MOST_DRAWS = 20
MOST_DRAWN = 40  # questions of one draw
LONGEST_WAIT = 30 * 24 * 60
LONGEST_LIMIT = 8 * 60
MOST_EXTENSIONS = 100
TIME_LIMIT, EXTENSIONS = "time_limit_minutes", "extensions"
ONLY_GRADED = ("pass_mark", "attempts", "wait_minutes", "review", TIME_LIMIT, EXTENSIONS)


def read_rules(fields: Mapping, questions: Sequence[QuestionContent], *, is_graded: bool | None) -> RulesContent:
    """`is_graded` is None after a mistake there, which is not reported twice."""
    wait = fields.whole("wait_minutes", 1, LONGEST_WAIT, is_required=False)
    for key in ONLY_GRADED:
        if is_graded is False and fields.has(key):
            fields.report(f'A quiz that is not graded cannot have "{key}".', f"graded: true, or no {key}", key=key)
    # A question that some versions of the policy do not ask cannot be counted on.
    rest = [question for question in questions if not (question.is_mandatory or question.since or question.until)]
    failed, passed = _reviews(fields)
    minutes, extensions = _time(fields, is_graded=is_graded)
    return RulesContent(_draws(fields, rest), wait, failed, passed, minutes, extensions)


def _time(fields: Mapping, *, is_graded: bool | None) -> tuple[int | None, int]:
    """The minutes for one attempt, and how often its learner may extend them."""
    minutes = fields.whole(TIME_LIMIT, 1, LONGEST_LIMIT, is_required=False)
    extensions = fields.whole(EXTENSIONS, 0, MOST_EXTENSIONS, is_required=False)
    if fields.has(EXTENSIONS) and not fields.has(TIME_LIMIT) and is_graded:
        fields.report("Without a time limit there is nothing to extend.", f"{TIME_LIMIT} too", key=EXTENSIONS)
    return minutes, PLAIN.extensions if extensions is None else extensions


def check_tags(row: Mapping, tags: Iterable[str], key: str = "tags") -> None:
    for tag in tags:
        if tag and not is_slug(tag):
            expected = "small letters, digits and single hyphens, like pictures"
            row.report(f'The tag "{tag[:80]}" has a wrong form.', expected, key=key)


def _reviews(fields: Mapping) -> tuple[str, str]:
    """What is shown after an attempt that was not passed, and after one that was."""
    inner = fields.mapping("review", is_required=False)
    return _review(inner, "failed", PLAIN.review_failed), _review(inner, "passed", PLAIN.review_passed)


def _review(fields: Mapping | None, key: str, usual: str) -> str:
    said = fields.text(key, is_required=False) if fields else ""
    if fields and said and said not in list(Review):
        fields.report(f'"{said[:40]}" is not a review.', f"one of {', '.join(Review)}", key=key)
    return said or usual


def _draws(fields: Mapping, questions: Sequence[QuestionContent]) -> tuple[DrawContent, ...]:
    if not fields.has(DRAW):
        fields.texts(DRAW, is_required=False)  # named among the keys that may stand here
        return ()
    rows = fields.mappings(DRAW)
    if len(rows) > MOST_DRAWS:
        fields.report(f"The quiz has {len(rows)} draws.", f"at most {MOST_DRAWS}", key=DRAW)
        for row in rows:
            row.forgive()
        return ()
    read = [_draw(row, questions) for row in rows]
    draws = tuple(draw for draw in read if draw)
    if len(draws) == len(rows) and drawn(questions, draws, random.Random(0)) is None:  # noqa: S311
        what = "Taken together, the draws ask for more questions than there are."
        fields.report(what, "other questions for each draw", key=DRAW)
    return draws


def _draw(row: Mapping, questions: Sequence[QuestionContent]) -> DrawContent | None:
    """None when something was reported."""
    count = row.whole("count", 1, MOST_DRAWN)
    tag = row.text("tag", limit=80, is_required=False)
    clause = row.text("clause", limit=80, is_required=False)
    if count is None:
        return None
    draw = DrawContent(count, tag, clause)
    found = sum(fits(question, draw) for question in questions)
    if found < count:
        row.report(f"The draw asks for {count} questions, and {found} fit it.", f"at most {found}, or more questions")
        return None
    return draw
