"""`single`, `multiple` and `true_false`."""

import random

import pytest
from hypothesis import given

from courses.kinds import Refused, kind_of
from tests.courses.kind_questions import Parsed, questions

TWO = {"choices": [{"key": "a", "text": "A"}, {"key": "b", "text": "B"}]}


@given(questions("single", "true_false"))
def test_any_other_choice_earns_nothing(question: Parsed) -> None:
    for choice in question.body["choices"]:
        expected = 100 if choice["key"] in question.key_body["correct"] else 0
        assert question.kind.grade([choice["key"]], question.key_body) == expected
    assert question.kind.grade([choice["key"] for choice in question.body["choices"]], question.key_body) == 0


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        ("abc", 100),
        ("ab", 66),
        ("a", 33),
        ("abcd", 66),
        ("abd", 33),
        ("ad", 0),
        ("de", 0),
        ("abcde", 33),
        ("", 0),
    ],
)
def test_of_multiple_each_right_choice_earns_what_a_wrong_one_costs(chosen: str, points: int) -> None:
    assert kind_of("multiple").grade(list(chosen), {"correct": ["a", "b", "c"], "feedback": {}}) == points


@given(questions("multiple"))
def test_of_multiple_a_wrong_choice_never_helps(question: Parsed) -> None:
    correct = question.key_body["correct"]
    for choice in question.body["choices"]:
        if choice["key"] not in correct:
            assert question.kind.grade([*correct, choice["key"]], question.key_body) < 100


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
    with pytest.raises(Refused) as refused:
        kind_of(name).clean({"answer": values}, TWO)
    assert str(refused.value) == sentence


def test_feedback_says_for_each_choice_what_was_given_and_what_is_right() -> None:
    key_body = {"correct": ["a"], "feedback": {"b": "Not quite."}}
    rows = kind_of("single").feedback(["b"], TWO, key_body, shows_all=True)["choices"]
    assert [(row["key"], row["is_given"], row["is_correct"], row["feedback"]) for row in rows] == [
        ("a", False, True, ""),
        ("b", True, False, "Not quite."),
    ]
    rows = kind_of("single").feedback(["b"], TWO, key_body, shows_all=False)["choices"]
    assert [row["key"] for row in rows] == ["b"]
