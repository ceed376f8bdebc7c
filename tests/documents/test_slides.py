"""The presentation: messages that a room can read, charts that can be edited, notes for the speaker."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pptx
import pytest
from pptx.oxml.ns import qn
from tests.documents.conftest import Press
from tests.documents.reading import lost, squeezed
from tests.documents.test_faults_of_layout import META, drawing

from filao.documents import model as m
from filao.documents import pdf, slides
from filao.documents.presentation import compose
from filao.documents.tokens import FONT_FAMILY

BODY, QUIET = 18, 11


@pytest.fixture(scope="module")
def deck(press: Press) -> m.Deck:
    return compose(press.reading())


@pytest.fixture(scope="module")
def data(press: Press) -> bytes:
    return press.built("presentation", "pptx").data


@pytest.fixture(scope="module")
def made(data: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(data))


def test_a_deck_has_ten_to_fifteen_slides(deck: m.Deck, made: Any) -> None:
    assert 10 <= len(deck.slides) <= 15
    assert len(made.slides) == len(deck.slides)


def test_libreoffice_shows_one_page_for_each_slide_and_all_its_text(press: Press, deck: m.Deck) -> None:
    printed = press.converted("presentation")
    pages = pdf.page_texts(printed)

    assert len(pages) == len(deck.slides)
    for slide, shown in zip(deck.slides, pages, strict=True):
        wanted = [slide.title, slide.subtitle, *slide.bullets, *(text for pair in slide.key_figures for text in pair)]
        if slide.table:
            wanted += [m.plain(cell) for row in slide.table.rows for cell in row]
        if slide.chart:
            wanted += [str(value) for _, values in slide.chart.series for value in values if value]
        assert lost([text for text in wanted if text.strip()], shown) == [], slide.title


def test_every_slide_carries_the_notice(press: Press, deck: m.Deck) -> None:
    for number, shown in enumerate(pdf.page_texts(press.converted("presentation")), start=1):
        assert squeezed(deck.meta.notice) in squeezed(shown), number


def test_each_slide_has_a_message_of_its_own_and_one_thing_that_shows_it(deck: m.Deck) -> None:
    titles = [slide.title for slide in deck.slides]

    assert len(set(titles)) == len(titles)
    for slide in deck.slides:
        assert sum(part is not None for part in (slide.picture, slide.chart, slide.table)) <= 1, slide.title
        assert len(slide.title) <= 120, slide.title
        assert not slide.title.endswith("."), slide.title
        assert len(slide.bullets) <= 7
        if slide.kind == "message":
            assert slide.picture or slide.chart or slide.table or slide.bullets or slide.key_figures
            assert "{" not in slide.title + slide.notes + "".join(slide.bullets)


def test_each_slide_has_notes_for_the_speaker_and_a_source(deck: m.Deck, made: Any) -> None:
    for slide, shown in zip(deck.slides, made.slides, strict=True):
        assert shown.notes_slide.notes_text_frame.text == slide.notes
        assert len(slide.notes.split()) >= 4, slide.title
        if slide.kind == "message":
            assert re.search(r"\d{4}", slide.source), slide.title


def sizes(shape: Any) -> list[float]:
    return [
        run.font.size.pt for p in shape.text_frame.paragraphs for run in p.runs if run.font.size and run.text.strip()
    ]


def test_text_to_be_read_from_a_chair_is_eighteen_points_at_least(made: Any) -> None:
    for slide in made.slides:
        for shape in slide.placeholders:
            assert all(size >= BODY for size in sizes(shape)), shape.text_frame.text
        for shape in slide.shapes:
            if shape.has_text_frame:
                assert all(size >= QUIET for size in sizes(shape)), shape.text_frame.text


def test_tables_and_charts_are_never_smaller_than_twelve_points(made: Any) -> None:
    for slide in made.slides:
        for shape in slide.shapes:
            if shape.has_table:
                cells = [cell for row in shape.table.rows for cell in row.cells]
                assert all(run.font.size.pt >= 14 for c in cells for p in c.text_frame.paragraphs for run in p.runs)
            if shape.has_chart:
                found = re.findall(r'\bsz="(\d+)"', shape.chart._chartSpace.xml)
                assert min(int(size) for size in found) >= 1200


def test_everything_lies_within_the_slide(made: Any) -> None:
    for number, slide in enumerate(made.slides, start=1):
        for shape in slide.shapes:
            left, top, width, height = shape.left, shape.top, shape.width, shape.height
            assert left >= 0 and top >= 0, (number, shape.name)
            assert left + width <= made.slide_width and top + height <= made.slide_height, (number, shape.name)


def test_charts_can_be_edited_and_hold_their_numbers(data: bytes, deck: m.Deck, made: Any) -> None:
    charts = [shape.chart for slide in made.slides for shape in slide.shapes if shape.has_chart]
    wanted = [slide.chart for slide in deck.slides if slide.chart]

    assert len(charts) == len(wanted) >= 3
    for chart, source in zip(charts, wanted, strict=True):
        plot = chart.plots[0]
        assert list(plot.categories) == list(reversed(source.categories))
        assert {s.name: tuple(reversed(s.values)) for s in plot.series} == dict(source.series)
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        assert book.active.max_row == len(source.categories) + 1
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert sum(name.startswith("ppt/charts/chart") for name in package.namelist()) == len(charts)


def test_every_picture_chart_and_table_is_described(deck: m.Deck, made: Any) -> None:
    for slide, shown in zip(deck.slides, made.slides, strict=True):
        described = {element.get("descr") for element in shown._element.iter(qn("p:cNvPr")) if element.get("descr")}
        if slide.picture:
            assert slide.picture.alt in described
        if slide.chart:
            assert slide.chart.alt in described
        if slide.table:
            assert slide.table.caption in described


def test_fonts_and_colours_stand_in_the_theme(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        theme = package.read("ppt/theme/theme1.xml").decode()

    assert set(re.findall(r'<a:latin typeface="([^"]*)"', theme)) == {FONT_FAMILY}
    assert not re.search(r"\d", FONT_FAMILY)


def test_no_person_and_no_clock_stand_in_the_file(data: bytes, made: Any, deck: m.Deck) -> None:
    core = made.core_properties

    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert core.title == deck.meta.title
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_deck_gives_the_same_bytes(press: Press, data: bytes) -> None:
    """Charts carry a workbook within the file: its clock must stand still as well."""
    assert slides.build(compose(press.reading())) == data


@pytest.mark.parametrize("text", ["a & <b>", "=cmd|' /C calc'!A0", "a\x0bb\x07c", "é “x”"])
def test_signs_of_the_file_format_stay_text(text: str) -> None:
    slide = m.Slide(text, bullets=(text,), notes=text, table=None, picture=drawing("A"))
    found = pptx.Presentation(io.BytesIO(slides.build(m.Deck(replace(META, title=text), (slide,), {"data_to": "to"}))))

    wanted = text.replace("\x0b", " ").replace("\x07", "")
    assert found.slides[0].shapes.title.text == wanted
    assert found.slides[0].notes_slide.notes_text_frame.text == wanted
