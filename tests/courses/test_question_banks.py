"""Quizzes that draw from a bank: which questions come, that the seed repeats them, and that nothing else moves."""

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.content import DrawContent, QuestionContent, RulesContent, StepContent, canonical_bytes, digest
from courses.drawing import drawn, fits
from courses.models.content import content_of
from courses.packs import read_pack
from courses.selectors.attempts import paper, review
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.learning import start_course
from people.models import Employee
from tests.courses.learner import step_of
from tests.factories import NOW
from tests.support.courses import SHORT_PACK, publish_course, question, write_pack
from tests.support.quizzes import course_with, graded

TAGS = st.lists(st.sampled_from(["x", "y"]), unique=True).map(tuple)


@st.composite
def banks(draw: st.DrawFn) -> list[QuestionContent]:
    marks = draw(st.lists(st.tuples(TAGS, TAGS), min_size=1, max_size=9))
    return [
        QuestionContent(f"q{at}", "single", "?", {}, {}, clauses=clauses, tags=tags)
        for at, (tags, clauses) in enumerate(marks)
    ]


DRAWS = st.lists(
    st.builds(DrawContent, st.integers(1, 4), st.sampled_from(["", "x", "y"]), st.sampled_from(["", "x", "y"])),
    min_size=1,
    max_size=4,
)


def can_be_filled(bank: list[QuestionContent], draws: list[DrawContent]) -> bool:
    """By Hall's theorem: any set of draws has at least as many questions that fit one of them as it asks for."""
    for chosen in range(1, 2 ** len(draws)):
        some = [draw for at, draw in enumerate(draws) if chosen >> at & 1]
        if sum(draw.count for draw in some) > sum(any(fits(q, draw) for draw in some) for q in bank):
            return False
    return True


@given(banks(), DRAWS, st.integers())
def test_a_paper_is_drawn_whenever_the_bank_can_fill_it(
    bank: list[QuestionContent], draws: list[DrawContent], seed: int
) -> None:
    found = drawn(bank, draws, random.Random(seed))
    assert (found is not None) == can_be_filled(bank, draws)
    if found is None:
        return
    keys = [one.key for one in found]
    assert len(set(keys)) == len(keys) == sum(draw.count for draw in draws)
    assert keys == sorted(keys)  # in the order of the bank
    assert drawn(found, draws, random.Random(0)) == found  # so each draw got what fits it
    assert drawn(bank, draws, random.Random(seed)) == found


def test_every_question_of_a_bank_is_drawn_as_often_as_another() -> None:
    bank = [QuestionContent(f"q{at}", "single", "?", {}, {}) for at in range(10)]
    papers = [drawn(bank, [DrawContent(2), DrawContent(1)], random.Random(seed)) for seed in range(3_000)]
    counts = Counter(one.key for found in papers for one in found or ())
    assert set(counts.values()) <= set(range(800, 1_001))  # 900 expected; a standard deviation is 25


def test_draws_come_from_the_file_and_back_from_the_rows(tmp_path: Path, db: None) -> None:
    name = "courses/short/01-first/02-check.quiz.yaml"
    text = SHORT_PACK[name].replace("attempts: 3\n", "attempts: 3\ndraw:\n- {count: 1, tag: pictures}\n")
    text = text.replace("  prompt: Which one?\n", "  prompt: Which one?\n  tags: [pictures]\n")
    content = read_pack(write_pack(tmp_path, **{name: text})).courses[0]
    quiz = content.modules[0].steps[1]
    assert quiz.rules == RulesContent(draws=(DrawContent(1, "pictures"),))
    assert quiz.questions[0].tags == ("pictures",)
    version = publish_course(content)
    assert content_of(version) == content
    assert digest(content_of(version)) == version.digest


def test_a_quiz_without_rules_does_not_mention_them_in_its_bytes() -> None:
    plain = canonical_bytes(course_with(graded()))
    assert b'"rules"' not in plain
    assert b'"tags"' not in plain
    assert b'"rules":{"draws"' in canonical_bytes(course_with(graded(rules=RulesContent(draws=(DrawContent(1),)))))


@pytest.fixture
def bank() -> StepContent:
    tagged = tuple(
        QuestionContent(**{**vars(question(f"g{at}")), "tags": ("pictures",) if at < 4 else ()}) for at in range(9)
    )
    return graded(questions=tagged, rules=RulesContent(draws=(DrawContent(2, "pictures"), DrawContent(1))))


@pytest.mark.parametrize("is_shuffled", [True, False])
def test_the_seed_of_an_attempt_decides_its_paper_for_ever(db: None, bank: StepContent, is_shuffled: bool) -> None:
    step = step_of(publish_course(course_with(StepContent(**{**vars(bank), "is_shuffled": is_shuffled}))), "check")
    assert step.paper_length == 3
    papers = [[one.key for one in paper(step, seed)] for seed in range(60)]
    assert papers == [[one.key for one in paper(step, seed)] for seed in range(60)]
    assert {key for keys in papers for key in keys} == {one.key for one in bank.questions}
    assert all(len(keys) == 3 and sum(key < "g4" for key in keys) >= 2 for keys in papers)
    assert all(keys == sorted(keys) for keys in papers) != is_shuffled


def test_only_what_was_drawn_is_asked_graded_and_explained(ada: Employee, bank: StepContent) -> None:
    version = publish_course(course_with(bank))
    step = step_of(version, "check")
    attempt = start_attempt(start_course(version.course, employee=ada, now=NOW), step, now=NOW)
    for one in paper(step, attempt.seed):
        save_answer(attempt, one, {"answer": ["a"]}, now=NOW)
    attempt = submit_attempt(attempt, step, now=NOW)
    assert (attempt.score, attempt.is_passed) == (100, True)
    assert [item.question for item in review(attempt, step)] == list(paper(step, attempt.seed))
