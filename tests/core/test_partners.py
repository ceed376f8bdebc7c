"""Whom to interview first, by which channel, and why."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import register_of

from filao.core.partners import Partner, partners
from filao.core.questions import Question
from filao.core.register import Register

HERE = {"districts": ("NATIONAL",)}


def partner(row: dict[str, Any], *questions: Question, **kinds: Any) -> Partner:
    (found,) = partners(register_of(organisation={"A": row}, **kinds), questions)
    return found


def ask(body: str, rule: str = "expected_link") -> Question:
    return Question(f"{rule}:{body}", rule, body)


def test_a_mandate_seat_makes_a_body_part_of_the_core() -> None:
    seated = partner(HERE, seat={"s": {"organisation_id": "A"}})
    observing = partner(HERE, seat={"s": {"organisation_id": "A", "seat_type": "observer"}})

    assert (seated.tier, seated.reasons) == ("core", ("mandate_seat",))
    assert (observing.tier, observing.reasons) == ("snowball", ())


@pytest.mark.parametrize("stage", ["identification", "referral", "protection", "case_management"])
def test_who_meets_victims_in_the_country_is_part_of_the_core(stage: str) -> None:
    row = HERE | {"nrm_stages": (stage,)}

    assert partner(row).tier == "core"
    assert partner(row | {"kind": "international"}).tier == "snowball"
    assert partner(row | {"foreign": True}).tier == "snowball"


def test_who_is_alone_in_a_cell_or_named_for_a_place_is_chosen_on_purpose() -> None:
    alone = partner(HERE | {"nrm_stages": ("data",), "target_populations": ("men",)})
    local = partner({"districts": ("PORT",)})

    assert (alone.tier, alone.reasons) == ("purposive", ("only_body",))
    assert (local.tier, local.reasons) == ("purposive", ("territory",))


def test_a_question_that_must_be_asked_is_a_reason_to_go() -> None:
    assert partner(HERE, ask("A")).tier == "purposive"
    assert partner(HERE, ask("A", "training_numbers")).tier == "snowball"


@pytest.mark.parametrize(
    ("row", "channel"),
    [
        ({"districts": ("NATIONAL",)}, "in_person"),
        ({"districts": ("MAIN",)}, "in_person"),
        ({"districts": ("PORT",)}, "in_person"),
        ({"districts": ("ISLE",)}, "video"),
        ({"districts": ("BAY",)}, "video"),
        ({"districts": ("REGIONAL",)}, "video"),
        ({"districts": ("NATIONAL",), "foreign": True}, "video"),
    ],
)
def test_the_main_island_is_visited_and_the_rest_is_called(row: dict[str, Any], channel: str) -> None:
    assert partner(row).channel == channel


def test_a_national_body_is_visited_where_no_islands_are_known() -> None:
    (found,) = partners(register_of(organisation={"A": HERE}, territories=False), ())

    assert found.channel == "in_person"


def test_stand_ins_and_groups_cannot_be_interviewed() -> None:
    register = register_of(
        organisation={"A": HERE, "GOVM": {"placeholder": True}, "COM": HERE}, group={"G": {"organisation_id": "COM"}}
    )

    assert [p.organisation_id for p in partners(register, ())] == ["A"]


def test_the_core_comes_first_then_who_is_asked_most_that_must_be_asked() -> None:
    bodies = dict.fromkeys("ABCD", HERE) | {"Z": HERE | {"nrm_stages": ("referral",)}}
    asked = [ask("B"), ask("C"), ask("C", "coverage"), ask("D"), ask("D", "lead")]

    found = partners(register_of(organisation=bodies), asked)

    assert [(p.organisation_id, p.tier, p.must, p.questions) for p in found] == [
        ("Z", "core", 0, 0),
        ("C", "purposive", 2, 2),
        ("D", "purposive", 1, 2),
        ("B", "purposive", 1, 1),
        ("A", "snowball", 0, 0),
    ]


def test_in_mauritius_rodrigues_and_partners_abroad_are_called(mauritius: Register) -> None:
    channel = {p.organisation_id: p.channel for p in partners(mauritius, ())}

    assert (channel["PMO"], channel["RRACW"], channel["OKUP"]) == ("in_person", "video", "video")
    assert "GOVM" not in channel and "NSC" not in channel
