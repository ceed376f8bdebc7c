"""How central each body is: partners, betweenness, closeness, eigenvector, PageRank.

Every function takes a network in its reading and returns a value per node id; None where the measure is undefined.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from filao.core.network.model import Network

_SAME_EIGENVALUE = 1e-7
_STEPS = 20_000
_SETTLED = 1e-12
_DENSE_UP_TO = 1000


def degree(network: Network) -> dict[str, int]:
    """Number of distinct partners: bodies tied in either direction, each counted once (Freeman 1979)."""
    return _by_id(network, network.flat.graph.degree())


def in_degree(network: Network) -> dict[str, int]:
    """Number of bodies with a tie to the node; equal to `degree` where direction is not read."""
    return _by_id(network, network.graph.degree(mode="in"))


def out_degree(network: Network) -> dict[str, int]:
    """Number of bodies the node has a tie to; equal to `degree` where direction is not read."""
    return _by_id(network, network.graph.degree(mode="out"))


def betweenness(network: Network) -> dict[str, float]:
    """Shortest paths between other bodies that run through the node, shared where several are as short (Freeman 1977).

    Raw counts: ordered pairs where directed, unordered pairs otherwise. Exact under 5,000 nodes; from there on only
    paths no longer than `network.cutoff` count (the conventions say so).
    """
    values = network.graph.betweenness(directed=network.directed, weights=network.lengths, cutoff=network.cutoff)
    return _by_id(network, values)


def normalised_betweenness(network: Network, raw: dict[str, float] | None = None) -> dict[str, float | None]:
    """Betweenness as a share 0 to 1 of the pairs of other bodies (Freeman 1979); None under three nodes.

    `raw` is the result of `betweenness` where it is already at hand.
    """
    raw = betweenness(network) if raw is None else raw
    n = network.n
    pairs = (n - 1) * (n - 2) / (1 if network.directed else 2)
    return {id: value / pairs if n > 2 else None for id, value in raw.items()}


def closeness(network: Network) -> dict[str, float | None]:
    """(n-1) over the sum of distances from the node to all others (Bavelas 1950, Freeman 1979).

    Defined only where every body reaches every other (strongly connected where directed): None for all nodes otherwise,
    since programs disagree on what it means there. `harmonic` is defined everywhere.
    """
    if network.n < 2 or not network.graph.is_connected(mode="strong"):
        return dict.fromkeys(network.nodes)
    values = network.graph.closeness(mode="out", weights=network.lengths, normalized=True)
    return _by_id(network, values)


def harmonic(network: Network) -> dict[str, float | None]:
    """Mean of 1/distance from the node to each other body, 0 for those it does not reach (Marchiori and Latora 2000).

    Outgoing distances, divided by n-1: 1 where a node is tied to all others. None where there is no other body.
    """
    if network.n < 2:
        return dict.fromkeys(network.nodes)
    values = network.graph.harmonic_centrality(mode="out", weights=network.lengths, normalized=True)
    return _by_id(network, values)


def pagerank(network: Network) -> dict[str, float]:
    """Share of a random walk's time spent at the node, damping 0.85; values sum to 1 (Brin and Page 1998)."""
    if not network.n:
        return {}
    values = network.graph.pagerank(directed=network.directed, damping=0.85, weights=network.strengths)
    return _by_id(network, values)


def eigenvector(network: Network) -> dict[str, float | None]:
    """Centrality from the centrality of those with a tie to the node, the largest value set to 1 (Bonacich 1972).

    The left eigenvector of the largest eigenvalue. None for all nodes where it is not determined: no ties, no circuit
    in a directed reading, two separate parts that share the largest eigenvalue; or where iteration does not settle.
    """
    part = _leading_part(network)
    if not part:
        return dict.fromkeys(network.nodes)
    reached = part
    if network.directed:
        depths = network.graph.distances(source=part[:1], mode="out")[0]
        reached = [place for place, depth in enumerate(depths) if depth < math.inf]
    values = [0.0] * network.n
    found = _leading_vector(network, reached)
    if found is None:
        return dict.fromkeys(network.nodes)
    for place, value in zip(reached, found[0], strict=True):
        values[place] = min(1.0, max(0.0, value))
    return _by_id(network, values)


def _leading_part(network: Network) -> list[int]:
    """Places of the one (strongly) connected part with the largest eigenvalue; empty where none or several have it."""
    parts = [part for part in network.graph.connected_components(mode="strong") if len(part) > 1]
    best: list[int] = []
    largest, shared = 0.0, False
    for part in sorted(parts, key=lambda part: (-len(part), part)):
        found = _leading_vector(network, part)
        if found is None:
            return []
        if found[1] > largest * (1 + _SAME_EIGENVALUE):
            best, largest, shared = part, found[1], False
        elif found[1] >= largest * (1 - _SAME_EIGENVALUE):
            shared = True
    return [] if shared else best


def _leading_vector(network: Network, part: list[int]) -> tuple[list[float], float] | None:
    """Leading eigenvector, largest entry 1, and eigenvalue of the ties among these places; None where not found.

    igraph's solver breaks off on directed rings of 200 bodies and on chains of 3,000, so direction is iterated here.
    """
    import igraph

    graph = network.graph if len(part) == network.n else network.graph.induced_subgraph(part)
    weights = "strength" if network.strengths else None
    if network.directed:
        return _iterated(graph, weights)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            vector, value = graph.eigenvector_centrality(weights=weights, return_eigenvalue=True)
        except igraph.InternalError:
            return None
    return vector, value


def _iterated(graph: Any, weights: str | None) -> tuple[list[float], float] | None:
    """The same by plain iteration along directed ties.

    One is added to every eigenvalue, so that a ring's other eigenvalues, as large as the leading one, fall behind.
    """
    ends = np.array(graph.get_edgelist(), dtype=np.int64)
    start, end = ends[:, 0], ends[:, 1]
    strength = np.array(graph.es[weights]) if weights else np.ones(len(start))
    n = graph.vcount()
    vector = np.ones(n)
    for _ in range(_STEPS):
        passed: NDArray[np.float64] = vector + np.bincount(end, strength * vector[start], n)
        value = float(passed.max())
        after = passed / value
        if np.abs(after - vector).max() < _SETTLED:
            return after.tolist(), value - 1
        vector = after
    return _solved(start, end, strength, n) if n <= _DENSE_UP_TO else None


def _solved(
    start: NDArray[np.int64], end: NDArray[np.int64], strength: NDArray[np.float64], n: int
) -> tuple[list[float], float]:
    """The same by solving the whole matrix, for small networks whose two largest eigenvalues nearly meet."""
    matrix = np.zeros((n, n))
    matrix[end, start] = strength
    values, vectors = np.linalg.eig(matrix)
    lead = int(np.argmax(values.real))
    vector = np.abs(vectors[:, lead].real)
    return (vector / vector.max()).tolist(), float(values[lead].real)


def _by_id(network: Network, values: Any) -> dict[str, Any]:
    return dict(zip(network.nodes, values, strict=True))
