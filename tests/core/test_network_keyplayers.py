"""Key players after Borgatti (2006), against brute force."""

from __future__ import annotations

import math
from itertools import combinations

import networkx as nx
import pytest

from filao.core.network import (
    Network,
    Tie,
    fragmentation,
    fragmenting_set,
    keyplayers,
    measure,
    reach,
    reaching_set,
)
from filao.core.problems import Problem


def network_of(graph: nx.Graph) -> Network:
    ties = [Tie(f"{a:03d}", f"{b:03d}") for a, b in graph.edges()]
    return Network.of([f"{node:03d}" for node in graph], ties, directed=graph.is_directed())


def brute(graph: nx.Graph, removed: tuple[int, ...] = ()) -> tuple[float, float]:
    """F and DF by their definitions."""
    rest = graph.copy()
    rest.remove_nodes_from(removed)
    lengths = dict(nx.all_pairs_shortest_path_length(rest))
    pairs = [(a, b) for a in rest for b in rest if a != b]
    lost = sum(1 for a, b in pairs if b not in lengths[a])
    near = math.fsum(1 / lengths[a][b] for a, b in pairs if b in lengths[a])
    return lost / len(pairs), 1 - near / len(pairs)


BRIDGED = nx.Graph([(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 6), (6, 4)])


def test_a_network_of_all_tied_to_all_is_whole() -> None:
    whole = fragmentation(network_of(nx.complete_graph(5)))

    assert (whole.F, whole.DF, whole.set) == (pytest.approx(0), pytest.approx(0), ())
    alone = fragmentation(network_of(nx.empty_graph(4)))
    assert (alone.F, alone.DF) == (1, 1)


def test_f_and_df_follow_their_definitions() -> None:
    for removed in [(), (2,), (3,), (2, 4), (0, 6)]:
        found = fragmentation(network_of(BRIDGED), [f"{place:03d}" for place in removed])
        assert tuple(pytest.approx(value) for value in brute(BRIDGED, removed)) == (found.F, found.DF)


def test_the_loss_of_the_middle_of_a_star_leaves_no_pair_connected() -> None:
    found = fragmenting_set(network_of(nx.star_graph(5)), 1)

    assert (found.set, found.F, found.DF, found.method) == (("000",), 1, 1, "exhaustive")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_best_set_of_a_small_network_is_the_best_of_all_sets(seed: int, k: int) -> None:
    graph = nx.gnm_random_graph(10, 14, seed=seed)

    found = fragmenting_set(network_of(graph), k)
    best = max(brute(graph, places)[1] for places in combinations(graph, k))
    assert pytest.approx(best) == found.DF
    by_f = fragmenting_set(network_of(graph), k, "F")
    assert pytest.approx(max(brute(graph, places)[0] for places in combinations(graph, k))) == by_f.F


def test_equal_sets_are_settled_by_id() -> None:
    ring = network_of(nx.cycle_graph(6))

    assert fragmenting_set(ring, 2).set == ("000", "003")
    assert reaching_set(ring, 1).set == ("000",)


def test_the_search_finds_the_best_set_where_all_sets_could_be_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    network = network_of(nx.connected_caveman_graph(4, 5))
    exhaustive, widest = fragmenting_set(network, 3), reaching_set(network, 2)
    monkeypatch.setattr(keyplayers, "_EXHAUSTIVE_WORK", 0)

    found, reaching = fragmenting_set(network, 3), reaching_set(network, 2)
    assert found.method == reaching.method == "greedy_swap"
    assert pytest.approx(exhaustive.DF) == found.DF
    assert reaching.reached == widest.reached


def test_large_networks_are_searched_by_f_alone() -> None:
    star = nx.star_graph(2000)

    found = fragmenting_set(network_of(star), 2)
    assert (found.criterion, found.F) == ("F", 1)
    assert "000" in {id[-3:] for id in found.set}


def test_direction_is_ignored_when_breaking_and_followed_when_reaching() -> None:
    chain = network_of(nx.DiGraph([(0, 1), (1, 2), (2, 3)]))

    assert fragmenting_set(chain, 1).set == ("001",)
    assert reach(chain, ["000"]).reached == 3
    assert reach(chain, ["003"]).reached == 1
    assert reach(chain, ["003", "000"], steps=3).set == ("000", "003")
    assert reaching_set(chain, 1).set == ("000",)
    assert reaching_set(chain, 1, steps=3).reached == 4


def test_a_set_counts_itself_as_reached() -> None:
    assert reach(network_of(nx.empty_graph(3)), ["001"]).reached == 1


@pytest.mark.parametrize("seed", range(4))
def test_the_widest_reach_is_the_best_of_all_sets(seed: int) -> None:
    graph = nx.gnm_random_graph(12, 20, seed=seed, directed=True)

    found = reaching_set(network_of(graph), 2)
    best = 0
    for places in combinations(graph, 2):
        reached = set()
        for place in places:
            reached |= set(nx.single_source_shortest_path_length(graph, place, cutoff=2))
        best = max(best, len(reached))
    assert found.reached == best


def test_removing_all_but_one_leaves_nothing_to_break() -> None:
    network = network_of(nx.path_graph(3))

    gone = fragmentation(network, ["000", "001"])
    assert (gone.F, gone.DF) == (None, None)
    assert fragmenting_set(network, 2).F is None


def test_more_key_players_than_bodies_is_refused_by_name() -> None:
    for search in (fragmenting_set, reaching_set):
        with pytest.raises(Problem) as caught:
            search(network_of(nx.path_graph(3)), 4)
        assert caught.value.fault.code == "too_many_key_players"


def test_a_body_that_is_not_in_the_network_is_refused_by_name() -> None:
    for call in (fragmentation, reach):
        with pytest.raises(Problem) as caught:
            call(network_of(nx.path_graph(3)), ["000", "nobody"])
        assert caught.value.code == "no_such_node"


def test_named_bodies_take_the_place_of_the_search_for_fragmentation() -> None:
    found = measure(network_of(BRIDGED), key_players=1, remove=["003"]).key_players

    assert found.fragmentation.set == ("003",)
    assert found.fragmentation.method == "named"
    assert found.reach is not None
    assert found.reach.method == "exhaustive"
    plain = measure(network_of(BRIDGED)).key_players
    assert plain.reach is None
    assert plain.fragmentation.F == 0
