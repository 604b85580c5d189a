"""Triggers that hold what principle says: published content and completions never change.

A version, its modules, steps, questions and answer keys are frozen from the moment of publication; completions from the
moment they are inserted. The services keep to that too; the triggers are there for what goes around the services.

SQLite checks the text of all triggers when a table is renamed, which is how Django alters a table there. A later
migration that alters one of these tables first runs this one's reverse, and its forward part afterwards.
"""

from django.db import migrations

# Each table, and how its row (NEW or OLD) leads to the version that it belongs to.
BELOW_A_VERSION = {
    "courses_module": "{row}.version_id",
    "courses_step": "(SELECT m.version_id FROM courses_module m WHERE m.id = {row}.module_id)",
    "courses_question": (
        "(SELECT m.version_id FROM courses_step s JOIN courses_module m ON m.id = s.module_id WHERE s.id = {row}.step_id)"
    ),
    "courses_answerkey": (
        "(SELECT m.version_id FROM courses_question q JOIN courses_step s ON s.id = q.step_id"
        " JOIN courses_module m ON m.id = s.module_id WHERE q.id = {row}.question_id)"
    ),
}
MESSAGE = "published content is frozen"
KEPT = "completions are never changed or removed"


def _postgresql() -> tuple[list[str], list[str]]:
    make = [
        f"""
        CREATE FUNCTION courses_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        f"""
        CREATE FUNCTION courses_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        # FOR SHARE waits for a publication that is under way, so that nothing slips in beside it.
        f"""
        CREATE FUNCTION courses_check_draft(version bigint) RETURNS void LANGUAGE plpgsql AS $$
        DECLARE published timestamptz;
        BEGIN
            SELECT published_at INTO published FROM courses_courseversion WHERE id = version FOR SHARE;
            IF published IS NOT NULL THEN
                RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
        END $$
        """,
        """
        CREATE TRIGGER courses_courseversion_frozen BEFORE UPDATE OR DELETE ON courses_courseversion
        FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION courses_refuse_frozen()
        """,
        """
        CREATE TRIGGER courses_completion_kept BEFORE UPDATE OR DELETE ON courses_completion
        FOR EACH ROW EXECUTE FUNCTION courses_refuse_change()
        """,
        """
        CREATE TRIGGER courses_completion_not_emptied BEFORE TRUNCATE ON courses_completion
        FOR EACH STATEMENT EXECUTE FUNCTION courses_refuse_change()
        """,
    ]
    drop = []
    for table, path in BELOW_A_VERSION.items():
        make += [
            f"""
            CREATE FUNCTION {table}_check_draft() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP <> 'INSERT' THEN PERFORM courses_check_draft({path.format(row="OLD")}); END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                PERFORM courses_check_draft({path.format(row="NEW")});
                RETURN NEW;
            END $$
            """,
            f"""
            CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_check_draft()
            """,
        ]
        drop += [f"DROP TRIGGER {table}_frozen ON {table}", f"DROP FUNCTION {table}_check_draft()"]
    for table in ("courses_courseversion", *BELOW_A_VERSION):
        make.append(
            f"""
            CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION courses_refuse_frozen()
            """
        )
        drop.append(f"DROP TRIGGER {table}_not_emptied ON {table}")
    drop += [
        "DROP TRIGGER courses_courseversion_frozen ON courses_courseversion",
        "DROP TRIGGER courses_completion_kept ON courses_completion",
        "DROP TRIGGER courses_completion_not_emptied ON courses_completion",
        "DROP FUNCTION courses_check_draft(bigint)",
        "DROP FUNCTION courses_refuse_frozen()",
        "DROP FUNCTION courses_refuse_change()",
    ]
    return make, drop


def _sqlite() -> tuple[list[str], list[str]]:
    make, drop = [], []

    def guard(table: str, act: str, condition: str, message: str) -> None:
        name = f"{table}_frozen_{act.lower()}"
        make.append(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        drop.append(f"DROP TRIGGER {name}")

    def is_published(path: str, row: str) -> str:
        version = path.format(row=row)
        return f"EXISTS (SELECT 1 FROM courses_courseversion v WHERE v.id = {version} AND v.published_at IS NOT NULL)"

    for act in ("UPDATE", "DELETE"):
        guard("courses_courseversion", act, "OLD.published_at IS NOT NULL", MESSAGE)
        guard("courses_completion", act, "1", KEPT)
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
    dependencies = [("courses", "0001_initial")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
