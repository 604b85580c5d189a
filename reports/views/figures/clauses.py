"""How well the clauses of a policy are understood, before and after a change, and one clause by department."""

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignments.selectors import department_tree
from people.http import StaffRequest
from policies.models import PolicyVersion
from reports import access
from reports.figures.bars import PERCENT
from reports.selectors.figures.choosing import policy_title
from reports.selectors.figures.clauses import (
    ChangeLine,
    ClauseLine,
    change_lines,
    changes_of,
    clause_lines,
    questions_about,
    tied_questions,
)
from reports.selectors.figures.departments import DepartmentLine, Level, by_department
from reports.views.controls import Chip, Option
from reports.views.figures import words
from reports.views.figures.questions import question_url, short_prompt
from reports.views.figures.sheet import Cell, Column, Row, Sheet, answer, plain


@require_safe
def policy(request: StaffRequest, slug: str) -> HttpResponseBase:
    found = access.measured_policy_or_404(slug)
    tied = tied_questions(found)
    lines = clause_lines(found, tied)
    changes = changes_of(found)
    change = access.change_or_404(changes, request.GET.get("change", ""))
    has_any = any(line.all.understanding for line in lines)
    sheets = [_clauses(slug, lines)] if has_any else []
    if has_any and change:
        sheets.append(_change(change, change_lines(found, tied, lines, change)))
    context = {"title": policy_title(found), "chips": _change_chips(slug, changes, change) if has_any else []}
    return answer(request, "reports/figures/policy.html", sheets, context, about=slug)


@require_safe
def clause(request: StaffRequest, slug: str, key: str) -> HttpResponseBase:
    found = access.measured_policy_or_404(slug)
    tied = tied_questions(found).only(key)
    line = access.found_or_404(next((line for line in clause_lines(found, tied) if line.key == key), None))
    tree = department_tree()
    chosen = access.department_in_or_404(tree, request.GET.get("department", ""))
    level = access.found_or_404(by_department(tied, tree, chosen, on=timezone.localdate()))
    context = {
        "title": policy_title(found),
        "slug": slug,
        "line": line,
        "level": level if chosen else None,
        "asked": [(short_prompt(one), question_url(one)) for one in questions_about(tied)],
    }
    sheets = [_departments(slug, key, level)] if line.all.understanding else []
    return answer(request, "reports/figures/clause.html", sheets, context, about=f"{slug}-{key}")


def _columns(first: Column, *more: Column) -> tuple[Column, ...]:
    interval = (_("At least (percent)"), _("At most (percent)"))
    understood = (_("Understood (percent)"),)
    return (
        first,
        *more,
        Column(_("People")),
        Column(_("Understood"), file=understood),
        Column(_("Likely between"), file=interval),
    )


def _heading(line: ClauseLine) -> str:
    return f"{line.number}. {line.heading}"


def _clauses(slug: str, lines: list[ClauseLine]) -> Sheet:
    return Sheet(
        name="clauses",
        title=_("By clause"),
        columns=_columns(Column(_("Clause"), is_number=False, file=(_("Key"), _("Clause"))), Column(_("Questions"))),
        rows=[
            Row(
                [
                    Cell(
                        _heading(line),
                        (line.key, line.heading),
                        reverse("reports:figures-clause", args=[slug, line.key]) if line.questions else "",
                    ),
                    words.count(line.questions),
                    *words.understood(line.all),
                ],
                _heading(line),
                (words.understood_bar(line.all),),
            )
            for line in lines
        ],
        drawing=_("For each clause, how much of its questions people had right. The line shows the likely range."),
        scale=PERCENT,
        note=_(
            "Of each person and course, the first attempt at a check counts. With 95 percent confidence, the true "
            "share lies in the likely range."
        ),
    )


def _change(change: PolicyVersion, lines: list[ChangeLine]) -> Sheet:
    columns = tuple(
        Column(
            label,
            file=(
                _("%(when)s: people") % {"when": label},
                _("%(when)s: understood (percent)") % {"when": label},
                _("%(when)s: at least (percent)") % {"when": label},
                _("%(when)s: at most (percent)") % {"when": label},
            ),
        )
        for label in (_("Before"), _("After"))
    )
    rows = []
    for line in lines:
        heading = _heading(line.clause)
        bars = (
            words.understood_bar(line.before, is_before=True),
            words.understood_bar(line.after),
        )
        name = Cell(heading, (line.clause.key, line.clause.heading))
        cells = [_joined(words.understood(group)) for group in (line.before, line.after)]
        rows.append(Row([name, plain(line.mark or _("None")), *cells], heading, bars))
    values = {"number": change.number, "day": date_format(change.effective_on) if change.effective_on else ""}
    return Sheet(
        name=f"change-{change.number}",
        title=_("Before and after version %(number)s, in force since %(day)s") % values,
        columns=(
            Column(_("Clause"), is_number=False, file=(_("Key"), _("Clause"))),
            Column(_("Change"), is_number=False),
            *columns,
        ),
        rows=rows,
        drawing=_("For each clause, how much people had right: the upper bar before the change, the lower one since."),
        scale=PERCENT,
        note=_("A check belongs to the version that it went by: the one in force when it was begun."),
    )


def _joined(cells: list[Cell]) -> Cell:
    """People, share and interval in one cell: on the page the share of how many."""
    people, share, interval = cells
    values = (*people.values, *share.values, *interval.values)
    if people.text == share.text or share.text == "–":
        return Cell(share.text, values)
    return Cell(_("%(share)s of %(people)s") % {"share": share.text, "people": people.text}, values)


def _change_chips(slug: str, changes: list[PolicyVersion], change: PolicyVersion | None) -> list[Chip]:
    if len(changes) < 2 or change is None:
        return []
    address = reverse("reports:figures-policy", args=[slug])
    options = tuple(
        Option(_("Version %(number)s") % {"number": one.number}, f"{address}?change={one.number}", one == change)
        for one in changes
    )
    return [Chip(_("Change: version %(number)s") % {"number": change.number}, options=options)]


def _departments(slug: str, key: str, level: Level) -> Sheet:
    rows = []
    for line in level.lines:
        name = _department(line)
        url = ""
        if line.may_open and line.department:
            url = f"{reverse('reports:figures-clause', args=[slug, key])}?department={line.department.uuid}"
        rows.append(
            Row([plain(name, url=url), *words.understood(line.group)], name, (words.understood_bar(line.group),))
        )
    return Sheet(
        name="departments",
        title=_("By department"),
        columns=_columns(Column(_("Department"), is_number=False)),
        rows=rows,
        drawing=_("For each department, how much people had right. The line shows the likely range."),
        scale=PERCENT,
        note=_("By where people work today. A small department is not shown, nor what would give it away."),
    )


def _department(line: DepartmentLine) -> str:
    if line.department is None:
        return _("In no department today")
    return _("Directly in %(name)s") % {"name": line.department.name} if line.is_direct else line.department.name
