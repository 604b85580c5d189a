"""How well one clause is understood in each department, by where people are placed today."""

from dataclasses import dataclass
from datetime import date

from assignments.selectors import Node
from people.models import Department
from reports.figures.small_groups import hidden
from reports.selectors.figures.asking import day, rows
from reports.selectors.figures.clauses import Group, Tied, each_person, group


@dataclass(frozen=True)
class DepartmentLine:
    """One line of the table. `department` is None for people who are placed nowhere today.

    `is_direct`: those directly in the chosen department. `may_open`: it has departments below, and is not hidden.
    """

    department: Department | None
    is_direct: bool
    group: Group
    may_open: bool


@dataclass(frozen=True)
class Level:
    """The departments right under `chosen` (None: those at the top)."""

    chosen: Department | None
    lines: list[DepartmentLine]


Places = dict[tuple[int | None, str], tuple[int, float]]  # by department and its path: people, and the sum of shares


def by_department(tied: Tied, tree: list[Node], chosen: Department | None, *, on: date) -> Level | None:
    """The level below the chosen department, in one query; `tied` holds one clause. None if that department is hidden.

    A hidden department stays hidden with all that is below it: it is asked for at every level from the top.
    """
    found = _places(tied, on)
    top: Department | None = None
    roots = [node.department for node in tree if node.depth == 0]
    if len(roots) == 1:
        top = roots[0]
    level = _level(top, tree, found, is_top=True)
    while chosen and chosen != level.chosen:
        opened = [line for line in level.lines if line.department and chosen.path.startswith(line.department.path)]
        if not opened or not opened[0].may_open:
            return None
        level = _level(opened[0].department, tree, found, is_top=False)
    return level


def _places(tied: Tied, on: date) -> Places:
    if not tied.questions:
        return {}
    statement, values = each_person(tied, [])
    grouped = f"""{statement}
        SELECT department.id, department.path, COUNT(*), SUM(person.share)
        FROM person
            LEFT JOIN people_placement placement ON placement.employee_id = person.employee_id
                AND placement.replaced_at IS NULL AND placement.from_on <= %s
                AND (placement.until_on IS NULL OR placement.until_on > %s)
            LEFT JOIN people_department department ON department.id = placement.department_id
        GROUP BY department.id, department.path
    """  # noqa: S608 - only text of ours is put in
    return {
        (department, path or ""): (people, float(total))
        for department, path, people, total in rows(grouped, [*values, day(on), day(on)])
    }


def _level(chosen: Department | None, tree: list[Node], found: Places, *, is_top: bool) -> Level:
    """Each person stands in exactly one line, so that small ones can be hidden with what would give them away."""
    parts: list[tuple[Department | None, bool, tuple[int, float]]] = []
    rest = {place: sums for place, sums in found.items() if is_top or (chosen and place[1].startswith(chosen.path))}
    below = [node.department for node in tree if (node.department.parent_id == chosen.pk if chosen else not node.depth)]
    for department in below:
        here = [rest.pop(place) for place in list(rest) if place[1].startswith(department.path)]
        parts.append((department, False, _sum(here)))
    if chosen and (direct := rest.pop((chosen.pk, chosen.path), None)):
        parts.append((chosen, True, direct))
    if rest:  # people in no department, or in one that has ended
        parts.append((None, False, _sum(list(rest.values()))))
    away = hidden([people for _department, _is_direct, (people, _total) in parts])
    lines = []
    for place, (shown_as, is_direct, sums) in enumerate(parts):
        if sums[0]:
            shown = group(*sums, is_hidden=place in away)
            deeper = bool(shown_as and not is_direct and _has_below(shown_as, tree))
            lines.append(DepartmentLine(shown_as, is_direct, shown, deeper and not shown.is_hidden))
    return Level(chosen, lines)


def _sum(parts: list[tuple[int, float]]) -> tuple[int, float]:
    return sum(people for people, _total in parts), sum(total for _people, total in parts)


def _has_below(department: Department, tree: list[Node]) -> bool:
    return any(node.department.parent_id == department.pk for node in tree)
