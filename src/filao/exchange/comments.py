"""The comment matrix as a workbook from outside: lines as text, with every line that cannot be taken named.

The sheet is called "comments". One of its first rows holds the names of the columns; where the row under them heads the
table for people, as in the workbook Filao writes, it is passed over. Which words stand for which decision the caller says.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

from filao.core.comments import DECISIONS, SEVERITIES, Comment, Decision
from filao.core.problems import Fault, Problem
from filao.core.returns import Row
from filao.exchange import workbooks
from filao.exchange.limits import FILE_LIMIT, ROW_LIMIT

SHEET = "comments"
COLUMNS = ("number", "institution", "place", "text", "severity", "decision", "response", "changed")
NEEDED = ("institution", "text")
LIMITS = {"institution": 160, "place": 80, "text": 4000, "response": 4000, "changed": 300}
_HEAD_WITHIN = 12


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken: its row in the sheet, the column and what stood there."""

    row: int
    column: str
    value: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Matrix:
    """What a workbook amounts to. A comment's `id` is "" and its number 0 where the sheet gives none."""

    comments: tuple[Comment, ...]
    refused: tuple[Refused, ...] = ()


def read(data: bytes, name: str, deliverable: str, version: str, words: Mapping[str, str]) -> Matrix:
    """The lines of a comment matrix; `words` gives the code of each label of a decision or kind, in lower case.

    Raises Problem: file_too_large, file_empty, not_a_sheet, no_known_sheet, missing_columns, too_many_rows, and those of
    `workbooks.sound`.
    """
    texts = _sheet(data, name)
    head, start = _head(texts)
    found: list[Comment] = []
    refused: list[Refused] = []
    for number, row in enumerate(texts[start:], start=start + 1):
        cells = {column: row[place] if place < len(row) else "" for column, place in head.items()}
        if not any(cells.values()):
            continue
        wrong = _wrong(cells, words)
        if wrong:
            refused.extend(Refused(number, column, value, fault) for column, value, fault in wrong)
        else:
            found.append(_comment(cells, deliverable, version, words))
    return Matrix(tuple(found), tuple(refused))


def _sheet(data: bytes, name: str) -> list[list[str]]:
    """The rows of the sheet "comments" as texts."""
    if len(data) > FILE_LIMIT:
        raise Problem("file_too_large", name=name, limit_mb=FILE_LIMIT // 2**20)
    if not data.strip():
        raise Problem("file_empty", name=name)
    sheets = workbooks.pages(workbooks.sound(data, name), name, {SHEET})
    rows = next((list(islice(rows, ROW_LIMIT + 1)) for _, rows in sheets), None)
    if rows is None:
        raise Problem("no_known_sheet", name=name, sheets=(SHEET,))
    if len(rows) > ROW_LIMIT:
        raise Problem("too_many_rows", name=name, sheet=SHEET, limit=ROW_LIMIT)
    return [[_text(cell) for cell in row] for row in rows]


OF_BODY = ("anchor", "place", "paragraph", "severity", "text", "proposal")
_BODY_LIMITS = {"anchor": 40, "place": 300, "text": 4000, "proposal": 4000}


def is_workbook(data: bytes) -> bool:
    """Whether a file is a workbook, by what it holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "xl/workbook.xml" in package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def read_of_body(
    data: bytes, name: str, words: Mapping[str, str]
) -> tuple[tuple[Row, ...], tuple[Refused, ...], str]:  # fmt: skip
    """The filled rows of a workbook that a body was given for a round, those that cannot be taken, and what stands above
    the columns: code and version of the draft. Rows without a word of the body are left out.

    Raises the problems of `read`.
    """
    texts = _sheet(data, name)
    head, start = _head(texts, OF_BODY, ("text",), numbered="paragraph")
    found: list[Row] = []
    refused: list[Refused] = []
    for number, row in enumerate(texts[start:], start=start + 1):
        cells = {column: row[place] if place < len(row) else "" for column, place in head.items()}
        wrong = [
            Refused(number, column, text[:80], Fault("too_long", {"length": len(text), "limit": limit}))
            for column, limit in _BODY_LIMITS.items()
            if len(text := cells.get(column, "")) > limit
        ]
        word = cells.get("severity", "")
        if word and _code(word, words) not in SEVERITIES:
            facts = {"value": word, "scheme": "severity", "codes": SEVERITIES}
            wrong.append(Refused(number, "severity", word, Fault("unknown_code", facts)))
        refused += wrong
        if not wrong:
            found.append(
                Row(
                    cells.get("anchor", ""), cells.get("place", ""), cells.get("paragraph", ""), cells["text"],
                    cells.get("proposal", ""), _code(word, words) if word else "",
                )
            )  # fmt: skip
    above = " ".join(cell for row in texts[: start - 1] for cell in row if cell)
    return tuple(found), tuple(refused), above


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).replace("\x00", "").strip()


def _head(
    rows: Sequence[Sequence[str]], columns: Sequence[str] = COLUMNS, needed: Sequence[str] = NEEDED, *,
    numbered: str = "number",
) -> tuple[dict[str, int], int]:  # fmt: skip
    """Columns by name, and the place of the first row under the heads."""
    for place, row in enumerate(rows[:_HEAD_WITHIN]):
        names = [cell.casefold() for cell in row]
        if all(column in names for column in needed):
            head = {column: names.index(column) for column in columns if column in names}
            return head, place + 1 + _heads_again(rows, place + 1, head, numbered)
    raise Problem("missing_columns", columns=needed)


def _heads_again(rows: Sequence[Sequence[str]], place: int, head: Mapping[str, int], numbered: str) -> int:
    """1 where the next row heads the table for people: its number is a word; of a body's workbook, all its cells are
    filled, those of the body too, and its mark is none."""
    if place >= len(rows):
        return 0
    if numbered != "number":
        at = head.get("anchor")
        return int(all(rows[place][n : n + 1] and rows[place][n] for n in head.values()) and at is not None
                   and not rows[place][at].startswith("_"))  # fmt: skip
    at = head.get("number")
    if at is None or at >= len(rows[place]):
        return 0
    return int(bool(rows[place][at]) and not rows[place][at].isdigit())


def _wrong(cells: Mapping[str, str], words: Mapping[str, str]) -> list[tuple[str, str, Fault]]:
    wrong = [(column, "", Fault("required")) for column in NEEDED if not cells[column]]
    for column, limit in LIMITS.items():
        text = cells.get(column, "")
        if len(text) > limit:
            wrong.append((column, text[:80], Fault("too_long", {"length": len(text), "limit": limit})))
    for column, codes in (("severity", SEVERITIES), ("decision", DECISIONS)):
        word = cells.get(column, "")
        if word and _code(word, words) not in codes:
            wrong.append((column, word, Fault("unknown_code", {"value": word, "scheme": column, "codes": codes})))
    number = cells.get("number", "")
    if number and not (number.isascii() and number.isdigit() and len(number) < 7):
        wrong.append(("number", number, Fault("not_a_number", {"value": number})))
    return wrong


def _code(word: str, words: Mapping[str, str]) -> str:
    return words.get(word.casefold(), word.casefold())


def _comment(cells: Mapping[str, str], deliverable: str, version: str, words: Mapping[str, str]) -> Comment:
    return Comment(
        id="",
        number=int(cells.get("number") or 0),
        deliverable=deliverable,
        version=version,
        institution=cells["institution"],
        place=cells.get("place", ""),
        text=cells["text"],
        severity=_code(cells.get("severity") or "substance", words),
        decision=cast("Decision", _code(cells.get("decision") or "open", words)),
        response=cells.get("response", ""),
        changed=cells.get("changed", ""),
    )
