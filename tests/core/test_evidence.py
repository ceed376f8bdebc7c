"""Findings: each rule speaks where the data bear it out, keeps silent where they do not, and rests on what can be shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import register_of

from filao.core.analysis import Analysis
from filao.core.evidence import Finding, advice, findings
from filao.core.register import Register
from filao.core.vocabulary.standard import VICTIM_POPULATIONS

HERE = {"districts": ("NATIONAL",)}


def found(register: Register) -> dict[str, Finding]:
    return {finding.id: finding for finding in findings(Analysis(register))}


def cited(finding: Finding, kind: str) -> list[str]:
    return [e.id for e in finding.evidence if e.record_kind == kind or e.kind == kind]


def tie(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"source_org": source, "target_org": target} | more


# --- the rules -----------------------------------------------------------------------------------------------------


def test_an_empty_register_bears_out_nothing() -> None:
    assert found(register_of()) == {}
    assert advice(Analysis(register_of()), ()) == ()


def test_few_referrals_among_many_ties_are_a_finding() -> None:
    ties = {f"r{n}": tie("A", "B", kind="coordinates_with") for n in range(3)} | {"ref": tie("A", "B", formality="sop")}
    actions = {
        "x": {"organisation_id": "A", "title": "Referral forms printed"},
        "y": {"organisation_id": "A", "title": "Referral plan", "status": "planned"},
    }

    finding = found(register_of(organisation={"A": {}, "B": {}}, relation=ties, action=actions))["referrals"]

    assert finding.facts == {"formal": 1}
    assert cited(finding, "relation") == ["ref"]
    assert [e.id for e in finding.counter] == ["x"]
    many = {"ref2": tie("B", "A")} | ties
    assert "referrals" not in found(register_of(organisation={"A": {}, "B": {}}, relation=many))


def expecting(relation: dict[str, Any], stage: str = "identification", **shelter: Any) -> dict[str, Finding]:
    return found(
        register_of(
            organisation={"LAB": {}, "POL": {}, "SH": {"nrm_stages": ("protection",)} | shelter},
            role={
                "D": {"organisation_ids": ("LAB",)},
                "I": {"organisation_ids": ("POL",)},
                "S": {"organisation_ids": ("SH",)},
            },
            expected_link={
                "E": {"stage": stage, "from_role": "D", "to_role": "I" if stage == "identification" else "S"}
            },
            relation=relation,
        )
    )


def test_bodies_that_meet_people_first_and_refer_nobody_are_named_for_their_reply() -> None:
    instead = {"R": tie("LAB", "POL", kind="shares_information")}

    finding = expecting(instead)["detection"]

    assert finding.bodies == ("LAB",)
    assert finding.negative
    assert [e.id for e in finding.counter] == ["R"]
    assert "detection" not in expecting({"R": tie("LAB", "POL")})


def test_shelters_to_which_nobody_is_referred_are_a_finding() -> None:
    men = {"location_withheld": True, "target_populations": ("men", "women")}

    finding = expecting({}, "referral", **men)["shelters"]

    assert (finding.bodies, finding.facts["men"], finding.facts["expected"]) == (("SH",), ("SH",), 1)
    assert finding.negative
    assert "shelters" not in expecting({"R": tie("LAB", "SH")}, "referral", **men)
    assert "shelters" in expecting({"R": tie("LAB", "SH", formality="event")}, "referral", **men)
    assert "shelters" not in expecting({}, "referral")
    women = expecting({}, "referral", location_withheld=True)["shelters"]
    assert (women.facts["men"], cited(women, "organisation")) == ((), ["SH"])


def test_ways_that_break_are_a_finding_with_the_stage_at_which_most_do() -> None:
    whole = HERE | {
        "nrm_stages": ("identification", "protection", "case_management", "reintegration"),
        "target_populations": ("women",),
    }
    half = HERE | {"nrm_stages": ("identification", "protection"), "target_populations": ("men", "children")}

    finding = found(register_of(organisation={"A": whole, "B": half}))["pathways"]

    assert finding.facts["complete"] == ("women:MAIN",)
    assert (finding.facts["worst"], finding.facts["worst_count"]) == ("identification", 12)
    assert "pathways.breaks.identification" in cited(finding, "figure")


def test_where_every_way_is_complete_there_is_no_finding() -> None:
    whole = {
        "nrm_stages": ("identification", "protection", "case_management", "reintegration"),
        "target_populations": ("all_victims",),
        "districts": ("MAIN", "ISLE"),
    }

    assert "pathways" not in found(register_of(organisation={"A": whole}))


def test_an_island_that_is_named_but_where_nobody_identifies_some_groups_is_a_finding() -> None:
    local = {
        "districts": ("ISLE",),
        "opening": "24/7",
        "nrm_stages": ("identification",),
        "target_populations": ("children",),
    }

    finding = found(register_of(organisation={"CARE": local}))["territory:ISLE"]

    assert finding.facts["missing"] == tuple(p for p in VICTIM_POPULATIONS if p not in ("children", "girls"))
    assert (cited(finding, "organisation"), [e.id for e in finding.counter]) == (["CARE"], ["CARE"])
    assert "territory:ISLE" not in found(register_of(organisation={"A": HERE}))


def test_groups_that_hardly_any_body_names_are_a_finding() -> None:
    everybody = HERE | {"nrm_stages": ("protection",), "target_populations": VICTIM_POPULATIONS}
    women = HERE | {
        "nrm_stages": ("protection",),
        "target_populations": tuple(p for p in VICTIM_POPULATIONS if p != "men"),
    }

    finding = found(register_of(organisation={"A": everybody, "B": women}))["populations"]

    assert finding.facts == {"populations": ("men",)}
    assert cited(finding, "organisation") == ["A"]
    assert "populations" not in found(register_of(organisation={"A": everybody, "B": everybody}))


def test_committees_whose_members_are_not_known_are_a_finding() -> None:
    groups = {"G": {}, "H": {}, "W": {"kind": "working_group"}}
    seats = {f"s{n}": {"organisation_id": "A", "group_id": "G"} for n in range(2)}

    finding = found(register_of(organisation={"A": {}}, group=groups, seat=seats))["coordination"]

    assert finding.facts == {"groups": ("H",), "standing": 2}
    assert "coordination" not in found(register_of(organisation={"A": {}}, group={"H": {}}))


def test_partners_on_most_ways_between_others_are_a_finding_that_cites_only_figures_there_are() -> None:
    star = {f"r{n}": tie(f"N{n}", "INT", kind="coordinates_with") for n in range(3)}
    bodies = {"INT": {"kind": "international"}} | {f"N{n}": {} for n in range(3)}

    finding = found(register_of(organisation=bodies, relation=star))["dependency"]

    assert finding.facts == {"bodies": ("INT",), "of": 1}
    assert [id for id in cited(finding, "figure") if "broker" in id] == ["network.broker.1.name"]
    assert "dependency" not in found(register_of(organisation=bodies | {"INT": {}}, relation=star))


def test_a_mandate_held_twice_without_a_tie_is_a_finding_on_named_bodies() -> None:
    police = HERE | {"kind": "law_enforcement", "nrm_stages": ("investigation",), "target_populations": ("children",)}

    finding = found(register_of(organisation={"A": police, "B": police}))["shared_mandates"]

    assert (finding.bodies, finding.negative) == (("A", "B"), True)


def test_trainings_without_numbers_are_a_finding_once_it_is_known_who_was_trained() -> None:
    def trained(*participants: int | None, who: tuple[str, ...] = ("A",)) -> dict[str, Finding]:
        rows = {
            f"T{n}": {"topic": "x", "trainee_ids": who} | ({} if number is None else {"participants": number})
            for n, number in enumerate(participants)
        }
        return found(register_of(organisation={"A": {}}, training=rows))

    assert cited(trained(12, None, None)["training"], "training") == ["T0"]
    assert "training" not in trained(12, None)
    assert "training" not in trained(None, who=())


def test_bodies_on_one_source_and_facts_of_unnamed_bodies_are_findings() -> None:
    actions = {"x": {"organisation_id": "GOVM"}, "y": {"organisation_id": "A", "status": "unknown"}}
    register = register_of(organisation={"A": {}, "GOVM": {"placeholder": True}}, action=actions)

    assert {"evidence_base", "attribution"} <= set(found(register))
    assert cited(found(register)["attribution"], "action") == ["x"]
    sure = register_of(organisation={"A": {}}, action={"z": {"organisation_id": "A"}})
    assert "attribution" not in found(sure)


# --- advice --------------------------------------------------------------------------------------------------------


def test_each_recommendation_names_who_would_act_and_the_findings_it_rests_on() -> None:
    police = HERE | {"kind": "law_enforcement", "nrm_stages": ("investigation",), "target_populations": ("children",)}
    register = register_of(
        organisation={
            "LEAD": {"kind": "government"} | HERE, "POL": police, "UNIT": police | {"parent_id": "POL"}, "TEAM": police,
            "CARE": {"districts": ("ISLE",)},
        }
    )  # fmt: skip
    analysis = Analysis(register)

    given = {a.id: a for a in advice(analysis, findings(analysis))}

    assert given["lead_for_shared"].owner == "POL"
    assert given["territory_pathway"].owner == "CARE"
    assert given["confirm_register"].owner == "LEAD"
    assert given["adult_pathway"].findings == ("pathways", "populations")
    assert given["adult_pathway"].facts.keys() >= {"worst", "populations"}
    assert "training_records" not in given


def test_an_island_acts_through_the_body_that_coordinates_it() -> None:
    bodies = {"CARE": {"districts": ("ISLE",)}, "COUNCIL": {"districts": ("ISLE",), "nrm_stages": ("coordination",)}}
    analysis = Analysis(register_of(organisation=bodies))

    assert {a.id: a.owner for a in advice(analysis, findings(analysis))}["territory_pathway"] == "COUNCIL"


def test_where_no_police_and_no_island_body_is_known_the_lead_would_act() -> None:
    bodies = {"LEAD": {"kind": "government", "districts": ("NATIONAL", "ISLE")}}
    analysis = Analysis(register_of(organisation=bodies))

    assert {a.owner for a in advice(analysis, findings(analysis))} == {"LEAD"}


# --- every finding -------------------------------------------------------------------------------------------------


def check(analysis: Analysis) -> tuple[Finding, ...]:
    """What holds of every finding of any register."""
    result = findings(analysis)
    assert [f.weight for f in result] == sorted((f.weight for f in result), reverse=True)
    assert len({f.id for f in result}) == len(result)
    for finding in result:
        assert finding.evidence
        for proof in (*finding.evidence, *finding.counter):
            if proof.kind == "figure":
                assert proof.id in analysis.figures, (finding.id, proof.id)
            else:
                assert analysis.register.record(proof.record_kind, proof.id), (finding.id, proof)
        assert not finding.negative or finding.bodies
    for item in advice(analysis, result):
        assert set(item.findings) <= {f.id for f in result}
    return result


kinds = st.sampled_from(["government", "law_enforcement", "ngo", "international"])
stages = st.lists(st.sampled_from(["identification", "investigation", "protection", "coordination"]), unique=True).map(
    tuple
)
people = st.lists(st.sampled_from(["women", "men", "children", "all_victims"]), unique=True).map(tuple)
places = st.lists(st.sampled_from(["NATIONAL", "ISLE", "PORT"]), unique=True).map(tuple)
rows = st.fixed_dictionaries(
    {"kind": kinds, "nrm_stages": stages, "target_populations": people, "districts": places,
     "location_withheld": st.booleans(), "placeholder": st.booleans()}
)  # fmt: skip
names = st.sampled_from("ABC")


@settings(max_examples=40, deadline=None)
@given(
    st.fixed_dictionaries(dict.fromkeys("ABC", rows)),
    st.lists(st.tuples(names, names, st.sampled_from(["refers_to", "funds", "trains"])), max_size=5),
    st.lists(st.tuples(names, st.booleans()), max_size=3),
)
def test_every_finding_rests_on_figures_and_records_that_exist(
    bodies: dict[str, Any], ties: list[tuple[str, str, str]], trainings: list[tuple[str, bool]]
) -> None:
    register = register_of(
        organisation=bodies,
        relation={f"r{n}": tie(a, b, kind=kind) for n, (a, b, kind) in enumerate(ties) if a != b},
        training={f"T{n}": {"topic": "x"} | ({"trainee_ids": (a,)} if who else {}) for n, (a, who) in enumerate(trainings)},
        role={"D": {"organisation_ids": ("A",)}, "S": {"organisation_ids": ("B", "C")}},
        expected_link={s: {"from_role": "D", "to_role": "S", "stage": s} for s in ("referral", "identification")},
        action={"x": {"organisation_id": "A", "status": "unknown"}},
    )  # fmt: skip

    check(Analysis(register))


def test_the_findings_of_mauritius_stand_on_the_record(analysis: Analysis) -> None:
    result = check(analysis)

    assert [f.id for f in result] == [
        "referrals", "pathways", "detection", "territory:RODRIGUES", "shelters", "populations", "coordination",
        "dependency", "shared_mandates", "training", "evidence_base", "attribution",
    ]  # fmt: skip


@pytest.mark.parametrize("rule", ["detection", "shelters", "shared_mandates"])
def test_bodies_in_a_poor_light_are_named_so_that_they_can_reply(analysis: Analysis, rule: str) -> None:
    finding = next(f for f in findings(analysis) if f.rule == rule)

    assert finding.negative
    assert set(finding.bodies) <= set(analysis.register.organisations)


def test_every_finding_of_mauritius_leads_to_advice_that_somebody_can_follow(analysis: Analysis) -> None:
    result = findings(analysis)

    given = advice(analysis, result)

    assert {id for a in given for id in a.findings} == {f.id for f in result}
    assert all(analysis.register.organisations[a.owner].national for a in given)
    assert {a.id: a.owner for a in given}["referral_procedure"] == "PMO", "the lead authority, not one of the services"
