"""What a file of answers is read into: grids as they stand in the file, then answers with an account of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from filao.core.problems import Fault
from filao.core.register.imports import Account, Rejection


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet or CSV file. Heads may be empty or stand twice; a row is its number in the sheet and its raw cells."""

    name: str
    head: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[object]]]
    marks: bool = False
    """Whether cells carry the sign that `sheets.safe_cell` puts before what looks like a formula (our own CSV)."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a person wants a file read where it does not say so itself.

    `mapping` gives heads their question, by its path below the root ("tie/kind", or "ways=phone" for the column of one
    option); "" leaves a column out. `unlisted` lets options pass that no version of the form lists. `version` is the one
    that answers are held against where they name none that is known.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    unlisted: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One answer read from a file: where it stood, its id with the scheme, the version of the form it is held against,
    its texts by concrete path below the root with positions ("tie[2]/kind"), and every row it was read from."""

    sheet: str
    row: int
    instance_id: str
    version: str
    values: Mapping[str, str]
    rows: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a cleaning log: what somebody changed in an answer after it came in, and why."""

    row: int
    answer: str
    question: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True)
class Heading:
    """How a column was understood: the question (path below the root) and option, or part of a place, it was taken for,
    and by what.

    `by`: path, name, label_path, label, order (the same words stand several times, as in the form), mapping; "" where it was
    not read.
    """

    sheet: str
    column: str
    path: str = ""
    option: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds. For each sheet rows = kept + merged + rejected; a rejection of row 0 speaks of a whole column or
    sheet."""

    answers: tuple[Found, ...]
    accounts: tuple[Account, ...]
    rejections: tuple[Rejection, ...]
    headings: tuple[Heading, ...] = ()
    changes: tuple[Change, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return sum(account.rows for account in self.accounts)


def recounted(reading: Reading, code: str, found: Iterable[Found]) -> Reading:
    """The reading without some of its answers: their rows are merged where `code` is "", else rejected for this reason."""
    gone = list(found)
    moved = Counter(sheet for one in gone for sheet, _ in one.rows)
    accounts = tuple(
        replace(
            account,
            kept=account.kept - moved[account.sheet],
            merged=account.merged + (0 if code else moved[account.sheet]),
            rejected=account.rejected + (moved[account.sheet] if code else 0),
        )
        for account in reading.accounts
    )
    ids = {one.instance_id for one in gone}
    told = tuple(about(one.sheet, "", code, row=one.row, value=one.instance_id) for one in gone) if code else ()
    answers = tuple(one for one in reading.answers if one.instance_id not in ids)
    return replace(reading, answers=answers, accounts=accounts, rejections=(*reading.rejections, *told))


def about(sheet: str, column: str, code: str, /, row: int = 0, value: str = "", **facts: object) -> Rejection:
    """A rejection of a cell, or with row 0 of a column or sheet."""
    return Rejection(sheet, row, column, value[:200], Fault(code, facts))
