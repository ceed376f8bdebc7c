"""A group of the register set out as a choice: who sits by mandate, who may, what is to be covered, which rules apply.

It reads the register and asks nothing of the solver; `suggestion` does both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from filao.core.committee.cells import Requirement, requirements
from filao.core.committee.linear import constraints
from filao.core.committee.model import Instance
from filao.core.committee.reasons import smallest_size
from filao.core.committee.rules import Rule, standard_rules
from filao.core.committee.sitting import Eligibility, Sitting, eligibility, kin_of, sitting, unfit
from filao.core.problems import Problem
from filao.core.register import Register

DEFAULT_SEATS = 15
"""Seats of a group for which nobody has named a number, unless its rules need more."""


@dataclass(frozen=True)
class Seating:
    """The choice for one group. `pool` holds every body that may sit, `fixed` those that do by mandate.

    `cells` are in the order in which `instance` counts them. `asked_seats` is None where the size is the default.
    """

    register: Register
    group_id: str
    instance: Instance
    rules: tuple[Rule, ...]
    cells: tuple[Requirement, ...]
    pool: Mapping[str, Sitting]
    recorded: tuple[Sitting, ...]
    observers: tuple[Sitting, ...]
    eligibility: Eligibility
    asked_seats: int | None
    lead: str

    @property
    def seats(self) -> int:
        return self.instance.seats

    @property
    def groups(self) -> dict[str, list[int]]:
        """Populations and outer islands, each with the positions of its cells."""
        found: dict[str, list[int]] = {}
        for place, cell in enumerate(self.cells):
            found.setdefault(cell.population, []).append(place)
            if cell.territory:
                found.setdefault(cell.territory, []).append(place)
        return found

    def codes(self, cells: Iterable[int]) -> tuple[str, ...]:
        """Codes of the cells at these positions, in order."""
        return tuple(self.cells[place].code for place in sorted(cells))


def choose_group(register: Register, group_id: str = "") -> str:
    """The group to look at: the one named, else the only working group, else the only group that has seats.

    Raises Problem: no_group, no_such_group, which_group.
    """
    if not register.groups:
        raise Problem("no_group")
    if group_id:
        if group_id not in register.groups:
            raise Problem("no_such_group", group=group_id, groups=tuple(sorted(register.groups)))
        return group_id
    working = [group.id for group in register.groups.values() if group.kind == "working_group"]
    seated = sorted({seat.group_id for seat in register.seats.values() if seat.group_id in register.groups})
    for found in (working, seated):
        if len(found) == 1:
            return found[0]
    raise Problem("which_group", groups=tuple(sorted(register.groups)))


def seating_of(
    register: Register,
    group_id: str = "",
    *,
    seats: int | None = None,
    add: Sequence[str] = (),
    bar: Sequence[str] = (),
    weights: Mapping[str, int] | None = None,
    rules: Sequence[Rule] | None = None,
    lift: Sequence[str] = (),
    exclude_kin: bool = False,
    free_inclusion: bool = False,
) -> Seating:
    """The choice for a group, as the register, the rules and the analyst's wishes give it.

    `seats` is the number of voting seats; without it the larger of `DEFAULT_SEATS` and the fewest that keep every rule.
    `add` and `bar` are bodies that must, or must not, sit. `weights` are weights of cells (see `cells`).
    `lift` are codes of rules that the choice need not keep; they are checked all the same. `exclude_kin` leaves out
    bodies whose parent or unit sits. Inclusion seats of the register stand like mandate seats
    unless `free_inclusion` opens them to the choice.

    Raises Problem: no_group, no_such_group, which_group, no_such_record, added_and_barred, seat_by_mandate (a body of
    a mandate seat cannot be barred), not_eligible (a body that cannot vote cannot be added), no_such_rule,
    no_candidates, weight_out_of_range.
    """
    group = choose_group(register, group_id)
    _check_wishes(register, group, add, bar)
    all_seats = [seat for seat in register.seats.values() if seat.group_id == group]
    found = [made for seat in sorted(all_seats, key=lambda seat: seat.id) if (made := sitting(register, seat))]
    observers = tuple(s for s in found if s.seat_type == "observer")
    voting = tuple(s for s in found if s.seat_type != "observer")
    eligible = eligibility(register, group, exclude_kin=exclude_kin)
    pool = {id: Sitting(register.organisations[id], "candidate") for id in eligible.candidates}
    pool |= {id: Sitting(register.organisations[id], "added") for id in add}
    pool |= {s.id: s for s in reversed(voting)}
    pool = dict(sorted(pool.items()))
    if not pool:
        raise Problem("no_candidates", group=group)
    held = voting if not free_inclusion else tuple(s for s in voting if s.seat_type != "inclusion")
    fixed = frozenset(s.id for s in held)
    bodies = [s.body for s in pool.values()]
    cells = requirements(bodies, register.vocabulary, weights=weights)
    covers: dict[str, set[int]] = {id: set() for id in pool}
    for place, cell in enumerate(cells):
        for id in cell.bodies:
            covers[id].add(place)
    table = tuple(standard_rules(register.vocabulary) if rules is None else rules)
    known = {rule.code for rule in table}
    for code in lift:
        if code not in known:
            raise Problem("no_such_rule", rule=code, rules=tuple(rule.code for rule in table))
    kin = _kin_pairs(register, set(pool) - fixed) if exclude_kin else ()
    instance = Instance(
        bodies=tuple(pool),
        weights=tuple(cell.weight for cell in cells),
        covers={id: frozenset(filled) for id, filled in covers.items()},
        seats=seats or DEFAULT_SEATS,
        reaches=_reaches(register, pool),
        fixed=fixed,
        added=frozenset(add) - fixed,
        barred=frozenset(bar),
        constraints=constraints(table, pool, register.vocabulary, kin),
        women=frozenset(id for id, s in pool.items() if s.sex == "female"),
        lifted=frozenset(lift),
    )
    if seats is None:
        instance = replace(instance, seats=max(DEFAULT_SEATS, smallest_size(instance) or 0))
    return Seating(
        register, group, instance, table, cells, pool, voting, observers, eligible, seats, _lead(register, voting)
    )


def _lead(register: Register, voting: Sequence[Sitting]) -> str:
    """Whom to ask where no other body is nearer: the chair, else the first seat, else the first government body."""
    at_table = [s.id for s in voting if s.chair] or [s.id for s in voting]
    government = (b.id for b in register.organisations.values() if b.kind == "government" and not b.placeholder)
    return at_table[0] if at_table else next(government, "")


def _check_wishes(register: Register, group: str, add: Sequence[str], bar: Sequence[str]) -> None:
    for id in (*add, *bar):
        if id not in register.organisations:
            raise Problem("no_such_record", kind="organisation", value=id)
    both = sorted(set(add) & set(bar))
    if both:
        raise Problem("added_and_barred", body=both[0])
    held = {s.organisation_id: s.seat_type for s in register.seats.values() if s.group_id == group}
    for id in bar:
        if held.get(id) == "mandate":
            raise Problem("seat_by_mandate", body=id, group=group)
    groups = {g.organisation_id for g in register.groups.values() if g.organisation_id}
    for id in add:
        reason = "observer" if held.get(id) == "observer" else unfit(register.organisations[id], register, groups)
        if reason and held.get(id) != "mandate":
            raise Problem("not_eligible", body=id, reason=reason)


def _kin_pairs(register: Register, ids: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((one, other) for one, other in combinations(sorted(ids), 2) if other in kin_of(register, one))


def _reaches(register: Register, pool: Iterable[str]) -> dict[str, frozenset[int]]:
    """Organisations within one structural tie of each body, itself among them, as positions in the sorted register.

    Ties of any kind and direction count; one-off events and what is only announced do not. Placeholders are no bodies
    to reach.
    """
    place = {id: n for n, id in enumerate(sorted(register.organisations)) if not register.organisations[id].placeholder}
    near: dict[str, set[int]] = {id: {place[id]} if id in place else set() for id in pool}
    for relation in register.ties.values():
        if relation.structural:
            for one, other in (relation.ends, relation.ends[::-1]):
                if one in near and other in place:
                    near[one].add(place[other])
    return {id: frozenset(found) for id, found in near.items()}
