"""Reads around the steps that ask for a signature."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from courses.models import Attempt, Enrollment
from courses.selectors.asking import asked_in
from courses.selectors.attempts import paper
from courses.selectors.outline import StepOutline, outline_of
from courses.selectors.progress import open_passages, progress_of
from people.models import Employee
from policies.models import Attestation, Policy
from policies.obligations import Obligation


def signature_on(enrollment: Enrollment, step: StepOutline) -> Attestation | None:
    """The latest signature of the step's policy that was given in this passage."""
    return _signatures(enrollment, step).filter(occasion=str(enrollment.uuid)).first()


def signature_of(enrollment: Enrollment, step: StepOutline) -> Attestation | None:
    """The latest signature of the step's policy that this person gave anywhere."""
    return _signatures(enrollment, step).first()


def _signatures(enrollment: Enrollment, step: StepOutline) -> "QuerySet[Attestation]":
    """Those of the step's policy by this person, the latest first."""
    mine = Attestation.objects.filter(employee=enrollment.employee_id, policy__slug=step.policy)
    return mine.select_related("version", "policy", "text").order_by("-signed_at", "-pk")


def asked_before(enrollment: Enrollment, step: StepOutline) -> list[str]:
    """The keys of the questions that were asked in the graded checks that were passed in this passage."""
    progress = progress_of(enrollment)
    passed = {row.step_id: row for row in Attempt.objects.filter(enrollment=enrollment, is_passed=True)}
    keys = []
    for check in outline_of(enrollment.version).steps:
        if check.is_graded and progress.is_finished(check) and check.pk in passed:
            attempt = passed[check.pk]
            drawn = {question.key for question in paper(asked_in(attempt, check), attempt.seed)}
            keys += [question.key for question in check.questions if question.key in drawn]
    return keys


def where_to_sign(person: Employee, policy: Policy, now: datetime) -> Obligation | None:
    """The step of an open passage that asks for the policy; the latest begun first. For `policies.obligations`."""
    for progress in open_passages(person).values():
        for step in progress.outline.steps:
            if step.policy == policy.slug and not progress.is_finished(step):
                return Obligation(progress.outline.title, reverse("courses:step", args=step.address))
    return None
