"""Personal data by the law: how long a kind is kept, when a notice is due, and what it still lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from filao.core.protection import (
    DUTIES,
    PRINCIPLES,
    Breach,
    Decision,
    Holding,
    Law,
    PersonalData,
    Rule,
    breach_state,
    hours_left,
    law_of,
    missing,
    months_after,
    notice_due,
    was_late,
)

MAURITIUS = law_of("MU")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
KNOWN = Breach(1, NOON, "A laptop was lost on a bus.")


def hours(count: float) -> datetime:
    return NOON + timedelta(hours=count)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 1), 3, date(2027, 3, 1)),
        (date(2026, 5, 14), 24, date(2028, 5, 14)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_a_kind_is_kept_by_its_rule_after_the_engagement_ends() -> None:
    assert Rule(months=12).until(date(2026, 3, 31)) == date(2027, 3, 31)
    assert Rule(months=12).until(None) is None
    assert Rule(days=30, since="renewed").until(date(2026, 3, 31)) is None


def test_a_kind_without_a_rule_is_kept_with_the_workspace() -> None:
    assert PersonalData("journal", ("team",), "accountability", Rule(since="workspace"), ()).held
    assert not PersonalData("drafts", ("respondents",), "consent", Rule(days=30), ()).held


def test_what_people_decided_stands_before_the_rule() -> None:
    drafts = PersonalData("drafts", ("respondents",), "consent", Rule(days=30), ())
    held = Holding(drafts, "", "", 4, 1)

    assert held.days == 30
    assert replace(held, decision=Decision("slow links", "A", date(2026, 1, 1), days=60)).days == 60


def test_the_clock_runs_from_the_moment_of_becoming_aware() -> None:
    assert notice_due(KNOWN, MAURITIUS) == hours(72)
    assert breach_state(KNOWN, MAURITIUS, hours(72)) == "running"
    assert breach_state(KNOWN, MAURITIUS, hours(72.1)) == "overdue"


@pytest.mark.parametrize(("after", "left"), [(0, 72), (0.5, 71), (72, 0), (72.5, 0), (73.5, -1), (100, -28)])
def test_hours_left_are_whole_and_negative_once_late(after: float, left: int) -> None:
    assert hours_left(KNOWN, MAURITIUS, hours(after)) == left


def test_a_notice_stops_the_clock_and_tells_whether_it_was_late() -> None:
    told = replace(KNOWN, notified_at=hours(71))

    assert breach_state(told, MAURITIUS, hours(500)) == "notified"
    assert not was_late(told, MAURITIUS)
    assert was_late(replace(told, notified_at=hours(73)), MAURITIUS)
    assert not was_late(KNOWN, MAURITIUS)
    assert breach_state(replace(told, closed_at=hours(80)), MAURITIUS, hours(500)) == "closed"


def test_a_notice_lacks_what_is_not_known_yet() -> None:
    whole = replace(
        KNOWN, kinds=("contacts",), people=12, records=0, effects="None seen.", measures="Key changed.", high_risk=False
    )

    assert missing(KNOWN) == ("kinds", "effects", "measures", "people", "records", "high_risk")
    assert missing(whole) == ()


def test_the_law_of_mauritius_has_a_section_for_every_duty() -> None:
    assert set(MAURITIUS.sections) == set(DUTIES)
    assert (MAURITIUS.sections["record"], MAURITIUS.sections["assessment"]) == ("33", "34")
    assert (MAURITIUS.sections["breach_notice"], MAURITIUS.sections["destruction"]) == ("25", "27")


def test_a_law_that_is_not_on_record_has_no_name_and_no_sections() -> None:
    assert law_of("XX") == Law("XX")
    assert not law_of("XX").name and not law_of("XX").sections


def test_iom_has_thirteen_principles() -> None:
    assert len(set(PRINCIPLES)) == len(PRINCIPLES) == 13
