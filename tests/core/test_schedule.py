"""The schedule of interviews: weeks, what is late, what clashes, whom to hear, and who could stand in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.builders import register_of

from filao.core.desk import Interview
from filao.core.engagement import Engagement, Milestone
from filao.core.fieldwork import Window, rates
from filao.core.partners import Partner
from filao.core.register import Register
from filao.core.schedule import calendar, clashes, day_of, is_late, island, lost, monday, to_hear, weeks, window

TUESDAY = date(2026, 11, 24)


def meeting(code: str, on: str = "2026-11-24", at: str = "", *, body: str = "A", **more: Any) -> Interview:
    given = {"status": "scheduled", "channel": "in_person", "goes": ("Lead",)} | more
    return Interview(code, code, body, planned_on=on, planned_at=at, **given)


def partner(body: str, tier: str = "core") -> Partner:
    return Partner(body, tier, "in_person", (), 1, 1)  # type: ignore[arg-type]


# --- weeks


def test_a_week_begins_on_monday() -> None:
    assert {monday(date(2026, 11, day)) for day in range(23, 30)} == {date(2026, 11, 23)}


def test_meetings_stand_in_their_weeks_by_day_and_time_and_empty_weeks_are_told() -> None:
    held = meeting("I1", "2026-11-02", status="held", held_on="2026-11-26")
    found = weeks(
        [held, meeting("I2", at="14:00"), meeting("I3", at="09:30"), meeting("I4", "")],
        Window(date(2026, 11, 18), date(2026, 12, 2)),
    )

    assert [(week.begins.day, [m.code for m in week.meetings]) for week in found] == [
        (16, []), (23, ["I3", "I2", "I1"]), (30, []),
    ]  # fmt: skip
    assert day_of(held) == "2026-11-26", "when it was held, not when it was to be"


@pytest.mark.parametrize("state", ["declined", "no_answer"])
def test_a_meeting_that_will_not_be_held_stands_in_no_week(state: str) -> None:
    assert weeks([meeting("I1", status=state)]) == ()


@pytest.mark.parametrize(
    ("state", "on", "late"),
    [
        ("scheduled", "2026-11-23", True),
        ("invited", "2026-11-23", True),
        ("scheduled", "2026-11-24", False),
        ("scheduled", "", False),
        ("held", "2026-11-23", False),
        ("declined", "2026-11-23", False),
    ],
)
def test_late_is_what_was_planned_before_today_and_has_no_outcome(state: str, on: str, late: bool) -> None:
    assert is_late(meeting("I1", on, status=state), TUESDAY) is late


def test_interviews_are_held_in_their_milestone_else_in_the_whole_engagement() -> None:
    whole = Engagement("e", "E", "", "", date(2026, 11, 1), date(2026, 12, 31), "en")
    stone = Milestone("interviews", "Interviews", date(2026, 11, 16), date(2026, 12, 4))

    assert window(whole) == Window(whole.start, whole.end)
    assert window(replace(whole, milestones=(stone,))) == Window(date(2026, 11, 16), date(2026, 12, 4))


# --- clashes


@pytest.mark.parametrize(
    ("at", "goes", "overlap"),
    [
        ("10:29", ("Lead",), True),
        ("10:30", ("Lead",), False),
        ("08:31", (" LEAD ", "Assistant"), True),
        ("09:30", ("Assistant",), False),
        ("", ("Lead",), False),
    ],
)
def test_the_same_people_at_overlapping_times_clash(at: str, goes: tuple[str, ...], overlap: bool) -> None:
    found = clashes([meeting("I1", at="09:30"), meeting("I2", at=at, goes=goes)], {})

    assert [(c.kind, c.meetings, c.goes) for c in found] == ([("overlap", ("I1", "I2"), ("lead",))] if overlap else [])


def test_the_same_people_are_not_on_two_islands_in_one_day() -> None:
    both = [meeting("I1", at="09:00"), meeting("I2", at="15:00")]

    assert [c.kind for c in clashes(both, {"I1": "", "I2": "ISLE"})] == ["islands"]
    assert [c.kind for c in clashes(both, {"I1": "ROCK", "I2": "ISLE"})] == ["islands"]
    assert clashes(both, {"I1": "ISLE", "I2": "ISLE"}) == ()
    assert clashes([both[0], replace(both[1], planned_on="2026-11-25")], {"I1": "", "I2": "ISLE"}) == ()


def test_an_island_that_is_not_told_clashes_with_none() -> None:
    both = [meeting("I1", at="09:00"), meeting("I2", at="15:00")]

    assert clashes(both, {"I1": None, "I2": "ISLE"}) == ()
    assert clashes(both, {"I2": "ISLE"}) == ()


@pytest.mark.parametrize(("channel", "kinds"), [
    ("video", []), ("phone", []), ("email", []), ("group", ["islands"]), ("in_person", ["islands"]), ("", ["islands"]),
])  # fmt: skip
def test_who_speaks_from_afar_is_on_no_island_and_a_group_meets_in_person(channel: str, kinds: list[str]) -> None:
    register = register_of(organisation={"A": {"districts": ("NATIONAL",)}})
    both = [meeting("I1", at="09:00", place="Bay, Isle"), meeting("I2", at="15:00", place="Port", channel=channel)]

    found = clashes(both, {m.code: island(register, m) for m in both})

    assert [clash.kind for clash in found] == kinds


def test_a_weekend_and_a_holiday_are_told_and_what_is_past_is_not() -> None:
    saturday, tuesday = meeting("I1", "2026-11-28"), meeting("I2", goes=())

    assert [(c.kind, c.meetings) for c in clashes([saturday, tuesday], {}, [TUESDAY])] == [
        ("holiday", ("I2",)), ("weekend", ("I1",)),
    ]  # fmt: skip
    assert clashes([replace(saturday, status="held")], {}) == ()


@pytest.mark.parametrize(
    ("districts", "place", "channel", "where"),
    [
        (("ISLE",), "", "in_person", "ISLE"),
        (("ISLE", "BAY"), "", "group", "ISLE"),
        (("MAIN",), "", "in_person", ""),
        (("PORT",), "", "in_person", ""),
        (("ISLE",), "", "video", None),
        (("ISLE",), "Isle", "phone", None),
        (("ISLE",), "Isle", "email", None),
        (("NATIONAL",), "", "in_person", None),
        (("NATIONAL", "ISLE"), "", "in_person", None),
        (("MAIN", "ISLE"), "", "in_person", None),
        ((), "", "in_person", None),
        (("MAIN",), "Harbour office, Isle", "", "ISLE"),
        (("NATIONAL",), "Customs house, BAY", "in_person", "ISLE"),
        (("NATIONAL",), "Ministry, Pórt", "in_person", ""),
        (("ISLE",), "Office of the island in Main", "in_person", ""),
        (("NATIONAL",), "Isle Street, Port", "in_person", None),
        (("NATIONAL",), "Airport, Mainland Hotel", "in_person", None),
        (("ISLE",), "Capital, level 4", "in_person", None),
        (("PORT",), "Police station, level 4", "in_person", ""),
    ],
)
def test_a_meeting_is_on_the_one_island_that_its_place_names_else_where_its_body_works_alone(
    districts: tuple[str, ...], place: str, channel: str, where: str | None
) -> None:
    register = register_of(organisation={"A": {"districts": districts}})

    assert island(register, meeting("I1", channel=channel, place=place)) == where


def test_where_the_place_of_a_body_is_withheld_no_island_is_guessed() -> None:
    register = register_of(organisation={"A": {"districts": ("ISLE",), "location_withheld": True}})

    assert island(register, meeting("I1")) is None
    assert island(register, meeting("I1", place="Isle")) == "ISLE"


def test_in_a_country_that_tells_no_islands_none_is_known() -> None:
    register = register_of(organisation={"A": {"districts": ("NORTH",)}}, territories=False)

    assert island(register, meeting("I1", place="North")) is None


# --- whom to hear


@pytest.fixture
def country() -> Register:
    ngo = {"kind": "ngo", "districts": ("NATIONAL",)}
    rows = dict.fromkeys(("A", "B", "C", "D"), ngo) | {"G": {"kind": "government", "districts": ("ISLE",)}}
    return register_of(organisation=rows)


def test_to_be_heard_are_core_and_chosen_partners_and_whoever_a_meeting_is_logged_with(country: Register) -> None:
    partners = [partner("A"), partner("B", "purposive"), partner("C", "snowball"), partner("G")]
    meetings = [
        meeting("I1", body="A", status="held", held_on="2026-11-20"), meeting("I2", body="B", status="declined"),
        meeting("I3", body="D", status="invited"),
    ]  # fmt: skip

    people = to_hear(country, partners, meetings)

    assert {one.segment["organisation"] for one in people} == {"A", "B", "D", "G"}
    by_sector = {rate.value: (rate.invited, rate.answered, rate.refused) for rate in rates(people, "sector")}
    assert by_sector == {"ngo": (3, 1, 1), "government": (1, 0, 0)}


def test_a_body_that_declined_once_and_was_met_later_is_heard(country: Register) -> None:
    meetings = [meeting("I1", status="declined"), meeting("I2", status="held", held_on="2026-11-20")]

    (one,) = to_hear(country, [partner("A")], meetings)

    assert (one.answered, one.refused) == (True, False)
    assert lost(country, [partner("A")], meetings) == ()


def test_who_will_not_be_heard_is_replaced_by_its_like_and_the_core_by_nobody(country: Register) -> None:
    partners = [partner("A"), partner("B", "purposive"), partner("C", "snowball"), partner("D", "snowball")]
    meetings = [meeting("I1", body="A", status="no_answer"), meeting("I2", body="B", status="declined")]

    found = {m.code: others for m, others in lost(country, partners, meetings)}

    assert found == {"I1": (), "I2": ("C", "D")}


def test_the_calendar_tells_of_nobody_who_was_heard(country: Register) -> None:
    held = meeting("I1", status="held", held_on="2026-11-24")
    fixed = meeting("I2", at="09:30", body="G", place="Port office", function="Head of unit")

    (event,) = calendar([held, fixed, meeting("I3", "", status="invited")], country)

    assert (event.title, event.on, event.at, event.place, event.agreed) == (
        f"I2 · {country.organisations['G'].short_name}", TUESDAY, "09:30", "Port office", True,
    )  # fmt: skip
