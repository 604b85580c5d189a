"""The request that a signed-in view gets, what a form takes from it, and the answer where a stored file is another."""

import logging

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from people.models import Employee

logger = logging.getLogger(__name__)


class StaffRequest(HttpRequest):
    """A request whose user is certainly an employee: the access table let nobody else through."""

    user: Employee
    htmx: HtmxDetails


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is bound too, and then says what is missing."""
    return request.POST if request.method == "POST" else None


def file_refused(request: HttpRequest, what: str, *, up: str, up_label: str) -> HttpResponse:
    """Instead of a file whose bytes are not those that were recorded. `what` names the row in the log of the site."""
    logger.error("%s is not handed out: the stored file is not the one that was recorded", what)
    return render(request, "file_differs.html", {"up": up, "up_label": up_label}, status=409)
