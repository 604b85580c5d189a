"""Attestation records for compliance and auditors: the list, narrowed in any combination, and asking for its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.http import StaffRequest
from people.roles import Role
from reports import services
from reports.forms import FormatForm, RecordFilterForm
from reports.models import Export
from reports.selectors.exports import in_words, names_of
from reports.selectors.recordfilter import RecordFilter, UnknownFilter, filter_from, records
from reports.selectors.records import Place, RecordPage, record_page
from reports.views.controls import Chip


@dataclass(frozen=True)
class Problem:
    text: str
    href: str


@require_safe
def attestations(request: StaffRequest) -> HttpResponse:
    try:
        wanted = filter_from(request.GET)
    except UnknownFilter as problem:
        return _page(request, problem)
    place, newer = Place.parse(request.GET.get("before", "")), Place.parse(request.GET.get("after", ""))
    page = record_page(wanted, before=place, after=newer)
    return _page(request, wanted=wanted, page=page, total=records(wanted).count())


@require_POST
def ask(request: StaffRequest) -> HttpResponse:
    """The file holds what the page shows: the filter comes from the address of this page too."""
    form = FormatForm(request.POST)
    try:
        wanted = filter_from(request.GET)
        kept = wanted.kept
    except UnknownFilter as problem:
        return _page(request, problem)
    if not form.is_valid():
        page = record_page(wanted)
        return _page(request, wanted=wanted, page=page, total=records(wanted).count(), format_form=form, status=422)
    export = services.ask_for(
        Export.Kind.ATTESTATIONS,
        Export.Form(form.cleaned_data["form"]),
        filters=kept,
        by=request.user,
        now=timezone.now(),
    )
    return redirect("reports:export", export.uuid)


def _page(
    request: StaffRequest,
    problem: UnknownFilter | None = None,
    *,
    wanted: RecordFilter | None = None,
    page: RecordPage | None = None,
    total: int = 0,
    format_form: FormatForm | None = None,
    status: int = 200,
) -> HttpResponse:
    wanted, page = wanted or RecordFilter(), page or RecordPage([], None, None)
    query = wanted.query()
    problems = [Problem(str(problem), f"#id_{problem.part}")] if problem else []
    form = RecordFilterForm(request.GET)
    context: dict[str, Any] = {
        "form": form,
        "format_form": format_form or FormatForm(),
        "problems": problems,
        "chips": _chips(wanted, form.policy_titles),
        "rows": page.rows,
        "total": total,
        "query": query,
        "is_filtered": bool(query),
        "newer_url": _url(query, after=page.newer) if page.newer else "",
        "older_url": _url(query, before=page.older) if page.older else "",
        "may_export": request.user.has_role(Role.COMPLIANCE),
    }
    return render(request, "reports/attestations.html", context, status=422 if problem else status)


def _url(query: str, **place: Place) -> str:
    """The list's address with the filter, at a place."""
    here = "&".join(f"{name}={value}" for name, value in place.items())
    return f"{reverse('reports:attestations')}?{query + '&' if query else ''}{here}"


def _chips(wanted: RecordFilter, titles: Mapping[str, str]) -> list[Chip]:
    """One chip for everything that narrows the records, each a link that takes itself off."""
    page = reverse("reports:attestations")
    found: list[tuple[str, dict[str, Any]]] = []
    if wanted.policy:
        slug = wanted.policy.slug
        found.append((titles.get(slug, slug), {"policy": None, "version": None}))
    if wanted.version:
        found.append((_("Version %(number)s") % {"number": wanted.version.number}, {"version": None}))
    if wanted.from_on:
        found.append((_("From %(day)s") % {"day": date_format(wanted.from_on)}, {"from_on": None}))
    if wanted.to_on:
        found.append((_("Until %(day)s") % {"day": date_format(wanted.to_on)}, {"to_on": None}))
    if wanted.department:
        label = _("%(department)s and below") % {"department": wanted.department.name}
        found.append((label, {"department": None}))
    if wanted.person:
        found.append((_("“%(words)s”") % {"words": wanted.person}, {"person": ""}))
    if wanted.persons:
        found.append((in_words(names_of(map(str, wanted.persons)).values()), {"persons": ()}))
    if wanted.method:
        found.append((_("On paper") if wanted.method == "paper" else _("On this site"), {"method": ""}))
    return [Chip(label, remove_url=f"{page}?{wanted.query(**less)}") for label, less in found]
