"""Files that belong to a version, while it is written."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.http import StaffRequest, file_refused
from policies import access
from policies.desk_forms import AttachForm
from policies.http import attachment_download
from policies.models import PolicyVersion
from policies.selectors.desk import title_of
from policies.services.attaching import attach, detach
from toolkit.errors import DomainError
from toolkit.stored import NotWhatWasStored


@require_http_methods(["GET", "HEAD", "POST"])
def attachments(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    version, powers = access.version_at_desk_or_404(request.user, slug, number)
    may_change = powers.writes and version.state == PolicyVersion.State.DRAFT
    form = AttachForm()
    if request.method == "POST":
        version = access.version_to_write_or_404(request.user, slug, number)
        form = AttachForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                added = attach(version, file=file, name=file.name, by=request.user, now=timezone.now())
            except DomainError as refusal:
                form.add_error("file", str(refusal))
            else:
                words = _("“%(name)s” is attached.")
                if added.name != file.name:
                    words = _(
                        "The file is attached as “%(name)s”: names have small letters a to z, digits and hyphens."
                    )
                messages.success(request, words % {"name": added.name})
                return redirect("policies:draft-attachments", slug, number)
    context = {
        "version": version,
        "title": title_of(version.policy),
        "attachments": list(version.attachments.order_by("name")),
        "may_change": may_change,
        "form": form,
    }
    return render(request, "policies/draft_attachments.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Takes a file out. A second click finds it gone, which is what was wanted."""
    version = access.version_to_write_or_404(request.user, slug, number)
    name = request.POST.get("name", "")
    try:
        detach(version, name=name, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("“%(name)s” is taken out.") % {"name": name[:120]})
    return redirect("policies:draft-attachments", slug, number)


@require_safe
def file(request: StaffRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """The file itself, to be kept and not to be run in the browser."""
    version, _powers = access.version_at_desk_or_404(request.user, slug, number)
    attachment = version.attachments.filter(name=name).first()
    if attachment is None:
        raise Http404
    try:
        return attachment_download(attachment, attachment.name)
    except OSError:
        raise Http404 from None
    except NotWhatWasStored:
        up = reverse("policies:draft-attachments", args=[slug, number])
        return file_refused(request, f"policies.attachment {attachment.uuid}", up=up, up_label=_("Attachments"))
