from dataclasses import replace
from typing import Any

import pytest

from courses.content import QuestionContent, canonical_bytes, digest
from tests.support.courses import short_course


def test_the_digest_of_known_content_never_moves() -> None:
    """If this goes red, every published version would look tampered with: make a new format instead."""
    assert digest(short_course()) == "915206e337eda984b70b15c36ddff1f8f9cde2858d77fe38c5f6438ecc5cfa70"


def test_canonical_bytes_are_sorted_utf8_without_spaces() -> None:
    data = canonical_bytes(short_course(title="Größe 🩺"))
    assert data.startswith(b'{"course":{"language":"en-US","minutes":10,"modules":[{"minutes":5,')
    assert data.endswith(b'"validity_months":12},"format":"course/1"}')
    assert "Größe 🩺".encode() in data


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "other"},
        {"language": "de"},
        {"title": "Other"},
        {"summary": "Other."},
        {"minutes": 11},
        {"pass_mark": 81},
        {"validity_months": None},
        {"sources": ()},
        {"modules": ()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_field_counts(change: dict[str, Any]) -> None:
    assert digest(short_course(**change)) != digest(short_course())


def test_the_order_of_choices_counts_and_the_order_of_keys_does_not() -> None:
    def with_body(body: dict[str, Any]) -> str:
        course = short_course()
        module = course.modules[0]
        quiz = replace(module.steps[1], questions=(QuestionContent("q", "single", "?", body, {"correct": ["a"]}),))
        return digest(replace(course, modules=(replace(module, steps=(quiz,)),)))

    one, two = {"key": "a", "text": "A"}, {"key": "b", "text": "B"}
    assert with_body({"choices": [one, two]}) != with_body({"choices": [two, one]})
    assert with_body({"choices": [one, two]}) == with_body({"choices": [{"text": "A", "key": "a"}, two]})


@pytest.mark.parametrize("value", [1.5, b"x", {1: "x"}, {"ü": "x"}, {"x"}], ids=repr)
def test_what_has_no_single_spelling_is_refused(value: Any) -> None:
    course = short_course()
    quiz = replace(course.modules[0].steps[1], questions=(QuestionContent("q", "single", "?", {"x": value}, {}),))
    with pytest.raises(TypeError):
        canonical_bytes(replace(course, modules=(replace(course.modules[0], steps=(quiz,)),)))
