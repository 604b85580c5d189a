"""Signing a policy as a step of a course, and closing such steps when a signature was given, wherever that was."""

from datetime import datetime

from django.db import transaction

from courses.errors import CourseNotOpen, NotYet
from courses.models import Enrollment
from courses.selectors.outline import StepOutline, outline_of
from courses.selectors.progress import progress_of
from courses.selectors.signing import asked_before, signature_of, signature_on
from courses.services.completing import complete_if_done, score_of
from courses.services.learning import locked, mark_finished
from policies.errors import NotInForce
from policies.models import Attestation, Policy
from policies.selectors.signing import version_for
from policies.services.signing import attest, take_turn
from policies.shown import Shown


@transaction.atomic
def sign_step(
    enrollment: Enrollment,
    step: StepOutline,
    shown: Shown,
    *,
    typed_name: str,
    method: Attestation.Method,
    network_address: str | None,
    now: datetime,
) -> Attestation:
    """Signs the version in force of the step's policy, with the questions and the score of the course's graded checks.

    The step is finished, and the course completed if it was the last, by `close_attest_steps`. A second click gives the
    first record, and a step that a signature elsewhere has finished gives that one. Raises NotYet, CourseNotOpen, and
    all that `attest` raises. The passage is not locked here: signatures lock passages in one order, those of other
    courses too, after the policy.
    """
    policy = Policy.objects.filter(slug=step.policy).first()
    if policy is not None:
        take_turn(enrollment.employee, policy)
    enrollment = Enrollment.objects.select_related("version", "employee").get(pk=enrollment.pk)
    if enrollment.closed_at is not None:
        first = signature_on(enrollment, step)
        if first is None:
            raise CourseNotOpen
        return first
    progress = progress_of(enrollment)
    if progress.is_locked(step):
        raise NotYet
    known = (signature_on(enrollment, step) or signature_of(enrollment, step)) if progress.is_finished(step) else None
    if known is not None:
        return known
    if policy is None:
        raise NotInForce
    return attest(
        enrollment.employee,
        policy,
        shown,
        typed_name=typed_name,
        method=method,
        network_address=network_address,
        now=now,
        occasion=str(enrollment.uuid),
        questions=asked_before(enrollment, step),
        score=score_of(enrollment),
    )


def close_attest_steps(attestation: Attestation, *, now: datetime) -> int:
    """Finishes the steps of the person's open passages that ask for this policy. Runs in the signing transaction.

    Only a signature of what is in force counts: an old paper that HR enters now closes nothing. Returns how many
    passages went on.
    """
    employee, policy = attestation.employee, attestation.policy
    asking = Enrollment.objects.open().filter(employee=employee, version__modules__steps__policy=policy.slug)
    passages = sorted(set(asking.values_list("pk", flat=True)))
    if not passages or version_for(policy, employee, now=now) != attestation.version:
        return 0
    return sum(_close_in(Enrollment(pk=pk), policy, now=now) for pk in passages)


def _close_in(enrollment: Enrollment, policy: Policy, *, now: datetime) -> bool:
    enrollment = locked(enrollment)
    if enrollment.closed_at is not None:
        return False
    for step in outline_of(enrollment.version).steps:
        if step.policy == policy.slug:
            mark_finished(enrollment, step, now=now)
    complete_if_done(enrollment, now=now)
    return True
