"""When no committee keeps every rule: the smallest set of rules that cannot stand together.

It names codes of rules and of the analyst's own wishes. Which of them should give way is for people to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from filao.core.committee.model import MANDATE_SEATS, Instance
from filao.core.committee.solver import TIME_LIMIT, feasible


@dataclass(frozen=True, slots=True)
class Clash:
    """Rules that cannot all be kept, though all but any one of them can.

    `codes` are those of `Instance.elements`. Where the mandate seats are among them, `seats` are the bodies whose seats
    take part and `needed` tells how many of them it takes: any that many of one sort are too many beside the rules.
    """

    codes: tuple[str, ...]
    seats: tuple[str, ...] = ()
    needed: int = 0


def clash(instance: Instance, time_limit: float = TIME_LIMIT) -> Clash | None:
    """The smallest clash, or None where some committee keeps every rule (or none could be refuted in time).

    Smallest in number of codes, and the first in the order of the rules among equals found. The set is reached by
    hitting sets over maximal consistent sets of rules (Ignatiev, Previti, Liffiton and Marques-Silva, CP 2015); the
    seats within it by the deletion filter (Chinneck and Dravnieks, ORSA Journal on Computing 3 (1991) 157-168), and
    then those that can stand for one of them.
    """
    everything = instance.elements

    def refuted(codes: Sequence[str]) -> bool:
        lifted = [code for code in everything if code not in codes]
        return feasible(instance.without(*lifted), time_limit) is False

    if not refuted(everything):
        return None
    codes = smallest(everything, refuted)
    if MANDATE_SEATS not in codes:
        return Clash(codes)
    bare = instance.without(*(code for code in everything if code not in codes))

    def seats_refuted(kept: Sequence[str]) -> bool:
        return feasible(bare.without(*(f"mandate:{b}" for b in bare.mandated - set(kept))), time_limit) is False

    given = tuple(sorted(bare.mandated))
    needed = deletion_filter(given, seats_refuted)
    alike = [
        body
        for body in given
        if body in needed or any(seats_refuted([*(b for b in needed if b != other), body]) for other in needed)
    ]
    return Clash(codes, tuple(alike), len(needed))


def deletion_filter(elements: Sequence[str], refuted: Callable[[Sequence[str]], bool]) -> tuple[str, ...]:
    """An irreducible part of `elements` that is still refuted: each is dropped in turn and put back if it is needed."""
    kept = list(elements)
    for element in reversed(elements):
        trial = [other for other in kept if other != element]
        if refuted(trial):
            kept = trial
    return tuple(kept)


def smallest(elements: Sequence[str], refuted: Callable[[Sequence[str]], bool]) -> tuple[str, ...]:
    """A part of `elements` that is refuted and of which no smaller part anywhere is. `elements` itself must be."""
    corrections: list[frozenset[str]] = []
    while True:
        part = _hit(elements, corrections)
        if refuted(part):
            return part
        grown = set(part)
        for element in elements:
            if element not in grown and not refuted([e for e in elements if e in grown or e == element]):
                grown.add(element)
        corrections.append(frozenset(elements) - grown)


def _hit(elements: Sequence[str], sets: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """The smallest part of `elements` that meets every set; the first in the order of `elements` among equals."""

    def search(part: frozenset[str], room: int) -> frozenset[str] | None:
        unmet = next((s for s in sets if not s & part), None)
        if unmet is None:
            return part
        if room:
            for element in elements:
                if element in unmet and (found := search(part | {element}, room - 1)) is not None:
                    return found
        return None

    room = 0
    while (found := search(frozenset(), room)) is None:
        room += 1
    return tuple(element for element in elements if element in found)
