"""The sheets of an XLSForm workbook, and what a file is that is none: told by its content, never by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from filao.core.problems import Problem
from filao.exchange import workbooks
from filao.exchange.limits import CELL_LIMIT, COLUMN_LIMIT, FILE_LIMIT, FORM_CELLS, FORM_REFERENCES, FORM_ROWS

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
"""Sheets that mean something in an XLSForm; all others are the author's own."""

_OLE = b"\xd0\xcf\x11\xe0"
_DATA = frozenset({
    "_id", "_uuid", "_index", "__version__", "_submission_time", "_submission__id", "_submission__uuid",
    "_parent_index", "_parent_table_name", "_validation_status", "_submitted_by", "_status", "key", "parent_key",
    "instanceid", "submissiondate", "meta-instanceid", "meta/instanceid", "formhub/uuid", "_version_",
})  # fmt: skip
"""Columns that only an export of answers has (KoboToolbox, ODK Central, Aggregate)."""
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its columns in order, and the filled cells of each row. Row 2 is the first below the columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


def read(data: bytes, name: str) -> tuple[dict[str, Sheet], tuple[str, ...]]:
    """The sheets that mean something, by name in small letters, and the names of all sheets of the workbook.

    A workbook of one sheet is read as a survey, whatever its name. Raises Problem: file_too_large, file_empty,
    form_legacy, form_locked, form_is_data, form_is_xml, form_is_text, not_a_sheet, form_no_survey, form_no_columns,
    form_column_twice, form_too_large, cell_too_long, and those of `workbooks.sound`.
    """
    _check_kind(data, name)
    safe = workbooks.sound(data, name, calculated=True)
    names = workbooks.names(safe, name)
    wanted = {names[0].lower()} if len(names) == 1 else set(SHEETS)
    found: dict[str, Sheet] = {}
    cells = references = 0
    for sheet, rows in workbooks.pages(safe, name, wanted):
        known = sheet if sheet in SHEETS else "survey"
        if known not in found:
            found[known] = _sheet(known, rows, name)
            cells += sum(len(row) for row in found[known].rows)
            references += sum(text.count("${") for row in found[known].rows for text in row.values())
            if cells > FORM_CELLS or references > FORM_REFERENCES:
                limit = FORM_CELLS if cells > FORM_CELLS else FORM_REFERENCES
                raise Problem("form_too_large", name=name, limit=limit)
    _check_survey(found, names, name)
    return found, names


def _check_kind(data: bytes, name: str) -> None:
    if len(data) > FILE_LIMIT:
        raise Problem("file_too_large", name=name, limit_mb=FILE_LIMIT // 2**20)
    if not data.strip():
        raise Problem("file_empty", name=name)
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise Problem("form_locked" if locked else "form_legacy", name=name)
    if data.startswith(b"PK"):
        return
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise Problem("file_empty", name=name)
    if start.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\x00<")):
        raise Problem("form_is_xml", name=name)
    if b"\x00" in start:
        raise Problem("not_a_sheet", name=name)
    head = start.decode("utf-8", "replace").splitlines()[0]
    _refuse_data(re.split(r"[,;\t]", head.replace('"', "")), name, "")
    raise Problem("form_is_text", name=name)


def _refuse_data(columns: Iterable[str], name: str, sheet: str) -> None:
    """Refuse an export of answers by the columns that only such a file has."""
    telling = [column for column in columns if column.strip().lower() in _DATA]
    if len(telling) > 1:
        raise Problem("form_is_data", name=name, sheet=sheet, columns=tuple(telling[:4]))


def _check_survey(found: dict[str, Sheet], names: Sequence[str], name: str) -> None:
    survey = found.get("survey")
    if survey is None or not survey.columns:
        raise Problem("form_no_survey", name=name, sheets=tuple(names))
    known = {column.strip().lower() for column in survey.columns}
    if "type" not in known and "command" not in known:
        _refuse_data(survey.columns, name, names[0])
        raise Problem("form_no_columns", name=name, sheet="survey", columns=("type", "name", "label"))
    choices = found.get("choices")
    if choices and choices.rows and not {"name", "value"} & {column.strip().lower() for column in choices.columns}:
        raise Problem("form_no_columns", name=name, sheet="choices", columns=("list_name", "name", "label"))
    if not any(survey.rows):
        raise Problem("form_no_questions", name=name)


def _sheet(sheet: str, rows: Iterator[list[object]], name: str) -> Sheet:
    head = [cell_text(cell) for cell in next(rows, [])]
    width = next((place for place in range(len(head), 0, -1) if head[place - 1]), 0)
    if width > COLUMN_LIMIT:
        raise Problem("too_many_columns", name=name, sheet=sheet, limit=COLUMN_LIMIT)
    columns = tuple(head[:width])
    seen: dict[str, int] = {}
    for place, column in enumerate(columns, start=1):
        if column and column in seen:
            letters = (workbooks.letters(seen[column]), workbooks.letters(place))
            raise Problem("form_column_twice", name=name, sheet=sheet, column=column, row=1, places=letters)
        seen[column] = place
    read = []
    for number, cells in enumerate(rows, start=2):
        if number > FORM_ROWS[sheet == "survey"]:
            raise Problem("form_too_large", name=name, limit=FORM_ROWS[sheet == "survey"])
        read.append(_row(sheet, columns, cells, number, name))
    while read and not read[-1]:
        read.pop()
    return Sheet(sheet, tuple(column for column in columns if column), tuple(read))


def _row(sheet: str, columns: tuple[str, ...], cells: list[object], number: int, name: str) -> dict[str, str]:
    row = {}
    for column, cell in zip(columns, cells, strict=False):
        if column and (text := cell_text(cell)):
            if len(text) > CELL_LIMIT:
                raise Problem("cell_too_long", name=name, sheet=sheet, row=number, column=column, limit=CELL_LIMIT)
            row[column] = text
    return row


def cell_text(cell: object) -> str:
    """A cell as XLSForm reads it: whole numbers without a point, TRUE and FALSE in capitals, dates as ISO, no signs that
    XML cannot hold."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return _UNFIT.sub("", str(cell)).replace("\r\n", "\n").replace("\r", "\n").strip()
