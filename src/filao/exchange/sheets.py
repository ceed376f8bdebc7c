"""The register as sheets: a folder of CSV files or one XLSX workbook, in and out, and the template to fill in.

Reading trusts nothing: type by content, sizes checked before unpacking, no formula is taken, no external entity
followed. Writing keeps every cell text, so that no spreadsheet program runs what somebody typed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from filao.core.problems import Problem
from filao.core.register import KINDS, Claim, Kind, Record, Register, Value
from filao.core.register.fields import CLAIMS_COLUMNS, CLAIMS_SHEET, KIND_OF_SHEET, Field, columns
from filao.core.register.imports import Row, Table
from filao.core.vocabulary import STANDARD, Vocabulary
from filao.exchange import csvs, workbooks
from filao.exchange.limits import AREA_LIMIT, CELL_LIMIT, COLUMN_LIMIT, FILE_LIMIT, ROW_LIMIT
from filao.exchange.packages import STILL

_KNOWN_SHEETS = frozenset({*KIND_OF_SHEET, CLAIMS_SHEET})
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_ESCAPED = re.compile(r"'+[=+@\t\r-]")
_BEFORE_FORMULA = frozenset({"=", " ", "\t", "\xa0"})


def read_path(path: Path) -> list[Table]:
    """Tables of a folder of CSV files, of one CSV file or of one workbook.

    Raises Problem: no_such_file, empty_folder, and those of `read_bytes`.
    """
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
        if not any(file.stem.lower() in _KNOWN_SHEETS for file in files):
            raise Problem("empty_folder", folder=path.name, sheets=tuple(sorted(_KNOWN_SHEETS)))
        return _read_folder(path, files)
    if not path.is_file():
        raise Problem("no_such_file", path=path.name)
    return read_bytes(file_bytes(path), path.name)


def _read_folder(folder: Path, files: Iterable[Path]) -> list[Table]:
    tables: list[Table] = []
    area = 0
    for file in files:
        for table in read_bytes(file_bytes(file), file.name):
            area += len(table.rows) * len(table.columns)
            if area > AREA_LIMIT:
                raise Problem("too_many_cells", name=folder.name, sheet=table.sheet, limit=AREA_LIMIT)
            tables.append(table)
    return tables


def file_bytes(path: Path) -> bytes:
    """Content of a file of at most the size read. Raises Problem file_too_large."""
    if path.stat().st_size > FILE_LIMIT:
        raise Problem("file_too_large", name=path.name, limit_mb=FILE_LIMIT // 2**20)
    return path.read_bytes()


def read_bytes(data: bytes, name: str) -> list[Table]:
    """Tables of one uploaded file, by its content and not by its name.

    Raises Problem: file_too_large, file_empty, not_a_sheet, zip_bomb, xml_entities, formulas, too_many_rows,
    too_many_columns, too_many_cells, column_twice, cell_too_long, no_known_sheet.
    """
    csvs.check_size(data, name)
    if data.startswith(b"PK"):
        return _read_workbook(data, name)
    return [_read_csv(data, name)]


def _read_csv(data: bytes, name: str) -> Table:
    rows = csvs.rows(data, name)
    head = next(rows, None)
    if head is None:
        raise Problem("file_empty", name=name)
    return _table(Path(name).stem.lower(), head, _csv_rows(rows, head, name), name)


def _csv_rows(reader: Iterable[list[str]], head: Sequence[str], name: str) -> Iterator[list[str]]:
    """Rows of a CSV file with the sign taken off that `safe_cell` put before what looks like a formula."""
    for number, cells in enumerate(reader, start=2):
        for place, cell in enumerate(cells):
            if cell[:1] in _BEFORE_FORMULA and cell.lstrip()[:1] == "=":
                column = head[place] if place < len(head) else ""
                raise Problem("formulas", name=name, sheet=Path(name).stem.lower(), row=number, column=column)
            cells[place] = unescaped(cell)
        yield cells


def _table(sheet: str, head: Sequence[object], rows: Iterable[Sequence[object]], name: str) -> Table:
    width = next((place for place in range(len(head), 0, -1) if head[place - 1] and _text(head[place - 1])), 0)
    if width > COLUMN_LIMIT:
        raise Problem("too_many_columns", name=name, sheet=sheet, limit=COLUMN_LIMIT)
    names = tuple(_text(cell).lower() for cell in head[:width])
    twice = next((column for column in names if column and names.count(column) > 1), "")
    if twice:
        raise Problem("column_twice", name=name, sheet=sheet, column=twice)
    read: list[Row] = []
    for number, cells in enumerate(rows, start=2):
        if number - 1 > ROW_LIMIT:
            raise Problem("too_many_rows", name=name, sheet=sheet, limit=ROW_LIMIT)
        if (number - 1) * len(names) > AREA_LIMIT:
            raise Problem("too_many_cells", name=name, sheet=sheet, limit=AREA_LIMIT)
        texts = {column: _text(cell) for column, cell in zip(names, cells, strict=False) if column}
        if not any(texts.values()):
            continue
        for column, text in texts.items():
            if len(text) > CELL_LIMIT:
                raise Problem("cell_too_long", name=name, sheet=sheet, row=number, column=column, limit=CELL_LIMIT)
        read.append(Row(number, texts))
    return Table(sheet, tuple(column for column in names if column), tuple(read))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _read_workbook(data: bytes, name: str) -> list[Table]:
    tables = []
    for sheet, rows in workbooks.pages(workbooks.sound(data, name), name, _KNOWN_SHEETS):
        head = next(rows, None)
        if head is not None:
            tables.append(_table(sheet, head, _below_explanations(rows), name))
    if not tables:
        raise Problem("no_known_sheet", name=name, sheets=tuple(sorted(_KNOWN_SHEETS)))
    return tables


def _below_explanations(rows: Iterator[Sequence[object]]) -> Iterator[Sequence[object]]:
    """Rows of a sheet with the template's line of explanations, marked by "#", read as empty."""
    for cells in rows:
        yield [] if cells and str(cells[0]).startswith("#") else cells


# --- writing -------------------------------------------------------------------------------------------------------


def cell_text(value: Value | None) -> str:
    """A field's value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = ";".join(value) if isinstance(value, tuple) else str(value)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def rows_of(register: Register, kind: Kind) -> Iterator[dict[str, str]]:
    """Rows of one sheet: what the record's main source says, and needed fields whoever says them."""
    for id, record in register.records.get(kind.name, {}).items():
        main = _main_source(record)
        row = {kind.id_column: id} if kind.id_column else {}
        for spec in kind.fields:
            claim = _claim_of(record, spec.name, main if kind.sourced else "")
            row[spec.name] = cell_text(claim.value if claim else record.value(spec.name) if spec.required else None)
        if kind.sourced:
            row["source_id"] = main
        yield row


def _main_source(record: Record) -> str:
    return record.sources[0] if record.sources else ""


def _claim_of(record: Record, name: str, source: str) -> Claim | None:
    fact = record.facts.get(name)
    said = (fact.shown, *fact.agreeing, *fact.differing) if fact else ()
    return next((claim for claim in said if claim.source == source), None)


def claim_rows(register: Register) -> Iterator[dict[str, str]]:
    """Claims that the sheets cannot carry: those from another source than their row's."""
    for kind in KINDS.values():
        if not kind.sourced:
            continue
        for id, record in register.records.get(kind.name, {}).items():
            main = _main_source(record)
            for name, fact in record.facts.items():
                carried = _claim_of(record, name, main)
                told = {(main, cell_text(carried.value))} if carried else set()
                for claim in (fact.shown, *fact.agreeing, *fact.differing):
                    said = (claim.source, cell_text(claim.value))
                    if said not in told:
                        told.add(said)
                        cells = (kind.name, id, name, said[1], claim.source, claim.dated)
                        yield dict(zip(CLAIMS_COLUMNS, (*cells, claim.confidence, claim.note), strict=True))


def write_csv(register: Register) -> dict[str, bytes]:
    """The register as CSV files by name, ready to be imported again. A cell that begins with = + - @ gets a leading '."""
    files = {}
    for kind in KINDS.values():
        files[f"{kind.sheet}.csv"] = csv_bytes(list(columns(kind)), rows_of(register, kind))
    files[f"{CLAIMS_SHEET}.csv"] = csv_bytes(list(CLAIMS_COLUMNS), claim_rows(register))
    return files


def csv_bytes(head: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A CSV file in UTF-8 with formula-safe cells; columns that a row lacks are empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([safe_cell(row.get(name, "")) for name in head])
    return out.getvalue().encode()


def unescaped(text: str) -> str:
    """The text of a cell without the sign that `safe_cell` puts before it."""
    return text[1:] if text[:1] == "'" and _ESCAPED.match(text) else text


def safe_cell(text: str) -> str:
    """Cell text that no spreadsheet program takes for a formula; numbers stay as they are.

    The sign put before it is "'", also where a text begins with such signs itself, so that reading gives the text back.
    """
    risky = (text.startswith(_RISKY) and not re.fullmatch(r"[+-]?[0-9]+([.,][0-9]+)?", text)) or _ESCAPED.match(text)
    return "'" + text if risky else text


def write_workbook(register: Register) -> bytes:
    """The register as one workbook with the same sheets and columns as the template, ready to be imported again."""
    return _workbook(register, register.vocabulary, filled=True)


def write_template(vocabulary: Vocabulary = STANDARD) -> bytes:
    """An empty workbook to fill in: one sheet a kind, with explanations, drop-downs and a first sheet that tells how."""
    return _workbook(Register({}, ""), vocabulary, filled=False)


_HOW = (
    ("Filao register workbook", ""),
    ("How to fill it in", ""),
    ("1", "One row for each body, action, tie, law, training or source. Keep the column heads as they are."),
    ("2", "Row 2 of each sheet, which begins with #, explains the columns; it is not read. Begin at row 3."),
    ("3", "Write the sources first: every other row names the source it was read in (source_id)."),
    ("4", "Several codes in one cell are separated by “;”. Codes stand in the sheet “codes”."),
    ("5", "An empty cell says nothing; it does not erase what Filao knows."),
    ("6", "No names of victims or cases, no personal phone numbers, no place of a shelter: such rows are held back."),
    ("7", "Two sources that differ both go into the sheet “claims”: both are kept, one is shown."),
    ("Then", "Import the file; a dry run shows what would be kept, merged and rejected before anything is written."),
)


def _workbook(register: Register, vocabulary: Vocabulary, *, filled: bool) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )
    book.set_properties({"created": STILL})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    needed = book.add_format({"bold": True, "bottom": 1, "bg_color": "#e7eef4", "text_wrap": True, "valign": "top"})
    help_ = book.add_format(
        {"italic": True, "font_color": "#55636f", "text_wrap": True, "valign": "top", "font_size": 9}
    )
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    how = book.add_worksheet("how to")
    how.set_column(0, 0, 24)
    how.set_column(1, 1, 110)
    for line, (left, right) in enumerate(_HOW):
        how.write_string(line, 0, left, bold if not right else plain)
        how.write_string(line, 1, right, plain)
    schemes = {spec.scheme for kind in KINDS.values() for spec in kind.fields if spec.scheme}
    ranges = {}
    listing = book.add_worksheet("codes")
    for place, scheme in enumerate(sorted(schemes)):
        listing.write_string(0, 2 * place, scheme, bold)
        listing.set_column(2 * place, 2 * place + 1, 24)
        codes = vocabulary.codes(scheme)
        for line, code in enumerate(codes, start=1):
            listing.write_string(line, 2 * place, code)
            listing.write_string(line, 2 * place + 1, vocabulary.label(scheme, code))
        letter = xlsxwriter.utility.xl_col_to_name(2 * place, col_abs=True)
        ranges[scheme] = f"=codes!{letter}$2:{letter}${max(2, len(codes) + 1)}"
    for kind in KINDS.values():
        head = list(columns(kind))
        sheet = book.add_worksheet(kind.sheet)
        sheet.freeze_panes(2, 1)
        sheet.set_row(1, 62)
        specs = {spec.name: spec for spec in kind.fields}
        rows = list(rows_of(register, kind)) if filled else []
        for place, name in enumerate(head):
            spec = specs.get(name) or Field(name, "text", "", _COLUMN_HELP.get(name, ""), True)
            sheet.write_string(0, place, name, needed if spec.required else bold)
            prefix = "# " if place == 0 else ""
            sheet.write_string(1, place, prefix + spec.meaning + (" (needed)" if spec.required else ""), help_)
            sheet.set_column(place, place, 42 if spec.type == "note" else 20, plain)
            if spec.type == "code":
                sheet.data_validation(2, place, 2000, place, {
                    "validate": "list", "source": ranges[spec.scheme], "error_type": "warning",
                    "error_title": "Code not in the list", "error_message": f"See column {spec.scheme} of sheet codes.",
                })  # fmt: skip
            elif spec.type == "flag":
                sheet.data_validation(2, place, 2000, place, {"validate": "list", "source": ["yes", "no"]})
            for line, row in enumerate(rows, start=2):
                if text := row.get(name, ""):
                    sheet.write_string(line, place, text, plain)
    sheet = book.add_worksheet(CLAIMS_SHEET)
    for place, name in enumerate(CLAIMS_COLUMNS):
        sheet.write_string(0, place, name, bold)
        sheet.write_string(1, place, ("# " if place == 0 else "") + _COLUMN_HELP[name], help_)
        sheet.set_column(place, place, 24, plain)
    for line, row in enumerate(claim_rows(register) if filled else (), start=2):
        for place, name in enumerate(CLAIMS_COLUMNS):
            sheet.write_string(line, place, row[name], plain)
    book.close()
    return out.getvalue()


_COLUMN_HELP = {
    "id": "Short code of the row, letters and digits; it never changes",
    "source_id": "Code of the source (sheet “sources”) in which the row was read",
    "kind": "Kind of record: " + ", ".join(KINDS),
    "record_id": "Code of the record",
    "field": "Column the statement is about",
    "value": "What the source says",
    "date": "Date of the evidence: year, or full date",
    "confidence": "A two sources, B one official source, C press or one party, D inferred",
    "note": "Remark",
}
