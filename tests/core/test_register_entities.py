"""Entities: how a body, a source, a tie, a seat and a role are read from their facts."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import claim, claims_of, register_of

from filao.core.register import Organisation, Relation, Source


def body(**row: Any) -> Organisation:
    return register_of(organisation={"A": row}).organisations["A"]


def tie(**row: Any) -> Relation:
    ends = {"source_org": "A", "target_org": "B"}
    return register_of(organisation={"A": {}, "B": {}}, relation={"R": ends | row}).relations["R"]


def test_a_copy_of_a_report_has_the_origin_of_the_report() -> None:
    copy = Source("TIP", "Report", "US Department of State (Refworld copy)", year=2020)

    assert copy.origin == "US Department of State"
    assert copy.citation == "US Department of State"
    assert Source("X", "Report", "").origin == "X"
    assert Source("X", "Report", "State", short="US report").citation == "US report"


def test_a_source_is_dated_by_its_day_or_else_its_year() -> None:
    assert Source("X", "T", "P", year=2020, date="2020-05-01").dated == "2020-05-01"
    assert Source("X", "T", "P", year=2020).dated == "2020"
    assert Source("X", "T", "P").dated == ""


def test_an_international_partner_is_not_a_national_body() -> None:
    assert body(kind="ngo").national
    assert not body(kind="international").national


@pytest.mark.parametrize(
    ("row", "foreign"),
    [
        ({"foreign": True}, True),
        ({"districts": ("ORIGIN_COUNTRY",)}, True),
        ({"districts": ("REGIONAL", "ORIGIN_COUNTRY")}, True),
        ({"districts": ("REGIONAL", "NATIONAL")}, False),
        ({}, False),
    ],
)
def test_a_body_that_works_only_abroad_is_foreign(row: dict[str, Any], foreign: bool) -> None:
    assert body(**row).foreign is foreign


def test_a_body_is_known_by_all_its_names_each_once() -> None:
    one = body(name="Child Unit", short_name="CU", name_fr="Unité de l’enfance", other_names="CU; Bureau;; Old Unit ")

    assert one.all_names == ("Child Unit", "Unité de l’enfance", "CU", "Bureau", "Old Unit")
    assert one.name_in("fr") == "Unité de l’enfance"
    assert one.name_in("mfe") == "Child Unit"


def test_a_body_of_which_nothing_is_said_stands_as_unknown() -> None:
    one = body()

    assert (one.standing, one.valid_from, one.location_withheld) == ("unknown", None, False)


@pytest.mark.parametrize(
    ("row", "structural", "strength"),
    [
        ({"formality": "sop"}, True, 3),
        ({"formality": ""}, True, None),
        ({"formality": "event"}, False, 0.5),
        ({"formality": "announced", "state": "planned"}, False, 0),
        ({"formality": "mou", "state": "broken"}, False, 3),
        ({"formality": "mou", "state": "absent"}, False, 3),
    ],
)
def test_a_standing_tie_exists_and_is_neither_an_event_nor_a_promise(
    row: dict[str, Any], structural: bool, strength: float | None
) -> None:
    relation = tie(**row)

    assert relation.structural is structural
    assert relation.strength == strength
    assert relation.one_off is (row["formality"] == "event")


@pytest.mark.parametrize(("formality", "state"), [("negotiation", "planned"), ("mou", "existing")])
def test_a_tie_without_a_state_is_planned_where_it_is_only_announced(formality: str, state: str) -> None:
    claims = claims_of(organisation={"A": {}, "B": {}}, relation={"R": {"source_org": "A", "target_org": "B"}})
    kept = [c for c in claims if c.field not in ("state", "formality")]

    register = register_of(*kept, claim("relation", "R", "formality", formality))

    assert register.relations["R"].state == state


def confirmed(*speakers: str, state: str = "existing") -> Relation:
    sources = {f"S-{who}": {"organisation_id": who} for who in speakers}
    said = [claim("relation", "R", "state", state, source=f"S-{who}", dated="2024") for who in speakers]
    tie = {"source_org": "A", "target_org": "B", "state": state}
    return register_of(*said, organisation={"A": {}, "B": {}, "C": {}}, source=sources, relation={"R": tie}).relations[
        "R"
    ]


def test_a_tie_is_confirmed_by_the_ends_that_speak_of_it() -> None:
    assert confirmed().confirmed_by == ""
    assert confirmed("A").confirmed_by == "A"
    assert confirmed("B").confirmed_by == "B"
    assert confirmed("B", "A").confirmed_by == "AB"
    assert confirmed("C").confirmed_by == ""


def test_a_tie_that_its_ends_call_absent_is_not_confirmed_as_a_tie() -> None:
    assert confirmed("A", "B", state="absent").confirmed_by == ""


def test_a_tie_whose_state_is_contested_is_disputed() -> None:
    contested = claim("relation", "R", "state", "absent", source="S-B", dated="2020")
    ends = {"source_org": "A", "target_org": "B"}

    register = register_of(contested, organisation={"A": {}, "B": {}}, relation={"R": ends})

    assert register.relations["R"].disputed
    assert not tie().disputed


def test_what_a_seat_has_not_said_is_unknown_and_never_assumed() -> None:
    row = {"organisation_id": "A", "focal_point_sex": "unknown", "survivor_informed": "no"}

    seat = register_of(organisation={"A": {}}, seat={"Z": row}).seats["Z"]

    assert (seat.focal_point_sex, seat.survivor_informed, seat.disability_voice) == ("", "no", "")
    assert (seat.chair, seat.funds_and_evaluates, seat.assessed) == (False, False, False)


def test_a_role_is_named_in_the_language_people_read_next() -> None:
    roles = register_of(
        role={"D": {"label_en": "Police", "label_fr": "Police qui détecte"}, "E": {"label_en": "Schools"}}
    ).roles

    assert roles["D"].label("mfe") == roles["D"].label("fr") == "Police qui détecte"
    assert roles["E"].label("fr") == roles["E"].label("mfe") == roles["E"].label("en") == "Schools"


def test_articles_of_the_protocol_are_read_one_by_one() -> None:
    row = {"instrument": "Act", "palermo_article": "5; 6;", "year": 2009, "legal_status": "in_force"}

    provision = register_of(provision={"P": row}).provisions["P"]

    assert provision.palermo == ("5", "6")
    assert (provision.year, provision.legal_status) == (2009, "in_force")
