"""Taking over an existing policy from a Word document into a draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.http import StaffRequest
from policies import access
from policies.content import parse_text
from policies.desk_forms import ImportForm
from policies.errors import TextMistakes
from policies.models import Policy, PolicyVersion
from policies.selectors.desk import beginnings, title_of
from policies.services.importing import House, import_text
from policies.word import ImportedText, WordFileError, read_docx
from toolkit.errors import DomainError

SESSION_KEY = "policies-imported"


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, ImportForm(beginnings=beginnings()))
    form = ImportForm(request.POST, request.FILES, beginnings=beginnings())
    if not form.is_valid():
        return _page(request, form)
    file = form.cleaned_data["file"]
    try:
        text = read_docx(file.read(), name=file.name)
        draft = _import(request, form, text)
    except TextMistakes as mistakes:
        for problem in mistakes.problems[:10]:
            form.add_error("file", _("Line %(line)d of what was read: %(what)s") % vars(problem))
    except WordFileError as refusal:
        form.add_error("file", str(refusal))
    except DomainError as refusal:
        form.add_error("policy" if form.cleaned_data["policy"] else "slug", str(refusal))
    else:
        # The page after this one shows what could not be taken. Kept in the session: it is for this person, now.
        request.session[SESSION_KEY] = {"version": str(draft.uuid), "notes": list(text.notes), "file": file.name[:200]}
        return redirect("policies:draft-imported", draft.policy.slug, draft.number)
    return _page(request, form)


def _import(request: StaffRequest, form: ImportForm, text: ImportedText) -> PolicyVersion:
    data = form.cleaned_data
    into: Policy | House
    if data["policy"]:
        into = Policy.objects.get(slug=data["policy"])
    else:
        slug = form.slug_for(parse_text(text.markdown).title)
        into = House(slug, data["owner"], data["owner_title"], data["review_months"])
    return import_text(text.markdown, into=into, language=data["language"], by=request.user, now=timezone.now())


def _page(request: StaffRequest, form: ImportForm) -> HttpResponse:
    return render(request, "policies/import.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def imported(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """What was taken over, and the notes about what was not. Without notes at hand, the version's own page will do."""
    version = access.version_to_write_or_404(request.user, slug, number)
    kept = request.session.get(SESSION_KEY, {})
    text = version.texts.order_by("language").first()
    if kept.get("version") != str(version.uuid) or text is None:
        messages.info(request, _("The version holds what was taken over. Its notes were shown once, after the import."))
        return redirect("policies:draft", slug, number)
    context = {
        "version": version,
        "title": title_of(version.policy),
        "file": kept["file"],
        "notes": kept["notes"],
        "texts": list(version.texts.order_by("language")),
        "clauses": list(text.clauses.values_list("number", "heading")),
    }
    return render(request, "policies/imported.html", context)
