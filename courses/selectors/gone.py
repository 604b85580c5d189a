"""What the files of a course name and the site does not have: policies to sign, clauses that questions check."""

from collections.abc import Iterator

from courses.content import CourseContent, StepContent
from courses.packs.arranging import arrangement_of
from courses.packs.sources import Sources
from policies.models import Clause, Policy, PolicyVersion
from toolkit.packfiles.problems import Problem


def gone_in(sources: Sources, course: CourseContent) -> Iterator[Problem]:
    """A mistake for each. Clauses are looked for in the newest versions of the policies that the course asks to sign;
    in those of all policies when it asks for none."""
    policies = set(Policy.objects.values_list("slug", flat=True))
    clauses = set(clauses_for(course))
    for module in arrangement_of(course.slug, sources.texts):
        found = next((one for one in course.modules if one.slug == module.slug), None)
        steps = {step.slug: step for step in found.steps} if found else {}
        for place in module.steps:
            step = steps.get(place.slug)
            if step:
                yield from _gone_in_step(step, place.path, sources.texts[place.path], policies, clauses)


def clauses_for(course: CourseContent | None) -> dict[str, str]:
    """The clauses that questions of this course can check, with their headings, in the order of the policy."""
    policies = {policy.slug: policy for policy in Policy.objects.all()}
    modules = course.modules if course else ()
    signed = {step.policy for module in modules for step in module.steps if step.policy}
    wanted = [policies[slug] for slug in signed if slug in policies] or list(policies.values())
    newest: dict[int, int] = {}
    published = PolicyVersion.objects.published().filter(policy__in=wanted).order_by("number")
    for policy, version in published.values_list("policy", "pk"):
        newest[policy] = version
    rows = Clause.objects.filter(text__version__in=newest.values()).order_by(
        "text__version", "-text__language", "number"
    )
    return dict(rows.values_list("key", "heading"))


def _gone_in_step(step: StepContent, path: str, text: str, policies: set[str], clauses: set[str]) -> Iterator[Problem]:
    if step.policy and step.policy not in policies:
        what = f'There is no policy "{step.policy}".'
        yield Problem(path, _line_of(text, "policy:"), what, "the address name of a policy of this site")
    for question in step.questions:
        start = _line_of(text, f"key: {question.key}")
        for clause in question.clauses:
            if clause not in clauses:
                what = f'The clause "{clause}" is in no published policy.'
                yield Problem(path, _line_of(text, clause, start), what, "the key of a clause of the policy")


def _line_of(text: str, words: str, start: int = 1) -> int:
    lines = text.split("\n")
    return next((n for n, line in enumerate(lines, start=1) if n >= start and words in line), start)
