"""What an interviewer takes along: one packet, or those of a week under a list; posts and never names, contacts never."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from tests.builders import register_of
from tests.documents.conftest import Press, material_of

from filao.core.desk import Interview
from filao.core.problems import Problem
from filao.documents import interview_packet, pdf
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.words import asking, guide

from .reading import body_text

MEETINGS = (
    Interview(
        "1", "INT-01", "CDU", "Head of unit", "in_person", "scheduled", language="en", planned_on="2026-12-08",
        planned_at="09:30", place="Ministry building, level 4", goes=("Lead consultant", "Assistant"),
    ),
    Interview("2", "INT-02", "ODPP", status="invited", planned_on="2026-12-10"),
    Interview("3", "INT-03", "MPF", status="scheduled", planned_on="2026-12-15"),
    Interview("4", "INT-04", "SET", status="held", planned_on="2026-12-09", held_on="2026-12-09"),
    Interview("5", "INT-05", "IOM", status="declined", planned_on="2026-12-09"),
)  # fmt: skip


def material(press: Press, language: str = "en") -> Material:
    return replace(press.reading(language), interviews=MEETINGS)


def text_of(press: Press, variant: str, language: str = "en") -> str:
    return body_text(pdf.build(interview_packet.compose(material(press, language), variant)).data)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_packet_holds_plan_row_questions_guide_and_cards(press: Press, language: str) -> None:
    c, place = material(press, language), {"en": 0, "fr": 1}[language]

    text = flat(text_of(press, "INT-01", language))

    for told in (
        "Ministry building, level 4",
        "09:30",
        "Head of unit",
        c.full("CDU"),
        guide.profile_name("government", language),
    ):
        assert flat(told) in text
    for block in range(len(guide.BLOCK_ORDER)):
        assert flat(guide.block_name(block, language)) in text
    for words in (guide.CONSENT[0][place], asking.STOP[0][place], asking.DISCLOSURE[0][place]):
        assert flat(words)[:60] in text
    own = [q for q in c.analysis.questions if q.organisation_id == "CDU"]
    asked = [b for b in interview_packet.compose(c, "INT-01").blocks() if b.id.startswith("INT-01-asked-")]
    assert len(own) == sum(isinstance(b, m.Lines) for b in asked)


def test_a_week_holds_the_meetings_still_to_be_held_under_a_list(press: Press) -> None:
    document = interview_packet.compose(material(press), "week:2026-12-11")

    table = next(b for b in document.blocks() if b.id == "packets-list")
    assert isinstance(table, m.Table)
    assert [m.plain(row[2]).split()[-1] for row in table.rows] == ["INT-01", "INT-02"]
    assert {s.id.split("-plan")[0] for s in document.sections if s.id.endswith("plan-of")} == {"INT-01", "INT-02"}


def test_no_block_stands_under_the_id_of_another(press: Press) -> None:
    document = interview_packet.compose(material(press), "week:2026-12-08")

    counts = Counter(block.id for block in document.blocks())
    assert [id for id, n in counts.items() if n > 1] == []


def test_a_week_without_a_meeting_says_so(press: Press) -> None:
    assert "No meeting that is still to be held" in text_of(press, "week:2027-03-01")


def test_the_profile_chosen_for_a_meeting_is_the_guide_that_is_printed(press: Press) -> None:
    c = replace(material(press), interviews=(replace(MEETINGS[0], guide="work"),))

    plan = next(b for b in interview_packet.compose(c, "INT-01").blocks() if b.id == "INT-01-plan")
    assert isinstance(plan, m.Table)
    assert guide.profile_name("work", "en") in m.plain(plan.rows[-1][1])


def test_an_empty_register_still_gives_a_list(press: Press) -> None:
    empty = material_of(register_of(), workspace="Islandia")

    assert pdf.build(interview_packet.compose(empty)).data.startswith(b"%PDF-")


@pytest.mark.parametrize(("variant", "code"), [("INT-99", "no_such_interview"), ("week:soon", "not_a_date")])
def test_a_meeting_or_day_that_is_not_known_is_named(press: Press, variant: str, code: str) -> None:
    with pytest.raises(Problem, match=code):
        interview_packet.compose(material(press), variant)
