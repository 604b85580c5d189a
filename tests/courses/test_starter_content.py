"""What the starter curriculum promises: questions of every kind, each with its clause and its source, easy to read."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from courses.content import QuestionContent, StepContent
from courses.kinds import KINDS
from courses.packs import Pack, read_pack
from policies.check.reading_grade import grade
from toolkit.packfiles.markdown_rules import parser

STARTER = Path("content/social-media-in-healthcare")
HARDEST_GRADE = 8
WORDS_A_MINUTE, QUESTIONS_A_MINUTE = 230, 2
# What nobody has verified for this pack may not be stated in it, however well known it may be.
NOT_VERIFIED = (
    r"(one|two|all)-party consent",  # state laws on recording
    r"2\.3\.2",  # the current number of a medical ethics opinion
    r"revealing occupation",  # an example in federal guidance that was not read
    r"(requires?|mandates?) (annual|yearly)",  # 45 CFR 164.530(b) sets no interval
    r"photos? (always )?(carry|carries|hold|holds|contain|contains) (the )?(location|place)",
    r"\$2,[24]00,000",  # cases whose years are not known
    r"HCAHPS (improve|rise|rose)",
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(STARTER)


def steps_of(pack: Pack) -> Iterator[StepContent]:
    for course in pack.courses:
        for module in course.modules:
            yield from module.steps


def questions_of(pack: Pack) -> list[QuestionContent]:
    return [question for step in steps_of(pack) for question in step.questions]


def sentences(markdown: str) -> list[str]:
    found = []
    for token in parser.parse(markdown):
        text = "".join(child.content for child in token.children or () if child.type in {"text", "code_inline"})
        found += re.split(r"(?<=[.!?:])[\"”']?\s+", text)
    return [sentence for sentence in found if sentence.strip()]


def test_there_are_two_courses_and_two_policies_and_one_of_these_has_two_versions(pack: Pack) -> None:
    assert [course.slug for course in pack.courses] == ["social-media-at-work", "speaking-for-the-organization"]
    numbers = {policy.slug: [version.number for version in policy.versions] for policy in pack.policies}
    assert numbers == {"official-accounts": [1], "social-media-use": [1, 2]}


def test_there_are_enough_questions_of_all_kinds(pack: Pack) -> None:
    kinds = Counter(question.kind for question in questions_of(pack))
    assert sum(kinds.values()) >= 85
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 3
    keys = [question.key for question in questions_of(pack)]
    assert len(keys) == len(set(keys))


def test_every_question_checks_clauses_of_the_policy_that_its_course_signs(pack: Pack) -> None:
    clauses = {
        policy.slug: {clause.key for version in policy.versions for clause in version.texts[0].parsed.clauses}
        for policy in pack.policies
    }
    for course in pack.courses:
        steps = [step for module in course.modules for step in module.steps]
        (policy,) = [step.policy for step in steps if step.kind == "attest"]
        asked = {clause for step in steps for question in step.questions for clause in question.clauses}
        assert all(question.clauses for step in steps for question in step.questions)
        assert asked <= clauses[policy]


def test_questions_about_what_changed_begin_or_end_with_a_version(pack: Pack) -> None:
    versions = {policy.slug: {version.number: version for version in policy.versions} for policy in pack.policies}
    for course in pack.courses:
        steps = [step for module in course.modules for step in module.steps]
        (policy,) = [step.policy for step in steps if step.kind == "attest"]
        for number, version in versions[policy].items():
            there = {clause.key for clause in version.texts[0].parsed.clauses}
            for question in (question for step in steps for question in step.questions):
                if (question.since or 1) <= number <= (question.until or number):
                    assert there >= set(question.clauses), question.key  # only clauses that this version has
    bounded = [question.key for question in questions_of(pack) if question.since or question.until]
    assert len(bounded) == 10
    assert {"a1-open-access", "a1-blocked-v1"} <= set(bounded)


def test_every_lesson_and_every_question_that_rests_on_a_fact_names_its_source(pack: Pack) -> None:
    assert all(step.sources for step in steps_of(pack) if step.kind == "lesson")
    assert [question.key for question in questions_of(pack) if not question.sources] == ["b4-danger"]  # our policy only


def test_every_source_has_the_facts_that_were_taken_from_it(pack: Pack) -> None:
    for course in pack.courses:
        assert all(source.facts for source in course.sources)
    named = {source.key for course in pack.courses for source in course.sources}
    listed = re.findall(r"^- key: (\S+)", (STARTER / "sources.yaml").read_text(encoding="utf-8"), re.M)
    assert named == set(listed)  # none that nothing rests on


def test_every_attempt_at_a_final_check_brings_other_questions_and_some_of_each_module(pack: Pack) -> None:
    for course in pack.courses:
        (check,) = [step for module in course.modules for step in module.steps if step.is_graded]
        assert sum(draw.count for draw in check.rules.draws) <= len(check.questions) * 2 / 3
        taught = [module.slug for module in course.modules if any(step.kind == "lesson" for step in module.steps)]
        assert [draw.tag for draw in check.rules.draws if draw.tag] == taught
        assert all(len(question.tags) == 1 for question in check.questions)


def test_practice_is_short(pack: Pack) -> None:
    for step in steps_of(pack):
        if step.kind == "quiz" and not step.is_graded:
            assert sum(question.until is None for question in step.questions) in {2, 3}, step.title


def test_texts_to_mark_have_decoys_and_posts_have_consequences(pack: Pack) -> None:
    for question in questions_of(pack):
        if question.kind == "spot":
            assert question.key_body["decoys"], question.key
        if question.kind == "decide":
            assert all(question.key_body["then"].values()), question.key


def test_every_lesson_and_every_quiz_can_be_read_in_grade_eight(pack: Pack) -> None:
    for step in steps_of(pack):
        said = [step.text, step.why, *(question.prompt for question in step.questions)]
        assert grade([sentence for text in said for sentence in sentences(text)]) <= HARDEST_GRADE, step.title


def test_nothing_is_stated_that_was_not_verified() -> None:
    files = [file for file in STARTER.rglob("*") if file.suffix in {".md", ".yaml"}]
    assert len(files) > 60
    for file in files:
        text = file.read_text(encoding="utf-8")
        for claim in NOT_VERIFIED:
            assert not re.search(claim, text, re.I), (file, claim)


def test_the_minutes_of_a_module_are_those_of_its_words_and_questions(pack: Pack) -> None:
    texts = {policy.slug: policy.versions[-1].texts[0].markdown for policy in pack.policies}
    for module in (module for course in pack.courses for module in course.modules):
        words = sum(len(f"{step.text} {step.why} {texts.get(step.policy, '')}".split()) for step in module.steps)
        drawn = [sum(draw.count for draw in step.rules.draws) or len(step.questions) for step in module.steps]
        assert abs(words / WORDS_A_MINUTE + sum(drawn) / QUESTIONS_A_MINUTE - module.minutes) < 1, module.title


def test_the_courses_are_as_long_as_their_modules(pack: Pack) -> None:
    for course in pack.courses:
        assert course.minutes == sum(module.minutes for module in course.modules)
        steps = [step for module in course.modules for step in module.steps]
        assert [step.pass_mark for step in steps if step.is_graded] == [course.pass_mark]
