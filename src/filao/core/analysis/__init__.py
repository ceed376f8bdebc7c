"""One reading of a register with everything that is worked out from it, each part computed once and when asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from filao.core import coverage as cover
from filao.core.committee import Suggestion, seating_of, suggest
from filao.core.figures import FigureBook
from filao.core.network import Network, betweenness, degree, from_register, rank_bands
from filao.core.partners import Partner, partners
from filao.core.pathways import LinkStatus, Pathways, expected_status
from filao.core.questions import Question, questions
from filao.core.register import Register


@dataclass(frozen=True, slots=True)
class Broker:
    """A body on the ways between others: shortest paths through it with direction ignored and kept, and its partners."""

    organisation_id: str
    undirected: float
    directed: float
    partners: int


class Analysis:
    """What the register amounts to. Holds no clock: dates are those of the data.

    `baseline` is the year of an earlier mapping that this one is compared with, where there is one.
    """

    def __init__(self, register: Register, baseline: int | None = None) -> None:
        self.register = register
        self.baseline = baseline

    @cached_property
    def structure(self) -> Network:
        """Standing ties: existing, neither one-off events nor only announced; direction kept."""
        return from_register(self.register)

    @cached_property
    def every_tie(self) -> Network:
        """All documented ties, events and announcements with them; for comparison only."""
        return from_register(self.register, include_events=True, include_announced=True)

    @cached_property
    def brokers(self) -> tuple[Broker, ...]:
        """Bodies by how many shortest paths of standing ties run through them, direction ignored; the directed value
        stands beside. Bodies through which none runs are left out."""
        flat, directed = betweenness(self.structure.flat), betweenness(self.structure)
        partners = degree(self.structure)
        found = [Broker(id, value, directed[id], partners[id]) for id, value in flat.items() if value > 0]
        return tuple(sorted(found, key=lambda b: (-b.undirected, b.organisation_id)))

    @cached_property
    def broker_bands(self) -> dict[str, tuple[int, int]]:
        """Best and worst place of each body between others when any one source is left out; direction ignored."""
        ranking = rank_bands(self.structure.flat, "betweenness", drop_bodies=False)
        return {standing.id: (standing.best, standing.worst) for standing in ranking.standings}

    @cached_property
    def links(self) -> tuple[LinkStatus, ...]:
        return expected_status(self.register)

    @cached_property
    def pathways(self) -> Pathways:
        return Pathways(self.register)

    @cached_property
    def formal_pathways(self) -> Pathways:
        return Pathways(self.register, formal_only=True)

    @cached_property
    def coverage(self) -> cover.Coverage:
        return cover.coverage(self.register)

    @cached_property
    def coverage_by_territory(self) -> dict[str, cover.Coverage]:
        return {t: cover.coverage(self.register, t) for t in cover.territories(self.register.vocabulary)}

    @cached_property
    def shared_mandates(self) -> tuple[cover.SharedMandate, ...]:
        return cover.shared_mandates(self.register)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return questions(self.register, self.links)

    @cached_property
    def partners(self) -> tuple[Partner, ...]:
        return partners(self.register, self.questions)

    @cached_property
    def committee(self) -> Suggestion | None:
        """The working group as mandates fix it and the solver completes it, or None where the register names none."""
        if not any(g.kind == "working_group" for g in self.register.groups.values()):
            return None
        return suggest(seating_of(self.register))

    @cached_property
    def figures(self) -> FigureBook:
        from filao.core.analysis.figures import register_figures

        return FigureBook(register_figures(self))
