"""On PostgreSQL one fact goes to the database another way than many do: what is stored is the same, also what fails."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ledger import services
from ledger.canonical import parse_canonical
from ledger.facts import Statement, instant
from ledger.models import Disclosure, Entry
from tests.factories import NOW

pytestmark = pytest.mark.django_db
ODD = "Zoë “O'Brien” \\ %s 中\n"


def statement(**changes: object) -> Statement:
    fields: dict[str, object] = {
        "fact": uuid4(),
        "object": "test:thing",
        "version": "1",
        "at": NOW,
        "person": ODD,
        "detail": {"said": ODD},
    }
    return Statement(**{**fields, **changes})  # type: ignore[arg-type]


def stored(entry: Entry) -> tuple[Entry, Disclosure]:
    return Entry.objects.get(pk=entry.pk), Disclosure.objects.get(entry=entry)


@pytest.mark.parametrize("is_watched", [False, True])
@pytest.mark.parametrize("changes", [{}, {"fact": None}, {"person": ""}], ids=["all", "no fact", "nobody"])
def test_what_is_stored_is_what_was_said(is_watched: bool, changes: dict[str, object]) -> None:
    said = statement(**changes)
    moment = datetime(2026, 11, 24, 10, 30, 0, 123456, tzinfo=timezone(-timedelta(hours=6)))
    if is_watched:
        with CaptureQueriesContext(connection) as queries:
            entry = services.record("test.happened", said, now=moment)
        assert queries.captured_queries
    else:
        entry = services.record("test.happened", said, now=moment)
    again, disclosure = stored(entry)
    columns = ("uuid", "kind", "fact", "transaction", "recorded_at")
    assert [getattr(again, name) for name in columns] == [getattr(entry, name) for name in columns]
    assert bytes(again.body) == bytes(entry.body)
    assert parse_canonical(bytes(again.body))["recorded_at"] == instant(moment) == "2026-11-24T16:30:00.123456Z"
    assert again.recorded_at == moment.astimezone(UTC)
    assert disclosure.person == said.person
    assert parse_canonical(bytes(disclosure.detail)) == said.detail
    assert (disclosure.person_salt is None) == (not said.person)


def test_a_second_entry_of_one_fact_is_refused_and_undoes_the_whole_act() -> None:
    said = statement()
    services.record("test.happened", said, now=NOW)

    def act() -> None:
        with transaction.atomic():
            services.record("test.other", statement(), now=NOW)
            services.record("test.happened", said, now=NOW)

    with pytest.raises(IntegrityError, match=r"ledger_entry_one_per_fact|UNIQUE"):
        act()
    assert Entry.objects.count() == Disclosure.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_both_rows_are_stored_too() -> None:
    stored(services.record("test.happened", statement(), now=NOW))
    with pytest.raises(IntegrityError):
        services.record("test.happened", statement(fact=Entry.objects.get().fact), now=NOW)
    assert Entry.objects.count() == 1
