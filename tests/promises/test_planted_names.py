"""Promise: fifty names told to Filao are found nowhere at rest, in no backup, log or public file; and destroyed is gone."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.promises.planted import NAMES

PLANTING = Path(__file__).parent / "planting.py"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")


def patterns() -> list[bytes]:
    """Every name, its last part alone, in each case and encoding in which it could lie somewhere."""
    written = {form for name in NAMES for form in (name, name.upper(), name.casefold(), name.replace(" ", "_"))}
    return [form.encode(code, "ignore") for form in written for code in ENCODINGS]


def layers(data: bytes) -> Iterator[bytes]:
    """The bytes, and what lies packed within them: members of archives, streams of PDF."""
    yield data
    if data.startswith(b"\x1f\x8b"):
        yield from layers(gzip.decompress(data))
    elif data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.namelist():
                yield from layers(package.read(member))
    elif data.startswith(b"%PDF"):
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                yield zlib.decompress(stream)
            except zlib.error:
                continue
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as package:
            for member in package:
                file = package.extractfile(member)
                if file:
                    yield from layers(file.read())


def hits(*places: Path) -> list[str]:
    """Files in which a planted name is found."""
    wanted = re.compile(b"|".join(re.escape(p) for p in patterns()))
    files = [file for place in places for file in (place.rglob("*") if place.is_dir() else [place]) if file.is_file()]
    assert files
    return [file.name for file in files if any(wanted.search(layer) for layer in layers(file.read_bytes()))]


def run(data: Path, *words: str | Path) -> str:
    """Run a program against the data folder; returns what it logged."""
    env = {**os.environ, "FILAO_DATA": str(data), "DJANGO_SETTINGS_MODULE": "filao.settings", "FILAO_DATABASE": ""}
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, env=env, cwd=data.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with "data" that was told fifty names, what left it, its backups and its logs."""
    place = tmp_path_factory.mktemp("planted")
    data = place / "data"
    run(data, "-m", "filao", "import", ROOT / "examples" / "mauritius", "--accept", "--data", data)
    log = run(data, PLANTING, "plant", place)
    log += run(data, PLANTING, "leave", place / "left")
    log += run(data, "-m", "filao", "backup", place / "clear.filao", "--data", data)
    log += run(
        data,
        "-m",
        "filao",
        "backup",
        place / "closed.filao",
        "--passphrase",
        "four words nobody guesses",
        "--data",
        data,
    )
    log += run(data, "-m", "filao", "doctor", "--data", data)
    (place / "log").write_text(log)
    return place


def test_there_are_fifty_names_and_the_search_finds_them_wherever_they_lie(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f"<w:t>{NAMES[7]}</w:t>")
    (tmp_path / "packed.docx").write_bytes(packed.getvalue())
    (tmp_path / "pages").write_bytes(b"\0" * 50 + NAMES[49].encode("utf-16-le"))
    (tmp_path / "folded").write_text(NAMES[20].casefold())
    (tmp_path / "clean").write_text("nobody")

    assert len(set(NAMES)) == 50
    assert sorted(hits(tmp_path)) == ["folded", "packed.docx", "pages"]


def test_no_name_lies_in_the_data_folder(folder: Path) -> None:
    """The database with its free pages and its log, files by hash, drawings, keys."""
    assert hits(folder / "data") == []


def test_no_name_is_in_a_backup(folder: Path) -> None:
    """One without a passphrase holds words closed, and not the key that opens them."""
    assert hits(folder / "clear.filao", folder / "closed.filao") == []
    with tarfile.open(folder / "clear.filao") as package:
        assert "words.key" not in package.getnames()
    assert (folder / "closed.filao").read_bytes().startswith(b"age-encryption.org")


def test_no_name_leaves_in_a_public_file(folder: Path) -> None:
    assert len(list((folder / "left").iterdir())) > 15
    assert hits(folder / "left") == []


def test_no_name_is_logged(folder: Path) -> None:
    assert hits(folder / "log") == []


def test_what_was_destroyed_is_gone_from_every_page(folder: Path) -> None:
    """Not even its closed form is left in the database, its free pages, its log or a file."""
    before = {path.name for path in (folder / "data" / "files").rglob("*") if path.is_file()}
    run(folder / "data", PLANTING, "destroy", folder / "told")
    told = json.loads((folder / "told" / "told.json").read_text())

    sealed = [bytes.fromhex(text) for text in told["sealed"]]
    everything = b"".join(path.read_bytes() for path in (folder / "data").rglob("*") if path.is_file())
    after = {path.name for path in (folder / "data" / "files").rglob("*") if path.is_file()}
    assert len(sealed) == 21
    assert [found for found in sealed if found[40:80] in everything] == []
    assert len(before - after) == 28  # answers 14, recordings 10, put aside 3, one file of another tool
    assert [methods[-1] for methods in told["methods"]] == ["pages", "pages"]
    assert told["methods"][1][0] == "key"
    run(folder / "data", "-m", "filao", "doctor", "--data", folder / "data")
