"""What holds for every kind of question."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.kinds import KINDS, Refused, kind_of
from tests.courses.kind_questions import ANY_JSON, Parsed, parse, questions
from tests.support.all_kinds import question_of, right_answer, wrong_answer

SEEDS = st.integers(0, 2**62)
FIELDS = ["answer", "word", "step", "move", "match-z", "csrfmiddlewaretoken"]
VALUES = ["0", "1", "-1", "9" * 40, "up-a", "down-b", "post", "", "\x00", "\ud83e", "²", "x" * 3_000]


def keys_and_texts(value: object) -> list[str]:
    """All texts in a JSON value, with its keys."""
    if isinstance(value, dict):
        return [*value, *(text for inner in value.values() for text in keys_and_texts(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in keys_and_texts(inner)]
    return [value] if isinstance(value, str) else []


@given(questions())
def test_what_is_exported_parses_to_the_same(question: Parsed) -> None:
    exported = question.kind.export(question.body, question.key_body)
    again = parse(question.name, exported)
    assert (again.body, again.key_body) == (question.body, question.key_body)
    assert again.kind.export(again.body, again.key_body) == exported


@given(questions())
def test_the_spelling_does_not_hang_on_the_order_of_keys(question: Parsed) -> None:
    """PostgreSQL keeps JSON in an order of its own."""
    body, key_body = (json.loads(json.dumps(value, sort_keys=True)) for value in (question.body, question.key_body))
    exported = json.dumps(question.kind.export(body, key_body))
    assert exported == json.dumps(question.kind.export(question.body, question.key_body))


@given(questions(), SEEDS)
def test_the_right_answer_earns_everything_and_none_earns_nothing(question: Parsed, seed: int) -> None:
    drawn = question.kind.draw(question.body, random.Random(seed))
    right = question.kind.clean(right_answer(question.name, drawn, question.key_body), drawn)
    assert question.kind.grade(json.loads(json.dumps(right)), question.key_body) == 100
    assert question.kind.told(right, drawn)
    options = question.kind.options(question.body, question.key_body)
    chosen = question.kind.chosen(right, drawn, question.key_body)
    assert all(option.is_right for option in chosen) or not options
    assert {option for option in options if option.is_right} <= {*chosen} or question.name == "short"
    nothings: list[Any] = [None, [], {}, "", 0, False]
    for nothing in nothings:
        assert question.kind.grade(nothing, question.key_body) == 0
        assert question.kind.told(nothing, drawn) == []
        assert question.kind.chosen(nothing, drawn, question.key_body) == []


@given(questions(), ANY_JSON, SEEDS)
def test_garbage_is_shown_told_graded_and_explained_and_never_raises(question: Parsed, garbage: Any, seed: int) -> None:
    body = question.kind.draw(question.body, random.Random(seed))
    assert question.kind.grade(garbage, question.key_body) in range(101)
    assert isinstance(question.kind.render(body, garbage), dict)
    assert all(isinstance(line, str) for line in question.kind.told(garbage, body))
    assert all(isinstance(one.text, str) for one in question.kind.chosen(garbage, body, question.key_body))
    for shows_all in (True, False):
        assert isinstance(question.kind.feedback(garbage, body, question.key_body, shows_all=shows_all), dict)


@st.composite
def near_misses(draw: st.DrawFn) -> tuple[Parsed, dict[str, list[str]]]:
    """A question with what could be taken for an answer: its own fields and values, some of them, and others too."""
    question = draw(questions())
    right = right_answer(question.name, question.body, question.key_body)
    own = [value for values in right.values() for value in values]
    values = st.lists(st.sampled_from([*own, *VALUES]) | st.text(max_size=4), max_size=len(own) + 2)
    posted = draw(st.dictionaries(st.sampled_from([*right, *FIELDS]), values, max_size=len(right) + 2))
    return question, draw(st.sampled_from([posted, right | posted]))


@pytest.mark.parametrize("name", KINDS)
def test_nothing_is_no_answer(name: str) -> None:
    with pytest.raises(Refused):
        kind_of(name).clean({}, question_of(name).body)


@given(near_misses())
def test_what_a_form_sends_is_refused_or_becomes_an_answer(asked: tuple[Parsed, dict[str, list[str]]]) -> None:
    question, posted = asked
    refusal = answer = None
    try:
        answer = question.kind.clean(posted, question.body)
    except Refused as refused:
        refusal = refused
    if refusal:
        assert str(refusal).endswith(".")
        assert isinstance(question.kind.render(question.body, refusal.kept), dict)
        return
    json.dumps(answer, ensure_ascii=False).encode()  # fails for half of a surrogate pair
    assert "\x00" not in "".join(keys_and_texts(answer))  # which no database keeps
    assert question.kind.grade(answer, question.key_body) in range(101)
    assert question.kind.told(answer, question.body)
    assert isinstance(question.kind.stays_at(posted, answer), str)


@given(questions(), SEEDS)
def test_drawing_keeps_everything_and_repeats_with_its_seed(question: Parsed, seed: int) -> None:
    before = json.dumps(question.body)
    drawn = question.kind.draw(question.body, random.Random(seed))
    assert drawn == question.kind.draw(question.body, random.Random(seed))
    assert sorted(keys_and_texts(drawn)) == sorted(keys_and_texts(question.body))
    assert json.dumps(question.body) == before
    if question.name in {"true_false", "decide", "short", "spot"}:
        assert drawn == question.body


@given(questions(), SEEDS)
def test_what_a_learner_sees_tells_nothing_of_the_key(question: Parsed, seed: int) -> None:
    """The same body comes from a pack that says something else is right, so that it cannot depend on the key."""
    turned = json.loads(json.dumps(question.data))
    if "choices" in turned:
        for row in turned["choices"]:
            row |= {"correct": False, "feedback": "x"}
        turned["choices"][0]["correct"] = True
    elif "pairs" in turned:
        rights = [row["right"] for row in turned["pairs"]]
        for row, right in zip(turned["pairs"], rights[1:] + rights[:1], strict=True):
            row |= {"right": right, "feedback": "x"}
    elif "answers" in turned:
        best = next(name for name, row in turned["answers"].items() if row.pop("correct", False))
        other = next(name for name in turned["answers"] if name != best)
        turned["answers"][other] = {"correct": True, "feedback": "x"}
    elif "text" in turned:
        turned = {"text": turned["text"]}
        turned["text"] = "[[" + turned["text"].translate(str.maketrans("", "", "[]{}")) + "]]"
    elif "steps" in turned:
        # Of the order it is known that the right one is not the one that is kept, and nothing else.
        turned["steps"] = turned["steps"][1:] + turned["steps"][:1] if len(turned["steps"]) % 2 else turned["steps"]
    turned.pop("feedback", None)
    assert parse(question.name, turned).body == question.body


# How much of what is secret a learner has met who gave the wrong answer of the examples.
MET = {"single": 1, "multiple": 1, "true_false": 1, "match": 0, "order": 0, "short": 0, "decide": 4, "spot": 0}


@pytest.mark.parametrize("name", KINDS)
def test_before_all_may_be_shown_only_what_was_done_is_explained(name: str) -> None:
    """The next attempt asks the same questions."""
    question, kind = question_of(name, mark=" SECRET"), kind_of(name)
    for answer, counts in ((wrong_answer, MET[name]), (right_answer, None)):
        given = kind.clean(answer(name, question.body, question.key_body), question.body)
        some = kind.feedback(given, question.body, question.key_body, shows_all=False)
        all_of_it = kind.feedback(given, question.body, question.key_body, shows_all=True)
        secrets = [text for text in keys_and_texts(some) if "SECRET" in text]
        assert counts is None or len(secrets) == counts
        assert set(secrets) <= set(keys_and_texts(all_of_it))
        if counts is not None:
            assert len(secrets) < sum("SECRET" in text for text in keys_and_texts(all_of_it))


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        kind_of("essay")


def test_every_kind_goes_by_its_name() -> None:
    assert all(kind.name == name for name, kind in KINDS.items())
