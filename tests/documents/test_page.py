"""The HTML file: a page that stands alone, asks nothing of any other host, and can be read without seeing it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from lxml import etree, html
from tests.documents.conftest import Press
from tests.documents.reading import lost, texts
from tests.documents.test_faults_of_layout import document, drawing

from filao.documents import fragments, page
from filao.documents import model as m

KINDS = ("mapping-report", "inception-report")
every = pytest.mark.parametrize("kind", KINDS)


def source(press: Press, kind: str) -> str:
    return press.built(kind, "html").data.decode()


def tree(text: str) -> Any:
    return html.document_fromstring(text)


@every
def test_every_text_of_a_document_stands_on_its_page(press: Press, kind: str) -> None:
    shown = tree(source(press, kind)).text_content()

    assert lost(texts(press.document(kind)), shown) == []


@every
def test_a_page_is_sound_markup(press: Press, kind: str) -> None:
    """Every element that opens closes: the page reads as XML once void elements are closed."""
    text = source(press, kind)
    body = text[text.index("<body") : text.index("</body>") + 7]
    closed = re.sub(r"<(img|br|hr|meta|input)\b([^>]*?)/?>", r"<\1\2/>", body)

    root = etree.fromstring(closed.replace("&nbsp;", " "))

    assert text.startswith("<!doctype html>")
    assert root.tag == "body"
    assert 'lang="en"' in text[:60]


@every
def test_a_page_has_one_title_and_no_level_is_skipped(press: Press, kind: str) -> None:
    found = tree(source(press, kind))
    levels = [int(element.tag[1]) for element in found.iter("h1", "h2", "h3", "h4", "h5", "h6")]

    assert levels.count(1) == 1 and levels[0] == 1
    assert all(following - here <= 1 for here, following in pairwise(levels))
    assert found.find("head/title").text == press.document(kind).meta.title
    assert found.find("head/meta[@charset]") is not None


@every
def test_a_page_asks_nothing_of_any_other_host(press: Press, kind: str) -> None:
    text = source(press, kind)
    found = tree(text)
    listed = {run.link for _, inline in press.document(kind).references or () for run in inline if run.link}

    assert not list(found.iter("script", "link", "iframe", "object", "embed"))
    for element in found.iter():
        for name, value in element.attrib.items():
            if name.split("}")[-1] in ("src", "srcset", "action", "poster", "data"):
                assert value.startswith("data:"), (element.tag, name)
            if name.split("}")[-1] == "href":
                assert value.startswith("#") or value in listed, value
            assert not name.startswith("on"), name
    assert all(url.startswith("data:") or url.startswith("#") for url in re.findall(r"url\(([^)]*)\)", text))
    assert "@import" not in text


@every
def test_ids_are_unique_and_every_link_within_the_page_has_its_end(press: Press, kind: str) -> None:
    found = tree(source(press, kind))
    ids = Counter(element.get("id") for element in found.iter() if element.get("id"))

    assert [id for id, count in ids.items() if count > 1] == []
    ends = {element.get("href")[1:] for element in found.iter("a") if element.get("href", "").startswith("#")}
    assert ends - set(ids) == set()
    assert {block.id for block in press.document(kind).blocks() if block.id} <= set(ids)


@every
def test_every_drawing_is_described_and_its_data_stand_below(press: Press, kind: str) -> None:
    found = tree(source(press, kind))
    pictures = [b for b in press.document(kind).blocks() if isinstance(b, m.Picture)]

    drawings = [svg for svg in found.iter("svg", "{http://www.w3.org/2000/svg}svg") if svg.get("role") == "img"]
    assert [svg.get("aria-label") for svg in drawings] == [b.alt for b in pictures]
    assert all(image.get("alt") for image in found.iter("img"))
    assert len(list(found.iter("details"))) == sum(bool(b.data[1]) for b in pictures)


@every
def test_tables_have_heads_and_can_be_reached_by_keyboard(press: Press, kind: str) -> None:
    found = tree(source(press, kind))

    for table in found.iter("table"):
        assert table.find(".//th") is not None
        assert all(th.get("scope") for th in table.iter("th"))
    regions = [element for element in found.iter("div") if element.get("role") == "region"]
    assert regions
    assert all(element.get("aria-label") and element.get("tabindex") == "0" for element in regions)


@every
def test_the_notice_and_the_edition_stand_at_the_top(press: Press, kind: str) -> None:
    head = tree(source(press, kind)).find(".//article/header").text_content()
    meta = press.document(kind).meta

    assert meta.notice in head and meta.edition in head and meta.data_date in head


SIGNS = "<script>alert(1)</script> & \"quoted\" 'it'"


def test_signs_of_html_stay_text_wherever_they_stand() -> None:
    inline = (m.Span(SIGNS, link='javascript:"><b>'), m.Span(note=m.span(SIGNS)))
    table = m.Table(
        id="t", caption=SIGNS, columns=(m.Column(SIGNS),), rows=((inline,),), evidence=m.Evidence(n=SIGNS, note=SIGNS)
    )
    picture = replace(drawing("A"), alt=SIGNS, caption=SIGNS, data=((SIGNS,), ((SIGNS,),)))
    made = document(m.Paragraph(id="p", inline=inline), table, picture, m.Callout(id="c", title=SIGNS, blocks=(table,)))
    made = replace(made, meta=replace(made.meta, title=SIGNS, notice=SIGNS))

    found = tree(page.build(made))

    assert not list(found.iter("script"))
    assert found.findtext(".//h1") == SIGNS
    assert [svg.get("aria-label") for svg in found.iter("svg")] == [SIGNS]


def test_notes_are_numbered_through_and_lead_back() -> None:
    def noted(text: str) -> m.Paragraph:
        return m.Paragraph(id=text, inline=(m.Span("Text"), m.Span(note=m.span(text))))

    found = tree(page.build(document(noted("first"), noted("second"))))

    notes = found.xpath("//ol[@class='doc-notes']/li")
    assert [(li.get("id"), li.text_content().split()[0]) for li in notes] == [("note-1", "first"), ("note-2", "second")]
    assert [a.get("href") for a in found.xpath("//sup/a")] == ["#note-1", "#note-2"]


def test_a_section_for_the_app_keeps_the_numbers_of_the_whole(press: Press) -> None:
    made = press.document("mapping-report")
    whole = source(press, "mapping-report")

    for section in made.sections:
        shown = page.section(made, section.id)
        labels = re.findall(r'<span class="doc-label">(\w+ \d+)</span>', shown)
        assert all(f'<span class="doc-label">{label}</span>' in whole for label in labels)
        assert "<svg" not in shown
        pictures = [b.id for b in section.blocks if isinstance(b, m.Picture)]
        assert re.findall(r'src="#drawing-([^"]+)"', shown) == pictures
    assert page.section(made, "no-such-section") == ""


@pytest.mark.parametrize("audience", m.AUDIENCES)
def test_pieces_for_the_app_are_sound_and_keep_to_their_audience(press: Press, audience: m.Audience) -> None:
    made = fragments.build(press.reading("en", audience), list(fragments.PIECES))

    assert set(made) == set(fragments.PIECES)
    assert bool(made["single-points"]) == (audience == "restricted")
    assert bool(made["mends"]) == (audience != "public")
    for name, text in made.items():
        if text:
            found = html.fragment_fromstring(text)
            assert not found.xpath("//span[@class='doc-label']"), name
            ids = [element.get("id") for element in found.iter() if element.get("id")]
            assert len(set(ids)) == len(ids), name


def test_a_piece_with_nothing_to_say_is_empty() -> None:
    from tests.builders import register_of
    from tests.documents.conftest import material_of

    made = fragments.build(material_of(register_of()), ["single-points", "mends", "map"])

    assert set(made.values()) == {""}
