"""What there are figures of: courses with their published versions, and policies with clauses."""

from collections import defaultdict
from dataclasses import dataclass

from courses.models import Course, CourseVersion
from policies.models import Policy, PolicyText, PolicyVersion
from policies.selectors.signing import nearest


@dataclass(frozen=True)
class Measurable:
    """A course or policy that has figures, under its newest title."""

    slug: str
    title: str


def measurable_courses() -> list[Measurable]:
    """Every course that was ever published, by title."""
    newest = CourseVersion.objects.published().order_by("number").values_list("course__slug", "title")
    return _by_title(dict(newest))


def measurable_policies() -> list[Measurable]:
    """Every policy that was ever published, by title."""
    found = PolicyText.objects.filter(version__state=PolicyVersion.State.PUBLISHED)
    texts: dict[str, list[PolicyText]] = defaultdict(list)
    for text in found.select_related("version__policy").defer("markdown", "statement"):
        texts[text.version.policy.slug].append(text)
    return _by_title({slug: _newest(several) for slug, several in texts.items()})


def policy_title(policy: Policy) -> str:
    """Its title in the newest published version, of which there is one at least."""
    found = PolicyText.objects.filter(version__policy=policy, version__state=PolicyVersion.State.PUBLISHED)
    return _newest(list(found.select_related("version").defer("markdown", "statement")))


def _newest(texts: list[PolicyText]) -> str:
    number = max(text.version.number for text in texts)
    mine = [text for text in texts if text.version.number == number]
    return nearest(sorted(mine, key=lambda text: text.language)).title


def _by_title(titles: dict[str, str]) -> list[Measurable]:
    found = [Measurable(slug, title) for slug, title in titles.items()]
    return sorted(found, key=lambda one: one.title.casefold())


def versions_of(course: Course) -> list[CourseVersion]:
    """The published versions, the newest first."""
    return list(CourseVersion.objects.published().filter(course=course).order_by("-number", "language"))
