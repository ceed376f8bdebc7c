"""What is kept can be got back: backup, restore, sweeps, and a copy before every migration. SQLite, as on a laptop."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.conftest import ROOT

FILAO = [sys.executable, "-m", "filao"]


def filao(*words: str | Path, data: Path | None = None, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person does."""
    more = ["--data", data] if data else []
    done = subprocess.run([*FILAO, *words, *more], capture_output=True, text=True, cwd=data.parent if data else None)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the example, and one document built in it."""
    folder = tmp_path_factory.mktemp("laptop") / "data"
    filao("import", ROOT / "examples" / "mauritius", "--accept", data=folder)
    filao("build", "status-page", "--output", folder.parent / "out", data=folder)
    return folder


@pytest.fixture(scope="module")
def package(data: Path) -> Path:
    filao("backup", data.parent / "all.filao", "--passphrase", "four words nobody guesses", data=data)
    return data.parent / "all.filao"


def test_a_backup_restored_elsewhere_is_sound_and_holds_the_same(data: Path, package: Path, tmp_path: Path) -> None:
    filao("restore", package, tmp_path / "new", "--passphrase", "four words nobody guesses")

    checks = json.loads(filao("doctor", "--json", data=tmp_path / "new").stdout)
    assert {c["check"]: c["faults"] for c in checks} == {
        "database": [], "migrations": [], "journal": [], "files": [], "words": [], "retention": [], "register": [],
    }  # fmt: skip
    one, other = (
        filao("export", "csv", "--output", tmp_path / f"{n}.zip", data=d) for n, d in ((1, data), (2, tmp_path / "new"))
    )
    assert one.returncode == other.returncode == 0
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_a_backup_lets_nobody_in_who_was_signed_in(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / "filao.sqlite3")) as database, database:
        database.execute("INSERT INTO django_session VALUES ('keyofasession', 'x', '2099-01-01')")
    filao("backup", tmp_path / "all.filao", "--passphrase", "four words nobody guesses", data=data)

    filao("restore", tmp_path / "all.filao", tmp_path / "new", "--passphrase", "four words nobody guesses")

    assert b"keyofasession" in b"".join(path.read_bytes() for path in data.glob("filao.sqlite3*"))
    assert b"keyofasession" not in (tmp_path / "new" / "filao.sqlite3").read_bytes()
    assert json.loads(filao("doctor", "--json", data=tmp_path / "new").stdout)[0]["faults"] == []


def test_an_encrypted_backup_shows_nothing_and_opens_only_with_its_passphrase(package: Path, tmp_path: Path) -> None:
    assert package.read_bytes().startswith(b"age-encryption.org")

    done = filao("restore", package, tmp_path / "new", "--passphrase", "wrong", code=2)

    assert "passphrase does not open" in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_damaged_backup_restores_nothing(data: Path, tmp_path: Path) -> None:
    filao("backup", tmp_path / "plain.filao", data=data)
    content = bytearray((tmp_path / "plain.filao").read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "hurt.filao").write_bytes(content)

    done = filao("restore", tmp_path / "hurt.filao", tmp_path / "new", code=2)

    assert "not a whole backup" in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_backup_is_not_restored_over_what_is_there(data: Path, package: Path) -> None:
    done = filao("restore", package, data, code=2)

    assert "not empty" in done.stderr


def test_the_doctor_finds_a_file_that_changed_and_one_that_belongs_to_nothing(
    data: Path, package: Path, tmp_path: Path
) -> None:
    filao("restore", package, tmp_path / "new", "--passphrase", "four words nobody guesses")
    kept = sorted(path for path in (tmp_path / "new" / "files").rglob("*") if path.is_file())
    kept[0].write_bytes(b"other")
    stray = tmp_path / "new" / "files" / "ab" / ("ab" + "0" * 62)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"stray")

    found = {
        c["check"]: c["faults"] for c in json.loads(filao("doctor", "--json", data=tmp_path / "new", code=1).stdout)
    }

    assert len(found["files"]) == 2
    filao("doctor", "--mend", data=tmp_path / "new", code=1)
    assert stray.exists(), "a file that has just come may still be on its way into a row"


def test_the_doctor_names_the_line_where_a_journal_was_changed(package: Path, tmp_path: Path) -> None:
    filao("restore", package, tmp_path / "new", "--passphrase", "four words nobody guesses")
    with closing(sqlite3.connect(tmp_path / "new" / "filao.sqlite3")) as database, database:
        database.execute("DROP TRIGGER store_journal_fixed")
        database.execute("UPDATE store_journalline SET actor = 'B' WHERE number = 2")

    found = {
        c["check"]: c["faults"] for c in json.loads(filao("doctor", "--json", data=tmp_path / "new", code=1).stdout)
    }

    assert found["journal"] == ["The journal of “Mauritius” was changed at line 2."]


def test_the_database_is_copied_before_it_is_migrated(package: Path, tmp_path: Path) -> None:
    filao("restore", package, tmp_path / "new", "--passphrase", "four words nobody guesses")
    back = (
        "import django; django.setup(); from django.core.management import call_command; "
        "call_command('migrate', 'store', '0001', verbosity=0)"
    )
    env = {**os.environ, "FILAO_DATA": str(tmp_path / "new"), "DJANGO_SETTINGS_MODULE": "filao.settings"}
    subprocess.run([sys.executable, "-c", back], env=env, check=True)

    done = filao("migrate", data=tmp_path / "new")
    again = filao("migrate", data=tmp_path / "new")

    assert "was brought up to date" in done.stderr
    assert "is up to date" in again.stderr
    assert len(list((tmp_path / "new").glob("filao-before-*.sqlite3"))) == 1


def test_a_port_in_use_is_named(data: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        done = filao("run", "--no-open", "--port", str(taken.getsockname()[1]), data=data, code=2)

    assert "Another program uses port" in done.stderr
