"""The figures of a course: by state, by age and by department, from one grouped query."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from assignments.selectors import LATE, State
from people.models import Department
from reports.selectors.filtering import Choices, TrackingFilter, tracked


@dataclass(frozen=True)
class Figures:
    """Numbers of people by state."""

    by_state: Counter[str]

    @property
    def done(self) -> int:
        return self.by_state[State.DONE]

    @property
    def open(self) -> int:
        return self.by_state[State.OPEN]

    @property
    def late(self) -> int:
        return sum(self.by_state[state] for state in LATE)

    @property
    def left_out(self) -> int:
        return self.by_state[State.LEFT_OUT]

    @property
    def counted(self) -> int:
        """Those of whom it is expected: done, open or late."""
        return self.done + self.open + self.late

    @property
    def percent_done(self) -> float:
        """Rounded down to a tenth, so that 100 means everybody."""
        return 1000 * self.done // self.counted / 10 if self.counted else 0.0


@dataclass(frozen=True)
class DepartmentLine:
    """One line of the table. `deeper` is set if the department can be opened; `rows` is the filter of its people."""

    name: str
    is_direct: bool
    figures: Figures
    deeper: TrackingFilter | None
    rows: TrackingFilter


@dataclass(frozen=True)
class Age:
    """How many are late for about so long; `share` is of the largest of these numbers, for a bar."""

    label: str
    state: State
    number: int
    share: int


@dataclass(frozen=True)
class Tracking:
    wanted: TrackingFilter
    figures: Figures
    next_due: date | None
    lines: list[DepartmentLine]

    @property
    def ages(self) -> list[Age]:
        numbers = {state: self.figures.by_state[state] for state in LATE}
        most = max(*numbers.values(), 1)
        labels = (_("1 to 7"), _("8 to 30"), _("over 30"))
        return [
            Age(label, state, number, 100 * number // most)
            for label, (state, number) in zip(labels, numbers.items(), strict=True)
        ]


def tracking(wanted: TrackingFilter, choices: Choices, *, now: datetime) -> Tracking:
    """Everything that the tracking page shows, in one query beside the choices."""
    groups = (
        tracked(wanted, now=now)
        .order_by()
        .values("placed__department_id", "placed__department__path", "state")
        .annotate(number=Count("pk"), first_due=Min("due_on"))
    )
    by_place: dict[tuple[int | None, str], Counter[str]] = {}
    dues = []
    for group in groups:
        place = (group["placed__department_id"], group["placed__department__path"] or "")
        by_place.setdefault(place, Counter())[group["state"]] += group["number"]
        if group["state"] == State.OPEN:
            dues.append(group["first_due"])
    return Tracking(
        wanted=wanted,
        figures=Figures(sum(by_place.values(), Counter())),
        next_due=min(dues, default=None),
        lines=_lines(wanted, choices, by_place),
    )


def _lines(
    wanted: TrackingFilter, choices: Choices, by_place: dict[tuple[int | None, str], Counter[str]]
) -> list[DepartmentLine]:
    """The departments right under the chosen one with their subtree sums, then whoever stands in none of them.

    Each place is counted in exactly one line, so that the lines add up to the figures above them.
    """
    top, below = _level(wanted.department, choices)
    lines, rest = [], dict(by_place)
    for department in below:
        here = [place for place in rest if place[1].startswith(department.path)]
        figures = Figures(sum((rest.pop(place) for place in here), Counter()))
        opened = replace(wanted, department=department, is_direct=False, is_nowhere=False)
        if figures.by_state:
            lines.append(DepartmentLine(department.name, False, figures, opened, opened))
    if top and (direct := rest.pop((top.pk, top.path), None)):
        here_only = replace(wanted, department=top, is_direct=True, is_nowhere=False)
        lines.append(DepartmentLine(top.name, True, Figures(direct), None, here_only))
    if nowhere := rest.pop((None, ""), None):
        lines.append(DepartmentLine("", False, Figures(nowhere), None, replace(wanted, is_nowhere=True)))
    return lines


def _level(chosen: Department | None, choices: Choices) -> tuple[Department | None, list[Department]]:
    """The chosen department and those right under it; at the top, an only root is opened by itself."""
    if chosen is None:
        roots = [node.department for node in choices.tree if node.depth == 0]
        if len(roots) != 1:
            return None, roots
        chosen = roots[0]
    return chosen, [node.department for node in choices.tree if node.department.parent_id == chosen.pk]
