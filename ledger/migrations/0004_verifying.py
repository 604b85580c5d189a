"""What an erasure left, corrections, and what verification found. The triggers of 0003 are set aside meanwhile."""

import uuid
from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

guards = import_module("ledger.migrations.0003_guards")
MESSAGE = guards.MESSAGE


def _statements(vendor: str) -> tuple[list[str], list[str]]:
    table = "ledger_correction"
    if vendor == "postgresql":
        make = [
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()",
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()",
        ]
        return make, [f"DROP TRIGGER {table}_kept ON {table}", f"DROP TRIGGER {table}_not_emptied ON {table}"]
    acts = ("UPDATE", "DELETE")
    make = [
        f"CREATE TRIGGER {table}_kept_{act.lower()} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for act in acts
    ]
    return make, [f"DROP TRIGGER {table}_kept_{act.lower()}" for act in acts]


def make_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[0]:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_guards")]

    operations = [
        migrations.RunPython(guards.drop_triggers, guards.make_triggers),
        migrations.AddField(
            "erasure",
            "left_sha256",
            models.CharField(blank=True, default="", help_text="The digest of what the row says since then.", max_length=64),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=500)),
                ("detail", models.JSONField(help_text="What would be right, by field.", null=True)),
                ("by", models.UUIDField(help_text="Who corrected; people live above this app.", null=True)),
                ("at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="ledger.entry"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField()),
                ("size", models.BigIntegerField(help_text="How many entries were signed.")),
                ("facts", models.BigIntegerField(help_text="How many rows were compared with their entries.")),
                ("erased", models.BigIntegerField()),
                ("is_sound", models.BooleanField()),
                (
                    "findings",
                    models.JSONField(
                        default=list, help_text="Flaw, where first, detail and count; empty when sound."
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-finished_at"], name="ledger_verification_newest")],
            },
        ),
        migrations.RunPython(guards.make_triggers, guards.drop_triggers),
        migrations.RunPython(make_triggers, drop_triggers),
    ]
