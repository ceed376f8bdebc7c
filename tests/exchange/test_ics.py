"""Dates as iCalendar (RFC 5545): lines folded and escaped, whole days, nothing that a title could smuggle in."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from filao.core.engagement import Event
from filao.exchange import ics

STAMP = date(2026, 1, 2)
DAY = date(2026, 3, 31)


def lines(data: bytes) -> list[str]:
    """Content lines once unfolded (RFC 5545, 3.1)."""
    text = data.decode("utf-8")
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_an_entry_is_a_whole_day_and_its_end_is_the_day_after() -> None:
    found = lines(ics.write([Event("E-D1", "Report", DAY, date(2026, 4, 2))], "Mapping", STAMP))

    assert found[0] == "BEGIN:VCALENDAR"
    assert found[-1] == "END:VCALENDAR"
    assert found[5:-1] == [
        "BEGIN:VEVENT", "UID:E-D1@filao.invalid", "DTSTAMP:20260102T000000Z", "DTSTART;VALUE=DATE:20260331",
        "DTEND;VALUE=DATE:20260403", "SUMMARY:Report", "TRANSP:TRANSPARENT", "END:VEVENT",
    ]  # fmt: skip


def test_a_meeting_has_the_time_of_its_place_and_says_whether_it_is_agreed() -> None:
    meeting = Event("M", "INT-01 · CDU", DAY, DAY, "09:30", 90, "Port Louis; level 4", agreed=True)

    found = lines(ics.write([meeting], "Interviews", STAMP))

    assert found[8:-2] == [
        "DTSTART:20260331T093000", "DTEND:20260331T110000", "SUMMARY:INT-01 · CDU", "LOCATION:Port Louis\\; level 4",
        "STATUS:CONFIRMED", "TRANSP:OPAQUE",
    ]  # fmt: skip


def test_a_meeting_without_a_time_takes_its_day_and_one_not_agreed_is_tentative() -> None:
    found = lines(ics.write([Event("M", "INT-01", DAY, DAY, agreed=False)], "Interviews", STAMP))

    assert {"DTSTART;VALUE=DATE:20260331", "STATUS:TENTATIVE", "TRANSP:TRANSPARENT"} <= set(found)


def test_an_empty_calendar_still_has_its_name_version_and_producer() -> None:
    assert lines(ics.write([], "Mapping; 2026", STAMP)) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Filao//EN", "CALSCALE:GREGORIAN", "X-WR-CALNAME:Mapping\\; 2026",
        "END:VCALENDAR",
    ]  # fmt: skip


def test_long_titles_are_folded_between_signs_and_not_within_them() -> None:
    title = "é" * 200

    assert f"SUMMARY:{title}" in lines(ics.write([Event("1", title, DAY, DAY)], "n", STAMP))


def test_a_title_cannot_add_lines_of_its_own() -> None:
    for breaking in ("\n", "\r\n", "\r", "\u2028"):
        title = f"Report{breaking}END:VEVENT{breaking}ATTACH:http://example.org"
        found = lines(ics.write([Event(f"1{breaking}X:1", title, DAY, DAY)], f"a{breaking}X:1", STAMP))
        assert "SUMMARY:Report\\nEND:VEVENT\\nATTACH:http://example.org" in found
        assert len(found) == 14


@given(st.lists(st.text(st.characters(codec=None), max_size=120), max_size=4))
def test_any_title_keeps_the_frame(titles: list[str]) -> None:
    data = ics.write([Event(str(n), title, DAY, DAY) for n, title in enumerate(titles)], "n", STAMP)

    found = lines(data)
    assert len(found) == 6 + 8 * len(titles)
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", data.decode())
