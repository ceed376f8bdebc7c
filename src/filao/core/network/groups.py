"""Groups and the ties within and between them: brokerage roles, E-I index, modularity of a given grouping.

A group is a code per body (its sector, its territory). Bodies without a group are left out of these figures, since
nobody has said where they belong.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from filao.core.network.model import Network


@dataclass(frozen=True, slots=True)
class Brokerage:
    """How often a body stands between two others that have no direct tie, by the groups of the three."""

    coordinator: int
    consultant: int
    representative: int
    gatekeeper: int
    liaison: int

    @property
    def total(self) -> int:
        return self.coordinator + self.consultant + self.representative + self.gatekeeper + self.liaison


@dataclass(frozen=True, slots=True)
class EIIndex:
    """Ties between groups and within them, and (external - internal) / (external + internal): -1 inward, 1 outward."""

    EI: float | None
    external: int
    internal: int


def brokerage(network: Network) -> dict[str, Brokerage | None]:
    """Brokerage roles of each body (Gould and Fernandez 1989); None for a body without a group.

    Body j brokers for the ordered pair (i, k) where i -> j -> k and there is no tie i -> k. With the groups of i, j, k:
    coordinator A A A, consultant B A B (itinerant broker), representative A A B (out of its own group), gatekeeper
    B A A (into its own group), liaison B A C. Where direction is not read each pair counts in both orders, as in a
    symmetric matrix. Counts are raw: one for each pair. (In the R package sna, gatekeeper and representative stand in
    columns b_OI and b_IO; here they go by their meaning in the source.)
    """
    successors: list[set[int]] = [set() for _ in network.nodes]
    predecessors: list[set[int]] = [set() for _ in network.nodes]
    for i, j in network.arcs:
        for a, b in ((i, j),) if network.directed else ((i, j), (j, i)):
            successors[a].add(b)
            predecessors[b].add(a)
    group = [network.groups.get(id, "") for id in network.nodes]
    found: dict[str, Brokerage | None] = {}
    for j, id in enumerate(network.nodes):
        if not group[j]:
            found[id] = None
            continue
        roles: Counter[str] = Counter()
        senders = Counter(group[i] for i in predecessors[j] if group[i])
        receivers = Counter(group[k] for k in successors[j] if group[k])
        for one, count in senders.items():
            for other, times in receivers.items():
                roles[_role(one, group[j], other)] += count * times
        for i in predecessors[j]:
            if group[i]:
                closed = successors[i] & successors[j]
                if i in successors[j]:
                    closed = closed | {i}
                for k in closed:
                    if group[k]:
                        roles[_role(group[i], group[j], group[k])] -= 1
        found[id] = Brokerage(*(roles[role] for role in _ROLES))
    return found


_ROLES = ("coordinator", "consultant", "representative", "gatekeeper", "liaison")


def _role(sender: str, broker: str, receiver: str) -> str:
    if sender == broker:
        return "coordinator" if receiver == broker else "representative"
    if receiver == broker:
        return "gatekeeper"
    return "consultant" if sender == receiver else "liaison"


def ei_index(network: Network) -> EIIndex:
    """E-I index of the grouping (Krackhardt and Stern 1988): ties of the reading, arcs where directed.

    `EI` is None where no tie joins two bodies that have a group.
    """
    external = internal = 0
    for i, j in network.arcs:
        one, other = network.groups.get(network.nodes[i]), network.groups.get(network.nodes[j])
        if one and other:
            external += one != other
            internal += one == other
    ties = external + internal
    return EIIndex((external - internal) / ties if ties else None, external, internal)


def group_modularity(network: Network) -> float | None:
    """Modularity of the given grouping (Newman and Girvan 2004), direction ignored, strengths read where weighted.

    Share of ties within groups less the share expected from degrees alone. None where no two grouped bodies are tied.
    """
    grouped = network.without([id for id in network.nodes if id not in network.groups]).flat
    if not grouped.arcs:
        return None
    labels = {group: place for place, group in enumerate(sorted(set(grouped.groups.values())))}
    membership = [labels[grouped.groups[id]] for id in grouped.nodes]
    return float(grouped.graph.modularity(membership, weights=grouped.strengths))
