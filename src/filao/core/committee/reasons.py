"""Why this committee: what each member alone covers, what is lost without it, who could stand in, and what rules cost.

Everything is answered by solving again with one thing changed; figures and codes only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from filao.core.committee.clashes import clash
from filao.core.committee.model import MANDATE_SEATS, SIZE, Instance
from filao.core.committee.solver import TIME_LIMIT, Solution, solve


def unique(instance: Instance, members: Collection[str]) -> dict[str, frozenset[int]]:
    """For each member the positions of the cells that nobody else in the committee fills."""
    times: dict[int, int] = {}
    for body in members:
        for cell in instance.covers[body]:
            times[cell] = times.get(cell, 0) + 1
    return {body: frozenset(cell for cell in instance.covers[body] if times[cell] == 1) for body in members}


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Bodies that could take a member's seat.

    `equal` change nothing at any level; `same_coverage` cover as much but differ in reach, seats or women known.
    """

    equal: tuple[str, ...]
    same_coverage: tuple[str, ...]


def interchangeable(instance: Instance, members: Collection[str]) -> dict[str, Alternatives]:
    """For each member that a rule does not seat, who could take its place one for one without loss of coverage.

    Only exchanges within the rules are given. Committees that are as good but differ in two seats or more are not
    seen here; a loss of 0 in `barred` shows that one exists.
    """
    chosen = frozenset(members)
    values = instance.values(chosen)
    own = unique(instance, chosen)
    found: dict[str, Alternatives] = {}
    for body in sorted(chosen - instance.seated):
        rest = chosen - {body}
        filled = instance.filled(rest)
        needed = sum(instance.weights[cell] for cell in own[body])
        equal: list[str] = []
        same: list[str] = []
        for other in instance.bodies:
            if other in chosen or sum(instance.weights[c] for c in instance.covers[other] - filled) != needed:
                continue
            trial = rest | {other}
            if not instance.broken(trial):
                (equal if instance.values(trial) == values else same).append(other)
        found[body] = Alternatives(tuple(equal), tuple(same))
    return found


@dataclass(frozen=True, slots=True)
class Barring:
    """The best committee without one member.

    `loss` is the weight the best coverage falls by; None where no committee keeps the rules without the member, and
    then `only_for` names the rules for which it is the only one left. `joins` and `leaves` tell the smallest change
    that makes up for it. `proved` is False where time ran out.
    """

    body: str
    loss: int | None
    joins: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()
    proved: bool = True


def barred(instance: Instance, solution: Solution, body: str, time_limit: float = TIME_LIMIT) -> Barring:
    """What happens to the best committee when `body` may not sit.

    A mandate seat is treated as if nobody had given it. Among the committees with the best coverage the one is taken
    that keeps most of the present members.
    """
    without = instance.barring(body)
    again = solve(without, ("coverage", "kept", "reach", "seats", "key"), like=solution.members, time_limit=time_limit)
    if again.status == "infeasible":
        found = clash(without, time_limit)
        codes = () if found is None else tuple(code for code in found.codes if code != f"barred:{body}")
        return Barring(body, None, only_for=codes, proved=found is not None)
    if not again.found:
        return Barring(body, None, proved=False)
    before, after = set(solution.members), set(again.members)
    level = again.level("coverage")
    loss = instance.coverage(before) - level.value
    return Barring(
        body, loss, tuple(sorted(after - before)), tuple(sorted(before - after - {body})), proved=level.proved
    )


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the curve: seats, best coverage within the rules (None where no committee keeps them), its bound."""

    seats: int
    coverage: int | None
    bound: int | None
    proved: bool


def curve(instance: Instance, sizes: Iterable[int], time_limit: float = TIME_LIMIT) -> tuple[Point, ...]:
    """Best coverage for each number of seats, each solved anew until every cell that can be filled is."""
    points: list[Point] = []
    everything = instance.coverage(set(instance.bodies) - instance.excluded)
    for seats in sorted(set(sizes)):
        if points and points[-1].coverage == everything:
            points.append(Point(seats, everything, everything, True))
            continue
        answer = solve(instance.sized(seats), ("coverage",), time_limit=time_limit)
        if answer.found:
            level = answer.level("coverage")
            points.append(Point(seats, level.value, level.bound, level.proved))
        else:
            points.append(Point(seats, None, None, answer.status == "infeasible"))
    return tuple(points)


def knee(points: Sequence[Point]) -> int | None:
    """The number of seats after which each further one brings clearly less; None where the curve has no bend.

    The point farthest above the straight line between the first and the last point of the curve, both axes scaled to
    0..1 (the fewer seats among equals). It must lie at least a tenth above it: a shallower bend is no advice. This is
    the offline form of "Kneedle" without smoothing (Satopää, Albrecht, Irwin and Raghavan, ICDCS Workshops 2011). It
    depends on where the curve is cut off.
    """
    known = [(p.seats, p.coverage) for p in points if p.coverage is not None]
    if len(known) < 3 or known[-1][1] <= known[0][1]:
        return None
    (first, low), (last, high) = known[0], known[-1]
    lift = [((value - low) * (last - first) - (seats - first) * (high - low), seats) for seats, value in known]
    best, seats = max(lift, key=lambda pair: (pair[0], -pair[1]))
    return seats if best * 10 >= (last - first) * (high - low) else None


@dataclass(frozen=True, slots=True)
class Price:
    """What a rule costs: the weight that the best coverage would gain if it were set aside (None: not known in time).

    For the size it is the gain of one more seat. `code` "mandate:ID" is a single mandate seat, "all_rules" are all linear
    rules at once: two rules may each cost nothing while both together do, when either alone forbids the same committee.
    """

    code: str
    gain: int | None
    proved: bool = True


def prices(instance: Instance, solution: Solution, time_limit: float = TIME_LIMIT) -> tuple[Price, ...]:
    """The price of each rule, of each mandate seat, of the analyst's own wishes, and of the last seat.

    To set one rule aside never gains more than to set all aside, so where all rules together (or all mandate seats)
    cost nothing, each is known to cost nothing without being solved.
    """
    found: dict[str, Price] = {}
    level = solution.level("coverage")

    def ask(code: str, loosened: Instance, within: str = "") -> None:
        wider = found.get(within)
        if wider is not None and wider.gain == 0 and wider.proved:
            found[code] = Price(code, 0)
            return
        answer = solve(loosened, ("coverage",), time_limit=time_limit)
        if answer.found:
            other = answer.level("coverage")
            found[code] = Price(code, max(0, other.value - level.value), level.proved and other.proved)
        else:
            found[code] = Price(code, None, False)

    rules = tuple(dict.fromkeys(constraint.code for constraint, _, _ in instance.rules))
    ask(SIZE, instance.sized(instance.seats + 1))
    ask("all_rules", instance.without(*rules))
    for code in instance.elements:
        if code != SIZE:
            ask(code, instance.without(code), "all_rules" if code in rules else "")
    for body in sorted(instance.mandated):
        ask(f"mandate:{body}", instance.without(f"mandate:{body}"), MANDATE_SEATS)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Standing:
    """How a population or an island is represented: its share of all weight, and what the committee fills of it.

    `entitled` tells that it holds at least one seat's worth of weight; `holds` that it is not entitled or some member
    fills one of its cells.
    """

    group: str
    weight: int
    total: int
    filled: int
    members: tuple[str, ...]
    entitled: bool
    holds: bool


def representation(
    instance: Instance, members: Collection[str], groups: Mapping[str, Collection[int]], seats: int
) -> tuple[Standing, ...]:
    """Whether every group with at least 1/`seats` of the weight has a member that fills one of its cells.

    `groups` maps a population or an island to the positions of its cells. In the spirit of extended justified
    representation (Aziz, Brill, Conitzer, Elkind, Freeman and Walsh, Social Choice and Welfare 48 (2017) 461-485), with
    weights of cells in the place of voters; it is a check of representation, not the axiom itself.
    """
    total = sum(instance.weights)
    chosen = sorted(members)
    found = []
    for group, cells in sorted(groups.items()):
        weight = sum(instance.weights[cell] for cell in cells)
        serving = tuple(body for body in chosen if instance.covers[body] & set(cells))
        done = sum(instance.weights[cell] for cell in instance.filled(chosen) & set(cells))
        entitled = weight * seats >= total and weight > 0
        found.append(Standing(group, weight, total, done, serving, entitled, bool(serving) or not entitled))
    return tuple(found)


def smallest_size(instance: Instance, time_limit: float = TIME_LIMIT) -> int | None:
    """The fewest seats with which every rule can be kept, or None where no size suffices.

    More seats never break a rule (caps grow with the group), so the answer is found by halving.
    """
    low, high = max(1, len(instance.seated)), len(instance.bodies)

    def works(seats: int) -> bool:
        return solve(instance.sized(seats), (), time_limit=time_limit).status == "optimal"

    if high < low or not works(high):
        return None
    while low < high:
        middle = (low + high) // 2
        if works(middle):
            high = middle
        else:
            low = middle + 1
    return low


__all__ = [
    "Alternatives",
    "Barring",
    "Point",
    "Price",
    "Standing",
    "barred",
    "curve",
    "interchangeable",
    "knee",
    "prices",
    "representation",
    "smallest_size",
    "unique",
]
