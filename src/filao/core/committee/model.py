"""The choice of a committee as numbers: bodies, weighted cells, reach, seats and linear rules.

Nothing here knows the register or the solver. `seating` makes an instance from a register; `solver` answers it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

SIZE = "size"
MANDATE_SEATS = "mandate_seats"


@dataclass(frozen=True, slots=True)
class Constraint:
    """A linear rule on the members: `lower` <= sum of `terms` over the members <= upper limit.

    `terms` maps a body to its whole-number coefficient; bodies that are missing count 0. Several constraints may carry
    one `code`: they are one rule. With `percent` the upper limit grows with the group: the larger of `upper` and that
    percentage of the seats, rounded down.
    """

    code: str
    terms: Mapping[str, int]
    lower: int | None = None
    upper: int | None = None
    percent: int = 0

    def limit(self, seats: int) -> int | None:
        """The upper limit in a group of so many seats, or None where there is none."""
        return None if self.upper is None else max(self.upper, self.percent * seats // 100)

    def total(self, members: Iterable[str]) -> int:
        return sum(self.terms.get(body, 0) for body in members)


@dataclass(frozen=True)
class Instance:
    """A maximal covering problem with seats and rules (Church and ReVelle 1974, with side constraints).

    `bodies` may sit, sorted by id. `covers` maps a body to the positions of the cells it fills in `weights`; `reaches`
    to the organisations within one tie of it, as numbers. `fixed` bodies hold a seat by mandate, `added` and `barred`
    are the analyst's. `women` are the bodies whose focal point is known to be a woman. `lifted` names rules set aside:
    the code of a constraint, "size", "mandate_seats", "mandate:ID", "added:ID" or "barred:ID".

    Seats given by mandate may alone exceed a rule's upper limit. That is the doing of those who gave them, so the limit
    then stands at what they hold (nothing may be added to it), also when one of them is lifted, unless `strict`.
    """

    bodies: tuple[str, ...]
    weights: tuple[int, ...]
    covers: Mapping[str, frozenset[int]]
    seats: int
    reaches: Mapping[str, frozenset[int]] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    constraints: tuple[Constraint, ...] = ()
    women: frozenset[str] = frozenset()
    lifted: frozenset[str] = frozenset()
    strict: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "bodies", tuple(sorted(set(self.bodies) | self.fixed | self.added)))

    @property
    def elements(self) -> tuple[str, ...]:
        """Codes of everything that binds: what a clash can be made of."""
        codes = [
            SIZE,
            *([MANDATE_SEATS] if self.fixed else []),
            *(f"added:{body}" for body in sorted(self.added)),
            *(f"barred:{body}" for body in sorted(self.barred)),
            *dict.fromkeys(constraint.code for constraint in self.constraints),
        ]
        return tuple(code for code in codes if code not in self.lifted)

    @property
    def limit(self) -> int:
        """Seats there are; as many as there are bodies once the size is lifted."""
        return len(self.bodies) if SIZE in self.lifted else self.seats

    @cached_property
    def mandated(self) -> frozenset[str]:
        """Bodies whose mandate seats stand."""
        if MANDATE_SEATS in self.lifted:
            return frozenset()
        return frozenset(body for body in self.fixed if f"mandate:{body}" not in self.lifted)

    @cached_property
    def seated(self) -> frozenset[str]:
        """Bodies that must sit: by mandate, and those the analyst added."""
        return self.mandated | {body for body in self.added if f"added:{body}" not in self.lifted}

    @cached_property
    def excluded(self) -> frozenset[str]:
        return frozenset(body for body in self.barred if f"barred:{body}" not in self.lifted)

    @cached_property
    def rules(self) -> tuple[tuple[Constraint, int | None, int | None], ...]:
        """Constraints that stand, each with its lower and upper limit in this group."""
        standing = []
        for constraint in self.constraints:
            if constraint.code not in self.lifted:
                upper = constraint.limit(self.seats)
                if upper is not None and not self.strict:
                    upper = max(upper, constraint.total(self.fixed))
                standing.append((constraint, constraint.lower, upper))
        return tuple(standing)

    @cached_property
    def reached_of(self) -> Mapping[str, frozenset[int]]:
        nobody: frozenset[int] = frozenset()
        return {body: self.reaches.get(body, nobody) for body in self.bodies}

    def filled(self, members: Iterable[str]) -> frozenset[int]:
        """Positions of the cells these members fill."""
        return frozenset().union(*(self.covers[body] for body in members))

    def coverage(self, members: Iterable[str]) -> int:
        """Weight of the cells these members fill."""
        return sum(self.weights[cell] for cell in self.filled(members))

    def reach(self, members: Iterable[str]) -> int:
        """Organisations within one tie of these members."""
        return len(frozenset().union(*(self.reached_of[body] for body in members)))

    def broken(self, members: Collection[str]) -> tuple[str, ...]:
        """Codes of what this choice of members breaks, in the order of `elements`."""
        chosen = set(members)
        codes = []
        if len(chosen) > self.limit:
            codes.append(SIZE)
        if not self.mandated <= chosen:
            codes.append(MANDATE_SEATS)
        codes.extend(f"added:{body}" for body in sorted(self.seated - self.mandated - chosen))
        codes.extend(f"barred:{body}" for body in sorted(self.excluded & chosen))
        for constraint, lower, upper in self.rules:
            total = constraint.total(chosen)
            if (lower is not None and total < lower) or (upper is not None and total > upper):
                codes.append(constraint.code)
        return tuple(dict.fromkeys(codes))

    def values(self, members: Collection[str]) -> tuple[int, int, int, int]:
        """What the order of preference compares: coverage, reach, seats left free, women known. Larger is better."""
        chosen = set(members)
        return self.coverage(chosen), self.reach(chosen), self.limit - len(chosen), len(self.women & chosen)

    def without(self, *codes: str) -> Instance:
        """The same choice with rules set aside."""
        return replace(self, lifted=self.lifted | set(codes))

    def barring(self, body: str) -> Instance:
        """The same choice with a body barred; if it held a mandate seat, that seat is lifted."""
        lifted = self.lifted | ({f"mandate:{body}"} & {f"mandate:{b}" for b in self.fixed})
        lifted |= {f"added:{body}"} & {f"added:{b}" for b in self.added}
        return replace(self, barred=self.barred | {body}, lifted=lifted)

    def sized(self, seats: int) -> Instance:
        return replace(self, seats=seats)
