"""Quick answers without proof: the greedy committee that others are compared with, and small mends by exchange.

Greedy ignores the rules, as a meeting does that always asks "who adds most?"; what it breaks is reported.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from filao.core.committee.model import Instance


@dataclass(frozen=True, slots=True)
class Greedy:
    """The greedy committee: members in the order in which they were taken, coverage after each, rules it breaks."""

    members: tuple[str, ...]
    coverage: tuple[int, ...]
    broken: tuple[str, ...]


def greedy(instance: Instance) -> Greedy:
    """Fill the seats one by one with the body that adds most weight (then most reach, then the smallest id).

    Bodies that must sit come first. It stops when the seats are taken or nobody adds a cell. Within 1 - 1/e of the
    best coverage where there are no rules (Nemhauser, Wolsey and Fisher, Mathematical Programming 14 (1978) 265-294).
    """
    chosen = sorted(instance.seated)
    filled = [instance.filled(chosen[: place + 1]) for place in range(len(chosen))]
    steps = [sum(instance.weights[cell] for cell in cells) for cells in filled]
    open_cells = set(range(len(instance.weights))) - instance.filled(chosen)
    reached = set().union(*(instance.reached_of[body] for body in chosen))
    left = {body: instance.covers[body] & open_cells for body in instance.bodies}
    candidates = [body for body in instance.bodies if body not in instance.seated | instance.excluded]
    while len(chosen) < instance.limit:
        best, gain, reach = "", 0, 0
        for body in candidates:
            left[body] &= open_cells
            weight = sum(instance.weights[cell] for cell in left[body])
            if weight > gain or (weight == gain > 0 and len(instance.reached_of[body] - reached) > reach):
                best, gain, reach = body, weight, len(instance.reached_of[body] - reached)
        if not best:
            break
        chosen.append(best)
        candidates.remove(best)
        steps.append((steps[-1] if steps else 0) + gain)
        open_cells -= instance.covers[best]
        reached |= instance.reached_of[best]
    return Greedy(tuple(chosen), tuple(steps), instance.broken(chosen))


def improve(instance: Instance, members: Collection[str], rounds: int = 3) -> tuple[str, ...]:
    """The committee after exchanges of one member for one other that raise coverage, or reach at equal coverage.

    For committees that could not be proved best in time. Each round offers every free seat once to all others; the
    rules are kept, and no exchange makes coverage smaller.
    """
    chosen = set(members)
    candidates = [body for body in instance.bodies if body not in instance.excluded]
    for _ in range(rounds):
        before = frozenset(chosen)
        for body in sorted(before - instance.seated):
            rest = chosen - {body}
            filled = instance.filled(rest)
            reached = frozenset().union(*(instance.reached_of[other] for other in rest))
            best = _gain(instance, body, filled, reached)
            for other in candidates:
                if other not in chosen:
                    gain = _gain(instance, other, filled, reached, best[0])
                    if gain > best and not instance.broken(rest | {other}):
                        best, chosen = gain, rest | {other}
        if chosen == before:
            break
    return tuple(sorted(chosen))


def _gain(
    instance: Instance, body: str, filled: frozenset[int], reached: frozenset[int], least: int = 0
) -> tuple[int, int]:
    """Weight and reach that a body adds; reach is not counted where the weight is below `least`."""
    weight = sum(instance.weights[cell] for cell in instance.covers[body] - filled)
    return weight, len(instance.reached_of[body] - reached) if weight >= least else 0


def polish(instance: Instance, members: Collection[str], like: Collection[str] = ()) -> tuple[str, ...]:
    """The same committee with members exchanged for bodies of smaller id while nothing else changes.

    A stand-in for the last level of the order when time has run out: it finds no committee that needs two exchanges
    at once. `like` are bodies of whom as many as before must stay.
    """
    chosen = set(members)
    values, kept = instance.values(chosen), len(set(like) & chosen)
    for body in sorted(chosen - instance.seated, reverse=True):
        rest = chosen - {body}
        filled = instance.filled(rest)
        needed = _gain(instance, body, filled, frozenset())[0]
        for other in instance.bodies:
            if other >= body:
                break
            if other in chosen or _gain(instance, other, filled, frozenset(), needed + 1)[0] != needed:
                continue
            trial = rest | {other}
            if not instance.broken(trial) and instance.values(trial) == values and len(set(like) & trial) >= kept:
                chosen = trial
                break
    return tuple(sorted(chosen))
