"""A full disk, a database in other hands, a folder that cannot be written: said plainly, nothing broken, nothing lost.

SQLite, as on a laptop; each day in a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT

PREPARED = """
import json, sys
import django; django.setup()
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.3
from datetime import date
from django.db import connection
from filao.core.problems import Problem
from filao.documents.words import problems
from filao.store.collection import AttachmentRow, ResponseRow
from filao.work import accounts, keeping, workspaces
from filao.work.collection.ingest import take
from tests.collecting import answer, publish

keeping.migrate()
actor = accounts.local_actor()
workspace = workspaces.create(actor, "one", "One", "XX", date(2026, 1, 1))
publish(workspace)
told = {"taken": [], "said": []}

def send(number, size=2000):
    sent = answer(number, sector="police", told="word " * 50, photo="a.jpg")
    try:
        told["taken"].append(take(workspace, sent.xml, {"a.jpg": b"x" * size}, channel="collect").instance_id)
        return True
    except Problem as problem:
        said = f"{problems.sentence(problem.fault)} {problems.mend(problem.fault)}"
        told["said"].append([problem.code, said])
        return False

def sound():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        told["integrity"] = cursor.fetchone()[0]
    told["rows"] = sorted(ResponseRow.objects.values_list("instance_id", flat=True))
    told["half"] = AttachmentRow.objects.filter(sealed="").count()
    told["faults"] = [[f.code for f in check.faults] for check in keeping.doctor(actor)]
    print(json.dumps(told))

send(1)
"""


def day(script: str, folder: Path) -> dict[str, Any]:
    """What a process tells of a day that goes as the script says."""
    env = {**os.environ, "FILAO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "filao.settings", "FILAO_DATABASE": ""}
    env["PYTHONPATH"] = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    done = subprocess.run([sys.executable, "-c", PREPARED + script], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert found["integrity"] == "ok"
    assert found["rows"] == sorted(found["taken"]), "every answer acknowledged is there, and no other"
    assert found["half"] == 0
    assert {code for codes in found["faults"] for code in codes} <= {"orphan_files"}
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process")
@pytest.mark.parametrize("size", [100, 60_000])
def test_on_a_full_disk_answers_are_refused_until_there_is_room_again(tmp_path: Path, size: int) -> None:
    script = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
wal = settings.DATA_FOLDER / "filao.sqlite3-wal"
limit = max(wal.stat().st_size, settings.DATABASES["default"]["NAME"].stat().st_size) if {size} < 1000 else 20_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
number = 1
for _turn in range(3000):
    number += 1
    if not send(number, {size}):
        break
refused = number
for again in range(3):
    send(refused, {size})
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert send(refused, {size})
sound()
"""

    found = day(script, tmp_path)

    assert {code for code, _said in found["said"]} <= {"disk_refused", "store_full", "store_failed"}
    assert len(found["said"]) == 4
    assert len(found["taken"]) >= 2


def test_a_database_in_other_hands_is_waited_for_and_then_said_to_be_busy(tmp_path: Path) -> None:
    script = """
import sqlite3
other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
assert not send(2)
other.execute("COMMIT")
assert send(2)
sound()
"""

    found = day(script, tmp_path)

    assert found["said"] == [
        [
            "store_busy",
            "The database is busy with something longer. Nothing is lost: send it again later from the same device.",
        ]
    ]


def test_a_folder_that_became_read_only_is_said_to_be_so(tmp_path: Path) -> None:
    script = """
import errno, os
from unittest import mock
true = os.open
def closed(path, flags, *rest, **more):
    if flags & os.O_WRONLY:
        raise OSError(errno.EROFS, "Read-only file system")
    return true(path, flags, *rest, **more)
with mock.patch("os.open", closed):
    assert not send(2)
with connection.cursor() as cursor:
    cursor.execute("PRAGMA query_only = ON")
    assert not send(2)
    cursor.execute("PRAGMA query_only = OFF")
assert send(2)
sound()
"""

    found = day(script, tmp_path)

    assert [code for code, _said in found["said"]] == ["disk_refused", "store_readonly"]
    assert "Read-only file system" in found["said"][0][1]


@pytest.mark.parametrize("file", ["the XForm", "the key of this machine"])
def test_a_file_that_is_gone_refuses_answers_that_could_not_be_kept_rightly(tmp_path: Path, file: str) -> None:
    script = f"""
from filao.store import blobs, vault
from filao.store.collection import VersionRow
from filao.work.collection import published
path = blobs.path_of(VersionRow.objects.get().xform) if {file!r} == "the XForm" else vault.key_file()
held = path.read_bytes()
path.unlink()
published.published.cache_clear()
published.questionnaire.cache_clear()
assert not send(2)
path.write_bytes(held)
assert send(2)
sound()
"""

    found = day(script, tmp_path)

    assert [code for code, _said in found["said"]] == ["file_lost" if file == "the XForm" else "words_key_lost"]
