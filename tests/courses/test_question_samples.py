"""Sample files with every documented feature of the formats: before each item stands what becomes of it."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exchange import FORMATS, QuestionFileError, bank_for, bank_text, read_questions, write_gift

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*/*"))
FORM = {"gift": "gift", "moodle": "moodle-xml"}
EXPECTED = re.compile(r"(?://|<!--) expect: (\w+)(?:: (.*?)|; note: (.*?))?(?: -->)?$")


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_every_item_becomes_what_is_expected(file: Path) -> None:
    imported = read_questions(file.read_bytes(), FORM[file.parent.name])
    found = {taken.line: (taken.content.kind, " ".join(taken.notes)) for taken in imported.questions}
    found |= {refused.line: ("refused", refused.reason) for refused in imported.refused}
    expected = [match for line in file.read_text().split("\n") if (match := EXPECTED.match(line))]
    assert len(expected) == imported.items == len(found)
    for match, (line, (kind, said)) in zip(expected, sorted(found.items()), strict=True):
        assert kind == match[1], line
        assert (match[2] or match[3] or "") in said, line
        assert bool(said) == bool(match[2] or match[3]), line


def test_there_are_many_samples() -> None:
    counts = [read_questions(file.read_bytes(), FORM[file.parent.name]).items for file in SAMPLES]
    assert sum(counts) >= 140


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_what_was_taken_makes_a_quiz_and_comes_back_from_gift(file: Path, tmp_path: Path) -> None:
    imported = read_questions(file.read_bytes(), FORM[file.parent.name])
    questions = [taken.content for taken in imported.questions]
    if questions:
        bank = bank_for(tmp_path / "01-bank.quiz.yaml")
        assert bank.problems(bank_text("Bank", imported.questions)) == []
    exported = write_gift(questions)
    again = read_questions(exported.text.encode(), "gift")
    assert [taken.content for taken in again.questions] == list(exported.written)
    assert {refused.kind for refused in exported.refused} <= {"order"}


GARBAGE = st.binary(max_size=200) | st.text("{}~=#:\\%[]<>/ab1 \n->*&", max_size=80).map(str.encode)


@given(GARBAGE, st.sampled_from(sorted(FORMATS)))
def test_garbage_is_taken_or_refused_and_never_raises(data: bytes, form: str) -> None:
    try:
        imported = read_questions(data, form)
    except QuestionFileError:
        return
    assert all(refused.reason for refused in imported.refused)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<!DOCTYPE quiz [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><quiz>&x;</quiz>", "document type"),
        (b"<quiz>" + b"<a>" * 100, "nested too deeply"),
        (b"<quiz><question>", "broken on line 1"),
        (b"<html/>", "not a Moodle question file"),
        (b'<?xml version="1.0" encoding="utf-7"?><quiz/>', "encoding"),
        (b'<?xml version="1.0" encoding="UTF-8"?><quiz>caf\xe9</quiz>', "broken on line 1"),
        (b"x" * 20_000_001, "too large"),
        (b"<quiz>" + b"<question/>" * 2_001 + b"</quiz>", "more than 2,000 items"),
    ],
    ids=range(8),
)
def test_a_bad_file_is_refused_as_a_whole(data: bytes, words: str) -> None:
    with pytest.raises(QuestionFileError, match=words):
        read_questions(data, "moodle-xml")


def test_gift_in_two_encodings_is_refused_and_latin_1_is_noted() -> None:
    with pytest.raises(QuestionFileError, match="mixes two encodings"):
        read_questions("é{=a ~b}\n\n".encode() + "ü{=a ~b}".encode("latin-1"), "gift")
    latin = read_questions("ü?{=a ~b}".encode("latin-1"), "gift")
    assert latin.questions[0].content.prompt == "ü?"
    assert "not UTF-8" in latin.notes[0]
