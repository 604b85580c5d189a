"""What has figures, and one course by step: how far people come, how long it takes, how many attempts they need."""

from collections import Counter
from collections.abc import Iterable

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.models import CourseVersion, Step
from people.http import StaffRequest
from people.roles import Role
from reports import access
from reports.figures.bars import PERCENT, Bar
from reports.selectors.figures.choosing import measurable_courses, measurable_policies, versions_of
from reports.selectors.figures.courses import CourseFigures, QuizLine, course_figures, quiz_lines
from reports.views.controls import Chip, Option
from reports.views.figures import words
from reports.views.figures.sheet import Cell, Column, Row, Sheet, answer, plain

SECONDS = 60


@require_safe
def figures(request: StaffRequest) -> HttpResponse:
    policies = measurable_policies() if sees_questions(request) else []
    context = {"courses": measurable_courses(), "policies": policies}
    return render(request, "reports/figures/figures.html", context)


@require_safe
def course(request: StaffRequest, slug: str) -> HttpResponseBase:
    version = access.measured_version_or_404(slug, request.GET.get("version", ""))
    found = course_figures(version)
    sheets = [_steps(found), _times(found), *_attempts(quiz_lines(version, found))] if found.begun else []
    context = {
        "version": version,
        "chips": version_chips(version, "reports:figures-course"),
        "begun": words.count(found.begun).text,
        "completed": words.share_words(found.completed, found.begun),
        "sees_questions": sees_questions(request),
        "query": version_query(version),
    }
    return answer(request, "reports/figures/course.html", sheets, context, about=slug)


def sees_questions(request: StaffRequest) -> bool:
    """Figures of questions and clauses are for those who write and answer for them."""
    return request.user.has_role(Role.AUTHOR, Role.COMPLIANCE)


def version_query(version: CourseVersion) -> str:
    return f"version={version.uuid}"


def version_words(version: CourseVersion) -> str:
    return _("Version %(number)s (%(language)s)") % {"number": version.number, "language": version.language}


def version_chips(version: CourseVersion, page: str) -> list[Chip]:
    """A menu of the other published versions, if there are any."""
    address = reverse(page, args=[version.course.slug])
    options = tuple(
        Option(version_words(one), f"{address}?{version_query(one)}", one == version)
        for one in versions_of(version.course)
    )
    return [Chip(version_words(version), options=options)] if len(options) > 1 else []


def titles_of(steps: Iterable[Step]) -> dict[int, str]:
    """By step its title, with that of its module where several steps are called so."""
    steps = list(steps)
    often = Counter(step.title for step in steps)
    together = _("%(step)s: %(module)s")
    return {
        step.pk: together % {"step": step.title, "module": step.module.title} if often[step.title] > 1 else step.title
        for step in steps
    }


def _steps(found: CourseFigures) -> Sheet:
    titles = titles_of(line.step for line in found.lines)
    return Sheet(
        name="steps",
        title=_("How far people come"),
        columns=(
            Column(_("Step"), is_number=False),
            Column(_("Finished it")),
            Column(_("Of who began"), file=(_("Of who began (percent)"),)),
        ),
        rows=[
            Row(
                [
                    plain(titles[line.step.pk]),
                    words.people(line.finished),
                    words.share(line.finished, found.begun),
                ],
                titles[line.step.pk],
                (words.share_bar(line.finished, found.begun),),
            )
            for line in found.lines
        ],
        drawing=_("For each step, the share of those who began that finished it."),
        scale=PERCENT,
    )


def _times(found: CourseFigures) -> Sheet:
    """Steps with an estimate or a measured time."""
    lines = [line for line in found.lines if line.step.minutes or line.seconds is not None]
    titles = titles_of(line.step for line in found.lines)
    rows = []
    for line in lines:
        title = titles[line.step.pk]
        estimate = SECONDS * line.step.minutes or None
        shown = words.duration(line.seconds) if line.seconds is not None else _("Not measured")
        estimated = Cell(words.minute_words(line.step.minutes), (line.step.minutes,)) if estimate else words.nothing()
        bar = Bar(line.seconds, shown, mark=estimate)
        rows.append(Row([plain(title), words.time(line.seconds), estimated], title, (bar,)))
    most = [line.seconds or 0 for line in lines] + [SECONDS * line.step.minutes for line in lines]
    return Sheet(
        name="times",
        title=_("Time against estimate"),
        columns=(
            Column(_("Step"), is_number=False),
            Column(_("Took"), file=(_("Took (seconds)"),)),
            Column(_("Estimate"), file=(_("Estimate (minutes)"),)),
        ),
        rows=rows,
        drawing=_("For each step, the time that it took. The upright line is the estimate."),
        scale=words.minutes_up_to(max(most, default=0)),
        note=_(
            "Half of the people took less, half took longer. Of a quiz the first attempt counts. Times that no reader "
            "needs, such as a page left open overnight, are cut off."
        ),
    )


def _attempts(lines: list[QuizLine]) -> list[Sheet]:
    if not lines:
        return []
    labels = (_("First attempt"), _("Second"), _("Third or later"))
    rows = []
    for line in lines:
        parts = line.parts or [line.people] * len(labels)
        bars = tuple(words.people_bar(part, label) for part, label in zip(parts, labels, strict=True))
        cells = [plain(line.step.title), words.people(line.people), *map(words.people, parts)]
        rows.append(Row(cells, line.step.title, bars))
    most = max(bar.value or 0 for row in rows for bar in row.bars)
    return [
        Sheet(
            name="attempts",
            title=_("Attempts to pass"),
            columns=(Column(_("Quiz"), is_number=False), Column(_("Passed")), *map(Column, labels)),
            rows=rows,
            drawing=_("For each quiz, how many people passed at their first, second, or a later attempt."),
            scale=words.people_up_to(most),
        )
    ]
