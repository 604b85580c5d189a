"""Which version of the policy decides what a quiz asks: the one in force for the learner when an attempt begins."""

from datetime import datetime

from courses.models import Attempt, Enrollment
from courses.selectors.outline import StepOutline, outline_of
from policies.models import Policy
from policies.selectors.signing import version_for


def policy_version_of(enrollment: Enrollment, step: StepOutline, *, now: datetime) -> int | None:
    """The number of that version. None when it makes no difference for this quiz, or none is in force."""
    if not any(question.is_bounded for question in step.questions):
        return None
    policy = Policy.objects.filter(slug=outline_of(enrollment.version).policy).first()
    version = version_for(policy, enrollment.employee, now=now) if policy else None
    return version.number if version else None


def asked_in(attempt: Attempt, step: StepOutline) -> StepOutline:
    """The quiz as this attempt asks it."""
    return step.with_policy(attempt.policy_version)


def asked_by(attempt: Attempt) -> StepOutline:
    """The quiz of this attempt, as it asks it. Its passage and version have to be loaded with it."""
    steps = outline_of(attempt.enrollment.version).steps
    return asked_in(attempt, next(step for step in steps if step.pk == attempt.step_id))


def asked_next(
    enrollment: Enrollment, step: StepOutline, open_attempt: Attempt | None, *, now: datetime
) -> StepOutline:
    """The quiz as the open attempt asks it, or the one that would be started now."""
    if open_attempt is not None:
        return asked_in(open_attempt, step)
    return step.with_policy(policy_version_of(enrollment, step, now=now))
