"""Search over everything: one table of texts, one function, the same answers on SQLite and PostgreSQL.

Texts are folded (no case, no accents) before they are written, so that both engines match the same words; FTS5 or a
GIN index finds the rows, and the order is decided here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import connection, models

from filao.store.people import Workspace


class SearchEntry(models.Model):
    """A text to find. Its key is a number, since the FTS index of SQLite hangs on row numbers that must not move."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    record = models.CharField(max_length=125)
    title = models.CharField(max_length=400)
    folded = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "kind", "record"], name="search_once"),
        ]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is found: a record's kind, its id and its title; `text` is what is searched, and empty in answers."""

    kind: str
    record: str
    title: str
    text: str = ""


def prepare_connection(sender: object, connection: Any, **_: object) -> None:  # noqa: ARG001
    """SQLite keeps its own pages clean of deleted text."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def fold(text: str) -> str:
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def put(workspace: Workspace, entries: Iterable[Entry]) -> None:
    """Write or renew entries."""
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(
                workspace_id=workspace.id, kind=entry.kind, record=entry.record, title=entry.title[:400],
                folded=fold(f"{entry.title} {entry.record} {entry.text}"),
            )
            for entry in entries
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["workspace", "kind", "record"],
        update_fields=["title", "folded"],
    )  # fmt: skip


def remove(workspace: Workspace, kind: str, records: Iterable[str]) -> None:
    SearchEntry.objects.filter(workspace_id=workspace.id, kind=kind, record__in=list(records)).delete()


def words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def wanted(query: str) -> list[str]:
    """The words that a query asks for: its first twelve."""
    return words(query)[:12]


def find(workspace: Workspace, query: str, *, limit: int = 100) -> list[Entry]:
    """Entries that hold every word of the query (the last one may be begun only), titles that match first."""
    asked = wanted(query)
    if not asked:
        return []
    if connection.vendor == "sqlite":
        match = " ".join(f'"{word}"' for word in asked) + "*"
        sql = (
            "SELECT s.kind, s.record, s.title, s.folded FROM store_searchentry s "
            "JOIN store_search_fts f ON f.rowid = s.id WHERE s.workspace_id = %s AND f.folded MATCH %s LIMIT 2000"
        )
    else:
        match = " & ".join(asked) + ":*"
        sql = (
            "SELECT s.kind, s.record, s.title, s.folded FROM store_searchentry s "
            "WHERE s.workspace_id = %s AND to_tsvector('simple', s.folded) @@ to_tsquery('simple', %s) LIMIT 2000"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [workspace.id, match])
        rows = cursor.fetchall()

    def rank(row: tuple[str, str, str, str]) -> tuple[bool, bool, int, str, str]:
        kind, record, title, _ = row
        heading = words(f"{title} {record}")
        whole = fold(record) == fold(query.strip()) or fold(title) == fold(query.strip())
        here = all(any(word.startswith(part) for word in heading) for part in asked)
        return (not whole, not here, _KIND_ORDER.get(kind, 99), title.casefold(), record)

    return [Entry(kind, record, title) for kind, record, title, _ in sorted(rows, key=rank)[:limit]]


_KIND_ORDER = {
    kind: place
    for place, kind in enumerate(("organisation", "action", "relation", "provision", "training", "group", "source"))
}
