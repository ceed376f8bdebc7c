"""The record of a meeting: what it said, what the plenary decided, and nothing of any one person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.documents.conftest import Press

from filao.core.validation import Ballot, Item, Record, concordance, outcomes, spreads
from filao.documents import gate, mapping_report, pdf
from filao.documents import model as m
from filao.documents.validation_record import compose

from .reading import body_text

TEXTS = (
    "Few referrals rest on a written text.",
    "Rodrigues has no shelter of its own.",
    "Write a protocol for children.",
)
IDS = ("finding:referrals", "finding:rodrigues", "own:1")


def flat(press: Press, record: Record, language: str = "en") -> str:
    return " ".join(body_text(pdf.build(compose(press.reading(language), record)).data).split())


def flat_text(data: bytes) -> str:
    return " ".join(body_text(data).split())


def validated(**more: object) -> Record:
    """Sixteen people, half of them of NGOs; of the State's, two take the first item with a change."""
    ballots = [
        Ballot(
            "ngo" if n % 2 else "state",
            {IDS[0]: "change" if n % 2 or n < 4 else "agree", IDS[1]: "agree", IDS[2]: "agree"},
        )
        for n in range(16)
    ]
    items = (
        Item(IDS[0], TEXTS[0], "changed", "Two of ten referrals rest on a written text.", "The police disagree."),
        Item(IDS[1], TEXTS[1]), Item(IDS[2], TEXTS[2]),
    )  # fmt: skip
    given = {"answers": 16, "told": True, "simulated": True, "outcomes": outcomes(IDS, ballots, 5), **more}
    return Record("Validation workshop", "validation", date(2026, 5, 12), items=items, **given)  # type: ignore[arg-type]


def rated(way: str, before: bool) -> Record:
    first = spreads(
        IDS,
        [Ballot(numbers=dict(zip(IDS, row, strict=True))) for row in ((1, 5, 9), (3, 5, 7), (9, 5, 1)) * 2],
        5,
    )
    ballots = [Ballot(numbers=dict(zip(IDS, row, strict=True))) for row in ((6, 5, 9), (7, 5, 8), (7, 4, 9)) * 2]
    return Record(
        "Second round", way, date(2026, 6, 2), 6, True, False, tuple(Item(*one) for one in zip(IDS, TEXTS, strict=True)),  # type: ignore[arg-type]
        spreads=spreads(IDS, ballots, 5, first if before else ()), concordance=concordance(IDS, ballots, 5),
    )  # fmt: skip


def test_a_record_tells_each_item_its_share_and_what_the_plenary_decided(press: Press) -> None:
    text = flat(press, validated())

    for told in (
        *TEXTS,
        "Items put to the meeting: 3. As they are: 2; with new words: 1; not validated: 0.",
        "37%",
        "100%",
        "Two of ten referrals",
        "The police disagree.",
    ):
        assert told in text, told
    assert "simulated: a rehearsal" in text


def test_a_sector_of_few_is_not_told_in_print(press: Press) -> None:
    text = flat(press, validated())

    assert "not told" in text
    assert "NGOs and community groups" in text


def test_where_no_number_by_sector_may_be_told_a_sentence_says_so(press: Press) -> None:
    ballots = [Ballot(sector, {IDS[0]: "agree"}) for sector in ("ngo", "ngo", "state", "state", "other")]

    assert "By sector the numbers are too small to be told." in flat(
        press, validated(outcomes=outcomes(IDS[:1], ballots, 5))
    )


def test_an_item_that_the_plenary_refused_does_not_stand_in_the_first_sentence(press: Press) -> None:
    whole = validated()
    refused = replace(whole, items=(whole.items[0], replace(whole.items[1], verdict="not_validated"), whole.items[2]))

    assert "As they are: 1; with new words: 1; not validated: 1." in flat(press, refused)


def test_the_plenary_is_named_only_where_it_decided(press: Press) -> None:
    silent = Record(
        "Few",
        "validation",
        date(2026, 5, 12),
        3,
        False,
        False,
        tuple(Item(*one) for one in zip(IDS, TEXTS, strict=True)),
    )

    assert "The plenary" not in flat(press, silent)


def test_the_report_carries_what_its_meetings_said_as_an_annex_for_the_working_group(press: Press) -> None:
    c = replace(press.reading("en"), audience="working_group", validations=(validated(), rated("delphi", before=False)))
    (section,) = [s for s in mapping_report.compose(c).annexes if s.id == "annex-validation"]

    assert len({block.id for block in section.blocks}) == len(section.blocks)
    assert {block.audience for block in section.blocks} == {"working_group"}
    assert "What meetings said of the findings" in flat_text(pdf.build(mapping_report.compose(c)).data)
    public = replace(c, audience="public")
    assert "Two of ten referrals rest on a written text." not in flat_text(
        pdf.build(mapping_report.compose(public)).data
    )


def test_a_french_record_is_french(press: Press) -> None:
    text = flat(press, validated(), "fr")

    for told in ("Procès-verbal de validation", "Organismes publics", "valable avec un changement"):
        assert told in text, told


def test_of_fewer_than_five_only_the_plenary_is_told(press: Press) -> None:
    text = flat(press, validated(told=False, outcomes=(), answers=3))

    assert "Fewer than 5 people answered" in text
    assert "37%" not in text
    assert "Two of ten referrals" in text


def test_where_too_few_answered_no_table_tells_how_many(press: Press) -> None:
    few = compose(press.reading("en"), validated(told=False, outcomes=(), answers=3))

    assert [block.evidence.n for block in few.blocks() if isinstance(block, m.Table)] == ["1 decision"]


def test_every_table_of_a_record_tells_its_base_its_meeting_and_the_day(press: Press) -> None:
    c = press.reading("en")
    records = (validated(), validated(told=False, outcomes=(), answers=3), rated("delphi", before=True))
    tables = [block for one in records for block in compose(c, one).blocks() if isinstance(block, m.Table)]

    assert [(t.evidence.n, t.evidence.source_text, t.evidence.date) for t in tables] == [
        ("16 answers", "Validation workshop", "12 May 2026"),
        ("16 answers", "Validation workshop", "12 May 2026"),
        ("1 decision", "Validation workshop", "12 May 2026"),
        ("1 decision", "Validation workshop", "12 May 2026"),
        ("6 answers", "Second round", "2 June 2026"),
    ]
    whole = mapping_report.compose(replace(c, audience="working_group", validations=records))
    assert [f for f in gate.faults(whole, c) if f.code == "figure_without"] == []


def test_a_rehearsal_in_the_annex_says_that_it_was_one(press: Press) -> None:
    c = replace(press.reading("en"), audience="working_group", validations=(validated(), validated(simulated=False)))
    (section,) = [s for s in mapping_report.compose(c).annexes if s.id == "annex-validation"]

    heads = [
        m.plain(block.inline) for block in section.blocks if isinstance(block, m.Paragraph) and "title" in block.id
    ]
    assert heads == [
        "Validation workshop · 12 May 2026 · simulated: a rehearsal, not evidence",
        "Validation workshop · 12 May 2026",
    ]


@pytest.mark.parametrize("way", ["delphi", "priority"])
def test_rounds_tell_quartiles_and_how_far_people_agree(press: Press, way: str) -> None:
    text = flat(press, rated(way, before=way == "delphi"))

    assert "Kendall’s W" in text
    assert ("since last round" in text) == (way == "delphi")
