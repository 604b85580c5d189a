"""The clock of the edges. Rules take `now` as an argument; only edges ask here."""

from datetime import datetime

from django.db import connection
from django.utils import timezone


def database_now() -> datetime:
    """The database server's time, aware. Leases of several worker machines are compared on this one clock."""
    if connection.vendor == "sqlite":
        return timezone.now()  # the same machine
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment
