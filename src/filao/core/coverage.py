"""Who covers what: stage x population x territory, single points, and mandates held twice without a tie.

Two counts are kept apart: bodies that name a population, and bodies that only say "all victims". An empty cell is "not
documented"; it is called a gap only when an interview or both parties have confirmed it (see `core.pathways`).
A body that says "whole republic" counts for an outer island only where its row names that island.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from filao.core.register import NATIONAL, Organisation, Register
from filao.core.vocabulary import Vocabulary
from filao.core.vocabulary.standard import STAGE_COLUMNS, VICTIM_POPULATIONS

ALL_VICTIMS = "all_victims"
REPUBLIC = "REPUBLIC"
"""The whole country as a territory of analysis: a body anywhere in it counts."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of coverage: ids of bodies that name the population, and of those that only carry "all victims"."""

    stage: str
    population: str
    named: tuple[str, ...]
    general: tuple[str, ...]

    @property
    def bodies(self) -> tuple[str, ...]:
        return self.named + self.general

    @property
    def state(self) -> str:
        """ "not_documented", "single" (rests on one body) or "documented"."""
        return ("not_documented", "single", "documented")[min(2, len(self.bodies))]


@dataclass(frozen=True, slots=True)
class Coverage:
    """A table of cells for one territory. `bodies` are the ids that were counted."""

    territory: str
    stages: tuple[str, ...]
    populations: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]
    bodies: tuple[str, ...]

    def cell(self, stage: str, population: str) -> Cell:
        return self.cells[stage, population]

    def state(self, *states: str) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells.values() if cell.state in states)

    def stages_without(self, population: str) -> tuple[str, ...]:
        return tuple(s for s in self.stages if self.cells[s, population].state == "not_documented")


def territories(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Territories of analysis: the whole country, then its islands in the order of the vocabulary."""
    return (REPUBLIC, *(term.code for term in vocabulary.territories("main_island", "island")))


def works_in(body: Organisation, territory: str, vocabulary: Vocabulary) -> bool:
    """Whether a body's coverage statement reaches a territory (an island or a district).

    "NATIONAL" reaches the country as a whole, the main island and its districts; any other place must be named, itself
    or by a district within it.
    """
    if territory == REPUBLIC:
        return True
    terms = vocabulary.scheme("district").terms
    place = terms.get(territory)
    if place is None:
        return territory in body.districts
    main = place.kind == "main_island" or (place.within in terms and terms[place.within].kind == "main_island")
    if NATIONAL in body.districts and main:
        return True
    names = {territory, place.within} - {""}
    return any(code in names or (code in terms and terms[code].within == territory) for code in body.districts)


def counted(body: Organisation) -> bool:
    """A body that coverage counts: every kind but international partners."""
    return body.national


def coverage(
    register: Register,
    territory: str = REPUBLIC,
    *,
    count: Callable[[Organisation], bool] = counted,
    stages: Sequence[str] = STAGE_COLUMNS,
    populations: Sequence[str] = VICTIM_POPULATIONS,
) -> Coverage:
    """Coverage of one territory by the bodies that `count` lets in."""
    bodies = [
        body
        for body in register.organisations.values()
        if count(body) and works_in(body, territory, register.vocabulary)
    ]
    cells = {}
    for stage in stages:
        here = [body for body in bodies if stage in body.stages]
        for population in populations:
            named = tuple(body.id for body in here if population in body.populations)
            general = tuple(body.id for body in here if ALL_VICTIMS in body.populations and body.id not in named)
            cells[stage, population] = Cell(stage, population, named, general)
    return Coverage(territory, tuple(stages), tuple(populations), cells, tuple(body.id for body in bodies))


AUTHORITY_STAGES = ("identification", "referral", "case_management", "investigation", "prosecution", "coordination")
"""Stages at which one body decides. Several shelters for the same people are capacity; several deciders are a question."""


@dataclass(frozen=True, slots=True)
class SharedMandate:
    """Public bodies of one sector that decide at the same stages for the same people, some of them without a tie.

    `untied` are the pairs among `bodies` for which no coordination, referral, supervision or information tie stands.
    """

    kind: str
    stages: tuple[str, ...]
    populations: tuple[str, ...]
    bodies: tuple[str, ...]
    untied: tuple[tuple[str, str], ...]


def shared_mandates(register: Register) -> tuple[SharedMandate, ...]:
    """Mandates that several public bodies of a sector name, where no structural tie joins some of them.

    Only bodies that name the population count, and a body and its own unit are one. Sets of bodies that meet at several
    stages or for several populations stand once.
    """
    tied = {
        frozenset(relation.ends)
        for relation in register.ties.values()
        if relation.structural
        and relation.kind in ("coordinates_with", "refers_to", "supervises", "shares_information")
    }
    table = coverage(register, stages=AUTHORITY_STAGES)
    found: dict[tuple[str, tuple[str, ...]], tuple[list[str], list[str]]] = {}
    for cell in table.cells.values():
        by_kind: dict[str, list[str]] = {}
        for id in cell.named:
            body = register.organisations[id]
            if body.kind in _PUBLIC and not body.foreign:
                by_kind.setdefault(body.kind, []).append(id)
        for kind, ids in by_kind.items():
            if len(ids) > 1:
                stages, populations = found.setdefault((kind, tuple(sorted(ids))), ([], []))
                stages.append(cell.stage)
                populations.append(cell.population)
    shared = []
    for (kind, bodies), (stages, populations) in found.items():
        untied = tuple(
            (one, other)
            for one, other in combinations(bodies, 2)
            if frozenset((one, other)) not in tied and _same_ground(register, one, other)
        )
        if untied:
            shared.append(
                SharedMandate(kind, tuple(dict.fromkeys(stages)), tuple(dict.fromkeys(populations)), bodies, untied)
            )
    return tuple(sorted(shared, key=lambda m: (-len(m.bodies), m.bodies)))


_PUBLIC = frozenset({"government", "law_enforcement", "judiciary", "independent_institution"})


def _same_ground(register: Register, one: str, other: str) -> bool:
    """Whether two bodies work in one place and neither is a unit of the other."""
    a, b = register.organisations[one], register.organisations[other]
    return a.parent_id != other and b.parent_id != one and bool(set(a.districts) & set(b.districts))
