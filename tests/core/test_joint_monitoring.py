"""What a chair is shown: what is owed, by whom, and what waits; nothing is told of what nobody recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from filao.core import joint_monitoring as core
from filao.core.engagement import Deliverable, Engagement, Instalment
from filao.core.figures import Figure, FigureBook
from filao.core.meetings import Action, Answer, Decision, Meeting

TODAY = date(2026, 5, 20)
HELD = Meeting("m1", "TWG", 2026, 2, "Second meeting", date(2026, 5, 12))
ASKED = Decision("d1", "2026-02", 1, "The map is final.", "no_objection", date(2026, 5, 12), until=date(2026, 5, 20))


def duty(number: int, owner: str, due: date, status: str = "open") -> Action:
    return Action(f"a{number}", "2026-02", number, "Do it.", owner, due, status)  # type: ignore[arg-type]


def test_who_is_late_stands_first_and_who_is_done_does_not_stand() -> None:
    found = core.owed(
        [
            duty(1, "CDU", date(2026, 6, 1)),
            duty(2, "MPF", date(2026, 7, 1)),
            duty(3, "MPF", date(2026, 5, 19), "under_way"),
            duty(4, "PMO", date(2026, 5, 20)),
            duty(5, "ODPP", date(2026, 1, 1), "done"),
            duty(6, "ODPP", date(2026, 1, 1), "dropped"),
        ],
        TODAY,
    )

    assert [o.organisation_id for o in found] == ["MPF", "PMO", "CDU"]
    assert ([a.number for a in found[0].late], [a.number for a in found[0].ahead]) == ([3], [2])


def test_the_last_meeting_was_held_before_today() -> None:
    first = replace(HELD, number=1, on=date(2026, 3, 12))
    now = replace(HELD, number=3, on=TODAY)

    assert core.last_held([first, HELD, now], TODAY) == HELD
    assert core.last_held([now], TODAY) is None


def test_decided_since_a_meeting_is_what_it_decided_and_all_after_it() -> None:
    before = Decision("d0", "2026-01", 1, "Before.", "consensus", date(2026, 3, 12))
    late = Decision("d2", "2026-01", 2, "By a date.", "no_objection", date(2026, 5, 14), until=date(2026, 5, 30))

    assert core.decided_since([late, ASKED, before], HELD) == (ASKED, late)
    assert core.decided_since([late, before], None) == (before, late)


def test_a_no_objection_waits_until_its_last_day_and_counts_bodies_with_a_voice() -> None:
    answers = (Answer("CDU", False, date(2026, 5, 13)), Answer("MPF", True, date(2026, 5, 13), "Not costed."))
    decision = replace(ASKED, answers=answers)

    (found,) = core.waiting([decision], ["CDU", "MPF", "PMO"], TODAY)

    assert (found.asked, found.answered, found.objecting) == (3, 2, 1)
    assert core.waiting([decision], ["CDU"], date(2026, 5, 21)) == ()


def test_an_engagement_stands_while_it_owes_time_or_a_deliverable() -> None:
    owing = Engagement(
        "map", "The map", "PMO", "", date(2026, 4, 1), date(2026, 5, 10), "en",
        deliverables=(Deliverable("report", "Report", "report", due=date(2026, 5, 1)),),
        instalments=(Instalment(1, "", ("report",)), Instalment(2, "")),
    )  # fmt: skip
    done = replace(owing, deliverables=(replace(owing.deliverables[0], status="accepted"),))
    ahead = replace(owing, start=date(2026, 6, 1), end=date(2026, 7, 1))

    (found,) = core.progress([owing, done, ahead], TODAY)

    assert (found.days_left, found.accepted, found.next and found.next.days) == (-10, 0, -19)
    assert found.instalments == ((1, "not_due"), (2, "conditions_open"))


def test_figures_of_the_register_are_those_of_the_analysis_and_none_is_made_up() -> None:
    book = FigureBook([Figure("questions.conflict", 2, n=251), Figure("actions.total", 9)])

    assert [f.id for f in core.of_register(book)] == ["questions.conflict"]


def test_observers_do_not_make_a_quorum() -> None:
    held = replace(HELD, attendance={"PMO": "holder", "IOM": "holder", "CDU": "excused"}, observers=("IOM",), quorum=2)

    assert (held.voices, held.quorate) == (("PMO",), False)
