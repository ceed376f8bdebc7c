"""Whom to interview, in which order and by which channel; and when to stop.

The core is a census: bodies with a mandate seat, or that identify, protect or manage cases in the country. Others are
chosen on purpose (they hold a stage or population few others hold), and the rest by snowball: named by two of those
interviewed. Once the core has been met, interviewing stops after two in a row that name no new body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from filao.core.coverage import coverage, works_in
from filao.core.questions import Question
from filao.core.register import NATIONAL, Organisation, Register

Tier = Literal["core", "purposive", "snowball"]
Channel = Literal["in_person", "video"]
CORE_STAGES = frozenset({"identification", "referral", "protection", "case_management"})
STOP_AFTER = 2
"""Interviews in a row without a new body after which the snowball stops."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A body to interview. `reasons` are codes; `questions` how many it is asked, `must` how many of first priority."""

    organisation_id: str
    tier: Tier
    channel: Channel
    reasons: tuple[str, ...]
    questions: int
    must: int


def partners(register: Register, questions: Sequence[Question]) -> tuple[Partner, ...]:
    """Every body that can be interviewed, core first, then by the number of first-priority questions."""
    seats = {s.organisation_id for s in register.seats.values() if s.seat_type == "mandate"}
    alone = {cell.bodies[0] for cell in coverage(register).state("single")}
    groups = {g.organisation_id for g in register.groups.values()}
    found = []
    for body in register.organisations.values():
        if body.placeholder or body.id in groups:
            continue
        reasons = _reasons(body, seats, alone)
        asked = [q for q in questions if q.organisation_id == body.id]
        tier: Tier = "snowball"
        if {"mandate_seat", "core_stage"} & set(reasons):
            tier = "core"
        elif reasons or any(q.priority == 1 for q in asked):
            tier = "purposive"
        must = sum(q.priority == 1 for q in asked)
        found.append(Partner(body.id, tier, _channel(register, body), reasons, len(asked), must))
    order = {"core": 0, "purposive": 1, "snowball": 2}
    return tuple(sorted(found, key=lambda p: (order[p.tier], -p.must, -p.questions, p.organisation_id)))


def _reasons(body: Organisation, seats: set[str], alone: set[str]) -> tuple[str, ...]:
    codes = []
    if body.id in seats:
        codes.append("mandate_seat")
    if body.national and not body.foreign and CORE_STAGES & set(body.stages):
        codes.append("core_stage")
    if body.id in alone:
        codes.append("only_body")
    if any(place not in ("NATIONAL", "REGIONAL", "ORIGIN_COUNTRY") for place in body.districts):
        codes.append("territory")
    return tuple(codes)


def _channel(register: Register, body: Organisation) -> Channel:
    """In person on the main island; by video for other islands, regional bodies and countries of origin."""
    main = [place.code for place in register.vocabulary.territories("main_island")]
    near = NATIONAL in body.districts or any(works_in(body, island, register.vocabulary) for island in main)
    return "in_person" if near and not body.foreign else "video"
