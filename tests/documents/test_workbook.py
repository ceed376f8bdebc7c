"""The register workbook: what a reader who filters and counts may rely on."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from tests.builders import claim, register_of
from tests.documents.conftest import Press, material_of
from tests.documents.test_faults_of_layout import META

from filao.core.register import KINDS, Register
from filao.documents import catalogue
from filao.documents.composing import Material
from filao.documents.workbook import Sheet, build
from filao.exchange import sheets as exchange

LANGUAGES = pytest.mark.parametrize("language", ["en", "fr"])
TOP = 4
"""The row of the heads."""


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def book(press: Press, language: str = "en") -> Any:
    return opened(press.built("register-workbook", "xlsx", language).data)


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return [
        row for row in sheet.iter_rows(min_row=TOP + 1, values_only=True) if any(value is not None for value in row)
    ]


SHEETS = ("about", "bodies", "actions", "ties", "law", "training", "groups", "sources differ", "questions", "sources")


def sheets(press: Press, language: str) -> dict[str, Any]:
    """Sheets by their English name, in whatever language they are named."""
    return dict(zip(SHEETS, book(press, language).worksheets, strict=True))


def test_a_workbook_has_a_sheet_for_each_kind_of_record(press: Press) -> None:
    assert tuple(book(press).sheetnames) == SHEETS


def test_sheets_are_named_in_the_language(press: Press) -> None:
    names = book(press, "fr").sheetnames

    assert len(names) == len(set(names)) == len(SHEETS)
    assert not set(names) & {"about", "bodies", "ties", "law", "training", "sources differ"}


@LANGUAGES
def test_rows_equal_the_register(press: Press, mauritian: Material, language: str) -> None:
    made, register = sheets(press, language), mauritian.register

    assert {row[0] for row in rows(made["bodies"])} == set(register.bodies)
    assert {row[0] for row in rows(made["actions"])} == set(register.actions)
    assert {row[0] for row in rows(made["ties"])} == set(register.relations)
    assert {row[0] for row in rows(made["law"])} == set(register.provisions)
    assert {row[0] for row in rows(made["training"])} == set(register.trainings)
    assert {row[0] for row in rows(made["sources"])} == set(register.sources)
    assert len(rows(made["questions"])) == len(mauritian.analysis.questions)
    for name in ("bodies", "actions", "ties", "law", "training", "sources"):
        assert str(len(rows(made[name]))) in made[name]["A2"].value


@LANGUAGES
def test_numbers_are_numbers(press: Press, mauritian: Material, language: str) -> None:
    years = {row[0]: row[4] for row in rows(sheets(press, language)["actions"])}

    assert years == {id: action.start_year for id, action in mauritian.register.actions.items()}


def test_both_sides_of_a_contradiction_stand_beside_each_other(press: Press) -> None:
    found = rows(book(press)["sources differ"])

    assert found
    for record, code, field in {row[:3] for row in found}:
        sides = [row for row in found if row[:3] == (record, code, field)]
        assert len(sides) >= 2
        assert [row[7] for row in sides].count("shown") == 1


@LANGUAGES
def test_heads_stay_in_sight_and_every_sheet_can_be_filtered(press: Press, language: str) -> None:
    for sheet in book(press, language).worksheets[1:]:
        assert sheet.freeze_panes == f"B{TOP + 1}", sheet.title
        heads = [cell.value for cell in sheet[TOP] if cell.value]
        assert len(heads) == len(set(heads)), sheet.title
        assert sheet.auto_filter.ref.endswith(str(TOP + len(rows(sheet)))), sheet.title


@LANGUAGES
def test_no_cell_is_a_formula_or_a_link(press: Press, language: str) -> None:
    data = press.built("register-workbook", "xlsx", language).data

    for sheet in opened(data).worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n", "inlineStr") and cell.hyperlink is None for cell in row)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "externalLink" in name or "vba" in name]
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_cell_that_looks_like_a_formula_or_an_address_stays_text() -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "http://a.example", "007", "a\x0bb"]
    sheet = Sheet("s", "Title", "Note", (("Text", 20),), [[text] for text in texts])

    made = opened(build(META, [sheet], [("Label", "=HYPERLINK(1)")]))

    assert [row[0] for row in rows(made["s"])] == [*texts[:-1], "a b"]
    assert {cell.data_type for row in made["s"].iter_rows(min_row=TOP + 1) for cell in row} == {"s"}
    assert made["about"]["B4"].value == "=HYPERLINK(1)" and made["about"]["B4"].data_type == "s"


@LANGUAGES
def test_the_first_sheet_says_what_the_file_is_and_carries_the_notice(press: Press, language: str) -> None:
    made = book(press, language)
    about_sheet = sheets(press, language)["about"]
    about = [str(cell.value) for row in about_sheet.iter_rows() for cell in row if cell.value]

    assert press.material.notice in about
    assert press.reading(language).data_date in about
    assert all(press.material.notice in sheet.oddFooter.center.text for sheet in made.worksheets[1:])
    assert made.properties.creator in ("", None)


def test_questions_stay_out_of_the_public_edition(press: Press) -> None:
    made = catalogue.build("register-workbook", "xlsx", press.reading("en", "public"))

    assert "questions" not in opened(made.data).sheetnames
    assert made.name == "register-workbook-en-public.xlsx"


def test_no_shelter_has_a_place(press: Press, mauritian: Material) -> None:
    hidden = {id for id, body in mauritian.register.organisations.items() if body.location_withheld}
    shown = {row[0]: row for row in rows(book(press)["bodies"])}

    assert hidden
    assert {shown[id][11] for id in hidden} == {"location withheld"}
    islands = {"Whole republic", "Rodrigues", "Island of Mauritius"}
    assert {shown[id][10] for id in hidden} <= islands | {None, ""}


def trained() -> Register:
    """Trainings of three, twelve and nobody knows how many people; on the first one sources differ."""
    rows = {
        "T1": {"topic": "Three", "participants": 3},
        "T2": {"topic": "Twelve", "participants": 12},
        "T3": {"topic": "Some"},
    }
    other = claim("training", "T1", "participants", 4, source="S2", dated="2023", confidence="C")
    return register_of(other, source={"S": {}, "S2": {}}, organisation={"PMO": {"kind": "government"}}, training=rows)


def people(audience: str) -> tuple[list[Any], list[Any]]:
    """Numbers of people as an edition tells them: in the list of trainings, and among the statements that differ."""
    made = opened(catalogue.build("register-workbook", "xlsx", material_of(trained(), audience=audience)).data)
    return [row[5] for row in rows(made["training"])], [row[3] for row in rows(made["sources differ"])]


def test_small_numbers_of_people_are_told_as_being_below_what_an_edition_may_tell() -> None:
    assert people("working_group") == (["fewer than 5", 12, None], ["fewer than 5"] * 2)
    assert people("public") == (["fewer than 11", 12, None], ["fewer than 11"] * 2)
    assert people("restricted") == ([3, 12, None], ["3", "4"])


def test_a_question_tells_no_small_number_of_people() -> None:
    made = opened(catalogue.build("register-workbook", "xlsx", material_of(trained())).data)

    asked = " ".join(row[3] for row in rows(made["questions"]))
    assert "Sources differ on “Three”: “fewer than 5” and “fewer than 5”." in asked


def test_the_round_trip_keeps_numbers_of_people_as_they_are() -> None:
    written = exchange.write_csv(trained())[f"{KINDS['training'].sheet}.csv"].decode()

    assert ",3," in written and "fewer" not in written


def test_an_empty_register_gives_a_workbook_of_heads_alone() -> None:
    made = opened(catalogue.build("register-workbook", "xlsx", material_of(register_of())).data)

    assert [len(rows(sheet)) for sheet in made.worksheets[1:]] == [0] * 9


def test_the_same_register_gives_the_same_bytes(press: Press) -> None:
    again = catalogue.build("register-workbook", "xlsx", press.reading())

    assert again.data == press.built("register-workbook", "xlsx").data
