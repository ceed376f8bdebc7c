"""Cells that a committee is to cover, and the figures of the design note recomputed from the register."""

from __future__ import annotations

from typing import Any

import pytest

from filao.core.committee import Instance, cells_of, greedy, requirements, unfilled
from filao.core.problems import Problem
from filao.core.register import Organisation, Register
from filao.core.vocabulary import STANDARD, Term, overlay

COUNTRY = overlay(
    STANDARD,
    [
        ("district", Term("NATIONAL", {}, kind="statement")),
        ("district", Term("MAIN", {}, kind="main_island")),
        ("district", Term("TOWN", {}, kind="district", within="MAIN")),
        ("district", Term("ISLE", {}, kind="island")),
        ("district", Term("HAMLET", {}, kind="district", within="ISLE")),
        ("district", Term("ATOLL", {}, kind="dependency")),
    ],
)


def body(id: str = "B", **fields: Any) -> Organisation:
    fields = {"stages": ("referral",), "populations": ("women",)} | fields
    return Organisation(id, id, id, "ngo", {}, **fields)


@pytest.mark.parametrize(
    ("districts", "places"),
    [
        ((), {""}),
        (("NATIONAL",), {""}),
        (("TOWN",), {""}),
        (("ISLE",), {"ISLE"}),
        (("HAMLET",), {"ISLE"}),
        (("ATOLL",), {"ATOLL"}),
        (("NATIONAL", "ISLE"), {"", "ISLE"}),
        (("ELSEWHERE",), {""}),
    ],
)
def test_national_never_implies_an_outer_island(districts: tuple[str, ...], places: set[str]) -> None:
    assert {place for _, _, place in cells_of(body(districts=districts), COUNTRY)} == places


def test_a_body_for_all_victims_fills_no_cell_of_a_named_population() -> None:
    cells = cells_of(body(populations=("all_victims",)), COUNTRY)

    assert cells == {("referral", "all_victims", "")}


def test_a_requirement_names_its_bodies_and_its_weight() -> None:
    bodies = [body("A"), body("B", districts=("ISLE",)), body("C", stages=("data",))]

    cells = requirements(bodies, COUNTRY, weights={"referral:women@ISLE": 5, "*:women": 2, "referral:*": 3})

    assert [(c.code, c.weight, c.bodies) for c in cells] == [
        ("data:women", 2, ("C",)),
        ("referral:women", 3, ("A",)),
        ("referral:women@ISLE", 5, ("B",)),
    ]
    assert [c.weight for c in requirements(bodies, COUNTRY)] == [1, 1, 1]


@pytest.mark.parametrize("weight", [0, 6])
def test_a_weight_lies_between_one_and_five(weight: int) -> None:
    with pytest.raises(Problem) as caught:
        requirements([body()], COUNTRY, weights={"referral:women": weight})

    assert caught.value.code == "weight_out_of_range"


def test_a_cell_nobody_fills_by_name_tells_who_says_all_victims() -> None:
    bodies = [body("A", districts=("NATIONAL",)), body("B", populations=("all_victims",))]

    found = {
        (u.stage, u.population, u.territory): u.general for u in unfilled(bodies, COUNTRY, territories=("", "ISLE"))
    }

    assert ("referral", "women", "") not in found
    assert found["referral", "men", ""] == ("B",)
    assert found["referral", "men", "ISLE"] == ()
    assert found["data", "women", ""] == ()


# --- mapping.md 0.4 ------------------------------------------------------------------------------------------------


def by_the_note(register: Register) -> Instance:
    """The note's definition, found by recomputing: stage x every population code (all_victims and audiences too) that a
    national body carries, islands apart from nothing, foreign bodies and the placeholder among the national ones."""
    national = [o for o in register.organisations.values() if o.national]
    cells = requirements(national, register.vocabulary, by_territory=False)
    return Instance(
        bodies=tuple(o.id for o in national),
        weights=tuple(cell.weight for cell in cells),
        covers={o.id: frozenset(n for n, cell in enumerate(cells) if o.id in cell.bodies) for o in national},
        seats=len(national),
    )


MANDATE = ["PMO", "AGO", "ODPP", "MPF", "PIO", "BPF", "MGEFW", "CDU", "MOL", "SMWU", "MFA", "MOH", "NHRC", "OC", "RRA"]


def test_the_note_counts_42_cells_and_greedy_needs_24_bodies(mauritius: Register) -> None:
    instance = by_the_note(mauritius)

    choice = greedy(instance)

    assert len(instance.weights) == 42
    assert len(choice.members) == 24
    assert choice.coverage[-1] == 42
    assert round(choice.coverage[21] / 42, 2) == 0.95
    assert {"UOM", "ETI", "TRANSPARENTEM"} <= set(choice.members)
    assert not {"PMO", "ODPP"} & set(choice.members)


def test_the_mandate_seats_cover_60_per_cent_and_with_inclusion_69_to_71(mauritius: Register) -> None:
    instance = by_the_note(mauritius)
    seats = [s for s in mauritius.seats.values() if s.group_id == "TWG" and s.seat_type == "mandate"]
    fixed_part = ["PASSERELLE", "DISMOI", "MRC", "MEXA", "MACOSS", "UOM"]

    shares = {
        child: instance.coverage([*MANDATE, *fixed_part, child]) / 42
        for child in ("CEDEM", "MFPWA", "PEDOSTOP", "SAFIRE", "YUVA")
    }

    assert sorted(s.organisation_id for s in seats) == sorted(MANDATE)
    assert instance.coverage(MANDATE) == 25
    assert round(25 / 42, 2) == 0.6
    assert {round(share, 2) for share in shares.values()} == {0.69, 0.71}
    assert round(shares["PEDOSTOP"], 2) == 0.71


def test_the_mandate_seats_cover_more_of_what_eligible_bodies_fill(mauritius: Register) -> None:
    eligible = [
        o
        for o in mauritius.organisations.values()
        if o.national and not o.foreign and o.id not in {"GOVM", "NSC", "IMC", "TC", "TIPTF"}
    ]

    plain = requirements(eligible, mauritius.vocabulary, by_territory=False)
    by_island = requirements(eligible, mauritius.vocabulary)

    assert (len(eligible), len(plain), len(by_island)) == (56, 39, 51)
    assert sum(c.territory == "RODRIGUES" for c in by_island) == 12
    filled = {key for id in MANDATE for key in cells_of(mauritius.organisations[id], mauritius.vocabulary)}
    assert len(filled) == 28


def test_men_are_named_at_one_stage_only(mauritius: Register) -> None:
    national = [o for o in mauritius.organisations.values() if o.national]

    men = {u.stage: len(u.general) for u in unfilled(national, mauritius.vocabulary) if u.population == "men"}

    assert len(men) == 11
    assert "protection" not in men
    assert (men["identification"], men["referral"], men["investigation"], men["prosecution"]) == (5, 3, 5, 4)
    assert men["prevention"] == men["case_management"] == men["reintegration"] == men["data"] == 0
