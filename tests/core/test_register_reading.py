"""The register as one reading: from claims to entities, through merges, and back to earlier dates."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.builders import DATE, claim, claims_of, register_of, shown

from filao.core.register import KINDS, Claim, Holding, Register, assemble

Bodies = {"A": {}, "B": {}, "C": {}}


def merge(one: str, into: str, **more: Any) -> Claim:
    return claim("organisation", one, "merged_into", into, source="S", dated="2024", **more)


def everything(register: Register) -> list[Any]:
    names = (
        "sources", "organisations", "actions", "relations", "provisions", "trainings", "groups", "seats", "roles",
        "expected_links", "leads", "units", "sources_of", "merged",
    )  # fmt: skip
    return [getattr(register, name) for name in names]


def a_country() -> list[Claim]:
    """One record of each kind, all of them speaking of A, B and C."""
    return claims_of(
        source={"S": {"organisation_id": "A"}},
        organisation={"A": {}, "B": {"parent_id": "A"}, "C": {"parent_id": "B"}},
        action={"X": {"organisation_id": "A", "partner_ids": ("B", "C"), "funder_ids": ("B",)}},
        relation={"R": {"source_org": "A", "target_org": "B"}, "Q": {"source_org": "C", "target_org": "B"}},
        provision={"P": {"instrument": "Act"}},
        training={"T": {"topic": "Signs", "trainer_ids": ("A",), "trainee_ids": ("B", "C"), "participants": 12}},
        group={"G": {"organisation_id": "B"}},
        seat={"Z": {"organisation_id": "B"}},
        role={"D": {"organisation_ids": ("A", "B")}, "E": {}},
        expected_link={"L": {"from_role": "D", "to_role": "E"}},
        lead={"U": {"organisation_id": "B"}},
        term={"district:ISLE": {"list": "district", "code": "ISLE", "label_en": "Isle", "kind": "island"}},
    )


# --- reading -------------------------------------------------------------------------------------------------------


def test_every_kind_of_record_can_be_read() -> None:
    register = assemble(a_country(), DATE)

    assert set(register.records) == set(KINDS)
    assert register.organisations["B"].parent_id == "A"
    assert register.units == {"A": ("B",), "B": ("C",)}
    assert register.trainings["T"].participants == 12
    assert register.expected_links["L"].relation_kinds == ("refers_to",)
    assert register.provisions["P"].instrument == "Act"
    assert [t.code for t in register.vocabulary.territories("island")] == ["ISLE"]


def test_a_register_reads_the_same_in_whatever_order_a_database_gives_its_claims() -> None:
    forth, back = assemble(a_country(), DATE), assemble(reversed(a_country()), DATE)

    assert [list(of) for of in everything(forth)] == [list(of) for of in everything(back)]
    assert list(back.organisations) == ["A", "B", "C"]


def test_what_is_not_there_is_none() -> None:
    register = register_of(organisation=Bodies)

    assert register.record("organisation", "Z") is None
    assert register.record("action", "A") is None
    assert register.fact("organisation", "Z", "name") is None
    assert register.fact("organisation", "A", "mandate") is None
    assert register.fact("organisation", "A", "name") is not None


def test_a_body_is_spoken_of_by_the_sources_of_its_row_its_actions_and_its_ties() -> None:
    more = [
        *claims_of("S-action", action={"X": {"organisation_id": "A", "partner_ids": ("B", "GONE")}}),
        *claims_of("S-tie", relation={"R": {"source_org": "B", "target_org": "C"}}),
    ]

    register = register_of(*more, organisation=Bodies)

    assert register.sources_of == {
        "A": {"S", "S-action"},
        "B": {"S", "S-action", "S-tie"},
        "C": {"S", "S-tie"},
    }


def test_evidence_is_stale_after_five_years_and_never_when_undated() -> None:
    old = claims_of("S", "2020-01-01", organisation={"OLD": {}})
    undated = claims_of("S", "", organisation={"NONE": {}})

    register = register_of(*old, *undated, organisation={"NEW": {}})

    assert register.reference_year == 2025
    assert register.evidence_year("organisation", "OLD") == 2020
    assert register.evidence_year("organisation", "NONE") is None
    assert register.evidence_year("organisation", "GONE") is None
    assert [register.is_stale("organisation", id) for id in ("OLD", "NEW", "NONE")] == [True, False, False]
    assert not register.is_stale("organisation", "OLD", years=6)


@given(st.data())
def test_claims_taken_one_after_another_read_like_claims_taken_at_once(data: st.DataObject) -> None:
    """A holding rebuilds only what a change touches; nothing of the state before may stay behind."""
    claims = a_country()
    number = data.draw(st.integers(0, len(claims) - 1))
    first = claims[number]
    later = claim(first.kind, first.record, first.field, first.value, id=first.id, source="S", status="withdrawn")
    holding = Holding()
    for part in (claims[: number + 3], claims[number + 3 :]):
        holding.take(part)
        holding.register(DATE)

    holding.take([later])

    settled = [*claims[:number], later, *claims[number + 1 :]]
    assert shown(holding.register(DATE)) == shown(assemble(settled, DATE))
    if first.field not in ("label_en",):
        assert everything(holding.register(DATE)) == everything(assemble(settled, DATE))
    assert len(holding.claims) == len(claims)


def test_a_source_that_no_longer_speaks_for_a_body_confirms_nothing() -> None:
    ties = {"R": {"source_org": "A", "target_org": "B", "state": "existing"}}
    speaks = claim("source", "S2", "organisation_id", "B", source="")
    holding = Holding()
    holding.take(claims_of("S1", source={"S1": {"organisation_id": "A"}}, organisation=Bodies, relation=ties))
    holding.take([speaks, *claims_of("", source={"S2": {}}), claim("relation", "R", "state", "existing", source="S2")])
    both = holding.register(DATE)

    holding.take([claim("source", "S2", "organisation_id", "B", source="", id=speaks.id, status="withdrawn")])

    assert (both.relations["R"].confirmed_by, both.records["relation"]["R"].facts["state"].confidence) == ("AB", "A")
    one = holding.register(DATE)
    assert one.relations["R"].confirmed_by == "A"
    assert one.records["relation"]["R"].facts["state"].confidence != "A"


# --- merges --------------------------------------------------------------------------------------------------------


def test_every_reference_to_a_merged_body_follows_it() -> None:
    register = assemble([*a_country(), merge("B", "A")], DATE)

    assert set(register.organisations) == {"A", "C"}
    assert register.merged == {"B": "A"}
    assert register.actions["X"].partner_ids == ("A", "C")
    assert register.actions["X"].funder_ids == ("A",)
    assert register.relations["Q"].target == "A"
    assert register.trainings["T"].trainee_ids == ("A", "C")
    assert register.groups["G"].organisation_id == register.seats["Z"].organisation_id == "A"
    assert register.roles["D"].organisation_ids == ("A",)
    assert register.leads["U"].organisation_id == "A"
    assert register.organisations["C"].parent_id == "A"


def test_every_field_that_names_a_body_is_known_to_merging() -> None:
    """A reference that merging forgot would point at a body that is gone."""
    for kind in KINDS.values():
        for spec in kind.fields:
            if spec.refs != "organisation" or spec.name == "merged_into":
                continue
            value = ("B",) if spec.many else "B"
            row = {kind.name: {"NEW": {spec.name: value}}}
            register = assemble([*claims_of(organisation=Bodies), *claims_of(**row), merge("B", "A")], DATE)
            record = register.record(kind.name, "NEW")
            if kind.name == "relation":
                continue
            assert record is not None and record.codes(spec.name) == ("A",), (kind.name, spec.name)


def test_a_tie_between_two_rows_of_one_body_falls_away() -> None:
    register = assemble([*a_country(), merge("B", "A")], DATE)

    assert set(register.relations) == {"Q"}


def test_what_a_merged_body_said_still_confirms_its_ties() -> None:
    claims = claims_of(
        "S", source={"S": {"organisation_id": "B"}}, organisation=Bodies,
        relation={"R": {"source_org": "B", "target_org": "C"}},
    )  # fmt: skip

    assert assemble(claims, DATE).relations["R"].confirmed_by == "A"
    assert assemble([*claims, merge("B", "A")], DATE).relations["R"].confirmed_by == "A"


def test_merges_are_followed_to_the_last_body() -> None:
    register = register_of(merge("A", "B"), merge("B", "C"), organisation=Bodies)

    assert register.merged == {"A": "C", "B": "C"}
    assert set(register.organisations) == {"C"}


def test_a_body_merged_with_its_own_unit_is_no_part_of_itself() -> None:
    bodies = {"A": {"parent_id": "B"}, "B": {"parent_id": "C"}, "C": {}, "D": {"parent_id": "C"}}

    unit = register_of(merge("B", "A"), organisation=bodies)
    top = register_of(merge("C", "A"), organisation=bodies)

    assert {id: body.parent_id for id, body in unit.organisations.items()} == {"A": "", "C": "", "D": "C"}
    assert {id: body.parent_id for id, body in top.organisations.items()} == {"A": "B", "B": "", "D": "A"}


def test_bodies_merged_in_a_circle_all_stay() -> None:
    register = register_of(merge("A", "B"), merge("B", "A"), organisation=Bodies)

    assert register.merged == {}
    assert set(register.organisations) == {"A", "B", "C"}


def test_a_body_cannot_be_merged_into_one_that_is_not_there() -> None:
    assert register_of(merge("A", "GONE"), organisation=Bodies).merged == {}


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC")), max_size=4))
def test_a_merge_that_is_undone_leaves_no_trace(pairs: list[tuple[str, str]]) -> None:
    claims = a_country()
    holding = Holding()
    holding.take(claims)
    before = holding.register(DATE)
    merges = [merge(one, other) for one, other in pairs]
    holding.take(merges)
    holding.register(DATE)

    holding.take(merge(c.record, str(c.value), id=c.id, status="withdrawn", ended=DATE) for c in merges)

    after = holding.register(DATE)
    assert shown(after) == shown(before)
    assert everything(after) == everything(before)


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC")), max_size=4))
def test_after_any_merges_every_reference_finds_its_body(pairs: list[tuple[str, str]]) -> None:
    register = assemble([*a_country(), *(merge(one, other) for one, other in pairs)], DATE)

    named = {id for r in register.relations.values() for id in r.ends}
    named |= {id for a in register.actions.values() for id in (a.organisation_id, *a.partner_ids, *a.funder_ids)}
    named |= {id for t in register.trainings.values() for id in (*t.trainer_ids, *t.trainee_ids)}
    named |= {s.organisation_id for s in register.seats.values()}
    assert named <= set(register.organisations)
    assert register.organisations


# --- looking back --------------------------------------------------------------------------------------------------


def test_the_register_as_of_a_date_leaves_out_what_no_evidence_supports_by_then() -> None:
    claims = [*claims_of("S", "2019", organisation={"A": {}}), *claims_of("S", "2023", organisation={"B": {}})]

    then = assemble(claims, DATE, evidence_to="2020-12-31")

    assert set(then.organisations) == {"A"}
    assert then.left_out == 1
    assert (then.reference_date, then.reference_year) == ("2020-12-31", 2020)
    assert assemble(claims, DATE).left_out == 0


def test_the_lens_is_kept_in_a_look_back() -> None:
    then = assemble(a_country(), DATE, evidence_to="1990")

    assert set(then.records) == {"term", "source", "role", "expected_link", "lead"}
    assert then.left_out == 10


def test_the_state_of_an_action_is_read_at_the_date_looked_back_to() -> None:
    def of(status: str, **years: int) -> dict[str, Any]:
        return {"organisation_id": "A", "status": status} | years

    claims = claims_of(
        "S", "2015", organisation=Bodies,
        action={
            "later": of("past", start_year=2020, end_year=2021),
            "then": of("past", start_year=2015, end_year=2020),
            "over": of("current", start_year=2010, end_year=2016),
            "open": of("current", start_year=2014),
            "undated": of("unknown"),
        },
    )  # fmt: skip

    states = {id: a.status for id, a in assemble(claims, DATE, evidence_to="2016").actions.items()}

    assert states == {
        "later": "planned", "then": "current", "over": "past", "open": "current", "undated": "unknown",
    }  # fmt: skip
    assert assemble(claims, DATE).actions["over"].status == "current"


def test_what_filao_held_at_a_moment_can_be_read_again() -> None:
    early = claim("organisation", "A", "name", "Early", dated="2020", recorded="2025-01-01T00:00:00")
    late = claim("organisation", "A", "name", "Late", dated="2024", recorded="2025-03-01T00:00:00")
    other = claim("organisation", "B", "name", "Other", recorded="2025-03-01T00:00:00")

    then = assemble([early, late, other], DATE, recorded_to="2025-02-01T00:00:00")

    assert {id: body.name for id, body in then.organisations.items()} == {"A": "Early"}
    assert assemble([early, late, other], DATE).organisations["A"].name == "Late"


dates = st.sampled_from(["", "2018", "2020-05", "2021-07-15", "2023"])
moments = st.sampled_from(["2025-01-01T00:00:00", "2025-02-01T00:00:00", "2025-03-01T00:00:00"])
scattered = st.lists(
    st.builds(
        lambda record, field, value, dated, recorded: claim(
            "organisation", record, field, value, source="S", dated=dated, recorded=recorded
        ),
        st.sampled_from("ABC"), st.sampled_from(["name", "mandate"]), st.sampled_from(["x", "y", "z"]), dates, moments,
    ),
    max_size=12,
)  # fmt: skip


@given(scattered, st.sampled_from(["2017", "2020", "2021-07-14", "2021-07-15", "2024-12-31"]))
def test_the_register_as_of_a_date_never_shows_later_evidence(claims: list[Claim], to: str) -> None:
    then = assemble(claims, DATE, evidence_to=to)

    for record in then.records.get("organisation", {}).values():
        for c in record.claims:
            assert c.dated and c.dated[: len(to)] <= to
    assert set(then.organisations) <= set(assemble(claims, DATE).organisations)


@given(scattered, moments)
def test_the_register_as_of_a_moment_never_shows_later_entries(claims: list[Claim], moment: str) -> None:
    then = assemble(claims, DATE, recorded_to=moment)

    known_then = [c for c in claims if c.recorded <= moment]
    assert shown(then) == shown(assemble(known_then, DATE))
