"""The catalogue: every deliverable is built in each of its formats and languages, under a name of its own."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import replace

import pytest
from tests.builders import register_of
from tests.documents.conftest import Press, material_of

from filao.core.problems import Problem
from filao.documents import catalogue
from filao.documents.catalogue import CATALOGUE
from filao.documents.composing import Material
from filao.documents.language import say

WHOLE_SHEETS = ("organisation-sheet", "docx")
"""Ninety pages of fields in Word take seconds: three bodies stand for all."""

FILES = [(entry.kind, format, language, variant) for entry, format, language, variant in catalogue.files()]
STARTS = {
    "pdf": b"%PDF-",
    "docx": b"PK\x03\x04",
    "pptx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "html": b"<!doctype html>",
}
PARTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}


def few(kind: str, format: str, variant: str) -> str:
    return "CDU,SET,IOM" if (kind, format) == WHOLE_SHEETS else variant


@pytest.mark.parametrize("file", FILES, ids=lambda file: "-".join(part for part in file if part))
def test_every_file_of_the_catalogue_is_built(press: Press, file: tuple[str, str, str, str]) -> None:
    kind, format, language, variant = file

    made = press.built(kind, format, language, few(kind, format, variant))

    ending = "pdf" if format == "print" else format
    assert made.name.endswith(f".{ending}")
    assert made.data.startswith(STARTS[ending])
    if ending in PARTS:
        with zipfile.ZipFile(io.BytesIO(made.data)) as package:
            assert package.testzip() is None
            assert PARTS[ending] in package.namelist()
    if ending == "pdf" or format == "docx":
        assert made.facts["pages"] >= 1


@pytest.mark.parametrize("kind", list(CATALOGUE))
def test_an_empty_register_builds_every_deliverable(kind: str) -> None:
    """A new workspace starts empty; nothing may fail for want of a row."""
    entry = CATALOGUE[kind]
    c = material_of(register_of(), workspace="Islandia")

    for format in entry.formats:
        assert catalogue.build(kind, format, replace(c, faults=[], offers={}), entry.variants[0]).data


def test_file_names_are_unique_over_everything_that_can_be_built(press: Press) -> None:
    names: Counter[str] = Counter()
    for audience in ("public", "working_group", "restricted"):
        for kind, format, language, variant in FILES:
            c = press.reading(language, audience)  # type: ignore[arg-type]
            names[catalogue.file_name(kind, format, c, variant)] += 1

    assert [name for name, count in names.items() if count > 1] == []
    for name in names:
        assert name == name.lower() or "-as-of-" in name, name
        assert all(sign.isalnum() or sign in "-." for sign in name), name
        assert len(name) <= 80


def test_a_file_name_tells_part_language_audience_and_date(press: Press) -> None:
    c = press.reading("fr", "restricted")

    assert catalogue.file_name("letters", "pdf", c, "introduction") == "letters-introduction-fr-restricted.pdf"
    assert catalogue.file_name("mapping-report", "print", press.reading()) == "mapping-report-for-the-printer.pdf"
    assert catalogue.file_name("interview-guide", "docx", press.reading("mfe"), "law_enforcement") == (
        "interview-guide-law-enforcement-mfe.docx"
    )


def test_chosen_bodies_stand_in_the_name_and_in_the_file(press: Press) -> None:
    one = catalogue.build("organisation-sheet", "pdf", press.reading(), "CDU")
    two = catalogue.build("letters", "pdf", press.reading(), "introduction:CDU,SET")

    assert (one.name, one.facts["pages"]) == ("organisation-sheet-CDU-en.pdf", 1)
    assert (two.name, two.facts["pages"]) == ("letters-introduction-2-bodies-en.pdf", 2)


@pytest.mark.parametrize(
    ("kind", "format", "language", "code"),
    [
        ("no-such-thing", "pdf", "en", "no_such_document"),
        ("mapping-report", "pptx", "en", "no_such_format"),
        ("mapping-report", "pdf", "fr", "not_in_language"),
        ("presentation", "pptx", "mfe", "not_in_language"),
        ("status-page", "pdf", "mfe", "not_in_language"),
    ],
)
def test_what_cannot_be_built_is_named(press: Press, kind: str, format: str, language: str, code: str) -> None:
    with pytest.raises(Problem) as stopped:
        catalogue.build(kind, format, press.reading(language))

    assert stopped.value.code == code
    assert stopped.value.facts["kind"] == kind
    if code != "no_such_document":
        assert stopped.value.facts["codes"]


@pytest.mark.parametrize("kind", ["presentation", "register-workbook", "no-such-thing"])
def test_what_has_no_pages_to_compose_is_named(press: Press, kind: str) -> None:
    with pytest.raises(Problem) as stopped:
        catalogue.composed(kind, press.reading())

    assert stopped.value.code == "no_such_document"


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=list(CATALOGUE))
def test_every_entry_says_what_it_is_for(entry: catalogue.Entry) -> None:
    assert entry.title and entry.about.endswith(".")
    assert entry.formats and entry.languages[0] == "en"
    for text in (entry.title, entry.about):
        assert say("fr", text) != text or text in ("Presentation",), text


@pytest.mark.parametrize("kind", [kind for kind, entry in CATALOGUE.items() if entry.sections])
def test_sections_that_can_be_written_are_those_of_the_document(press: Press, kind: str) -> None:
    c: Material = press.reading()
    document = catalogue.composed(kind, c)

    assert tuple(c.offers) == CATALOGUE[kind].sections
    assert {section.id for section in document.sections} == set(CATALOGUE[kind].sections)
    assert all(offer.title and offer.draft.strip() for offer in c.offers.values())
    for id, offer in c.offers.items():
        assert all(name for name in offer.blocks), id


@pytest.mark.parametrize("kind", [kind for kind, entry in CATALOGUE.items() if entry.compose])
def test_no_draft_refers_to_a_figure_source_or_block_that_is_not_there(press: Press, kind: str) -> None:
    c = press.reading()

    catalogue.composed(kind, c, CATALOGUE[kind].variants[0])

    assert c.faults == []


@pytest.mark.parametrize("kind", ["mapping-report", "inception-report", "group-terms", "status-page", "partner-list"])
def test_the_register_of_five_years_ago_builds_as_well(mauritius_claims, kind: str) -> None:  # type: ignore[no-untyped-def]
    from tests.conftest import DATA_DATE

    from filao.core.register import assemble

    c = material_of(assemble(mauritius_claims, DATA_DATE, evidence_to="2020-12-31"))

    made = catalogue.build(kind, "pdf", c)

    assert made.data.startswith(b"%PDF")
    assert "as-of-2020-12-31" in made.name
