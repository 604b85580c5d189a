import random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from courses.kinds import KINDS, Refused, kind_of
from toolkit.packfiles.problems import Problems
from toolkit.packfiles.yamlfile import read_mapping

TEXTS = st.text("abcdefgXYZ äöü🩺'\":#-", min_size=1, max_size=20).map(str.strip).filter(bool)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def parse(name: str, data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    problems = Problems()
    fields = read_mapping(problems, "quiz.yaml", yaml.safe_dump(data, allow_unicode=True, width=10_000))
    assert fields is not None
    body = kind_of(name).parse(fields)
    fields.close()
    assert problems.found == []
    return body


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A kind and what a pack may say for it."""
    name = draw(st.sampled_from(sorted(KINDS)))
    count = 2 if name == "true_false" else draw(st.integers(2, 8))
    texts = draw(
        st.lists(TEXTS, min_size=count, max_size=count, unique_by=lambda text: " ".join(text.casefold().split()))
    )
    if name == "multiple":
        correct = draw(st.sets(st.integers(0, count - 1), min_size=1))
    else:
        correct = {draw(st.integers(0, count - 1))}
    rows: list[dict[str, Any]] = [{"text": text, "correct": index in correct} for index, text in enumerate(texts)]
    for row in rows:
        if draw(st.booleans()):
            row["feedback"] = draw(TEXTS)
    return name, {"choices": rows}


@given(questions())
def test_what_is_exported_parses_to_the_same(question: tuple[str, dict[str, Any]]) -> None:
    name, data = question
    body, key_body = parse(name, data)
    exported = kind_of(name).export(body, key_body)
    assert exported == data
    assert parse(name, exported) == (body, key_body)


@given(questions())
def test_the_body_tells_nothing_about_what_is_right(question: tuple[str, dict[str, Any]]) -> None:
    name, data = question
    turned = {"choices": [{**row, "correct": False, "feedback": "x"} for row in data["choices"]]}
    turned["choices"][0]["correct"] = True
    assert parse(name, data)[0] == parse(name, turned)[0]


@given(questions())
def test_the_right_answer_has_full_marks_and_any_other_set_has_none(question: tuple[str, dict[str, Any]]) -> None:
    name, data = question
    body, key_body = parse(name, data)
    kind = kind_of(name)
    keys = [choice["key"] for choice in body["choices"]]
    right = kind.clean({"answer": list(reversed(key_body["correct"]))}, body)
    assert kind.grade(right, key_body) == 100
    assert kind.grade([], key_body) == 0
    assert kind.grade(None, key_body) == 0
    for key in keys:
        other = set(right) ^ {key}
        assert kind.grade(sorted(other), key_body) == 0


@given(questions(), ANY_JSON)
def test_garbage_is_graded_zero_or_right_and_never_raises(question: tuple[str, dict[str, Any]], garbage: Any) -> None:
    name, data = question
    body, key_body = parse(name, data)
    expected = 100 if isinstance(garbage, list) and set(map(str, garbage)) == set(key_body["correct"]) else 0
    assert kind_of(name).grade(garbage, key_body) == expected
    assert len(kind_of(name).feedback(garbage, body, key_body, shows_all=True)["choices"]) == len(body["choices"])


@given(questions(), st.lists(st.sampled_from("abcdefgh") | st.text(max_size=3), max_size=10))
def test_posted_values_are_refused_or_become_an_answer(question: tuple[str, dict[str, Any]], values: list[str]) -> None:
    name, data = question
    body, key_body = parse(name, data)
    keys = {choice["key"] for choice in body["choices"]}
    try:
        answer = kind_of(name).clean({"answer": values}, body)
    except Refused:
        assert not values or not set(values) <= keys or (name != "multiple" and len(set(values)) > 1)
    else:
        assert set(answer) == set(values)
        assert kind_of(name).grade(answer, key_body) in (0, 100)


@given(questions(), st.integers())
def test_drawing_keeps_all_choices_and_repeats_with_its_seed(question: tuple[str, dict[str, Any]], seed: int) -> None:
    name, data = question
    body, _ = parse(name, data)
    before = [dict(choice) for choice in body["choices"]]
    drawn = kind_of(name).draw(body, random.Random(seed))
    assert drawn == kind_of(name).draw(body, random.Random(seed))
    assert sorted(drawn["choices"], key=lambda choice: choice["key"]) == before
    assert body["choices"] == before
    if name == "true_false":
        assert drawn["choices"] == before


def test_a_draw_is_the_same_on_every_python() -> None:
    body = {"choices": [{"key": key, "text": key} for key in "abcdef"]}
    drawn = kind_of("single").draw(body, random.Random(2026))
    assert "".join(choice["key"] for choice in drawn["choices"]) == "ebdfca"


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("single", [], "Choose an answer."),
        ("single", ["a", "b"], "Choose one answer only."),
        ("single", ["z"], "This answer is not one of the choices. Please choose again."),
        ("true_false", [], "Choose an answer."),
        ("multiple", [], "Choose at least one answer."),
        ("multiple", ["a", ""], "This answer is not one of the choices. Please choose again."),
    ],
)
def test_an_answer_that_cannot_be_taken_says_why(name: str, values: list[str], sentence: str) -> None:
    body = {"choices": [{"key": "a", "text": "A"}, {"key": "b", "text": "B"}]}
    with pytest.raises(Refused) as refused:
        kind_of(name).clean({"answer": values}, body)
    assert str(refused.value) == sentence


def test_feedback_says_for_each_choice_what_was_given_and_what_is_right() -> None:
    body = {"choices": [{"key": "a", "text": "A"}, {"key": "b", "text": "B"}]}
    rows = kind_of("single").feedback(["b"], body, {"correct": ["a"], "feedback": {"b": "Not quite."}}, shows_all=True)[
        "choices"
    ]
    assert [(row["key"], row["is_given"], row["is_correct"], row["feedback"]) for row in rows] == [
        ("a", False, True, ""),
        ("b", True, False, "Not quite."),
    ]


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        kind_of("essay")
