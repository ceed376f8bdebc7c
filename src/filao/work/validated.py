"""What closed meetings said, as it was kept: the records that stand beside a report as an annex."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from filao.core.validation import Concordance, Item, Outcome, Record, Spread
from filao.documents.words.instruments.validation import Asked
from filao.store.people import Workspace
from filao.store.validation import ValidationRow
from filao.work import access
from filao.work.access import Actor


def records(actor: Actor, workspace: Workspace, engagement: str, language: str) -> tuple[Record, ...]:
    """Records of the closed meetings of an engagement, the first held first; rehearsals are none."""
    access.require(actor, "documents.read", workspace)
    rows = ValidationRow.objects.filter(workspace_id=workspace.id, engagement=engagement, closed_at__isnull=False)
    found = (record_of(row, language) for row in rows.order_by("held_on", "made_at", "id"))
    return tuple(one for one in found if workspace.simulated or not one.simulated)


def record_of(row: ValidationRow, language: str) -> Record:
    """A closed meeting for print, with its items in a language."""
    items = []
    for one in (Asked(**item) for item in row.items):
        said: Mapping[str, str] = row.decisions.get(one.id, {})
        words = (said.get("verdict", ""), said.get("text", ""), said.get("note", ""))
        items.append(Item(one.id, one.labels.get(language, one.text), *words))
    return Record(row.title, row.way, row.held_on, items=tuple(items), **told_of(row))  # type: ignore[arg-type]


def told_of(row: ValidationRow) -> dict[str, Any]:
    """What a closed meeting told, as its record and its page name it."""
    kept = row.outcome
    return {
        "answers": kept["answers"], "told": kept["told"], "simulated": kept["simulated"],
        "outcomes": tuple(_outcome(one) for one in kept["outcomes"]),
        "spreads": tuple(Spread(**one) for one in kept["spreads"]),
        "concordance": Concordance(**kept["concordance"]) if kept["concordance"] else None,
    }  # fmt: skip


def _outcome(one: Mapping[str, Any]) -> Outcome:
    return Outcome(**{**one, "by_sector": {sector: tuple(told) for sector, told in one["by_sector"].items()}})
