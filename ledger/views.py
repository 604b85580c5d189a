"""What everybody may read: the newest checkpoint and the keys that sign. Both as plain text, for tools."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ledger import selectors

NOT_BEGUN = "The log has not begun yet. Try again in a few seconds.\n"


@require_safe
@cache_control(public=True, max_age=1)
def checkpoint(request: HttpRequest) -> HttpResponse:
    head = selectors.head()
    if head is None:
        return _text(NOT_BEGUN, status=404)
    return _text(head.note)


@require_safe
@cache_control(public=True, max_age=60)
def key(request: HttpRequest) -> HttpResponse:
    vkeys = selectors.published_vkeys()
    if not vkeys:
        return _text(NOT_BEGUN, status=404)
    return _text("".join(f"{vkey}\n" for vkey in vkeys))


@require_safe
@cache_control(public=True, max_age=60)
def keys(request: HttpRequest) -> JsonResponse:
    found = [
        {
            "vkey": key.vkey,
            "origin": key.origin,
            "since": key.since.isoformat(),
            "from_size": key.from_size,
            "to_size": key.to_size,
        }
        for key in selectors.signing_keys()
    ]
    return JsonResponse({"keys": found})


def _text(text: str, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    response["X-Content-Type-Options"] = "nosniff"
    return response
