"""The suggestion for a group: seats with reasons, rules with their state, what stays open, and the explanation of both.

People fix the mandate seats; the solver only suggests the others and says why. Figures and codes; the sentences are
made in `documents.words`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from filao.core.committee.cells import Unfilled, unfilled
from filao.core.committee.checks import Check, OpenPoint, Table, check
from filao.core.committee.clashes import Clash, clash
from filao.core.committee.heuristics import Greedy, greedy
from filao.core.committee.linear import meets
from filao.core.committee.model import MANDATE_SEATS, SIZE
from filao.core.committee.reasons import (
    Alternatives,
    Barring,
    Point,
    Price,
    Standing,
    barred,
    curve,
    interchangeable,
    knee,
    prices,
    representation,
    unique,
)
from filao.core.committee.seating import Seating
from filao.core.committee.sitting import Sitting
from filao.core.committee.solver import TIME_LIMIT, Solution, solve


@dataclass(frozen=True, slots=True)
class Member:
    """A voting seat and its reasons.

    `seat_type` is mandate, inclusion, added or suggested. `fills` are the cells it fills, `new` those among them that
    no mandate seat fills, `alone` those that nobody else in the group fills, with their weight. `reaches_alone` counts
    the organisations that only this member is tied to. `serves` are rules of the "at least" sort that it counts for.
    """

    organisation_id: str
    seat_type: str
    seat_id: str
    mandate_text: str
    chair: bool
    fills: tuple[str, ...]
    new: tuple[str, ...]
    alone: tuple[str, ...]
    alone_weight: int
    reaches_alone: int
    serves: tuple[str, ...]
    equal: tuple[str, ...] = ()
    same_coverage: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observer:
    """A seat without a vote; it covers nothing. `flagged` where a conflict of interest is disclosed."""

    organisation_id: str
    seat_id: str
    mandate_text: str
    flagged: bool


@dataclass(frozen=True)
class Suggestion:
    """The group as suggested.

    `lifted` are the rules set aside. Weights count cells by their weight: `total_weight` all that eligible bodies fill,
    `mandate_weight` what the mandate seats fill, `weight` what the group fills. `missed` are cells that eligible bodies
    fill but no member does. `clashes` names what cannot stand together: when `solution` is infeasible the smallest
    clash of the rules; otherwise the limits that the mandate seats alone exceed, each with the seats concerned.
    """

    group_id: str
    seats: int
    asked_seats: int | None
    lifted: tuple[str, ...]
    solution: Solution
    members: tuple[Member, ...]
    observers: tuple[Observer, ...]
    total_weight: int
    mandate_weight: int
    weight: int
    missed: tuple[str, ...]
    checks: tuple[Check, ...]
    clashes: tuple[Clash, ...]
    greedy: Greedy
    standings: tuple[Standing, ...]
    candidates: tuple[str, ...]
    excluded: dict[str, str]

    @property
    def open_points(self) -> tuple[OpenPoint, ...]:
        """What only named bodies can tell, in the order of the rules: material for `core.questions`."""
        return tuple(point for result in self.checks for point in result.open_points)


@dataclass(frozen=True)
class Explanation:
    """Why these seats: each member barred in turn, the curve, the price of each rule, what nobody covers.

    `curve` keeps every rule, `free_curve` only the size and the mandate seats; each has its knee.
    """

    barrings: tuple[Barring, ...]
    curve: tuple[Point, ...]
    knee: int | None
    free_curve: tuple[Point, ...]
    free_knee: int | None
    prices: tuple[Price, ...]
    unfilled: tuple[Unfilled, ...]


def suggest(seating: Seating, time_limit: float = TIME_LIMIT) -> Suggestion:
    """Seats for a group: those given, and those the solver suggests within the rules.

    Where the rules clash there is no committee: the seats given are returned as they are, with the clash.
    """
    instance = seating.instance
    solution = solve(instance, time_limit=time_limit)
    chosen = solution.members or tuple(sorted(instance.mandated | (instance.added - instance.barred)))
    voting = _at_table(seating, chosen)
    table = Table(voting, seating.observers, seating.seats, seating.pool, seating.register.vocabulary, seating.lead)
    swaps = interchangeable(instance, chosen) if solution.found else {}
    return Suggestion(
        group_id=seating.group_id,
        seats=seating.seats,
        asked_seats=seating.asked_seats,
        lifted=tuple(rule.code for rule in seating.rules if rule.code in instance.lifted),
        solution=solution,
        members=_members(seating, voting, swaps),
        observers=tuple(Observer(s.id, s.seat_id, s.mandate_text, s.flagged) for s in seating.observers),
        total_weight=sum(instance.weights),
        mandate_weight=instance.coverage(instance.mandated),
        weight=instance.coverage(chosen),
        missed=seating.codes(set(range(len(seating.cells))) - instance.filled(chosen)),
        checks=tuple(check(rule, table) for rule in seating.rules),
        clashes=_clashes(seating, solution, time_limit),
        greedy=greedy(instance),
        standings=representation(instance, chosen, seating.groups, seating.seats),
        candidates=seating.eligibility.candidates,
        excluded=dict(seating.eligibility.excluded),
    )


def explain(
    seating: Seating,
    suggestion: Suggestion,
    *,
    sizes: Sequence[int] | None = None,
    time_limit: float = TIME_LIMIT,
    step: Callable[[], None] = lambda: None,
) -> Explanation:
    """Why these seats. `time_limit` holds for each question; `step` is called after each of `steps(...)` answers.

    `sizes` are the numbers of seats of the curve; by default from the seats given to eight beyond the size.
    """
    instance, solution = seating.instance, suggestion.solution
    barrings = []
    for member in suggestion.members if solution.found else ():
        barrings.append(barred(instance, solution, member.organisation_id, time_limit))
        step()
    wanted = tuple(sizes) if sizes is not None else default_sizes(seating)
    bare = instance.without(*(code for code in instance.elements if code not in (SIZE, MANDATE_SEATS)))
    points = curve(instance, wanted, time_limit)
    step()
    free_points = curve(bare, wanted, time_limit)
    step()
    cost = prices(instance, solution, time_limit) if solution.found else ()
    step()
    vocabulary = seating.register.vocabulary
    places = ("", *(term.code for term in vocabulary.territories("island")))
    return Explanation(
        barrings=tuple(barrings),
        curve=points,
        knee=knee(points),
        free_curve=free_points,
        free_knee=knee(free_points),
        prices=cost,
        unfilled=unfilled([s.body for s in seating.pool.values()], vocabulary, territories=places),
    )


def steps(suggestion: Suggestion) -> int:
    """How often `explain` calls its `step`."""
    return (len(suggestion.members) if suggestion.solution.found else 0) + 3


def default_sizes(seating: Seating) -> tuple[int, ...]:
    """Numbers of seats worth a look: from the seats given to eight beyond the size, or to all bodies."""
    first = max(1, len(seating.instance.seated))
    return tuple(range(first, max(first, min(len(seating.pool), seating.seats + 8)) + 1))


def _at_table(seating: Seating, chosen: Sequence[str]) -> tuple[Sitting, ...]:
    """Voting seats in order: mandate seats as recorded, recorded inclusion seats, those added, those suggested."""
    recorded = [s for s in seating.recorded if s.id in chosen]
    seated = {s.id for s in recorded}
    others = [seating.pool[id] for id in chosen if id not in seated]
    named = [replace(s, seat_type="suggested") if s.seat_type == "candidate" else s for s in others]
    order = ("mandate", "inclusion", "added", "suggested")
    return tuple(sorted((*recorded, *named), key=lambda s: (order.index(s.seat_type), not s.chair)))


def _members(seating: Seating, voting: Sequence[Sitting], swaps: dict[str, Alternatives]) -> tuple[Member, ...]:
    instance = seating.instance
    ids = frozenset(s.id for s in voting)
    alone = unique(instance, ids)
    by_mandate = instance.filled(instance.mandated)
    nobody = Alternatives((), ())
    lines = []
    for seat in voting:
        others = frozenset().union(*(instance.reached_of[id] for id in ids - {seat.id}))
        fills = instance.covers[seat.id]
        swap = swaps.get(seat.id, nobody)
        lines.append(
            Member(
                organisation_id=seat.id,
                seat_type=seat.seat_type,
                seat_id=seat.seat_id,
                mandate_text=seat.mandate_text,
                chair=bool(seat.chair),
                fills=seating.codes(fills),
                new=seating.codes(fills - by_mandate),
                alone=seating.codes(alone[seat.id]),
                alone_weight=sum(instance.weights[cell] for cell in alone[seat.id]),
                reaches_alone=len(instance.reached_of[seat.id] - others),
                serves=tuple(r.code for r in seating.rules if meets(r, seat, seating.register.vocabulary)),
                equal=swap.equal,
                same_coverage=swap.same_coverage,
            )
        )
    return tuple(lines)


def _clashes(seating: Seating, solution: Solution, time_limit: float) -> tuple[Clash, ...]:
    instance = seating.instance
    if solution.status == "infeasible":
        found = clash(instance, time_limit)
        return (found,) if found else ()
    strict = replace(instance, strict=True)
    alone = []
    for constraint, _, upper in strict.rules:
        if upper is not None and constraint.total(instance.mandated) > upper:
            seats = tuple(sorted(body for body in instance.mandated if constraint.terms.get(body, 0) > 0))
            alone.append(Clash((MANDATE_SEATS, constraint.code), seats, upper + 1))
    return tuple(alone)
