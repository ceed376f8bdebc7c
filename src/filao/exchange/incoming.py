"""Files that come into the register, by what they hold: sheets (CSV, XLSX) or a network (GraphML)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from filao.core.problems import Problem
from filao.core.register.imports import Account, ImportPlan, Table
from filao.exchange import graphml, sheets
from filao.exchange.graphml import GraphFile
from filao.exchange.limits import AREA_LIMIT

_MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")
_TIES = "relations"


@dataclass(frozen=True, slots=True)
class Incoming:
    """Tables for a dry run, and the networks that some of them were read from."""

    tables: tuple[Table, ...]
    graphs: tuple[GraphFile, ...] = ()

    def accounted(self, plan: ImportPlan) -> ImportPlan:
        """The dry run of `tables` with the ties that a network file lost before it: each tie of a file is counted."""
        if not self.graphs:
            return plan
        merged = sum(graph.account.merged for graph in self.graphs)
        rejected = sum(graph.account.rejected for graph in self.graphs)
        known = next((one for one in plan.accounts if one.sheet == _TIES), Account(_TIES, 0, 0, 0, 0))
        ties = replace(
            known,
            rows=known.rows + merged + rejected,
            merged=known.merged + merged,
            rejected=known.rejected + rejected,
        )
        others = tuple(account for account in plan.accounts if account is not known)
        lost = tuple(rejection for graph in self.graphs for rejection in graph.rejections)
        return replace(plan, accounts=(*others, ties), rejections=(*lost, *plan.rejections))


def read_path(path: Path, source: str = "") -> Incoming:
    """A folder of CSV files, or one file. `source` is the code of the source of a network whose rows name none.

    Raises Problem: those of `sheets.read_path` and of `read_files`.
    """
    if not path.is_file():
        return Incoming(tuple(sheets.read_path(path)))
    return read_files([(path.name, sheets.file_bytes(path))], source)


def read_files(files: Iterable[tuple[str, bytes]], source: str = "") -> Incoming:
    """Files by name and content; a network is told by its content.

    Raises Problem: too_many_cells, and those of `sheets.read_bytes` and `graphml.read`.
    """
    tables: list[Table] = []
    graphs: list[GraphFile] = []
    area = 0
    for name, data in files:
        if data.lstrip().startswith(_MARKUP):
            graphs.append(graphml.read(data, name, source_id=source))
            read = list(graphs[-1].tables)
        else:
            read = sheets.read_bytes(data, name)
        area += sum(len(table.rows) * len(table.columns) for table in read)
        if area > AREA_LIMIT:
            raise Problem("too_many_cells", name=name, sheet=read[-1].sheet, limit=AREA_LIMIT)
        tables += read
    return Incoming(tuple(tables), tuple(graphs))
