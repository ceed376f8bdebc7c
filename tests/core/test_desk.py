"""Interviews as the analysis sees them: codes and institutions, and when to stop asking."""

from __future__ import annotations

import dataclasses

import pytest

from filao.core.desk import Answer, Interview, SheetOut, calls, saturated
from filao.core.partners import STOP_AFTER


def held(code: str, on: str, new: int | None = 0, status: str = "held") -> Interview:
    return Interview(code, code, "A", held_on=on, new=new, status=status)  # type: ignore[arg-type]


def test_an_interview_is_a_source_under_its_code() -> None:
    assert Interview("id", "I07", "A").source_id == "I07"


def test_an_interview_begins_uninvited_and_without_consent_being_known() -> None:
    interview = Interview("id", "I07", "A")

    assert (interview.status, interview.consent, interview.attribution) == ("to_invite", None, "")


@pytest.mark.parametrize("kind", [Interview, Answer, SheetOut])
def test_no_person_is_named_at_the_desk(kind: type) -> None:
    names = {field.name for field in dataclasses.fields(kind)}

    assert names.isdisjoint({"name", "person", "interviewee", "email", "phone", "contact"})


@pytest.mark.parametrize(
    ("new", "stop"),
    [
        ([], False),
        ([0], False),
        ([0, 0], True),
        ([3, 0, 0], True),
        ([0, 0, 1], False),
        ([0, 1, 0], False),
    ],
)
def test_asking_stops_after_two_interviews_in_a_row_that_name_nobody_new(new: list[int], stop: bool) -> None:
    interviews = [held(f"I{n}", f"2025-05-{n + 1:02}", count) for n, count in enumerate(new)]

    assert saturated(interviews, STOP_AFTER) is stop
    assert saturated(interviews[::-1], STOP_AFTER) is stop


def test_the_list_stays_open_until_the_core_was_met_or_has_declined() -> None:
    interviews = [held("I1", "2025-05-01"), held("I2", "2025-05-02")]
    declined = Interview("I3", "I3", "B", status="declined")

    assert not saturated(interviews, 2, {"A", "B"})
    assert saturated([*interviews, declined], 2, {"A", "B"})


def test_a_meeting_of_which_nobody_has_said_whether_it_named_new_bodies_ends_no_list() -> None:
    assert not saturated([held("I1", "2025-05-01"), held("I2", "2025-05-02", None)], 2)


def test_interviews_not_held_neither_stop_nor_prolong() -> None:
    interviews = [held("I1", "2025-05-01"), held("I2", "2025-05-02"), held("I3", "", 4, status="scheduled")]

    assert saturated(interviews, 2)
    assert not saturated([*interviews[:1], held("I2", "2025-05-02", status="declined")], 2)


def test_on_one_day_the_code_gives_the_order() -> None:
    day = "2025-05-01"

    assert saturated([held("I3", day), held("I1", day, 5), held("I2", day)], 2)
    assert not saturated([held("I3", day, 5), held("I1", day), held("I2", day)], 2)


def test_a_call_is_due_as_long_as_the_interview_was_not_held() -> None:
    late, soon, done = (
        Interview(code, code, "A", status=status, next_call=on)  # type: ignore[arg-type]
        for code, status, on in (
            ("I1", "invited", "2026-03-02"), ("I2", "scheduled", "2026-03-01"), ("I3", "held", "2026-02-01"),
        )
    )  # fmt: skip

    assert calls([late, soon, done, Interview("I4", "I4", "A")]) == [soon, late]
