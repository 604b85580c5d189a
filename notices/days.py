"""The day of a person and the morning after it, by the clock of where the person works. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(8, 0)


def day_at(now: datetime, zone: ZoneInfo) -> date:
    """The calendar day in `zone` at the instant `now`."""
    return now.astimezone(zone).date()


def morning_after(now: datetime, zone: ZoneInfo) -> datetime:
    """08:00 of the next calendar day in `zone`, as an instant in UTC."""
    return datetime.combine(day_at(now, zone) + timedelta(days=1), MORNING, tzinfo=zone).astimezone(UTC)
