"""The journal is append-only, and a line changed behind its back shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from filao.store import journal
from filao.store.journal import JournalLine
from filao.work.access import Actor
from filao.work.workspaces import Workspace

from .processes import run

pytestmark = pytest.mark.database


def write(workspace: Workspace, subject: str) -> None:
    journal.write(workspace, at=timezone.now(), actor="A", act="test", subject=subject, facts={"n": [1, "é"]})


def test_the_chain_of_the_example_is_whole(workspace: Workspace) -> None:
    for subject in ("one", "two", "three"):
        write(workspace, subject)

    assert journal.first_break(workspace) is None
    assert [line.subject for line in journal.lines(workspace, limit=3)] == ["three", "two", "one"]


def test_a_line_is_written_only_in_the_transaction_of_its_act(tmp_path: Path) -> None:
    script = """
try:
    journal.write(workspace, at=timezone.now(), actor="A", act="test")
except TransactionManagementError:
    print("refused")
print(exports.export(actor, workspace, "csv")[0], journal.lines(workspace)[0].act, journal.first_break(workspace))
"""

    assert run(script, tmp_path) == "refused\none-register-csv.zip register.export None"


def changed(workspace: Workspace, change: str, place: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE store_journalline SET {change} WHERE workspace_id = %s AND number = %s", [workspace.id, place]
        )


def without(guard: str) -> None:
    """Take a guard of the journal off, as only somebody at the database can."""
    with connection.cursor() as cursor:
        on = " ON store_journalline" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {guard}{on}")


def test_the_database_itself_refuses_to_change_a_line(workspace: Workspace) -> None:
    write(workspace, "one")

    with pytest.raises(DatabaseError, match="not changed"):
        changed(workspace, "actor = 'B'", 1)


def test_the_database_itself_refuses_to_take_a_line_out(workspace: Workspace) -> None:
    write(workspace, "one")

    with pytest.raises(DatabaseError, match="not taken out"):
        JournalLine.objects.filter(workspace_id=workspace.id, subject="one").delete()


def test_a_workspace_does_not_take_its_journal_with_it(workspace: Workspace) -> None:
    with pytest.raises(DatabaseError, match="not taken out"):
        Workspace.objects.filter(id=workspace.id).delete()


def test_the_database_itself_refuses_to_empty_the_journal(workspace: Workspace) -> None:
    empty = "TRUNCATE store_journalline" if connection.vendor == "postgresql" else "DELETE FROM store_journalline"

    with pytest.raises(DatabaseError, match="not taken out"), connection.cursor() as cursor:
        cursor.execute(empty)


@pytest.mark.parametrize("change", ["reason = 'other'", "actor = 'B'", "facts = '{}'", "before = 'x'", "number = 99"])
def test_a_line_changed_with_the_guard_removed_breaks_the_chain_where_it_stands(
    workspace: Workspace, change: str
) -> None:
    for subject in ("one", "two", "three"):
        write(workspace, subject)
    place = JournalLine.objects.filter(workspace_id=workspace.id).count() - 1
    without("store_journal_fixed")

    changed(workspace, change, place)

    broken = journal.first_break(workspace)
    assert broken is not None
    assert broken >= place


def test_a_line_taken_out_with_the_guard_removed_breaks_the_chain(workspace: Workspace) -> None:
    for subject in ("one", "two", "three"):
        write(workspace, subject)
    without("store_journal_kept")

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_journalline WHERE workspace_id = %s AND subject = 'two'", [workspace.id])

    assert journal.first_break(workspace) is not None


def test_lines_are_neither_changed_nor_deleted_by_our_own_code(actor: Actor, workspace: Workspace) -> None:
    write(workspace, "one")
    line = JournalLine.objects.filter(workspace_id=workspace.id, subject="one").get()

    with pytest.raises(TypeError):
        line.save()
    with pytest.raises(TypeError):
        line.delete()
