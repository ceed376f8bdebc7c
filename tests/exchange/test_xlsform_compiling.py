"""XLSForms from anywhere: each is compiled, or refused with its place and mend; pyxform's own errors never come through."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.exchange.files import measured, package, refused
from tests.exchange.xlsforms import CASES, HEAD, LIST, YES_NO, Case, Rows, survey, workbook

from filao.core.problems import Fault
from filao.documents.words import problems
from filao.exchange import xlsform
from filao.exchange.xlsform import refusals

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def said(fault: Fault) -> str:
    return f"{problems.sentence(fault)} {problems.mend(fault)}"


@pytest.mark.parametrize("case", [case for case in CASES if case.refused], ids=lambda case: case.id)
def test_a_faulty_form_is_refused_with_its_place_and_mend(case: Case) -> None:
    problem = refused(xlsform.compile, workbook(case.sheets), "form.xlsx")

    assert problem.code == case.refused
    assert {key: problem.facts.get(key) for key in case.facts} == dict(case.facts)
    assert "…" not in said(problem.fault)
    assert "{{" not in problems.sentence(problem.fault)


@pytest.mark.parametrize("case", [case for case in CASES if not case.refused], ids=lambda case: case.id)
def test_an_odd_form_is_compiled_and_what_is_odd_is_named(case: Case) -> None:
    made = xlsform.compile(workbook(case.sheets), "form.xlsx")

    assert tuple(fault.code for fault in made.warnings) == case.warned
    assert [said(fault) for fault in made.warnings if "…" in said(fault)] == []
    assert made.questionnaire.id


def test_at_least_forty_public_complaints_are_copied() -> None:
    assert len({case.id for case in CASES}) == len(CASES) >= 40


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (OLE + b"\x00" * 600, "ifrc.xlsx", "form_legacy"),
        (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "locked.xlsx", "form_locked"),
        (b"type,name,label\ntext,a,A\n", "form.xlsx", "form_is_text"),
        (b'"start";"end";"_id";"_uuid"\n"a";"b";1;"u"\n', "data.csv", "form_is_data"),
        (b"SubmissionDate,meta-instanceID,q1,KEY\n2024,uuid:1,3,uuid:1\n", "central.csv", "form_is_data"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><h:html/>", "form.xml", "form_is_xml"),
        (b"", "empty.xlsx", "file_empty"),
        (b"PK\x03\x04 and no more", "cut.xlsx", "not_a_sheet"),
        (package({"word/document.xml": "<w/>"}), "letter.xlsx", "not_a_sheet"),
        (b"\x00\x01\x02" * 100, "noise.xlsx", "not_a_sheet"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture.xlsx", "not_a_sheet"),
        (b"\x7fplain words", "words.xlsx", "form_is_text"),
    ],
)
def test_a_file_is_told_by_its_content_and_not_by_its_name(data: bytes, name: str, code: str) -> None:
    problem = refused(xlsform.compile, data, name)

    assert problem.code == code
    assert "…" not in said(problem.fault)


def test_a_computed_cell_counts_with_the_value_it_keeps_and_is_refused_without_one() -> None:
    import io

    import xlsxwriter

    def book(value: str) -> bytes:
        out = io.BytesIO()
        made = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet = made.add_worksheet("survey")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ("text", "a"))
        sheet.write_formula(1, 2, '="Name"&"?"', None, value)
        made.close()
        return out.getvalue()

    read = xlsform.compile(book("Name?"), "x.xlsx").questionnaire

    assert [question.labels[""] for question in read.questions() if question.name == "a"] == [("Name?",)]
    empty = re.sub(rb"<v></v>|<v/>", b"", _part(book(""), "xl/worksheets/sheet1.xml"))
    assert refused(xlsform.compile, _with(book(""), "xl/worksheets/sheet1.xml", empty), "x.xlsx").code == "formulas"


def _part(data: bytes, name: str) -> bytes:
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(data)).read(name)


def _with(data: bytes, name: str, part: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as old:
        return package({one: part if one == name else old.read(one) for one in old.namelist()})


def test_the_quotation_marks_of_a_text_are_those_that_were_typed() -> None:
    made = xlsform.compile(
        workbook(survey(("select_one yn", "a", "L’accord “oui”", ""), ("text", "b", "B", "${a} = ‘yes’"),
                        head=(*HEAD, "relevant"), choices=YES_NO)), "x.xlsx")  # fmt: skip

    first, second, *_ = made.questionnaire.questions()
    assert first.labels[""] == ("L’accord “oui”",)
    assert second.relevant == "/data/a  = 'yes'"


def test_an_id_and_a_version_are_filled_in_only_where_the_form_states_none() -> None:
    bare = workbook(survey(("text", "a", "A")))
    stated = workbook(survey(("text", "a", "A"), settings=(("form_id", "version"), ("mine", "7"))))

    named = xlsform.compile(bare, "My form (2).xlsx", version="v1").questionnaire
    assert (named.id, named.version) == ("My_form_2", "v1")
    given = xlsform.compile(bare, "x.xlsx", form_id="survey_3", version="v1").questionnaire
    assert (given.id, given.version) == ("survey_3", "v1")
    own = xlsform.compile(stated, "x.xlsx", form_id="survey_3", version="v1").questionnaire
    assert (own.id, own.version) == ("mine", "7")


def test_equal_workbooks_give_equal_bytes() -> None:
    data = workbook(survey(("select_one yn", "a", "A"), choices=YES_NO))

    assert xlsform.compile(data, "x.xlsx").xform == xlsform.compile(data, "x.xlsx").xform


def test_signs_that_xml_cannot_hold_are_left_out() -> None:
    made = xlsform.compile(workbook(survey(("text", "a", "A\x01B"))), "x.xlsx")

    assert next(made.questionnaire.questions()).labels[""] == ("AB",)


def test_every_sentence_of_pyxform_has_a_code() -> None:
    from pyxform.errors import ErrorCode

    facts = {"row": 7, "sheet": "survey", "column": "label", "name": "a", "value": "b", "q": "b", "type": "group"}
    unnamed = []
    for code in ErrorCode:
        text = code.value.format(**{**facts, "missing": "'name'"})
        if refusals.named(text, {}).code == "form_refused" and not code.name.startswith("INTERNAL"):
            unnamed.append(code.name)

    assert unnamed == []


def test_what_pyxform_has_not_said_before_is_passed_on() -> None:
    fault = refusals.named("Something new went wrong.", {})

    assert (fault.code, fault.facts["what"]) == ("form_refused", "Something new went wrong.")


HEAVY = {
    "many questions with logic": survey(
        *(("integer", f"q{n}", f"No. {n}: ${{q{n // 2}}}", f"${{q{n // 2}}} > 1 and ${{q{n // 3}}} < 5", ". > 0")
          for n in range(1, 2900)),
        ("integer", "q0", "Zero", "", ""), head=(*HEAD, "relevant", "constraint")),
    "long lists": survey(
        ("select_one c", "a", "A", "area = 'x'"), head=(*HEAD, "choice_filter"),
        choices=((*LIST, "area"), *(("c", f"n{n}", f"Label {n}", "x") for n in range(29_900)))),
    "many languages": survey(
        *(("text", f"q{n}", *(f"T{n}" for _ in range(24))) for n in range(2900)),
        head=("type", "name", *(f"{what}::L{n} (en)" for n in range(12) for what in ("label", "hint")))),
    "one list in many questions": survey(
        *(("select_multiple c", f"q{n}", "A") for n in range(2000)),
        choices=(LIST, *(("c", f"n{n}", "L") for n in range(2000)))),
    "deep groups": survey(
        *(("begin_group", f"g{n}", "G") for n in range(29)), *(("text", f"q{n}", "${q0}") for n in range(2900)),
        *(("end_group", "", "") for _ in range(29))),
    "many references in a cell": survey(
        ("text", "a", "A", ""), *(("text", f"q{n}", "L", "${a}" * 2000) for n in range(19)), head=(*HEAD, "hint")),
}  # fmt: skip


@pytest.mark.parametrize(
    "sheets",
    [
        survey(*(("text", f"q{n}", "A") for n in range(3_001))),
        survey(("select_one c", "a", "A"), choices=(LIST, *(("c", f"n{n}", "L") for n in range(30_001)))),
        survey(("text", "a", "A"), *(("text", f"q{n}", "${a}" * 2000) for n in range(21))),
    ],
    ids=["questions", "options", "references"],
)
def test_a_form_beyond_what_any_survey_needs_is_refused(sheets: dict[str, Rows]) -> None:
    assert refused(xlsform.compile, workbook(sheets), "x.xlsx").code == "form_too_large"


@pytest.mark.parametrize("name", HEAVY)
def test_the_heaviest_form_that_is_let_in_costs_seconds_and_not_gigabytes(name: str, tmp_path: Path) -> None:
    path = tmp_path / "heavy.xlsx"
    path.write_bytes(workbook(HEAVY[name]))

    cost = measured(path, "form")

    assert cost.seconds < 20
    assert cost.megabytes < 768
