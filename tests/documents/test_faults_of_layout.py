"""Faults of layout stop the build of a document and name the block: they are never left to luck."""

from __future__ import annotations

import pytest

from filao.core.problems import Problem
from filao.documents import pdf
from filao.documents.language import labels
from filao.documents.model import Block, Document, Evidence, Heading, Meta, Paragraph, Picture, Section, span

META = Meta("Title", "", "test", "T-1", "draft 1", "en", "1 May 2026", "1 May 2026", notice="Fictitious")


def document(*blocks: Block, title: str = "Section") -> Document:
    return Document(
        meta=META, sections=(Section("s", title, blocks),), style="paper", contents=False, labels=labels.words("en"),
        references=None,
    )  # fmt: skip


def drawing(*words: str, height: float = 100, labels: tuple[str, ...] = ()) -> Picture:
    shown = "".join(
        f'<text x="5" y="{20 + 14 * n}" font-family="Source Sans Pro" font-size="9">{word}</text>'
        for n, word in enumerate(words)
    )
    bar = f'<rect width="9" height="{height}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="{height}">{shown}{bar}</svg>'
    return Picture(
        id="fig-1", caption="Message", alt="Description", svg=svg, size=(300, height), labels=labels or words,
        evidence=Evidence(n="3 bodies", source_text="register", date="1 May 2026"),
    )  # fmt: skip


def test_a_drawing_whose_labels_all_reach_the_page_is_built() -> None:
    made = pdf.build(document(drawing("Identification", "Œuvre 4–6")))

    assert made.layout.pages == 1
    assert "Identification" in pdf.page_texts(made.data)[0]


@pytest.mark.parametrize("height", [670, 2000])
def test_a_drawing_taller_than_its_page_stops_the_build_and_is_named(height: float) -> None:
    with pytest.raises(Problem) as stopped:
        pdf.build(document(drawing("Tall", height=height)))

    assert (stopped.value.code, stopped.value.facts) == ("figure_too_tall", {"block": "fig-1"})


def test_a_drawing_that_just_fits_moves_to_a_page_of_its_own() -> None:
    made = pdf.build(document(Paragraph(id="p", inline=span("Text before.")), drawing("Tall", height=590)))

    assert {place.id: place.page for place in made.layout.places if place.id in ("p", "fig-1")} == {"p": 1, "fig-1": 2}


def test_a_label_that_the_drawing_lacks_stops_the_build_and_is_named() -> None:
    with pytest.raises(Problem) as stopped:
        pdf.build(document(drawing("Police", "Courts", labels=("Police", "Shelters"))))

    assert (stopped.value.code, stopped.value.facts) == ("label_missing", {"block": "fig-1", "label": "Shelters"})


def test_a_label_in_a_font_that_is_not_there_stops_the_build() -> None:
    """Text in a script without a glyph vanishes from a drawing without any word of warning: the check finds it."""
    with pytest.raises(Problem) as stopped:
        pdf.build(document(drawing("移民")))

    assert stopped.value.code in ("label_missing", "build_failed")


def test_a_drawing_without_a_description_is_refused() -> None:
    from dataclasses import replace

    with pytest.raises(Problem) as stopped:
        pdf.build(document(replace(drawing("Police"), alt="")))

    assert stopped.value.code == "build_failed"


def test_a_heading_that_skips_a_level_is_refused() -> None:
    with pytest.raises(Problem) as stopped:
        pdf.build(document(Heading(id="h", level=3, text="Deep")))

    assert stopped.value.code == "build_failed"


def test_a_label_broken_over_two_lines_counts_as_shown() -> None:
    pdf.check_labels(pdf.build(document(drawing("Law enforce", "ment"))).data, [drawing(labels=("Law enforcement",))])


def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    filler = tuple(Paragraph(id=f"p{n}", inline=span("A line of text.")) for n in range(60))
    for count in range(24, 34):
        made = pdf.build(
            document(*filler[:count], Heading(id="h", level=2, text="Head"), Paragraph(id="last", inline=span("Text.")))
        )
        pages = {place.id: place.page for place in made.layout.places}

        assert pages["h"] == pages["last"], count
