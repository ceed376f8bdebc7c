"""How ties are read: parallel ties, direction, strength, and the account of those left out."""

from __future__ import annotations

import pytest

from filao.core.network import Network, Tie, betweenness, constraint, degree, dyads, pagerank
from filao.core.problems import Problem


def net(*ties: Tie, directed: bool = True, weighted: bool = False, nodes: str = "ABCD") -> Network:
    return Network.of(nodes, ties, directed=directed, weighted=weighted)


def pairs(network: Network) -> dict[str, tuple[float, float]]:
    return {network.nodes[i] + network.nodes[j]: (bond.strongest, bond.total) for (i, j), bond in network.arcs.items()}


def test_a_tie_read_twice_is_one_tie() -> None:
    once = net(Tie("A", "B", "funds"))
    twice = net(Tie("A", "B", "funds"), Tie("A", "B", "funds"))

    assert pairs(once) == pairs(twice) == {"AB": (1.0, 1.0)}


def test_parallel_ties_do_not_change_constraint() -> None:
    single = net(Tie("A", "B"), Tie("A", "C"), Tie("A", "D"), Tie("B", "C"), directed=False)
    double = net(Tie("A", "B"), Tie("A", "B", "funds"), Tie("A", "C"), Tie("A", "D"), Tie("B", "C"), directed=False)

    assert constraint(single)["A"] == pytest.approx(0.25 + 0.25 + 1 / 9)
    assert constraint(double)["A"] == constraint(single)["A"]


def test_relations_stay_apart_in_the_bond_of_a_pair() -> None:
    network = net(Tie("A", "B", "trains"), Tie("A", "B", "funds"))

    (bond,) = network.arcs.values()
    assert bond.relations == ("funds", "trains")
    assert len(network.ties) == 2
    assert network.relations == ("funds", "trains")


def test_strengths_are_added_over_relations_and_the_strongest_serves_paths() -> None:
    network = net(Tie("A", "B", "funds", 2.0), Tie("A", "B", "funds", 3.0), Tie("A", "B", "trains", 1.0), weighted=True)

    assert pairs(network) == {"AB": (3.0, 4.0)}
    assert network.lengths == [pytest.approx(1 / 3)]
    assert network.strengths == [4.0]


def test_strengths_are_not_read_unless_the_reading_is_weighted() -> None:
    network = net(Tie("A", "B", "funds", 2.0), Tie("A", "B", "trains", 1.0))

    assert pairs(network) == {"AB": (1.0, 1.0)}
    assert network.lengths is None
    assert network.strengths is None


def test_a_strong_middle_stands_between_when_strength_is_read_as_nearness() -> None:
    triangle = net(
        Tie("A", "B", "", 5.0), Tie("B", "C", "", 5.0), Tie("A", "C", "", 1.0), directed=False, weighted=True
    )

    assert betweenness(triangle)["B"] == 1.0
    assert betweenness(net(*triangle.ties, directed=False))["B"] == 0.0


def test_strength_measures_read_strength_as_strength() -> None:
    network = net(Tie("A", "B", "", 9.0), Tie("A", "C", "", 1.0), directed=False, weighted=True, nodes="ABC")

    ranks = pagerank(network)
    assert ranks["B"] > ranks["C"]


def test_a_mutual_tie_is_two_arcs_where_direction_is_read_and_one_pair_where_not() -> None:
    tie = Tie("A", "B", mutual=True)

    assert set(pairs(net(tie))) == {"AB", "BA"}
    assert set(pairs(net(tie, directed=False))) == {"AB"}
    assert dyads(net(tie, nodes="AB")).mutual == 1


def test_direction_is_ignored_in_the_flat_reading() -> None:
    network = net(Tie("B", "A"), Tie("A", "B"), Tie("C", "A"))

    assert set(pairs(network.flat)) == {"AB", "AC"}
    assert network.flat.flat is network.flat
    assert not network.flat.directed


def test_degree_counts_distinct_partners() -> None:
    network = net(Tie("A", "B"), Tie("B", "A"), Tie("A", "C"))

    assert degree(network) == {"A": 2, "B": 1, "C": 1, "D": 0}


def test_ties_that_cannot_be_read_are_left_out_and_counted() -> None:
    network = net(
        Tie("A", "A"), Tie("A", "Z"), Tie("A", "B"), Tie("B", "C", "", 0.0), Tie("C", "D", "", 2.0), weighted=True
    )

    assert [tie.id for tie in network.ties] == [""]
    assert network.left_out == {"self_tie": 1, "end_unknown": 1, "no_strength": 1, "zero_strength": 1}
    assert network.conventions.left_out == network.left_out


def test_a_tie_of_a_body_to_itself_is_no_structure() -> None:
    assert Network(("A",), (Tie("A", "A"),)).arcs == {}


def test_nodes_are_in_order_of_id_and_empty_groups_are_no_groups() -> None:
    network = Network.of(["b", "a", "b"], [], groups={"a": "", "b": "ngo", "z": "ngo"})

    assert network.nodes == ("a", "b")
    assert network.groups == {"b": "ngo"}


@pytest.mark.parametrize(
    ("nodes", "tie", "weighted", "code"),
    [
        (("A", "A"), None, False, "node_twice"),
        (("A",), Tie("A", "B"), False, "tie_end_unknown"),
        (("A", "B"), Tie("A", "B"), True, "tie_without_strength"),
        (("A", "B"), Tie("A", "B", "", -1.0), True, "tie_without_strength"),
    ],
)
def test_an_unsound_network_is_refused_by_name(
    nodes: tuple[str, ...], tie: Tie | None, weighted: bool, code: str
) -> None:
    with pytest.raises(Problem) as caught:
        Network(nodes, (tie,) if tie else (), weighted=weighted)

    assert caught.value.code == code


def test_the_conventions_say_how_ties_were_read() -> None:
    network = net(Tie("A", "B", "funds", 2.0), weighted=True)

    told = network.conventions
    assert (told.direction, told.path_direction, told.weights) == ("directed", "outgoing", "strength")
    assert (told.betweenness, told.betweenness_cutoff) == ("exact", None)
    assert told.relations == ("funds",)
    assert network.flat.conventions.direction == "undirected"
    assert network.flat.conventions.path_direction == "none"


def test_betweenness_is_cut_off_from_five_thousand_bodies_and_the_conventions_say_so() -> None:
    chain = [Tie(f"{i:05d}", f"{i + 1:05d}", "", 0.5) for i in range(5)]
    nodes = [f"{i:05d}" for i in range(5000)]
    plain, weighted = Network.of(nodes, chain), Network.of(nodes, chain, weighted=True)

    assert (plain.conventions.betweenness, plain.conventions.betweenness_cutoff) == ("cutoff", 3.0)
    assert weighted.conventions.betweenness_cutoff == 6.0
    assert betweenness(plain)["00001"] == betweenness(weighted)["00001"] == 2.0
    assert betweenness(Network.of(nodes[:4999], chain))["00001"] == 4.0
    assert Network.of(nodes, [], weighted=True).cutoff == 3.0


def test_only_keeps_the_bodies_and_the_named_relations() -> None:
    network = net(Tie("A", "B", "funds"), Tie("B", "C", "trains")).only(["funds"])

    assert network.relations == ("funds",)
    assert network.n == 4
    assert network.conventions.scope.relations == ("funds",)


def test_without_takes_bodies_and_their_ties_away() -> None:
    network = Network.of("ABC", [Tie("A", "B"), Tie("B", "C")], groups={"A": "x", "B": "y"}).without(["B"])

    assert network.nodes == ("A", "C")
    assert network.ties == ()
    assert network.groups == {"A": "x"}


def test_without_a_source_only_the_ties_that_rest_on_it_alone_fall() -> None:
    network = net(Tie("A", "B", sources=("S1",)), Tie("B", "C", sources=("S1", "S2")), Tie("C", "D"))

    assert network.sources == ("S1", "S2")
    assert set(pairs(network.without_source("S1"))) == {"BC", "CD"}
