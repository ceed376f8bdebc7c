"""Bytes that go out while they are made: zip packages and workbooks of any length, without a file on the disk."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from filao.exchange.packages import STILL

_BLOCK = 1 << 16


class _Pipe:
    """A file that can only be written to and emptied."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits: what was written can be taken."""

    def take(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def zipped(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """A zip of files by name whose content comes piece by piece; equal content gives equal bytes."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as package:  # type: ignore[call-overload]
        for name, content in files:
            entry = zipfile.ZipInfo(name, STILL.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            with package.open(entry, "w", force_zip64=True) as part:
                for block in blocks(content):
                    part.write(block)
                    if data := pipe.take():
                        yield data
    if data := pipe.take():
        yield data


def blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of a fair size."""
    waiting, size = [], 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


# --- workbooks -----------------------------------------------------------------------------------------------------

Cell = str | int | float | date | None

CELL_LIMIT = 32_767
CUT = " […]"
"""Spreadsheet programs hold so many characters a cell; longer words are cut and end so. CSV and JSON hold them whole."""

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)  # fmt: skip
_DAY_ZERO = date(1899, 12, 30)
_DAY_ONE = date(1900, 3, 1)
"""Day 0 of spreadsheet programs, and the first day on which all of them agree."""


def workbook(sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]) -> Iterator[bytes]:
    """An XLSX workbook of sheets (name, heads, rows), made row by row (ECMA-376 part 1, strings inline).

    Text stays text: no cell is a formula or a link. No file is written on the way, so that no words lie in clear.
    """
    names = sheet_names([name for name, _, _ in sheets])
    entries = [(f"worksheets/sheet{n}.xml", name) for n, name in enumerate(names, start=1)]
    yield from zipped(
        [
            ("[Content_Types].xml", [_HEAD, _types(entries).encode()]),
            ("_rels/.rels", [_HEAD, _relations([("officeDocument", "xl/workbook.xml")]).encode()]),
            ("xl/workbook.xml", [_HEAD, _book(names).encode()]),
            (
                "xl/_rels/workbook.xml.rels",
                [_HEAD, _relations([*(("worksheet", part) for part, _ in entries), ("styles", "styles.xml")]).encode()],
            ),
            ("xl/styles.xml", [_HEAD, _STYLES.encode()]),
            *((f"xl/{part}", _sheet(sheet[1], sheet[2])) for (part, _), sheet in zip(entries, sheets, strict=True)),
        ]
    )


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that spreadsheet programs take: 31 characters at most, no signs of paths, none twice."""
    found: list[str] = []
    for name in wanted:
        plain = re.sub(r"[\[\]:*?/\\']", "_", name)[:31] or "_"
        tries = (plain, *(f"{plain[:27]} ({n})" for n in range(2, 1000)))
        found.append(next(one for one in tries if one.casefold() not in {known.casefold() for known in found}))
    return found


def _types(entries: Sequence[tuple[str, str]]) -> str:
    parts = [
        ("xl/workbook.xml", "sheet.main"),
        ("xl/styles.xml", "styles"),
        *((f"xl/{p}", "worksheet") for p, _ in entries),
    ]
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{_KIND}.{kind}+xml"/>' for part, kind in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _book(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{sheets}</sheets></workbook>'


def _sheet(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    yield _HEAD
    yield (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        f'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="{max(1, len(head))}" '
        f'width="18" customWidth="1"/></cols><sheetData>'
    ).encode()
    letters = [_letters(place) for place in range(len(head))]
    yield _row(1, letters, head, style=' s="1"').encode()
    for number, row in enumerate(rows, start=2):
        yield _row(number, letters, row).encode()
    yield b"</sheetData></worksheet>"


def _row(number: int, letters: Sequence[str], cells: Sequence[Cell], style: str = "") -> str:
    made = (_cell(f"{letter}{number}", cell, style) for letter, cell in zip(letters, cells, strict=True))
    return f'<row r="{number}">{"".join(made)}</row>'


def _cell(place: str, cell: Cell, style: str) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, date) and cell >= _DAY_ONE:
        return f'<c r="{place}" s="2"><v>{(cell - _DAY_ZERO).days}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{place}"{style}><v>{cell!r}</v></c>'
    text = _UNWRITABLE.sub("\ufffd", str(cell)).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > CELL_LIMIT:
        text = text[: CELL_LIMIT - len(CUT)] + CUT
    return f'<c r="{place}" t="inlineStr"{style}><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _letters(place: int) -> str:
    """The letters of a column from its place: 0 is A, 26 is AA."""
    letters, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
