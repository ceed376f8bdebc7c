"""Who covers what: names and catch-alls kept apart, islands that must be named, mandates held twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import islands, register_of

from filao.core.coverage import REPUBLIC, coverage, shared_mandates, territories, works_in
from filao.core.register import Organisation, Register
from filao.core.vocabulary import STANDARD
from filao.core.vocabulary.standard import STAGE_COLUMNS, VICTIM_POPULATIONS

WORDS = islands()


def bodies(**rows: dict[str, Any]) -> Register:
    return register_of(organisation=rows)


def body(*districts: str) -> Organisation:
    return bodies(A={"districts": districts}).organisations["A"]


def holds(stage: str, *populations: str, **more: Any) -> dict[str, Any]:
    return {"nrm_stages": (stage,), "target_populations": populations, "districts": ("NATIONAL",)} | more


# --- cells ---------------------------------------------------------------------------------------------------------


def test_bodies_that_name_a_group_are_counted_apart_from_those_for_all_victims() -> None:
    table = coverage(
        bodies(
            A=holds("protection", "women"),
            B=holds("protection", "all_victims"),
            C=holds("protection", "women", "all_victims"),
        )
    )

    cell = table.cell("protection", "women")
    assert (cell.named, cell.general, cell.bodies) == (("A", "C"), ("B",), ("A", "C", "B"))
    assert table.cell("protection", "men").general == ("B", "C")
    assert table.cell("protection", "men").named == ()


def test_a_cell_is_not_documented_rests_on_one_body_or_is_documented() -> None:
    table = coverage(bodies(A=holds("protection", "women", "men"), B=holds("protection", "women")))

    assert table.cell("protection", "women").state == "documented"
    assert table.cell("protection", "men").state == "single"
    assert table.cell("protection", "children").state == "not_documented"
    assert [(c.stage, c.population) for c in table.state("single")] == [("protection", "men")]
    assert table.stages_without("men") == tuple(s for s in STAGE_COLUMNS if s != "protection")


def test_international_partners_do_not_cover_and_stand_ins_are_left_to_the_caller() -> None:
    register = bodies(
        A=holds("data", "women", kind="international"),
        B=holds("data", "women", placeholder=True),
        C=holds("data", "men"),
    )

    assert coverage(register).cell("data", "women").named == ("B",)
    mine = coverage(register, count=lambda b: b.id == "A", stages=("data",), populations=("women",))
    assert mine.bodies == ("A",)
    assert list(mine.cells) == [("data", "women")]


@given(
    st.dictionaries(
        st.sampled_from("ABCD"),
        st.builds(
            lambda stages, people, kind: {"nrm_stages": stages, "target_populations": people, "kind": kind},
            st.lists(st.sampled_from(STAGE_COLUMNS), unique=True).map(tuple),
            st.lists(st.sampled_from([*VICTIM_POPULATIONS, "all_victims"]), unique=True).map(tuple),
            st.sampled_from(["ngo", "international"]),
        ),
    )
)
def test_no_body_stands_twice_in_a_cell_and_every_cell_has_one_state(rows: dict[str, dict[str, Any]]) -> None:
    table = coverage(bodies(**rows))

    assert len(table.cells) == len(STAGE_COLUMNS) * len(VICTIM_POPULATIONS)
    for cell in table.cells.values():
        assert len(set(cell.bodies)) == len(cell.bodies)
        assert set(cell.bodies) <= set(table.bodies)
    states = [len(table.state(s)) for s in ("not_documented", "single", "documented")]
    assert sum(states) == len(table.cells)


# --- territories ---------------------------------------------------------------------------------------------------


def test_the_country_and_its_islands_are_examined_not_its_districts() -> None:
    assert territories(WORDS) == (REPUBLIC, "MAIN", "ISLE")
    assert territories(STANDARD) == (REPUBLIC,)


@pytest.mark.parametrize(
    ("districts", "reached"),
    [
        (("NATIONAL",), {"MAIN", "PORT"}),
        (("MAIN",), {"MAIN", "PORT"}),
        (("PORT",), {"MAIN", "PORT"}),
        (("ISLE",), {"ISLE", "BAY"}),
        (("BAY",), {"ISLE", "BAY"}),
        (("NATIONAL", "ISLE"), {"MAIN", "PORT", "ISLE", "BAY"}),
        ((), set()),
        (("NOWHERE",), {"NOWHERE"}),
    ],
)
def test_the_whole_republic_never_implies_an_outer_island(districts: tuple[str, ...], reached: set[str]) -> None:
    one = body(*districts)

    assert {t for t in ("MAIN", "PORT", "ISLE", "BAY", "NOWHERE") if works_in(one, t, WORDS)} == reached
    assert works_in(one, REPUBLIC, WORDS)


def test_coverage_of_an_island_counts_the_bodies_that_name_it() -> None:
    register = bodies(A=holds("protection", "women"), B=holds("protection", "women", districts=("BAY",)))

    assert coverage(register, "ISLE").cell("protection", "women").named == ("B",)
    assert coverage(register, "MAIN").bodies == ("A",)
    assert coverage(register).bodies == ("A", "B")


# --- mandates held twice -------------------------------------------------------------------------------------------


def police(**more: Any) -> dict[str, Any]:
    return holds("investigation", "children", **{"kind": "law_enforcement"} | more)


def untied(register: Register) -> list[tuple[tuple[str, str], ...]]:
    return [shared.untied for shared in shared_mandates(register)]


def test_two_police_teams_for_the_same_children_without_a_tie_share_a_mandate() -> None:
    (shared,) = shared_mandates(bodies(A=police(), B=police()))

    assert (shared.kind, shared.bodies, shared.untied) == ("law_enforcement", ("A", "B"), (("A", "B"),))
    assert (shared.stages, shared.populations) == (("investigation",), ("children",))


def test_bodies_that_meet_at_several_stages_and_for_several_groups_stand_once() -> None:
    wide = {"nrm_stages": ("investigation", "referral"), "target_populations": ("children", "girls")}

    (shared,) = shared_mandates(bodies(A=police(**wide), B=police(**wide)))

    assert set(shared.stages) == {"investigation", "referral"}
    assert set(shared.populations) == {"children", "girls"}


@pytest.mark.parametrize("kind", ["coordinates_with", "refers_to", "supervises", "shares_information"])
def test_a_standing_tie_settles_who_does_what(kind: str) -> None:
    ties = {"R": {"source_org": "B", "target_org": "A", "kind": kind}}

    assert untied(register_of(organisation={"A": police(), "B": police()}, relation=ties)) == []


@pytest.mark.parametrize("row", [{"kind": "trains"}, {"kind": "refers_to", "formality": "event"}, {"state": "planned"}])
def test_a_training_an_event_or_a_promise_settles_nothing(row: dict[str, Any]) -> None:
    ties = {"R": {"source_org": "B", "target_org": "A"} | row}

    assert untied(register_of(organisation={"A": police(), "B": police()}, relation=ties)) == [(("A", "B"),)]


@pytest.mark.parametrize(
    "other",
    [
        {"parent_id": "A"},
        {"kind": "judiciary"},
        {"target_populations": ("all_victims",)},
        {"target_populations": ("men",)},
        {"districts": ("ISLE",)},
        {"districts": ("ORIGIN_COUNTRY",)},
        {"nrm_stages": ("protection",)},
    ],
)
def test_a_unit_another_sector_group_place_or_stage_is_no_overlap(other: dict[str, Any]) -> None:
    assert untied(bodies(A=police(), B=police(**other))) == []


def test_several_shelters_are_capacity_and_not_an_overlap() -> None:
    assert (
        untied(bodies(A=holds("protection", "women", kind="ngo"), B=holds("identification", "women", kind="ngo"))) == []
    )


def test_among_three_only_the_untied_pairs_are_named_and_the_widest_stands_first() -> None:
    ties = {"R": {"source_org": "A", "target_org": "B"}}
    other = {"nrm_stages": ("prosecution",), "kind": "judiciary"}

    found = untied(
        register_of(
            organisation={"A": police(), "B": police(), "C": police(), "Y": police(**other), "Z": police(**other)},
            relation=ties,
        )
    )

    assert found == [(("A", "C"), ("B", "C")), (("Y", "Z"),)]
