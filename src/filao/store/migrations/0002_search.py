"""The full-text index of each engine over the one table of texts, and a journal that the database itself keeps closed."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE store_search_fts USING fts5(folded, content='store_searchentry', content_rowid='id', "
    "tokenize='unicode61', prefix='2 3')",
    "CREATE TRIGGER store_search_added AFTER INSERT ON store_searchentry BEGIN "
    "INSERT INTO store_search_fts(rowid, folded) VALUES (new.id, new.folded); END",
    "CREATE TRIGGER store_search_removed AFTER DELETE ON store_searchentry BEGIN "
    "INSERT INTO store_search_fts(store_search_fts, rowid, folded) VALUES ('delete', old.id, old.folded); END",
    "CREATE TRIGGER store_search_changed AFTER UPDATE ON store_searchentry BEGIN "
    "INSERT INTO store_search_fts(store_search_fts, rowid, folded) VALUES ('delete', old.id, old.folded); "
    "INSERT INTO store_search_fts(rowid, folded) VALUES (new.id, new.folded); END",
    "CREATE TRIGGER store_journal_fixed BEFORE UPDATE ON store_journalline BEGIN "
    "SELECT RAISE(ABORT, 'a journal line is not changed'); END",
)
SQLITE_BACK = (
    "DROP TRIGGER store_journal_fixed",
    "DROP TRIGGER store_search_changed",
    "DROP TRIGGER store_search_removed",
    "DROP TRIGGER store_search_added",
    "DROP TABLE store_search_fts",
)
POSTGRES = (
    "CREATE INDEX store_search_words ON store_searchentry USING gin (to_tsvector('simple', folded))",
    "CREATE FUNCTION store_journal_fixed() RETURNS trigger AS $$ BEGIN "
    "RAISE EXCEPTION 'a journal line is not changed'; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER store_journal_fixed BEFORE UPDATE ON store_journalline "
    "FOR EACH ROW EXECUTE FUNCTION store_journal_fixed()",
)
POSTGRES_BACK = (
    "DROP TRIGGER store_journal_fixed ON store_journalline",
    "DROP FUNCTION store_journal_fixed",
    "DROP INDEX store_search_words",
)


def _run(sqlite: tuple[str, ...], postgres: tuple[str, ...]) -> Callable[[Any, Any], None]:
    def run(apps: Any, schema_editor: Any) -> None:
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgres:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(_run(SQLITE, POSTGRES), _run(SQLITE_BACK, POSTGRES_BACK))]
