"""Whether the database still refuses to change what it must keep: each registered guard is there, on, and as it was.

Facts that were changed while a guard was down are found by comparing; this finds the guard that is still down.
"""

from typing import NamedTuple

from django.db import connection

from ledger.guards import Guard, digest, guards_of
from ledger.selectors.verification.report import Flaw, Report

# Off for this connection and still listed as on: told by what a new connection begins with.
_SWITCH = "SELECT reset_val FROM pg_settings WHERE name = 'session_replication_role'"

# 'O' fires as usual and 'A' always. 'D' is off, and 'R' off but for replication.
_POSTGRESQL = """
    SELECT t.tgname, c.relname, pg_get_triggerdef(t.oid, true), t.tgenabled IN ('O', 'A')
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = to_regnamespace(current_schema())
    UNION ALL
    SELECT p.proname, '', p.prosrc, true
    FROM pg_proc p
    WHERE p.pronamespace = to_regnamespace(current_schema())
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
_SQLITE = "SELECT name, tbl_name, sql, 1 FROM sqlite_master WHERE type = 'trigger'"


class Standing(NamedTuple):
    """A trigger or function as the database holds it."""

    guard: Guard
    is_on: bool


def standing_guards() -> list[Standing]:
    """Every trigger of this database, and on PostgreSQL every function; what extensions brought is left out."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)
        return [
            Standing(Guard(name, table, digest(definition)), bool(is_on))
            for name, table, definition, is_on in cursor.fetchall()
        ]


def check_guards(report: Report) -> None:
    """Every registered guard stands as it was made. What stands besides is nobody's business."""
    standing = {(one.guard.table, one.guard.name): one for one in standing_guards()}
    for guard in guards_of(connection.vendor):
        found = standing.get((guard.table, guard.name))
        if problem := _problem(guard, found):
            report.add(Flaw.GUARD, str(guard), problem)
    if connection.vendor == "postgresql" and (role := _switch()) not in {"origin", "local"}:
        report.add(Flaw.GUARD, "session_replication_role", f"it is {role}: no guard is asked")


def _problem(guard: Guard, found: Standing | None) -> str:
    if found is None:
        return "it is missing"
    if not found.is_on:
        return "it is switched off"
    return "" if found.guard == guard else "it is not as it was made"


def _switch() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_SWITCH)
        (role,) = cursor.fetchone()
    return str(role)
