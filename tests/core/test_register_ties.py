"""What counts as a tie, and what as a body: a link confirmed absent is none, and a stand-in for unnamed bodies is none."""

from __future__ import annotations

from typing import Any

from tests.builders import register_of

from filao.core.analysis import Analysis
from filao.core.network import from_register
from filao.core.register import Register

BODIES: dict[str, dict[str, Any]] = {"A": {}, "B": {}, "C": {}, "GOV": {"placeholder": True, "kind": "government"}}


def register() -> Register:
    ties = {
        "YES": {"source_org": "A", "target_org": "B"},
        "NO": {"source_org": "A", "target_org": "C", "state": "absent"},
        "STAND": {"source_org": "GOV", "target_org": "C"},
    }
    return register_of(organisation=BODIES, relation=ties)


def test_a_link_confirmed_absent_is_on_record_but_is_no_tie() -> None:
    found = register()

    assert set(found.relations) == {"YES", "NO", "STAND"}
    assert set(found.ties) == {"YES", "STAND"}
    figures = Analysis(found).figures
    assert figures.number("relations.total") == figures.number("relations.refers_to") == 2
    assert ("A", "C") not in {(t.source, t.target) for t in from_register(found).ties}


def test_a_stand_in_for_unnamed_bodies_is_counted_nowhere_among_bodies() -> None:
    found = register()

    figures = Analysis(found).figures

    assert set(found.bodies) == {"A", "B", "C"}
    assert figures.number("organisations.total") == 3
    assert figures.number("organisations.government") == 0
    assert {figures[f"network.isolates.{of}"].n for of in ("every", "standing")} == {3}
