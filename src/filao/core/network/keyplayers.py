"""Key players: the few bodies whose loss would break the network most, and the few that reach most of it.

After Borgatti (2006): the best set is sought as a set, since the best bodies one by one may be redundant. Distances
are in ties, direction is ignored for fragmentation and followed (outgoing) for reach.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np

from filao.core.network.centrality import betweenness, degree
from filao.core.network.model import Network
from filao.core.problems import Problem

STEPS = 2
"""Ties within which a body counts as reached, where nothing else is asked."""

DISTANCES_UP_TO = 500
"""Bodies up to which the set sought is the one with the largest DF; above, the one with the largest F, which is cheaper."""

_EXHAUSTIVE_WORK = 500_000_000
_SET_WORK = 6000
_REACH_WORK = 2000
_POOL = 60

Criterion = Literal["DF", "F"]


@dataclass(frozen=True, slots=True)
class Fragmentation:
    """How broken the network is once the set is gone: 0 whole (`DF`: all tied to all), 1 no pair connected.

    `F` is the share of pairs that no longer reach each other, `DF` counts farther pairs as partly lost; None where
    fewer than two bodies remain. `method`: "named" (the set was given), "exhaustive" (all sets were tried) or
    "greedy_swap" (a search; the optimum is not proved). `criterion` is the measure that was made as large as possible.
    """

    F: float | None
    DF: float | None
    set: tuple[str, ...]
    criterion: Criterion = "DF"
    method: str = "named"


@dataclass(frozen=True, slots=True)
class Reach:
    """Bodies within `steps` outgoing ties of the set, the set itself counted."""

    reached: int
    steps: int
    set: tuple[str, ...]
    method: str = "named"


def fragmentation(network: Network, removed: Collection[str] = ()) -> Fragmentation:
    """F and DF of what is left without these bodies (Borgatti 2006, eq. 4 and 9), over the pairs that remain.

    Raises Problem: no_such_node.
    """
    places = _places(network, removed)
    return Fragmentation(
        _broken(network.flat.graph, places), _far(network.flat.graph, places), tuple(sorted(set(removed)))
    )


def fragmenting_set(network: Network, k: int, criterion: Criterion | None = None) -> Fragmentation:
    """The k bodies whose loss breaks the network most (KPP-neg).

    `DF` decides up to 500 bodies, then the cheaper `F`, where `criterion` does not say. All sets are tried where they
    are few; else a greedy start and swaps from two starts among the 60 most central bodies. Ties go to the first ids.

    Raises Problem: too_many_key_players.
    """
    _check(network, k)
    criterion = criterion or ("DF" if network.n <= DISTANCES_UP_TO else "F")
    graph = network.flat.graph
    measure = _far if criterion == "DF" else _broken

    def worth(places: Sequence[int]) -> float:
        value = measure(graph, places)
        return -1.0 if value is None else value

    size = network.n + graph.ecount()
    best, method = _search(network, k, worth, _SET_WORK + size * (network.n if criterion == "DF" else 20))
    ids = tuple(network.nodes[place] for place in best)
    return Fragmentation(_broken(graph, best), _far(graph, best), ids, criterion, method)


def reach(network: Network, seeds: Collection[str], steps: int = STEPS) -> Reach:
    """How many bodies lie within `steps` outgoing ties of these, themselves counted (m-reach, Borgatti 2006).

    Raises Problem: no_such_node.
    """
    places = _places(network, seeds)
    balls = _balls(network, steps)
    return Reach(_union(balls, places).bit_count(), steps, tuple(sorted(set(seeds))))


def reaching_set(network: Network, k: int, steps: int = STEPS) -> Reach:
    """The k bodies that together reach most others within `steps` outgoing ties (KPP-pos). Ties go to the first ids.

    Raises Problem: too_many_key_players.
    """
    _check(network, k)
    balls = _balls(network, steps)

    def worth(places: Sequence[int]) -> float:
        return float(_union(balls, places).bit_count())

    best, method = _search(network, k, worth, _REACH_WORK)
    return Reach(int(worth(best)), steps, tuple(network.nodes[place] for place in best), method)


def _check(network: Network, k: int) -> None:
    if k > network.n:
        raise Problem("too_many_key_players", k=k, n=network.n)


def _places(network: Network, ids: Collection[str]) -> list[int]:
    for id in ids:
        if id not in network.index:
            raise Problem("no_such_node", value=id)
    return sorted({network.index[id] for id in ids})


def _left(graph: Any, removed: Sequence[int]) -> Any:
    if not removed:
        return graph
    rest = graph.copy()
    rest.delete_vertices(list(removed))
    return rest


def _broken(graph: Any, removed: Sequence[int]) -> float | None:
    rest = _left(graph, removed)
    n: int = rest.vcount()
    if n < 2:
        return None
    joined: int = sum(size * (size - 1) for size in rest.connected_components().sizes())
    return 1 - joined / (n * (n - 1))


def _far(graph: Any, removed: Sequence[int]) -> float | None:
    rest = _left(graph, removed)
    n: int = rest.vcount()
    if n < 2:
        return None
    return 1 - math.fsum(rest.harmonic_centrality(normalized=False)) / (n * (n - 1))


def _balls(network: Network, steps: int) -> list[int]:
    """For each place the places within `steps` outgoing ties, as the bits of one whole number."""
    balls = []
    for hood in network.graph.neighborhood(order=steps, mode="out"):
        inside = np.zeros(network.n, dtype=bool)
        inside[hood] = True
        balls.append(int.from_bytes(np.packbits(inside, bitorder="little").tobytes(), "little"))
    return balls


def _union(balls: Sequence[int], places: Iterable[int]) -> int:
    reached = 0
    for place in places:
        reached |= balls[place]
    return reached


def _search(
    network: Network, k: int, worth: Callable[[Sequence[int]], float], cost: int
) -> tuple[tuple[int, ...], str]:
    """The set of k places worth most, and how it was found."""
    places = range(network.n)
    if math.comb(network.n, k) * cost <= _EXHAUSTIVE_WORK:
        return _first_best(combinations(places, k), worth), "exhaustive"
    pool = _pool(network, k)
    by_rank = tuple(sorted(pool[:k]))
    found = [_swapped(start, pool, worth) for start in (_greedy(pool, k, worth), by_rank)]
    return _first_best(sorted(found), worth), "greedy_swap"


def _first_best(sets: Iterable[tuple[int, ...]], worth: Callable[[Sequence[int]], float]) -> tuple[int, ...]:
    best: tuple[int, ...] = ()
    most = -math.inf
    for places in sets:
        value = worth(places)
        if value > most + 1e-12:
            best, most = places, value
    return best


def _pool(network: Network, k: int) -> list[int]:
    """Places worth trying, the most central first: by betweenness, then by partners, direction ignored."""
    between, partners = betweenness(network.flat), degree(network)
    ranked = sorted(network.nodes, key=lambda id: (-round(between[id], 6), -partners[id], id))
    by_partners = sorted(network.nodes, key=lambda id: (-partners[id], id))
    ids = dict.fromkeys([*ranked[: max(k, _POOL * 2 // 3)], *by_partners[: _POOL // 3]])
    return [network.index[id] for id in ids]


def _greedy(pool: Sequence[int], k: int, worth: Callable[[Sequence[int]], float]) -> tuple[int, ...]:
    chosen: tuple[int, ...] = ()
    while len(chosen) < k:
        chosen = _first_best((tuple(sorted((*chosen, place))) for place in pool if place not in chosen), worth)
    return chosen


def _swapped(start: tuple[int, ...], pool: Sequence[int], worth: Callable[[Sequence[int]], float]) -> tuple[int, ...]:
    """The set after every swap of one member for one outsider that makes it worth more has been made."""
    best, most = start, worth(start)
    while True:
        swaps = (tuple(sorted({*best} - {out} | {into})) for out in best for into in pool if into not in best)
        better = _first_best(swaps, worth)
        if not better or worth(better) <= most + 1e-12:
            return best
        best, most = better, worth(better)
