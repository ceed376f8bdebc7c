"""A frame from a sheet: one row a person or body to be asked, known by segment alone. Columns with names, telephones or
addresses of people are refused, whatever they hold."""

from __future__ import annotations

from filao.core.invitations import Unit
from filao.core.problems import Problem
from filao.exchange import csvs

COLUMNS = ("organisation", "function", "sector", "territory", "sex", "group")
LIMIT = 20_000
_LONG = 80


def read(data: bytes, name: str) -> tuple[Unit, ...]:
    """Units of the frame, in the order of the sheet.

    Raises Problem file_too_large, file_empty, not_a_sheet, cell_too_long, frame_column, frame_empty, frame_too_long,
    frame_cell.
    """
    csvs.check_size(data, name)
    rows = csvs.rows(data, name)
    head = [cell.strip().casefold() for cell in next(rows, [])]
    while head and not head[-1]:
        head.pop()
    for column in head:
        if column not in COLUMNS:
            raise Problem("frame_column", column=column[:60], columns=", ".join(COLUMNS))
    found: list[Unit] = []
    for row in rows:
        segment = {column: cell.strip() for column, cell in zip(head, row, strict=False) if cell.strip()}
        if not segment:
            continue
        if any(len(value) > _LONG for value in segment.values()):
            raise Problem("frame_cell", row=len(found) + 2, limit=_LONG)
        if len(found) >= LIMIT:
            raise Problem("frame_too_long", limit=LIMIT)
        found.append(Unit(segment, ", ".join(filter(None, (segment.get("organisation"), segment.get("function"))))))
    if not found:
        raise Problem("frame_empty", name=name)
    return tuple(found)
