"""Structural holes: how far a body's partners are tied to each other and so hold it (Burt 1992)."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np

from filao.core.network.model import Network


def constraint(network: Network) -> dict[str, float | None]:
    """Burt's constraint (1992, ch. 2): high where a body's partners are few or know each other, low for a broker.

    Ties count in both directions (a_ij + a_ji) with their strength; values may exceed 1 for bodies with few partners.
    None for a body without ties.
    """
    if not network.n:
        return {}
    values = network.graph.constraint(weights=network.strengths)
    return {id: None if math.isnan(v) else v for id, v in zip(network.nodes, values, strict=True)}


def effective_size(network: Network) -> dict[str, float | None]:
    """Burt's effective size (1992, ch. 2): number of partners less how redundant they are to each other.

    Sum over partners j of 1 - sum over common partners q of p_iq m_jq, where p is the share of i's ties and m the tie
    relative to j's strongest, ties counted in both directions. With plain undirected ties this is n - 2t/n for n
    partners with t ties among them (Borgatti 1997). None for a body without ties.
    """
    both: dict[tuple[int, int], float] = {}
    for (i, j), bond in network.arcs.items():
        pair = (min(i, j), max(i, j))
        both[pair] = both.get(pair, 0.0) + bond.total
    total, largest = np.zeros(network.n), np.zeros(network.n)
    for (i, j), value in both.items():
        total[[i, j]] += value
        largest[[i, j]] = np.maximum(largest[[i, j]], value)
    corners = np.sort(np.array(network.flat.graph.list_triangles(), dtype=np.int64).reshape(-1, 3), axis=1)
    tie = {
        (a, b): np.array([both[i, j] for i, j in corners[:, [a, b]].tolist()], dtype=float)
        for a, b in ((0, 1), (0, 2), (1, 2))
    }
    redundant = np.zeros(network.n)
    for ego, other, third in permutations(range(3)):
        egos, others = corners[:, ego], corners[:, other]
        p_iq = tie[min(ego, third), max(ego, third)] / total[egos]
        m_jq = tie[min(other, third), max(other, third)] / largest[others]
        np.add.at(redundant, egos, p_iq * m_jq)
    partners = network.flat.graph.degree()
    return {
        id: float(partners[place] - redundant[place]) if partners[place] else None
        for place, id in enumerate(network.nodes)
    }
