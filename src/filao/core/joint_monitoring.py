"""What the chair of a group looks at with its members: decided since the last meeting, owed by whom, waiting for answers.

Bodies are counted, not people. What nobody has recorded is not guessed: a part without records is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from filao.core.engagement import Due, Engagement, InstalmentStatus, instalment_status, upcoming
from filao.core.figures import Figure, FigureBook
from filao.core.meetings import Action, Decision, Meeting, outcome, overdue, silent

REGISTER_FIGURES = (
    "relations.stale", "organisations.single_source", "coverage.not_documented", "links.documented", "questions.conflict",
)  # fmt: skip
"""What the sheet says of the register, by the ids of the analysis: stale rows, thin rows, gaps, contradictions."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What one body undertook and has not done: actions past their day and those still to come, the oldest first."""

    organisation_id: str
    late: tuple[Action, ...]
    ahead: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A no-objection that runs: how many bodies were asked, how many answered, how many of these object."""

    decision: Decision
    asked: int
    answered: int
    objecting: int


@dataclass(frozen=True, slots=True)
class CommentRound:
    """A round of comments that is open: the kind of draft, its version, the bodies asked and those that have not answered."""

    document: str
    version: str
    due_on: str
    asked: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class ValidationRound:
    """A meeting that validates and is not closed: how many items, how many of them decided in the plenary, where it stands."""

    title: str
    held_on: date
    items: int
    decided: int
    state: Literal["asking", "plenary"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an engagement is: days to its end (negative when past), deliverables accepted, what is due next, instalments."""

    engagement: Engagement
    days_left: int
    accepted: int
    next: Due | None
    instalments: tuple[tuple[int, InstalmentStatus], ...]


@dataclass(frozen=True, slots=True)
class JointMonitoring:
    """One sheet for the chair. `since` is the last meeting held; `figures` are of the register, of `sources` sources, to
    `data_date`. Parts that the reader may not see are None, and left out. `indicators` stays empty until they exist."""

    group_id: str
    today: date
    since: Meeting | None
    next: Meeting | None
    decided: tuple[Decision, ...]
    decisions: int
    owed: tuple[Owed, ...]
    figures: tuple[Figure, ...] = ()
    sources: int = 0
    data_date: str = ""
    waiting: tuple[Waiting, ...] = ()
    progress: tuple[Progress, ...] = ()
    rounds: tuple[CommentRound, ...] = ()
    validations: tuple[ValidationRound, ...] | None = None
    indicators: tuple[Figure, ...] = ()

    @property
    def late(self) -> int:
        """Actions past their day."""
        return sum(len(one.late) for one in self.owed)

    @property
    def open(self) -> int:
        """Actions neither done nor dropped."""
        return sum(len(one.late) + len(one.ahead) for one in self.owed)


def of_group(group_id: str, meetings: Iterable[Meeting]) -> frozenset[str]:
    """Numbers of a group's meetings: its decisions and actions bear them."""
    return frozenset(m.code for m in meetings if m.group_id == group_id)


def last_held(meetings: Iterable[Meeting], before: date) -> Meeting | None:
    """The last meeting before a day."""
    return max((m for m in meetings if m.on < before), key=lambda m: (m.on, m.at, m.number), default=None)


def decided_since(decisions: Iterable[Decision], meeting: Meeting | None) -> tuple[Decision, ...]:
    """Decisions of a meeting and all taken after it, in their order; all of them where no meeting was held."""
    found = [d for d in decisions if meeting is None or d.meeting == meeting.code or d.on > meeting.on]
    return tuple(sorted(found, key=lambda d: (d.on, d.code)))


def owed(actions: Sequence[Action], today: date) -> tuple[Owed, ...]:
    """Open actions by owner: who is late with most first, then who is due first."""
    late = {a.code for a in overdue(actions, today)}
    by_owner: dict[str, list[Action]] = {}
    for action in sorted(actions, key=lambda a: (a.due, a.code)):
        if action.status in ("open", "under_way"):
            by_owner.setdefault(action.owner, []).append(action)
    found = [
        Owed(owner, tuple(a for a in mine if a.code in late), tuple(a for a in mine if a.code not in late))
        for owner, mine in by_owner.items()
    ]
    return tuple(sorted(found, key=lambda o: (-len(o.late), (o.late + o.ahead)[0].due, o.organisation_id)))


def waiting(decisions: Iterable[Decision], voices: Sequence[str], today: date) -> tuple[Waiting, ...]:
    """No-objections that run or were stopped before their last day, the one that ends first on top; `voices` are asked."""
    found = []
    for decision in decisions:
        running = decision.mode == "no_objection" and decision.until is not None and today <= decision.until
        if running and outcome(decision, today) in ("open", "objected"):
            left = len(silent(decision, voices))
            objecting = sum(answer.objects for answer in decision.answers)
            found.append(Waiting(decision, len(voices), len(voices) - left, objecting))
    return tuple(sorted(found, key=lambda w: (w.decision.until or today, w.decision.code)))


def progress(engagements: Iterable[Engagement], today: date) -> tuple[Progress, ...]:
    """How far each engagement is that has begun and still owes a deliverable or time."""
    found = []
    for e in engagements:
        accepted = sum(d.status == "accepted" for d in e.deliverables)
        if e.start > today or (e.end < today and accepted == len(e.deliverables)):
            continue
        due = next((d for d in upcoming(e, today) if d.what == "deliverable"), None)
        instalments = tuple((i.number, instalment_status(e, i)) for i in e.instalments)
        found.append(Progress(e, (e.end - today).days, accepted, due, instalments))
    return tuple(found)


def of_register(figures: FigureBook) -> tuple[Figure, ...]:
    """The figures of the register that the sheet shows, as the analysis computed them."""
    return tuple(figures[id] for id in REGISTER_FIGURES if id in figures)
