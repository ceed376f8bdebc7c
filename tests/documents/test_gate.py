"""What keeps a report from being final is found and names its block; and when all is mended, it is final.

The country is fictitious and its register marked as simulated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.documents.conftest import Press, material_of
from tests.documents.reading import squeezed
from tests.documents.test_sentences import chain

from filao.core.comments import Comment
from filao.core.desk import Interview
from filao.core.problems import Fault, Problem
from filao.documents import catalogue, gate, pdf
from filao.documents import model as m
from filao.documents.composing import Material, Standing, Written
from filao.documents.words import problems

KIND = "mapping-report"
NOTICE = "Simulated: no country's register"


def fictitious(**more: Any) -> Material:
    return material_of(
        chain(2, 4, 2),
        workspace="Islandia",
        country="XX",
        notice=NOTICE,
        simulated=True,
        final=True,
        version="final",
        **more,
    )


def held() -> tuple[Interview, ...]:
    return (
        Interview("1", "I-01", "POL", function="head of unit", channel="in_person", status="held", consent=True,
                  held_on="2025-05-01"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def mended() -> Material:
    """The fictitious report with every section accepted, an interview held and every body asked for its reply."""
    first = fictitious(interviews=held())
    catalogue.composed(KIND, first)
    return replace(
        first,
        texts={(KIND, id): Written(offer.draft, "accepted") for id, offer in first.offers.items()},
        standing={f.id: Standing(status="accepted", asked=f.bodies) for f in first.findings},
        faults=[],
        offers={},
        drawings=first.drawings,
    )


def faults(
    c: Material, change: Callable[[m.Document], m.Document] = lambda document: document
) -> list[tuple[str, Any]]:
    c = replace(c, faults=[], offers={})
    document = change(catalogue.composed(KIND, c))
    return [(fault.code, fault.facts.get("block")) for fault in gate.faults(document, c)]


def with_block(document: m.Document, section: str, block: m.Block) -> m.Document:
    sections = tuple(replace(s, blocks=(*s.blocks, block)) if s.id == section else s for s in document.sections)
    return replace(document, sections=sections)


def test_a_report_with_everything_mended_is_final(mended: Material) -> None:
    made = catalogue.build(KIND, "pdf", replace(mended, faults=[], offers={}))

    assert faults(mended) == []
    pages = pdf.page_texts(made.data)
    assert all(squeezed(NOTICE) in squeezed(text) for text in pages)
    assert "Desk-review edition" not in pages[0] and "Draft for comments" not in pages[0]
    assert "Draft text" not in "".join(pages)
    assert made.facts["counted_pages"] <= 20


@pytest.mark.parametrize("format", ["docx", "html", "print"])
def test_every_format_of_a_final_report_can_be_built(mended: Material, format: str) -> None:
    assert catalogue.build(KIND, format, replace(mended, faults=[], offers={})).data


def test_without_an_interview_no_report_is_final(mended: Material) -> None:
    assert faults(replace(mended, interviews=())) == [("no_interview", "method")]
    invited = replace(held()[0], status="invited")
    assert ("no_interview", "method") in faults(replace(mended, interviews=(invited,)))


def test_a_section_that_is_still_the_first_draft_is_named(mended: Material) -> None:
    texts = {key: written for key, written in mended.texts.items() if key[1] != "coverage"}

    assert faults(replace(mended, texts=texts)) == [("section_is_draft", "coverage")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{no.such.value} ties.", "unknown_figure"),
        ("Said [@NOBODY].", "unknown_source"),
        ("[[nowhere]]", "unknown_block"),
    ],
)
def test_a_text_that_refers_to_nothing_is_named_by_its_section(mended: Material, text: str, code: str) -> None:
    texts = {**mended.texts, (KIND, "method"): Written(text)}

    assert faults(replace(mended, texts=texts)) == [(code, "method")]


def test_words_of_a_finding_that_refer_to_nothing_are_named_by_the_finding(mended: Material) -> None:
    standing = {**mended.standing, "referrals": Standing("Of {no.such.value} ties, few.", "accepted")}

    assert ("unknown_figure", "finding-referrals") in faults(replace(mended, standing=standing))


@pytest.mark.parametrize("missing", ["n", "source_text", "date"])
def test_a_table_without_base_source_or_date_is_named(mended: Material, missing: str) -> None:
    evidence = {"n": "3 bodies", "source_text": "register", "date": "1 May 2026", missing: ""}
    table = m.Table(
        id="bare", caption="Message", columns=(m.Column("A"),), rows=((m.span("a"),),), evidence=m.Evidence(**evidence)
    )
    ours = m.Evidence(source_text="proposal of the team")

    found = faults(mended, lambda document: with_block(document, "who", table))

    assert found == [("figure_without", "bare")]
    assert faults(mended, lambda document: with_block(document, "who", replace(table, evidence=ours))) == []


@pytest.mark.parametrize("missing", ["n", "source_text", "date", "alt"])
def test_a_drawing_without_its_evidence_or_description_is_named(mended: Material, missing: str) -> None:
    from tests.documents.test_faults_of_layout import drawing

    bare = drawing("Police")
    bare = (
        replace(bare, alt=" ") if missing == "alt" else replace(bare, evidence=replace(bare.evidence, **{missing: ""}))
    )

    assert faults(mended, lambda document: with_block(document, "who", bare)) == [("figure_without", "fig-1")]


def test_a_fault_inside_a_box_is_found(mended: Material) -> None:
    bare = m.Table(id="inner", caption="Message", columns=(m.Column("A"),), rows=(), evidence=m.Evidence())
    box = m.Callout(id="box", title="Box", blocks=(bare,))

    assert faults(mended, lambda document: with_block(document, "who", box)) == [("figure_without", "inner")]


def test_a_finding_that_rests_on_nothing_is_named(mended: Material) -> None:
    first = mended.findings[0]
    found = faults(replace(mended, findings=(replace(first, evidence=()), *mended.findings[1:])))

    assert set(found) == {("finding_without_evidence", f"finding-{first.id}")}
    dropped = {**mended.standing, first.id: Standing(status="dropped")}
    assert faults(replace(mended, findings=(replace(first, evidence=()), *mended.findings[1:]), standing=dropped)) == []


def test_a_body_in_a_negative_finding_must_have_been_asked_for_its_reply(mended: Material) -> None:
    negative = next(f for f in mended.findings if f.negative and len(f.bodies) > 1)
    asked = Standing(status="accepted", asked=negative.bodies[:1])
    c = replace(mended, standing={**mended.standing, negative.id: asked}, faults=[], offers={})

    (fault,) = gate.faults(catalogue.composed(KIND, c), c)

    assert (fault.code, fault.facts["block"]) == ("no_right_of_reply", f"finding-{negative.id}")
    assert fault.facts["bodies"] == tuple(c.short(body) for body in negative.bodies[1:])


def test_a_reply_stands_beside_the_finding(mended: Material) -> None:
    negative = next(f for f in mended.findings if f.negative)
    reply = Standing(status="accepted", asked=negative.bodies, replies={negative.bodies[0]: "We refer by telephone."})
    c = replace(mended, standing={**mended.standing, negative.id: reply}, faults=[], offers={})

    block = next(b for b in catalogue.composed(KIND, c).blocks() if b.id == f"finding-{negative.id}")

    assert isinstance(block, m.FindingBlock)
    assert "We refer by telephone." in m.plain(block.reply)


def test_an_open_comment_on_this_report_is_named_and_one_on_another_is_not(mended: Material) -> None:
    def comment(kind: str, decision: Any) -> Comment:
        return Comment("c1", 7, kind, "draft 1", "Ministry", "coverage", "Why?", decision=decision)

    assert faults(replace(mended, comments=(comment(KIND, "open"),))) == [("comment_open", "coverage")]
    assert faults(replace(mended, comments=(comment(KIND, "declined"),))) == []
    assert faults(replace(mended, comments=(comment("inception-report", "open"),))) == []


def test_too_many_counted_pages_name_the_longest_section(mended: Material) -> None:
    long = "\n\n".join(["A paragraph that takes some room on the page. " * 12] * 170)
    c = replace(mended, texts={**mended.texts, (KIND, "ties"): Written(long)}, faults=[], offers={})

    with pytest.raises(Problem) as stopped:
        catalogue.build(KIND, "pdf", c)

    assert stopped.value.code == "not_final"
    (fault,) = stopped.value.facts["faults"]  # type: ignore[misc]
    assert fault.code == "too_many_pages"
    assert fault.facts["limit"] == 20 and fault.facts["pages"] > 20
    assert fault.facts["longest"] == "How they connect"


def test_a_draft_of_the_same_report_is_built_and_says_what_it_is(mended: Material) -> None:
    draft = replace(mended, final=False, texts={}, standing={}, interviews=(), version="draft 1", faults=[], offers={})

    made = catalogue.build(KIND, "pdf", draft)

    pages = pdf.page_texts(made.data)
    assert "Desk-review edition" in pages[0]
    assert "Draft text" in "".join(pages)
    with pytest.raises(Problem) as stopped:
        catalogue.build(KIND, "docx", replace(draft, final=True, faults=[], offers={}))
    assert stopped.value.code == "not_final"
    assert stopped.value.facts["count"] > 10


def test_the_demonstration_says_so_on_every_page_and_is_not_final(press: Press) -> None:
    c = press.reading()

    found = {fault.code for fault in gate.faults(catalogue.composed(KIND, c), c)}

    assert {"no_interview", "section_is_draft", "no_right_of_reply"} <= found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_fault_has_a_sentence_and_the_act_that_mends_it(language: str) -> None:
    facts = {
        "block": "who", "title": "Who is who", "number": 3, "institution": "Ministry", "bodies": ("POL",), "pages": 21.5,
        "limit": 20, "longest": "Who is who", "missing": ("n",), "id": "x.y", "name": "x", "count": 2,
    }  # fmt: skip
    for code in (
        "no_interview", "section_is_draft", "figure_without", "finding_without_evidence", "too_many_pages", "comment_open",
        "no_right_of_reply", "unknown_figure", "unknown_source", "unknown_block", "not_final",
    ):  # fmt: skip
        for text in (problems.sentence(Fault(code, facts), language), problems.mend(Fault(code, facts), language)):
            assert text.endswith("."), code
            assert "…" not in text and "{" not in text, code
