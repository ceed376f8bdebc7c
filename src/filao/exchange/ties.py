"""Plain CSV files of ties and of organisations, as an analyst has them, into what a network is built from.

Every row is accounted for: kept, merged (the same tie again) or rejected with its row, column, value and reason. What
makes a file itself unreadable is a Problem. The sheets of a register are read too (`source_org`, `target_org`, `kind`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from filao.core.network import Tie
from filao.core.problems import Fault, Problem
from filao.core.register.imports import Account, Rejection, Row, Table
from filao.exchange import sheets

_SOURCE = ("source", "source_org", "from")
_TARGET = ("target", "target_org", "to")
_RELATION = ("relation", "kind")
_BOTH_WAYS = frozenset({"mutual", "undirected", "both"})


@dataclass(frozen=True, slots=True)
class TieFile:
    """Ties of one file, and what became of its rows: `account.rows` = kept + merged + rejected.

    `has_relations` tells whether the file has a column for the kind of tie.
    """

    ties: tuple[Tie, ...]
    account: Account
    rejections: tuple[Rejection, ...]
    has_relations: bool

    @property
    def nodes(self) -> tuple[str, ...]:
        """Every body at an end of a tie, in alphabetical order."""
        return tuple(sorted({end for tie in self.ties for end in (tie.source, tie.target)}))


@dataclass(frozen=True, slots=True)
class NodeFile:
    """Organisations of one file, with the group of those that have one."""

    ids: tuple[str, ...]
    groups: Mapping[str, str]
    account: Account
    rejections: tuple[Rejection, ...]


def read_ties(path: Path, *, directed: bool = True, weight: str = "", known: Collection[str] | None = None) -> TieFile:
    """Ties of a CSV file with columns source, target[, relation, direction, source_id, and `weight`].

    A row is merged where an earlier row joins the same pair by the same relation (in either order where not
    `directed`); the larger weight and all sources stay. With `weight`, that column is the strength, a number above 0.
    `known` are the ids that may stand at an end (None: any).

    Rows are rejected with: tie_end_missing, self_tie, tie_end_unknown, weight_missing, weight_not_positive.
    Raises Problem: no_such_file, not_csv, missing_column, and those of `sheets.read_bytes`.
    """
    table = _table(path)
    source, target = _column(table, path, _SOURCE), _column(table, path, _TARGET)
    relation = next((name for name in _RELATION if name in table.columns), "")
    strength = _column(table, path, (weight.strip().lower(),)) if weight else ""
    kept: dict[tuple[str, str, str, bool], Tie] = {}
    merged = 0
    rejections: list[Rejection] = []
    for row in table.rows:
        fault = _tie_fault(row, source, target, strength, known)
        if fault:
            column, code = fault
            value = row.cells.get(column, "")
            rejections.append(
                Rejection(table.sheet, row.number, column, value, Fault(code, {"value": value, "column": column}))
            )
            continue
        tie = _tie(row, source, target, relation, strength)
        ends = (tie.source, tie.target)
        if not directed or tie.mutual:
            ends = (min(ends), max(ends))
        key = (*ends, tie.relation, tie.mutual and directed)
        earlier = kept.get(key)
        merged += earlier is not None
        kept[key] = _joined(earlier, tie) if earlier else tie
    account = Account(table.sheet, len(table.rows), len(kept), merged, len(rejections))
    return TieFile(tuple(kept.values()), account, tuple(rejections), bool(relation))


def read_nodes(path: Path, *, group: str = "") -> NodeFile:
    """Organisations of a CSV file with columns id[, and `group`].

    A second row with the same id is merged where it says the same, and rejected (id_twice) where it does not; a row
    without an id is rejected (required).

    Raises Problem: no_such_file, not_csv, missing_column, and those of `sheets.read_bytes`.
    """
    table = _table(path)
    id_column = _column(table, path, ("id",))
    group_column = _column(table, path, (group.strip().lower(),)) if group else ""
    first: dict[str, Row] = {}
    merged = 0
    rejections: list[Rejection] = []
    for row in table.rows:
        id = row.cells.get(id_column, "")
        if not id:
            rejections.append(Rejection(table.sheet, row.number, id_column, "", Fault("required")))
        elif id not in first:
            first[id] = row
        elif dict(first[id].cells) == dict(row.cells):
            merged += 1
        else:
            facts = {"first_row": first[id].number, "value": id}
            rejections.append(Rejection(table.sheet, row.number, id_column, id, Fault("id_twice", facts), id))
    groups = {id: code for id, row in first.items() if (code := row.cells.get(group_column, ""))}
    account = Account(table.sheet, len(table.rows), len(first), merged, len(rejections))
    return NodeFile(tuple(first), groups, account, tuple(rejections))


def _table(path: Path) -> Table:
    if not path.is_file():
        raise Problem("no_such_file", path=path.name)
    with path.open("rb") as stream:
        if stream.read(2) == b"PK":
            raise Problem("not_csv", name=path.name)
    return sheets.read_path(path)[0]


def _column(table: Table, path: Path, names: Sequence[str]) -> str:
    found = next((name for name in names if name in table.columns), None)
    if found is None:
        raise Problem("missing_column", name=path.name, column=names[0], columns=table.columns)
    return found


def _tie_fault(
    row: Row, source: str, target: str, strength: str, known: Collection[str] | None
) -> tuple[str, str] | None:
    """Column and code of what keeps the row from being a tie."""
    for column in (source, target):
        if not row.cells.get(column):
            return column, "tie_end_missing"
        if known is not None and row.cells[column] not in known:
            return column, "tie_end_unknown"
    if row.cells[source] == row.cells[target]:
        return target, "self_tie"
    if strength:
        if not row.cells.get(strength):
            return strength, "weight_missing"
        number = _number(row.cells[strength])
        if number is None or number <= 0:
            return strength, "weight_not_positive"
    return None


def _tie(row: Row, source: str, target: str, relation: str, strength: str) -> Tie:
    cells = row.cells
    sources = tuple(part.strip() for part in cells.get("source_id", "").split(";") if part.strip())
    return Tie(
        cells[source],
        cells[target],
        cells.get(relation, ""),
        _number(cells[strength]) if strength else None,
        mutual=cells.get("direction", "").casefold() in _BOTH_WAYS,
        id=cells.get("id", "") or str(row.number),
        sources=tuple(dict.fromkeys(sources)),
    )


def _joined(one: Tie, other: Tie) -> Tie:
    strengths = [tie.strength for tie in (one, other) if tie.strength is not None]
    return replace(
        one,
        strength=max(strengths) if strengths else None,
        sources=tuple(dict.fromkeys((*one.sources, *other.sources))) if one.sources and other.sources else (),
    )


def _number(text: str) -> float | None:
    """A number with a decimal point or comma; "1,000" may be one or a thousand, and is not taken."""
    if not re.fullmatch(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d{1,3})?", text) or re.search(r",\d{3}$", text):
        return None
    number = float(text.replace(",", "."))
    return number if math.isfinite(number) else None
