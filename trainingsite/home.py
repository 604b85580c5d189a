"""The one list of a person: what is to do, assigned or begun of one's own accord, and what is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.ladder import Urgency
from assignments.selectors.duties import Duty, open_assignments_of
from certificates.models import Certificate
from courses.models import Completion
from courses.selectors.progress import Progress, open_passages
from people.models import Employee


@dataclass(frozen=True)
class ToDo:
    """One thing to finish. `badge` is late, soon or empty; `badge_text` says it in words."""

    id: str
    title: str
    url: str
    hint: str
    badge: str
    badge_text: str
    status: str
    progress: Progress | None
    start_url: str
    after: UUID | None  # the completion that is to be renewed


@dataclass(frozen=True)
class Done:
    uuid: UUID
    course_id: int
    title: str
    url: str
    completed_on: date
    certificate_uuid: UUID | None
    certificate_number: str
    valid_until: date | None


def to_do(person: Employee, *, now: datetime, today: date, done: Sequence[Done] = ()) -> list[ToDo]:
    """What is open, the most urgent first; courses begun without being asked come last. `done` is what was done."""
    renewed = {row.course_id: row.uuid for row in done}
    duties = open_assignments_of(person, now=now)
    begun = open_passages(person)
    asked = {duty.course_id for duty in duties}
    rows = [_asked(duty, begun.get(duty.course_id), today, renewed.get(duty.course_id)) for duty in duties]
    return rows + [_begun(progress) for course, progress in begun.items() if course not in asked]


def _asked(duty: Duty, progress: Progress | None, today: date, after: UUID | None) -> ToDo:
    words = due_in_words(duty.due_on, today)
    is_pressing = duty.urgency is not Urgency.LATER
    return ToDo(
        id=f"course-{duty.slug}",
        title=progress.outline.title if progress else duty.title,
        url=reverse("courses:overview", args=[duty.slug]),
        hint=_hint(progress.outline.minutes if progress else duty.minutes, progress),
        badge=duty.urgency.value if is_pressing else "",
        badge_text=words if is_pressing else "",
        status="" if is_pressing else words,
        progress=progress,
        start_url=reverse("courses:start", args=[duty.slug]),
        after=after,
    )


def _begun(progress: Progress) -> ToDo:
    slug = progress.outline.course_slug
    return ToDo(
        id=f"course-{slug}",
        title=progress.outline.title,
        url=reverse("courses:overview", args=[slug]),
        hint=_hint(progress.outline.minutes, progress),
        badge="",
        badge_text="",
        status=_("No due date"),
        progress=progress,
        start_url=reverse("courses:start", args=[slug]),
        after=None,
    )


def _hint(minutes: int, progress: Progress | None) -> str:
    length = ngettext("Course, %(n)s minute.", "Course, %(n)s minutes.", minutes) % {"n": minutes}
    return f"{length} {_('In progress.')}" if progress else length


def due_in_words(due_on: date, today: date) -> str:
    """ "3 days late", "Due today", "Due Friday" within the week, else "Due Nov. 30, 2026"."""
    days = (due_on - today).days
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
    if days == 0:
        return _("Due today")
    if days == 1:
        return _("Due tomorrow")
    if days < 7:
        return _("Due %(day)s") % {"day": WEEKDAYS[due_on.weekday()]}
    return _("Due %(day)s") % {"day": date_format(due_on)}


def done(person: Employee) -> list[Done]:
    """The latest completion of each course, with its certificate, the newest first; one query."""
    rows = Completion.objects.filter(employee=person).select_related("version", "course", "certificate")
    latest: dict[int, Completion] = {}
    for row in rows.order_by("-completed_at"):
        latest.setdefault(row.course_id, row)
    return [_done(row) for row in latest.values()]


def _done(row: Completion) -> Done:
    certificate: Certificate | None = getattr(row, "certificate", None)
    return Done(
        uuid=row.uuid,
        course_id=row.course_id,
        title=row.version.title,
        url=reverse("courses:overview", args=[row.course.slug]),
        completed_on=row.completed_on,
        certificate_uuid=certificate.uuid if certificate else None,
        certificate_number=certificate.shown_number if certificate else "",
        valid_until=row.valid_until,
    )


def greeting(person: Employee, *, local: datetime) -> str:
    """ "Good morning, Ada." by the clock of the person's own site."""
    words = _("Good morning, %(name)s.") if local.hour < 12 else _("Good afternoon, %(name)s.")
    if local.hour >= 18 or local.hour < 4:
        words = _("Good evening, %(name)s.")
    return words % {"name": person.short_name}


def how_many(count: int) -> str:
    """What is left, in words as one would say it."""
    if count == 0:
        return _("Nothing to finish.")
    number = [_("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"), _("Nine")]
    word = number[count - 1] if count <= len(number) else str(count)
    return ngettext("%(number)s thing to finish.", "%(number)s things to finish.", count) % {"number": word}
