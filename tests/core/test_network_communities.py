"""Communities: the optimum is the optimum, the search is seeded, and what is not proved is not called proved."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filao.core.network import Network, Tie, communities
from filao.core.network.optimum import best_partition


def network_of(graph: nx.Graph, *, directed: bool = False) -> Network:
    ties = [Tie(f"{a:03d}", f"{b:03d}") for a, b in graph.edges()]
    return Network.of([f"{node:03d}" for node in graph], ties, directed=directed)


def partitions(n: int) -> Iterator[list[int]]:
    """Every partition of n things, as labels."""

    def grow(labels: list[int]) -> Iterator[list[int]]:
        if len(labels) == n:
            yield labels
            return
        for label in range(max(labels, default=-1) + 2):
            yield from grow([*labels, label])

    return grow([])


def modularity(network: Network, labels: list[int]) -> float:
    return float(network.flat.graph.modularity(labels, weights=network.flat.strengths))


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_no_partition_is_better_than_the_optimum(data: st.DataObject) -> None:
    nodes = "abcdefg"
    pairs = [(a, b) for place, a in enumerate(nodes) for b in nodes[:place]]
    chosen = data.draw(st.sets(st.sampled_from(pairs), min_size=1))
    weighted = data.draw(st.booleans())
    strengths = [data.draw(st.sampled_from([0.5, 1.0, 3.0])) for _ in chosen]
    ties = [Tie(a, b, "", strength) for (a, b), strength in zip(sorted(chosen), strengths, strict=True)]
    network = Network.of(nodes, ties, directed=False, weighted=weighted)

    found = communities(network)

    best = max(modularity(network, labels) for labels in partitions(len(nodes)))
    assert found.modularity == pytest.approx(best, abs=1e-6)
    assert found.bound == pytest.approx(best, abs=1e-6)
    assert found.method == "optimal_modularity"


def test_zacharys_club_has_its_known_optimum() -> None:
    found = communities(network_of(nx.Graph(nx.karate_club_graph().edges())))

    assert found.modularity == pytest.approx(0.4197896, abs=1e-7)
    assert found.method == "optimal_modularity"
    assert [len(members) for members in found.members] == [12, 11, 6, 5]
    assert found.stability == pytest.approx(1, abs=0.05)


def test_the_optimum_agrees_with_igraphs_exact_method() -> None:
    network = network_of(nx.gnm_random_graph(20, 35, seed=4))

    assert communities(network).modularity == pytest.approx(network.graph.community_optimal_modularity().modularity)


def test_where_the_relaxation_is_not_whole_branching_still_proves_the_optimum() -> None:
    network = network_of(nx.gnm_random_graph(28, 58, seed=2))

    found = communities(network)
    assert found.method == "optimal_modularity"
    assert found.bound == pytest.approx(found.modularity, abs=1e-6)


def test_eighty_bodies_with_clear_communities_are_proved() -> None:
    graph = nx.random_partition_graph([20] * 4, 0.3, 0.03, seed=1)

    found = communities(network_of(graph))
    assert found.method == "optimal_modularity"
    assert len(found.members) == 4


def test_a_proof_given_up_is_not_called_an_optimum() -> None:
    found = communities(network_of(nx.gnm_random_graph(40, 150, seed=1)), effort=200)

    assert found.method == "leiden_best_of_20_optimum_not_proved"
    assert found.modularity is not None
    assert found.bound is not None
    assert found.modularity < found.bound


def test_above_eighty_tied_bodies_the_best_of_twenty_seeded_runs_is_given() -> None:
    network = network_of(nx.random_partition_graph([30] * 4, 0.3, 0.02, seed=1))

    found = communities(network)
    assert found.method == "leiden_best_of_20"
    assert found.bound is None
    assert found.stability is not None
    assert found.stability > 0.9
    assert communities(network) == found


def test_isolates_do_not_count_towards_the_eighty() -> None:
    network = network_of(nx.disjoint_union(nx.path_graph(4), nx.empty_graph(100)))

    assert communities(network).method == "optimal_modularity"


def test_the_seeded_search_leaves_the_callers_random_numbers_alone() -> None:
    import random

    random.seed(5)
    expected = random.random()
    random.seed(5)
    communities(network_of(nx.karate_club_graph()))

    assert random.random() == expected


def test_unstable_communities_show_in_the_agreement_of_the_runs() -> None:
    clear = communities(network_of(nx.random_partition_graph([20] * 3, 0.4, 0.01, seed=1)))
    unclear = communities(network_of(nx.gnm_random_graph(60, 240, seed=1)), effort=0)

    assert clear.stability is not None
    assert unclear.stability is not None
    assert unclear.stability < 0.8 < clear.stability


def test_communities_ignore_direction_and_are_numbered_by_size_then_id() -> None:
    ties = ["b-a", "c-b", "a-c", "y-x", "z-y", "x-z", "z-w", "w-x", "w-y"]
    network = Network.of("abcwxyz", [Tie(*tie.split("-")) for tie in ties])

    found = communities(network)
    assert found.members == (("w", "x", "y", "z"), ("a", "b", "c"))
    assert found.membership["w"] == 0


def test_without_ties_every_body_is_alone_and_modularity_is_undefined() -> None:
    found = communities(Network.of("ba", []))

    assert found.modularity is None
    assert found.stability is None
    assert found.membership == {"a": 0, "b": 1}


def test_a_better_partition_than_the_start_is_found_and_proved() -> None:
    gain = np.array([[0, 2, -1, -1], [2, 0, -1, -1], [-1, -1, 0, 3], [-1, -1, 3, 0]], dtype=float)

    found = best_partition(gain, [0, 1, 2, 3], 1e-7)
    assert found.labels == (0, 0, 2, 2)
    assert found.proved
    assert found.bound == pytest.approx(5)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.integers(-6, 6), min_size=21, max_size=21))
def test_any_gains_between_pairs_are_partitioned_at_their_best(gains: list[int]) -> None:
    gain = np.zeros((7, 7))
    gain[np.triu_indices(7, 1)] = gains
    gain += gain.T

    found = best_partition(gain, list(range(7)), 1e-6)

    def worth(labels: tuple[int, ...] | list[int]) -> float:
        return sum(gain[i, j] for j in range(7) for i in range(j) if labels[i] == labels[j])

    best = max(worth(labels) for labels in partitions(7))
    assert found.proved
    assert worth(found.labels) == pytest.approx(best)
    assert found.bound == pytest.approx(best, abs=1e-5)


def test_gains_without_a_pattern_take_branching_from_a_poor_start() -> None:
    rng = np.random.default_rng(3)
    gain = rng.integers(-9, 10, (24, 24)).astype(float)
    gain = np.triu(gain, 1)
    gain += gain.T

    poor = best_partition(gain, list(range(24)), 1e-6)
    again = best_partition(gain, poor.labels, 1e-6)
    assert poor.proved
    assert again.proved
    assert poor.bound == pytest.approx(again.bound)
