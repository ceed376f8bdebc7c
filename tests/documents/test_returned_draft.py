"""The loop of a draft with a real office program: out as DOCX, saved by LibreOffice as DOCX, ODT or DOC, and read again.

A reviewer's remarks stand in headings, paragraphs and cells, with a replacement, a new paragraph and one taken out.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.documents.conftest import Press
from tests.documents.office_macro import Acts, worked_on
from tests.returning import Draft

from filao.core import returns
from filao.core.returns import Line, Original, Returned
from filao.documents import reviewing
from filao.exchange import returned_docx

KIND = "mapping-report"
Worked = tuple[dict[str, bytes], dict[str, str], str]
TRIPS: dict[str, tuple[str, ...]] = {
    "DOCX": ("docx",), "ODT": ("odt", "docx"), "DOC": ("doc", "docx"),
}  # fmt: skip
ANCHORS = 45
REPLACED, ADDED = "Quite another sentence stands here.", "A paragraph that a reviewer added."


def saved_by_libreoffice(data: bytes, formats: Sequence[str], folder: Path) -> bytes:
    """A file opened and saved in each format, one after the other."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice is needed to send drafts round: apt-get install libreoffice"
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    source = folder / "draft.docx"
    source.write_bytes(data)
    for turn, format in enumerate(formats):
        target = folder / str(turn)
        command = [program, profile, "--headless", "--convert-to", format, "--outdir", str(target), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        source = next(target.iterdir())
    return source.read_bytes()


@pytest.fixture(scope="module")
def originals(press: Press) -> tuple[Original, ...]:
    seen = returned_docx.read(press.built(KIND, "docx").data, "draft.docx")
    return reviewing.originals(reviewing.frame(KIND, press.reading("en")), seen.paragraphs, "en")


@pytest.fixture(scope="module")
def reviewed(press: Press) -> tuple[bytes, dict[str, str]]:
    """The draft with 45 remarks and three changes, and the bookmark under which each remark was written."""
    draft = Draft(press.built(KIND, "docx").data)
    marked = [p for p in draft.root.iter() if p.tag.endswith("}p") and draft.anchor(p) and len(draft.text(p)) > 12]
    headings = [p for p in marked if draft.anchor(p).endswith("_title")][:5]
    cells = [p for p in marked if draft.anchor(p)[-4:-2].startswith("r") and len(draft.text(p)) > 25][:10]
    rest = [p for p in marked if p not in headings and p not in cells and len(draft.text(p)) > 80]
    chosen = [*headings, *cells, *rest][:ANCHORS]
    expected = {}
    for number, paragraph in enumerate(chosen):
        expected[f"Remark {number}"] = draft.anchor(paragraph)
        draft.remark(paragraph, f"Remark {number}")
    left = [p for p in rest if p not in chosen and not draft.anchor(p).endswith("_caption")]
    draft.replace(left[0], REPLACED)
    draft.add_behind(left[2], ADDED)
    expected |= {"replaced": draft.anchor(left[0]), "added": draft.anchor(left[2])}
    return draft.saved(), expected


def placed(originals: tuple[Original, ...], found: Returned) -> dict[str, str]:
    """Where every remark, the replacement and the addition came to stand."""
    at = {}
    for line in returns.lines(originals, found):
        name = {REPLACED: "replaced", ADDED: "added"}.get(line.after, line.text)
        at[name] = originals[line.placed.original].anchor if line.placed.how else "unplaced"
    return at


def test_as_it_was_sent_back_everything_is_at_its_place(
    originals: tuple[Original, ...], reviewed: tuple[bytes, dict[str, str]]
) -> None:
    data, expected = reviewed

    assert placed(originals, returned_docx.read(data, "back.docx")) == expected


@pytest.mark.parametrize("trip", TRIPS)
def test_no_remark_is_lost_on_its_way_through_libreoffice(
    trip: str, originals: tuple[Original, ...], reviewed: tuple[bytes, dict[str, str]], tmp_path: Path
) -> None:
    data, expected = reviewed
    formats = TRIPS[trip]
    found = returned_docx.read(saved_by_libreoffice(data, formats, tmp_path), "back.docx")

    assert len(found.remarks) == ANCHORS
    assert found.code == "" or found.code.startswith("FILAO-")
    assert placed(originals, found) == expected

    nameless = Returned(
        tuple(returns.Seen("", p.original, p.text, p.part, p.host) for p in found.paragraphs),
        found.remarks,
        found.changes,
    )
    assert placed(originals, nameless) == expected


# --- a reviewer who works in LibreOffice itself

FOOTNOTE = "A footnote that a reviewer wrote.", "Remark on a footnote"


OWN = {"Comment added"}
"""What LibreOffice adds by itself on the way through DOC."""


@pytest.fixture(scope="module")
def worked(press: Press, originals: tuple[Original, ...], tmp_path_factory: pytest.TempPathFactory) -> Worked:
    """The draft after LibreOffice has commented on it and changed it, by format; and the places, as bookmarks."""
    prose = [o for o in originals if o.anchor and len(o.text) > 120 and o.where.rpartition(" ")[2].isdigit()]
    head = next(o for o in originals if o.anchor == "_fl_method_3")
    cell = next(o for o in originals if o.anchor == "_fl_groups_r1c1")
    remark, replaced, added, deleted, moved, behind, noted = prose[4:18:2]
    acts = Acts(
        {head.text: "Remark in a heading", words(remark): "Remark in a paragraph", words(cell): "Remark in a cell"},
        (words(replaced), REPLACED), (words(added), ADDED), words(deleted), (words(moved), moved.text, words(behind)),
        (words(noted), *FOOTNOTE),
    )  # fmt: skip
    places = {
        "Remark in a heading": head, "Remark in a paragraph": remark, "Remark in a cell": cell, "replaced": replaced,
        "added": added, "deleted": deleted, "moved away": moved, "moved to": behind, "Remark on a footnote": noted,
        "footnote": noted,
    }  # fmt: skip
    data = press.built(KIND, "docx").data
    files = worked_on(data, acts, tmp_path_factory.mktemp("office"))
    return files, {name: place.anchor for name, place in places.items()}, moved.text


def words(original: Original) -> str:
    """Words by which a paragraph is found in a program."""
    return original.text[:60]


@pytest.mark.parametrize("format", ["docx", "odt", "doc"])
def test_what_a_reviewer_does_in_libreoffice_comes_back_whole(
    format: str, originals: tuple[Original, ...], worked: Worked
) -> None:
    files, expected, moved = worked
    found = returns.lines(originals, returned_docx.read(files[format], "back.docx"))
    at = {name_of(line, moved): originals[line.placed.original].anchor if line.placed.how else "tray" for line in found}

    assert len(at) == len(found)
    assert set(at) - set(expected) <= OWN
    assert {name: at[name] for name in expected} == expected


def name_of(line: Line, moved: str) -> str:
    """What a line is of the things that were done."""
    if not line.change:
        return line.text
    if line.change == "changed":
        return "replaced" if line.after == REPLACED else ""
    same_text = returns.plain(line.after or line.before) == returns.plain(moved)
    if line.change == "inserted":
        return "moved to" if same_text else {ADDED: "added", FOOTNOTE[0]: "footnote"}.get(line.after.strip(), "")
    return "moved away" if same_text else "deleted"
