"""Promise: one command loads the example and writes every deliverable with a page that links them; twice changes nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pypdfium2
import pytest

from filao.documents.catalogue import CATALOGUE

NOTICE = "Demonstration, not commissioned or reviewed by IOM or the Government; partly simulated"
IN_FRENCH = "Démonstration, ni commandée ni relue par l’OIM ou le Gouvernement ; en partie simulée"


def demo(folder: Path) -> str:
    words = [sys.executable, "-m", "filao", "demo", "--no-serve", "--data", folder / "data", "--output", folder / "out"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    told = demo(folder)
    assert "748 rows read = 748 kept + 0 merged + 0 rejected" in told
    return folder / "out"


def test_the_page_links_every_file_and_every_link_leads_to_one(shelf: Path) -> None:
    page = (shelf / "index.html").read_text(encoding="utf-8")

    linked = {unquote(unescape(link)) for link in re.findall(r'<a href="([^"]+)"', page)}
    there = {str(path.relative_to(shelf)) for path in shelf.rglob("*") if path.is_file()} - {"index.html"}

    assert linked == there
    assert NOTICE in page


def test_every_deliverable_is_there_in_each_of_its_formats(shelf: Path) -> None:
    names = [path.name for path in shelf.rglob("*") if path.is_file()]

    for entry in CATALOGUE.values():
        if entry.kind in ("comment-matrix", "destruction-certificate"):
            continue  # nothing was commented on or destroyed
        for format in entry.formats:
            end = "-for-the-printer.pdf" if format == "print" else f".{format}"
            assert [n for n in names if n.startswith(entry.kind) and n.endswith(end)], (entry.kind, format)
    assert len([n for n in names if n.endswith("-xlsform.xlsx")]) == 7


def test_every_page_of_every_pdf_says_that_it_is_a_demonstration_and_in_part_simulated(
    shelf: Path,
) -> None:
    looked_at = 0
    for path in shelf.rglob("*.pdf"):
        notice = IN_FRENCH if path.stem.endswith("-fr") else NOTICE
        for page in pypdfium2.PdfDocument(path):
            text = " ".join(page.get_textpage().get_text_bounded().split())
            assert notice in text, path.name
            looked_at += 1
    assert looked_at > 300


def test_a_second_run_changes_no_file(shelf: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in shelf.rglob("*.*") if path.is_file()}

    told = demo(shelf.parent)

    assert "0 kept + 748 merged" in told
    changed = [path.name for path, (data, _at) in before.items() if path.read_bytes() != data]
    assert [name for name in changed if not name.startswith("status-page")] == []
