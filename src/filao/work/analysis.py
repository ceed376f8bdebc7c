"""The analysis of a workspace's register, held in memory as long as the register does not change."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from filao.core.analysis import Analysis
from filao.store import register as store
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor

_held: OrderedDict[tuple[str, int, str, int | None], Analysis] = OrderedDict()
_lock = Lock()
_MOST = 8


def read(actor: Actor, workspace: Workspace, *, as_of: str = "", baseline: int | None = None) -> Analysis:
    """What the register amounts to now, or by the evidence dated up to `as_of`."""
    access.require(actor, "analysis.read", workspace)
    register = store.reading_at(workspace, evidence_to=as_of) if as_of else store.reading(workspace)
    key = (workspace.id, store.revision_of(workspace), as_of, baseline)
    with _lock:
        held = _held.get(key)
        if held is not None and held.register.data_date == register.data_date:
            _held.move_to_end(key)
            return held
        analysis = Analysis(register, baseline)
        _held[key] = analysis
        while len(_held) > _MOST:
            _held.popitem(last=False)
        return analysis


def may_see_weak_points(actor: Actor, workspace: Workspace) -> bool:
    """Whether lists of weak points are open to the actor."""
    return access.may(actor, "analysis.restricted", workspace)
