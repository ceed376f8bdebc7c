"""From the register to the network: which ties are structure, which are events, announcements or restricted.

A chart that mixes standing ties with one-off events misleads, so events, announcements and ties of past years stay out
unless asked for, and every tie left out is counted with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from filao.core.network.model import Network, Scope, Tie
from filao.core.register import Organisation, Register, Relation
from filao.core.vocabulary import strength_of
from filao.core.vocabulary.strength import NOT_YET

PARENT = "parent"
"""Relation of a body to its units, read from their `parent_id` where asked; not a kind of the vocabulary."""

Years = tuple[int | None, int | None]


def from_register(
    register: Register,
    *,
    kinds: Collection[str] | None = None,
    formality: Collection[str] | None = None,
    minimum_strength: float | None = None,
    include_events: bool = False,
    include_announced: bool = False,
    parents: bool = False,
    states: Collection[str] = ("existing",),
    stages: Collection[str] | None = None,
    until_year: int | None = None,
    years: Years | None = None,
    restricted: bool = False,
    directed: bool = True,
    weighted: bool = False,
) -> Network:
    """The network of the register's organisations, grouped by sector, with the ties that pass these filters.

    - `kinds`, `formality`: codes to keep (None: all). `minimum_strength`: 0 to 3 by the formality rule.
    - `include_events` lets one-off events in; `include_announced` lets in ties announced, planned or under negotiation.
    - `parents` adds a tie from each body to its units (relation "parent", strength 3), unless it is restricted.
    - `states`: states to keep; a tie confirmed absent is never one. `stages`: stages of referral the tie must serve.
    - `until_year`, `years` (from, to; either end open) keep ties dated within them; undated ties are then left out.
      A tie that ended before the last of these years (before the register's own year where none is given) is out.
    - `restricted` lets restricted bodies and ties in; without it ties of restricted bodies go too.

    `Network.left_out` counts relations left out by reason, so that relations of the register = ties of the network
    (parent ties apart) + those: restricted, state, announced, one_off, kind, formality, weak, stage, stage_unknown,
    year, undated, ended, and those of `Network.of`.
    """
    if until_year is not None:
        first, last = years or (None, None)
        years = (first, until_year if last is None else min(last, until_year))
    scope = Scope(
        relations=_sorted(kinds),
        formality=_sorted(formality),
        minimum_strength=minimum_strength,
        events=include_events,
        announced=include_announced,
        parents=parents,
        states=_sorted({*states, "planned"} if include_announced else states),
        stages=_sorted(stages),
        years=years,
        restricted=restricted,
    )
    bodies, relations = leaving(register, restricted=restricted)
    ids = {body.id for body in bodies}
    reasons = {relation.id: "" for relation in relations}
    left_out: Counter[str] = Counter()
    ties: list[Tie] = []
    for relation in register.relations.values():
        reason = "state" if relation.state == "absent" else "restricted" if relation.id not in reasons else ""
        if reason := reason or _reason(relation, scope, register.reference_year):
            left_out[reason] += 1
        else:
            ties.append(_tie(relation, register))
    if parents:
        ties.extend(_parent_ties(register, ids))
    groups = {body.id: body.kind for body in bodies}
    return Network.of(ids, ties, directed=directed, weighted=weighted, groups=groups, scope=scope, left_out=left_out)


def leaving(register: Register, *, restricted: bool = False) -> tuple[list[Organisation], list[Relation]]:
    """Organisations and relations that may leave the house: for a screen, a drawing or a file.

    Without `restricted`, restricted bodies and ties stay in, and so do the ties of restricted bodies. A tie confirmed
    absent is none, and never leaves as one.
    """
    bodies = [body for body in register.organisations.values() if restricted or not body.restricted]
    ids = {body.id for body in bodies}
    relations = [
        relation
        for relation in register.relations.values()
        if relation.state != "absent" and ids.issuperset(relation.ends) and (restricted or not relation.restricted)
    ]
    return bodies, relations


def _reason(relation: Relation, scope: Scope, now: int) -> str:
    """Why the relation is left out, or ""."""
    if not scope.announced and (relation.state == "planned" or relation.formality in NOT_YET):
        return "announced"
    if relation.state not in (scope.states or ()):
        return "state"
    if relation.one_off and not scope.events:
        return "one_off"
    if scope.relations is not None and relation.kind not in scope.relations:
        return "kind"
    if scope.formality is not None and relation.formality not in scope.formality:
        return "formality"
    if scope.minimum_strength is not None and (relation.strength is None or relation.strength < scope.minimum_strength):
        return "weak"
    if scope.stages is not None and not set(scope.stages) & set(relation.stages):
        return "stage" if relation.stages else "stage_unknown"
    return _out_of_time(relation, scope.years, now)


def _out_of_time(relation: Relation, years: Years | None, now: int) -> str:
    first, last = years or (None, None)
    if relation.until is not None and relation.until < (now if last is None else last):
        return "ended"
    if years is None:
        return ""
    if relation.year is None:
        return "undated"
    return "year" if (first or 0) > relation.year or relation.year > (last or 9999) else ""


def _tie(relation: Relation, register: Register) -> Tie:
    return Tie(
        relation.source, relation.target, relation.kind, relation.strength, relation.mutual, relation.id,
        register.records["relation"][relation.id].sources, relation.formality, relation.state, relation.year,
    )  # fmt: skip


def _parent_ties(register: Register, ids: Collection[str]) -> Iterator[Tie]:
    for parent, units in sorted(register.units.items()):
        for unit in units:
            if parent in ids and unit in ids:
                fact = register.fact("organisation", unit, "parent_id")
                sources = fact.sources if fact else ()
                yield Tie(
                    parent, unit, PARENT, strength_of("statutory"), id=f"{PARENT}:{unit}", sources=sources,
                    formality="statutory",
                )  # fmt: skip


def _sorted(codes: Collection[str] | None) -> tuple[str, ...] | None:
    return None if codes is None else tuple(sorted(codes))
