"""The day of a person, and the morning after it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.days import day_at, morning_after

ZONES = ["America/Chicago", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC"]


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(ZONES).map(ZoneInfo),
)
def test_the_morning_after_is_eight_o_clock_of_the_next_day_there(now: datetime, zone: ZoneInfo) -> None:
    morning = morning_after(now, zone)
    there = morning.astimezone(zone)
    assert (there.hour, there.minute) == (8, 0)
    assert there.date() == day_at(now, zone) + timedelta(days=1)
    assert timedelta(hours=7) <= morning - now <= timedelta(hours=33)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # The night in which the clocks go forward is an hour shorter, the one in which they go back an hour longer.
        (datetime(2027, 3, 14, 4, 0, tzinfo=UTC), datetime(2027, 3, 14, 13, 0, tzinfo=UTC)),
        (datetime(2026, 11, 1, 4, 0, tzinfo=UTC), datetime(2026, 11, 1, 14, 0, tzinfo=UTC)),
    ],
)
def test_daylight_saving_time_moves_the_morning(now: datetime, expected: datetime) -> None:
    assert morning_after(now, ZoneInfo("America/Chicago")) == expected


def test_one_instant_is_two_days() -> None:
    now = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    assert day_at(now, ZoneInfo("America/Chicago")) == date(2026, 11, 23)
    assert day_at(now, ZoneInfo("UTC")) == date(2026, 11, 24)
