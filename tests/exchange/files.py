"""Files that tests of readers need: workbooks put together by hand, and a reading measured in a process of its own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from filao.core.problems import Problem


def refused(call: Callable[..., object], *given: object, **more: object) -> Problem:
    """The Problem that a call ends in."""
    try:
        call(*given, **more)
    except Problem as problem:
        return problem
    raise AssertionError("nothing was refused")


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = f"{_OFFICE}/worksheet"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

PARTS = {
    "[Content_Types].xml": (
        f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_KIND}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<?xml version="1.0"?><workbook {MAIN} xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="organisations" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
}


def package(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def worksheet(rows: str) -> str:
    return f'<?xml version="1.0"?><worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>'


def inline(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def workbook(sheet: str | bytes, **more: str | bytes) -> bytes:
    """A workbook whose one sheet "organisations" is this XML; `more` are parts by name, "__" for "/" and "_" for "."."""
    named = {name.replace("__", "/").replace("_", "."): data for name, data in more.items()}
    return package({**PARTS, "xl/worksheets/sheet1.xml": sheet, **named})


def csv_file(head: str, rows: Iterable[str]) -> bytes:
    return (head + "\n" + "\n".join(rows) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Measured:
    """What a reading came to ("rows" and their number, or the code of a Problem), its seconds of CPU and megabytes."""

    outcome: str
    seconds: float
    megabytes: float


_CHILD = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
from pathlib import Path
from filao.core.problems import Problem
from filao.documents.words import problems
from filao.exchange import graphml, sheets, terms, ties
kind, path = sys.argv[1], Path(sys.argv[2])
if kind == "answers":
    from tests.exchange.other_tools import form
    from filao.exchange import answers
    versions = [form()]
start = time.process_time()
try:
    if kind == "graphml":
        found = graphml.read(path.read_bytes(), path.name)
        outcome = f"rows {sum(len(table.rows) for table in found.tables)}"
    elif kind == "ties":
        outcome = f"rows {ties.read_ties(path).account.rows}"
    elif kind == "upload":
        from filao.exchange import openrosa, xform
        with path.open("rb") as body:
            sending = openrosa.read_sending(body.read, "multipart/form-data; boundary=e5a1-0b2c", path.stat().st_size)
        outcome = f"rows {len(xform.read_instance(sending.xml).values)}"
    elif kind == "form":
        from filao.exchange import xlsform
        found = xlsform.compile(path.read_bytes(), path.name)
        outcome = f"rows {sum(1 for _ in found.questionnaire.questions())}"
    elif kind == "answers":
        found, _ = answers.read([(path.name, path.read_bytes())], versions)
        outcome = f"rows {found.rows}"
    elif kind == "terms":
        outcome = f"rows {len(terms.read_terms(path))}"
    else:
        outcome = f"rows {sum(len(table.rows) for table in sheets.read_path(path))}"
except Problem as problem:
    outcome = problem.code
    said = problems.sentence(problem.fault) + problems.mend(problem.fault)
    assert "\\u2026" not in said.replace(", \\u2026", ""), said
seconds = time.process_time() - start
try:
    peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
print(json.dumps([outcome, seconds, peak]))
"""


def measured(path: Path, kind: str = "sheets") -> Measured:
    """Read the file in a process of its own, which may take 3 GB of address space, and tell what it cost.

    The peak is that of the child alone (VmHWM): `ru_maxrss` would carry over what the parent held before the start.
    """
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, kind, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return Measured(*json.loads(done.stdout))
