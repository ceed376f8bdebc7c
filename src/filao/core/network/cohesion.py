"""How the network hangs together: density, reciprocity, triangles, cores, cut points, distances, parts.

Figures for the whole network, and for each node where a function says so; None where a measure is undefined.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from filao.core.network.centrality import betweenness, degree
from filao.core.network.model import Network


@dataclass(frozen=True, slots=True)
class Dyads:
    """Pairs of bodies by how they are tied: both ways, one way, not at all (Holland and Leinhardt 1970)."""

    mutual: int
    asymmetric: int
    null: int


@dataclass(frozen=True, slots=True)
class Distances:
    """Over pairs of which one reaches the other: the longest and the mean shortest path; None where there is none."""

    diameter: float | None
    mean: float | None


def dyads(network: Network) -> Dyads:
    """Census of dyads. Where direction is not read, every tied pair is mutual by construction."""
    pairs = network.n * (network.n - 1) // 2
    tied = len(network.flat.arcs)
    mutual = len(network.arcs) - tied if network.directed else tied
    return Dyads(mutual, tied - mutual, pairs - tied)


def reciprocity(network: Network) -> float | None:
    """Share of arcs that are answered (Wasserman and Faust 1994, ch. 13); None without arcs or without direction."""
    if not network.directed or not network.arcs:
        return None
    return 2 * dyads(network).mutual / len(network.arcs)


def density(network: Network) -> float | None:
    """Share of possible ties that are present, ordered pairs where directed; None under two nodes."""
    pairs = network.n * (network.n - 1) / (1 if network.directed else 2)
    return len(network.arcs) / pairs if pairs else None


def transitivity(network: Network) -> float | None:
    """Share of paths of two ties that are closed by a third (Newman, Strogatz and Watts 2001), direction ignored."""
    return _defined(network.flat.graph.transitivity_undirected(mode="nan"))


def average_clustering(network: Network) -> float | None:
    """Mean over nodes of the share of their partner pairs that are tied (Watts and Strogatz 1998), direction ignored.

    Nodes with fewer than two partners count as 0. None without nodes.
    """
    if not network.n:
        return None
    return float(network.flat.graph.transitivity_avglocal_undirected(mode="zero"))


def degree_assortativity(network: Network) -> float | None:
    """Correlation -1 to 1 of the degrees at both ends of a tie (Newman 2002), direction ignored.

    None where it is undefined: no ties, or all ties between bodies of one degree.
    """
    if not network.flat.arcs:
        return None
    return _defined(network.flat.graph.assortativity_degree(directed=False))


def core_numbers(network: Network) -> dict[str, int]:
    """Largest k such that the node lies in a part where each has k partners or more (Seidman 1983), per node."""
    return dict(zip(network.nodes, network.flat.graph.coreness(), strict=True))


def articulation_points(network: Network) -> tuple[str, ...]:
    """Bodies whose loss would split their part of the network, direction ignored (Hopcroft and Tarjan 1973)."""
    return tuple(network.nodes[place] for place in sorted(network.flat.graph.articulation_points()))


def bridges(network: Network) -> tuple[tuple[str, str], ...]:
    """Pairs of bodies whose tie alone holds two parts together, direction ignored; each pair and the list sorted."""
    pairs = list(network.flat.arcs)
    found = (pairs[edge] for edge in network.flat.graph.bridges())
    return tuple(sorted((network.nodes[i], network.nodes[j]) for i, j in found))


def distances(network: Network) -> Distances:
    """Diameter and mean distance over reachable pairs: steps, or lengths of 1/strength where weighted."""
    if not network.arcs:
        return Distances(None, None)
    graph, lengths = network.graph, network.lengths
    longest = graph.diameter(directed=network.directed, unconn=True, weights=lengths)
    mean = graph.average_path_length(directed=network.directed, unconn=True, weights=lengths)
    return Distances(longest, mean)


def components(network: Network) -> tuple[tuple[str, ...], ...]:
    """Parts with no tie between them, direction ignored (weak components): the largest first, then by first id."""
    parts = [tuple(network.nodes[place] for place in part) for part in network.flat.graph.connected_components()]
    return tuple(sorted(parts, key=lambda part: (-len(part), part)))


def isolates(network: Network) -> tuple[str, ...]:
    """Bodies without any tie in this reading."""
    return tuple(id for id, partners in degree(network).items() if not partners)


def degree_centralisation(network: Network) -> float | None:
    """How far partners gather at one body, 0 to 1 for a star (Freeman 1979), direction ignored; None under 3 nodes."""
    n = network.n
    if n < 3:
        return None
    values = list(degree(network).values())
    return sum(max(values) - value for value in values) / ((n - 1) * (n - 2))


def betweenness_centralisation(network: Network, raw: dict[str, float] | None = None) -> float | None:
    """How far betweenness gathers at one body, 0 to 1 for a star (Freeman 1979); None under 3 nodes.

    `raw` is the result of `betweenness` where it is already at hand.
    """
    n = network.n
    if n < 3:
        return None
    values = list((betweenness(network) if raw is None else raw).values())
    most = (n - 1) ** 2 * (n - 2) / (1 if network.directed else 2)
    return sum(max(values) - value for value in values) / most


def _defined(value: Any) -> float | None:
    return None if value is None or math.isnan(value) else float(value)
