"""Every measure of a network at once, in the shape in which `filao analyse network` gives it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from filao.core.network import centrality, cohesion, groups, holes, keyplayers
from filao.core.network.community import Communities, communities
from filao.core.network.groups import Brokerage, EIIndex
from filao.core.network.keyplayers import STEPS, Fragmentation, Reach
from filao.core.network.model import Conventions, Network


@dataclass(frozen=True, slots=True)
class NodeFigures:
    """Figures of one body; None where undefined. Meaning and units stand with the function of each name."""

    in_degree: int
    out_degree: int
    degree: int
    betweenness: float
    betweenness_normalised: float | None
    closeness: float | None
    harmonic: float | None
    eigenvector: float | None
    pagerank: float
    constraint: float | None
    effective_size: float | None
    core: int
    articulation_point: bool
    brokerage: Brokerage | None


@dataclass(frozen=True, slots=True)
class Centralisation:
    degree: float | None
    betweenness: float | None


@dataclass(frozen=True, slots=True)
class GraphFigures:
    """Figures of the whole network; None where undefined."""

    density: float | None
    reciprocity: float | None
    mutual: int
    asymmetric: int
    null: int
    transitivity: float | None
    average_clustering: float | None
    degree_assortativity: float | None
    diameter: float | None
    mean_distance: float | None
    components: int
    bridges: tuple[tuple[str, str], ...]
    communities: Communities
    group_modularity: float | None
    ei_index: EIIndex
    centralisation: Centralisation


@dataclass(frozen=True, slots=True)
class KeyPlayers:
    """The network's fragmentation without a set of bodies, and the set that reaches most (None where not asked)."""

    fragmentation: Fragmentation
    reach: Reach | None


@dataclass(frozen=True, slots=True)
class Figures:
    n: int
    ties: int
    directed: bool
    conventions: Conventions
    nodes: dict[str, NodeFigures]
    graph: GraphFigures
    key_players: KeyPlayers


def measure(
    network: Network,
    *,
    key_players: int | None = None,
    remove: Collection[str] = (),
    steps: int = STEPS,
    tell: Callable[[str], None] = lambda _: None,
) -> Figures:
    """All measures of the network in its reading; `ties` counts arcs (pairs where undirected) after collapsing.

    `key_players` is the size of the sets to look for. With `remove`, fragmentation is that of the network without these
    bodies; with neither it is that of the network as it stands. `tell` hears the name of each step as it begins.

    Raises Problem: no_such_node, too_many_key_players.
    """
    tell("key_players")
    players = _key_players(network, key_players, remove, steps)
    tell("betweenness")
    between = centrality.betweenness(network)
    tell("nodes")
    nodes = _nodes(network, between)
    tell("graph")
    census, spread = cohesion.dyads(network), cohesion.distances(network)
    tell("communities")
    graph = GraphFigures(
        density=cohesion.density(network),
        reciprocity=cohesion.reciprocity(network),
        mutual=census.mutual,
        asymmetric=census.asymmetric,
        null=census.null,
        transitivity=cohesion.transitivity(network),
        average_clustering=cohesion.average_clustering(network),
        degree_assortativity=cohesion.degree_assortativity(network),
        diameter=spread.diameter,
        mean_distance=spread.mean,
        components=len(cohesion.components(network)),
        bridges=cohesion.bridges(network),
        communities=communities(network),
        group_modularity=groups.group_modularity(network),
        ei_index=groups.ei_index(network),
        centralisation=Centralisation(
            cohesion.degree_centralisation(network), cohesion.betweenness_centralisation(network, between)
        ),
    )
    return Figures(network.n, len(network.arcs), network.directed, network.conventions, nodes, graph, players)


def _key_players(network: Network, k: int | None, remove: Collection[str], steps: int) -> KeyPlayers:
    search = k is not None and not remove
    broken = keyplayers.fragmenting_set(network, k or 0) if search else keyplayers.fragmentation(network, remove)
    return KeyPlayers(broken, None if k is None else keyplayers.reaching_set(network, k, steps))


def _nodes(network: Network, between: dict[str, float]) -> dict[str, NodeFigures]:
    columns = (
        centrality.in_degree(network),
        centrality.out_degree(network),
        centrality.degree(network),
        between,
        centrality.normalised_betweenness(network, between),
        centrality.closeness(network),
        centrality.harmonic(network),
        centrality.eigenvector(network),
        centrality.pagerank(network),
        holes.constraint(network),
        holes.effective_size(network),
        cohesion.core_numbers(network),
        dict.fromkeys(network.nodes, False) | dict.fromkeys(cohesion.articulation_points(network), True),
        groups.brokerage(network),
    )
    return {id: NodeFigures(*(column[id] for column in columns)) for id in network.nodes}  # type: ignore[arg-type]
