"""When recurring jobs are due, by the wall clock of the organization."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab
from hypothesis import given
from hypothesis import strategies as st

from toolkit.jobs.kinds import registered_names
from trainingsite.timetable import CATCH_UP, TIMETABLE, Entry, latest_slot, missed_slot, slot_key

CHICAGO = ZoneInfo("America/Chicago")
NIGHTLY = crontab(hour="2", minute="30")
HOURLY = crontab(minute="0")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "now", "slot"),
    [
        (NIGHTLY, "2026-11-24T08:30", "2026-11-24T08:30"),  # on the dot
        (NIGHTLY, "2026-11-24T08:29:59", "2026-11-23T08:30"),
        (NIGHTLY, "2026-07-01T12:00", "2026-07-01T07:30"),  # summer
        (HOURLY, "2026-11-24T08:59:59", "2026-11-24T08:00"),
        (crontab(minute="0", hour="7", day_of_week="mon"), "2026-11-24T08:00", "2026-11-23T13:00"),
        (crontab(minute="0", hour="7", day_of_week="sun"), "2026-11-24T08:00", "2026-11-22T13:00"),
        (crontab(minute="0", hour="0", day_of_month="31"), "2026-11-24T08:00", "2026-10-31T05:00"),
    ],
)
def test_the_latest_slot_is_found(schedule: crontab, now: str, slot: str) -> None:
    assert latest_slot(schedule, zone=CHICAGO, now=utc(now)) == utc(slot)


def test_a_time_that_the_clock_skips_comes_right_after_the_gap() -> None:
    # On 8 March 2026 Chicago goes from 02:00 to 03:00, at 08:00 UTC.
    assert latest_slot(NIGHTLY, zone=CHICAGO, now=utc("2026-03-08T08:29")) == utc("2026-03-07T08:30")
    assert latest_slot(NIGHTLY, zone=CHICAGO, now=utc("2026-03-08T08:30")) == utc("2026-03-08T08:30")


def test_a_time_that_the_clock_shows_twice_comes_once() -> None:
    # On 1 November 2026 Chicago shows 01:00 to 02:00 twice, from 06:00 and from 07:00 UTC.
    nightly = crontab(hour="1", minute="30")
    first = utc("2026-11-01T06:30")
    for now in ("2026-11-01T06:30", "2026-11-01T07:30", "2026-11-01T23:00"):
        assert latest_slot(nightly, zone=CHICAGO, now=utc(now)) == first


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01", "2026-06-01"])
def test_what_happens_every_hour_happens_every_hour_of_any_day(day: str) -> None:
    midnight = utc(f"{day}T00:00")
    for hours in range(30):
        now = midnight + timedelta(hours=hours)
        assert latest_slot(HOURLY, zone=CHICAGO, now=now + timedelta(minutes=59)) == now


def test_29_february_comes_every_leap_year() -> None:
    leap_day = crontab(minute="0", hour="0", day_of_month="29", month_of_year="2")
    assert latest_slot(leap_day, zone=ZoneInfo("UTC"), now=utc("2028-02-29T00:00")) == utc("2028-02-29T00:00")
    assert latest_slot(leap_day, zone=ZoneInfo("UTC"), now=utc("2028-02-28T23:59")) == utc("2024-02-29T00:00")
    assert latest_slot(leap_day, zone=ZoneInfo("UTC"), now=utc("2104-02-28T00:00")) == utc("2096-02-29T00:00")


def test_a_slot_missed_for_a_day_is_caught_up_and_an_older_one_is_not() -> None:
    weekly = Entry("test.weekly", crontab(minute="0", hour="0", day_of_week="mon"))
    monday = utc("2026-11-23T00:00")
    utc_zone = ZoneInfo("UTC")
    assert missed_slot(weekly, zone=utc_zone, now=monday + CATCH_UP) == monday
    assert missed_slot(weekly, zone=utc_zone, now=monday + CATCH_UP + timedelta(seconds=1)) is None


def test_every_kind_in_the_timetable_is_registered() -> None:
    assert {entry.kind for entry in TIMETABLE} <= registered_names()


ZONES = st.sampled_from(["UTC", "America/Chicago", "Europe/Helsinki", "Australia/Lord_Howe", "Asia/Kathmandu"])
MOMENTS = st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
SCHEDULES = st.builds(
    lambda minute, hour: crontab(minute=str(minute), hour=hour),
    st.integers(0, 59),
    st.one_of(st.just("*"), st.integers(0, 23).map(str)),
)


@given(SCHEDULES, ZONES, MOMENTS, st.timedeltas(timedelta(0), timedelta(hours=36)))
def test_slots_never_lie_ahead_never_go_back_and_are_at_most_a_day_and_two_hours_old(
    schedule: crontab, name: str, now: datetime, step: timedelta
) -> None:
    zone = ZoneInfo(name)
    slot, next_slot = (latest_slot(schedule, zone=zone, now=moment) for moment in (now, now + step))
    assert slot is not None
    assert next_slot is not None
    assert now - timedelta(hours=26) <= slot <= now
    assert slot <= next_slot <= now + step
    assert latest_slot(schedule, zone=zone, now=slot) == slot


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1990, 1, 1)), ZONES)  # noqa: DTZ001
def test_a_slot_has_one_key_in_whatever_zone_it_is_written(moment: datetime, name: str) -> None:
    assert slot_key(moment) == slot_key(moment.astimezone(ZoneInfo(name)))
