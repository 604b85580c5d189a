"""The public page: real, expired or unknown, for anybody, however the number was typed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from certificates import numbers
from certificates.models import Certificate
from people.models import Employee
from tests.courses.learner import complete
from tests.factories import make_course, make_employee


@pytest.fixture
def certificate(ada: Employee) -> Certificate:
    return Certificate.objects.get(completion=complete(make_course(), ada, now=timezone.now()))


def test_a_real_one_is_shown_to_anybody(client: Client, certificate: Certificate) -> None:
    response = client.get(f"/verify/{certificate.number}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "This certificate is real" in page
    for words in ("Ada Osei", "Handwashing", certificate.shown_number, "Riverside Health"):
        assert words in page
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "no-store"


def test_it_tells_no_more_than_the_paper(client: Client, certificate: Certificate) -> None:
    page = client.get(f"/verify/{certificate.number}/").content.decode()
    for secret in ("E-0001", "e-0001@example.org", str(certificate.uuid), "7 East"):
        assert secret not in page


def test_an_expired_one_says_until_when_it_counted(client: Client, ada: Employee) -> None:
    complete(make_course(validity_months=1), ada, now=timezone.now() - timedelta(days=90))
    certificate = Certificate.objects.get()
    page = client.get(f"/verify/{certificate.number}/").content.decode()
    assert "This certificate has expired" in page
    assert "This certificate is real" not in page
    assert certificate.expires_on is not None
    assert f"It counted until {certificate.expires_on:%B} {certificate.expires_on.day}" in page


def test_it_counts_on_its_last_day() -> None:
    day = timezone.localdate()
    assert not Certificate(expires_on=day).has_expired(day)
    assert Certificate(expires_on=day).has_expired(day + timedelta(days=1))
    assert not Certificate(expires_on=None).has_expired(day)


@pytest.mark.parametrize("typed", [str.lower, numbers.grouped, lambda number: f" {numbers.grouped(number).lower()} "])
def test_other_ways_to_type_it_lead_to_one_address(
    client: Client, certificate: Certificate, typed: Callable[[str], str]
) -> None:
    response = client.get(f"/verify/{typed(certificate.number)}/")
    assert response.status_code == 301
    assert response["Location"] == f"/verify/{certificate.number}/"
    asked = client.get("/verify/", {"number": typed(certificate.number)})
    assert asked.status_code == 302
    assert asked["Location"] == f"/verify/{certificate.number}/"


def test_an_unknown_number_is_not_found(client: Client, certificate: Certificate) -> None:
    response = client.get(f"/verify/{numbers.new_number()}/")
    assert response.status_code == 404
    page = response.content.decode()
    assert "There is no certificate with this number" in page
    assert "Ada Osei" not in page
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("number", ["x", "<script>alert(1)</script>", "%00", "0" * 500, "٣" * 17, "../admin", "a%2Fb"])
def test_what_is_no_number_is_not_found_calmly(client: Client, certificate: Certificate, number: str) -> None:
    response = client.get(f"/verify/{number}/")
    assert response.status_code == 404
    assert "<script>alert" not in response.content.decode()


def test_every_answer_takes_one_query(
    client: Client, certificate: Certificate, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (certificate.number, numbers.new_number(), "x"):
        with django_assert_num_queries(1):
            client.get(f"/verify/{number}/")


def test_the_form_asks_for_a_number_and_keeps_what_was_typed(client: Client, db: None) -> None:
    empty = client.get("/verify/")
    assert empty.status_code == 200
    assert "Check a certificate" in empty.content.decode()
    wrong = client.get("/verify/", {"number": "7Q4K-<b>"})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "There is a problem" in page
    assert 'href="#id_number"' in page
    assert "7Q4K-&lt;b&gt;" in page
    assert client.get("/verify/", {"number": ""}).status_code == 422


def test_markup_and_right_to_left_names_are_shown_as_typed(client: Client, db: None) -> None:
    name = "<i>محمّد</i> \"&'"
    complete(make_course(title="<b>Care</b>"), make_employee(name), now=timezone.now())
    page = client.get(f"/verify/{Certificate.objects.get().number}/").content.decode()
    assert "<bdi>&lt;i&gt;محمّد&lt;/i&gt; &quot;&amp;&#x27;</bdi>" in page
    assert "<bdi>&lt;b&gt;Care&lt;/b&gt;</bdi>" in page
