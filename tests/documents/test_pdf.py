"""Finished PDFs: what a reader, a screen reader, an archive and a printer may rely on."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from tests.documents.conftest import Press
from tests.documents.reading import body_text, filled, fonts, lost, opened, squeezed, tags, texts

from filao.documents import catalogue, model, pdf
from filao.documents.catalogue import CATALOGUE
from filao.documents.tokens import FONT_FAMILY

Part = tuple[str, str, str]

PDFS: list[Part] = [
    (entry.kind, language, variant) for entry, format, language, variant in catalogue.files() if format == "pdf"
]
ONE_OF_EACH: list[Part] = [(e.kind, e.languages[-1], e.variants[0]) for e in CATALOGUE.values() if "pdf" in e.formats]
LONG = [("mapping-report", "en", ""), ("inception-report", "en", "")]


def name(part: Part) -> str:
    return "-".join(bit for bit in part if bit)


every = pytest.mark.parametrize("part", PDFS, ids=name)
one_of_each = pytest.mark.parametrize("part", ONE_OF_EACH, ids=name)


def data(press: Press, part: Part) -> bytes:
    return press.pdf(*part).data


def document(press: Press, part: Part) -> model.Document:
    return press.document(*part)


@every
def test_every_text_of_a_document_stands_in_its_pdf(press: Press, part: Part) -> None:
    missing = lost(texts(document(press, part)), press.text(*part))

    assert missing == []


@every
def test_every_label_of_a_drawing_stands_in_the_pdf(press: Press, part: Part) -> None:
    shown = squeezed(press.text(*part))
    labels = [label for b in document(press, part).blocks() if isinstance(b, model.Picture) for label in b.labels]

    assert [label for label in labels if squeezed(label) not in shown] == []
    if part[0] == "mapping-report":
        assert len(labels) > 100


@every
def test_no_sign_is_lost_for_want_of_a_glyph(press: Press, part: Part) -> None:
    shown = press.text(*part)

    assert not set(shown) & {"\ufffd", "\u25a1", "\x00"}


@one_of_each
def test_fonts_are_embedded_in_part_and_none_has_a_digit_in_its_name(press: Press, part: Part) -> None:
    found = fonts(opened(data(press, part)))

    assert found
    for font, embedded in found.items():
        subset, _, plain = font.lstrip("/").partition("+")
        assert embedded, font
        assert re.fullmatch(r"[A-Z]{6}", subset), font
        assert plain.startswith(FONT_FAMILY.replace(" ", "")), font
        assert not re.search(r"\d", plain), font


@one_of_each
def test_a_pdf_claims_its_standards_and_carries_what_they_ask(press: Press, part: Part) -> None:
    made = opened(data(press, part))
    meta = document(press, part).meta
    with made.open_metadata() as xmp:
        claimed = {key: xmp.get(key) for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
        title = str(xmp.get("dc:title"))

    assert claimed == {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
    assert meta.title in title
    assert bool(made.Root.MarkInfo.Marked)
    assert str(made.Root.Lang)[:2] == {"mfe": "mf"}.get(meta.language, meta.language)
    assert bool(made.Root.ViewerPreferences.DisplayDocTitle)
    assert len(made.Root.OutputIntents) == 1
    assert "/Author" not in made.docinfo


@one_of_each
def test_headings_tables_and_drawings_are_tagged(press: Press, part: Part) -> None:
    found = tags(opened(data(press, part)))
    blocks = list(document(press, part).blocks())

    assert found["/H1"] >= 1
    assert found.get("/P", 0) >= sum(isinstance(b, model.Paragraph) for b in blocks)
    assert found.get("/Figure", 0) >= sum(isinstance(b, model.Picture) for b in blocks)
    if any(isinstance(b, model.Table) and b.rows for b in blocks):
        assert found["/Table"] >= 1
        assert found["/TD"] > 1


@pytest.mark.parametrize("part", LONG, ids=name)
def test_every_drawing_is_described_to_those_who_do_not_see_it(press: Press, part: Part) -> None:
    made = opened(data(press, part))
    described = {
        str(thing.Alt)
        for thing in made.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure" and "/Alt" in thing
    }
    drawings = [b for b in document(press, part).blocks() if isinstance(b, model.Picture)]

    assert {b.alt for b in drawings} <= described
    assert all(len(b.alt) <= 300 for b in drawings)
    assert all(b.alt != b.caption for b in drawings)


@pytest.mark.parametrize("part", LONG, ids=name)
def test_a_report_has_bookmarks_of_its_sections(press: Press, part: Part) -> None:
    with opened(data(press, part)).open_outline() as outline:
        titles = " ".join(str(item.title) for item in outline.root)

    for section in (*document(press, part).sections, *document(press, part).annexes):
        assert section.title in titles


@every
def test_the_notice_and_the_page_number_stand_on_every_page(press: Press, part: Part) -> None:
    """Letters and sheets are papers of their own: they carry the notice, and no page number of the batch."""
    made = data(press, part)
    notice = squeezed(document(press, part).meta.notice)
    pages = pdf.page_texts(made)
    style = document(press, part).style
    cover = style == "report"

    assert notice
    for number, text in enumerate(pages, start=1):
        assert notice in squeezed(text), number
        if style in ("sheet", "letter"):
            assert f"{number} / {len(pages)}" not in text
            assert "draft 1" not in text
        elif not (cover and number == 1):
            assert f"{number} / {len(pages)}" in text


@pytest.mark.parametrize(
    "language, edition", [("en", "Desk-review edition"), ("fr", "Édition sur documents")], ids=["en", "fr"]
)
def test_before_any_interview_the_cover_names_the_edition(press: Press, language: str, edition: str) -> None:
    part = ("mapping-report", "en", "") if language == "en" else ("partner-list", "fr", "")

    first = pdf.page_texts(data(press, part))[0]

    assert squeezed(document(press, part).meta.edition) in squeezed(first)
    assert document(press, part).meta.edition
    if language == "en":
        assert edition in first


@every
def test_no_page_but_the_last_of_a_part_is_emptier_than_a_third(press: Press, part: Part) -> None:
    """The cover, the contents and the pages before a part that begins on a page of its own may end early."""
    made = press.pdf(*part)
    marks = made.layout.places
    ends = {made.layout.pages, *_front(document(press, part))}
    ends |= {p.page - 1 for p in marks if p.kind == "annex-start"}
    breaks = {s.id for s in (*document(press, part).sections, *document(press, part).annexes) if s.page_break}
    ends |= {p.page - 1 for p in marks if p.kind == "section" and p.id in breaks}

    empty = {n: round(share, 2) for n, share in enumerate(filled(made.data), start=1) if share < 1 / 3}

    assert {n: share for n, share in empty.items() if n not in ends} == {}
    assert {n: share for n, share in empty.items() if share < 0.1} == {}


def _front(made: model.Document) -> tuple[int, ...]:
    return (1, 2) if made.style == "report" else ()


@every
def test_no_heading_stands_alone_at_the_foot_of_a_page(press: Press, part: Part) -> None:
    """What a heading heads begins on its page; a small line below a heading, such as a duration, counts with it."""
    blocks = {block.id: block for block in document(press, part).blocks()}
    small = {
        id for id, block in blocks.items() if isinstance(block, model.Paragraph) and block.style in ("small", "sub")
    }
    places = [p for p in press.pdf(*part).layout.places if p.kind not in ("section", "end")]

    lonely = [
        here.id
        for here, following in pairwise(places)
        if (here.kind == "heading" or here.id in small)
        and following.kind not in ("body-end", "annex-start")
        and following.page > here.page
    ]

    assert lonely == []


def test_the_mapping_report_has_at_most_twenty_counted_pages(press: Press) -> None:
    layout = press.pdf("mapping-report").layout
    sections = {section.id for section in document(press, ("mapping-report", "en", "")).sections}
    used = layout.pages_of_sections()

    assert 10 < layout.counted_pages() <= 20
    assert sections <= set(used)
    assert sum(used[id] for id in sections) == pytest.approx(layout.counted_pages(), abs=0.2)


def test_the_inception_report_has_ten_to_twelve_pages(press: Press) -> None:
    assert 10 <= press.pdf("inception-report").layout.pages <= 12


@pytest.mark.parametrize("language", CATALOGUE["status-page"].languages)
def test_the_status_page_is_one_page(press: Press, language: str) -> None:
    assert press.pdf("status-page", language).layout.pages == 1


@pytest.mark.parametrize("part", [p for p in PDFS if p[0] in ("organisation-sheet", "letters")], ids=name)
def test_each_body_has_a_sheet_and_a_letter_of_exactly_one_page(press: Press, part: Part) -> None:
    layout = press.pdf(*part).layout
    starts = [place.page for place in layout.places if place.kind == "section"]

    assert starts == list(range(1, layout.pages + 1))


def test_the_same_input_twice_gives_the_same_bytes(press: Press) -> None:
    again = catalogue.build("inception-report", "pdf", press.reading())

    assert again.data == data(press, ("inception-report", "en", ""))


def test_pages_of_the_printer_have_bleed_and_embedded_fonts(press: Press) -> None:
    made = opened(press.built("mapping-report", "print").data)
    bleed = 3 / 25.4 * 72

    for page in made.pages:
        trim, edge = [float(v) for v in page.trimbox], [float(v) for v in page.obj.get("/BleedBox", page.mediabox)]
        assert trim[2] - trim[0] == pytest.approx(210 / 25.4 * 72, abs=0.1)
        assert trim[3] - trim[1] == pytest.approx(297 / 25.4 * 72, abs=0.1)
        assert [trim[0] - edge[0], trim[1] - edge[1]] == pytest.approx([bleed, bleed], abs=0.1)
        assert [edge[2] - trim[2], edge[3] - trim[3]] == pytest.approx([bleed, bleed], abs=0.1)
    assert all(fonts(made).values())


def test_both_profiles_break_pages_alike(press: Press) -> None:
    printed = press.built("mapping-report", "print")

    assert printed.facts["pages"] == press.pdf("mapping-report").layout.pages


@pytest.mark.parametrize("text", ['#panic("x") *bold* $x$ @foo <b> \\', "= Heading", "// comment", "[@NOPE] {x}"])
def test_signs_of_the_page_language_print_as_they_are(press: Press, text: str) -> None:
    meta = replace(document(press, ("partner-list", "en", "")).meta, title=text)
    made = model.Document(
        meta=meta,
        sections=(model.Section("s", text, (model.Paragraph(id="p", inline=model.span(text)),)),),
        style="paper",
        contents=False,
        labels=document(press, ("partner-list", "en", "")).labels,
        references=None,
    )

    shown = body_text(pdf.build(made).data)

    assert squeezed(shown).count(squeezed(text)) == 3
