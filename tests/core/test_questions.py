"""What is not known becomes a question for a named body: which rule asks whom, and what is not asked."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import claim, claims_of, register_of

from filao.core.pathways import expected_status
from filao.core.questions import BLOCKS, PRIORITY, Question, is_service, lead_body, questions
from filao.core.register import Claim, Register
from filao.core.vocabulary.standard import VICTIM_POPULATIONS

LEAD = {"LEAD": {"kind": "government", "districts": ("NATIONAL",)}}


def asked(register: Register, *rules: str) -> list[Question]:
    return [q for q in questions(register, expected_status(register)) if q.rule in rules]


def whom(register: Register, rule: str) -> list[tuple[str, str]]:
    return [(q.id, q.organisation_id) for q in asked(register, rule)]


def of(*more: Claim, organisation: dict[str, dict[str, Any]] | None = None, **kinds: Any) -> Register:
    return register_of(*more, organisation=LEAD | (organisation or {}), **kinds)


# --- who leads -----------------------------------------------------------------------------------------------------


def test_the_chair_of_the_working_group_is_asked_where_no_other_is_nearer() -> None:
    groups = {"G": {"kind": "working_group"}, "H": {"kind": "steering"}}
    seats = {
        "s1": {"organisation_id": "OTHER", "group_id": "H", "chair": True},
        "s2": {"organisation_id": "CHAIR", "chair": True},
    }

    register = of(organisation={"CHAIR": {}, "OTHER": {}}, group=groups, seat=seats)

    assert lead_body(register) == "CHAIR"
    assert lead_body(of(group=groups)) == "LEAD"
    assert lead_body(register_of(organisation={"N": {}, "GOV": {"kind": "government", "placeholder": True}})) == ""


# --- links, conflicts ----------------------------------------------------------------------------------------------

ROLES = {"D": {"organisation_ids": ("POL",)}, "S": {"organisation_ids": ("SH",)}, "NONE": {}, "VOID": {}}


def linked(tie: dict[str, Any] | None = None, **link: Any) -> Register:
    return of(
        organisation={"POL": {}, "SH": {}},
        role=ROLES,
        expected_link={"E": {"from_role": "D", "to_role": "S"} | link},
        relation={"R": {"source_org": "POL", "target_org": "SH"} | tie} if tie is not None else {},
    )


@pytest.mark.parametrize(
    ("tie", "state"),
    [(None, "not_documented"), ({"formality": "event"}, "one_off"), ({"formality": "practice"}, "documented")],
)
def test_an_expected_link_is_asked_of_the_body_it_starts_from_until_a_binding_text_is_known(
    tie: dict[str, Any] | None, state: str
) -> None:
    (question,) = asked(linked(tie), "expected_link")

    assert (question.id, question.organisation_id, question.priority) == ("expected_link:POL:E", "POL", 1)
    assert question.facts["state"] == state
    assert question.about == (("expected_link", "E"), *((("relation", "R"),) if tie else ()))


@pytest.mark.parametrize("tie", [{"formality": "sop"}, {"state": "absent"}])
def test_what_is_binding_or_confirmed_absent_is_not_asked(tie: dict[str, Any]) -> None:
    assert asked(linked(tie), "expected_link") == []


def test_a_role_that_no_body_holds_is_asked_of_the_lead() -> None:
    assert whom(linked(to_role="NONE"), "role_without_body") == [("role_without_body:NONE", "LEAD")]
    assert whom(linked(from_role="NONE"), "role_without_body") == [("role_without_body:NONE", "LEAD")]


def test_where_both_ends_of_a_link_have_no_body_both_are_asked_for() -> None:
    found = whom(linked(from_role="NONE", to_role="VOID"), "role_without_body")

    assert found == [("role_without_body:NONE", "LEAD"), ("role_without_body:VOID", "LEAD")]


def test_a_role_asked_for_by_several_links_is_asked_once_and_names_them_all() -> None:
    links = {n: {"from_role": "D", "to_role": "NONE"} for n in ("E1", "E2")}

    (question,) = asked(of(organisation={"POL": {}}, role=ROLES, expected_link=links), "role_without_body")

    assert question.about == (("expected_link", "E1"), ("expected_link", "E2"))


def test_sources_that_differ_become_a_question_with_both_answers() -> None:
    register = of(
        claim("organisation", "A", "valid_from", 1999, source="S1", dated="2001"),
        claim("organisation", "A", "valid_from", 2001, source="S2", dated="2020"),
        organisation={"A": {}},
    )

    (question,) = asked(register, "conflict")

    assert question.id == "conflict:organisation:A:valid_from"
    assert question.organisation_id == "A"
    assert question.facts["values"] == ("2001", "1999")
    assert question.facts["sources"] == ("S2", "S1")


def test_a_conflict_over_several_codes_offers_each_list_whole() -> None:
    register = of(
        claim("organisation", "A", "four_p", ("prevention",), source="S1", dated="2001"),
        claim("organisation", "A", "four_p", ("prevention", "protection"), source="S2", dated="2020"),
        organisation={"A": {}},
    )

    (question,) = asked(register, "conflict")

    assert question.facts["values"] == ("prevention;protection", "prevention")


@pytest.mark.parametrize(
    ("kind", "row", "field", "body"),
    [
        ("action", {"organisation_id": "A"}, "status", "A"),
        ("relation", {"source_org": "A", "target_org": "LEAD"}, "state", "A"),
        ("provision", {"instrument": "Act"}, "provisions", "LEAD"),
        ("training", {"topic": "Signs"}, "topic", "LEAD"),
        ("action", {"organisation_id": "STANDIN"}, "status", "LEAD"),
    ],
)
def test_a_conflict_is_asked_of_the_body_the_record_belongs_to_or_else_of_the_lead(
    kind: str, row: dict[str, Any], field: str, body: str
) -> None:
    other = claim(kind, "X", field, "another", source="S2", dated="2001")
    bodies = {"A": {}, "STANDIN": {"placeholder": True}}

    assert [q.organisation_id for q in asked(of(other, organisation=bodies, **{kind: {"X": row}}), "conflict")] == [
        body
    ]


@pytest.mark.parametrize(("entered", "again"), [("2025-04-01T00:00:00", False), ("2025-06-01T00:00:00", True)])
def test_a_conflict_that_a_person_decided_is_asked_again_only_for_what_came_later(entered: str, again: bool) -> None:
    register = of(
        claim("organisation", "A", "valid_from", 1999, source="S1", chosen="2025-05-01T00:00:00"),
        claim("organisation", "A", "valid_from", 2001, source="S2", recorded=entered),
        organisation={"A": {}},
    )

    assert bool(asked(register, "conflict")) is again


def test_settings_of_the_analysis_are_not_asked_about() -> None:
    assert asked(of(claim("role", "D", "label_en", "Other", source="S2"), role={"D": {}}), "conflict") == []


# --- coverage ------------------------------------------------------------------------------------------------------


def test_stages_without_a_body_are_asked_of_the_body_nearest_to_the_group() -> None:
    bodies = {
        "SMALL": {"target_populations": ("women",), "nrm_stages": ("protection",)},
        "WIDE": {"target_populations": ("women",), "nrm_stages": ("protection", "reintegration")},
        "INT": {
            "target_populations": ("women",),
            "nrm_stages": ("protection", "data", "referral"),
            "kind": "international",
        },
    }

    found = {q.id: q for q in asked(of(organisation=bodies), "coverage")}

    assert found["coverage:women"].organisation_id == "WIDE"
    assert found["coverage:men"].organisation_id == "LEAD"
    assert "protection" not in found["coverage:women"].facts["stages"]
    assert {"data", "capacity"}.isdisjoint(found["coverage:women"].facts["stages"])


def test_a_group_covered_at_every_stage_is_not_asked_about() -> None:
    whole = {
        "nrm_stages": ("prevention", "identification", "referral", "protection", "case_management", "investigation",
                       "prosecution", "reintegration", "coordination", "monitoring"),
        "target_populations": ("women",), "districts": ("NATIONAL", "ISLE"),
    }  # fmt: skip

    ids = {q.id for q in asked(of(organisation={"A": whole}), "coverage")}

    assert ids == {f"coverage:{p}" for p in VICTIM_POPULATIONS if p != "women"} | {"coverage:ISLE"}


def test_an_island_is_asked_about_through_a_body_of_its_own() -> None:
    local = {"districts": ("ISLE",)}
    lone = of(organisation={"CARE": local})
    seated = of(organisation={"CARE": local, "COUNCIL": local | {"nrm_stages": ("coordination",)}})

    assert ("coverage:ISLE", "CARE") in whom(lone, "coverage")
    assert ("coverage:ISLE", "COUNCIL") in whom(seated, "coverage")
    assert ("coverage:ISLE", "LEAD") in whom(of(), "coverage")


def test_an_island_where_every_group_can_be_identified_is_not_asked_about() -> None:
    everybody = {"districts": ("ISLE",), "nrm_stages": ("identification",), "target_populations": ("all_victims",)}

    assert "coverage:ISLE" not in {q.id for q in asked(of(organisation={"A": everybody}), "coverage")}


def test_a_body_that_is_alone_in_a_cell_is_asked_once_for_all_its_cells() -> None:
    row = {"nrm_stages": ("protection", "referral"), "target_populations": ("men",)}

    (question,) = asked(of(organisation={"A": row}), "single_body")

    assert (question.organisation_id, question.priority) == ("A", 3)
    assert question.facts == {"stages": ("referral", "protection"), "populations": ("men", "men")}


# --- actions, ties, groups, trainings, leads, services -------------------------------------------------------------


def test_measures_of_an_unnamed_body_and_of_unknown_state_are_asked_about() -> None:
    actions = {
        "X": {"organisation_id": "GOVM"},
        "Y": {"organisation_id": "A", "status": "unknown"},
        "Z": {"organisation_id": "A", "status": "past"},
    }

    register = of(organisation={"A": {}, "GOVM": {"placeholder": True}}, action=actions)

    assert whom(register, "unattributed") == [("unattributed:X", "LEAD")]
    assert whom(register, "unknown_status") == [("unknown_status:Y", "A")]


def test_each_end_of_a_standing_tie_is_asked_to_confirm_it_in_one_question() -> None:
    ties = {
        "R1": {"source_org": "A", "target_org": "B", "year": 2024},
        "R2": {"source_org": "A", "target_org": "B", "year": 2024, "kind": "funds"},
        "event": {"source_org": "A", "target_org": "B", "formality": "event"},
        "gone": {"source_org": "A", "target_org": "B", "state": "broken"},
        "far": {"source_org": "A", "target_org": "F", "year": 2024},
    }

    register = of(organisation={"A": {}, "B": {}, "F": {"foreign": True}}, relation=ties)

    found = {q.organisation_id: q.facts["ties"] for q in asked(register, "confirm_ties")}
    assert found == {"A": ("R1", "R2", "far"), "B": ("R1", "R2")}


def test_an_end_that_has_confirmed_a_tie_is_not_asked_again() -> None:
    register = of(
        *claims_of("S-A", relation={"R": {"source_org": "A", "target_org": "B", "year": 2024}}),
        organisation={"A": {}, "B": {}}, source={"S-A": {"organisation_id": "A"}},
    )  # fmt: skip

    assert [q.organisation_id for q in asked(register, "confirm_ties")] == ["B"]


def test_old_ties_and_undated_ties_are_asked_about_apart() -> None:
    old = claims_of("S", "2015", relation={"OLD": {"source_org": "A", "target_org": "B", "year": 2015}})
    undated = {
        "NEW": {"source_org": "A", "target_org": "B", "year": 2024},
        "NONE": {"source_org": "A", "target_org": "B"},
    }

    register = of(*old, organisation={"A": {}, "B": {}}, relation=undated)

    assert {q.organisation_id: q.facts["ties"] for q in asked(register, "stale_ties")} == {"A": ("OLD",), "B": ("OLD",)}
    assert {q.facts["ties"] for q in asked(register, "undated_ties")} == {("NONE",)}


def test_a_group_whose_members_are_not_known_is_asked_of_its_chair_its_parent_or_the_lead() -> None:
    bodies = {"CHAIR": {}, "MIN": {}, "COM": {"parent_id": "MIN"}, "SUB": {"parent_id": "COM"}}
    groups = {"G": {"organisation_id": "COM"}, "H": {"organisation_id": "SUB"}, "K": {}}
    seat = {"organisation_id": "CHAIR", "group_id": "K", "chair": True}

    register = of(organisation=bodies, group=groups, seat={"s": seat})

    assert whom(register, "group_members") == [
        ("group_members:K", "CHAIR"),
        ("group_members:H", "LEAD"),
        ("group_members:G", "MIN"),
    ]


def test_a_group_with_two_known_members_is_not_asked_about() -> None:
    seats = {s: {"organisation_id": "LEAD", "group_id": "K"} for s in ("s1", "s2")}

    assert asked(of(group={"K": {}}, seat=seats), "group_members") == []


def test_who_will_sit_in_the_working_group_is_asked_of_each_seat_but_not_of_observers() -> None:
    told = {"survivor_informed": "no", "disability_voice": "no", "funds_and_evaluates": False}
    seats = {
        "known": {"organisation_id": "A", "focal_point_sex": "female", "alternate_sex": "male", **told},
        "untold": {"organisation_id": "A", "focal_point_sex": "female", "alternate_sex": "male"},
        "half": {"organisation_id": "A", "focal_point_sex": "female"},
        "none": {"organisation_id": "A", "focal_point_sex": "unknown", "alternate_sex": "unknown"},
        "watch": {"organisation_id": "A", "seat_type": "observer"},
    }

    register = of(organisation={"A": {}}, group={"G": {"kind": "working_group"}}, seat=seats)

    assert [id for id, _ in whom(register, "seat_facts")] == [
        "seat_facts:half",
        "seat_facts:none",
        "seat_facts:untold",
    ]
    assert asked(register, "group_members") == []


def test_trainers_are_asked_for_the_numbers_that_no_source_gives() -> None:
    trainings = {
        "T1": {"topic": "x", "trainer_ids": ("A", "B")},
        "T2": {"topic": "x", "trainer_ids": ("A",)},
        "T3": {"topic": "x", "trainer_ids": ("A",), "participants": 20},
        "T4": {"topic": "x"},
    }

    (question,) = asked(of(organisation={"A": {}, "B": {}}, training=trainings), "training_numbers")

    assert (question.organisation_id, question.facts["trainings"]) == ("A", ("T1", "T2"))


def test_what_is_remembered_is_asked_of_the_body_named_or_of_the_lead() -> None:
    leads = {"U1": {"organisation_id": "A"}, "U2": {}}

    assert whom(of(organisation={"A": {}}, lead=leads), "lead") == [("lead:U1", "A"), ("lead:U2", "LEAD")]


def test_a_lead_about_a_merged_body_is_asked_of_the_body_it_proved_to_be() -> None:
    merge = claim("organisation", "A", "merged_into", "B")

    register = of(merge, organisation={"A": {}, "B": {}}, lead={"U": {"organisation_id": "A"}})

    assert whom(register, "lead") == [("lead:U", "B")]


def test_bodies_that_receive_people_are_asked_what_their_sheet_lacks() -> None:
    whole = {"services": ("shelter",), "languages": ("en",), "opening": "24/7", "nrm_stages": ("protection",)}
    bodies = {
        "WHOLE": whole,
        "BARE": {"nrm_stages": ("case_management",)},
        "PART": whole | {"languages": ()},
        "LOBBY": {"nrm_stages": ("prevention",)},
    }

    found = {q.organisation_id: q.facts["fields"] for q in asked(of(organisation=bodies), "service_details")}

    assert found == {"BARE": ("services", "languages", "opening"), "PART": ("languages",)}


@pytest.mark.parametrize(
    "row", [{"kind": "international"}, {"foreign": True}, {"placeholder": True}, {"nrm_stages": ()}]
)
def test_a_service_is_a_body_of_the_country_that_receives_people(row: dict[str, Any]) -> None:
    bodies = register_of(
        organisation={"A": {"nrm_stages": ("protection",)}, "B": {"nrm_stages": ("protection",)} | row}
    )

    assert is_service(bodies.organisations["A"])
    assert not is_service(bodies.organisations["B"])


# --- the list as a whole -------------------------------------------------------------------------------------------


def test_every_rule_has_a_block_of_the_guide_and_a_priority() -> None:
    assert set(BLOCKS) == set(PRIORITY)
    assert set(BLOCKS.values()) <= set(range(1, 8))
    assert set(PRIORITY.values()) == {1, 2, 3}


def test_a_register_without_a_lead_asks_nobody_in_its_place() -> None:
    assert questions(register_of(organisation={"N": {}}, lead={"U": {}}), ()) == ()


def test_the_questions_of_mauritius_go_to_bodies_that_can_be_asked_each_once(mauritius: Register) -> None:
    found = questions(mauritius, expected_status(mauritius))

    assert len({q.id for q in found}) == len(found)
    assert {q.organisation_id for q in found} <= {b.id for b in mauritius.organisations.values() if not b.placeholder}
    assert [q.priority for q in found] == sorted(q.priority for q in found)
    for question in found:
        assert question.block == BLOCKS[question.rule]
        for kind, id in question.about:
            assert mauritius.record(kind, id)


def test_every_unattributed_and_unsettled_fact_of_mauritius_is_asked_about(mauritius: Register) -> None:
    rules = [q.rule for q in questions(mauritius, expected_status(mauritius))]

    assert rules.count("unattributed") == 17
    assert rules.count("unknown_status") == 5
    assert rules.count("conflict") == 2
    assert rules.count("lead") == len(mauritius.leads)
