"""The step that asks for a signature: what closes it, what does not, and what the record says."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from courses.content import digest
from courses.errors import CourseNotOpen, NotYet, UnknownPolicy
from courses.models import Completion, Step
from courses.models.content import content_of
from courses.selectors.progress import progress_of
from courses.services.authoring import load_course
from courses.services.learning import start_course
from courses.services.signing import close_attest_steps
from courses.signals import course_completed
from people.models import Employee
from policies.errors import NotInForce, SomethingNewer
from policies.models import Attestation, Policy
from policies.obligations import obligation_of
from tests.courses.signing import SIGN, make_signing_course, sign_in_course, signing_course, up_to_signature
from tests.factories import NOW, TODAY
from tests.policies.factories import make_policy_version, make_withdrawal
from tests.support.courses import short_course
from tests.support.signing import shown_to, sign

OLD_DIGEST = "915206e337eda984b70b15c36ddff1f8f9cde2858d77fe38c5f6438ecc5cfa70"


@pytest.fixture
def policy(db: None) -> Policy:
    return make_policy_version().policy


def test_the_last_signature_completes_the_course(policy: Policy, ada: Employee) -> None:
    enrollment = up_to_signature(make_signing_course(), ada)
    assert not Completion.objects.exists()
    row = sign_in_course(enrollment)
    completion = Completion.objects.get()
    assert (completion.enrollment, completion.completed_at, completion.score) == (enrollment, NOW, 50)
    assert (row.occasion, row.questions, row.score) == (str(enrollment.uuid), ["g1", "g2"], 50)


def test_a_course_without_a_check_passes_no_questions_on(policy: Policy, ada: Employee) -> None:
    row = sign_in_course(up_to_signature(make_signing_course(has_check=False), ada))
    assert (row.questions, row.score) == ([], None)
    assert Completion.objects.get().score is None


def test_a_double_click_is_one_signature_and_one_completion(policy: Policy, ada: Employee) -> None:
    enrollment = up_to_signature(make_signing_course(), ada)
    rows = {sign_in_course(enrollment).pk for _ in range(3)}
    assert len(rows) == Completion.objects.count() == Attestation.objects.count() == 1


def test_signing_opens_when_all_before_it_is_done(policy: Policy, ada: Employee) -> None:
    enrollment = start_course(make_signing_course().course, employee=ada, now=NOW)
    with pytest.raises(NotYet):
        sign_in_course(enrollment)
    assert not Attestation.objects.exists()


def test_a_closed_passage_is_not_signed_again(policy: Policy, ada: Employee) -> None:
    """It was closed by a signature elsewhere: there is none of its own to show, and none to add."""
    enrollment = up_to_signature(make_signing_course(), ada)
    sign(ada, policy)
    assert Completion.objects.exists()
    with pytest.raises(CourseNotOpen):
        sign_in_course(enrollment)
    assert Attestation.objects.count() == 1


def test_a_step_that_was_finished_elsewhere_is_not_signed_again(policy: Policy, ada: Employee) -> None:
    """The passage goes on: another policy is still to be signed in it."""
    make_policy_version(slug="photography")
    steps = (SIGN, replace(SIGN, slug="photos", policy="photography"))
    enrollment = up_to_signature(make_signing_course(then=steps[1:]), ada)
    first = sign(ada, policy)
    assert not Completion.objects.exists()
    assert sign_in_course(enrollment) == first
    assert Attestation.objects.count() == 1


def test_something_newer_leaves_the_step_open(policy: Policy, ada: Employee) -> None:
    enrollment = up_to_signature(make_signing_course(), ada)
    shown = shown_to(ada, policy)
    make_policy_version()
    with pytest.raises(SomethingNewer):
        sign_in_course(enrollment, shown=shown)
    assert not Attestation.objects.exists()
    assert not Completion.objects.exists()
    assert sign_in_course(enrollment).version.number == 2


def test_the_version_is_the_one_in_force_when_it_is_signed(policy: Policy, ada: Employee) -> None:
    enrollment = up_to_signature(make_signing_course(), ada)
    make_policy_version()
    assert sign_in_course(enrollment).version.number == 2


def test_a_step_whose_policy_is_withdrawn_cannot_be_finished(policy: Policy, ada: Employee) -> None:
    enrollment = up_to_signature(make_signing_course(), ada)
    shown = shown_to(ada, policy)
    make_withdrawal(policy.versions.get())
    with pytest.raises(NotInForce):
        sign_in_course(enrollment, shown=shown)
    assert not Completion.objects.exists()


def test_one_signature_closes_what_asks_for_it_in_every_open_course(policy: Policy, ada: Employee) -> None:
    first = up_to_signature(make_signing_course("first"), ada)
    second = up_to_signature(make_signing_course("second"), ada)
    third = start_course(make_signing_course("third").course, employee=ada, now=NOW)
    sign_in_course(second)
    assert {row.enrollment for row in Completion.objects.all()} == {first, second}
    steps = progress_of(third).outline.steps
    assert progress_of(third).finished == {step.pk for step in steps if step.is_attest}


def test_other_peoples_steps_and_other_policies_stay_open(policy: Policy, ada: Employee, boris: Employee) -> None:
    make_policy_version(slug="photography")
    photos = make_signing_course("photos", sign=replace(SIGN, policy="photography"))
    hers, his = up_to_signature(photos, ada), up_to_signature(make_signing_course(), boris)
    sign(ada, policy)
    assert not Completion.objects.exists()
    for passage in (hers, his):
        assert progress_of(passage).next_step is not None


def test_a_signature_of_an_old_version_closes_nothing(policy: Policy, ada: Employee) -> None:
    """Such as a paper of last year that HR enters today."""
    old = sign(ada, policy)
    make_policy_version()
    enrollment = up_to_signature(make_signing_course(), ada)
    assert close_attest_steps(old, now=NOW) == 0
    assert progress_of(enrollment).next_step is not None
    sign(ada, policy)
    assert progress_of(enrollment).next_step is None


def test_a_failure_above_undoes_the_signature(policy: Policy, ada: Employee) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError

    enrollment = up_to_signature(make_signing_course(), ada)
    course_completed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            sign_in_course(enrollment)
    finally:
        course_completed.disconnect(fail)
    assert not Attestation.objects.exists()
    assert not Completion.objects.exists()
    assert progress_of(enrollment).next_step is not None


# --- where the policy's own page leads


def test_an_open_course_is_where_it_is_signed(policy: Policy, ada: Employee, boris: Employee) -> None:
    enrollment = up_to_signature(make_signing_course(), ada)
    found = obligation_of(ada, policy, now=NOW)
    assert found is not None
    assert (found.title, found.url) == ("Signing course", "/courses/signing/only/sign/")
    assert obligation_of(boris, policy, now=NOW) is None
    sign_in_course(enrollment)
    assert obligation_of(ada, policy, now=NOW + timedelta(days=1)) is None


# --- content


def test_courses_without_signatures_keep_their_digest() -> None:
    """Of a course that was frozen before there were signatures: another digest would call it altered."""
    assert digest(short_course()) == OLD_DIGEST


def test_which_policy_is_signed_is_part_of_the_digest() -> None:
    digests = {digest(signing_course(sign=replace(SIGN, policy=slug))) for slug in ("one", "two")}
    assert len(digests | {digest(signing_course(sign=replace(SIGN, policy="")))}) == 3


def test_what_is_loaded_reads_back_the_same(policy: Policy) -> None:
    version = make_signing_course()
    assert content_of(version) == signing_course()
    assert digest(content_of(version)) == version.digest


@pytest.mark.django_db
def test_a_policy_that_is_not_there_is_named(ada: Employee) -> None:
    with pytest.raises(UnknownPolicy, match="signing/only/sign asks to sign the policy “social-media-use”"):
        load_course(signing_course(), now=NOW)


def test_the_database_wants_a_policy_for_a_signature_and_for_nothing_else(policy: Policy) -> None:
    module = load_course(signing_course(), now=NOW).version.modules.get()
    for kind, slug in (("attest", ""), ("lesson", "social-media-use")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Step.objects.create(module=module, position=9, slug="x", kind=kind, title="X", policy=slug)


def test_the_day_is_the_persons_own(policy: Policy, ada: Employee) -> None:
    assert sign_in_course(up_to_signature(make_signing_course(), ada)).signed_on == TODAY
