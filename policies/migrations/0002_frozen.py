"""Triggers that hold what principle says: a published version of a policy never changes, nor what is below it.

A version, its texts, clauses, marks and attachments are frozen from the moment of publication; what happened to it is
inserted and never edited; a policy keeps the name under which it was published. The services keep to that too; the
triggers are there for what goes around the services.

SQLite checks the text of all triggers when a table is renamed, which is how Django alters a table there. A later
migration that alters one of these tables first runs this one's reverse, and its forward part afterwards.
"""

from django.db import migrations, models

VERSION = "policies_policyversion"
EVENT = "policies_policyevent"
POLICY = "policies_policy"
# Each table, and how its row (NEW or OLD) leads to the version that it belongs to.
BELOW_A_VERSION = {
    "policies_policytext": "{row}.version_id",
    "policies_clause": "(SELECT t.version_id FROM policies_policytext t WHERE t.id = {row}.text_id)",
    "policies_changemark": "{row}.version_id",
    "policies_attachment": "{row}.version_id",
}
MESSAGE = "a published policy version is frozen"
KEPT = "what happened to a policy version is never changed or removed"
NAMED = "a published policy keeps its name"


def _postgresql() -> tuple[list[str], list[str]]:
    make = [
        _refusing("policies_refuse_frozen", MESSAGE),
        _refusing("policies_refuse_change", KEPT),
        # FOR SHARE waits for a publication that is under way, so that nothing slips in beside it.
        f"""
        CREATE FUNCTION policies_check_draft(version bigint) RETURNS void LANGUAGE plpgsql AS $$
        DECLARE standing text;
        BEGIN
            SELECT state INTO standing FROM {VERSION} WHERE id = version FOR SHARE;
            IF standing = 'published' THEN
                RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
        END $$
        """,
        f"""
        CREATE TRIGGER {VERSION}_frozen BEFORE UPDATE OR DELETE ON {VERSION}
        FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION policies_refuse_frozen()
        """,
        f"""
        CREATE TRIGGER {EVENT}_kept BEFORE UPDATE OR DELETE ON {EVENT}
        FOR EACH ROW EXECUTE FUNCTION policies_refuse_change()
        """,
        f"""
        CREATE TRIGGER {EVENT}_not_emptied BEFORE TRUNCATE ON {EVENT}
        FOR EACH STATEMENT EXECUTE FUNCTION policies_refuse_change()
        """,
        f"""
        CREATE FUNCTION policies_check_name() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM {VERSION} v WHERE v.policy_id = OLD.id AND v.state = 'published') THEN
                RAISE EXCEPTION '{NAMED}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
        """,
        f"""
        CREATE TRIGGER {POLICY}_named BEFORE UPDATE OF slug, uuid ON {POLICY} FOR EACH ROW
        WHEN (OLD.slug <> NEW.slug OR OLD.uuid <> NEW.uuid) EXECUTE FUNCTION policies_check_name()
        """,
    ]
    drop = []
    for table, path in BELOW_A_VERSION.items():
        make += [
            f"""
            CREATE FUNCTION {table}_check_draft() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP <> 'INSERT' THEN PERFORM policies_check_draft({path.format(row="OLD")}); END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                PERFORM policies_check_draft({path.format(row="NEW")});
                RETURN NEW;
            END $$
            """,
            f"""
            CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_check_draft()
            """,
        ]
        drop += [f"DROP TRIGGER {table}_frozen ON {table}", f"DROP FUNCTION {table}_check_draft()"]
    for table in (VERSION, *BELOW_A_VERSION):
        make.append(
            f"""
            CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION policies_refuse_frozen()
            """
        )
        drop.append(f"DROP TRIGGER {table}_not_emptied ON {table}")
    drop += [
        f"DROP TRIGGER {VERSION}_frozen ON {VERSION}",
        f"DROP TRIGGER {EVENT}_kept ON {EVENT}",
        f"DROP TRIGGER {EVENT}_not_emptied ON {EVENT}",
        f"DROP TRIGGER {POLICY}_named ON {POLICY}",
        "DROP FUNCTION policies_check_name()",
        "DROP FUNCTION policies_check_draft(bigint)",
        "DROP FUNCTION policies_refuse_frozen()",
        "DROP FUNCTION policies_refuse_change()",
    ]
    return make, drop


def _refusing(name: str, message: str) -> str:
    return f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """


def _sqlite() -> tuple[list[str], list[str]]:
    make, drop = [], []

    def guard(table: str, act: str, condition: str, message: str) -> None:
        name = f"{table}_frozen_{act.split()[0].lower()}"
        make.append(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        drop.append(f"DROP TRIGGER {name}")

    def is_published(path: str, row: str) -> str:
        version = path.format(row=row)
        return f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = {version} AND v.state = 'published')"

    for act in ("UPDATE", "DELETE"):
        guard(VERSION, act, "OLD.state = 'published'", MESSAGE)
        guard(EVENT, act, "1", KEPT)
    renamed = "(OLD.slug <> NEW.slug OR OLD.uuid <> NEW.uuid)"
    published = f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.policy_id = OLD.id AND v.state = 'published')"
    guard(POLICY, "UPDATE OF slug, uuid", f"{renamed} AND {published}", NAMED)
    for table, path in BELOW_A_VERSION.items():
        guard(table, "INSERT", is_published(path, "NEW"), MESSAGE)
        guard(table, "UPDATE", f"{is_published(path, 'OLD')} OR {is_published(path, 'NEW')}", MESSAGE)
        guard(table, "DELETE", is_published(path, "OLD"), MESSAGE)
    return make, drop


def _statements(vendor: str) -> tuple[list[str], list[str]]:
    return {"postgresql": _postgresql, "sqlite": _sqlite}[vendor]()


def make_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[0]:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="policyevent",
            name="act",
            field=models.CharField(
                choices=[
                    ("edited", "Edited"),
                    ("submitted", "Sent to review"),
                    ("returned", "Sent back"),
                    ("approved", "Approved"),
                    ("published", "Published"),
                    ("withdrawn", "Withdrawn"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunPython(make_triggers, drop_triggers),
    ]
