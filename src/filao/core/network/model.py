"""Ties between organisations, and how they are read: with or without direction, with or without strength.

A network keeps every tie it was given, each with its relation. Parallel ties are collapsed only when a measure asks,
by the one rule of `Network.arcs`. Which ties of a register come in is settled in `adapter`, not here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median
from typing import Any, Self

from filao.core.problems import Problem

EXACT_BELOW = 5000
"""Nodes below which betweenness is computed exactly; from here on it counts paths of at most `CUTOFF_STEPS` ties."""

CUTOFF_STEPS = 3


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie as it was stated: from `source` to `target`, and back too where it is `mutual`.

    `relation` is its kind, kept apart from other kinds. `strength` is larger where the tie is stronger; None where
    nobody has said. `sources` are the ids of what it was read in.
    """

    source: str
    target: str
    relation: str = ""
    strength: float | None = None
    mutual: bool = False
    id: str = ""
    sources: tuple[str, ...] = ()
    formality: str = ""
    state: str = "existing"
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Bond:
    """What joins a pair once parallel ties are collapsed: its strongest tie, the sum over relations, the relations."""

    strongest: float
    total: float
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which ties were let in. None means that the question was not asked of these ties (plain files have no formality).

    `years` is (from, to), either end open; `restricted` tells whether restricted bodies and ties are in.
    """

    relations: tuple[str, ...] | None = None
    formality: tuple[str, ...] | None = None
    minimum_strength: float | None = None
    events: bool | None = None
    announced: bool | None = None
    parents: bool | None = None
    states: tuple[str, ...] | None = None
    stages: tuple[str, ...] | None = None
    years: tuple[int | None, int | None] | None = None
    restricted: bool | None = None


@dataclass(frozen=True, slots=True)
class Conventions:
    """How the ties were treated; goes with every figure and every ranking.

    - `direction`: "directed" or "undirected"; a mutual tie is two arcs in a directed reading.
    - `relations`: the kinds of tie read; `scope`: which ties were let in; `left_out`: ties not read, by reason.
    - `parallel_ties`: "once_per_pair": within one relation the strongest tie of a pair stands; across relations a pair
      counts once, its strongest tie serves path measures, and strengths are added up for strength measures only.
    - `weights`: "none", or "strength": paths read a tie as 1/strength long, strength measures read it as it is.
    - `path_direction`: "outgoing" (from a node to the others) or "none"; `harmonic` and `closeness` are divided by n-1.
    - `degree`: "distinct_partners": bodies tied in either direction, each counted once.
    - `betweenness`: "exact", or "cutoff" where only paths no longer than `betweenness_cutoff` count.
    - `direction_ignored`: measures taken with direction ignored even in a directed reading.
    """

    direction: str
    relations: tuple[str, ...]
    weights: str
    path_direction: str
    betweenness: str
    betweenness_cutoff: float | None
    scope: Scope
    left_out: Mapping[str, int]
    parallel_ties: str = "once_per_pair"
    degree: str = "distinct_partners"
    closeness: str = "divided_by_n_minus_1"
    harmonic: str = "divided_by_n_minus_1"
    eigenvector: str = "largest_is_1"
    direction_ignored: tuple[str, ...] = (
        "degree", "core", "articulation_point", "bridges", "components", "transitivity", "average_clustering",
        "degree_assortativity", "communities", "group_modularity", "degree_centralisation", "fragmentation",
    )  # fmt: skip


@dataclass(frozen=True)
class Network:
    """Bodies and the ties between them, with the way they are to be read.

    `groups` maps a node to its group (sector, territory); a node without one has no entry. Build it with `of`, which
    accounts for ties that cannot be read; the plain constructor takes sound ties only.

    Raises Problem: node_twice, tie_end_unknown, tie_without_strength (in a weighted reading).
    """

    nodes: tuple[str, ...]
    ties: tuple[Tie, ...] = ()
    directed: bool = True
    weighted: bool = False
    groups: Mapping[str, str] = field(default_factory=dict)
    scope: Scope = field(default_factory=Scope)
    left_out: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = set(self.nodes)
        if len(known) < len(self.nodes):
            raise Problem("node_twice", id=next(id for id in self.nodes if self.nodes.count(id) > 1))
        for tie in self.ties:
            for end in (tie.source, tie.target):
                if end not in known:
                    raise Problem("tie_end_unknown", value=end)
            if self.weighted and not (tie.strength and tie.strength > 0):
                raise Problem("tie_without_strength", source=tie.source, target=tie.target)

    @classmethod
    def of(
        cls,
        nodes: Iterable[str],
        ties: Iterable[Tie],
        *,
        directed: bool = True,
        weighted: bool = False,
        groups: Mapping[str, str] | None = None,
        scope: Scope | None = None,
        left_out: Mapping[str, int] | None = None,
    ) -> Self:
        """The network of these nodes (sorted by id) and of those ties that can be read.

        Ties left out are counted in `left_out` by reason: self_tie, end_unknown, and in a weighted reading
        no_strength (nobody has said) and zero_strength (announced or under negotiation only).
        """
        order = tuple(sorted(set(nodes)))
        known, kept = set(order), []
        out = dict(left_out or {})
        for tie in ties:
            if reason := _unread(tie, known, weighted):
                out[reason] = out.get(reason, 0) + 1
            else:
                kept.append(tie)
        groups = {id: group for id, group in (groups or {}).items() if id in known and group}
        return cls(order, tuple(kept), directed, weighted, groups, scope or Scope(), out)

    @property
    def n(self) -> int:
        return len(self.nodes)

    @cached_property
    def index(self) -> Mapping[str, int]:
        return {id: place for place, id in enumerate(self.nodes)}

    @cached_property
    def relations(self) -> tuple[str, ...]:
        """Kinds of tie present, in alphabetical order."""
        return tuple(sorted({tie.relation for tie in self.ties if tie.relation}))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Sources that any tie rests on, in alphabetical order."""
        return tuple(sorted({source for tie in self.ties for source in tie.sources}))

    @cached_property
    def arcs(self) -> Mapping[tuple[int, int], Bond]:
        """Pairs of places in `nodes` that are tied, parallel ties collapsed; ordered pairs where directed, else i < j.

        Within one relation the strongest tie of a pair stands, since the same tie read twice is not two ties. Across
        relations a pair counts once; strengths are summed in `Bond.total` where the reading is weighted.
        """
        by_pair: dict[tuple[int, int], dict[str, float]] = {}
        for tie in self.ties:
            i, j = self.index[tie.source], self.index[tie.target]
            if i == j:
                continue
            strength = tie.strength if self.weighted and tie.strength else 1.0
            pairs = [(i, j), (j, i)] if self.directed and tie.mutual else [(i, j)]
            for pair in pairs:
                if not self.directed:
                    pair = (min(pair), max(pair))
                relations = by_pair.setdefault(pair, {})
                relations[tie.relation] = max(strength, relations.get(tie.relation, 0.0))
        return {
            pair: Bond(
                max(relations.values()),
                sum(relations.values()) if self.weighted else 1.0,
                tuple(sorted(relations)),
            )
            for pair, relations in sorted(by_pair.items())
        }

    @cached_property
    def flat(self) -> Network:
        """The same ties with direction ignored."""
        return replace(self, directed=False) if self.directed else self

    @cached_property
    def graph(self) -> Any:
        """The reading as an igraph graph: places in `nodes` as vertices, the pairs of `arcs` in order as edges."""
        import igraph

        graph = igraph.Graph(self.n, list(self.arcs), directed=self.directed)
        if self.strengths:
            graph.es["strength"] = self.strengths
        return graph

    @cached_property
    def lengths(self) -> list[float] | None:
        """Length of each edge of `graph` for path measures (1/strength), or None where a tie is one step."""
        return [1.0 / bond.strongest for bond in self.arcs.values()] if self.weighted else None

    @cached_property
    def strengths(self) -> list[float] | None:
        """Strength of each edge of `graph` for strength measures, or None where every tie counts the same."""
        return [bond.total for bond in self.arcs.values()] if self.weighted else None

    @cached_property
    def cutoff(self) -> float | None:
        """Longest path that betweenness counts, or None where it is exact; three middling ties where weighted."""
        if self.n < EXACT_BELOW:
            return None
        return CUTOFF_STEPS * (median(self.lengths) if self.lengths else 1.0)

    @property
    def conventions(self) -> Conventions:
        return Conventions(
            direction="directed" if self.directed else "undirected",
            relations=self.relations,
            weights="strength" if self.weighted else "none",
            path_direction="outgoing" if self.directed else "none",
            betweenness="exact" if self.cutoff is None else "cutoff",
            betweenness_cutoff=self.cutoff,
            scope=self.scope,
            left_out=dict(sorted(self.left_out.items())),
        )

    def only(self, relations: Collection[str]) -> Self:
        """The same bodies with ties of these kinds only."""
        kept = tuple(tie for tie in self.ties if tie.relation in relations)
        return replace(self, ties=kept, scope=replace(self.scope, relations=tuple(sorted(relations))))

    def without(self, ids: Collection[str]) -> Self:
        """The network once these bodies and their ties are gone."""
        nodes = tuple(id for id in self.nodes if id not in ids)
        ties = tuple(tie for tie in self.ties if tie.source not in ids and tie.target not in ids)
        return replace(self, nodes=nodes, ties=ties, groups={k: v for k, v in self.groups.items() if k not in ids})

    def without_source(self, source: str) -> Self:
        """The network without the ties that rest on this source alone."""
        return replace(self, ties=tuple(tie for tie in self.ties if set(tie.sources) != {source}))


def _unread(tie: Tie, known: Collection[str], weighted: bool) -> str:
    if tie.source == tie.target:
        return "self_tie"
    if tie.source not in known or tie.target not in known:
        return "end_unknown"
    if weighted and tie.strength is None:
        return "no_strength"
    if weighted and tie.strength is not None and tie.strength <= 0:
        return "zero_strength"
    return ""
