"""Communities: the partition that keeps most ties inside, and how sure it is.

Direction is ignored; strengths are read where the network is weighted. The optimum is proved where that can be done,
else the best of twenty seeded runs is given; either way the agreement between those runs says how far to trust it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from threading import Lock
from typing import Any

import numpy as np

from filao.core.network.model import Network
from filao.core.network.optimum import EFFORT, best_partition

OPTIMUM_UP_TO = 80
"""Bodies with a tie up to which the optimum is sought."""

SEEDS = 20

_random_numbers = Lock()


@dataclass(frozen=True, slots=True)
class Communities:
    """A partition into communities.

    `method`: "optimal_modularity" (proved), "leiden_best_of_20", or "leiden_best_of_20_optimum_not_proved" where the
    proof was given up. `membership` numbers communities from 0, the largest first, then by first id. `bound` is what no
    partition can exceed, None where it was not sought. `stability` is the mean agreement of the twenty runs, pair by
    pair, as normalised mutual information 0 to 1 (Danon and others 2005). Modularity is None without ties.
    """

    method: str
    modularity: float | None
    membership: dict[str, int]
    bound: float | None
    stability: float | None

    @property
    def members(self) -> tuple[tuple[str, ...], ...]:
        """Ids by community, in the order of the numbers."""
        found: dict[int, list[str]] = {}
        for id, number in self.membership.items():
            found.setdefault(number, []).append(id)
        return tuple(tuple(found[number]) for number in sorted(found))


def communities(network: Network, *, effort: int = EFFORT) -> Communities:
    """The partition of largest modularity (Newman and Girvan 2004; Brandes and others 2008).

    Up to 80 tied bodies the optimum is sought and proved within `effort` simplex steps; above, and where the proof is
    given up, the best of twenty runs of Leiden (Traag, Waltman and van Eck 2019) with seeds 0 to 19.
    """
    flat = network.flat
    if not flat.arcs:
        return Communities("optimal_modularity", None, _numbered(flat, list(range(flat.n))), None, None)
    runs = _leiden_runs(flat.graph, flat.strengths)
    worths = [float(flat.graph.modularity(run, weights=flat.strengths)) for run in runs]
    best = max(range(SEEDS), key=lambda seed: (round(worths[seed], 12), -seed))
    labels, modularity = runs[best], worths[best]
    method, bound = f"leiden_best_of_{SEEDS}", None
    tied = sum(1 for partners in flat.graph.degree() if partners)
    if tied <= OPTIMUM_UP_TO:
        labels, bound, proved = _optimum(flat, labels, effort)
        modularity = float(flat.graph.modularity(labels, weights=flat.strengths))
        method = "optimal_modularity" if proved else method + "_optimum_not_proved"
    return Communities(method, modularity, _numbered(flat, labels), bound, _agreement(runs))


def _leiden_runs(graph: Any, strengths: list[float] | None) -> list[list[int]]:
    import igraph

    runs = []
    with _random_numbers:
        try:
            for seed in range(SEEDS):
                igraph.set_random_number_generator(random.Random(seed))  # noqa: S311  a seeded search, not a secret
                found = graph.community_leiden(objective_function="modularity", weights=strengths, n_iterations=-1)
                runs.append(list(found.membership))
        finally:
            igraph.set_random_number_generator(random)
    return runs


def _agreement(runs: Sequence[list[int]]) -> float:
    import igraph

    pairs = [igraph.compare_communities(a, b, method="nmi") for a, b in combinations(runs, 2)]
    return float(np.mean(pairs))


def _numbered(network: Network, labels: Sequence[int]) -> dict[str, int]:
    groups: dict[int, list[str]] = {}
    for id, label in zip(network.nodes, labels, strict=True):
        groups.setdefault(label, []).append(id)
    order = sorted(groups.values(), key=lambda ids: (-len(ids), ids))
    number = {id: place for place, ids in enumerate(order) for id in ids}
    return {id: number[id] for id in network.nodes}


def _optimum(network: Network, start: Sequence[int], effort: int) -> tuple[list[int], float, bool]:
    """Labels, bound and proof, part by part.

    No best community spans two parts, and a body with one partner is always with that partner (Brandes and others
    2008, lemma 3.3; it holds with strengths too), so each part is solved alone with such bodies folded in.
    """
    graph, n = network.graph, network.n
    adjacency = np.zeros((n, n))
    for (i, j), bond in network.arcs.items():
        adjacency[i, j] = adjacency[j, i] = bond.total
    strength = adjacency.sum(axis=1)
    twice = strength.sum()
    gain = 2 * (adjacency - np.outer(strength, strength) / twice) / twice
    step = 1e-7 if network.weighted else max(1e-7, 0.5 / twice**2)
    labels, proved = list(range(n)), True
    bound = float(np.trace(gain)) / 2
    for part in graph.connected_components():
        host = {place: _host(graph, place) for place in part}
        kept = sorted(set(host.values()))
        fold = np.zeros((len(kept), n))
        for place, to in host.items():
            fold[kept.index(to), place] = 1
        folded = fold @ gain @ fold.T
        found = best_partition(folded, [start[place] for place in kept], step, effort)
        proved &= found.proved
        bound += found.bound + (float(np.trace(folded)) - sum(float(gain[place, place]) for place in part)) / 2
        for place, to in host.items():
            labels[place] = kept[found.labels.index(found.labels[kept.index(to)])]
    return labels, bound, proved


def _host(graph: Any, place: int) -> int:
    """The partner of a body that has only one (of two that have only each other, the first), else the body itself."""
    partners: list[int] = graph.neighbors(place)
    if len(partners) != 1:
        return place
    return min(place, partners[0]) if graph.degree(partners[0]) == 1 else partners[0]
