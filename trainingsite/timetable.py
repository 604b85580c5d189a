"""When the recurring jobs are due. Pure: which slot is the latest; and the one table of what runs when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from celery.schedules import crontab

# A slot that was missed for longer is not caught up: the next one is closer.
CATCH_UP = timedelta(hours=24)
# A yearly date on 29 February is at most eight years away (1896 to 1904, 2096 to 2104).
MOST_DAYS_BACK = 8 * 366 + 1


@dataclass(frozen=True)
class Entry:
    """One line of the timetable: at each slot of `schedule` one job of `kind` is queued."""

    kind: str
    schedule: crontab


TIMETABLE = (
    Entry("people.apply_departures", crontab(minute="10")),  # each hour the day begins at some site
    Entry("assignments.remind_overdue", crontab(minute="0")),
    Entry("reports.remove_expired", crontab(hour="3", minute="40")),
    Entry("trainingsite.mail_checkpoint", crontab(hour="2", minute="40")),
    Entry("trainingsite.file_checkpoint", crontab(hour="2", minute="40")),
    Entry("trainingsite.verify_ledger", crontab(hour="1", minute="50")),
    Entry("trainingsite.clean_up", crontab(hour="3", minute="20")),
)


def latest_slot(schedule: crontab, *, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The latest slot at or before `now`, in UTC; None if there was none for eight years.

    The schedule is read by the wall clock of `zone`. A time that the clock skips happens right after the gap. A time
    that it shows twice happens once, the first time; but what happens every hour happens in both of them.
    """
    today = now.astimezone(zone).date()
    for days_back in range(MOST_DAYS_BACK):
        # A skipped time lies on the day before by the wall clock at most, so days are looked at one by one.
        slots = [slot for slot in _slots_on(schedule, today - timedelta(days=days_back), zone) if slot <= now]
        if slots:
            return max(slots)
    return None


def _slots_on(schedule: crontab, day: date, zone: ZoneInfo) -> list[datetime]:
    fields: Any = schedule  # the sets of hours, days … are documented, but Celery's types leave them out
    is_day = (
        day.day in fields.day_of_month
        and day.month in fields.month_of_year
        and day.isoweekday() % 7 in fields.day_of_week
    )
    if not is_day:
        return []
    folds = (0, 1) if len(fields.hour) == 24 else (0,)
    return [
        datetime.combine(day, time(hour, minute, fold=fold), tzinfo=zone).astimezone(UTC)
        for hour in fields.hour
        for minute in fields.minute
        for fold in folds
    ]


def missed_slot(entry: Entry, *, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The slot for which a job has to exist at `now`, unless it is too old to be caught up."""
    slot = latest_slot(entry.schedule, zone=zone, now=now)
    return slot if slot is not None and now - slot <= CATCH_UP else None


def slot_key(slot: datetime) -> str:
    """The dedup key of the slot's job: however many keepers see the slot, one job exists."""
    return slot.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
