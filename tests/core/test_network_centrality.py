"""Centralities on networks whose values are published or can be worked out by hand."""

from __future__ import annotations

import math

import pytest

from filao.core.network import (
    Network,
    Tie,
    betweenness,
    betweenness_centralisation,
    closeness,
    constraint,
    degree,
    degree_centralisation,
    effective_size,
    eigenvector,
    harmonic,
    in_degree,
    normalised_betweenness,
    out_degree,
    pagerank,
)

KITE = (
    "Andre-Beverley Andre-Carol Andre-Diane Andre-Fernando Beverley-Diane Beverley-Ed Beverley-Garth Carol-Diane "
    "Carol-Fernando Diane-Ed Diane-Fernando Diane-Garth Ed-Garth Fernando-Garth Fernando-Heather Garth-Heather "
    "Heather-Ike Ike-Jane"
)
"""Krackhardt's kite (1990): degree, closeness and betweenness each name another body."""


def of(text: str, *, directed: bool = False, extra: str = "") -> Network:
    """A network written as "A-B B-C"; `extra` names isolates."""
    ends = [pair.split("-") for pair in text.split()]
    nodes = {end for pair in ends for end in pair} | set(extra.split())
    return Network.of(nodes, [Tie(a, b) for a, b in ends], directed=directed)


def test_in_krackhardts_kite_degree_closeness_and_betweenness_name_different_bodies() -> None:
    kite = of(KITE)

    assert max(degree(kite).items(), key=lambda item: item[1]) == ("Diane", 6)
    between = betweenness(kite)
    assert between["Heather"] == 14
    assert between["Fernando"] == between["Garth"] == pytest.approx(8 + 1 / 3)
    assert between["Ike"] == 8
    assert between["Diane"] == pytest.approx(3 + 2 / 3)
    assert between["Andre"] == between["Beverley"] == pytest.approx(5 / 6)
    near = closeness(kite)
    assert near["Fernando"] == near["Garth"] == pytest.approx(9 / 14)
    assert near["Diane"] == near["Heather"] == pytest.approx(9 / 15)
    assert near["Jane"] == pytest.approx(9 / 29)
    assert normalised_betweenness(kite)["Heather"] == pytest.approx(14 / 36)


def test_the_middle_of_a_star_has_all_centrality_there_is() -> None:
    star = of("hub-a hub-b hub-c hub-d")

    assert normalised_betweenness(star)["hub"] == 1
    assert harmonic(star)["hub"] == 1
    assert degree_centralisation(star) == 1
    assert betweenness_centralisation(star) == 1
    assert constraint(star) == pytest.approx({"hub": 0.25, "a": 1, "b": 1, "c": 1, "d": 1})
    assert effective_size(star)["hub"] == 4
    assert eigenvector(star) == pytest.approx({"hub": 1, "a": 0.5, "b": 0.5, "c": 0.5, "d": 0.5})


def test_a_directed_star_that_answers_is_as_centralised_as_one_without_direction() -> None:
    star = Network.of("hab", [Tie("h", "a", mutual=True), Tie("h", "b", mutual=True)])

    assert betweenness(star)["h"] == 2
    assert normalised_betweenness(star)["h"] == 1
    assert betweenness_centralisation(star) == 1
    assert degree_centralisation(star) == 1


def test_in_a_ring_nobody_is_more_central() -> None:
    ring = of("a-b b-c c-d d-e e-a")

    assert degree_centralisation(ring) == betweenness_centralisation(ring) == 0
    assert eigenvector(ring) == pytest.approx(dict.fromkeys("abcde", 1))
    assert pagerank(ring) == pytest.approx(dict.fromkeys("abcde", 0.2))


def test_in_a_closed_triangle_each_body_is_held_by_the_other_two() -> None:
    triangle = of("a-b b-c c-a")

    assert constraint(triangle)["a"] == pytest.approx(2 * (0.5 + 0.25) ** 2)
    assert effective_size(triangle)["a"] == pytest.approx(1)


def test_effective_size_is_partners_less_the_mean_ties_among_them() -> None:
    """Borgatti (1997): n - 2t/n; here four partners with one tie among them."""
    network = of("ego-a ego-b ego-c ego-d a-b")

    assert effective_size(network)["ego"] == pytest.approx(4 - 2 * 1 / 4)


def test_direction_counts_in_degrees_and_paths() -> None:
    chain = of("a-b b-c", directed=True)

    assert in_degree(chain) == {"a": 0, "b": 1, "c": 1}
    assert out_degree(chain) == {"a": 1, "b": 1, "c": 0}
    assert betweenness(chain)["b"] == 1
    assert normalised_betweenness(chain)["b"] == 0.5


def test_in_and_out_degree_equal_degree_without_direction() -> None:
    chain = of("a-b b-c")

    assert in_degree(chain) == out_degree(chain) == degree(chain)


def test_harmonic_runs_outgoing_and_is_divided_by_the_others() -> None:
    chain = of("a-b b-c", directed=True, extra="d")

    assert harmonic(chain) == pytest.approx({"a": (1 + 1 / 2) / 3, "b": 1 / 3, "c": 0, "d": 0})


def test_closeness_is_undefined_unless_everybody_reaches_everybody() -> None:
    assert set(closeness(of("a-b c-d")).values()) == {None}
    assert set(closeness(of("a-b b-c", directed=True)).values()) == {None}
    assert closeness(of("a-b b-c c-a", directed=True))["a"] == pytest.approx(2 / 3)


def test_weighted_closeness_reads_strong_ties_as_near() -> None:
    network = Network.of("abc", [Tie("a", "b", "", 2.0), Tie("b", "c", "", 4.0)], directed=False, weighted=True)

    assert closeness(network)["b"] == pytest.approx(2 / (1 / 2 + 1 / 4))
    assert harmonic(network)["a"] == pytest.approx((2 + 1 / (1 / 2 + 1 / 4)) / 2)


def test_eigenvector_is_undefined_without_a_circuit_or_where_two_parts_share_the_lead() -> None:
    assert set(eigenvector(of("a-b b-c", directed=True)).values()) == {None}
    assert set(eigenvector(of("a-b b-c c-a d-e e-f f-d")).values()) == {None}
    assert set(eigenvector(of("", extra="a b")).values()) == {None}


def test_eigenvector_is_nought_outside_the_leading_part() -> None:
    network = of("a-b b-c c-a d-e", extra="f")

    assert eigenvector(network) == pytest.approx({"a": 1, "b": 1, "c": 1, "d": 0, "e": 0, "f": 0})


def test_directed_eigenvector_passes_on_from_the_circuit_to_those_it_points_to() -> None:
    network = of("a-b b-a b-c z-a", directed=True)

    assert eigenvector(network) == pytest.approx({"a": 1, "b": 1, "c": 1, "z": 0})


def test_eigenvector_of_a_long_ring_is_the_same_for_all() -> None:
    """igraph's own solver breaks off on directed rings of 200."""
    ring = of(" ".join(f"n{i}-n{(i + 1) % 200}" for i in range(200)), directed=True)

    assert set(eigenvector(ring).values()) == {1.0}


@pytest.mark.parametrize(("length", "found"), [(200, True), (1001, False)])
def test_where_iteration_does_not_settle_a_small_network_is_solved_and_a_large_one_undefined(
    length: int, found: bool
) -> None:
    """A ring with one short cut: its two largest eigenvalues nearly meet; the end of the cut leads."""
    ring = " ".join(f"n{i}-n{(i + 1) % length}" for i in range(length))

    values = eigenvector(of(ring + " n0-n2", directed=True))
    assert values["n2"] == (pytest.approx(1) if found else None)
    if found:
        assert values["n1"] is not None
        assert values["n1"] < 0.6


def test_eigenvector_of_a_very_long_chain_is_undefined_and_no_error() -> None:
    chain = of(" ".join(f"n{i}-n{i + 1}" for i in range(3000)))

    assert set(eigenvector(chain).values()) == {None}


def test_eigenvector_reads_strength() -> None:
    ties = [Tie("a", "b", "", 4.0), Tie("a", "c", "", 1.0), Tie("d", "e", "", 1.0)]
    network = Network.of("abcde", ties, directed=False, weighted=True)

    root = math.sqrt(17)
    assert eigenvector(network) == pytest.approx({"a": 1, "b": 4 / root, "c": 1 / root, "d": 0, "e": 0})


def test_pagerank_of_a_body_nobody_points_to_is_the_least() -> None:
    ranks = pagerank(of("a-c b-c", directed=True))

    assert sum(ranks.values()) == pytest.approx(1)
    assert ranks["a"] == ranks["b"] < ranks["c"]


@pytest.mark.parametrize("nodes", ["", "a"])
def test_the_smallest_networks_have_undefined_and_not_wrong_values(nodes: str) -> None:
    network = of("", extra=nodes)

    for measure in (closeness, harmonic, eigenvector, constraint, effective_size, normalised_betweenness):
        assert set(measure(network).values()) <= {None}
    assert degree(network) == dict.fromkeys(nodes, 0)
    assert sum(pagerank(network).values()) == len(nodes)
    assert degree_centralisation(network) is None
    assert betweenness_centralisation(network) is None


def test_an_isolate_has_no_constraint_and_no_effective_size() -> None:
    network = of("a-b", extra="c")

    assert constraint(network)["c"] is None
    assert effective_size(network)["c"] is None
