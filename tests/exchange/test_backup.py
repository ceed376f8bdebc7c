"""A backup is restored whole or not at all, wherever it was damaged."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from filao.core.problems import Problem
from filao.exchange import backup

NOISE = random.Random(7)


def kept(path: Path, content: bytes = b"") -> Path:
    """A database of one workspace with two journal lines."""
    with closing(sqlite3.connect(path)) as opened, opened:
        opened.execute("CREATE TABLE store_workspace (id, slug, content)")
        opened.execute("CREATE TABLE store_journalline (workspace_id, number, hash)")
        opened.execute("INSERT INTO store_workspace VALUES (1, 'one', ?)", [content])
        opened.executemany("INSERT INTO store_journalline VALUES (1, ?, ?)", [(1, "aa"), (2, "bb")])
    return path


@pytest.mark.parametrize("content", [NOISE.randbytes(4000), b"page " * 800], ids=["packs badly", "packs well"])
def test_a_byte_changed_anywhere_is_found_or_changes_nothing(tmp_path: Path, content: bytes) -> None:
    database, attached, package = kept(tmp_path / "db", content), tmp_path / "file", tmp_path / "all.filao"
    attached.write_bytes(content[::-1])
    digest = hashlib.sha256(content[::-1]).hexdigest()
    whole = backup.pack(database, [(digest, attached)], {"files": [digest], **backup.contents(database)})

    for place in range(0, len(whole), max(1, len(whole) // 150)):
        hurt = bytearray(whole)
        hurt[place] ^= 0xFF
        package.write_bytes(hurt)
        folder = tmp_path / f"new-{place}"
        try:
            backup.unpack(package, folder)
        except Problem as refused:
            assert refused.code == "backup_unreadable"
            assert not folder.exists()
        else:
            assert (folder / backup.DATABASE).read_bytes() == database.read_bytes()
            assert (folder / "files" / digest[:2] / digest).read_bytes() == content[::-1]


@pytest.mark.parametrize(
    ("change", "code", "facts"),
    [
        (
            "DELETE FROM store_journalline WHERE number = 1", "backup_rows_differ",
            {"table": "store_journalline", "listed": 2, "found": 1},
        ),
        ("UPDATE store_journalline SET hash = 'cc' WHERE number = 2", "backup_journal_differs", {"workspace": "one"}),
        ("CREATE TABLE store_other AS SELECT 1", "backup_rows_differ", {"table": "store_other", "listed": 0, "found": 1}),
    ],
)  # fmt: skip
def test_a_database_that_is_not_as_its_manifest_lists_is_not_restored(
    tmp_path: Path, change: str, code: str, facts: dict[str, Any]
) -> None:
    database, package = kept(tmp_path / "db"), tmp_path / "all.filao"
    manifest = {"files": [], **backup.contents(database)}
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute(change)
    package.write_bytes(backup.pack(database, [], manifest))

    with pytest.raises(Problem) as refused:
        backup.unpack(package, tmp_path / "new")

    assert (refused.value.code, refused.value.facts) == (code, {"name": "all.filao", **facts})
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_no_database_is_not_restored(tmp_path: Path) -> None:
    database, package = tmp_path / "db", tmp_path / "all.filao"
    database.write_bytes(b"no database" * 400)
    package.write_bytes(backup.pack(database, [], {"files": [], "rows": {}, "heads": {}}))

    with pytest.raises(Problem, match="backup_unreadable"):
        backup.unpack(package, tmp_path / "new")
