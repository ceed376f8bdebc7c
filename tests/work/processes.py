"""Acts in a process of its own, with transactions that truly end. SQLite, as on a laptop."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PREPARED = """
import django; django.setup()
from datetime import date
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from filao.core.register.imports import Row, Table
from filao.store import journal
from filao.store import register as store
from filao.work import exports, keeping, workspaces
from filao.work import register as acts

keeping.migrate()
actor = workspaces.local_actor()
if not workspaces.all_for(actor):
    workspaces.create(actor, "one", "One", "XX", date(2026, 1, 1))
workspace = workspaces.find(actor, "one")

def write(*names):
    cells = [{"id": name, "title": name, "publisher": "Somebody", "kind": "official"} for name in names]
    table = Table("sources", tuple(cells[0]), [Row(n, c) for n, c in enumerate(cells, 2)])
    acts.accept_import(actor, workspace, [table], reason="test")

def held():
    return sorted(store.reading(workspace).sources)
"""


def run(script: str, folder: Path) -> str:
    """What a process prints that has the tables of a new data folder before it."""
    env = {**os.environ, "FILAO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "filao.settings", "FILAO_DATABASE": ""}
    done = subprocess.run([sys.executable, "-c", PREPARED + script], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
