"""Grouped queries that the ORM has no words for: totals of an attempt beside its answers, time since the last one."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

# The first attempt that each person handed in, at each quiz of a version. A later one shows what somebody learned from
# the feedback on this one; and who goes through the same version again knows the questions.
FIRST = """
    SELECT MIN(attempt.id) AS id
    FROM courses_attempt attempt JOIN courses_enrollment passage ON passage.id = attempt.enrollment_id
    WHERE passage.version_id = %s AND attempt.submitted_at IS NOT NULL
    GROUP BY attempt.step_id, passage.employee_id
"""


def rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What a SELECT finds. Nothing in the statement may come from outside but through `values`."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def instant(at: datetime) -> Any:
    """An instant as the database compares it."""
    return connection.ops.adapt_datetimefield_value(at)


def day(on: date) -> Any:
    """A day as the database compares it."""
    return connection.ops.adapt_datefield_value(on)


def whole_seconds(start: str, end: str) -> str:
    """SQL for the whole seconds between two columns."""
    if connection.vendor == "postgresql":
        return f"CAST(FLOOR(EXTRACT(EPOCH FROM {end} - {start})) AS integer)"
    # SQLite keeps instants as text, and days as fractions: half a millisecond makes good what these round away.
    return f"CAST((julianday({end}) - julianday({start})) * 86400 + 0.0005 AS integer)"


def places(values: Collection[Any]) -> str:
    """As many placeholders as there are values, for IN."""
    return ", ".join(["%s"] * len(values))
