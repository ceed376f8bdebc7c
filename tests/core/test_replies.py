"""The right of reply: who has to be asked, and how each request stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from filao.core.evidence import Finding
from filao.core.replies import Request, state_of, wanted

TODAY = date(2026, 6, 17)
ASKED = Request("1", "e", "detection", "MPF", TODAY - timedelta(9), TODAY)
NEGATIVE = Finding("detection", "detection", 1, bodies=("MPF", "CDU"), negative=True)
NEUTRAL = Finding("training", "training", 1, bodies=("MPF",))


def test_a_body_has_until_the_end_of_its_day() -> None:
    assert state_of(None, TODAY) == "unasked"
    assert state_of(ASKED, TODAY) == "asked"
    assert state_of(ASKED, TODAY + timedelta(1)) == "no_reply"


def test_a_reply_that_came_late_is_a_reply() -> None:
    assert state_of(replace(ASKED, replied_on=TODAY + timedelta(5)), TODAY + timedelta(6)) == "replied"


def test_every_body_of_a_negative_finding_is_wanted_those_not_asked_first() -> None:
    found = wanted([NEUTRAL, NEGATIVE], [ASKED], TODAY)

    assert [(one.organisation, one.state) for one in found] == [("CDU", "unasked"), ("MPF", "asked")]


def test_a_finding_that_was_dropped_asks_nobody() -> None:
    assert wanted([NEGATIVE], [], TODAY, dropped=["detection"]) == ()
