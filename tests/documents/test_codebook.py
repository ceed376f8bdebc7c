"""The codebook as a document: every variable with its words, its versions and its options, and no number too small to tell."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from tests.core.questionnaires import ask, form, group

from filao.core.responses import Layout, Response, Responses
from filao.documents import codebook, page, pdf
from filao.documents.codebook import Codebook
from filao.documents.word import writer as word

OLD = form(ask("age", "integer"), ask("way", "select_one", "How?", "phone", "fax"), version="1")
NEW = form(
    ask("age", "integer"),
    ask("way", "select_one", "How?", "phone", "mail"),
    ask("who", label="Who are you?"),
    group("tie", ask("tie/kind", "select_one", "Kind", *(f"k{n}" for n in range(20))), repeats=True),
    version="2",
)
LAYOUT = Layout((OLD, NEW))


def book(language: str = "en", audience: str = "", answers: int = 7) -> Codebook:
    made = tuple(
        Response(f"r{n}", "2", {"/data/age": "40", "/data/way": "phone" if n else "mail"}) for n in range(answers)
    )
    tallies = {tally.variable.name: tally for tally in Responses(LAYOUT, made).tallies(audience)}
    return Codebook(
        "Survey of ties",
        "survey",
        ("1", "2"),
        "Mauritius",
        "",
        language,
        date(2026, 3, 2),
        LAYOUT.variables,
        answers,
        tallies,
    )


def test_every_variable_stands_with_its_words_versions_and_options() -> None:
    text = page.build(codebook.compose(book()))

    for words in (
        "How?",
        "Who are you?",
        "one option",
        "1, 2",
        "Fax",
        "Mail",
        "Asked several times: tie",
        "8 further options",
    ):
        assert words in text, words


def test_numbers_that_are_too_small_stand_in_no_codebook() -> None:
    told, hidden = (page.build(codebook.compose(book(audience=audience))) for audience in ("", "working_group"))

    assert ">6<" in told
    assert ">6<" not in hidden
    assert "fewer than 11" in page.build(codebook.compose(book(audience="public")))


def test_answers_that_were_made_up_are_called_so() -> None:
    assert "Simulated" not in str(codebook.compose(book()))
    assert "Simulated: 5 of the answers counted were made up." in str(codebook.compose(replace(book(), simulated=5)))


@pytest.mark.parametrize("language", ["en", "fr", "mfe"])
def test_the_codebook_becomes_pages_in_every_language(language: str) -> None:
    document = codebook.compose(book(language))

    texts = " ".join(pdf.page_texts(pdf.build(document).data))
    assert "Who are you?" in texts
    assert word.build(document).startswith(b"PK")


def test_the_sheet_of_the_codebook_has_a_row_for_each_variable_and_option() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(codebook.workbook(book())))["Codebook"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert ["way", "one option", "How?", None, 7, "1, 2", "way"] in rows
    assert ["way", None, "Fax", "fax", 0, "1", None] in rows
    assert sum(row[0] == "kind" for row in rows) == 21
