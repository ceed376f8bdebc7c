"""Exports for other programs: XLSX, a zip of CSV files in the manner of ODK Central, and JSON in the shape of KoboToolbox's
API v2. Each is made answer by answer and can be read in again by `exchange.answers`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from filao.core.responses import Missing, Response, typed
from filao.exchange.responses.codebook import HEADS, codebook_rows
from filao.exchange.responses.columns import Column, Export, Table
from filao.exchange.responses.streams import Cell, blocks, workbook, zipped
from filao.exchange.sheets import safe_cell

_PRECISE = 10**15
"""Whole numbers from here on lose digits in spreadsheet programs."""


def write_csv(export: Export, language: str = "") -> Iterator[bytes]:
    """A zip with one CSV file for each table and the codebook, in UTF-8 with formula-safe cells."""
    files = [
        (f"{table.name}.csv", _csv([*table.keys, *heads(table)], _texts(export, table))) for table in export.tables
    ]
    codebook = (f"{export.form}-codebook.csv", _csv(HEADS, codebook_rows(export.variables, language)))
    return zipped([*files, codebook])


def heads(table: Table) -> list[str]:
    return [column.head for column in table.columns]


def _texts(export: Export, table: Table) -> Iterator[Sequence[str]]:
    for told, texts in export.rows(table):
        yield *told, *(column.cell(texts) for column in table.columns)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([safe_cell(text) for text in row])
        yield out.getvalue().encode("utf-8", "replace")
        out.seek(0)
        out.truncate()
    yield out.getvalue().encode()


def write_workbook(export: Export, language: str = "") -> Iterator[bytes]:
    """A workbook with one sheet for each table and the codebook; numbers and dates as such, all else as text."""
    sheets: list[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]] = [
        (table.name, [*table.keys, *heads(table)], _cells(export, table)) for table in export.tables
    ]
    return workbook([*sheets, ("codebook", HEADS, codebook_rows(export.variables, language))])


def _cells(export: Export, table: Table) -> Iterator[Sequence[Cell]]:
    for told, texts in export.rows(table):
        yield *told, *(_typed(column, column.cell(texts)) for column in table.columns)


def _typed(column: Column, text: str) -> Cell:
    if not text or not (column.number or column.day):
        return text
    value = int(text) if column.option else typed(column.variables[0], text)
    if isinstance(value, Missing | tuple | bool) or (isinstance(value, int | float) and abs(value) >= _PRECISE):
        return text
    return value  # type: ignore[return-value]


def write_json(export: Export) -> Iterator[bytes]:
    """One object a answer: whole paths as keys, repeats as lists. Empty texts stay, so that what was asked is known."""
    return blocks(_json(export))


def _json(export: Export) -> Iterator[bytes]:
    opening = {"form": export.form, "words": export.words, "next": None, "previous": None}
    yield json.dumps(opening, ensure_ascii=False).encode()[:-1] + b', "results": ['
    first = True
    for response in export.answers():
        text = json.dumps(_object(response, export), ensure_ascii=False)
        yield (b"\n" if first else b",\n") + text.encode("utf-8", "replace")
        first = False
    yield b"\n]}\n"


def _object(response: Response, export: Export) -> dict[str, Any]:
    made: dict[str, Any] = {
        "meta/instanceID": response.id, "__version__": response.version, "_filao_simulated": response.simulated,
        "_filao_day": response.day.isoformat() if response.day else None,
    }  # fmt: skip
    for table in export.tables:
        for positions, texts in export.layout.texts(response, table.repeat):
            place = _place(made, table.repeat, positions, export.layout.repeats)
            for variable in export.variables:
                if variable.repeat == table.repeat and variable.name in texts:
                    place[variable.paths[response.version]] = texts[variable.name]
    return made


def _place(made: dict[str, Any], repeat: str, positions: tuple[int, ...], repeats: Sequence[str]) -> dict[str, Any]:
    """The object of a row, made where it is not yet there."""
    here = made
    above = [one for one in repeats if repeat == one or repeat.startswith(one + "/")]
    for path, position in zip(above, positions, strict=True):
        rows: list[dict[str, Any]] = here.setdefault(path, [])
        while len(rows) < position:
            rows.append({})
        here = rows[position - 1]
    return here
