"""The department tree of today as a list, each node before those below it, siblings by name."""

from collections import defaultdict
from dataclasses import dataclass

from people.models import Department

INDENT = "\u2003"


@dataclass(frozen=True)
class Node:
    department: Department
    depth: int

    @property
    def indented_name(self) -> str:
        """For a select, which has no other way to show a tree."""
        return INDENT * self.depth + self.department.name


def department_tree() -> list[Node]:
    """All current departments, in one query."""
    below: dict[int | None, list[Department]] = defaultdict(list)
    departments = sorted(Department.objects.current(), key=lambda one: one.name.casefold())
    known = {department.pk for department in departments}
    for department in departments:
        # What hangs below a node that has ended still has to be found: it is shown as a root.
        below[department.parent_id if department.parent_id in known else None].append(department)
    return _branch(below, None, 0)


def _branch(below: dict[int | None, list[Department]], parent: int | None, depth: int) -> list[Node]:
    nodes: list[Node] = []
    for department in below[parent]:
        nodes.append(Node(department, depth))
        nodes += _branch(below, department.pk, depth + 1)
    return nodes
