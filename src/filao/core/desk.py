"""Interviews as the analysis sees them: codes and institutions, never persons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

InterviewStatus = Literal["to_invite", "invited", "scheduled", "held", "declined", "no_answer"]
Outcome = Literal["", "confirmed", "absent", "other", "unknown"]
MINUTES = 60
"""How long a meeting takes where nobody has said otherwise."""


@dataclass(frozen=True, slots=True)
class Interview:
    """One meeting. `function` is the post, not the person; `attribution` the widest level the interviewee allows.

    `named` are bodies the interviewee named as ones to meet, `new` how many more were named that are not in the register
    (None where nobody has said). What is planned: a day, a time ("09:30", "" where only the day is), minutes, a place or a
    link, who goes (posts of the team, no names), and the profile of the guide ("" for that of the body's sector).
    """

    id: str
    code: str
    organisation_id: str
    function: str = ""
    channel: str = ""
    status: InterviewStatus = "to_invite"
    consent: bool | None = None
    attribution: str = ""
    language: str = ""
    sex: str = ""
    held_on: str = ""
    next_call: str = ""
    named: tuple[str, ...] = ()
    new: int | None = None
    planned_on: str = ""
    planned_at: str = ""
    minutes: int = MINUTES
    place: str = ""
    goes: tuple[str, ...] = ()
    guide: str = ""

    @property
    def source_id(self) -> str:
        """Id of the source that this interview is in the register."""
        return self.code


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one question: the outcome as a code, and the words, which stay at the desk.

    `closed` where there are words that were not opened.
    """

    id: str
    interview_id: str
    question_id: str
    outcome: Outcome
    words: str
    claims: tuple[str, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class SheetOut:
    """A register sheet sent to a body for checking, and whether it came back."""

    id: str
    organisation_id: str
    language: str
    sent_on: str
    returned_on: str = ""
    how: str = ""


def calls(interviews: Sequence[Interview]) -> list[Interview]:
    """Those not held yet that have a day for the next call, the nearest first."""
    return sorted((i for i in interviews if i.next_call and i.status != "held"), key=lambda i: (i.next_call, i.code))


def still_to_meet(interviews: Sequence[Interview], bodies: Collection[str]) -> set[str]:
    """Those of `bodies` that were neither met nor have declined."""
    return set(bodies) - {i.organisation_id for i in interviews if i.status in ("held", "declined")}


def saturated(interviews: Sequence[Interview], stop_after: int, core: Collection[str] = ()) -> bool:
    """Whether the last `stop_after` interviews held named no new body: the rule that ends the snowball.

    It applies once every body of `core` was met or has declined. An interview of which nobody has said whether it named
    new bodies ends no list.
    """
    if still_to_meet(interviews, core):
        return False
    held = [i for i in interviews if i.status == "held"]
    held.sort(key=lambda i: (i.held_on, i.code))
    return len(held) >= stop_after and all(i.new == 0 for i in held[-stop_after:])
