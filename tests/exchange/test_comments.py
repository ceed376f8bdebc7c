"""Rules of reading a comment matrix from outside: every line is taken or named with its cell."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
import xlsxwriter

from filao.core.problems import Problem
from filao.exchange import comments

HEAD = ("number", "institution", "place", "text", "severity", "decision", "response", "changed")
WORDS = {"acceptée": "accepted", "question": "question"}


def workbook(*rows: Sequence[str], sheet: str = "comments") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(sheet)
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            page.write_string(line, place, cell)
    book.close()
    return out.getvalue()


def read(*rows: Sequence[str]) -> comments.Matrix:
    return comments.read(workbook(*rows), "matrix.xlsx", "mapping-report", "draft 1", WORDS)


def test_words_of_another_language_become_codes_and_empty_cells_take_the_usual_ones() -> None:
    found = read(HEAD, ("3", "IOM", "ties", "Why?", "Question", "Acceptée", "Done.", ""), ("", "PMO", "", "More."))

    first, second = found.comments
    assert (first.number, first.severity, first.decision) == (3, "question", "accepted")
    assert (second.number, second.severity, second.decision) == (0, "substance", "open")
    assert found.refused == ()


def test_titles_above_and_a_head_for_people_below_are_passed_over() -> None:
    found = read(("Comment matrix",), (), HEAD, ("No.", "Institution", "Place", "Comment"), ("1", "IOM", "", "Sound."))

    assert [c.text for c in found.comments] == ["Sound."]


def test_a_line_without_institution_or_text_names_the_cell() -> None:
    found = read(HEAD, ("1", "", "", "Who said it?"), ("x", "IOM", "", ""))

    assert found.comments == ()
    assert [(r.row, r.column, r.fault.code) for r in found.refused] == [
        (2, "institution", "required"),
        (3, "text", "required"),
        (3, "number", "not_a_number"),
    ]


def test_a_decision_nobody_knows_is_refused_with_the_ones_there_are() -> None:
    (refused,) = read(HEAD, ("1", "IOM", "", "Sound.", "", "perhaps")).refused

    assert (refused.column, refused.value, refused.fault.code) == ("decision", "perhaps", "unknown_code")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"number,institution", "not_a_sheet"),
        (workbook(HEAD, sheet="other"), "no_known_sheet"),
        (workbook(("a", "b")), "missing_columns"),
    ],
)
def test_a_file_that_is_no_matrix_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(Problem) as refused:
        comments.read(data, "matrix.xlsx", "mapping-report", "draft 1", WORDS)

    assert refused.value.code == code
