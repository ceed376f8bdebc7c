"""Interviews that are not named: what leaves of them does not tell who spoke."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders import DATE, claim, claims_of, register_of

from filao.core.register import Claim, Register, assemble, shared_sources, veiled
from filao.core.register.imports import plan_import
from filao.exchange import sheets

BODIES = {id: {"kind": "government"} for id in ("PMO", "MOH", "MOE")} | {"NGO": {}}


def held(attribution: str = "sector", body: str = "PMO") -> list[Claim]:
    interview = {
        "kind": "interview", "organisation_id": body, "year": 2026, "date": "2026-11-20", "publisher": "Government",
        "short": "Interview INT-02", "attribution": attribution, "title": "Interview INT-02, Government",
    }  # fmt: skip
    rows = claims_of("", "", source={"S": {}, "INT-02": interview})
    rows += claims_of("S", "2024", organisation=BODIES, relation={"R1": {"source_org": "PMO", "target_org": "NGO"}})
    said = claim(
        "relation", "R1", "state", "existing", source="INT-02", dated="2026-11-20", confidence="C", note="INT-02: rule"
    )
    return [*rows, said, claim("relation", "R1", "year", 2026, source="INT-02", dated="2026-11-20", confidence="C")]


def written(register: Register) -> str:
    return b"".join(sheets.write_csv(veiled(register)).values()).decode()


@pytest.mark.parametrize(
    ("attribution", "body", "id"),
    [
        ("sector", "PMO", "INTERVIEW-government-2026"),
        ("sector_level", "PMO", "INTERVIEW-government-2026"),
        ("sector", "NGO", "INTERVIEW-2026"),
        ("respondent", "PMO", "INTERVIEW-2026"),
        ("background", "PMO", "INTERVIEW-2026"),
        ("", "PMO", "INTERVIEW-2026"),
    ],
)
def test_an_interview_leaves_under_what_its_sector_and_year_share(attribution: str, body: str, id: str) -> None:
    register = assemble(held(attribution, body), DATE)

    assert {raw: one.id for raw, one in shared_sources(register).items()} == {"INT-02": id}
    assert set(veiled(register).sources) == {"S", id}


def test_neither_body_nor_code_nor_day_nor_remark_leaves() -> None:
    register = assemble(held(), DATE)

    text = written(register)
    assert "INT-02" not in text
    assert "2026-11-20" not in text
    source = veiled(register).sources["INTERVIEW-government-2026"]
    assert (source.organisation_id, source.dated, source.title) == ("", "2026", "Interview, Government")


def test_a_tie_is_not_said_to_be_confirmed_by_an_end_that_spoke_unnamed() -> None:
    register = assemble(held(), DATE)

    assert register.relations["R1"].confirmed_by == "A"
    assert veiled(register).relations["R1"].confirmed_by == ""


def test_an_interview_that_names_its_institution_leaves_as_it_is() -> None:
    register = assemble(held("institution"), DATE)

    assert veiled(register) is register
    assert "INT-02" in written(register)


def test_what_went_out_comes_back_without_losing_who_spoke() -> None:
    claims = held()
    register = assemble(claims, DATE)
    tables = [t for name, data in sheets.write_csv(veiled(register)).items() for t in sheets.read_bytes(data, name)]

    plan = plan_import(tables, register, claims)

    assert plan.rejections == ()
    assert plan.changes_nothing


def test_no_new_fact_enters_under_a_shared_source() -> None:
    claims = held()
    register = assemble(claims, DATE)
    files = sheets.write_csv(veiled(register))
    changed = files["claims.csv"].replace(b"relation,R1,year,2026", b"relation,R1,year,2025")
    assert changed != files["claims.csv"]

    plan = plan_import(sheets.read_bytes(changed, "claims.csv"), register, claims)

    assert [(r.column, r.fault.code) for r in plan.rejections] == [("year", "unnamed_interview")]
    assert plan.changes_nothing


def test_a_register_without_interviews_is_left_as_it_is() -> None:
    register = register_of(organisation={"A": {}})

    assert veiled(register) is register


def test_the_date_of_the_data_moves_with_what_interviews_say() -> None:
    before, after = register_of(organisation={"A": {}}), assemble(held(), DATE)

    assert (before.heard_to, before.reference_date) == ("", DATE)
    assert (after.heard_to, after.reference_date, after.data_date) == ("2026-11-20", "2026-11-20", DATE)
    assert veiled(after).reference_date == "2026-11-20"
    assert assemble(held(), DATE, evidence_to="2024").reference_date == "2024"


def test_a_statement_that_was_withdrawn_dates_nothing() -> None:
    gone = [replace(c, status="withdrawn") if c.source == "INT-02" else c for c in held()]

    assert assemble(gone, DATE).reference_date == DATE
