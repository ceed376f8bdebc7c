"""What is kept in memory shows what the database holds, and nothing fails for what fell out of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import TODAY

from filao.work import documents
from filao.work.access import Actor
from filao.work.recent import Recent
from filao.work.workspaces import Workspace

from .processes import PREPARED, run

UNDONE = """
write("S1")
try:
    with transaction.atomic():
        write("NEVER")
        held()
        raise KeyError
except KeyError:
    pass
"""


def test_what_a_transaction_read_that_was_undone_is_forgotten_with_it(tmp_path: Path) -> None:
    other = f"{PREPARED}write('S2')"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {other!r}], check=True); print(held())"

    assert run(UNDONE + script, tmp_path) == "['S1', 'S2']"


def test_the_next_transaction_does_not_build_on_one_that_was_undone(tmp_path: Path) -> None:
    script = """
with transaction.atomic():
    store.next_revision(workspace)
print(held())
"""

    assert run(UNDONE + script, tmp_path) == "['S1']"


def test_the_register_is_read_at_a_past_date_while_another_thread_changes_it(tmp_path: Path) -> None:
    script = """
import sys, threading
sys.setswitchinterval(1e-6)
write(*(f"S{n}" for n in range(300)))
faults, done = [], threading.Event()

def look_back():
    while not done.is_set():
        try:
            store.reading_at(workspace, recorded_to="2020-01-01")
            store.claims(workspace)
        except RuntimeError as fault:
            faults.append(str(fault))

threads = [threading.Thread(target=look_back) for _ in range(2)]
for thread in threads:
    thread.start()
for n in range(12):
    write(*(f"T{n}-{m}" for m in range(30)))
done.set()
for thread in threads:
    thread.join()
print(sorted(set(faults)), len(held()))
"""

    assert run(script, tmp_path) == "[] 660"


@pytest.mark.database
def test_pieces_of_a_page_that_were_made_long_ago_are_made_anew(
    actor: Actor, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "_pieces", Recent(2))
    material = documents.material(actor, workspace, today=TODAY)

    first = documents.pieces(actor, workspace, material, ["rules"])
    more = documents.pieces(actor, workspace, material, ["strength-rule", "seats", "mends"])

    assert list(more) == ["strength-rule", "seats", "mends"]
    assert documents.pieces(actor, workspace, material, ["rules"]) == first
