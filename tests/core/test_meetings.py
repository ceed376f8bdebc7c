"""Rules of a working group's life: quorum, minutes, decisions, actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from filao.core import meetings as core
from filao.core.meetings import Action, Answer, Decision, Meeting
from filao.core.workdays import NO_HOLIDAYS, Holiday, Workdays

DAY = date(2026, 3, 12)
HELD = Meeting(
    "m",
    "TWG",
    2026,
    3,
    "Third meeting",
    DAY,
    quorum=2,
    attendance={"PMO": "holder", "MPF": "alternate", "IOM": "excused"},
)
ASKED = Decision("d", "2026-03", 2, "The plan is adopted.", "no_objection", DAY, until=date(2026, 3, 26))
DUTY = Action("a", "2026-03", 1, "Send the figures.", "MPF", date(2026, 4, 1))


def test_a_decision_is_numbered_by_year_meeting_and_number() -> None:
    assert (HELD.code, ASKED.code, DUTY.code) == ("2026-03", "D-2026-03-02", "A-2026-03-01")


def test_bodies_make_a_quorum_by_their_holder_or_their_alternate() -> None:
    assert HELD.present == ("PMO", "MPF")
    assert HELD.quorate
    assert not replace(HELD, quorum=3).quorate


def test_a_quorum_nobody_has_counted_is_unknown() -> None:
    assert replace(HELD, attendance={}).quorate is None


def test_the_usual_quorum_is_more_than_half() -> None:
    assert [core.usual_quorum("x" * n) for n in (1, 2, 15, 16)] == [1, 2, 8, 9]


def test_silence_until_the_last_day_is_consent_and_the_last_day_still_counts() -> None:
    assert core.outcome(ASKED, date(2026, 3, 26)) == "open"
    assert core.outcome(ASKED, date(2026, 3, 27)) == "carried"


def test_one_objection_stops_a_no_objection_whatever_the_day() -> None:
    objected = replace(ASKED, answers=(Answer("PMO", False, DAY), Answer("MPF", True, DAY, "Not costed.")))

    assert core.outcome(objected, DAY) == "objected"
    assert core.outcome(objected, date(2027, 1, 1)) == "objected"


def test_bodies_that_have_not_answered_are_silent() -> None:
    assert core.silent(replace(ASKED, answers=(Answer("PMO", False, DAY),)), ["PMO", "MPF"]) == ("MPF",)


def test_a_tied_vote_does_not_carry() -> None:
    vote = replace(ASKED, mode="vote", until=None)

    assert core.outcome(replace(vote, votes=(5, 4, 3)), DAY) == "carried"
    assert core.outcome(replace(vote, votes=(5, 5, 0)), DAY) == "rejected"


def test_overdue_actions_open_the_next_agenda_the_oldest_first() -> None:
    older = replace(DUTY, number=2, due=DUTY.due - timedelta(30), status="under_way")
    done = replace(DUTY, number=3, status="done")

    assert core.overdue([DUTY, older, done], DUTY.due) == (older,)
    assert core.overdue([DUTY, older, done], DUTY.due + timedelta(1)) == (older, DUTY)


def test_minutes_take_comments_for_seven_days_and_the_last_one_counts() -> None:
    out = replace(HELD, minutes="comments", comments_until=core.comments_end(DAY))

    assert out.comments_until == date(2026, 3, 19)
    assert core.comments_open(out, date(2026, 3, 19))
    assert not core.comments_open(out, date(2026, 3, 20))
    assert not core.comments_open(replace(out, minutes="adopted"), DAY)


def test_the_next_meeting_may_be_today() -> None:
    later = replace(HELD, number=4, on=DAY + timedelta(30))

    assert core.next_meeting([later, HELD], DAY) == HELD
    assert core.next_meeting([later, HELD], DAY + timedelta(1)) == later
    assert core.next_meeting([HELD], DAY + timedelta(1)) is None


def test_a_digest_tells_a_body_what_is_asked_of_it_and_nothing_of_others() -> None:
    ahead = replace(HELD, number=4, on=DAY + timedelta(10))
    others = replace(DUTY, number=2, owner="PMO")
    answered = replace(ASKED, number=3, answers=(Answer("MPF", False, DAY),))

    found = core.digest("MPF", [ahead, replace(HELD, on=DAY - timedelta(1))], [ASKED, answered], [others, DUTY], DAY)

    assert (found.meetings, found.to_answer, found.actions) == ((ahead,), (ASKED,), (DUTY,))
    assert not core.digest("CDU", [], [], [DUTY], DAY)


# --- quorum and what hangs on it


def test_observers_count_for_no_quorum() -> None:
    seen = replace(HELD, attendance={"PMO": "holder", "IOM": "holder"}, observers=("IOM",))

    assert seen.present == ("PMO", "IOM")
    assert (seen.voices, seen.quorate) == (("PMO",), False)


TAKEN = Decision("t", "2026-03", 1, "The rule changes.", "consensus", DAY, quorate=False)


def test_what_a_meeting_without_quorum_decides_waits_for_its_confirmation() -> None:
    asked = replace(ASKED, confirms="D-2026-03-01")
    waiting = replace(TAKEN, confirmation=asked)
    objected = replace(asked, answers=(Answer("MPF", True, DAY, "Not costed."),))

    assert core.outcome(TAKEN, date(2027, 1, 1)) == "unconfirmed"
    assert core.outcome(waiting, date(2026, 3, 26)) == "unconfirmed"
    assert core.outcome(waiting, date(2026, 3, 27)) == "carried"
    assert core.outcome(replace(TAKEN, confirmation=objected), date(2026, 3, 27)) == "unconfirmed"


def test_a_meeting_without_quorum_confirms_nothing() -> None:
    later = replace(TAKEN, id="u", meeting="2026-04", confirms="D-2026-03-01")

    assert core.outcome(replace(TAKEN, confirmation=later), DAY) == "unconfirmed"
    assert core.outcome(replace(TAKEN, confirmation=replace(later, quorate=True)), DAY) == "carried"


def test_a_vote_that_fails_fails_without_quorum_too_and_an_unknown_quorum_stops_nothing() -> None:
    lost = replace(TAKEN, mode="vote", votes=(1, 2, 0))

    assert core.outcome(lost, DAY) == "rejected"
    assert core.outcome(replace(TAKEN, quorate=None), DAY) == "carried"


def test_a_no_objection_needs_no_quorum_of_the_meeting_that_asked_for_it() -> None:
    assert core.outcome(replace(ASKED, quorate=False), date(2026, 3, 27)) == "carried"


# --- reminders of a no-objection


def test_working_days_leave_out_saturday_and_sunday() -> None:
    monday = date(2026, 3, 23)

    assert NO_HOLIDAYS.before(monday, 2) == date(2026, 3, 19)
    assert NO_HOLIDAYS.before(monday, 0) == monday


def test_a_public_holiday_before_the_last_day_brings_the_reminder_forward() -> None:
    wednesday = date(2026, 3, 25)
    off = Workdays("MU", True, (Holiday(wednesday, "Eid al-Fitr"),))

    assert off.before(date(2026, 3, 26), 2) == date(2026, 3, 23)
    assert core.reminder(ASKED, date(2026, 3, 23), off) == "soon"


def test_the_silent_are_reminded_two_working_days_before_and_on_the_last_day() -> None:
    steps = {day: core.reminder(ASKED, date(2026, 3, day)) for day in (23, 24, 25, 26, 27)}

    assert steps == {23: "", 24: "soon", 25: "soon", 26: "last", 27: ""}


def test_who_is_asked_shortly_before_the_last_day_is_reminded_on_that_day_alone() -> None:
    late = replace(ASKED, on=date(2026, 3, 25))

    assert core.reminder(late, date(2026, 3, 25)) == ""
    assert core.reminder(late, date(2026, 3, 26)) == "last"


def test_who_has_answered_is_not_reminded_and_nobody_is_once_one_objects() -> None:
    answered = replace(ASKED, answers=(Answer("MPF", False, DAY),))
    objected = replace(ASKED, answers=(Answer("MPF", True, DAY, "Not costed."),))
    last = date(2026, 3, 26)

    assert (core.reminder(answered, last), core.silent(answered, ["PMO", "MPF"])) == ("last", ("PMO",))
    assert core.reminder(objected, last) == ""
    assert core.reminder(answered, DAY) == ""
