"""Writing a text: the editor with its preview, and the languages of a version."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.http import StaffRequest
from policies import access
from policies.desk_forms import LanguageForm, TextForm
from policies.errors import SavedMeanwhile, TextMistakes
from policies.languages import language_name
from policies.models import PolicyVersion
from policies.selectors.desk import title_of
from policies.selectors.editing import Written, written
from policies.services.drafting import remove_text
from policies.services.editing import save_page
from policies.views.hints import hints_of
from policies.views.previews import MOST_MISTAKES, Mistake, mistakes_of, preview_of
from toolkit.errors import DomainError
from toolkit.packfiles.folders import is_language


@dataclass(frozen=True)
class Refused:
    """A line of the error summary."""

    text: str
    href: str
    line: int = 0


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: StaffRequest, slug: str, number: int, language: str) -> HttpResponse:
    version = _version(request, slug, number, language)
    stored = written(version, language)
    if request.method != "POST":
        if version.state != PolicyVersion.State.DRAFT:
            messages.info(request, _("This version is not a draft any more, so its text cannot be edited now."))
            return redirect("policies:draft", slug, number)
        return _page(request, version, language, _form(stored, over=stored.digest), stored)
    form = TextForm(request.POST)
    if not form.is_valid():
        return _page(request, version, language, form, form.page, status=422)
    if "preview" in request.POST:
        return _page(request, version, language, form, form.page, {"is_unsaved": form.page != stored})
    try:
        save_page(
            version,
            language=language,
            page=form.page,
            over=form.cleaned_data["over"],
            by=request.user,
            now=timezone.now(),
        )
    except TextMistakes as mistakes:
        refused = [_refused(mistake) for mistake in mistakes_of(mistakes.problems, form.page)[:MOST_MISTAKES]]
        return _page(request, version, language, form, form.page, {"errors": refused}, status=422)
    except SavedMeanwhile:
        now_stored = written(version, language)
        again = _form(form.page, over=now_stored.digest)
        return _page(request, version, language, again, form.page, {"meanwhile": now_stored}, status=422)
    except DomainError as refusal:
        return _page(request, version, language, form, form.page, {"refusal": str(refusal)}, status=422)
    messages.success(request, _("Saved."))
    return redirect("policies:draft-text", slug, number, language)


def _version(request: StaffRequest, slug: str, number: int, language: str) -> PolicyVersion:
    if not is_language(language):
        raise Http404
    return access.version_to_write_or_404(request.user, slug, number)


def _form(page: Written, *, over: str) -> TextForm:
    values = {"markdown": page.markdown, "statement": page.statement, "summary": page.summary, "over": over}
    return TextForm(initial=values)


def _refused(mistake: Mistake) -> Refused:
    field = {"text": "markdown"}.get(mistake.field, mistake.field)
    return Refused(mistake.sentence, f"#id_{field}", mistake.line if mistake.field == "text" else 0)


def _page(
    request: StaffRequest,
    version: PolicyVersion,
    language: str,
    form: TextForm,
    page: Written,
    more: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "version": version,
        "title": title_of(version.policy),
        "language": language,
        "is_stored": version.texts.filter(language=language).exists(),
        "others": [one for one in version.texts.order_by("language") if one.language != language],
        "form": form,
        "preview": preview_of(language, page),
        "hints": hints_of(language, page.markdown, page.statement),
        "errors": [],
        "has_errors": status == 422,
        "meanwhile": None,
        "refusal": "",
        "is_unsaved": False,
    }
    return render(request, "policies/edit.html", context | (more or {}), status=status)


@require_POST
def preview(request: StaffRequest, slug: str, number: int, language: str) -> HttpResponse:
    """What readers would see of the words in the form; stores nothing."""
    _version(request, slug, number, language)
    form = TextForm(request.POST)
    form.is_valid()
    return render(request, "policies/_preview.html", {"preview": preview_of(language, form.page)})


@require_POST
def add_language(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Leads to the empty page of a language. It is part of the version once a text is saved there."""
    access.version_to_write_or_404(request.user, slug, number)
    form = LanguageForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["language"][0]))
        return redirect("policies:draft", slug, number)
    return redirect("policies:draft-text", slug, number, form.cleaned_data["language"])


@require_http_methods(["GET", "HEAD", "POST"])
def remove_language(request: StaffRequest, slug: str, number: int, language: str) -> HttpResponse:
    version = _version(request, slug, number, language)
    if request.method != "POST" and version.state != PolicyVersion.State.DRAFT:
        messages.warning(request, _("Version %(number)d is not a draft any more, so it stays.") % {"number": number})
        return redirect("policies:draft", slug, number)
    if request.method != "POST":
        context = {"version": version, "title": title_of(version.policy), "language": language}
        return render(request, "policies/remove_language.html", context)
    try:
        remove_text(version, language=language, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The text in %(language)s is taken out.") % {"language": language_name(language)})
    return redirect("policies:draft", slug, number)
