"""Rankings say how sure they are: places, the interval they keep to, bands, and no false decimals."""

from __future__ import annotations

import pytest

from filao.core.network import MEASURES, Network, Standing, Tie, rank_bands
from filao.core.problems import Problem


def star(arms: int, **more: object) -> Network:
    ids = [f"n{number:02d}" for number in range(arms)]
    return Network.of(["hub", *ids], [Tie("hub", id) for id in ids], directed=False)


def test_the_middle_of_a_large_star_is_first_whoever_does_not_answer() -> None:
    ranking = rank_bands(star(30))

    assert ranking.standings[0] == Standing("hub", 435.0, 1, 1, 1, "top")
    assert ranking.band("top") == ("hub",)
    assert set(ranking.band("lower")) == {f"n{number:02d}" for number in range(30)}
    assert (ranking.bodies_dropped, ranking.sources_dropped) == (31, 0)


def test_equal_values_share_a_place_and_their_interval_spans_it() -> None:
    standings = {s.id: s for s in rank_bands(star(4), drop_bodies=False).standings}

    assert (standings["n00"].rank, standings["n00"].best, standings["n00"].worst) == (2, 2, 5)


def test_a_broker_that_rests_on_one_source_is_not_called_top() -> None:
    """a-b-c is one source's word; without it the middle falls to the bodies without any betweenness."""
    left = [Tie("m", f"a{n}", sources=("S1",)) for n in range(4)]
    right = [Tie("k", f"b{n}", sources=("S2", "S3")) for n in range(3)]
    network = Network.of(
        ["m", "k", *(f"a{n}" for n in range(4)), *(f"b{n}" for n in range(3)), "z1", "z2", "z3"],
        [*left, *right],
        directed=False,
    )

    found = {s.id: s for s in rank_bands(network).standings}
    assert found["m"].rank == 1
    assert (found["m"].worst, found["m"].band) == (12, "middle")
    assert (found["k"].best, found["k"].worst, found["k"].band) == (1, 2, "top")
    assert rank_bands(network).sources_dropped == 3


def test_one_source_alone_is_not_dropped_since_nothing_would_be_left() -> None:
    network = Network.of("abc", [Tie("a", "b", sources=("S",)), Tie("b", "c", sources=("S",))])

    assert rank_bands(network).sources_dropped == 0


def test_a_body_that_never_stands_between_others_is_lower_even_where_most_never_do() -> None:
    network = Network.of("abcde", [Tie("a", "b"), Tie("b", "c")])

    found = {s.id: s.band for s in rank_bands(network, drop_bodies=False).standings}
    assert found == {"b": "top", "a": "lower", "c": "lower", "d": "lower", "e": "lower"}


def test_decimals_are_for_twenty_bodies_and_more() -> None:
    assert not rank_bands(star(18)).decimals
    assert rank_bands(star(19)).decimals


def test_low_constraint_comes_first_and_isolates_are_unranked() -> None:
    network = Network.of([*star(5).nodes, "alone"], star(5).ties, directed=False)

    ranking = rank_bands(network, "constraint")
    assert ranking.order == "smallest_first"
    assert ranking.standings[0].id == "hub"
    assert ranking.unranked == ("alone",)
    assert ranking.standings[0].worst == 1
    assert ranking.standings[1].worst == 6


def test_every_ranking_carries_its_direction_and_conventions() -> None:
    network = Network.of("abc", [Tie("a", "b"), Tie("c", "b")])

    assert rank_bands(network).conventions.direction == "directed"
    assert rank_bands(network.flat).conventions.direction == "undirected"
    assert [s.value for s in rank_bands(network).standings] == [0, 0, 0]
    assert rank_bands(network.flat).standings[0].id == "b"


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_every_measure_can_be_ranked(measure: str) -> None:
    network = Network.of("abcd", [Tie("a", "b"), Tie("b", "c"), Tie("c", "a"), Tie("c", "d")], directed=False)

    ranking = rank_bands(network, measure)
    assert len(ranking.standings) + len(ranking.unranked) == 4
    for standing in ranking.standings:
        assert 1 <= standing.best <= standing.rank <= standing.worst <= 4


def test_an_unknown_measure_is_refused_by_name() -> None:
    with pytest.raises(Problem) as caught:
        rank_bands(star(3), "importance")

    assert caught.value.code == "unknown_measure"


@pytest.mark.parametrize("nodes", ["", "a"])
def test_rankings_of_nobody_and_of_one_are_no_error(nodes: str) -> None:
    ranking = rank_bands(Network.of(nodes, []))

    assert len(ranking.standings) == len(nodes)
    assert ranking.bodies_dropped == 0
