"""A statement that PostgreSQL reads and plans once for each connection, and that one call of libpq sends.

For the few that every page or every saved answer waits for: planning a join takes many times as long as running it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakSet

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

Row = tuple[Any, ...]
M = TypeVar("M", bound=Model)


class Prepared:
    """`sql` has a %s for each value and no other percent sign. `name` is its own among all of these."""

    def __init__(self, name: str, sql: str) -> None:
        self.sql = sql
        first, *others = sql.split("%s")
        self._name = name.encode()
        self._numbered = (first + "".join(f"${number}{part}" for number, part in enumerate(others, start=1))).encode()
        self._knowing: WeakSet[psycopg.Connection[Any]] = WeakSet()

    def rows(self, *values: Any) -> list[Row]:
        """What it returns, within the open transaction or as one of its own. Raises the errors of django.db.

        What SQLite returns is what it stores: it has no dates, uuids or booleans.
        """
        connection.ensure_connection()
        connection.validate_no_broken_transaction()
        if not _can_be_sent():
            with connection.cursor() as cursor:
                cursor.execute(self.sql, [_adapted(value) for value in values])
                return list(cursor.fetchall())
        ours: psycopg.Connection[Any] = connection.connection
        with connection.wrap_database_errors:
            if ours not in self._knowing:
                _has_to_be(ExecStatus.COMMAND_OK, ours.pgconn.prepare(self._name, self._numbered), ours)
                self._knowing.add(ours)
            transformer = Transformer(ours)
            sent: Any = transformer.dump_sequence(values, [PyFormat.TEXT] * len(values))
            result = ours.pgconn.exec_prepared(self._name, sent)
            _has_to_be(ExecStatus.TUPLES_OK, result, ours)
            transformer.set_pgresult(result)
            return transformer.load_rows(0, result.ntuples, tuple)


def columns_of(model: type[Model]) -> str:
    """What to select, so that `made_of` can make an object of it."""
    return ", ".join(f'{model._meta.db_table}."{field.column}"' for field in model._meta.concrete_fields)


def made_of(model: type[M], values: Sequence[Any]) -> M:
    """The object whose columns a statement returned, in the order of `columns_of`."""
    fields = model._meta.concrete_fields
    if connection.vendor != "postgresql":
        compiler = model._default_manager.all().query.get_compiler(DEFAULT_DB_ALIAS)
        converters = compiler.get_converters([field.get_col(model._meta.db_table) for field in fields])
        (values,) = compiler.apply_converters([list(values)], converters)
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)


def _can_be_sent() -> bool:
    if connection.vendor != "postgresql" or connection.execute_wrappers or connection.queries_logged:
        return False
    # A pooler that gives every transaction another server keeps no statement by its name: Django's setting for it.
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return False
    ours: psycopg.Connection[Any] = connection.connection
    status = ours.pgconn.transaction_status
    # psycopg begins a transaction with the first statement that it sends itself.
    return status == TransactionStatus.INTRANS or (status == TransactionStatus.IDLE and bool(ours.autocommit))


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value


def _has_to_be(status: ExecStatus, result: PGresult, ours: psycopg.Connection[Any]) -> None:
    if result.status == status:
        return
    if ours.pgconn.status == ConnStatus.BAD:  # libpq says so by words alone
        raise psycopg.OperationalError(result.get_error_message())
    raise psycopg.errors.error_from_result(result)
