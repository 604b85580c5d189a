"""The questions of a course, and one question with what was chosen."""

from itertools import groupby

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.models import Question
from people.http import StaffRequest
from reports import access
from reports.figures.bars import PERCENT, Bar, shortened
from reports.selectors.figures.options import Options, options_of
from reports.selectors.figures.questions import Measured, QuestionLine, question_lines
from reports.views.figures import words
from reports.views.figures.courses import titles_of, version_chips, version_query
from reports.views.figures.sheet import Cell, Column, Row, Sheet, answer, plain

LONGEST_PROMPT = 90
WEAK = 0.2  # R. L. Ebel, Essentials of Educational Measurement (1972): below it an item is to be revised


@require_safe
def questions(request: StaffRequest, slug: str) -> HttpResponseBase:
    version = access.measured_version_or_404(slug, request.GET.get("version", ""))
    lines = question_lines(version)
    titles = titles_of({line.question.step_id: line.question.step for line in lines}.values())
    sheets, silent = [], []
    for step, several in groupby(lines, key=lambda line: line.question.step_id):
        quiz = list(several)
        if any(line.measured for line in quiz):
            sheets.append(_quiz(titles[step], quiz))
        else:
            silent.append(titles[step])
    context = {
        "version": version,
        "chips": version_chips(version, "reports:figures-questions"),
        "query": version_query(version),
        "silent": silent,
    }
    return answer(request, "reports/figures/questions.html", sheets, context, about=slug)


@require_safe
def question(request: StaffRequest, slug: str, module: str, step: str, key: str) -> HttpResponseBase:
    version = access.measured_version_or_404(slug, request.GET.get("version", ""))
    lines = question_lines(version)
    found = access.found_or_404(
        next((line for line in lines if address_of(line.question) == (module, step, key)), None)
    )
    options = options_of(found.question)
    context = {"version": version, "line": found, "query": version_query(version), "facts": _facts(found)}
    sheets = [_options(options)] if options.lines else []
    return answer(request, "reports/figures/question.html", sheets, context, about=f"{slug}-{key}")


def address_of(question: Question) -> tuple[str, str, str]:
    return question.step.module.slug, question.step.slug, question.key


def short_prompt(question: Question) -> str:
    """On a line or two, cut between words."""
    return shortened(question.prompt, LONGEST_PROMPT)


def question_url(question: Question) -> str:
    version = question.step.module.version
    address = reverse("reports:figures-question", args=[version.course.slug, *address_of(question)])
    return f"{address}?{version_query(version)}"


def _quiz(title: str, lines: list[QuestionLine]) -> Sheet:
    step = lines[0].question.step
    return Sheet(
        name=f"{step.module.slug}-{step.slug}",
        title=title,
        columns=(
            Column(_("Question"), is_number=False, file=(_("Key"), _("Question"))),
            Column(_("Answered")),
            Column(_("Right"), file=(_("Right (percent)"),)),
            Column(_("Tells apart")),
            Column(_("Time"), file=(_("Time (seconds)"),)),
        ),
        rows=[_question_row(line) for line in lines],
        drawing=_("For each question, the share of people who had it right."),
        scale=PERCENT,
        note="" if step.is_graded else _("Practice: it does not count."),
    )


def _question_row(line: QuestionLine) -> Row:
    prompt = short_prompt(line.question)
    name = Cell(prompt, (line.question.key, line.question.prompt), question_url(line.question))
    found = line.measured
    if found is None:
        people, cell = (words.not_shown(),) * 2 if line.is_hidden else (words.count(0), words.nothing())
        empty = Bar(None, _("Not shown") if line.is_hidden else _("Nobody yet"))
        return Row([name, people, cell, cell, cell], prompt, (empty,))
    cells = [
        name,
        words.count(found.people),
        words.share(found.right, found.people),
        _told_apart(found),
        words.time(found.seconds),
    ]
    return Row(cells, prompt, (words.share_bar(found.right, found.people),))


def _told_apart(found: Measured) -> Cell:
    number = found.discrimination
    return words.nothing() if number is None else Cell(number_format(round(number, 2), 2), (round(number, 3),))


def _facts(line: QuestionLine) -> list[dict[str, str]]:
    found = line.measured
    if found is None:
        return []
    facts = {
        _("Answered"): words.count(found.people).text,
        _("Right"): words.share_words(found.right, found.people),
        _("Tells apart"): _meaning(found.discrimination),
        _("Time"): words.duration(found.seconds),
        _("Clauses"): ", ".join(line.question.clauses) or _("None"),
    }
    if not line.counts:
        facts[_("Score")] = _("Does not count")
    return [{"key": key, "value": value} for key, value in facts.items()]


def _meaning(number: float | None) -> str:
    if number is None:
        return _("Shown from 30 people on, if their answers differ.")
    value = {"number": number_format(round(number, 2), 2)}
    if number < 0:
        return _("%(number)s. Who does well elsewhere does worse here. Check which answer counts as right.") % value
    if number < WEAK:
        return _("%(number)s. It says little about who understood. Look at its words and options.") % value
    return _("%(number)s. Who does well elsewhere does better here, as it should be.") % value


def _options(options: Options) -> Sheet:
    has_parts = any(line.option.part not in {"", line.option.text} for line in options.lines)
    rows = []
    for line in options.lines:
        text, part = line.option.text, line.option.part
        label = f"{part}: {text}" if has_parts and part else text
        state = _("Right") if line.option.is_right else ""
        cells = [plain(part)] if has_parts else []
        cells += [plain(text), plain(state), words.people(line.part), words.share(line.part, options.people)]
        rows.append(Row(cells, label, (words.share_bar(line.part, options.people),)))
    return Sheet(
        name="options",
        title=_("What was chosen"),
        columns=(
            *((Column(_("For"), is_number=False),) if has_parts else ()),
            Column(_("Answer"), is_number=False),
            Column(_("Key"), is_number=False),
            Column(_("People")),
            Column(_("Share"), file=(_("Share (percent)"),)),
        ),
        rows=rows,
        drawing=_("For each answer, the share of people who chose it."),
        scale=PERCENT,
        note=_("What fewer than five people answered is not shown, nor what would give it away."),
    )
