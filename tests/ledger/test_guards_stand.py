"""Verification notices guards of the database that are gone, off or not as they were made."""

import pytest
from django.db import connection

from ledger.guards import guards_of
from ledger.selectors.verification import Flaw, Report
from ledger.selectors.verification.guards import check_guards, standing_guards

pytestmark = pytest.mark.django_db

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no such thing")


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def begin_anew() -> None:
    """What a database is set to holds for connections that begin after that."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


def found() -> list[tuple[str, str, int]]:
    report = Report()
    check_guards(report)
    assert set(report.found) <= {Flaw.GUARD}
    return [(finding.first, finding.detail, finding.count) for finding in report.findings]


def trigger_of(table: str) -> str:
    return next(guard.name for guard in guards_of(connection.vendor) if guard.table == table)


def test_what_apps_register_is_what_their_migrations_make() -> None:
    """If this fails after a migration: python -m tests.support.guard_lists"""
    standing = standing_guards()
    assert all(one.is_on for one in standing)
    assert sorted((one.guard for one in standing), key=lambda guard: (guard.table, guard.name)) == list(
        guards_of(connection.vendor)
    )
    assert found() == []


def test_a_guard_that_was_taken_down_is_named() -> None:
    name = trigger_of("policies_attestation")
    on = " ON policies_attestation" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER {name}{on}")
    assert found() == [(f"{name} of policies_attestation", "it is missing", 1)]


def test_a_guard_that_was_put_back_weaker_is_named() -> None:
    name = trigger_of("ledger_disclosure")
    if connection.vendor == "postgresql":
        run(f"DROP TRIGGER {name} ON ledger_disclosure")
        function = "ledger_refuse_change()"
        run(f"CREATE TRIGGER {name} BEFORE TRUNCATE ON ledger_disclosure EXECUTE FUNCTION {function}")
    else:
        run(f"DROP TRIGGER {name}")
        run(f"CREATE TRIGGER {name} BEFORE DELETE ON ledger_disclosure BEGIN SELECT 1; END")
    assert found() == [(f"{name} of ledger_disclosure", "it is not as it was made", 1)]


@on_postgresql
@pytest.mark.parametrize("act", ["DISABLE", "ENABLE REPLICA"])
def test_guards_that_were_switched_off_are_counted(act: str) -> None:
    connection.check_constraints()
    table = "ledger_entry"
    guards = [guard for guard in guards_of("postgresql") if guard.table == table]
    for guard in guards:
        run(f"ALTER TABLE {table} {act} TRIGGER {guard.name}")
    assert found() == [(f"{guards[0].name} of {table}", "it is switched off", len(guards))]


@on_postgresql
def test_a_function_that_refuses_nothing_any_more_is_named() -> None:
    run(
        "CREATE OR REPLACE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NEW; END $$"
    )
    assert found() == [("ledger_refuse_change()", "it is not as it was made", 1)]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_database_that_asks_no_guard_at_all_is_named() -> None:
    name = connection.settings_dict["NAME"]
    try:
        run(f'ALTER DATABASE "{name}" SET session_replication_role = replica')
        begin_anew()
        assert found() == [("session_replication_role", "it is replica: no guard is asked", 1)]
    finally:
        run(f'ALTER DATABASE "{name}" RESET session_replication_role')
        begin_anew()
