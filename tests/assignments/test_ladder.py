"""The pure rules of time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assignments.ladder import Urgency, is_mailing_time, urgency
from people.models.places import WEEKDAYS
from tests.factories import NOW

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("due_at", "expected"),
    [
        (NOW, Urgency.LATE),
        (NOW + timedelta(seconds=1), Urgency.SOON),
        (NOW + timedelta(days=7), Urgency.SOON),
        (NOW + timedelta(days=7, seconds=1), Urgency.LATER),
    ],
)
def test_late_begins_with_the_first_instant_after_the_due_day(due_at: datetime, expected: Urgency) -> None:
    assert urgency(due_at, now=NOW) is expected


@pytest.mark.parametrize(("hour", "minute", "expected"), [(7, 59, False), (8, 0, True), (16, 59, True), (17, 0, False)])
def test_mails_go_out_in_working_hours_of_the_site(hour: int, minute: int, expected: bool) -> None:
    now = datetime(2026, 11, 24, hour, minute, tzinfo=CHICAGO).astimezone(UTC)
    assert is_mailing_time(now, zone=CHICAGO, working_days=WEEKDAYS) is expected


@given(st.integers(0, 24 * 800), st.sets(st.integers(0, 6)))
def test_no_mail_goes_out_on_a_day_off(hours: int, working_days: set[int]) -> None:
    now = NOW + timedelta(hours=hours)
    allowed = is_mailing_time(now, zone=CHICAGO, working_days=working_days)
    assert not allowed or now.astimezone(CHICAGO).weekday() in working_days
