"""What of an engagement needs attention: each rule with the day on which it begins and the one on which it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from filao.core.alerts import Alert, Around, Awaited, Occasion, Printed, Validated, alerts
from filao.core.engagement import Deliverable, DeliverableStatus, Engagement, Instalment, Milestone, instalment_status
from filao.core.workdays import Day, workdays

TODAY = date(2026, 6, 17)
"""A Wednesday without a holiday near it."""


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def found(
    around: dict[str, Any] | None = None, days: tuple[Day, ...] = (), today: date = TODAY, **parts: Any
) -> list[Alert]:
    engagement = Engagement("e", "Mapping", "Client", "", date(2026, 1, 5), date(2027, 3, 1), "en", **parts)
    return list(alerts(engagement, Around(workdays("MU", range(2026, 2028), days), **(around or {})), today))


def codes(*args: Any, **parts: Any) -> list[str]:
    return [alert.code for alert in found(*args, **parts)]


def report(status: DeliverableStatus, **more: Any) -> Deliverable:
    return Deliverable("mapping-report", "Report", "document", status=status, documents=("mapping-report",), **more)


def test_an_engagement_in_order_has_no_alert() -> None:
    assert codes(deliverables=(report("draft", due=date(2026, 6, 24)),)) == []


# --- comments


def test_a_comment_is_late_after_five_working_days_and_not_before() -> None:
    wednesday = TODAY - timedelta(7)

    assert codes({"open_comments": {"mapping-report": [wednesday]}}) == []
    (alert,) = found({"open_comments": {"mapping-report": [wednesday]}}, today=TODAY + timedelta(1))
    assert (alert.code, alert.on, alert.facts) == ("comments_late", wednesday, {"count": 1, "days": 6})


def test_a_public_holiday_gives_comments_a_day_more() -> None:
    off = Day("1", "holiday", TODAY, TODAY, "Mourning", "Decree")

    assert codes({"open_comments": {"mapping-report": [TODAY - timedelta(7)]}}, (off,), TODAY + timedelta(1)) == []


def test_only_the_comments_that_are_late_are_counted() -> None:
    days = [TODAY - timedelta(30), TODAY - timedelta(20), TODAY]

    (alert,) = found({"open_comments": {"mapping-report": days}})

    assert (alert.facts["count"], alert.on) == (2, days[0])


# --- validation before print


def validated(ended: datetime | None = None) -> tuple[Validated, ...]:
    return (Validated("v", "Workshop", TODAY, ("mapping-report",), ended),)


def printed(on: date) -> tuple[Printed, ...]:
    return (Printed("mapping-report", "Mapping report", at(on)),)


def test_a_final_file_waits_for_the_end_of_its_meeting() -> None:
    before, after = TODAY - timedelta(2), TODAY + timedelta(2)

    assert codes({"validations": validated(), "printed": printed(before)}) == ["printed_before_validation"]
    assert codes({"validations": validated(at(TODAY)), "printed": printed(before)}) == ["printed_before_validation"]
    assert codes({"validations": validated(at(TODAY)), "printed": printed(after)}) == []


def test_a_final_file_of_another_document_waits_for_no_meeting() -> None:
    other = (Printed("group-terms", "Terms", at(TODAY)),)

    assert codes({"validations": validated(), "printed": other}) == []


def test_without_a_meeting_that_validates_nothing_is_printed_too_early() -> None:
    assert codes({"printed": printed(TODAY)}) == []


def test_what_was_handed_in_before_the_meeting_is_handed_in_again() -> None:
    early = report("submitted", submitted_on=TODAY - timedelta(1))
    draft = report("comments", submitted_on=TODAY - timedelta(1))

    assert codes({"validations": validated()}, deliverables=(early,)) == ["submitted_before_validation"]
    assert codes({"validations": validated()}, deliverables=(draft,)) == []
    again = report("submitted", submitted_on=TODAY + timedelta(1))
    assert codes({"validations": validated(at(TODAY))}, deliverables=(again,)) == []


def test_a_deliverable_that_no_document_is_known_for_waits_for_no_meeting() -> None:
    untied = Deliverable("letter", "Letter", "document", status="submitted", submitted_on=TODAY)

    assert codes({"validations": validated()}, deliverables=(untied,)) == []


# --- dates


def on_day(day: date, **more: Any) -> tuple[Milestone, ...]:
    return (Milestone("presentation", "Presentation", day, **more),)


def test_a_date_on_a_public_holiday_says_which_and_whether_it_is_estimated() -> None:
    (fixed,) = found(milestones=on_day(date(2026, 11, 2)))
    (feast,) = found(milestones=on_day(date(2026, 9, 14)))

    assert (fixed.code, fixed.facts["holiday"], fixed.facts["estimated"]) == (
        "on_holiday", "Arrival of Indentured Laborers", False,
    )  # fmt: skip
    assert feast.facts["estimated"] is True


def test_a_holiday_that_was_struck_is_a_day_like_others() -> None:
    struck = Day("1", "not_holiday", date(2026, 9, 14), date(2026, 9, 14), "Moved", "Decree")

    assert codes(None, (struck,), milestones=on_day(date(2026, 9, 14))) == []


def test_a_date_on_a_weekend_is_told_and_a_run_of_days_over_one_is_not() -> None:
    saturday = date(2026, 6, 20)

    assert codes(milestones=on_day(saturday)) == ["on_weekend"]
    assert codes(milestones=on_day(saturday, until=date(2026, 6, 25))) == []


def test_within_a_run_of_days_a_holiday_is_only_noted() -> None:
    (alert,) = found(milestones=on_day(date(2026, 10, 29), until=date(2026, 11, 6)))

    assert (alert.code, alert.note, alert.on) == ("in_holiday", True, date(2026, 11, 2))


def test_what_has_passed_clashes_with_nothing() -> None:
    assert codes(milestones=on_day(date(2026, 5, 1))) == []


def test_what_was_accepted_clashes_with_nothing() -> None:
    saturday = date(2026, 6, 20)

    assert codes(deliverables=(report("accepted", due=saturday, evidence="0", accepted_on=TODAY),)) == []
    assert codes(deliverables=(report("draft", due=saturday),)) == ["on_weekend"]


def test_an_election_clashes_only_where_a_person_entered_it() -> None:
    day = date(2026, 7, 15)
    vote = Day("1", "election", date(2026, 7, 10), date(2026, 7, 20), "General election", "Writ")

    assert codes(milestones=on_day(day)) == []
    (alert,) = found(None, (vote,), milestones=on_day(day))
    assert (alert.code, alert.facts["event"], alert.note) == ("in_election", "General election", False)


def test_school_holidays_are_noted_where_they_are_entered() -> None:
    term = Day("1", "school_holidays", date(2026, 7, 13), date(2026, 8, 7), "Winter", "Ministry")

    (alert,) = found(None, (term,), milestones=on_day(date(2026, 7, 15)))

    assert (alert.code, alert.note) == ("in_school_holidays", True)


def test_the_season_of_cyclones_is_a_note_for_the_field_and_the_islands_alone() -> None:
    day = date(2027, 1, 13)
    field = (Milestone("interviews", "Interviews", day),)
    island = (Occasion("meeting", "2027-01", "Meeting", day, day, place="Port Mathurin, Rodrigues"),)
    around = {"islands": ("Rodrigues",)}

    assert codes(around, milestones=on_day(day)) == []
    assert [(a.code, a.note) for a in found(around, milestones=field)] == [("in_cyclone_season", True)]
    assert codes({**around, "occasions": island}) == ["in_cyclone_season"]


def test_a_country_whose_holidays_are_not_known_is_told_once_as_a_note() -> None:
    engagement = Engagement("e", "Mapping", "", "", date(2026, 1, 5), date(2026, 3, 1), "en")

    (alert,) = alerts(engagement, Around(workdays("ZZ", [2026])), TODAY)

    assert (alert.code, alert.id, alert.note) == ("holidays_unknown", "ZZ", True)


# --- deliverables, instalments, rounds


def test_a_deliverable_still_planned_a_week_before_its_date_is_told() -> None:
    def planned(days: int) -> list[str]:
        item = report("planned", due=TODAY + timedelta(days))
        return [code for code in codes(deliverables=(item,)) if code == "still_planned"]

    assert [planned(days) for days in (8, 7, 0, -3)] == [[], ["still_planned"], ["still_planned"], ["still_planned"]]
    assert codes(deliverables=(report("draft", due=TODAY + timedelta(2)),)) == []


def test_an_acceptance_without_a_file_is_told() -> None:
    assert codes(deliverables=(report("accepted", accepted_on=TODAY),)) == ["accepted_without_file"]
    assert codes(deliverables=(report("accepted", accepted_on=TODAY, evidence="0"),)) == []


def test_an_instalment_that_may_be_claimed_is_told_until_it_is_claimed() -> None:
    parts = {"deliverables": (report("accepted", accepted_on=TODAY, evidence="0"),)}

    (alert,) = found(instalments=(Instalment(1, "", ("mapping-report",)),), **parts)
    assert (alert.code, alert.on) == ("not_claimed", TODAY)
    assert codes(instalments=(Instalment(1, "", ("mapping-report",), settled="claimed"),), **parts) == []


def test_an_instalment_waits_for_decisions_on_the_comments_on_what_it_pays() -> None:
    one = Instalment(1, "", ("mapping-report",))
    item = report("accepted", accepted_on=TODAY, evidence="0", comments_open=2)
    engagement = Engagement(
        "e", "M", "", "", TODAY, TODAY, "en", deliverables=(item,), instalments=(one,)
    )  # fmt: skip

    assert instalment_status(engagement, one) == "comments_open"
    assert "not_claimed" not in codes(deliverables=(item,), instalments=(one,))


def test_a_round_past_its_day_is_told_while_a_body_has_not_answered() -> None:
    def rounds(due: date, silent: int) -> list[str]:
        return codes({"rounds": (Awaited("r", "Report, draft 1", due, silent, 3),)})

    assert rounds(TODAY, 2) == []
    assert rounds(TODAY - timedelta(1), 2) == ["round_late"]
    assert rounds(TODAY - timedelta(1), 0) == []


def test_what_asks_for_an_act_comes_before_notes_and_the_earliest_first() -> None:
    stones = (
        Milestone("interviews", "Interviews", date(2027, 1, 13)),
        Milestone("b", "B", date(2026, 7, 4)),
        Milestone("a", "A", date(2026, 6, 20)),
    )

    assert [(a.code, a.id) for a in found(milestones=stones)] == [
        ("on_weekend", "a"), ("on_weekend", "b"), ("in_cyclone_season", "interviews"),
    ]  # fmt: skip
