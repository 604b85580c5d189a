"""Following an invitation: the person chooses a password. Opening the link changes nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people import selectors, services
from people.http import posted
from people.sign_in_forms import InvitedPasswordForm
from toolkit.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    person = selectors.invited_person(token, now=now)
    if person is None:
        return render(request, "people/invitation_over.html", status=410)
    form = InvitedPasswordForm(person, posted(request))
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "person": person}
        return render(request, "people/invitation.html", context, status=422 if form.is_bound else 200)
    try:
        services.accept_invitation(token, password=form.cleaned_data["new_password1"], now=now)
    except DomainError:
        return render(request, "people/invitation_over.html", status=410)
    messages.success(request, _("Your password is set. Sign in with it now."))
    return redirect("account_login")
