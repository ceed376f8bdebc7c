"""Light Markdown: what a writer types reaches the page, and what refers to nothing is named."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.test_faults_of_layout import drawing

from filao.core.figures import Figure
from filao.documents import markup
from filao.documents.model import Bullets, Callout, Heading, Inline, Paragraph, Span, Table, plain

FIGURES = {
    figure.id: figure
    for figure in (
        Figure("relations.total", 1115, "ties"),
        Figure("relations.refers_to", 7, "ties", n=1115),
        Figure("law.share", 0.256, "share"),
        Figure("register.date", "2025-11-30", "date"),
        Figure("first.year", 2009, "year"),
        Figure("first.name", "Police", "name"),
    )
}
SOURCES = {"TIP2020", "LEXP23"}
OFFERED = {"coverage": [drawing("Children")]}


def parse(text: str, language: str = "en") -> markup.Parsed:
    return markup.parse(
        text, language=language, figures=FIGURES, sources=SOURCES.__contains__, blocks=OFFERED, prefix="s"
    )


def one(text: str, language: str = "en") -> Inline:
    (block,) = parse(text, language).blocks
    assert isinstance(block, Paragraph)
    return block.inline


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("{relations.total} ties", "en", "1,115 ties"),
        ("{relations.total} liens", "fr", "1\u202f115 liens"),
        ("{relations.refers_to|words} of them", "en", "seven of them"),
        ("{relations.refers_to|words} d’entre eux", "fr", "sept d’entre eux"),
        ("{relations.total|words}", "en", "1,115"),
        ("{relations.refers_to|share}", "en", "1%"),
        ("{law.share} of laws", "en", "26% of laws"),
        ("{law.share} des lois", "fr", "26\u202f% des lois"),
        ("to {register.date}", "en", "to 30 November 2025"),
        ("au {register.date}", "fr", "au 30 novembre 2025"),
        ("since {first.year}", "en", "since 2009"),
        ("{first.name} first", "en", "Police first"),
    ],
)
def test_a_reference_shows_the_figure_as_the_language_writes_it(text: str, language: str, shown: str) -> None:
    assert plain(one(text, language)) == shown


def test_a_reference_keeps_the_id_of_its_figure() -> None:
    inline = one("Of **{relations.total}** ties")

    assert [(run.text, run.figure, run.bold) for run in inline] == [
        ("Of ", "", False),
        ("1,115", "relations.total", True),
        (" ties", "", False),
    ]
    assert parse("{relations.total} {relations.total} {first.year}").figures == ("relations.total", "first.year")


def test_sources_are_cited_where_they_stand_and_the_sentence_ends_after_them() -> None:
    inline = one("Seven are referrals [@TIP2020; @LEXP23].")

    assert [(run.text, run.cite) for run in inline] == [
        ("Seven are referrals", ()),
        (" ", ("TIP2020", "LEXP23")),
        (".", ()),
    ]


def test_a_note_stands_at_its_place_and_may_hold_marks_of_its_own() -> None:
    inline = one("Counted.^[A tie is *counted* once, [see {relations.total}] [@TIP2020].] More.")

    (note,) = [run.note for run in inline if run.note]
    assert plain(note) == "A tie is counted once, [see 1,115] ."
    assert any(run.cite == ("TIP2020",) for run in note)
    assert plain(inline) == "Counted. More."


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("{nothing.here} ties", "unknown_figure", {"id": "nothing.here"}),
        ("Said [@NOBODY].", "unknown_source", {"id": "NOBODY"}),
        ("Said [@TIP2020; @NOBODY].", "unknown_source", {"id": "NOBODY"}),
        ("[[nowhere]]", "unknown_block", {"name": "nowhere"}),
        ("Text^[with {nothing.here}].", "unknown_figure", {"id": "nothing.here"}),
    ],
)
def test_what_refers_to_nothing_is_a_fault_that_names_it(text: str, code: str, facts: dict[str, str]) -> None:
    (fault,) = parse(text).faults

    assert (fault.code, dict(fault.facts)) == (code, facts)


def test_an_unknown_figure_stays_visible_in_the_text() -> None:
    inline = one("Of {nothing.here} ties")

    assert plain(inline) == "Of {nothing.here} ties"


def test_known_sources_are_cited_even_beside_an_unknown_one() -> None:
    assert parse("Said [@TIP2020; @NOBODY].").sources == ("TIP2020",)


def test_a_line_of_its_own_places_a_block_and_a_block_in_a_sentence_stays_text() -> None:
    placed = parse("Before.\n\n[[coverage]]\n\nAfter.").blocks

    assert [type(block).__name__ for block in placed] == ["Paragraph", "Picture", "Paragraph"]
    assert plain(one("See [[coverage]] there.")) == "See [[coverage]] there."
    assert parse("[[coverage]]\n[[coverage]]").blocks == (*OFFERED["coverage"], *OFFERED["coverage"])


def test_headings_stand_below_the_section_and_never_skip_to_its_level() -> None:
    headings = parse("# One\n\n## Two\n\n### Three\n\n###### Six").blocks

    assert [(b.level, b.text) for b in headings if isinstance(b, Heading)] == [
        (2, "One"), (2, "Two"), (3, "Three"), (3, "Six"),
    ]  # fmt: skip


def test_lists_keep_their_order_and_quotes_become_boxes() -> None:
    bullets, ordered, box = parse("- a\n- **b**\n\n1. c\n2. d\n\n> **Key message**\n>\n> Text.").blocks

    assert isinstance(bullets, Bullets) and [plain(i) for i in bullets.items] == ["a", "b"] and not bullets.ordered
    assert isinstance(ordered, Bullets) and [plain(i) for i in ordered.items] == ["c", "d"] and ordered.ordered
    assert isinstance(box, Callout) and box.title == "Key message"
    (inner,) = box.blocks
    assert isinstance(inner, Paragraph) and plain(inner.inline) == "Text."


def test_every_block_has_an_id_of_its_own() -> None:
    found = parse("# A\n\nText.\n\n- a\n\n> Box\n>\n> More.").blocks
    ids = [block.id for block in found] + [b.id for block in found if isinstance(block, Callout) for b in block.blocks]

    assert all(id.startswith("s-") for id in ids)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("text", ["<b>bold</b>", "<script>alert(1)</script>", "a & b", "[x](http://a.b)", "`code`"])
def test_html_and_links_stay_text(text: str) -> None:
    assert plain(one(text)) == text


def test_a_line_is_read_without_blocks() -> None:
    inline, parsed = markup.parse_inline(
        "{relations.refers_to|words} ties [@TIP2020] {x.y}", language="en", figures=FIGURES,
        sources=SOURCES.__contains__,
    )  # fmt: skip

    assert inline[0] == Span("seven", figure="relations.refers_to")
    assert parsed.sources == ("TIP2020",)
    assert [fault.code for fault in parsed.faults] == ["unknown_figure"]


@pytest.mark.parametrize("text", ["See [[no-block]] here.", "One line\n[[no-block]]\nand another."])
def test_a_block_that_does_not_exist_is_reported_inside_a_paragraph_too(text: str) -> None:
    parsed = parse(text)

    assert [(fault.code, fault.facts["name"]) for fault in parsed.faults] == [("unknown_block", "no-block")]


def test_a_block_called_inside_a_paragraph_is_reported_since_it_is_not_placed() -> None:
    assert [fault.code for fault in parse("See [[coverage]] here.").faults] == ["block_inside"]


MARKS = st.sampled_from(
    ["{relations.total}", "{x.y|words}", "[@TIP2020]", "[@NO]", "^[", "]", "[[coverage]]", "[[", "**", "*", "# ", "- ",
     "1. ", "> ", "\n", "\n\n", "\\", "{", "}", "|", "[", "é", " "]
)  # fmt: skip


@given(st.text(max_size=200) | st.lists(MARKS | st.text(max_size=6), max_size=40).map("".join))
def test_arbitrary_text_is_read_without_an_error(text: str) -> None:
    parsed = parse(text)

    assert all(
        fault.code in ("unknown_figure", "unknown_source", "unknown_block", "block_inside") for fault in parsed.faults
    )
    assert set(parsed.figures) <= set(FIGURES)
    assert set(parsed.sources) <= SOURCES


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def told(blocks: object) -> list[str]:
    found: list[str] = []
    for block in blocks if isinstance(blocks, (list, tuple)) else ():
        match block:
            case Paragraph():
                found += words(noted(block.inline))
            case Heading():
                found += words(block.text)
            case Bullets():
                for item in block.items:
                    found += words(noted(item))
            case Callout():
                found += [*words(block.title), *told(block.blocks)]
            case Table():
                raise AssertionError("no table is offered")
    return found


def noted(inline: Inline) -> str:
    return " ".join(run.text + " " + noted(run.note) for run in inline)


PLAIN = st.text("abcdefghijklmnopqrstuvwxyzéàœ", min_size=1, max_size=8)
FORMS = ["{}", "**{}**", "*{}*", "{} ^[{}]", "\n\n{}", "\n\n## {}\n\n", "\n\n- {}", "\n\n> {}\n\n", "<{}>"]
WRAPPED = st.tuples(PLAIN, st.sampled_from(FORMS))


@given(st.lists(WRAPPED, min_size=1, max_size=20))
def test_no_word_of_a_text_is_lost(parts: list[tuple[str, str]]) -> None:
    text = " ".join(mark.format(word, word) for word, mark in parts)

    assert sorted(told(parse(text).blocks)) == sorted(words(text))
