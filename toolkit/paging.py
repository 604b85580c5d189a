"""Pages of a list, from the page number in the address."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50


def paginate(request: HttpRequest, rows: QuerySet[Any] | list[Any], *, per_page: int = PER_PAGE) -> Page[Any]:
    """The page that ?page= asks for, with its rows read; a number that is none, or too high, gives the nearest page."""
    page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)  # here, so that no template does it
    return page
