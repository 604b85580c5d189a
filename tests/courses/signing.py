"""A course that asks for a signature at its end, for tests of such courses."""

from typing import Any

from courses.content import CourseContent, ModuleContent, StepContent
from courses.models import CourseVersion, Enrollment
from courses.selectors.progress import progress_of
from courses.services.learning import finish_lesson, start_course
from courses.services.signing import sign_step
from people.models import Employee
from policies.models import Attestation, Policy
from policies.selectors.showing import to_sign
from policies.shown import Shown
from tests.courses.learner import take_quiz
from tests.factories import NOW
from tests.policies.factories import SLUG
from tests.support.courses import publish_course, question, short_course

SIGN = StepContent("sign", "attest", "Sign the policy", 2, "Read it once more.", policy=SLUG)


def signing_course(
    slug: str = "signing", *, has_check: bool = True, sign: StepContent = SIGN, then: tuple[StepContent, ...] = ()
) -> CourseContent:
    """A lesson, a graded check of two questions if wanted, the signature, and what comes after it."""
    check = StepContent(
        "check",
        "quiz",
        "Check",
        0,
        "",
        is_graded=True,
        pass_mark=50,
        is_shuffled=False,
        questions=(question("g1"), question("g2", correct=("b",))),
    )
    read = StepContent("read", "lesson", "Read this", 2, "Some *text*.")
    steps = (read, check, sign, *then) if has_check else (read, sign, *then)
    return short_course(
        slug, title="Signing course", sources=(), modules=(ModuleContent("only", "Only", 5, ("sign.",), steps),)
    )


def make_signing_course(slug: str = "signing", **options: Any) -> CourseVersion:
    return publish_course(signing_course(slug, **options))


def up_to_signature(version: CourseVersion, person: Employee) -> Enrollment:
    """Everything before the signature. Of the two questions of the check, one is answered right."""
    enrollment = start_course(version.course, employee=person, now=NOW)
    while (step := progress_of(enrollment).next_step) is not None and not step.is_attest:
        if step.is_quiz:
            take_quiz(enrollment, step, choice="a")
        else:
            finish_lesson(enrollment, step, now=NOW)
    return enrollment


def sign_in_course(
    enrollment: Enrollment, *, shown: Shown | None = None, typed_name: str = "", **fields: Any
) -> Attestation:
    """The person signs what the step shows."""
    person = enrollment.employee
    step = next(step for step in progress_of(enrollment).outline.steps if step.is_attest)
    if shown is None:
        page = to_sign(Policy.objects.get(slug=step.policy), person, now=NOW, occasion=str(enrollment.uuid))
        assert page is not None
        shown = page.shown
    more = {"method": Attestation.Method.SITE, "network_address": None, "now": NOW} | fields
    return sign_step(enrollment, step, shown, typed_name=typed_name or person.name, **more)
