"""Questions that begin or end with a version of the policy that the course asks to sign."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from courses.content import CourseContent, DrawContent, QuestionContent, RulesContent, StepContent
from courses.models import Attempt, CourseVersion, Enrollment
from courses.models.content import content_of
from courses.packs import PackProblems, read_pack
from courses.selectors.asking import asked_in
from courses.selectors.attempts import paper, review
from courses.selectors.progress import progress_of
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.learning import finish_lesson, start_course
from people.models import Employee
from policies.models import PolicyVersion
from tests.courses.learner import step_of
from tests.courses.signing import sign_in_course, signing_course
from tests.factories import NOW, TODAY
from tests.policies.factories import make_policy_version, make_withdrawal
from tests.support.courses import SHORT_PACK, publish_course, question, write_pack

QUIZ = "courses/short/01-first/02-check.quiz.yaml"
SIGN = "courses/short/01-first/03-sign.attest.yaml"
LATER = NOW + timedelta(days=2)


def bounded(step: StepContent) -> tuple[QuestionContent, ...]:
    always, other = step.questions
    return always, other, replace(question("old"), until=1), replace(question("new"), since=2)


def course() -> CourseContent:
    content = signing_course()
    (module,) = content.modules
    read, check, sign = module.steps
    check = replace(check, questions=bounded(check))
    return replace(content, modules=(replace(module, steps=(read, check, sign)),))


@pytest.fixture
def v1(db: None) -> PolicyVersion:
    return make_policy_version()


@pytest.fixture
def version(v1: PolicyVersion) -> CourseVersion:
    return publish_course(course())


@pytest.fixture
def passage(version: CourseVersion, ada: Employee) -> Enrollment:
    enrollment = start_course(version.course, employee=ada, now=NOW)
    finish_lesson(enrollment, step_of(version, "read"), now=NOW)
    return enrollment


def begin(passage: Enrollment, *, now: object = NOW) -> Attempt:
    return start_attempt(passage, step_of(passage.version, "check"), now=now)  # type: ignore[arg-type]


def keys(attempt: Attempt) -> list[str]:
    step = asked_in(attempt, step_of(attempt.enrollment.version, "check"))
    return [asked.key for asked in paper(step, attempt.seed)]


def test_an_attempt_asks_what_belongs_to_the_version_in_force(passage: Enrollment) -> None:
    first = begin(passage)
    assert (first.policy_version, keys(first)) == (1, ["g1", "g2", "old"])
    make_policy_version(effective_on=TODAY + timedelta(days=1))
    again = begin(passage, now=LATER)
    assert (again, keys(again)) == (first, ["g1", "g2", "old"])  # what is open does not move


def test_the_next_attempt_asks_what_belongs_to_the_next_version(passage: Enrollment) -> None:
    make_policy_version(effective_on=TODAY + timedelta(days=1))
    attempt = begin(passage, now=LATER)
    assert (attempt.policy_version, keys(attempt)) == (2, ["g1", "g2", "new"])


def test_without_a_version_in_force_only_questions_without_bounds_are_asked(
    passage: Enrollment, v1: PolicyVersion
) -> None:
    make_withdrawal(v1)
    attempt = begin(passage)
    assert (attempt.policy_version, keys(attempt)) == (None, ["g1", "g2"])


def test_what_was_not_asked_is_neither_missing_nor_graded_nor_signed(passage: Enrollment) -> None:
    check = step_of(passage.version, "check")
    attempt = begin(passage)
    for asked in paper(asked_in(attempt, check), attempt.seed):
        save_answer(attempt, asked, {"answer": ["a"]}, now=NOW)
    attempt = submit_attempt(attempt, check, now=NOW)
    assert attempt.score == 66  # two of three
    assert [row.question.key for row in review(attempt, check)] == ["g1", "g2", "old"]
    assert sign_in_course(passage).questions == ["g1", "g2", "old"]


def test_a_signature_names_what_was_drawn_and_not_the_whole_bank(v1: PolicyVersion, ada: Employee) -> None:
    content = signing_course()
    (module,) = content.modules
    read, check, sign = module.steps
    bank = tuple(question(f"b{at}") for at in range(1, 7))
    check = replace(check, questions=bank, rules=RulesContent(draws=(DrawContent(2),)))
    version = publish_course(replace(content, modules=(replace(module, steps=(read, check, sign)),)))
    passage = start_course(version.course, employee=ada, now=NOW)
    finish_lesson(passage, step_of(version, "read"), now=NOW)
    attempt = begin(passage)
    for asked in paper(step_of(version, "check"), attempt.seed):
        save_answer(attempt, asked, {"answer": ["a"]}, now=NOW)
    assert submit_attempt(attempt, step_of(version, "check"), now=NOW).is_passed
    assert len(keys(attempt)) == 2
    assert sign_in_course(passage).questions == keys(attempt)


def test_the_pages_count_and_ask_the_same_questions(client: Client, ada: Employee, passage: Enrollment) -> None:
    client.force_login(ada)
    address = "/courses/signing/only/check/"
    assert "3 questions, one a page." in client.get(address).content.decode()
    assert client.post(address + "start/").status_code == 302
    prompts = [client.get(f"{address}1/{place}/").content.decode() for place in (1, 2, 3)]
    assert "Prompt of old?" in prompts[2]
    assert client.get(f"{address}1/4/").status_code == 404
    for place in (1, 2, 3):
        client.post(f"{address}1/{place}/", {"answer": "a"})
    assert client.post(f"{address}1/submit/", follow=True).status_code == 200
    assert progress_of(passage).next_step == step_of(passage.version, "sign")


def test_bounds_come_back_from_pack_and_rows(tmp_path: Path, version: CourseVersion) -> None:
    assert content_of(CourseVersion.objects.get(pk=version.pk)) == course()
    text = SHORT_PACK[QUIZ].replace("kind: true_false\n", "kind: true_false\n  since: 2\n  until: 3\n")
    signed = {QUIZ: text, SIGN: "title: Sign it\npolicy: photos\nminutes: 2\n"}
    (read,) = read_pack(write_pack(tmp_path, **signed)).courses
    assert [(one.since, one.until) for one in read.modules[0].steps[1].questions] == [(None, None), (2, 3)]


@pytest.mark.parametrize(
    ("bounds", "policies", "message"),
    [
        ("since: 3\n  until: 2", ["a"], "The question ends before it begins: 2 is less than 3."),
        ("since: 1", ["a"], '"since" is 1'),
        ("until: 2", [], 'The question "q-two" has since or until, and the course signs 0 policies.'),
        ("since: 2", ["a", "b"], 'The question "q-two" has since or until, and the course signs 2 policies.'),
    ],
)
def test_bounds_that_make_no_sense_are_reported(tmp_path: Path, bounds: str, policies: list[str], message: str) -> None:
    files = {QUIZ: SHORT_PACK[QUIZ].replace("kind: true_false\n", f"kind: true_false\n  {bounds}\n")}
    for number, slug in enumerate(policies, start=3):
        name = SIGN.replace("03-sign", f"{number:02}-sign-{slug}")
        files[name] = f"title: Sign it\npolicy: {slug}\nminutes: 2\n"
    with pytest.raises(PackProblems) as refusal:
        read_pack(write_pack(tmp_path, **files))
    assert message in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1


def test_a_quiz_that_could_ask_nothing_is_reported(tmp_path: Path) -> None:
    text = SHORT_PACK[QUIZ].replace("kind: true_false\n", "kind: true_false\n  since: 2\n")
    text = text.replace("kind: single\n", "kind: single\n  until: 1\n")
    with pytest.raises(PackProblems, match="With some versions of the policy the quiz would ask nothing"):
        read_pack(write_pack(tmp_path, **{QUIZ: text, SIGN: "title: Sign it\npolicy: a\nminutes: 2\n"}))
