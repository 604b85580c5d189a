"""GET never writes."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from tests.factories import NOW
from toolkit.models import Heartbeat, Job
from toolkit.readonly import WriteDuringRead, reads_only


@pytest.mark.django_db
def test_reading_is_allowed() -> None:
    with reads_only():
        assert not Job.objects.exists()
        with transaction.atomic():
            assert Job.objects.count() == 0
        assert list(Job.objects.select_for_update().all()) == []


WRITES = [
    lambda: Heartbeat.objects.create(name="y", at=NOW),
    lambda: Heartbeat.objects.update(name="z"),
    lambda: Heartbeat.objects.all().delete(),
    lambda: Heartbeat.objects.bulk_create([Heartbeat(name="y", at=NOW)], ignore_conflicts=True),
    lambda: connection.cursor().execute("  \n  delete from toolkit_heartbeat"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("write", WRITES)
def test_writing_is_refused(write: Callable[[], object]) -> None:
    Heartbeat.objects.create(name="x", at=NOW)
    with reads_only(), pytest.raises(WriteDuringRead), transaction.atomic():
        write()
    assert Heartbeat.objects.get().name == "x"


@pytest.mark.django_db
def test_a_write_behind_a_common_table_expression_is_refused() -> None:
    with reads_only(), pytest.raises(WriteDuringRead), connection.cursor() as cursor:
        cursor.execute("WITH old AS (SELECT 1) DELETE FROM toolkit_heartbeat")
