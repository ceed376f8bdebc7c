"""Importing rows: every row is accounted for, importing twice changes nothing, and what is wrong is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import DATE, SOURCES, accept, body_row, claim, read, sheet, shown

from filao.core.privacy import Screen
from filao.core.register import Claim, Register, assemble
from filao.core.register.imports import ImportPlan, Row, Table, plan_import, with_ids
from filao.core.register.parts import part_of


def faults(plan: ImportPlan) -> list[tuple[str, int, str, str]]:
    return [(r.sheet, r.row, r.column, r.fault.code) for r in plan.rejections]


def values(claims: Sequence[Claim], record: str, field: str) -> list[Any]:
    return [c.value for c in claims if (c.record, c.field) == (record, field)]


def bodies(*rows: dict[str, str]) -> Table:
    return sheet("organisations", *rows)


def said(**cells: str) -> dict[str, str]:
    return {"kind": "organisation", "record_id": "A", "field": "valid_from", "value": "1999", "source_id": "S1"} | cells


# --- accounts ------------------------------------------------------------------------------------------------------


def test_rows_are_kept_merged_or_rejected() -> None:
    held = accept(read(SOURCES, bodies(body_row("A"))))

    plan = read(SOURCES, bodies(body_row("A"), body_row("B"), body_row("C", kind="nonsense")), held=held)

    accounts = {a.sheet: (a.rows, a.kept, a.merged, a.rejected) for a in plan.accounts}
    assert accounts == {"sources": (2, 0, 2, 0), "organisations": (3, 1, 1, 1)}
    assert (plan.rows, plan.kept, plan.merged, plan.rejected) == (5, 1, 3, 1)
    assert faults(plan) == [("organisations", 4, "kind", "unknown_code")]


def test_a_plan_that_brings_nothing_new_changes_nothing() -> None:
    held = accept(read(SOURCES))

    assert read(SOURCES, held=held).changes_nothing
    assert not read(SOURCES).changes_nothing


def test_sheets_that_are_not_known_are_named_and_not_read() -> None:
    plan = read(sheet("budget", {"id": "1"}), SOURCES)

    assert plan.ignored_sheets == ("budget",)
    assert plan.rows == 2


def test_columns_that_are_not_known_or_missing_are_named() -> None:
    plan = read(SOURCES, sheet("organisations", {"id": "A", "name": "A", "colour": "red"}))

    assert ("organisations", 0, "colour", "unknown_column") in faults(plan)
    assert ("organisations", 0, "short_name, kind", "missing_columns") in faults(plan)
    assert ("organisations", 2, "source_id", "no_source") in faults(plan)
    assert [r.fault.code for r in read(sheet("claims", columns=("kind",))).rejections] == ["missing_columns"]


def test_a_claim_is_dated_and_weighed_by_its_source() -> None:
    plan = read(SOURCES, bodies(body_row("A"), body_row("B", source_id="S2")))

    found = {c.record: (c.dated, c.confidence) for c in plan.claims if c.field == "name"}
    assert found == {"A": ("2020", "B"), "B": ("2023-05-04", "C")}


def test_a_tie_is_dated_by_its_own_year() -> None:
    row = {"id": "R", "source_org": "A", "target_org": "A2", "kind": "funds", "year": "2017", "source_id": "S1"}

    plan = read(SOURCES, bodies(body_row("A"), body_row("A2")), sheet("relations", row))

    assert {c.dated for c in plan.claims if c.kind == "relation"} == {"2017"}
    assert values(plan.claims, "R", "state") == ["existing"]


@pytest.mark.parametrize(
    ("formality", "state"), [("announced", "planned"), ("negotiation", "planned"), ("", "existing")]
)
def test_a_tie_only_announced_is_planned(formality: str, state: str) -> None:
    row = {"id": "R", "source_org": "A", "target_org": "A", "kind": "funds", "formality": formality, "source_id": "S1"}

    plan = read(SOURCES, bodies(body_row("A")), sheet("relations", row))

    assert values(plan.claims, "R", "state") == [state]


def test_a_source_row_that_says_less_does_not_make_new_claims_less_sure() -> None:
    held = accept(read(SOURCES))

    plan = read(
        sheet("sources", {"id": "S1", "title": "Report", "publisher": "State"}), bodies(body_row("A")), held=held
    )

    assert {(c.dated, c.confidence) for c in plan.claims} == {("2020", "B")}


def test_new_claims_get_ids_and_the_moment_of_entry() -> None:
    plan = read(sheet("sources", {"id": "S", "title": "T", "publisher": "P"}))

    claims = with_ids(plan.claims, ["1", "2"], "2025-01-01T00:00:00")

    assert [(c.id, c.recorded) for c in claims] == [("1", "2025-01-01T00:00:00"), ("2", "2025-01-01T00:00:00")]
    with pytest.raises(ValueError, match="shorter"):
        with_ids(plan.claims, ["1"], "")


# --- revisions -----------------------------------------------------------------------------------------------------


def test_what_a_source_now_says_otherwise_replaces_what_it_said() -> None:
    held = accept(read(SOURCES, bodies(body_row("A", mandate="Old"))))

    plan = read(SOURCES, bodies(body_row("A", mandate="New")), held=held)

    after = accept(plan, held)
    assert len(plan.withdrawn) == 1
    fact = assemble(after, DATE).records["organisation"]["A"].facts["mandate"]
    assert (fact.value, fact.differing) == ("New", ())


def test_what_another_source_says_stands_beside_it() -> None:
    held = accept(read(SOURCES, bodies(body_row("A", mandate="Old"))))

    plan = read(SOURCES, bodies(body_row("A", mandate="New", source_id="S2")), held=held)

    assert plan.withdrawn == ()
    fact = assemble(accept(plan, held), DATE).records["organisation"]["A"].facts["mandate"]
    assert (fact.value, [c.value for c in fact.differing]) == ("New", ["Old"])


def test_a_source_that_says_two_things_in_the_claims_sheet_keeps_both_however_often_it_is_read() -> None:
    first = [SOURCES, bodies(body_row("A")), sheet("claims", said())]
    both = [SOURCES, bodies(body_row("A")), sheet("claims", said(), said(value="2001"))]
    held = accept(read(*first))

    after = accept(read(*both, held=held), held)

    assert sorted(values([c for c in after if c.status == "accepted"], "A", "valid_from")) == [1999, 2001]
    assert read(*both, held=after).changes_nothing


def test_an_empty_cell_says_nothing_and_withdraws_nothing() -> None:
    held = accept(read(SOURCES, bodies(body_row("A", mandate="Said"))))

    plan = read(SOURCES, bodies(body_row("A", mandate="")), held=held)

    assert plan.changes_nothing


# --- the claims sheet ----------------------------------------------------------------------------------------------


def test_a_claims_row_carries_its_own_date_confidence_and_note() -> None:
    row = said(date="2024-02-29", confidence="a", note="by phone")

    plan = read(SOURCES, bodies(body_row("A")), sheet("claims", row))

    found = [c for c in plan.claims if c.field == "valid_from"]
    assert [(c.value, c.dated, c.confidence, c.note) for c in found] == [(1999, "2024-02-29", "A", "by phone")]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"kind": "person"}, "kind", "unknown_kind"),
        ({"field": "colour"}, "field", "unknown_field"),
        ({"value": ""}, "value", "required"),
        ({"value": "long ago"}, "value", "not_a_year"),
        ({"date": "2023-02-29"}, "date", "not_a_date"),
        ({"confidence": "E"}, "confidence", "unknown_code"),
        ({"confidence": "AB"}, "confidence", "unknown_code"),
        ({"source_id": ""}, "source_id", "no_source"),
        ({"source_id": "S9"}, "source_id", "no_such_source"),
        ({"record_id": "Z"}, "record_id", "no_such_record"),
        ({"field": "parent_id", "value": "Z"}, "parent_id", "no_such_record"),
        ({"note": "x" * 501}, "note", "too_long"),
    ],
)
def test_a_claims_row_that_is_wrong_says_where(cells: dict[str, str], column: str, code: str) -> None:
    plan = read(SOURCES, bodies(body_row("A")), sheet("claims", said(**cells)))

    assert faults(plan) == [("claims", 2, column, code)]


# --- rows that cannot stand ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"id": ""}, "id", "bad_id"),
        ({"id": "no spaces"}, "id", "bad_id"),
        ({"name": "  "}, "name", "required"),
        ({"short_name": "longer than eighteen"}, "short_name", "too_long"),
        ({"source_id": ""}, "source_id", "no_source"),
        ({"source_id": "S9"}, "source_id", "no_such_source"),
        ({"parent_id": "Z"}, "parent_id", "no_such_record"),
        ({"four_p": "prevention; nonsense"}, "four_p", "unknown_code"),
    ],
)
def test_a_row_that_is_wrong_says_where(cells: dict[str, str], column: str, code: str) -> None:
    plan = read(SOURCES, bodies(body_row("A", **cells)))

    assert faults(plan) == [("organisations", 2, column, code)]


def test_a_required_list_of_separators_alone_is_missing() -> None:
    row = {
        "id": "X", "organisation_id": "A", "title": "T", "status": "past", "four_p": " ; ", "scope": "related",
        "source_id": "S1",
    }  # fmt: skip

    plan = read(SOURCES, bodies(body_row("A")), sheet("actions", row))

    assert faults(plan) == [("actions", 2, "four_p", "required")]
    assert read(SOURCES, bodies(body_row("A", four_p=" ; "))).rejections == ()


def test_the_nearest_code_is_offered() -> None:
    plan = read(SOURCES, bodies(body_row("A", kind="goverment")))

    assert plan.rejections[0].fault.facts["nearest"] == "government"
    assert read(SOURCES, bodies(body_row("A", kind="zzz"))).rejections[0].fault.facts["nearest"] == ""


def test_rows_that_point_at_rejected_rows_fall_with_them() -> None:
    rows = [body_row("A", kind="nonsense"), body_row("B", parent_id="A"), body_row("C", parent_id="B"), body_row("D")]

    plan = read(SOURCES, bodies(*rows))

    assert [(row, code) for _, row, _, code in faults(plan)] == [
        (2, "unknown_code"), (3, "reference_rejected"), (4, "reference_rejected"),
    ]  # fmt: skip
    assert {c.record for c in plan.claims if c.kind == "organisation"} == {"D"}


def test_a_row_may_point_at_what_is_already_held() -> None:
    held = accept(read(SOURCES, bodies(body_row("A"))))

    plan = read(bodies(body_row("B", parent_id="A")), held=held)

    assert plan.rejections == ()


def test_a_held_record_outlives_a_bad_row_about_it() -> None:
    held = accept(read(SOURCES, bodies(body_row("A"))))

    plan = read(bodies(body_row("A", parent_id="Z"), body_row("B", parent_id="A")), held=held)

    assert faults(plan) == [("organisations", 2, "parent_id", "no_such_record")]


def test_one_source_cannot_say_two_things_of_one_record_in_its_sheet() -> None:
    plan = read(SOURCES, bodies(body_row("A"), body_row("A", name="Other")))

    assert faults(plan) == [("organisations", 3, "id", "id_twice")]
    assert plan.rejections[0].fault.facts == {"first_row": 2}


def test_a_third_row_is_compared_with_the_second_too() -> None:
    plan = read(SOURCES, bodies(body_row("A"), body_row("A", website="one.org"), body_row("A", website="two.org")))

    assert faults(plan) == [("organisations", 4, "id", "id_twice")]
    assert plan.rejections[0].fault.facts == {"first_row": 3}


def test_two_sources_may_each_have_their_row_of_one_record() -> None:
    plan = read(SOURCES, bodies(body_row("A"), body_row("A", name="Other", source_id="S2")))

    assert plan.rejections == ()
    assert values(plan.claims, "A", "name") == ["Body A", "Other"]


# --- a country's own words -----------------------------------------------------------------------------------------


def test_terms_that_come_in_with_the_rows_are_known_to_them() -> None:
    terms = sheet("vocabularies", {"list": "district", "code": "ISLE", "label_en": "The Isle", "kind": "island"})

    plan = read(SOURCES, terms, bodies(body_row("A", districts="isle;The Isle")))

    assert plan.rejections == ()
    assert values(plan.claims, "A", "districts") == [("ISLE",)]


@pytest.mark.parametrize("broken", [{"label_en": ""}, {"code": ""}, {"list": ""}])
def test_a_term_that_is_rejected_is_not_known(broken: dict[str, str]) -> None:
    terms = sheet("vocabularies", {"list": "district", "code": "ISLE", "label_en": "Isle"} | broken)

    plan = read(SOURCES, terms, bodies(body_row("A", districts="ISLE")))

    assert plan.kept == 2
    assert {r.sheet for r in plan.rejections} == {"vocabularies", "organisations"}


def test_terms_that_are_held_are_known_to_later_imports() -> None:
    held = accept(read(sheet("vocabularies", {"list": "district", "code": "ISLE", "label_en": "Isle"})))

    assert read(SOURCES, bodies(body_row("A", districts="ISLE")), held=held).rejections == ()


# --- words that identify -------------------------------------------------------------------------------------------

NAMED = "Managed by Mrs Jane Doe since 2019"


def test_a_row_whose_words_identify_a_person_is_held() -> None:
    plan = read(SOURCES, bodies(body_row("A", mandate=NAMED)), screen=Screen())

    assert faults(plan) == [("organisations", 2, "mandate", "held")]
    assert plan.rejections[0].fault.facts == {"what": "person_name", "excerpt": "Mrs Jane Doe"}
    assert plan.rejections[0].record == "A"


def test_the_note_on_a_claim_is_read_by_the_detector_too() -> None:
    plan = read(SOURCES, bodies(body_row("A")), sheet("claims", said(note=NAMED)), screen=Screen())

    assert faults(plan) == [("claims", 2, "note", "held")]


def test_a_row_that_a_person_has_read_and_let_pass_is_taken() -> None:
    tables = (SOURCES, bodies(body_row("A", mandate=NAMED), body_row("B", mandate=NAMED)))

    plan = read(*tables, screen=Screen(), released=[("organisations", "A")])

    assert [(r.row, r.fault.code) for r in plan.rejections] == [(3, "held")]
    assert values(plan.claims, "A", "mandate") == [NAMED]


def test_a_body_is_part_of_itself_neither_directly_nor_through_others() -> None:
    held = accept(read(SOURCES, bodies(body_row("A"), body_row("B", parent_id="A"), body_row("C", parent_id="B"))))

    for parent in ("A", "B", "C"):
        plan = read(bodies(body_row("A", parent_id=parent), body_row("D", parent_id="A")), held=held)
        assert faults(plan) == [("organisations", 2, "parent_id", "own_part")]
        assert {c.record for c in plan.claims} == {"D"}


def test_a_row_that_closes_a_circle_falls_and_with_it_what_points_at_it() -> None:
    above = {"A": "B", "B": "A", "C": "C", "D": "C", "E": "A"}

    plan = read(SOURCES, bodies(*(body_row(id, parent_id=parent) for id, parent in above.items())))

    assert [(row, code) for _, row, _, code in faults(plan)] == [
        (2, "reference_rejected"), (3, "own_part"), (4, "own_part"), (5, "reference_rejected"), (6, "reference_rejected"),
    ]  # fmt: skip


def test_a_row_that_falls_leaves_what_its_source_said_before() -> None:
    held = accept(read(SOURCES, bodies(body_row("A"), body_row("B", parent_id="A"), body_row("C"))))

    for parent, code in (("Z", "no_such_record"), ("B", "own_part")):
        plan = read(bodies(body_row("A", parent_id="B"), body_row("B", parent_id=parent)), held=held)
        assert [(row, code) for _, row, _, code in faults(plan)] == [(2, "own_part"), (3, code)]


def test_a_statement_that_would_close_a_circle_is_refused_in_the_claims_sheet_too() -> None:
    table = bodies(body_row("A", parent_id="B"), body_row("B"), body_row("C"))

    plan = read(SOURCES, table, sheet("claims", said(record_id="B", field="parent_id", value="A")))
    other = read(SOURCES, table, sheet("claims", said(record_id="B", field="parent_id", value="C")))

    assert faults(plan) == [("claims", 2, "parent_id", "own_part")]
    assert faults(other) == []


def test_bodies_that_change_places_in_one_import_are_taken() -> None:
    held = accept(read(SOURCES, bodies(body_row("A"), body_row("B", parent_id="A"), body_row("C"))))

    plan = read(bodies(body_row("A", parent_id="B"), body_row("B", parent_id="C")), held=held)

    assert faults(plan) == []
    parents = {id: b.parent_id for id, b in assemble(accept(plan, held), DATE).organisations.items()}
    assert parents == {"A": "B", "B": "C", "C": ""}


def test_no_evidence_is_dated_after_today() -> None:
    source = {"id": "S3", "title": "Report", "publisher": "State", "kind": "official"}
    table = sheet(
        "sources",
        {**source, "year": "2027"},
        {**source, "id": "S4", "date": "2026-11-23"},
        {**source, "id": "S5", "year": "2026"},
    )

    plan = read(SOURCES, table, bodies(body_row("A")), sheet("claims", said(date="2026-12")), today="2026-11-22")

    assert faults(plan) == [
        ("sources", 2, "year", "future_date"), ("sources", 3, "date", "future_date"), ("claims", 2, "date", "future_date"),
    ]  # fmt: skip


def test_what_is_planned_for_a_year_to_come_is_dated_by_its_source() -> None:
    row = {
        "id": "R",
        "source_org": "A",
        "target_org": "B",
        "kind": "funds",
        "formality": "announced",
        "year": "2028",
        "source_id": "S1",
    }

    plan = read(SOURCES, bodies(body_row("A"), body_row("B")), sheet("relations", row), today="2026-11-22")

    assert values(plan.claims, "R", "year") == [2028]
    assert {c.dated for c in plan.claims if c.kind == "relation"} == {"2020"}


# --- properties ----------------------------------------------------------------------------------------------------

ids = st.sampled_from(["A", "B", "C", "S1", "bad id", ""])
cell = st.sampled_from(
    ["", "A", "B", "x", "ngo", "Non-governmental organisation", "1999", "prevention;data", "S1", "S2"]
)
organisation_rows = st.fixed_dictionaries(
    {"id": ids, "name": st.sampled_from(["One", "Two"]), "short_name": st.just("S"),
     "kind": st.sampled_from(["ngo", "union", "nonsense"]), "source_id": st.sampled_from(["S1", "S2", "S9", ""])},
    optional={"parent_id": cell, "valid_from": cell, "nrm_stages": cell, "mandate": cell, "merged_into": cell},
)  # fmt: skip
claim_rows = st.fixed_dictionaries(
    {"kind": st.sampled_from(["organisation", "source", "person"]), "record_id": ids,
     "field": st.sampled_from(["valid_from", "name", "title", "parent_id"]), "value": cell,
     "source_id": st.sampled_from(["S1", "S2", ""])},
)  # fmt: skip


contested = st.builds(said, value=st.sampled_from(["1999", "2001"]), source_id=st.sampled_from(["S1", "S2"]))


@st.composite
def folders(draw: st.DrawFn) -> list[Table]:
    return [
        SOURCES,
        bodies(body_row("A"), *draw(st.lists(organisation_rows, max_size=5))),
        sheet("claims", *draw(st.lists(claim_rows | contested, max_size=4))),
    ]


@settings(max_examples=150, deadline=None)
@given(folders())
def test_no_row_is_lost(tables: list[Table]) -> None:
    plan = read(*tables)

    for account in plan.accounts:
        assert account.rows == account.kept + account.merged + account.rejected
    assert plan.rows == sum(len(t.rows) for t in tables) == plan.kept + plan.merged + plan.rejected
    assert len({(r.sheet, r.row) for r in plan.rejections if r.row}) == plan.rejected


@settings(max_examples=150, deadline=None)
@given(folders(), folders())
def test_importing_twice_changes_nothing(first: list[Table], second: list[Table]) -> None:
    held = accept(read(*first))
    held = accept(read(*second, held=held), held)

    again = read(*second, held=held)

    assert again.changes_nothing
    assert again.kept == 0


@settings(max_examples=100, deadline=None)
@given(folders())
def test_what_is_taken_holds_together(tables: list[Table]) -> None:
    register = assemble(accept(read(*tables)), DATE)

    parents = {id: (body.parent_id,) for id, body in register.organisations.items() if body.parent_id}
    assert not [id for id, (above,) in parents.items() if part_of(above, id, parents)]
    for (kind, id, name), value in shown(register).items():
        if name in ("parent_id", "merged_into"):
            assert register.record("organisation", str(value)), (kind, id)
    for records in register.records.values():
        for record in records.values():
            assert all(source in register.records["source"] for source in record.sources)


@settings(max_examples=100, deadline=None)
@given(folders())
def test_what_comes_in_on_one_import_is_the_same_as_on_two(tables: list[Table]) -> None:
    """Sheets that stand by themselves may be read one by one."""
    at_once = accept(read(*tables))
    held = accept(read(tables[0]))
    held = accept(read(tables[1], held=held), held)
    held = accept(read(tables[2], held=held), held)

    assert set(assemble(held, DATE).organisations) == set(assemble(at_once, DATE).organisations)


def test_rows_read_from_elsewhere_may_leave_columns_out() -> None:
    table = Table("organisations", ("id", "name", "short_name", "kind", "source_id"), [Row(2, {"id": "A"})])

    plan = read(SOURCES, table)

    assert {column for _, _, column, _ in faults(plan)} == {"name", "short_name", "kind", "source_id"}


def test_claims_that_were_withdrawn_do_not_count_as_held() -> None:
    gone = claim("organisation", "A", "name", "Body A", source="S1", status="withdrawn")

    plan = read(SOURCES, bodies(body_row("A")), held=[gone])

    assert values(plan.claims, "A", "name") == ["Body A"]


def test_a_list_without_terms_is_named_rather_than_the_code() -> None:
    cells = {"id": "A", "name": "A", "short_name": "A", "kind": "ngo", "districts": "X"}

    plan = plan_import([Table("organisations", tuple(cells), [Row(2, cells)])], Register({}, "2025-01-01"))

    assert ("list_empty", {"scheme": "district"}) in [(r.fault.code, dict(r.fault.facts)) for r in plan.rejections]
