"""What a committee is to cover: cells of stage x population, and x outer island, that some body fills.

A cell is filled by the words of a body's own row. A body that says "all victims" fills the cell "all victims", not the
cell of each population: to say all is not to name one (see `core.coverage`). Nothing here says who should sit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from filao.core.coverage import ALL_VICTIMS, works_in
from filao.core.problems import Problem
from filao.core.register import Organisation
from filao.core.vocabulary import Vocabulary
from filao.core.vocabulary.standard import VICTIM_POPULATIONS

Key = tuple[str, str, str]
"""Stage, population, territory. The territory is "" unless it is an outer island or dependency."""

WEIGHTS = range(1, 6)
"""Weights a cell may have; 1 where nobody has set another."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A cell that counts, its weight, and the ids of the bodies that fill it (sorted)."""

    stage: str
    population: str
    territory: str
    weight: int
    bodies: tuple[str, ...]

    @property
    def key(self) -> Key:
        return (self.stage, self.population, self.territory)

    @property
    def code(self) -> str:
        """The cell in one word, for instance "referral:children" or "protection:women@RODRIGUES"."""
        return code_of(self.key)


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A cell that no body fills by name; `general` are the bodies that say "all victims" at its stage and place."""

    stage: str
    population: str
    territory: str
    general: tuple[str, ...]


def code_of(key: Key) -> str:
    stage, population, territory = key
    return f"{stage}:{population}" + (f"@{territory}" if territory else "")


def cells_of(body: Organisation, vocabulary: Vocabulary, *, by_territory: bool = True) -> frozenset[Key]:
    """Cells a body fills: each of its stages for each population it names.

    Outer islands and dependencies are places of their own: a body that names one fills the cells of that place, and
    those of the rest of the country only if it names another place too (or none at all). Without `by_territory` the
    place is left out of the cells.
    """
    places = _places(body, vocabulary) if by_territory else ("",)
    return frozenset((s, p, place) for s in body.stages for p in body.populations for place in places)


def _places(body: Organisation, vocabulary: Vocabulary) -> tuple[str, ...]:
    terms = vocabulary.scheme("district").terms
    outer = [term.code for term in vocabulary.territories("island", "dependency")]
    named = [place for place in outer if works_in(body, place, vocabulary)]
    elsewhere = [d for d in body.districts if d not in outer and (d not in terms or terms[d].within not in outer)]
    return (*([""] if elsewhere or not body.districts else []), *named)


def requirements(
    bodies: Iterable[Organisation],
    vocabulary: Vocabulary,
    *,
    weights: Mapping[str, int] | None = None,
    by_territory: bool = True,
) -> tuple[Requirement, ...]:
    """Cells that at least one of `bodies` fills, sorted.

    `weights` (1 to 5) are looked up by "stage:population@territory", then "stage:population", then "stage:*", then
    "*:population"; the first found counts, 1 where none is. Raises Problem: weight_out_of_range.
    """
    wanted = weights or {}
    for cell, weight in wanted.items():
        if weight not in WEIGHTS:
            raise Problem("weight_out_of_range", cell=cell, value=weight, least=WEIGHTS[0], most=WEIGHTS[-1])
    fillers: dict[Key, list[str]] = {}
    for body in bodies:
        for key in cells_of(body, vocabulary, by_territory=by_territory):
            fillers.setdefault(key, []).append(body.id)
    return tuple(Requirement(*key, _weight(wanted, key), tuple(sorted(fillers[key]))) for key in sorted(fillers))


def _weight(weights: Mapping[str, int], key: Key) -> int:
    stage, population, _ = key
    names = (code_of(key), f"{stage}:{population}", f"{stage}:*", f"*:{population}")
    return next((weights[name] for name in names if name in weights), 1)


def unfilled(
    bodies: Sequence[Organisation],
    vocabulary: Vocabulary,
    *,
    territories: Sequence[str] = ("",),
    populations: Sequence[str] = VICTIM_POPULATIONS,
) -> tuple[Unfilled, ...]:
    """Cells of every stage for every victim population that none of `bodies` fills by name, place by place.

    With "" as territory the outer islands are left out. An unfilled cell is "not documented" until somebody confirms
    that nobody is there.
    """
    cells = {body.id: cells_of(body, vocabulary) for body in bodies}
    found = []
    for territory in territories:
        for stage in vocabulary.codes("nrm_stage"):
            for population in populations:
                if not any((stage, population, territory) in filled for filled in cells.values()):
                    general = [id for id, filled in cells.items() if (stage, ALL_VICTIMS, territory) in filled]
                    found.append(Unfilled(stage, population, territory, tuple(sorted(general))))
    return tuple(found)
