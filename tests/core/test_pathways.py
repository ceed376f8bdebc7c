"""Referral as expected and as documented: what may be called a gap, and where a person's way breaks."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import claim, register_of

from filao.core.pathways import CHAIN, LinkStatus, Pathways, Step, expected_status, serves
from filao.core.register import Register

Ties = dict[str, dict[str, Any]]


def tie(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"source_org": source, "target_org": target} | more


# --- expected links ------------------------------------------------------------------------------------------------


def expecting(ties: Ties | None = None, ends: tuple[str, ...] = ("SH1", "SH2"), **link: Any) -> list[LinkStatus]:
    """A link from a police role held by POL to a shelter role."""
    register = register_of(
        organisation={id: {} for id in ("POL", "SH1", "SH2", "OLD")},
        role={"POLICE": {"organisation_ids": ("POL",)}, "SHELTER": {"organisation_ids": ends}, "NOBODY": {}},
        expected_link={"E": {"from_role": "POLICE", "to_role": "SHELTER"} | link},
        relation=ties or {},
    )
    return list(expected_status(register))


def test_a_link_that_nobody_speaks_of_is_not_documented_and_not_a_gap() -> None:
    assert expecting() == [LinkStatus("E", "POL", ("SH1", "SH2"), "not_documented")]


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"formality": "sop"}, "documented"),
        ({"formality": "event"}, "one_off"),
        ({"formality": "announced", "state": "planned"}, "planned"),
        ({"state": "broken"}, "not_documented"),
        ({"kind": "trains"}, "not_documented"),
    ],
)
def test_the_state_of_a_link_is_that_of_its_best_tie(row: dict[str, Any], state: str) -> None:
    assert [s.state for s in expecting({"R": tie("POL", "SH1", **row)})] == [state]


def test_a_standing_tie_outweighs_events_and_promises() -> None:
    ties = {
        "R1": tie("POL", "SH1", formality="event"),
        "R2": tie("POL", "SH1", formality="practice"),
        "R3": tie("POL", "SH2", formality="sop"),
        "R4": tie("POL", "SH2", formality="announced", state="planned"),
    }

    (status,) = expecting(ties)

    assert (status.state, status.relations, status.formal) == ("documented", ("R3", "R2"), True)


def test_a_habit_documents_a_link_without_binding() -> None:
    assert [(s.state, s.formal) for s in expecting({"R": tie("POL", "SH1")})] == [("documented", False)]


def test_a_tie_both_ways_serves_from_either_end() -> None:
    assert expecting({"R": tie("SH1", "POL", direction="mutual")})[0].state == "documented"
    assert expecting({"R": tie("SH1", "POL")})[0].state == "not_documented"


def test_only_when_every_end_is_confirmed_absent_is_the_link_absent() -> None:
    one = {"R1": tie("POL", "SH1", state="absent")}
    both = one | {"R2": tie("SH2", "POL", state="absent", direction="mutual")}

    assert expecting(one)[0].state == "not_documented"
    assert (expecting(both)[0].state, expecting(both)[0].relations) == ("confirmed_absent", ("R1", "R2"))


def test_a_link_on_which_sources_differ_is_disputed() -> None:
    register = register_of(
        claim("relation", "R", "state", "absent", source="S2", dated="2020"),
        organisation={"POL": {}, "SH1": {}},
        role={"POLICE": {"organisation_ids": ("POL",)}, "SHELTER": {"organisation_ids": ("SH1",)}},
        expected_link={"E": {"from_role": "POLICE", "to_role": "SHELTER"}},
        relation={"R": tie("POL", "SH1", formality="sop")},
    )

    assert [s.state for s in expected_status(register)] == ["disputed"]


def test_a_role_that_no_body_holds_is_told_apart_from_a_missing_tie() -> None:
    assert expecting(to_role="NOBODY") == [LinkStatus("E", "POL", (), "no_body")]
    assert expecting(from_role="GONE") == [LinkStatus("E", "", ("SH1", "SH2"), "no_body")]


def test_a_body_that_holds_both_roles_is_not_asked_to_refer_to_itself() -> None:
    assert expecting(ends=("POL",)) == []
    assert expecting(ends=("POL", "SH1")) == []
    (status,) = expecting({"R": tie("POL", "SH1")}, ends=("POL", "SH1"))
    assert (status.state, status.to_bodies) == ("documented", ("SH1",))


def test_a_role_held_by_merged_bodies_is_held_once() -> None:
    register = register_of(
        claim("organisation", "OLD", "merged_into", "SH1"),
        organisation={"POL": {}, "SH1": {}, "OLD": {}},
        role={"POLICE": {"organisation_ids": ("POL",)}, "SHELTER": {"organisation_ids": ("OLD", "SH1")}},
        expected_link={"E": {"from_role": "POLICE", "to_role": "SHELTER"}},
    )

    assert [s.to_bodies for s in expected_status(register)] == [("SH1",)]


# --- ways ----------------------------------------------------------------------------------------------------------


def held(*stages: str, people: tuple[str, ...] = ("women",), **more: Any) -> dict[str, Any]:
    return {"nrm_stages": stages, "target_populations": people, "districts": ("NATIONAL",)} | more


def ways(bodies: dict[str, dict[str, Any]], ties: Ties, **options: bool) -> Pathways:
    return Pathways(register_of(organisation=bodies, relation=ties), **options)


WHOLE = {"I": held(CHAIN[0]), "P": held(CHAIN[1]), "C": held(CHAIN[2]), "R": held(CHAIN[3])}
LINKED = {"t1": tie("I", "P"), "t2": tie("P", "C"), "t3": tie("C", "R", formality="sop")}


def test_a_way_passes_from_identification_to_reintegration_by_referral() -> None:
    way = ways(WHOLE, LINKED).way("women", "MAIN")

    assert way.complete
    assert way.steps[0] == Step("identification", "I")
    assert [s.relation for s in way.steps if s.relation] == ["t1", "t2", "t3"]
    assert way.steps[-1] == Step("reintegration", "R")
    assert way.reached == 4


def test_a_body_that_holds_neighbouring_stages_carries_the_person_over_itself() -> None:
    way = ways({"A": held(*CHAIN)}, {}).way("women", "MAIN")

    assert [(s.stage, s.body, s.relation) for s in way.steps] == [(stage, "A", "") for stage in CHAIN]


def test_a_way_that_breaks_says_where_who_waits_and_who_could_take_over() -> None:
    way = ways(WHOLE, {"t1": tie("I", "P")}).way("women", "MAIN")

    assert not way.complete
    assert (way.breaks_at, way.reached) == ("case_management", 2)
    assert (way.waiting, way.candidates) == (("P",), ("C",))


def test_without_an_identifying_body_there_is_no_way_at_all() -> None:
    way = ways({"P": held("protection")}, {}).way("women", "MAIN")

    assert (way.steps, way.breaks_at, way.reached, way.candidates) == ((), "identification", 0, ())


def test_a_way_may_start_at_the_body_that_met_the_person() -> None:
    paths = ways({"N": held("prevention"), **WHOLE}, {"t0": tie("N", "I"), **LINKED})

    way = paths.way("women", "MAIN", start="N")

    assert way.complete
    assert way.steps[0] == Step("", "N")
    lost = ways({"N": held("prevention"), **WHOLE}, {}).way("women", "MAIN", start="N")
    assert (lost.complete, lost.breaks_at, lost.candidates) == (False, "identification", ("I",))


@pytest.mark.parametrize(
    "row", [{"kind": "coordinates_with"}, {"formality": "event"}, {"state": "planned"}, {"state": "absent"}]
)
def test_only_standing_referral_carries_a_person(row: dict[str, Any]) -> None:
    assert ways(WHOLE, LINKED | {"t1": tie("I", "P", **row)}).way("women", "MAIN").breaks_at == "protection"


def test_a_referral_on_which_sources_differ_carries_nobody() -> None:
    denied = claim("relation", "t1", "state", "absent", source="S2", dated="2020")

    assert Pathways(register_of(organisation=WHOLE, relation=LINKED)).way("women", "MAIN").complete
    contested = register_of(denied, organisation=WHOLE, relation=LINKED)
    assert Pathways(contested).way("women", "MAIN").breaks_at == "protection"


def test_a_referral_both_ways_carries_both_ways() -> None:
    assert ways(WHOLE, LINKED | {"t1": tie("P", "I", direction="mutual")}).way("women", "MAIN").complete


def test_a_way_on_binding_texts_alone_is_read_apart() -> None:
    way = ways(WHOLE, LINKED, formal_only=True).way("women", "MAIN")

    assert (way.complete, way.breaks_at, way.formal_only) == (False, "protection", True)
    binding = {id: row | {"formality": "mou"} for id, row in LINKED.items()}
    assert ways(WHOLE, binding, formal_only=True).way("women", "MAIN").complete


def test_the_way_with_fewest_hand_overs_is_shown() -> None:
    """B could take the person over from A, but holds every stage itself."""
    bodies = {"A": held("identification", "protection"), "B": held("identification", "protection", "case_management")}

    way = ways(bodies, {"t": tie("A", "B")}).way("women", "MAIN")

    assert [s.body for s in way.steps] == ["B", "B", "B"]


def test_stages_are_held_by_bodies_of_the_country_that_serve_the_group_in_the_place() -> None:
    paths = ways(
        {
            "A": held("identification"),
            "INT": held("identification", kind="international"),
            "FAR": held("identification", districts=("ORIGIN_COUNTRY",)),
            "MEN": held("identification", people=("men",)),
            "ALL": held("identification", people=("all_victims",)),
            "ISLE": held("identification", districts=("ISLE",)),
        },
        {},
    )

    assert paths.starts("women", "MAIN") == ("A", "ALL")
    assert paths.starts("women", "ISLE") == ("ISLE",)


@pytest.mark.parametrize(
    ("named", "person", "served"),
    [
        ("children", "girls", True),
        ("girls", "children", False),
        ("foreign_nationals", "migrant_workers", True),
        ("migrant_workers", "foreign_nationals", False),
        ("all_victims", "men", True),
        ("women", "girls", False),
    ],
)
def test_who_serves_a_wider_group_serves_the_narrower_and_not_the_reverse(
    named: str, person: str, served: bool
) -> None:
    body = register_of(organisation={"A": {"target_populations": (named,)}}).organisations["A"]

    assert serves(body, person) is served


def test_every_group_is_followed_on_every_island_or_in_the_country_where_none_is_known() -> None:
    paths = ways(WHOLE, LINKED)
    without = Pathways(register_of(organisation=WHOLE, territories=False))

    assert {place for _, place in paths.profiles} == {"MAIN", "ISLE"}
    assert [w.complete for w in paths.ways].count(True) == 1
    assert {place for _, place in without.profiles} == {"REPUBLIC"}
    assert len(without.ways) == 8


# --- mends ---------------------------------------------------------------------------------------------------------


def test_the_link_that_completes_most_ways_is_the_first_to_mend() -> None:
    people = ("women", "men")
    bodies = {
        "I": held("identification", people=people),
        "P": held("protection", people=people),
        "Q": held("protection", people=("women",)),
        "R": held("case_management", "reintegration", people=people),
    }
    register = register_of(
        organisation=bodies, relation={"t": tie("P", "R")},
        role={"D": {"organisation_ids": ("I",)}, "S": {"organisation_ids": ("P",)}},
        expected_link={"E": {"from_role": "D", "to_role": "S"}},
    )  # fmt: skip

    first, second = Pathways(register).mends

    assert (first.source, first.target, first.expected) == ("I", "P", True)
    assert first.completes == (("women", "MAIN"), ("men", "MAIN"))
    assert (second.source, second.target, second.expected) == ("I", "Q", False)
    assert (second.completes, second.advances) == ((), (("women", "MAIN"),))


def test_a_mend_is_a_link_that_does_not_exist_between_two_bodies() -> None:
    mends = ways(WHOLE, {"t1": tie("I", "P")}).mends

    assert [(m.source, m.target) for m in mends] == [("P", "C")]


# --- properties ----------------------------------------------------------------------------------------------------

NAMES = "ABCD"
drawn_bodies = st.fixed_dictionaries(
    {name: st.sets(st.sampled_from(CHAIN)).map(lambda s: held(*(c for c in CHAIN if c in s))) for name in NAMES}
)
drawn_ties = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=8)


def fewest_hand_overs(register: Register, pairs: set[tuple[str, str]]) -> dict[int, int]:
    """Level reached -> fewest hand-overs, by relaxing every step until nothing improves (Bellman-Ford)."""
    stages = {id: set(body.stages) for id, body in register.organisations.items()}
    cost = {(id, level): 0 if level == 0 and CHAIN[0] in stages[id] else 99 for id, level in product(NAMES, range(4))}
    for _ in range(len(cost)):
        for id, level in cost:
            if level < 3 and CHAIN[level + 1] in stages[id]:
                cost[id, level + 1] = min(cost[id, level + 1], cost[id, level])
            for source, target in pairs:
                if source == id:
                    cost[target, level] = min(cost[target, level], cost[id, level] + 1)
    best = {level: min(cost[id, level] for id in NAMES) for level in range(4)}
    return {level: number for level, number in best.items() if number < 99}


@settings(max_examples=150, deadline=None)
@given(drawn_bodies, drawn_ties)
def test_a_way_reaches_as_far_as_any_with_as_few_hand_overs(
    bodies: dict[str, dict[str, Any]], pairs: set[tuple[str, str]]
) -> None:
    ties = {f"{a}{b}": tie(a, b) for a, b in pairs}
    register = register_of(organisation=bodies, relation=ties)

    way = Pathways(register).way("women", "MAIN")

    best = fewest_hand_overs(register, pairs)
    assert way.reached == (max(best) + 1 if best else 0)
    if best:
        assert sum(bool(s.relation) for s in way.steps) == best[max(best)]


@settings(max_examples=100, deadline=None)
@given(drawn_bodies, drawn_ties)
def test_every_step_of_a_way_is_documented(bodies: dict[str, dict[str, Any]], pairs: set[tuple[str, str]]) -> None:
    register = register_of(organisation=bodies, relation={f"{a}{b}": tie(a, b) for a, b in pairs})

    for way in Pathways(register).ways:
        for before, step in zip(way.steps, way.steps[1:], strict=False):
            if step.relation:
                assert register.relations[step.relation].ends == (before.body, step.body)
                assert step.stage == before.stage
            else:
                assert step.body == before.body
                assert step.stage in register.organisations[step.body].stages


@settings(max_examples=60, deadline=None)
@given(drawn_bodies, drawn_ties)
def test_a_mend_does_what_it_says_once_the_tie_is_made(
    bodies: dict[str, dict[str, Any]], pairs: set[tuple[str, str]]
) -> None:
    ties = {f"{a}{b}": tie(a, b) for a, b in pairs}
    paths = Pathways(register_of(organisation=bodies, relation=ties))

    for mend in paths.mends:
        made = Pathways(register_of(organisation=bodies, relation=ties | {"new": tie(mend.source, mend.target)}))
        assert all(made.way(*profile).complete for profile in mend.completes)
        assert all(made.way(*profile).reached > paths.way(*profile).reached for profile in mend.advances)


def test_in_mauritius_only_children_have_a_documented_way(mauritius: Register) -> None:
    complete = [(w.population, w.territory) for w in Pathways(mauritius).ways if w.complete]

    assert complete == [("children", "MAIN_ISLAND"), ("girls", "MAIN_ISLAND")]
