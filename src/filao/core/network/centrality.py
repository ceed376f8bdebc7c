"""How central each body is: partners, betweenness, closeness, eigenvector, PageRank.

Every function takes a network in its reading and returns a value per node id; None where the measure is undefined.
"""

from __future__ import annotations

import math
from typing import Any

from filao.core.network.model import Network

_SAME_EIGENVALUE = 1e-7


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
    in a directed reading, or two separate parts that share the largest eigenvalue.
    """
    part = _leading_part(network)
    if not part:
        return dict.fromkeys(network.nodes)
    reached = part
    if network.directed:
        depths = network.graph.distances(source=part[:1], mode="out")[0]
        reached = [place for place, depth in enumerate(depths) if depth < math.inf]
    values = [0.0] * network.n
    for place, value in zip(reached, _leading_vector(network, reached)[0], strict=True):
        values[place] = min(1.0, max(0.0, value))
    return _by_id(network, values)


def _leading_part(network: Network) -> list[int]:
    """Places of the one (strongly) connected part with the largest eigenvalue; empty where none or several have it."""
    parts = [part for part in network.graph.connected_components(mode="strong") if len(part) > 1]
    best: list[int] = []
    largest, shared = 0.0, False
    for part in sorted(parts, key=lambda part: (-len(part), part)):
        value = _leading_vector(network, part)[1]
        if value > largest * (1 + _SAME_EIGENVALUE):
            best, largest, shared = part, value, False
        elif value >= largest * (1 - _SAME_EIGENVALUE):
            shared = True
    return [] if shared else best


def _leading_vector(network: Network, part: list[int]) -> tuple[list[float], float]:
    """Leading eigenvector, largest entry 1, and eigenvalue of the ties among these places."""
    graph = network.graph if len(part) == network.n else network.graph.induced_subgraph(part)
    weights = "strength" if network.strengths else None
    vector, value = graph.eigenvector_centrality(weights=weights, return_eigenvalue=True)
    return vector, value


def _by_id(network: Network, values: Any) -> dict[str, Any]:
    return dict(zip(network.nodes, values, strict=True))
