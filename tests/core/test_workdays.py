"""Days on which a country works: what is known of its public holidays, and what people enter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filao.core.workdays import Day, Holiday, Workdays, public_holidays, workdays

MONDAY = date(2026, 11, 2)
"""Arrival of Indentured Labourers, a public holiday of Mauritius."""


def entered(kind: str, start: date, until: date | None = None) -> Day:
    return Day(f"{kind}{start}", kind, start, until or start, "Entered", "Decree")  # type: ignore[arg-type]


def mauritius(*days: Day) -> Workdays:
    return workdays("MU", [2026], days)


def test_a_public_holiday_and_a_weekend_are_not_worked() -> None:
    days = mauritius()

    assert [days.worked(date(2026, 11, n)) for n in (2, 3, 7, 8)] == [False, True, False, False]


@pytest.mark.parametrize("machine", [{}, {"LANG": "C.UTF-8"}, {"LANG": "fr_FR.UTF-8"}, {"LANGUAGE": "en_MU"}])
def test_names_of_holidays_do_not_hang_on_the_language_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, machine: dict[str, str]
) -> None:
    usual = public_holidays("MU", 2027)
    for name in ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in machine.items():
        monkeypatch.setenv(name, value)
    public_holidays.cache_clear()

    assert public_holidays("MU", 2027) == usual
    assert "Diwali" in {one.title for one in usual or ()}


def test_feasts_that_follow_the_moon_are_said_to_be_estimated() -> None:
    days = {one.title: one.estimated for one in public_holidays("MU", 2027) or ()}

    assert {title for title, estimated in days.items() if estimated} == {
        "Thaipusam", "Maha Shivaratri", "Chinese Spring Festival", "Ugadi", "Eid al-Fitr", "Ganesh Chaturthi", "Diwali",
    }  # fmt: skip
    assert days["Labor Day"] is False


def test_of_a_country_that_is_not_known_no_holiday_is_invented() -> None:
    days = workdays("ZZ", [2026])

    assert not days.known
    assert days.holidays == {}
    assert days.worked(MONDAY)


def test_a_year_that_is_not_known_makes_the_calendar_unknown() -> None:
    assert not workdays("MU", [2026, 1950]).known


def test_a_holiday_that_was_declared_counts_and_one_that_was_struck_does_not() -> None:
    days = mauritius(entered("holiday", date(2026, 11, 4)), entered("not_holiday", MONDAY))

    assert days.worked(MONDAY)
    assert not days.worked(date(2026, 11, 4))
    assert (days.holidays[date(2026, 11, 4)].entered, days.holidays[date(2026, 11, 4)].source) == (True, "Decree")


def test_a_day_struck_and_then_declared_is_a_holiday() -> None:
    days = mauritius(entered("holiday", MONDAY), entered("not_holiday", MONDAY))

    assert not days.worked(MONDAY)


def test_working_days_are_counted_from_the_day_after() -> None:
    friday, next_friday = date(2026, 10, 30), date(2026, 11, 6)

    assert mauritius().worked_since(friday, friday) == 0
    assert mauritius().worked_since(friday, next_friday) == 4
    assert workdays("ZZ", [2026]).worked_since(friday, next_friday) == 5


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(-3, 400),
    st.sets(st.dates(date(2020, 1, 1), date(2031, 1, 1)), max_size=9),
)
def test_working_days_are_those_one_can_count_on_a_calendar(first: date, length: int, holidays: set[date]) -> None:
    days = [first + timedelta(days=n) for n in range(length)]
    off = Workdays("MU", True, tuple(Holiday(day, "Off") for day in holidays))

    counted = sum(day.weekday() < 5 and day not in holidays for day in days)

    assert off.between(first, first + timedelta(days=length - 1)) == counted


def test_within_a_run_of_days_a_holiday_on_a_weekend_takes_nothing_away() -> None:
    saturday = date(2026, 8, 15)
    days = mauritius()

    assert [one.on for one in days.holidays_in(saturday, saturday)] == [saturday]
    assert days.holidays_in(date(2026, 8, 10), date(2026, 8, 21)) == ()


def test_an_election_touches_the_days_it_overlaps_and_no_others() -> None:
    days = mauritius(entered("election", date(2026, 6, 1), date(2026, 6, 10)))

    assert days.runs("election", date(2026, 6, 10), date(2026, 6, 20))
    assert not days.runs("election", date(2026, 6, 11), date(2026, 6, 20))
    assert not days.runs("school_holidays", date(2026, 6, 1), date(2026, 6, 10))


def test_the_season_of_cyclones_runs_from_november_to_april_where_there_are_cyclones() -> None:
    days = mauritius()

    assert [days.in_cyclone_season(d, d) for d in (date(2026, 10, 31), date(2026, 11, 1), date(2027, 4, 30))] == [
        False, True, True,
    ]  # fmt: skip
    assert not days.in_cyclone_season(date(2027, 5, 1), date(2027, 10, 31))
    assert not workdays("FR", [2026]).in_cyclone_season(date(2026, 12, 1), date(2026, 12, 1))
