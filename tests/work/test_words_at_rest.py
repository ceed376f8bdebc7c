"""A data folder at rest, its backups and its upgrade: no word of people stands there in clear. SQLite, as on a laptop."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.work.test_keeping import filao

PASSPHRASE = "four words that nobody guesses"


def _planted(folder: Path) -> list[str]:
    return [p.name for p in sorted(folder.rglob("*")) if p.is_file() and b"Zephyrine" in p.read_bytes()]


FILL = """
import django; django.setup()
from datetime import date
from filao.work import analysis, desk, workspaces
actor = workspaces.local_actor(); workspace = workspaces.find(actor, "mauritius")
q = next(q for q in analysis.read(actor, workspace).questions if q.rule == "expected_link")
meeting = desk.Meeting(q.organisation_id, status="held", consent=True, held_on=date(2026, 11, 20))
code = desk.log(actor, workspace, meeting).code
given = desk.Given("other", "said Zephyrine Quillfeather")
desk.answer(actor, workspace, code, q.id, given, read_by_person=True)
desk.save_contact(actor, workspace, "MPF", function="Focal point", note="ask for Zephyrine")
"""
READ = """
import django; django.setup()
from filao.work import desk, workspaces
actor = workspaces.local_actor(); workspace = workspaces.find(actor, "mauritius")
print([a.words for a in desk.answers(actor, workspace, "INT-01").values()], desk.contacts(actor, workspace)[0].note)
"""
BACK = "import django; django.setup(); from django.core.management import call_command; "
BACK += "call_command('migrate', 'store', '0005', verbosity=0)"
SAID = "['said Zephyrine Quillfeather'] ask for Zephyrine"


def in_process(script: str, folder: Path) -> str:
    env = {**os.environ, "FILAO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "filao.settings", "FILAO_DATABASE": ""}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose desk holds words of a person."""
    folder = tmp_path_factory.mktemp("vault") / "data"
    filao("import", ROOT / "examples" / "mauritius", "--accept", data=folder)
    in_process(FILL, folder)
    return folder


def test_a_data_folder_at_rest_holds_no_word_in_clear(laptop: Path) -> None:
    assert _planted(laptop) == []
    assert (laptop / "words.key").stat().st_mode & 0o077 == 0


def test_an_encrypted_backup_brings_its_key_and_a_plain_one_leaves_it_behind(laptop: Path, tmp_path: Path) -> None:
    filao("backup", tmp_path / "closed.filao", "--passphrase", PASSPHRASE, data=laptop)
    plain = filao("backup", tmp_path / "plain.filao", data=laptop)
    filao("restore", tmp_path / "closed.filao", tmp_path / "one", "--passphrase", PASSPHRASE)
    filao("restore", tmp_path / "plain.filao", tmp_path / "two")

    assert in_process(READ, tmp_path / "one") == SAID
    assert "without the key that opens words of people" in " ".join(plain.stderr.split())
    assert _planted(tmp_path) == []
    found = {
        c["check"]: c["faults"] for c in json.loads(filao("doctor", "--json", data=tmp_path / "two", code=1).stdout)
    }
    assert "words.key" in found["words"][0]
    (tmp_path / "two" / "words.key").write_bytes((laptop / "words.key").read_bytes())
    filao("doctor", data=tmp_path / "two")
    assert in_process(READ, tmp_path / "two") == SAID


def test_words_kept_in_clear_by_an_earlier_version_are_closed_when_it_is_brought_up_to_date(
    laptop: Path, tmp_path: Path
) -> None:
    filao("backup", tmp_path / "all.filao", "--passphrase", PASSPHRASE, data=laptop)
    filao("restore", tmp_path / "all.filao", tmp_path / "old", "--passphrase", PASSPHRASE)
    in_process(BACK, tmp_path / "old")
    assert _planted(tmp_path / "old") == ["filao.sqlite3"], "the earlier version kept them in clear"

    filao("migrate", data=tmp_path / "old")

    assert in_process(READ, tmp_path / "old") == SAID
    (copy,) = (tmp_path / "old").glob("filao-before-*")
    assert _planted(tmp_path / "old") == [copy.name]
    told = filao("doctor", data=tmp_path / "old", code=1).stdout
    assert copy.name in told
    filao("doctor", "--mend", data=tmp_path / "old")
    assert _planted(tmp_path / "old") == []


def test_rows_of_answers_are_made_again_by_the_command_line(laptop: Path, tmp_path: Path) -> None:
    filao("backup", tmp_path / "all.filao", "--passphrase", PASSPHRASE, data=laptop)
    filao("restore", tmp_path / "all.filao", tmp_path / "one", "--passphrase", PASSPHRASE)
    in_process(
        "import django; django.setup(); from tests.collecting import answer, publish; "
        "from filao.work import accounts, workspaces; from filao.work.collection.ingest import take; "
        "from filao.store.collection import ResponseRow; workspace = workspaces.find(accounts.local_actor(), 'mauritius'); "
        "publish(workspace); take(workspace, answer(sector='police').xml, {}, channel='collect'); "
        "ResponseRow.objects.all().delete()",
        tmp_path / "one",
    )

    told = filao("responses", "rebuild", "--json", data=tmp_path / "one").stdout

    assert json.loads(told) == {"read": 1, "mended": 0, "made": 1, "lost": 0}
