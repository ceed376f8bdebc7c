"""From a register to a suggestion: who may sit, what stands, what is suggested and why, on small registers and Mauritius."""

from __future__ import annotations

from typing import Any

import pytest

from filao.core.committee import (
    Clash,
    Explanation,
    Rule,
    Seating,
    Suggestion,
    choose_group,
    default_sizes,
    eligibility,
    explain,
    seating_of,
    steps,
    suggest,
)
from filao.core.problems import Problem
from filao.core.register import Claim, Fact, Record, Register
from filao.core.vocabulary import STANDARD, Term, overlay

Rows = dict[str, dict[str, Any]]


def register_of(
    organisations: Rows, seats: Rows | None = None, relations: Rows | None = None, groups: Rows | None = None
) -> Register:
    """A register from plain values: kind -> id -> fields."""

    def record(kind: str, id: str, fields: dict[str, Any]) -> Record:
        return Record(kind, id, {name: Fact(Claim("", kind, id, name, value)) for name, value in fields.items()})

    sheets = {
        "organisation": {id: {"name": id, "short_name": id, "kind": "ngo"} | row for id, row in organisations.items()},
        "seat": {id: {"group_id": "G", "seat_type": "mandate"} | row for id, row in (seats or {}).items()},
        "relation": {id: {"kind": "refers_to"} | row for id, row in (relations or {}).items()},
        "group": {"G": {"name": "Group", "short_name": "G", "kind": "working_group"}} if groups is None else groups,
    }
    records = {kind: {id: record(kind, id, row) for id, row in rows.items()} for kind, rows in sheets.items()}
    places = overlay(
        STANDARD,
        [("district", Term("NATIONAL", {}, kind="statement")), ("district", Term("ISLE", {}, kind="island"))],
    )
    return Register(records, "2025-11-30", places)


def cells(stage: str, *populations: str) -> dict[str, Any]:
    return {"nrm_stages": (stage,), "target_populations": populations}


def caught(register: Register, *args: Any, **options: Any) -> Problem:
    with pytest.raises(Problem) as found:
        seating_of(register, *args, **options)
    return found.value


# --- who may sit ---------------------------------------------------------------------------------------------------


def test_only_national_bodies_that_work_today_may_be_suggested() -> None:
    register = register_of(
        {
            "OK": {},
            "UN": {"kind": "international"},
            "ABROAD": {"foreign": True},
            "SOMEBODY": {"placeholder": True},
            "SHUT": {"standing": "closed"},
            "ENDED": {"valid_to": 2019},
            "ASLEEP": {"standing": "inactive"},
            "BOARD": {},
            "SITS": {},
            "WATCHES": {},
        },
        {"1": {"organisation_id": "SITS"}, "2": {"organisation_id": "WATCHES", "seat_type": "observer"}},
        groups={"G": {"name": "G", "short_name": "G", "kind": "working_group", "organisation_id": "BOARD"}},
    )

    found = eligibility(register, "G")

    assert found.candidates == ("ASLEEP", "OK")
    assert found.excluded == {
        "ABROAD": "foreign", "BOARD": "group", "ENDED": "closed", "SHUT": "closed", "SITS": "seated",
        "SOMEBODY": "placeholder", "UN": "international", "WATCHES": "observer",
    }  # fmt: skip


def test_a_unit_of_a_member_may_sit_unless_kin_are_left_out() -> None:
    register = register_of(
        {"MIN": {"kind": "government"}, "UNIT": {"parent_id": "MIN"}, "TOP": {}, "SUB": {"parent_id": "TOP"}},
        {"1": {"organisation_id": "MIN"}},
    )

    assert "UNIT" in eligibility(register, "G").candidates
    assert eligibility(register, "G", exclude_kin=True).excluded["UNIT"] == "kin"
    kin = [c for c in seating_of(register, exclude_kin=True, rules=()).instance.constraints if c.code == "kin"]
    assert [dict(c.terms) for c in kin] == [{"SUB": 1, "TOP": 1}]


# --- which group, which wishes -------------------------------------------------------------------------------------


def test_the_only_working_group_is_meant_when_none_is_named(mauritius: Register) -> None:
    assert choose_group(mauritius) == "TWG"
    assert choose_group(mauritius, "NSC") == "NSC"


def test_the_only_group_with_seats_is_meant_where_there_is_no_working_group() -> None:
    groups = {id: {"name": id, "short_name": id, "kind": "steering"} for id in ("G", "H")}
    bodies: Rows = {"A": {}}

    assert choose_group(register_of(bodies, {"1": {"organisation_id": "A"}}, groups=groups)) == "G"
    assert caught(register_of(bodies, groups=groups)).code == "which_group"
    assert caught(register_of(bodies, groups=groups), "X").facts["groups"] == ("G", "H")
    assert caught(register_of(bodies, groups={})).code == "no_group"


def test_wishes_that_cannot_be_are_named_problems(mauritius: Register) -> None:
    assert caught(mauritius, bar=["NOBODY"]).code == "no_such_record"
    assert caught(mauritius, add=["UOM"], bar=["UOM"]).code == "added_and_barred"
    assert caught(mauritius, bar=["PMO"]).code == "seat_by_mandate"
    assert caught(mauritius, add=["IOM"]).facts["reason"] == "observer"
    assert caught(mauritius, add=["ILO"]).facts["reason"] == "international"
    assert caught(mauritius, add=["GOVM"]).facts["reason"] == "placeholder"
    assert caught(mauritius, add=["NSC"]).facts["reason"] == "group"
    assert caught(mauritius, lift=["NO_RULE"]).code == "no_such_rule"
    assert caught(mauritius, weights={"referral:women": 9}).code == "weight_out_of_range"
    assert caught(register_of({"UN": {"kind": "international"}})).code == "no_candidates"


def test_a_body_that_holds_a_mandate_seat_may_be_added_and_nothing_changes(mauritius: Register) -> None:
    assert seating_of(mauritius, seats=22, add=["PMO"]).instance == seating_of(mauritius, seats=22).instance


# --- small registers -----------------------------------------------------------------------------------------------


def test_a_suggestion_covers_first_and_then_reaches() -> None:
    register = register_of(
        {
            "A": cells("referral", "women"),
            "B": cells("referral", "women"),
            "C": cells("referral", "men"),
            "FAR": {},
            "NOWHERE": {"placeholder": True},
        },
        relations={
            "1": {"source_org": "FAR", "target_org": "B", "formality": "mou"},
            "2": {"source_org": "A", "target_org": "FAR", "formality": "event"},
            "3": {"source_org": "A", "target_org": "NOWHERE", "formality": "mou"},
        },
    )

    suggestion = suggest(seating_of(register, seats=2, rules=()))

    assert suggestion.solution.members == ("B", "C")
    assert suggestion.solution.level("reach").value == 3
    first, second = suggestion.members
    assert (first.seat_type, first.alone, first.new, first.reaches_alone) == (
        "suggested", ("referral:women",), ("referral:women",), 2,
    )  # fmt: skip
    assert (first.equal, first.same_coverage) == ((), ("A",))
    assert second.organisation_id == "C"
    assert suggestion.missed == ()


def test_weights_decide_between_cells() -> None:
    register = register_of({"A": cells("referral", "women"), "B": cells("referral", "men")})

    choice = seating_of(register, seats=1, rules=(), weights={"*:men": 2})

    assert suggest(choice).solution.members == ("B",)


def test_recorded_inclusion_seats_stand_unless_they_are_opened() -> None:
    register = register_of(
        {"A": cells("referral", "women"), "B": cells("referral", "women", "men")},
        {"1": {"organisation_id": "A", "seat_type": "inclusion", "focal_point_sex": "female"}},
    )

    assert [m.seat_type for m in suggest(seating_of(register, seats=1, rules=())).members] == ["inclusion"]
    opened = seating_of(register, seats=1, rules=(), free_inclusion=True)
    assert opened.instance.women == {"A"}
    assert suggest(opened).solution.members == ("B",)


def test_a_known_voice_on_an_open_seat_is_kept_by_the_rule() -> None:
    register = register_of(
        {"A": cells("referral", "women"), "B": cells("referral", "women", "men")},
        {"1": {"organisation_id": "A", "seat_type": "inclusion", "survivor_informed": "yes"}},
    )
    voice = Rule("survivor_voice", "voice", voice="survivor_informed")

    suggestion = suggest(seating_of(register, seats=1, rules=(voice,), free_inclusion=True))

    assert suggestion.solution.members == ("A",)
    assert [c.state for c in suggestion.checks] == ["holds"]
    assert suggestion.members[0].serves == ("survivor_voice",)


def test_a_seat_of_a_body_that_is_not_in_the_register_is_left_out() -> None:
    register = register_of({"A": {}}, {"1": {"organisation_id": "GONE"}, "2": {"organisation_id": "A"}})

    assert [s.id for s in seating_of(register, seats=1, rules=()).recorded] == ["A"]


def test_where_nobody_sits_the_first_government_body_is_asked() -> None:
    register = register_of({"A": {}, "M": {"kind": "government"}})

    assert seating_of(register).lead == "M"
    assert seating_of(register_of({"A": {}})).lead == ""


def test_a_clash_leaves_the_seats_given_and_names_itself() -> None:
    register = register_of({"A": {}, "B": {}}, {"1": {"organisation_id": "A"}})
    wants_union = Rule("size", "size")

    seating = seating_of(register, seats=1, rules=(wants_union,), add=["B"])
    suggestion = suggest(seating)

    assert suggestion.solution.status == "infeasible"
    assert [(m.organisation_id, m.seat_type) for m in suggestion.members] == [("A", "mandate"), ("B", "added")]
    assert suggestion.clashes == (Clash(("size", "mandate_seats", "added:B"), ("A",), 1),)
    explanation = explain(seating, suggestion)
    assert (explanation.barrings, explanation.prices) == ((), ())
    assert steps(suggestion) == 3


def test_an_unproved_suggestion_says_so() -> None:
    register = register_of({"A": cells("referral", "women")})

    suggestion = suggest(seating_of(register, seats=1, rules=()), time_limit=0)

    assert suggestion.solution.status == "feasible"
    assert not suggestion.solution.level("coverage").proved


# --- Mauritius -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seating(mauritius: Register) -> Seating:
    return seating_of(mauritius)


@pytest.fixture(scope="module")
def suggestion(seating: Seating) -> Suggestion:
    return suggest(seating)


@pytest.fixture(scope="module")
def explanation(seating: Seating, suggestion: Suggestion) -> Explanation:
    return explain(seating, suggestion)


def test_the_rules_need_22_seats_beside_the_15_mandates(seating: Seating, suggestion: Suggestion) -> None:
    assert seating.asked_seats is None
    assert seating.seats == 22
    assert [m.seat_type for m in suggestion.members] == ["mandate"] * 15 + ["suggested"] * 7
    assert suggestion.members[0].organisation_id == "PMO"
    assert suggestion.members[0].chair
    assert all(m.mandate_text for m in suggestion.members[:15])


def test_the_suggested_seats_are_proved_best(suggestion: Suggestion) -> None:
    added = [m.organisation_id for m in suggestion.members if m.seat_type == "suggested"]

    assert suggestion.solution.status == "optimal"
    assert added == ["CTSP", "MEXA", "MRC", "PASSERELLE", "PEDOSTOP", "SHHH", "UOM"]
    assert (suggestion.total_weight, suggestion.mandate_weight, suggestion.weight) == (51, 28, 35)
    assert suggestion.solution.level("reach").value == 49
    assert len(suggestion.missed) == 16


def test_observers_cover_nothing_and_are_listed_apart(suggestion: Suggestion) -> None:
    assert [o.organisation_id for o in suggestion.observers] == ["EMBUS", "EU", "IOM", "JUD", "UNODC"]
    assert [o.organisation_id for o in suggestion.observers if o.flagged] == ["EMBUS", "EU", "IOM"]
    assert not {o.organisation_id for o in suggestion.observers} & set(suggestion.solution.members)


def test_rules_of_the_group_stand_as_the_data_says(suggestion: Suggestion) -> None:
    states = {check.code: check.state for check in suggestion.checks}

    assert {code for code, state in states.items() if state == "unknown"} == {
        "both_sexes", "survivor_voice", "disability_voice", "conflict_of_interest",
    }  # fmt: skip
    assert [code for code, state in states.items() if state == "broken"] == ["sector_cap:government"]
    figures = {check.code: check.figures for check in suggestion.checks}
    assert (figures["non_state_share"]["count"], figures["non_state_share"]["seats"]) == (7, 22)
    assert (figures["both_sexes"]["known"], figures["survivor_voice"]["known"]) == (0, 0)
    assert figures["sector_cap:government"] == {"count": 9, "limit": 7, "mandate": 9}
    assert figures["conflict_of_interest"]["flagged"] == 4


def test_what_is_not_known_becomes_a_question_to_a_named_body(suggestion: Suggestion, mauritius: Register) -> None:
    asked: dict[str, list[str]] = {}
    for point in suggestion.open_points:
        asked.setdefault(point.code, []).append(point.organisation_id)

    assert len(asked["focal_point_sex"]) == 15
    assert asked["survivor_voice"] == ["MRC", "PASSERELLE", "PEDOSTOP", "SHHH"]
    assert asked["conflict_safeguard"] == ["CDU", "MGEFW", "MPF", "SMWU"]
    assert len(asked["conflict_declaration"]) == 11
    assert {id for ids in asked.values() for id in ids} <= set(mauritius.organisations)


def test_the_mandate_seats_alone_exceed_the_cap_for_government(suggestion: Suggestion) -> None:
    (found,) = suggestion.clashes

    assert found.codes == ("mandate_seats", "sector_cap:government")
    assert (len(found.seats), found.needed) == (9, 8)


def test_fewer_than_22_seats_clash_with_the_mandates(mauritius: Register) -> None:
    twenty = suggest(seating_of(mauritius, seats=20))

    assert twenty.solution.status == "infeasible"
    assert twenty.clashes[0].codes == ("size", "mandate_seats", "non_state_share")
    assert suggest(seating_of(mauritius, seats=22, lift=["non_state_share"])).lifted == ("non_state_share",)


def test_the_only_university_cannot_be_replaced(explanation: Explanation) -> None:
    told = {barring.body: barring for barring in explanation.barrings}

    assert (told["UOM"].loss, told["UOM"].only_for) == (None, ("sector:academia",))
    assert (told["CTSP"].loss, told["CTSP"].joins) == (0, ("CEDEM",))
    assert (told["SHHH"].loss, told["SHHH"].joins) == (2, ("GL",))
    assert told["MPF"].joins == ("SET",)


def test_members_that_could_be_others_are_shown(suggestion: Suggestion) -> None:
    members = {m.organisation_id: m for m in suggestion.members}

    assert {"CEDEM", "DISMOI", "MACOSS"} <= set(members["CTSP"].same_coverage)
    assert members["PMO"].same_coverage == ()


def test_seats_against_coverage_begin_where_the_rules_can_hold(seating: Seating, explanation: Explanation) -> None:
    assert default_sizes(seating) == tuple(range(15, 31))
    assert [p.coverage for p in explanation.curve] == [None] * 7 + [35, 36, 36, 37, 38, 38, 39, 44, 45]
    assert [p.coverage for p in explanation.free_curve] == [28, 33, 35, 37, *range(38, 50)]
    assert (explanation.knee, explanation.free_knee) == (None, 18)


def test_the_price_of_the_rules_together_is_more_than_of_each(explanation: Explanation) -> None:
    cost = {price.code: price.gain for price in explanation.prices}

    assert (cost["all_rules"], cost["non_state_share"], cost["sector_cap:government"], cost["size"]) == (6, 1, 0, 1)
    assert cost["mandate_seats"] == 13
    assert all(price.proved for price in explanation.prices)


def test_what_nobody_covers_is_told_by_place(explanation: Explanation) -> None:
    country = [u for u in explanation.unfilled if not u.territory]

    assert (len(country), len(explanation.unfilled) - len(country)) == (65, 86)
    assert sum(not u.general for u in country) == 24
    assert ("protection", "men") not in {(u.stage, u.population) for u in country}


def test_every_large_group_is_represented(suggestion: Suggestion) -> None:
    entitled = [s for s in suggestion.standings if s.entitled]

    assert [s.group for s in entitled] == [
        "RODRIGUES", "all_victims", "children", "foreign_nationals", "migrant_workers", "women",
    ]  # fmt: skip
    assert all(s.holds for s in suggestion.standings)
    rodrigues = entitled[0]
    assert (rodrigues.weight, rodrigues.filled, rodrigues.members) == (12, 3, ("OC", "RRA"))


def test_explaining_reports_its_progress(seating: Seating, suggestion: Suggestion) -> None:
    calls: list[int] = []

    explain(seating, suggestion, sizes=(22,), step=lambda: calls.append(1))

    assert len(calls) == steps(suggestion) == 25


def test_the_same_register_gives_the_same_suggestion_in_any_order(mauritius: Register, suggestion: Suggestion) -> None:
    turned = {kind: dict(reversed(list(records.items()))) for kind, records in mauritius.records.items()}
    again = suggest(seating_of(Register(turned, mauritius.data_date, mauritius.vocabulary)))

    assert again.solution == suggestion.solution
    assert again.members == suggestion.members
