"""Every mistake that a question can hold is named with its line, alone."""

import pytest
import yaml

from tests.courses.kind_questions import read

PAIR, OTHER = "- {left: A, right: X}", "- {left: B, right: Y}"
POST = "post: {name: Jamie T., text: Hello}"
WHY = "{feedback: Because.}"
BEST = "{correct: true, feedback: Because.}"


def pairs(*rows: str, more: str = "") -> str:
    return "pairs:\n" + "".join(f"{row}\n" for row in rows) + more


def answers(post: str = WHY, change: str = WHY, best: str = BEST, report: str = WHY) -> str:
    return f"{POST}\nanswers:\n  post: {post}\n  change_first: {change}\n  do_not_post: {best}\n  report_it: {report}\n"


def spot(text: str, more: str = "") -> str:
    return yaml.safe_dump({"text": text}, width=10_000) + more


MISTAKES = {
    "match: one pair": ("match", pairs(PAIR), 1, "The question has 1 pair."),
    "match: too many pairs": (
        "match",
        pairs(*(f"- {{left: L{n}, right: R{n}}}" for n in range(11))),
        1,
        "The question has 11 pairs.",
    ),
    "match: nothing to choose": (
        "match",
        pairs(PAIR, "- {left: B, right: X}"),
        1,
        "All pairs have the same right side.",
    ),
    "match: a left side twice": (
        "match",
        pairs(PAIR, OTHER, "- {left: ' a ', right: Z}"),
        4,
        'The left side "a" is there twice.',
    ),
    "match: another that belongs": ("match", pairs(PAIR, OTHER, more="others: [X]\n"), 4, '"X" stands in a pair too.'),
    "match: too many others": (
        "match",
        pairs(PAIR, OTHER, more=f"others: {[f'o{n}' for n in range(11)]}\n"),
        4,
        "The question has 11 other texts.",
    ),
    "match: no pairs": ("match", "others: [X]\n", 1, 'The key "pairs" is missing.'),
    "order: one step": ("order", "steps: [Stop]\n", 1, "The question has 1 step."),
    "order: too many steps": ("order", f"steps: {[f's{n}' for n in range(11)]}\n", 1, "The question has 11 steps."),
    "order: a step twice": ("order", "steps: [Stop, Look, Stop]\n", 1, '"Stop" is in "steps" twice.'),
    "short: nothing accepted": ("short", "feedback: x\n", 1, "The question has no accepted answer."),
    "short: both ways": (
        "short",
        "model: x\naccepted: [x]\naccept_any: [x]\n",
        2,
        "The question has accepted answers and hints.",
    ),
    "short: hints without a model": ("short", "accept_any: [x]\n", 1, 'The key "model" is missing.'),
    "short: too many hits": (
        "short",
        "model: x\naccept_any: [x, y]\nmin_hits: 3\n",
        3,
        '"min_hits" asks for 3 hints.',
    ),
    "short: too many texts": ("short", f"accepted: {[f't{n}' for n in range(41)]}\n", 1, '"accepted" has 41 texts.'),
    "short: punctuation only": ("short", 'accepted: ["!"]\n', 1, 'Nothing is left to compare of "!".'),
    "short: longer than may be answered": (
        "short",
        "limit: 5\naccepted: [the office]\n",
        2,
        '"the office" is longer than the limit.',
    ),
    "decide: nothing best": ("decide", answers(best=WHY), 3, "0 answers are correct."),
    "decide: two best": ("decide", answers(post=BEST), 3, "2 answers are correct."),
    "decide: points for the best": (
        "decide",
        answers(best="{correct: true, points: 50, feedback: x}"),
        5,
        "The best answer has points.",
    ),
    "decide: points for nothing": ("decide", answers(post="{points: 100, feedback: x}"), 3, '"points" is 100.'),
    "decide: no reason": ("decide", answers(post="{points: 10}"), 3, 'The key "feedback" is missing.'),
    "decide: a long story": (
        "decide",
        answers(post="{feedback: x, then: [a, b, c, d, e, f]}"),
        3,
        '"then" has 6 lines.',
    ),
    "decide: an answer that is none": (
        "decide",
        answers() + f"  like_it: {WHY}\n",
        7,
        'The key "like_it" is not known',
    ),
    "decide: too many comments": (
        "decide",
        answers().replace("text: Hello", f"text: Hello, comments: {[{'name': 'M', 'text': 'x'}] * 6}"),
        1,
        "The post has 6 comments.",
    ),
    "spot: nothing to mark": ("spot", spot("Rough one {{today}}."), 1, "There is nothing to mark in the text."),
    "spot: not closed": (
        "spot",
        spot("[[Rough]] one at [[Cedar Point."),
        1,
        'The mark "[[Cedar Point." is not closed.',
    ),
    "spot: closed by the other mark": ("spot", spot("[[Rough]] {{one]] today."), 1, 'The mark "{{one" is not closed.'),
    "spot: one inside another": ("spot", spot("[[Rough]] [[one {{two}}"), 1, 'The mark "[[one" is not closed.'),
    "spot: never opened": ("spot", spot("[[Rough]] one]] today."), 1, "was never opened."),
    "spot: part of a word": ("spot", spot("[[Rough]] [[to]]day."), 1, 'The mark "to" cuts a word.'),
    "spot: no words": ("spot", spot("[[Rough]] [[ ]] one."), 1, 'The mark "" has no words.'),
    "spot: too long": ("spot", spot("[[Rough]]" + " one" * 200), 1, "The text has 201 words."),
    "spot: a mark that is not there": (
        "spot",
        spot("[[Rough]] one.", "marks:\n- {words: one, feedback: x}\n"),
        3,
        'There is no mark "one" in the text.',
    ),
    "spot: a decoy that is a mark": (
        "spot",
        spot("[[Rough]] {one}.", "decoys:\n- {words: Rough, feedback: x}\n"),
        3,
        'There is no decoy "Rough" in the text.',
    ),
    "spot: explained twice": (
        "spot",
        spot("[[Rough]] one.", "marks:\n- {words: Rough, feedback: x}\n- {words: Rough, feedback: y}\n"),
        4,
        '"Rough" is there twice.',
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_line(name: str) -> None:
    kind, text, line, what = MISTAKES[name]
    _body, _key_body, found = read(kind, text)
    (problem,) = found
    assert problem.line == line
    assert what in problem.what
    assert problem.expected


@pytest.mark.parametrize("kind", ["match", "order", "short", "decide", "spot"])
@pytest.mark.parametrize(
    "text",
    ["pairs: x\n", "steps: {a: b}\n", "post: [1]\nanswers: {post: 3}\n", "text: 12\n", "accepted: []\n", "a: b\n"],
)
def test_whatever_stands_there_ends_in_mistakes(kind: str, text: str) -> None:
    assert read(kind, text)[2]
