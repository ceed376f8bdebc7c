"""The register as sheets: out and back without a loss, a template that explains itself, and rejections that can be mended."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.bodies import small
from tests.exchange.files import MAIN, csv_file, refused

from filao.core.register import KINDS, Claim, Register, assemble
from filao.core.register.fields import CLAIMS_SHEET, columns
from filao.core.register.imports import Table, plan_import, with_ids
from filao.documents.words import problems
from filao.exchange import sheets
from filao.exchange.packages import zipped

Write = Callable[[Register], list[Table]]


def through_csv(register: Register) -> list[Table]:
    return [table for name, data in sheets.write_csv(register).items() for table in sheets.read_bytes(data, name)]


def through_workbook(register: Register) -> list[Table]:
    return sheets.read_bytes(sheets.write_workbook(register), "register.xlsx")


def claims_in(register: Register) -> list[Claim]:
    return [claim for kind in register.records.values() for record in kind.values() for claim in record.claims]


BOTH = pytest.mark.parametrize("through", [through_csv, through_workbook])


# --- out and back ---------------------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("which", ["small", "mauritius"])
def test_what_went_out_comes_back_and_changes_nothing(through: Write, which: str, mauritius: Register) -> None:
    held = small() if which == "small" else mauritius

    plan = plan_import(through(held), held, claims_in(held))
    assert plan.rejections == ()
    assert plan.changes_nothing
    assert plan.rows == plan.merged == sum(len(records) for records in held.records.values()) + len(other_sources(held))


def other_sources(held: Register) -> list[dict[str, str]]:
    return list(sheets.claim_rows(held))


@BOTH
def test_an_empty_register_takes_all_of_it_up_again(through: Write, mauritius: Register) -> None:
    plan = plan_import(through(mauritius), Register({}, mauritius.data_date))

    assert plan.rejections == ()
    again = assemble(
        with_ids(plan.claims, [str(n) for n in range(len(plan.claims))], "2026-01-01"), mauritius.data_date
    )
    for kind, records in mauritius.records.items():
        assert set(again.records[kind]) == set(records)
        for id, record in records.items():
            for name, fact in record.facts.items():
                other = again.records[kind][id].facts[name]
                assert (other.value, set(other.sources)) == (fact.value, set(fact.sources)), (kind, id, name)


def one_body(mandate: str, name: str = "A body") -> Register:
    rows = [("source", "S", "title", "A source"), ("source", "S", "publisher", "P")]
    rows += [
        ("organisation", "A", field, value) for field, value in (("name", name), ("short_name", "A"), ("kind", "ngo"))
    ]
    claims = [Claim(f"{n}", *row, "" if row[0] == "source" else "S", "2020") for n, row in enumerate(rows)]
    return assemble([*claims, Claim("m", "organisation", "A", "mandate", mandate, "S", "2020")], "2025-11-30")


ODD = [
    "=1+1",
    "+230 x",
    "-",
    "@here",
    "'=x",
    "''-x",
    "'",
    "-5",
    "a;b,c\td",
    'a "b"',
    "a\nb",
    "a\r\nb",
    "é “q” 😀",
    "#a",
    " x",
]


@BOTH
@pytest.mark.parametrize("text", ODD)
def test_odd_texts_survive_the_way_out_and_back(through: Write, text: str) -> None:
    held = one_body(text)

    (row,) = next(table for table in through(held) if table.sheet == "organisations").rows
    assert row.cells["mandate"] == text.replace("\r\n", "\n").strip()
    assert plan_import(through(held), held, claims_in(held)).changes_nothing


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).map(str.strip).filter(bool)


@settings(deadline=None, max_examples=60)
@given(TEXT)
def test_any_text_survives_the_way_out_and_back(text: str) -> None:
    held = one_body(text)

    for through in (through_csv, through_workbook):
        plan = plan_import(through(held), held, claims_in(held))
        assert plan.changes_nothing, [claim.value for claim in plan.claims]
        assert plan.rejections == ()


@pytest.mark.parametrize("text", ["=1+1", "+230 x", "-x", "@here", "'=x"])
def test_no_spreadsheet_program_takes_a_cell_for_a_formula(text: str) -> None:
    held = one_body(text)

    cells = [
        cell for row in csv.reader(io.StringIO(sheets.write_csv(held)["organisations.csv"].decode())) for cell in row
    ]
    assert "'" + text in cells
    with zipfile.ZipFile(io.BytesIO(sheets.write_workbook(held))) as package:
        for part in package.namelist():
            assert b"<f>" not in package.read(part)
            assert b"hyperlink" not in package.read(part)


def test_equal_registers_give_equal_bytes_without_clock_or_author(mauritius: Register) -> None:
    data = sheets.write_workbook(mauritius)

    assert data == sheets.write_workbook(mauritius)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        core = package.read("docProps/core.xml").decode()
        assert {part.date_time[0] for part in package.infolist()} == {1980}
    assert re.findall(r"W3CDTF\">(\d+)", core) == ["1980", "1980"]
    assert re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<", core) in ([], ["", ""])
    package = zipped(sheets.write_csv(mauritius))
    assert package == zipped(sheets.write_csv(mauritius))


def test_a_folder_is_read_by_its_csv_files_alone(tmp_path: Path, mauritius: Register) -> None:
    for name, data in sheets.write_csv(mauritius).items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "old.csv").mkdir()

    assert {table.sheet for table in sheets.read_path(tmp_path)} == {kind.sheet for kind in KINDS.values()} | {
        CLAIMS_SHEET
    }


# --- the template ---------------------------------------------------------------------------------------------------


def parts_of(data: bytes) -> dict[str, ElementTree.Element]:
    """Sheets of a workbook by name, as XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
        names = [sheet.get("name", "") for sheet in book.iter(f"{{{MAIN[7:-1]}}}sheet")]
        return {
            name: ElementTree.fromstring(package.read(f"xl/worksheets/sheet{place}.xml"))
            for place, name in enumerate(names, start=1)
        }


def test_the_template_has_a_sheet_for_each_kind_with_every_column_explained() -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(sheets.write_template()))
    assert book.sheet_names == ["how to", "codes", *(kind.sheet for kind in KINDS.values()), CLAIMS_SHEET]
    for kind in KINDS.values():
        heads, help_, *rest = book.get_sheet_by_name(kind.sheet).to_python()
        assert heads == list(columns(kind))
        assert not rest
        assert str(help_[0]).startswith("#")
        assert all(help_)
        for spec in kind.fields:
            said = str(help_[heads.index(spec.name)])
            assert spec.meaning in said
            assert said.endswith("(needed)") == spec.required


def test_the_template_offers_codes_and_yes_or_no_in_drop_downs() -> None:
    template = sheets.write_template()
    found = parts_of(template)

    codes = {table.sheet: table for table in sheets.read_bytes(template, "t.xlsx")}
    assert set(codes) == {kind.sheet for kind in KINDS.values()} | {CLAIMS_SHEET}
    for kind in KINDS.values():
        lists = found[kind.sheet].findall(f".//{{{MAIN[7:-1]}}}dataValidation")
        coded = [spec for spec in kind.fields if spec.type in ("code", "flag")]
        assert len(lists) == len(coded)
        for element, spec in zip(lists, coded, strict=True):
            source = element.findtext(f"{{{MAIN[7:-1]}}}formula1") or ""
            assert (
                source == '"yes,no"'
                if spec.type == "flag"
                else re.fullmatch(r"codes!\$[A-Z]+\$2:\$[A-Z]+\$\d+", source)
            )
            assert element.get("type") == "list"


def test_an_empty_template_imports_as_nothing() -> None:
    plan = plan_import(sheets.read_bytes(sheets.write_template(), "t.xlsx"), Register({}, "2025-11-30"))

    assert plan.changes_nothing
    assert (plan.rows, plan.rejections, plan.ignored_sheets) == (0, (), ())


def test_a_filled_template_is_read_from_its_third_row() -> None:
    rows = {
        "sources": [("id", "title", "publisher", "year", "date"), ("# help",), ("S", "T", "P", 2020.0, date(2020, 5, 1))],
        "organisations": [
            ("id", "name", "short_name", "kind", "foreign", "source_id"), ("# help",), ("A", "Body", "B", "ngo", True, "S"), (),
            ("C", "Club", "C", "NGO", "oui", "S"),
        ],
    }  # fmt: skip
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
    for name, lines in rows.items():
        page = book.add_worksheet(name.title())
        for line, cells in enumerate(lines):
            page.write_row(line, 0, cells)
    book.close()

    tables = sheets.read_bytes(out.getvalue(), "mine.xlsx")
    assert [row.number for row in tables[1].rows] == [3, 5]
    plan = plan_import(tables, Register({}, "2025-11-30"))
    assert plan.rejections == ()
    values = {(claim.record, claim.field): claim.value for claim in plan.claims}
    assert values["S", "year"] == 2020
    assert values["S", "date"] == "2020-05-01"
    assert values["A", "foreign"] is True
    assert values["C", "kind"] == "ngo"


# --- rejections -----------------------------------------------------------------------------------------------------

ROWS = {
    "sources": ("id,title,publisher,year", ["S,Title,Publisher,20x0", "T,Title,Publisher,2020"]),
    "organisations": (
        "id,name,short_name,kind,source_id,foreign,website",
        [
            "A,Body,Body,ngo,T,,", "B,,B,ngo,T,,", "C!,Body,B,ngo,T,,", "D,Body,B,bank,T,maybe,", "E,Body,B,ngo,,,",
            "F,Body,B,ngo,S,,",
        ],
    ),
    "relations": (
        "id,source_org,target_org,kind,source_id",
        ["R1,A,Z,funds,T", "R2,A,B,funds,T", "R3,A,A2,funds,T"],
    ),
}  # fmt: skip


@pytest.fixture(params=["csv", "workbook"])
def rejected(request: pytest.FixtureRequest) -> list[Table]:
    if request.param == "csv":
        return [
            table
            for name, (head, rows) in ROWS.items()
            for table in sheets.read_bytes(csv_file(head, rows), f"{name}.csv")
        ]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, (head, rows) in ROWS.items():
        page = book.add_worksheet(name)
        for line, row in enumerate((head, *rows)):
            page.write_row(line, 0, row.split(","))
    book.close()
    return sheets.read_bytes(out.getvalue(), "a.xlsx")


def test_a_rejection_tells_sheet_row_column_value_reason_and_mend(rejected: list[Table]) -> None:
    plan = plan_import(rejected, Register({}, "2025-11-30"))

    assert [(r.sheet, r.row, r.column, r.value, r.fault.code) for r in plan.rejections] == [
        ("sources", 2, "year", "20x0", "not_a_year"),
        ("organisations", 3, "name", "", "required"),
        ("organisations", 4, "id", "C!", "bad_id"),
        ("organisations", 5, "kind", "bank", "unknown_code"),
        ("organisations", 5, "foreign", "maybe", "not_yes_or_no"),
        ("organisations", 6, "source_id", "", "no_source"),
        ("organisations", 7, "source_id", "S", "no_such_source"),
        ("relations", 2, "target_org", "Z", "no_such_record"),
        ("relations", 3, "target_org", "B", "reference_rejected"),
        ("relations", 4, "target_org", "A2", "no_such_record"),
    ]
    assert [(a.sheet, a.rows, a.kept, a.merged, a.rejected) for a in plan.accounts] == [
        ("sources", 2, 1, 0, 1), ("organisations", 6, 1, 0, 5), ("relations", 3, 0, 0, 3),
    ]  # fmt: skip
    for rejection in plan.rejections:
        fault = type(rejection.fault)(rejection.fault.code, {"value": rejection.value, **rejection.fault.facts})
        for said in (problems.sentence(fault), problems.mend(fault)):
            assert said
            assert "…" not in said.replace(", …", "")


def test_a_renamed_column_is_told_and_the_missing_one_too() -> None:
    tables = sheets.read_bytes(
        csv_file("id,full name,short_name,kind,source_id", ["A,Body,B,ngo,T"]), "organisations.csv"
    )

    plan = plan_import(tables, Register({}, "2025-11-30"))
    assert [(r.row, r.column, r.fault.code) for r in plan.rejections if r.row == 0] == [
        (0, "name", "missing_columns"), (0, "full name", "unknown_column"),
    ]  # fmt: skip
    assert (plan.rows, plan.rejected) == (1, 1)
    assert "name" in problems.sentence(plan.rejections[0].fault)


def test_columns_in_another_order_and_case_are_read_all_the_same() -> None:
    (table,) = sheets.read_bytes(
        csv_file(" Source_ID ;KIND;name;Short_Name;ID", ["T;ngo;Body;B;A"]), "Organisations.CSV"
    )

    assert table.sheet == "organisations"
    assert dict(table.rows[0].cells) == {"source_id": "T", "kind": "ngo", "name": "Body", "short_name": "B", "id": "A"}


def test_rows_and_sheets_without_content_are_passed_over() -> None:
    (table,) = sheets.read_bytes(b"id,name,\n,,\nA,Body,beyond\n\n  ,\nB\n", "organisations.csv")
    assert [(row.number, dict(row.cells)) for row in table.rows] == [(3, {"id": "A", "name": "Body"}), (6, {"id": "B"})]

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("organisations")
    book.add_worksheet("My own notes").write(0, 0, "x")
    book.close()
    assert refused(sheets.read_bytes, out.getvalue(), "a.xlsx").code == "no_known_sheet"
