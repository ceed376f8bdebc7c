"""The database itself refuses to take a journal line out, as it refuses to change one."""

from typing import Any

from django.db import migrations

REFUSAL = "a journal line is not taken out"
SQLITE = (
    f"CREATE TRIGGER store_journal_kept BEFORE DELETE ON store_journalline BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
)
SQLITE_BACK = ("DROP TRIGGER store_journal_kept",)
POSTGRES = (
    "CREATE FUNCTION store_journal_kept() RETURNS trigger AS $$ BEGIN "
    f"RAISE EXCEPTION '{REFUSAL}'; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER store_journal_kept BEFORE DELETE ON store_journalline "
    "FOR EACH ROW EXECUTE FUNCTION store_journal_kept()",
    "CREATE TRIGGER store_journal_not_emptied BEFORE TRUNCATE ON store_journalline "
    "FOR EACH STATEMENT EXECUTE FUNCTION store_journal_kept()",
)
POSTGRES_BACK = (
    "DROP TRIGGER store_journal_not_emptied ON store_journalline",
    "DROP TRIGGER store_journal_kept ON store_journalline",
    "DROP FUNCTION store_journal_kept",
)


def forward(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def back(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRES_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("store", "0004_collection")]
    operations = [migrations.RunPython(forward, back)]
