"""Promise: what is installed needs neither Node nor a network, carries its licence and its example, and calls nobody."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as it would be released."""
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_a_released_wheel_carries_scripts_styles_fonts_and_translations(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())

    assert {
        "filao/web/static/dist/filao.js",
        "filao/web/static/dist/network.js",
        "filao/web/static/dist/style.css",
    } <= names
    assert "filao/locale/fr/LC_MESSAGES/filao.mo" in names
    assert "filao/web/locale/fr/LC_MESSAGES/django.mo" in names
    assert len([n for n in names if n.startswith("filao/documents/fonts/") and n.endswith(".ttf")]) >= 5
    assert any(n.endswith("fonts/LICENSE.md") for n in names)


def test_a_released_wheel_carries_the_example_and_the_licence(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()

    assert "filao/examples/mauritius/organisations.csv" in names
    (licence,) = [n for n in names if n.endswith("licenses/LICENSE")]
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in wheel.read(licence).decode()


def test_a_released_wheel_carries_nothing_of_ours_that_is_not_for_users(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()

    assert not [n for n in names if "node_modules" in n or n.endswith((".ts", ".sqlite3", ".key")) or "/tests/" in n]
    assert not [n for n in names if "__pycache__" in n]


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    locks = [*(ROOT / "requirements").glob("*.txt"), ROOT / "frontend" / "package-lock.json"]

    for lock in locks:
        text = lock.read_text()
        assert "://" not in text, lock.name
        assert "sha256:" in text or "sha512-" in text, lock.name
    assert len(locks) >= 5


def test_every_requirement_is_pinned_with_a_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        for block in re.split(r"\n(?=\S)", lock.read_text()):
            if block and not block.startswith(("#", " ")):
                assert re.match(r"[\w.\-\[\]]+==[\w.!+]+", block), (lock.name, block[:60])
                assert "--hash=sha256:" in block, (lock.name, block[:60])


def test_nothing_but_e_mail_calls_out_and_that_in_one_file() -> None:
    calling = re.compile(
        r"\b(?:urllib\.request|http\.client|httpx|aiohttp|smtplib|ftplib|urlopen)\b|(?:import|from) requests\b"
    )

    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")}

    assert [path for path, text in texts.items() if calling.search(text)] == []
    assert [path.name for path, text in texts.items() if "django.core import mail" in text] == ["mail.py"]
    assert not [path for path, text in texts.items() if "django.core.mail" in text]


def test_no_script_of_ours_loads_anything_from_elsewhere() -> None:
    for path in (ROOT / "src" / "filao" / "web" / "static" / "dist").glob("*.css"):
        assert not re.findall(r"url\((?!\"?(?:data:|source-sans))[^)]*\)", path.read_text()), path.name
    for path in (ROOT / "frontend" / "src").glob("*.ts"):
        assert "://" not in path.read_text(), path.name


def test_there_is_no_place_for_a_victim_or_a_case() -> None:
    """No table and no kind of record holds a person who was trafficked, or a case."""
    from filao.core.register import KINDS
    from filao.store import models

    words = re.compile(r"victim|survivor|case(?!_management)|person", re.IGNORECASE)
    allowed = {"survivor_informed", "second_person"}  # of actions; of exports that two of the team agree to

    assert not [name for name in (*KINDS, *models.__all__) if words.search(name)]
    fields = {f.name for kind in KINDS.values() for f in kind.fields}
    fields |= {f.name for name in models.__all__ for f in getattr(models, name)._meta.fields}
    assert {name for name in fields if words.search(name)} <= allowed


@pytest.mark.parametrize("path", sorted((ROOT / "examples" / "mauritius").glob("*.csv")), ids=lambda p: p.stem)
def test_the_example_names_no_place_of_a_shelter(path: Path) -> None:
    """The detector finds nothing in any text that the example would print, beyond what was read and let pass."""
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\b(?:\+?230[ -]?)?\d{3}[ -]\d{4}\b", text), "a phone number"
    assert not re.search(r"[\w.]+@(?!example)[\w.]+\.\w+", text) or "function_email" in text.splitlines()[0]
