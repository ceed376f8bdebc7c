"""Cohesion and groups on networks small enough to work out by hand."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filao.core.network import (
    Brokerage,
    Dyads,
    Network,
    Tie,
    articulation_points,
    average_clustering,
    bridges,
    brokerage,
    components,
    core_numbers,
    degree_assortativity,
    density,
    distances,
    dyads,
    ei_index,
    group_modularity,
    isolates,
    project,
    reciprocity,
    transitivity,
)


def of(text: str, *, directed: bool = False, extra: str = "", groups: str = "") -> Network:
    """A network written as "a-b b-c"; groups as "a:x b:y"."""
    ends = [pair.split("-") for pair in text.split()]
    nodes = {end for pair in ends for end in pair} | set(extra.split())
    sides = dict(part.split(":") for part in groups.split())
    return Network.of(nodes, [Tie(a, b) for a, b in ends], directed=directed, groups=sides)


def test_the_dyad_census_counts_each_pair_once() -> None:
    network = of("a-b b-a a-c", directed=True, extra="d")

    assert dyads(network) == Dyads(mutual=1, asymmetric=1, null=4)
    assert reciprocity(network) == pytest.approx(2 / 3)
    assert density(network) == pytest.approx(3 / 12)


def test_without_direction_every_tied_pair_is_mutual_and_reciprocity_says_nothing() -> None:
    network = of("a-b b-c")

    assert dyads(network) == Dyads(mutual=2, asymmetric=0, null=1)
    assert reciprocity(network) is None
    assert density(network) == pytest.approx(2 / 3)


def test_reciprocity_without_ties_is_undefined() -> None:
    assert reciprocity(of("", directed=True, extra="a b")) is None


def test_transitivity_is_undefined_where_no_path_of_two_ties_exists() -> None:
    assert transitivity(of("a-b")) is None
    assert transitivity(of("a-b b-c")) == 0
    assert transitivity(of("a-b b-c c-a c-d")) == pytest.approx(3 / 5)


def test_bodies_with_one_partner_count_as_nought_in_mean_clustering() -> None:
    assert average_clustering(of("a-b b-c c-a c-d")) == pytest.approx((1 + 1 + 1 / 3 + 0) / 4)
    assert average_clustering(of("")) is None


def test_assortativity_is_undefined_where_all_degrees_are_equal() -> None:
    assert degree_assortativity(of("a-b b-c c-a")) is None
    assert degree_assortativity(of("", extra="a")) is None
    assert degree_assortativity(of("h-a h-b h-c")) == pytest.approx(-1)


def test_a_bridge_and_its_ends_hold_two_parts_together() -> None:
    network = of("a-b b-c c-a c-d d-e e-f f-d", directed=True)

    assert bridges(network) == (("c", "d"),)
    assert articulation_points(network) == ("c", "d")
    assert core_numbers(network) == dict.fromkeys("abcdef", 2)


def test_distances_are_over_reachable_pairs() -> None:
    chain = distances(of("a-b b-c x-y", directed=True))

    assert (chain.diameter, chain.mean) == (2, pytest.approx((1 + 1 + 2 + 1) / 4))
    nothing = distances(of("", extra="a b"))
    assert (nothing.diameter, nothing.mean) == (None, None)


def test_weighted_distances_are_lengths() -> None:
    network = Network.of("abc", [Tie("a", "b", "", 2.0), Tie("b", "c", "", 4.0)], directed=False, weighted=True)

    found = distances(network)
    assert found.diameter == pytest.approx(0.75)
    assert found.mean == pytest.approx((0.5 + 0.25 + 0.75) / 3)


def test_components_ignore_direction_and_come_largest_first() -> None:
    network = of("a-b c-b x-y", directed=True, extra="q")

    assert components(network) == (("a", "b", "c"), ("x", "y"), ("q",))
    assert isolates(network) == ("q",)


def test_density_of_a_single_body_is_undefined() -> None:
    assert density(of("", extra="a")) is None


# --- groups ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        ("i:A j:A k:A", "coordinator"),
        ("i:B j:A k:B", "consultant"),
        ("i:A j:A k:B", "representative"),
        ("i:B j:A k:A", "gatekeeper"),
        ("i:B j:A k:C", "liaison"),
    ],
)
def test_the_five_roles_of_gould_and_fernandez(groups: str, role: str) -> None:
    network = of("i-j j-k", directed=True, groups=groups)

    found = brokerage(network)["j"]
    assert found is not None
    assert (getattr(found, role), found.total) == (1, 1)


def test_nobody_brokers_between_two_that_are_tied_directly() -> None:
    assert brokerage(of("i-j j-k i-k", directed=True, groups="i:A j:A k:A"))["j"] == Brokerage(0, 0, 0, 0, 0)
    assert brokerage(of("i-j j-k k-i", directed=True, groups="i:A j:A k:A"))["j"] == Brokerage(1, 0, 0, 0, 0)


def test_without_direction_each_pair_counts_in_both_orders() -> None:
    found = brokerage(of("i-j j-k", groups="i:A j:A k:B"))["j"]

    assert found == Brokerage(0, 0, 1, 1, 0)


def test_bodies_without_a_group_neither_broker_nor_are_brokered_for() -> None:
    found = brokerage(of("i-j j-k", directed=True, groups="i:A k:A"))
    assert found["j"] is None
    assert brokerage(of("i-j j-k", directed=True, groups="j:A k:A"))["j"] == Brokerage(0, 0, 0, 0, 0)
    assert brokerage(of("i-j j-i j-k k-j", directed=True, groups="j:A k:A"))["j"] == Brokerage(0, 0, 0, 0, 0)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_brokerage_equals_counting_every_triad(data: st.DataObject) -> None:
    nodes = "abcdef"
    arcs = data.draw(st.sets(st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)).filter(lambda p: p[0] != p[1])))
    group = {node: data.draw(st.sampled_from(["X", "Y", "Z", ""])) for node in nodes}
    network = Network.of(nodes, [Tie(a, b) for a, b in sorted(arcs)], groups=group)
    counted = {node: dict.fromkeys(("coordinator", "consultant", "representative", "gatekeeper", "liaison"), 0)
               for node in nodes}  # fmt: skip

    for i, j, k in permutations(nodes, 3):
        if {(i, j), (j, k)} <= arcs and (i, k) not in arcs and group[i] and group[j] and group[k]:
            a, b, c = group[i], group[j], group[k]
            if a == b == c:
                role = "coordinator"
            elif a == c:
                role = "consultant"
            elif a == b:
                role = "representative"
            elif b == c:
                role = "gatekeeper"
            else:
                role = "liaison"
            counted[j][role] += 1

    for node, found in brokerage(network).items():
        assert found == (Brokerage(**counted[node]) if group[node] else None)


def test_the_ei_index_runs_from_inward_to_outward() -> None:
    inward = ei_index(of("a-b c-d", groups="a:x b:x c:y d:y"))
    outward = ei_index(of("a-c b-d", groups="a:x b:x c:y d:y"))
    mixed = ei_index(of("a-b a-c a-q", groups="a:x b:x c:y"))

    assert (inward.EI, inward.external, inward.internal) == (-1, 0, 2)
    assert (outward.EI, outward.external, outward.internal) == (1, 2, 0)
    assert (mixed.EI, mixed.external, mixed.internal) == (0, 1, 1)


def test_without_groups_the_ei_index_and_the_modularity_are_undefined() -> None:
    network = of("a-b")

    assert ei_index(network).EI is None
    assert group_modularity(network) is None


def test_two_cliques_in_their_own_groups_are_modular() -> None:
    """Two triangles, no tie between: modularity 1/2 exactly."""
    network = of("a-b b-c c-a x-y y-z z-x", groups="a:1 b:1 c:1 x:2 y:2 z:2", directed=True)

    assert group_modularity(network) == pytest.approx(0.5)


def test_group_modularity_leaves_bodies_without_a_group_out() -> None:
    network = of("a-b b-c c-a x-y y-z z-x a-q q-x", groups="a:1 b:1 c:1 x:2 y:2 z:2")

    assert group_modularity(network) == pytest.approx(0.5)


# --- two-mode -------------------------------------------------------------------------------------------------------

SEATS = [("PMO", "NSC"), ("MPF", "NSC"), ("NGO", "NSC"), ("PMO", "TWG"), ("MPF", "TWG"), ("LONE", "OTHER")]


def test_shared_groups_become_ties_counted_plainly() -> None:
    network = project(SEATS, weighting="plain")

    assert {(tie.source, tie.target): tie.strength for tie in network.ties} == {
        ("MPF", "NGO"): 1,
        ("MPF", "PMO"): 2,
        ("NGO", "PMO"): 1,
    }
    assert isolates(network) == ("LONE",)
    assert (network.directed, network.weighted) == (False, True)


def test_a_large_group_ties_its_members_less_in_newmans_weighting() -> None:
    network = project([*SEATS, SEATS[0]])

    assert {(tie.source, tie.target): tie.strength for tie in network.ties} == {
        ("MPF", "NGO"): 0.5,
        ("MPF", "PMO"): 1.5,
        ("NGO", "PMO"): 0.5,
    }


def test_newmans_strengths_of_a_member_sum_to_the_groups_it_shares() -> None:
    network = project(SEATS)

    total = sum(tie.strength or 0 for tie in network.ties if "PMO" in (tie.source, tie.target))
    assert total == pytest.approx(2)
