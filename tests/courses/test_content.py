import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.content import FORMAT, CourseContent, QuestionContent, canonical_bytes, digest
from tests.support.courses import short_course


def test_the_digest_of_known_content_never_moves() -> None:
    """If this goes red, every published version would look tampered with: make a new format instead."""
    assert digest(short_course()) == "915206e337eda984b70b15c36ddff1f8f9cde2858d77fe38c5f6438ecc5cfa70"


def test_canonical_bytes_are_sorted_utf8_without_spaces() -> None:
    data = canonical_bytes(short_course(title="Größe 🩺"))
    assert data.startswith(b'{"course":{"language":"en-US","minutes":10,"modules":[{"minutes":5,')
    assert data.endswith(b'"validity_months":12},"format":"course/1"}')
    assert "Größe 🩺".encode() in data


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
KEYS = st.text(st.characters(max_codepoint=127), max_size=6)
BODIES = st.dictionaries(
    KEYS,
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=3,
)


def _with_question(body: dict[str, Any], **changes: Any) -> CourseContent:
    course = short_course(**changes)
    module = course.modules[0]
    quiz = replace(module.steps[1], questions=(QuestionContent("q", "single", "?", body, {"correct": ["a"]}),))
    return replace(course, modules=(replace(module, steps=(quiz,)),))


@given(BODIES, WORDS)
def test_any_json_writer_that_sorts_keys_spells_the_same_bytes(body: dict[str, Any], title: str) -> None:
    """Versions were frozen over bytes that were written like this, and are checked by tools that do."""
    content = _with_question(body, title=title)
    course = asdict(content)
    for source in course["sources"]:
        del source["facts"]
    for unmentioned in ("policy", "files", "why", "terms", "checks", "videos", "rules"):  # while they are empty
        del course["modules"][0]["steps"][0][unmentioned]
    for unmentioned in ("since", "until", "tags", "is_mandatory"):
        del course["modules"][0]["steps"][0]["questions"][0][unmentioned]
    value = {"format": FORMAT, "course": course}
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    assert canonical_bytes(content) == plain.encode()


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
        return digest(_with_question(body))

    one, two = {"key": "a", "text": "A"}, {"key": "b", "text": "B"}
    assert with_body({"choices": [one, two]}) != with_body({"choices": [two, one]})
    assert with_body({"choices": [one, two]}) == with_body({"choices": [{"text": "A", "key": "a"}, two]})


@pytest.mark.parametrize("value", [1.5, b"x", {1: "x"}, {"ü": "x"}, {"x"}], ids=repr)
def test_what_has_no_single_spelling_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical_bytes(_with_question({"x": value}))
