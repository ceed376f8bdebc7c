"""The analysis of a workspace's register, held in memory as long as the register does not change."""

from __future__ import annotations

from filao.core.analysis import Analysis
from filao.core.committee import Explanation, Suggestion, explain, seating_of
from filao.core.network import Ranking, rank_bands
from filao.core.network.figures import Figures, measure
from filao.core.problems import Problem
from filao.core.register import Register
from filao.documents.model import Audience
from filao.store import register as store
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.recent import Recent

_held: Recent[tuple[Register, Analysis]] = Recent(8)
"""By workspace, date looked back to and baseline: the reading an analysis was made from, and the analysis."""


def read(actor: Actor, workspace: Workspace, *, as_of: str = "", baseline: int | None = None) -> Analysis:
    """What the register amounts to now, or by the evidence dated up to `as_of`."""
    access.require(actor, "analysis.read", workspace)
    now = store.reading(workspace)
    key = (workspace.id, as_of, baseline)
    base, held = _held.get(key) or (None, None)
    if held is None or base is not now:
        held = Analysis(store.reading_at(workspace, evidence_to=as_of) if as_of else now, baseline)
        _held.keep(key, (now, held))
    return held


def expert(actor: Actor, workspace: Workspace) -> tuple[Figures, Ranking]:
    """Every measure of the standing ties, direction kept, and who stands between others, with its stability. For analysts."""
    access.require(actor, "analysis.restricted", workspace)
    structure = read(actor, workspace).structure
    figures = measure(structure, key_players=3 if structure.n > 3 else None)
    return figures, rank_bands(structure, "betweenness")


def committee_account(actor: Actor, workspace: Workspace) -> tuple[Suggestion, Explanation]:
    """The suggested seats with what would change them. Raises Problem no_group."""
    access.require(actor, "analysis.restricted", workspace)
    reading = read(actor, workspace)
    if reading.committee is None:
        raise Problem("no_group")
    return reading.committee, explain(seating_of(reading.register), reading.committee)


def audience(actor: Actor, workspace: Workspace) -> Audience:
    """The narrowest edition that is open to the actor."""
    return "restricted" if access.may(actor, "analysis.restricted", workspace) else "working_group"
