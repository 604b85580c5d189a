"""What a tracking page offers for changing its filter: chips to take off, columns to sort by."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.models import Assignment
from assignments.selectors import State
from people.models import Department
from reports.selectors.filtering import Choices, TrackingFilter
from reports.selectors.rows import TrackedRow


@dataclass(frozen=True)
class Option:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Chip:
    label: str
    remove_url: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column head; `aria_sort` is empty for those that are not sorted by now, `url` for those that cannot be."""

    label: str
    url: str = ""
    aria_sort: str = ""


def tracking_chips(wanted: TrackingFilter, choices: Choices) -> list[Chip]:
    """A menu of the other courses, and the chosen department, which leads one level up when taken off."""
    page = reverse("reports:tracking")
    chips = []
    if len(choices.courses) > 1:
        options = tuple(
            Option(one.title, f"{page}?{wanted.query(course=one)}", one == wanted.course) for one in choices.courses
        )
        chips.append(Chip(_("Another course"), options=options))
    if wanted.department:
        up = replace(wanted, department=_parent(wanted.department, choices))
        label = _("%(department)s and below") % {"department": wanted.department.name}
        chips.append(Chip(label, remove_url=f"{page}?{up.query()}"))
    return chips


def _parent(department: Department, choices: Choices) -> Department | None:
    parent = next((node for node in choices.tree if node.department.pk == department.parent_id), None)
    # The page without a department opens an only root by itself.
    roots = sum(node.depth == 0 for node in choices.tree)
    return None if parent is None or (parent.depth == 0 and roots == 1) else parent.department


def rows_chips(wanted: TrackingFilter) -> list[Chip]:
    """One chip for everything that narrows the rows."""
    page = reverse("reports:rows")
    return [Chip(label, remove_url=f"{page}?{less.query()}") for label, less in _narrowed_by(wanted)]


def _narrowed_by(wanted: TrackingFilter) -> Iterator[tuple[str, TrackingFilter]]:
    if wanted.course:
        yield wanted.course.title, replace(wanted, course=None)
    if wanted.department:
        name = {"department": wanted.department.name}
        label = _("Directly in %(department)s") if wanted.is_direct else _("%(department)s and below")
        yield label % name, replace(wanted, department=None, is_direct=False)
    if wanted.is_nowhere:
        yield _("In no department today"), replace(wanted, is_nowhere=False)
    if wanted.campaign:
        yield _("Campaign due %(day)s") % {"day": date_format(wanted.campaign.due_on)}, replace(wanted, campaign=None)
    if wanted.state:
        yield wanted.state_label, replace(wanted, state="")
    if wanted.q:
        yield _("“%(words)s”") % {"words": wanted.q}, replace(wanted, q="")


def columns(wanted: TrackingFilter) -> list[Column]:
    return [
        _column(wanted, _("Person"), "name"),
        Column(_("Number")),
        _column(wanted, _("Department"), "department"),
        *([] if wanted.course else [Column(_("Course"))]),
        _column(wanted, _("Due"), "due"),
        _column(wanted, _("State"), "state"),
        _column(wanted, _("Completed"), "completed"),
        Column(_("Certificate")),
    ]


def _column(wanted: TrackingFilter, label: str, sort: str) -> Column:
    """A second click on the column that the rows are sorted by turns them round."""
    is_sorted = wanted.sort == sort
    turned = replace(wanted, sort=sort, is_descending=is_sorted and not wanted.is_descending)
    direction = "descending" if wanted.is_descending else "ascending"
    return Column(label, f"{reverse('reports:rows')}?{turned.query()}", direction if is_sorted else "")


def state_words(row: TrackedRow) -> str:
    """The state in a word or two; for what does not count, why."""
    if row.is_late:
        return _("Late")
    if row.state == State.LEFT_OUT:
        return str(Assignment.ClosedBy(row.closed_by or Assignment.ClosedBy.DEPARTURE).label)
    return _("Done") if row.state == State.DONE else _("Open")
