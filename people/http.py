"""The request that a signed-in view gets."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from people.models import Employee


class StaffRequest(HttpRequest):
    """A request whose user is certainly an employee: the access table let nobody else through."""

    user: Employee
    htmx: HtmxDetails
