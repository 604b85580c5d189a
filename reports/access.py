"""From the address to a filter: whatever names a thing has to name one that there is, or it is a 404.

And who may fetch which export: asking for one is not enough, the right to it is asked for again at each download.
"""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from assignments.models import Campaign
from assignments.selectors import Node
from courses.models import CourseVersion
from people.models import Department, Employee
from people.roles import Role
from policies.models import Policy, PolicyVersion
from reports.models import Export
from reports.selectors.filtering import (
    DEFAULT_SORT,
    LONGEST_SEARCH,
    NOWHERE,
    SORTS,
    STATES,
    Choices,
    CourseChoice,
    TrackingFilter,
)
from reports.selectors.persons import Signed, signed_with

T = TypeVar("T")


def filter_or_404(asked: QueryDict, choices: Choices) -> TrackingFilter:
    """The filter in the address. A state or order that there is not is left out: it only narrows or sorts."""
    department = asked.get("department", "")
    state, sort = asked.get("state", ""), asked.get("sort", "")
    return TrackingFilter(
        course=_course(asked.get("course", ""), choices),
        department=_department(department, choices),
        is_nowhere=department == NOWHERE,
        is_direct=asked.get("direct") == "1",
        campaign=_campaign(asked.get("campaign", "")),
        state=state if state in STATES else "",
        q=asked.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH],
        sort=sort.lstrip("-") if sort.lstrip("-") in SORTS else DEFAULT_SORT,
        is_descending=sort.startswith("-"),
    )


def _course(slug: str, choices: Choices) -> CourseChoice | None:
    if not slug:
        return None
    found = next((choice for choice in choices.courses if choice.course.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _department(text: str, choices: Choices) -> Department | None:
    if not text or text == NOWHERE:
        return None
    uuid = _uuid_or_404(text)
    current = next((node.department for node in choices.tree if node.department.uuid == uuid), None)
    return current or get_object_or_404(Department, uuid=uuid)


def _campaign(text: str) -> Campaign | None:
    return get_object_or_404(Campaign, uuid=_uuid_or_404(text)) if text else None


def _uuid_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise Http404 from problem


def person_or_404(uuid: UUID) -> Employee:
    """Anybody, here or gone. The access table lets compliance look."""
    person = Employee.objects.filter(uuid=uuid).first()
    if person is None:
        raise Http404
    return person


def entered_or_404(uuid: UUID) -> Signed:
    """Something that a person signed, completed or holds, whose entry is in the log. For compliance."""
    found = signed_with(uuid)
    if found is None:
        raise Http404
    return found


def export_or_404(person: Employee, uuid: UUID) -> Export:
    """An export that this person may see and download now. Roles are asked for again: they may have ended since."""
    export = Export.objects.select_related("asked_by", "about", "made").filter(uuid=uuid).first()
    if export is None or not may_have(person, export):
        raise Http404
    return export


def may_have(person: Employee, export: Export) -> bool:
    """Evidence packs are for compliance and auditors, whoever made them; all else is for the one who asked for it.

    One's own file needs no role; a file about others needs the role that asking for it needed.
    """
    if export.kind == Export.Kind.EVIDENCE:
        return person.has_role(Role.COMPLIANCE, Role.AUDITOR)
    if export.asked_by_id != person.pk:
        return False
    return export.about_id == person.pk or person.has_role(Role.COMPLIANCE)


def found_or_404(thing: T | None) -> T:
    """What a page is about. Not to be found, or hidden, is all the same to who asks."""
    if thing is None:
        raise Http404
    return thing


def measured_version_or_404(slug: str, version: str) -> CourseVersion:
    """A published version of the course; the newest one if none is named."""
    published = CourseVersion.objects.published().filter(course__slug=slug).select_related("course")
    if version:
        published = published.filter(uuid=_uuid_or_404(version))
    return found_or_404(published.order_by("-number", "language").first())


def measured_policy_or_404(slug: str) -> Policy:
    """A policy of which a version was published."""
    published = Policy.objects.filter(slug=slug, versions__state=PolicyVersion.State.PUBLISHED)
    return found_or_404(published.distinct().first())


def change_or_404(changes: Sequence[PolicyVersion], number: str) -> PolicyVersion | None:
    """The change that is named, else the newest one; None if nothing ever changed."""
    if not number:
        return changes[0] if changes else None
    return found_or_404(next((change for change in changes if str(change.number) == number), None))


def department_in_or_404(tree: Sequence[Node], department: str) -> Department | None:
    """One of these departments, None if none is named."""
    if not department:
        return None
    uuid = _uuid_or_404(department)
    return found_or_404(next((node.department for node in tree if node.department.uuid == uuid), None))
