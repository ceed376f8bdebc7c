"""Blocks of the deliverables as pieces of a web page: the same table and picture on screen and on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from filao.documents import mapping_report, page
from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.pieces import body, coverage, drawings, group, ties

Made = m.Block | Sequence[m.Block] | None

PIECES: dict[str, Callable[[Material], Made]] = {
    "coverage": coverage.heat_map,
    "coverage-territory": coverage.by_territory,
    "expected-links": coverage.expected_links,
    "pathways": coverage.pathways,
    "mends": mapping_report.mends,
    "brokers": ties.brokers,
    "strength-rule": ties.strength_rule,
    "network": drawings.network,
    "map": drawings.territory_map,
    "seats": group.seats,
    "rules": group.rules,
    "single-points": mapping_report.single_points,
}
"""Name -> the block or blocks it stands for."""

CHARTS = frozenset({"coverage"})
"""Pieces drawn by the chart engine, which takes much memory and therefore runs in the worker process."""

OF_A_BODY: dict[str, Callable[[Material, str], Made]] = {"around": body.around, "years": body.line_of_years}
"""Name -> the block it stands for of one body; asked for as "name:id"."""


def build(c: Material, names: Sequence[str]) -> dict[str, str]:
    """Each piece as HTML; a piece that has nothing to say is empty. Blocks meant for fewer readers are left out."""
    return {name: html(c, name.replace(":", "-"), _made(c, name)) for name in names}


def _made(c: Material, name: str) -> Made:
    kind, _, id = name.partition(":")
    return OF_A_BODY[kind](c, id) if id else PIECES[kind](c)


def html(c: Material, name: str, made: Made) -> str:
    """Blocks as HTML, without numbers of figures and tables, which belong to a document."""
    blocks = () if made is None else tuple(made) if isinstance(made, Sequence) else (made,)
    if not blocks:
        return ""
    section = m.Section(f"piece-{name}", "", tuple(m.unnumbered(block) for block in blocks), numbered=False)
    document = m.Document(
        meta=c.meta("fragment", "", "", code="", cover=False), sections=(section,), style="paper", contents=False,
        references=None,
    )  # fmt: skip
    return page.parts(finish(c, document))
