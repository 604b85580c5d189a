"""A site's zone and days are chosen from what exists; a row that is wrong all the same closes no page."""

import logging
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from assignments.selectors.overdue import places_in_mailing_hours
from people import selectors
from people.models import Employee, Site
from tests.factories import NOW
from tests.people.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "America/Chicgo"},
        {"time_zone": "../etc/passwd"},
        {"working_days": [9]},
        {"working_days": {"a": 1}},
        {"working_days": 5},
        {"working_days": [0, 0]},
        {"working_days": [True]},
        {"working_days": []},
    ],
)
def test_a_zone_or_days_that_do_not_exist_are_no_site(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        Site(**{"name": "North", "time_zone": "UTC", **wrong}).full_clean()
    assert list(refused.value.message_dict) == list(wrong)


def test_the_admin_offers_zones_and_weekdays(client: Client, root: Employee) -> None:
    client.force_login(root)
    address = reverse("admin:people_site_add")
    page = client.get(address).content.decode()
    assert '<option value="America/Chicago">' in page
    assert page.count('type="checkbox" name="working_days"') == 7
    assert (
        client.post(address, {"name": "North", "time_zone": "America/Chicgo", "working_days": "0"}).status_code == 200
    )
    assert client.post(address, {"name": "North", "time_zone": "UTC", "working_days": "9"}).status_code == 200
    assert not Site.objects.filter(name="North").exists()
    client.post(address, {"name": "North", "time_zone": "Asia/Kolkata", "working_days": ["0", "6"]})
    assert Site.objects.get(name="North").working_days == [0, 6]


@pytest.mark.parametrize("zone", ["America/Chicgo", "", "..", "America"])
def test_an_unknown_zone_in_a_row_breaks_no_page(
    client: Client, ada: Employee, zone: str, caplog: pytest.LogCaptureFixture
) -> None:
    Site.objects.update(time_zone=zone, working_days=5)
    with caplog.at_level(logging.ERROR):
        assert selectors.time_zone_of(ada).key == "UTC"
        assert [place.site_id for place in places_in_mailing_hours(now=NOW)]
    assert "unknown time zone" in caplog.text
    assert "working days" in caplog.text
    assert sign_in(client, ada).status_code == 302
    assert client.get(reverse("people:account")).status_code == 200


def test_a_wrong_row_can_be_put_right_in_the_admin(client: Client, root: Employee) -> None:
    Site.objects.update(time_zone="America/Chicgo", working_days={"a": 1})
    client.force_login(root)
    address = reverse("admin:people_site_change", args=[Site.objects.get().pk])
    assert client.get(address).status_code == 200
    client.post(address, {"name": "Main campus", "time_zone": "America/Chicago", "working_days": ["0", "1"]})
    assert Site.objects.get().time_zone == "America/Chicago"
