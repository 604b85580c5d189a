"""Pages of a list."""

import pytest
from django.test import RequestFactory

from toolkit.models import Job
from toolkit.paging import paginate

ROWS = list(range(120))


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("", 0),
        ("1", 0),
        ("2", 50),
        ("3", 100),
        ("4", 100),
        ("9" * 50, 100),
        ("0", 100),
        ("-1", 100),
        ("x", 0),
        ("٢", 50),
    ],
)
def test_whatever_is_asked_for_gives_a_page(rf: RequestFactory, asked: str, first: int) -> None:
    assert paginate(rf.get("/", {"page": asked}), ROWS)[0] == first


def test_an_empty_list_has_one_empty_page(rf: RequestFactory) -> None:
    page = paginate(rf.get("/"), [])
    assert (list(page), page.paginator.num_pages) == ([], 1)


@pytest.mark.django_db
def test_the_rows_are_read_before_a_template_sees_them(rf: RequestFactory, django_assert_num_queries: object) -> None:
    page = paginate(rf.get("/"), Job.objects.order_by("pk"))
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert list(page) == []
