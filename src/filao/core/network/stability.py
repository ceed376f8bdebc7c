"""Rankings that say how sure they are: each body's place with one source, and one body, left out at a time.

With few bodies and incomplete recall a decimal is false precision. A ranking here gives places, the interval they keep
to when evidence is dropped (a jackknife after Quenouille 1956; Costenbader and Valente 2003 on missing respondents),
and a band that can be printed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from filao.core.network import centrality, cohesion, holes
from filao.core.network.model import Conventions, Network
from filao.core.problems import Problem

DECIMALS_FROM = 20
"""Organisations from which decimals of a measure may be printed."""

Band = Literal["top", "middle", "lower"]

MEASURES: dict[str, Callable[[Network], Mapping[str, float | None]]] = {
    "degree": centrality.degree,
    "in_degree": centrality.in_degree,
    "out_degree": centrality.out_degree,
    "betweenness": centrality.betweenness,
    "closeness": centrality.closeness,
    "harmonic": centrality.harmonic,
    "eigenvector": centrality.eigenvector,
    "pagerank": centrality.pagerank,
    "constraint": holes.constraint,
    "effective_size": holes.effective_size,
    "core": cohesion.core_numbers,
}
"""Measures that can be ranked, largest first; constraint smallest first, since low constraint makes the broker."""

SMALLEST_FIRST = frozenset({"constraint"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A body's place (1 is first; equal values share a place) and the best and worst place it takes over all runs."""

    id: str
    value: float
    rank: int
    best: int
    worst: int
    band: Band


@dataclass(frozen=True, slots=True)
class Ranking:
    """A measure's ranking with its stability and the conventions it was taken under.

    `standings` are in order of place, then id. `unranked` are bodies for which the measure is undefined. `decimals`
    tells whether values may be printed with decimals. `sources_dropped` and `bodies_dropped` count the runs.
    """

    measure: str
    order: Literal["largest_first", "smallest_first"]
    standings: tuple[Standing, ...]
    unranked: tuple[str, ...]
    decimals: bool
    sources_dropped: int
    bodies_dropped: int
    conventions: Conventions

    def band(self, name: Band) -> tuple[str, ...]:
        """Ids of a band, in order of place."""
        return tuple(standing.id for standing in self.standings if standing.band == name)


def rank_bands(
    network: Network, measure: str = "betweenness", *, drop_sources: bool = True, drop_bodies: bool = True
) -> Ranking:
    """The ranking of the bodies by a measure of `MEASURES`, in the network's reading, with its stability.

    The measure is taken again without each source in turn (where there are several) and without each body in turn (as
    if it had not answered; the others are then placed among themselves). `best` and `worst` span all runs; where equal
    values share places 3 to 7, they span 3 to 7. Bands, for n ranked bodies:

    - "top": in every run within the first quarter (n/4, rounded up);
    - "lower": in every run beyond the first half, or the measure is 0 in every run;
    - "middle": the rest, among them the bodies whose place is not sure.

    Raises Problem: unknown_measure.
    """
    if measure not in MEASURES:
        raise Problem("unknown_measure", value=measure, codes=tuple(MEASURES))
    sign = 1 if measure in SMALLEST_FIRST else -1
    values = MEASURES[measure](network)
    places = _places(values, sign)
    span = {id: [*span] for id, span in places.items()}
    largest = {id: abs(values[id] or 0) for id in places}
    runs = [0, 0]
    for kind, reduced in _reduced(network, drop_sources, drop_bodies):
        runs[kind] += 1
        again = MEASURES[measure](reduced)
        found = _places(again, sign)
        for id in span:
            if id in reduced.index:
                best, worst = found.get(id, (len(found) + 1, reduced.n))
                span[id] = [min(span[id][0], best), max(span[id][1], worst)]
                largest[id] = max(largest[id], abs(again[id] or 0))
    n = len(places)
    standings = [
        Standing(id, float(values[id] or 0), places[id][0], best, worst, _band(best, worst, n, largest[id]))
        for id, (best, worst) in span.items()
    ]
    return Ranking(
        measure,
        "smallest_first" if measure in SMALLEST_FIRST else "largest_first",
        tuple(sorted(standings, key=lambda standing: (standing.rank, standing.id))),
        tuple(id for id in network.nodes if id not in places),
        network.n >= DECIMALS_FROM,
        runs[0],
        runs[1],
        network.conventions,
    )


def _reduced(network: Network, sources: bool, bodies: bool) -> Iterator[tuple[int, Network]]:
    if sources and len(network.sources) > 1:
        for source in network.sources:
            yield 0, network.without_source(source)
    if bodies and network.n > 1:
        for id in network.nodes:
            yield 1, network.without([id])


def _places(values: Mapping[str, float | None], sign: int) -> dict[str, tuple[int, int]]:
    """First and last place each defined value shares; values equal to ten digits are equal."""
    keyed = sorted((sign * float(f"{value:.10g}"), id) for id, value in values.items() if value is not None)
    places: dict[str, tuple[int, int]] = {}
    start = 0
    while start < len(keyed):
        end = start
        while end < len(keyed) and keyed[end][0] == keyed[start][0]:
            end += 1
        for _, id in keyed[start:end]:
            places[id] = (start + 1, end)
        start = end
    return places


def _band(best: int, worst: int, n: int, largest: float) -> Band:
    if largest == 0:
        return "lower"
    if worst <= math.ceil(n / 4):
        return "top"
    return "lower" if best > n / 2 else "middle"
