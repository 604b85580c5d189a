"""The public page that says whether a certificate is real, for whoever holds the paper or scans its code.

Every answer takes one indexed query. A number has 80 random bits: trying numbers is hopeless without a limit on tries.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from certificates import numbers, selectors
from certificates.forms import NumberForm


@require_safe
@cache_control(no_store=True)
def form(request: HttpRequest) -> HttpResponse:
    if "number" not in request.GET:
        return _page(request, "certificates/verify.html", {"form": NumberForm()})
    asked = NumberForm(request.GET)
    if not asked.is_valid():
        return _page(request, "certificates/verify.html", {"form": asked}, status=422)
    return redirect("certificates:verify-number", asked.cleaned_data["number"])


@require_safe
@cache_control(no_store=True)
def result(request: HttpRequest, number: str) -> HttpResponse:
    stored = numbers.parse(number)
    if stored and stored != number:
        return redirect("certificates:verify-number", stored, permanent=True)
    certificate = selectors.certificate_by_number(stored or "")
    if certificate is None:
        again = {"form": NumberForm(initial={"number": number[:100]}), "number": numbers.grouped(stored or "")}
        return _page(request, "certificates/not_found.html", again, status=404)
    context = {"certificate": certificate, "has_expired": certificate.has_expired(timezone.localdate())}
    return _page(request, "certificates/verified.html", context)


def _page(request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """A page that search engines leave alone: it may show a name."""
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
