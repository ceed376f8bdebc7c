"""The audit log that ODK Collect sends beside an answer: when each question was shown, as CSV."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from filao.core.problems import Problem
from filao.exchange.limits import CELL_LIMIT, FILE_LIMIT, ROW_LIMIT

_POSITION = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Visit:
    """One line of the log: an event ("question", "form start", "jump" …), its place, and its milliseconds.

    `start` and `end` are Unix milliseconds; `end` is 0 for events that do not last.
    """

    event: str
    path: str
    start: int
    end: int

    @property
    def question(self) -> str:
        """The path without positions."""
        return _POSITION.sub("", self.path)

    @property
    def milliseconds(self) -> int:
        return max(0, self.end - self.start) if self.end else 0


def read_audit(data: bytes, name: str = "audit.csv") -> tuple[Visit, ...]:
    """Lines of an audit log, in its order; further columns (places, answers, reasons) are not read.

    Times that are no numbers count as 0. Raises Problem file_too_large, not_an_audit, too_many_rows.
    """
    if len(data) > FILE_LIMIT:
        raise Problem("file_too_large", name=name, limit_mb=FILE_LIMIT // 2**20)
    try:
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        csv.field_size_limit(CELL_LIMIT)
        head = [column.strip() for column in next(lines, [])]
        places = [head.index(column) for column in ("event", "node", "start", "end")]
        found: list[Visit] = []
        for line in lines:
            if len(found) >= ROW_LIMIT:
                raise Problem("too_many_rows", name=name, sheet=name, limit=ROW_LIMIT)
            event, path, start, end = (line[place] if place < len(line) else "" for place in places)
            found.append(Visit(event, path, _moment(start), _moment(end)))
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise Problem("not_an_audit", name=name) from error
    return tuple(found)


def _moment(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
