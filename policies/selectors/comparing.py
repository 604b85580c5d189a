"""A redline as its page shows it: changed clauses one by one, what is the same folded in between."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from policies.redline import ClauseChange
from policies.rendering.redlines import clause_html, line_html
from policies.selectors.reading import ReadClause, reading_of
from policies.selectors.redlines import Redline


@dataclass(frozen=True)
class ChangedClause:
    """A clause that is not the same, with its heading and text as safe HTML."""

    change: ClauseChange
    heading: SafeString
    html: SafeString

    @property
    def number(self) -> int | str:
        """The number that it has now; a removed one has none."""
        return self.change.number_after or ""


@dataclass
class Part:
    """Either one changed clause, or clauses one after the other that are the same."""

    changed: ChangedClause | None = None
    same: list[ReadClause] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    """The clauses of the whole page. `count` is how many of them are not the same."""

    redline: Redline
    parts: tuple[Part, ...]
    count: int
    count_same: int
    count_material: int


def comparison_of(redline: Redline) -> Comparison:
    """The redline with the HTML of everything in it."""
    difference = redline.difference
    clauses = {clause.key: clause for clause in reading_of(redline.text_after).clauses}
    parts: list[Part] = []
    for change in difference.clauses:
        if change.kind != "same":
            changed = ChangedClause(change, line_html(change.heading), clause_html(change))
            parts.append(Part(changed=changed))
            continue
        if not parts or parts[-1].changed:
            parts.append(Part())
        parts[-1].same.append(clauses[change.key])
    return Comparison(
        redline=redline,
        parts=tuple(parts),
        count=len(difference.changes),
        count_same=len(difference.clauses) - len(difference.changes),
        count_material=sum(change.mark == "material" for change in difference.changes),
    )
