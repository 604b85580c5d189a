"""The request that a signed-in view gets, and what a form takes from it."""

from django.http import HttpRequest, QueryDict
from django_htmx.middleware import HtmxDetails

from people.models import Employee


class StaffRequest(HttpRequest):
    """A request whose user is certainly an employee: the access table let nobody else through."""

    user: Employee
    htmx: HtmxDetails


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is bound too, and then says what is missing."""
    return request.POST if request.method == "POST" else None
