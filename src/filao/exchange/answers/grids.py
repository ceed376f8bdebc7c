"""Files of answers opened: a workbook, a CSV file, or a zip of CSV files as ODK Central makes it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from filao.core.problems import Problem
from filao.exchange import csvs, workbooks
from filao.exchange.answers.model import Grid
from filao.exchange.limits import AREA_LIMIT, FILE_LIMIT, ROW_LIMIT

COLUMN_LIMIT = 5000
"""Columns of a sheet of answers: each option of a question may have its own."""

OWN_MARK = "Filao"
"""Heads of our own exports begin so; foreign files are never read as if their text carried our signs."""

_HXL = re.compile(r"#[a-z]+(\s*\+\s*[a-z0-9_]+)*\s*", re.IGNORECASE)


def opened(data: bytes, name: str) -> tuple[list[Grid], dict[str, bytes]]:
    """Grids of a file by its content, and the other files of a zip by their name.

    Raises Problem: file_too_large, file_empty, not_a_sheet, zip_bomb, xml_entities, formulas, too_many_rows,
    too_many_columns, too_many_cells, cell_too_long.
    """
    csvs.check_size(data, name)
    if not data.startswith(b"PK"):
        return [_grid(PurePosixPath(name).stem, csvs.rows(data, name), name, 0)], {}
    parts = workbooks.check_package(data, name)
    if any(part.filename.lower() == "xl/workbook.xml" for part in parts):
        return list(_sheets(data, name)), {}
    return _zipped(data, name, parts)


def _sheets(data: bytes, name: str) -> Iterator[Grid]:
    area = 0
    for sheet, rows in workbooks.pages(workbooks.sound(data, name), name):
        grid = _grid(sheet, rows, name, area, csv=False)
        area += len(grid.rows) * len(grid.head)
        yield grid


def _zipped(data: bytes, name: str, parts: Sequence[zipfile.ZipInfo]) -> tuple[list[Grid], dict[str, bytes]]:
    grids: list[Grid] = []
    others: dict[str, bytes] = {}
    area = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in parts:
                path = PurePosixPath(part.filename)
                if not path.name or part.is_dir() or path.name.startswith(".") or "__MACOSX" in path.parts:
                    continue
                content = _part(package, part, name)
                if path.suffix.lower() != ".csv":
                    others[path.name] = content
                elif content.strip():
                    grids.append(_grid(path.stem, csvs.rows(content, path.name), path.name, area))
                    area += len(grids[-1].rows) * len(grids[-1].head)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Problem("not_a_sheet", name=name) from error
    return grids, others


def _part(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> bytes:
    """Content of a part, never more than it said it would be."""
    if part.file_size > FILE_LIMIT:
        raise Problem("file_too_large", name=part.filename, limit_mb=FILE_LIMIT // 2**20)
    with package.open(part) as stream:
        content = stream.read(part.file_size + 1)
    if len(content) > part.file_size:
        raise Problem("zip_bomb", name=name, unpacked_mb=len(content) // 2**20, ratio=0)
    return content


def _grid(sheet: str, lines: Iterable[Sequence[object]], name: str, area: int, *, csv: bool = True) -> Grid:
    rows = iter(lines)
    head = [written(cell) for cell in next(rows, ())]
    while head and not head[-1]:
        head.pop()
    if len(head) > COLUMN_LIMIT:
        raise Problem("too_many_columns", name=name, sheet=sheet, limit=COLUMN_LIMIT)
    read: list[tuple[int, Sequence[object]]] = []
    for number, cells in enumerate(rows, start=2):
        if number - 1 > ROW_LIMIT:
            raise Problem("too_many_rows", name=name, sheet=sheet, limit=ROW_LIMIT)
        if area + (number - 1) * len(head) > AREA_LIMIT:
            raise Problem("too_many_cells", name=name, sheet=sheet, limit=AREA_LIMIT)
        kept = cells[: len(head)]
        if number == 2 and _is_hxl(kept):
            continue
        if any(cell not in (None, "") for cell in kept):
            read.append((number, kept))
    return Grid(sheet, tuple(head), read, csv and any(text.startswith(OWN_MARK) for text in head))


def _is_hxl(cells: Sequence[object]) -> bool:
    """Whether a row holds HXL tags, which KoboToolbox writes under the heads."""
    texts = [cell for cell in cells if cell not in (None, "")]
    return bool(texts) and all(isinstance(cell, str) and _HXL.fullmatch(cell) for cell in texts)


def written(cell: object) -> str:
    """A cell as text: whole numbers without their point, line ends as \\n, signs that no text holds left out."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
