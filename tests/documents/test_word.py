"""Word files: what they say when LibreOffice reads them, and what makes them fit to be edited and sent back."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from tests.documents.conftest import OFFICE, Press
from tests.documents.reading import body_text, lost, squeezed, texts
from tests.documents.test_faults_of_layout import document, drawing

from filao.documents import catalogue, model, word
from filao.documents.composing import Written
from filao.documents.tokens import FONT_FAMILY
from filao.documents.word.xml import bookmark_name

Part = tuple[str, str, str]
WORD = [part for part in OFFICE if part[0] != "presentation"]
every = pytest.mark.parametrize("part", WORD, ids=lambda part: part[0])


def data(press: Press, part: Part) -> bytes:
    return press.built(part[0], "docx", *part[1:]).data


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def xml(content: bytes, name: str = "word/document.xml") -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def values(root: Any, tag: str, attribute: str = "w:val") -> list[str]:
    return [found.get(qn(attribute)) for found in root.iter(qn(tag))]


@every
def test_libreoffice_shows_every_text(press: Press, part: Part) -> None:
    shown = body_text(press.converted(*part))

    assert lost(texts(press.document(*part)), shown) == []


@every
def test_every_block_has_one_hidden_bookmark(press: Press, part: Part) -> None:
    names = Counter(values(xml(data(press, part)), "w:bookmarkStart", "w:name"))
    blocks = [b for b in press.document(*part).blocks() if b.id and not isinstance(b, (model.Space, model.PageBreak))]

    assert blocks
    assert [b.id for b in blocks if bookmark_name(b.id) not in names] == []
    assert set(names.values()) == {1}
    assert all(name.startswith("_fl_") and len(name) <= 40 and re.fullmatch(r"\w+", name) for name in names)


@every
def test_bookmarks_open_and_close_once_and_no_two_share_a_number(press: Press, part: Part) -> None:
    root = xml(data(press, part))
    starts, ends = values(root, "w:bookmarkStart", "w:id"), values(root, "w:bookmarkEnd", "w:id")

    assert len(set(starts)) == len(starts)
    assert sorted(starts) == sorted(ends)


def test_two_long_ids_that_begin_alike_keep_bookmarks_of_their_own() -> None:
    first, second = (f"{'finding-about-many-bodies-' * 2}{n}" for n in (1, 2))
    made = word.build(document(*(model.Paragraph(id=id, inline=model.span("Text.")) for id in (first, second))))

    names = [name for name in values(xml(made), "w:bookmarkStart", "w:name") if "finding" in name]

    assert len(set(names)) == 2
    assert all(len(name) <= 40 for name in names)


@pytest.mark.parametrize("part", [("mapping-report", "en", ""), ("inception-report", "en", "")], ids=lambda p: p[0])
def test_captions_count_by_fields_and_contents_are_a_field(press: Press, part: Part) -> None:
    made = press.document(*part)
    root = xml(data(press, part))
    codes = [code.text.strip() for code in root.iter(qn("w:instrText"))]
    numbered = [b for b in made.blocks() if isinstance(b, (model.Table, model.Picture)) and b.numbered and b.caption]

    assert Counter(code.split()[1] for code in codes if code.startswith("SEQ")) == Counter(
        "Figure" if isinstance(b, model.Picture) else "Table" for b in numbered
    )
    assert sum(code.startswith("TOC") for code in codes) == 1
    kinds = Counter(values(root, "w:fldChar", "w:fldCharType"))
    assert kinds["begin"] == kinds["separate"] == kinds["end"]


def test_contents_show_the_pages_of_the_pdf(press: Press) -> None:
    shown = [paragraph.text for paragraph in opened(data(press, ("mapping-report", "en", ""))).paragraphs[:40]]
    starts = {p.id: p.page for p in press.pdf("mapping-report").layout.places if p.kind == "section"}

    for number, section in enumerate(press.document("mapping-report").sections, start=1):
        assert f"{number}  {section.title}\t{starts[section.id]}" in shown


@every
def test_the_language_of_the_document_is_set(press: Press, part: Part) -> None:
    wanted = {"en": "en-GB", "fr": "fr-FR"}[part[1]]
    made = opened(data(press, part))
    normal = made.styles["Normal"].element.rPr.find(qn("w:lang"))

    assert normal.get(qn("w:val")) == wanted
    assert made.core_properties.language == part[1]
    defaults = values(xml(data(press, part), "word/styles.xml"), "w:lang")
    assert set(defaults) == {wanted}


@every
def test_no_person_no_path_and_no_clock_stand_in_a_file(press: Press, part: Part) -> None:
    content = data(press, part)
    core = opened(content).core_properties

    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert core.created == core.modified
    assert core.title == press.document(*part).meta.title
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert len({entry.filename for entry in package.infolist()}) == len(package.infolist())
        everything = b"".join(package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels")))
    assert not re.search(rb"/(home|work|tmp|Users)/|python-docx", everything)


def test_the_same_content_gives_the_same_bytes(press: Press) -> None:
    again = catalogue.build("group-terms", "docx", press.reading())

    assert again.data == data(press, ("group-terms", "en", ""))


@every
def test_the_notice_stands_at_the_head_of_every_page(press: Press, part: Part) -> None:
    from filao.documents import pdf

    notice = press.document(*part).meta.notice

    for number, text in enumerate(pdf.page_texts(press.converted(*part)), start=1):
        assert squeezed(notice) in squeezed(text), number


def test_pictures_have_their_description_and_tables_repeat_their_heads(press: Press) -> None:
    content, made = data(press, ("mapping-report", "en", "")), press.document("mapping-report")
    root = xml(content)
    drawings = [b for b in made.blocks() if isinstance(b, model.Picture)]
    tables = [b for b in made.blocks() if isinstance(b, model.Table)]

    described = [found.get("descr") for found in root.iter(qn("wp:docPr"))]
    assert described == [b.alt for b in drawings]
    assert len(values(root, "w:tblHeader")) == len(tables)


def test_a_table_without_heads_has_no_empty_row(press: Press) -> None:
    made = opened(data(press, ("interview-guide", "fr", "law_enforcement")))

    head = made.tables[0]
    assert len(head.rows) == 4
    assert all(row.cells[0].text for row in head.rows)


def test_two_tables_are_never_joined(press: Press) -> None:
    """Word makes one table of two that follow each other without a paragraph between."""
    body = xml(data(press, ("organisation-sheet", "fr", "CDU,SET,IOM"))).find(qn("w:body"))
    kinds = [child.tag for child in body]

    assert kinds.count(qn("w:tbl")) >= 8
    assert (qn("w:tbl"), qn("w:tbl")) not in set(pairwise(kinds))


def test_styles_carry_the_look(press: Press) -> None:
    made = opened(data(press, ("mapping-report", "en", "")))

    assert made.styles["Normal"].font.name == FONT_FAMILY
    assert {paragraph.style.name for paragraph in made.paragraphs} >= {
        "Normal", "Heading 1", "Heading 2", "List Bullet", "Caption", "Evidence", "Callout", "Small",
    }  # fmt: skip
    numbered = values(xml(data(press, ("mapping-report", "en", "")), "word/styles.xml"), "w:numId")
    assert numbered.count("90") == 3


def noted(*notes: str) -> bytes:
    inline = tuple(
        run for n, text in enumerate(notes) for run in (model.Span(f"Text {n}."), model.Span(note=model.span(text)))
    )
    return word.build(document(model.Paragraph(id="p", inline=inline)))


def test_notes_are_real_footnotes_in_a_part_of_their_own() -> None:
    content = noted("First note.", "Second & <last>.")
    references = values(xml(content), "w:footnoteReference", "w:id")
    notes = {n.get(qn("w:id")): "".join(n.itertext()).strip() for n in xml(content, "word/footnotes.xml")}

    assert [notes[id] for id in references] == ["First note.", "Second & <last>."]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"footnotes+xml" in package.read("[Content_Types].xml")


def test_a_document_without_notes_has_no_such_part() -> None:
    with zipfile.ZipFile(io.BytesIO(word.build(document(drawing("A"))))) as package:
        assert "word/footnotes.xml" not in package.namelist()


def test_each_ordered_list_begins_at_one() -> None:
    """Two lists in a document must not run on: the third item of all would otherwise read 3."""
    lists = [model.Bullets(id=f"l{n}", items=(model.span("a"), model.span("b")), ordered=True) for n in (1, 2)]
    root = xml(word.build(document(lists[0], model.Paragraph(id="p", inline=model.span("Between.")), lists[1])))

    numbers = [
        next(iter(values(p, "w:numId")), "") for p in root.iter(qn("w:p")) if "List" in "".join(values(p, "w:pStyle"))
    ]

    assert len(numbers) == 4
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    assert all(numbers)


def test_a_sheet_to_fill_in_has_a_field_for_every_fact_tie_and_action(press: Press) -> None:
    part = ("organisation-sheet", "fr", "CDU,SET,IOM")
    root = xml(data(press, part))
    found = Counter(values(root, "w:tag"))
    wanted = []
    for block in press.document(*part).blocks():
        if isinstance(block, model.Table):
            for name in block.fields.values():
                wanted += [f"{name[:-1]}:yes", f"{name[:-1]}:no"] if name.endswith("?") else [name]
        elif isinstance(block, model.Lines):
            wanted.append(block.field)

    assert Counter(wanted) == found
    assert {"CDU.mandate", "CDU.missing", "SET.checked_by"} <= set(found)
    assert any(name.startswith("A") and name.endswith(".correction") for name in found)
    boxes = sum(1 for box in root.iter() if box.tag.endswith("}checkbox"))
    assert boxes == sum(count for name, count in found.items() if name.endswith((":yes", ":no")))


@pytest.mark.parametrize("text", ["<w:p/>", "a & b", "=cmd()", "\u202e", "é “x” — ☐", "tab\there"])
def test_signs_of_the_file_format_stay_text(text: str) -> None:
    made = opened(word.build(document(model.Paragraph(id="p", inline=model.span(text)), title=text)))

    assert [p.text for p in made.paragraphs if p.text.strip().endswith(text)][-1] == text


def test_control_signs_that_no_office_file_may_hold_are_left_out_of_every_format(press: Press) -> None:
    """Word pastes a line break as a vertical tab: it must not stop a build."""
    written = {("group-terms", "purpose"): Written("Before\x0bafter, ab\x07c.")}
    c = replace(press.reading(), texts=written, workspace="Name\x1f", notice="No\x08tice")

    for format in ("pdf", "docx"):
        assert catalogue.build("group-terms", format, c).data
    made = opened(catalogue.build("group-terms", "docx", c).data)
    assert "Before after, abc." in [paragraph.text for paragraph in made.paragraphs]
    assert [line.text for line in made.sections[0].header.paragraphs][1] == "Notice"
