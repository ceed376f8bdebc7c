"""Every measure against networkx, on known networks and on random ones with isolates, loops and parallel ties."""

from __future__ import annotations

import math
import warnings

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filao.core import network as fn
from filao.core.network import Network, Tie


def network_of(graph: nx.Graph) -> Network:
    ties = [Tie(f"{a:02d}", f"{b:02d}") for a, b in graph.edges()]
    return Network.of([f"{node:02d}" for node in graph], ties, directed=graph.is_directed())


def graph_of(network: Network) -> nx.Graph:
    graph = nx.DiGraph() if network.directed else nx.Graph()
    graph.add_nodes_from(network.nodes)
    for (i, j), bond in network.arcs.items():
        graph.add_edge(network.nodes[i], network.nodes[j], weight=bond.total, length=1 / bond.strongest)
    return graph


def near(ours: dict[str, float | None], theirs: dict[str, float], tolerance: float = 1e-8) -> None:
    assert set(ours) == set(theirs)
    for id, value in ours.items():
        if value is None:
            assert math.isnan(theirs[id])
        else:
            assert value == pytest.approx(theirs[id], rel=tolerance, abs=tolerance), id


NODES = [f"{number:02d}" for number in range(9)]


@st.composite
def networks(draw: st.DrawFn, *, weighted: bool | None = None) -> Network:
    """Strengths are powers of two: networkx takes 1/3 + 1 + 1 and 1/3 + 2 for two lengths, igraph rightly for one."""
    size = draw(st.integers(0, len(NODES)))
    nodes = NODES[:size]
    if not nodes:
        return Network.of([], [], directed=draw(st.booleans()))
    weigh = draw(st.booleans()) if weighted is None else weighted
    ends = st.sampled_from(nodes)
    tie = st.builds(
        Tie, ends, ends, st.sampled_from(["", "funds", "trains"]),
        st.sampled_from([0.5, 1.0, 2.0, 4.0]), st.booleans(),
    )  # fmt: skip
    ties = draw(st.lists(tie, max_size=26))
    return Network.of(nodes, ties, directed=draw(st.booleans()), weighted=weigh)


opinion = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])


@opinion
@given(networks())
def test_paths_agree_on_random_networks(network: Network) -> None:
    graph = graph_of(network)
    length = "length" if network.weighted else None

    near(fn.betweenness(network), nx.betweenness_centrality(graph, normalized=False, weight=length), 1e-6)
    if network.n > 2:
        theirs = nx.betweenness_centrality(graph, weight=length)
        near(fn.normalised_betweenness(network), theirs, 1e-6)
    if network.n > 1:
        outgoing = graph.reverse() if network.directed else graph
        theirs = nx.harmonic_centrality(outgoing, distance=length)
        near(fn.harmonic(network), {id: value / (network.n - 1) for id, value in theirs.items()})
        whole = nx.is_strongly_connected(graph) if network.directed else nx.is_connected(graph)
        if whole:
            near(fn.closeness(network), nx.closeness_centrality(outgoing, distance=length))
        else:
            assert set(fn.closeness(network).values()) == {None}
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph, weight=length or (lambda *_: 1)))
    between = [far for start, found in lengths.items() for end, far in found.items() if start != end]
    found = fn.distances(network)
    if between:
        assert found.diameter == pytest.approx(max(between))
        assert found.mean == pytest.approx(sum(between) / len(between))
    else:
        assert (found.diameter, found.mean) == (None, None)


@opinion
@given(networks())
def test_strength_measures_agree_on_random_networks(network: Network) -> None:
    """Burt's measures read a_ij + a_ji; networkx calls a body without outgoing ties undefined, so it gets the sums."""
    graph = graph_of(network)
    sums = nx.Graph()
    sums.add_nodes_from(network.nodes)
    for a, b, data in graph.edges(data=True):
        sums.add_edge(a, b, weight=data["weight"] + (sums[a][b]["weight"] if sums.has_edge(a, b) else 0))
    nodes = list(network.nodes)

    near(fn.constraint(network), nx.constraint(sums, nodes=nodes, weight="weight"))
    near(fn.effective_size(network), nx.effective_size(sums, nodes=nodes, weight="weight"))
    if nodes:
        weight = "weight" if network.weighted else None
        near(fn.pagerank(network), nx.pagerank(graph, weight=weight, tol=1e-12, max_iter=1000), 1e-6)


@opinion
@given(networks())
def test_structure_agrees_on_random_networks(network: Network) -> None:
    graph, flat = graph_of(network), graph_of(network.flat)

    assert fn.degree(network) == dict(flat.degree())
    if network.directed:
        assert fn.in_degree(network) == dict(graph.in_degree())
        assert fn.out_degree(network) == dict(graph.out_degree())
        if graph.number_of_edges():
            assert fn.reciprocity(network) == pytest.approx(nx.overall_reciprocity(graph))
    assert fn.core_numbers(network) == nx.core_number(flat)
    assert set(fn.articulation_points(network)) == set(nx.articulation_points(flat))
    assert set(fn.bridges(network)) == {tuple(sorted(pair)) for pair in nx.bridges(flat)}
    assert len(fn.components(network)) == nx.number_connected_components(flat)
    assert (fn.transitivity(network) or 0) == pytest.approx(nx.transitivity(flat))
    if network.n:
        assert fn.average_clustering(network) == pytest.approx(nx.average_clustering(flat))
    if network.n > 1:
        assert fn.density(network) == pytest.approx(nx.density(graph))
    census = fn.dyads(network)
    assert census.mutual + census.asymmetric + census.null == network.n * (network.n - 1) // 2
    assert census.mutual + census.asymmetric == flat.number_of_edges()
    ours = fn.degree_assortativity(network)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = nx.degree_assortativity_coefficient(flat) if flat.number_of_edges() else math.nan
    assert ours == pytest.approx(theirs, abs=1e-6) if ours is not None else math.isnan(theirs)


@opinion
@given(networks())
def test_the_eigenvector_satisfies_its_own_equation(network: Network) -> None:
    """Stronger than agreeing with another program: x A = lambda x with the largest lambda, largest entry 1."""
    import numpy as np

    values = fn.eigenvector(network)
    matrix = np.zeros((network.n, network.n))
    for (i, j), bond in network.arcs.items():
        matrix[i, j] = bond.total
        if not network.directed:
            matrix[j, i] = bond.total
    roots = np.linalg.eigvals(matrix) if network.n else np.zeros(1)
    if set(values.values()) <= {None}:
        parts = [p for p in network.graph.connected_components(mode="strong") if len(p) > 1] if network.n else []
        lead = [max(abs(np.linalg.eigvals(matrix[np.ix_(part, part)]))) for part in parts]
        assert sum(1 for value in lead if value > max(lead) * (1 - 1e-6)) != 1
        return
    vector = np.array([values[id] for id in network.nodes])
    largest = max(root.real for root in roots if abs(root.imag) < 1e-9)
    assert vector.max() == pytest.approx(1)
    assert vector.min() >= 0
    assert vector @ matrix == pytest.approx(largest * vector, abs=1e-5)


@pytest.mark.parametrize("graph", [nx.karate_club_graph(), nx.krackhardt_kite_graph()], ids=["zachary", "kite"])
def test_known_networks_agree_on_every_measure(graph: nx.Graph) -> None:
    graph = nx.Graph(graph.edges())
    network = network_of(graph)
    named = nx.relabel_nodes(graph, {node: f"{node:02d}" for node in graph})

    near(fn.betweenness(network), nx.betweenness_centrality(named, normalized=False))
    near(fn.closeness(network), nx.closeness_centrality(named))
    theirs = nx.eigenvector_centrality_numpy(named)
    largest = max(theirs.values())
    near(fn.eigenvector(network), {id: value / largest for id, value in theirs.items()}, 1e-6)
    near(fn.constraint(network), nx.constraint(named))
    assert fn.degree_assortativity(network) == pytest.approx(nx.degree_assortativity_coefficient(named))
    assert fn.transitivity(network) == pytest.approx(nx.transitivity(named))
    assert fn.average_clustering(network) == pytest.approx(nx.average_clustering(named))
    assert fn.distances(network).mean == pytest.approx(nx.average_shortest_path_length(named))
    assert fn.distances(network).diameter == nx.diameter(named)


def test_the_medici_stand_between_the_families_of_florence() -> None:
    graph = nx.florentine_families_graph()
    network = Network.of(graph.nodes, [Tie(a, b) for a, b in graph.edges], directed=False)

    assert fn.normalised_betweenness(network)["Medici"] == pytest.approx(0.521978, abs=1e-6)
    near(fn.betweenness(network), nx.betweenness_centrality(graph, normalized=False))
    near(fn.harmonic(network), {id: value / 14 for id, value in nx.harmonic_centrality(graph).items()})
    near(fn.effective_size(network), nx.effective_size(graph, nodes=list(graph)))
    assert fn.articulation_points(network) == tuple(sorted(nx.articulation_points(graph)))


def test_arcs_of_a_loop_and_parallel_ties_are_those_of_the_simple_graph() -> None:
    network = Network.of("ab", [Tie("a", "a"), Tie("a", "b", "x"), Tie("a", "b", "y"), Tie("b", "a", "x")])

    assert graph_of(network).number_of_edges() == 2
