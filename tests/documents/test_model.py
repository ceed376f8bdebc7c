"""The block model: who may read which block, and what a document cites."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.conftest import Press
from tests.documents.reading import texts
from tests.documents.test_faults_of_layout import META, drawing

from filao.documents import model as m

AUDIENCE = st.sampled_from(m.AUDIENCES)


def paragraph(id: str, audience: m.Audience = "public") -> m.Paragraph:
    return m.Paragraph(id=id, audience=audience, inline=m.span(id))


def document(*sections: m.Section, annexes: tuple[m.Section, ...] = ()) -> m.Document:
    return m.Document(meta=META, sections=sections, annexes=annexes)


def ids(made: m.Document) -> list[str]:
    return [block.id for block in made.blocks()]


WHOLE = document(
    m.Section("one", "One", (paragraph("all"), paragraph("group", "working_group"), paragraph("few", "restricted"))),
    m.Section("two", "Two", (paragraph("weak", "restricted"),)),
    m.Section("three", "Three", (
        m.Callout(id="box", title="Box", blocks=(paragraph("in"), paragraph("in-few", "restricted"))),
        m.Callout(id="box-few", title="Box", blocks=(paragraph("only", "restricted"),)),
    )),
    annexes=(m.Section("annex", "Annex", (paragraph("annex-group", "working_group"),)),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("audience", "left"),
    [
        ("public", ["all", "box", "in"]),
        ("working_group", ["all", "group", "box", "in", "annex-group"]),
        ("restricted", ["all", "group", "few", "weak", "box", "in", "in-few", "box-few", "only", "annex-group"]),
    ],
)
def test_an_edition_holds_the_blocks_of_its_audience_and_of_all_wider_ones(
    audience: m.Audience, left: list[str]
) -> None:
    assert ids(m.for_audience(WHOLE, audience)) == left


def test_sections_and_boxes_that_become_empty_leave_no_title_behind() -> None:
    public = m.for_audience(WHOLE, "public")

    assert [section.id for section in public.sections] == ["one", "three"]
    assert public.annexes == ()
    assert public.meta.audience == "public"


blocks = st.recursive(
    st.builds(lambda audience: paragraph("p", audience), AUDIENCE),
    lambda inner: st.builds(
        lambda audience, held: m.Callout(id="c", title="t", audience=audience, blocks=tuple(held)),
        AUDIENCE,
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@given(st.lists(blocks, max_size=6), AUDIENCE)
def test_no_block_reaches_an_audience_it_is_not_meant_for(content: list[m.Block], audience: m.Audience) -> None:
    cut = m.for_audience(document(m.Section("s", "S", tuple(content))), audience)

    allowed = m.AUDIENCES[: m.AUDIENCES.index(audience) + 1]
    assert all(block.audience in allowed for block in cut.blocks())
    assert all(section.blocks for section in cut.sections)
    assert m.for_audience(cut, audience) == cut


@pytest.mark.parametrize("kind", ["mapping-report", "inception-report", "group-terms"])
def test_weak_points_stand_in_the_restricted_edition_alone(press: Press, kind: str) -> None:
    from filao.documents import catalogue

    editions = {a: catalogue.composed(kind, press.reading("en", a)) for a in m.AUDIENCES}
    secret = {
        text
        for block in editions["restricted"].blocks()
        if block.audience == "restricted"
        for text in texts(_alone(block))
    }

    assert bool(secret) == (kind == "mapping-report")
    for audience in ("public", "working_group"):
        assert not [b.id for b in editions[audience].blocks() if b.audience == "restricted"]
        assert secret.isdisjoint(texts(editions[audience]))


def _alone(block: m.Block) -> m.Document:
    return document(m.Section("s", "", (block,)))


def test_the_public_edition_holds_no_block_of_the_working_group(press: Press) -> None:
    from filao.documents import catalogue

    public = catalogue.composed("mapping-report", press.reading("en", "public"))

    assert {block.audience for block in public.blocks()} == {"public"}
    assert public.meta.audience == "public"


def test_only_tables_and_pictures_lose_their_number() -> None:
    picture, text = drawing("a"), paragraph("p")

    assert m.unnumbered(picture) == replace(picture, numbered=False)
    assert m.unnumbered(text) is text


def test_sources_are_found_in_every_corner_of_a_block() -> None:
    cite = (m.Span(" ", cite=("A",)), m.Span(note=(m.Span(" ", cite=("B",)),)))
    table = m.Table(
        id="t", caption="c", columns=(m.Column("x"),), rows=((cite,), ((m.Span(" ", cite=("C",)),),)),
        evidence=m.Evidence(),
    )  # fmt: skip

    assert m.cited(m.Callout(id="b", title="t", blocks=(table,))) == {"A", "B", "C"}
    assert m.cited(m.Bullets(id="l", items=(cite,))) == {"A", "B"}
    assert m.cited(drawing("a")) == set()


@pytest.mark.parametrize(
    "kind", ["mapping-report", "inception-report", "group-terms", "interview-guide", "partner-list"]
)
def test_every_block_of_a_deliverable_has_an_id_of_its_own(press: Press, kind: str) -> None:
    variant = "government" if kind == "interview-guide" else ""
    made = press.document(kind, "en", variant)
    found = [part.id for part in (*made.sections, *made.annexes)] + [block.id for block in made.blocks()]

    assert all(found)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("kind", ["mapping-report", "inception-report", "group-terms"])
def test_every_source_that_is_cited_is_listed_and_no_other(press: Press, kind: str) -> None:
    made = press.document(kind)
    cited = set().union(*(m.cited(block) for block in made.blocks()))
    named = {id for block in made.blocks() for id in getattr(getattr(block, "evidence", None), "sources", ())}

    assert {id for id, _ in made.references or ()} == cited | named
    assert cited <= set(made.citations)


def test_text_without_its_marks() -> None:
    assert m.plain((m.Span("a ", bold=True), m.Span("b", note=m.span("hidden")))) == "a b"
    assert m.span("") == ()
