"""What a check found is kept like the log, and who was sent checkpoints stays known: an address only ends."""

from django.db import migrations

MESSAGE = "the ledger is never changed or removed"
GUARDED = (
    ("ledger_verification", ("UPDATE", "DELETE")),
    ("ledger_anchoraddress", ("DELETE",)),
)


def _postgresql():
    make, drop = [], []
    for table, acts in GUARDED:
        make.append(
            f"CREATE TRIGGER {table}_kept BEFORE {' OR '.join(acts)} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()"
        )
        make.append(
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()"
        )
        drop += [f"DROP TRIGGER {table}_kept ON {table}", f"DROP TRIGGER {table}_not_emptied ON {table}"]
    return make, drop


def _sqlite():
    names = [(table, act, f"{table}_kept_{act.lower()}") for table, acts in GUARDED for act in acts]
    make = [
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for table, act, name in names
    ]
    return make, [f"DROP TRIGGER {name}" for _table, _act, name in names]


def _statements(vendor):
    return {"postgresql": _postgresql, "sqlite": _sqlite}[vendor]()


def make_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[0]:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_disclosure_without_reference")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
