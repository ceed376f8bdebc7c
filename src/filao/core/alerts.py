"""What of an engagement needs attention today: as codes, dates and figures, never sentences.

Nothing is assumed: an election or school holidays clash with a date only where a person entered them, and a document
counts as printed before its validation only where a meeting validates what it carries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from filao.core.engagement import Deliverable, Engagement, instalment_status
from filao.core.workdays import Workdays

COMMENT_DAYS = 5
"""Working days after which an open comment is late."""
SOON = 7
"""Days before its date within which a deliverable should no longer be planned only."""
AFIELD = ("interviews", "fieldwork", "mission", "training")
"""Beginnings of the ids of milestones that are held in the field."""

Subject = Literal["deliverable", "milestone", "meeting", "validation", "instalment", "round", "document", "calendar"]


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to see to. `on` is the date it is about, `title` the name of what it is about; a `note` is to be borne in mind
    and asks for no act by itself."""

    code: str
    what: Subject
    id: str
    title: str = ""
    on: date | None = None
    facts: Mapping[str, str | int | bool | date] = field(default_factory=dict)
    note: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something with a date: `until` is its last day, `afield` tells that it is held in the field, `place` where it is said."""

    what: Subject
    id: str
    title: str
    on: date
    until: date
    afield: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Validated:
    """A meeting that validates; `documents` are the kinds of what it validates, `ended_at` (the time of the place) None while it
    has not ended."""

    id: str
    title: str
    held_on: date
    documents: tuple[str, ...]
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A file built as final, `at` the time of the place: the newest of its document."""

    document: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Awaited:
    """A round of comments in progress: how many of the bodies asked have not answered."""

    id: str
    title: str
    due: date
    silent: int
    asked: int


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an engagement. `open_comments` are the days on which comments without a decision came, by the kind
    of document; `titles` the names of the documents; `islands` the names of islands to which one travels."""

    workdays: Workdays
    occasions: tuple[Occasion, ...] = ()
    open_comments: Mapping[str, Sequence[date]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    validations: tuple[Validated, ...] = ()
    printed: tuple[Printed, ...] = ()
    rounds: tuple[Awaited, ...] = ()
    islands: tuple[str, ...] = ()


def alerts(engagement: Engagement, around: Around, today: date) -> tuple[Alert, ...]:
    """Everything that needs attention: what asks for an act first, by date."""
    found = [
        *_late_comments(around, today),
        *_before_validation(engagement, around),
        *(a for one in occasions(engagement, around) if one.until >= today for a in clashes(one, around)),
        *_deliverables(engagement, today),
        *_claimable(engagement),
        *_late_rounds(around, today),
    ]
    if not around.workdays.known:
        found.append(Alert("holidays_unknown", "calendar", around.workdays.country, note=True))
    return tuple(sorted(found, key=lambda a: (a.note, a.on or date.max, a.code, a.id)))


def occasions(engagement: Engagement, around: Around) -> tuple[Occasion, ...]:
    """Every dated thing of an engagement: deliverables not accepted, milestones, and what stands around it."""
    own = [
        Occasion("deliverable", d.id, d.title, d.due, d.due)
        for d in engagement.deliverables
        if d.due and d.status != "accepted"
    ]
    own += [
        Occasion("milestone", m.id, m.title, m.on, m.until or m.on, m.id.startswith(AFIELD))
        for m in engagement.milestones
    ]
    return (*own, *around.occasions)


def clashes(one: Occasion, around: Around) -> tuple[Alert, ...]:
    """What a date falls on that it had better not. Of a run of days holidays are only noted, as school holidays and the season
    of cyclones always are; the latter for what is held in the field or on another island."""
    days, run = around.workdays, one.until > one.on
    said = f"{one.title} {one.place}".casefold()
    found = []

    def add(code: str, on: date, note: bool, **facts: str | int | bool | date) -> None:
        found.append(Alert(code, one.what, one.id, one.title, on, facts, note))

    for holiday in days.holidays_in(one.on, one.until):
        code = "in_holiday" if run else "on_holiday"
        add(code, holiday.on, run, holiday=holiday.title, estimated=holiday.estimated)
    if not run and one.on.weekday() >= 5 and one.on not in days.holidays:
        add("on_weekend", one.on, False)
    for day in days.runs("election", one.on, one.until):
        add("in_election", max(one.on, day.start), False, event=day.title, start=day.start, until=day.until)
    for day in days.runs("school_holidays", one.on, one.until):
        add("in_school_holidays", max(one.on, day.start), True, event=day.title, start=day.start, until=day.until)
    if (one.afield or any(name.casefold() in said for name in around.islands)) and days.in_cyclone_season(
        one.on, one.until
    ):
        add("in_cyclone_season", one.on, True)
    return tuple(found)


def _late_comments(around: Around, today: date) -> list[Alert]:
    found = []
    for document, days in sorted(around.open_comments.items()):
        late = [day for day in days if around.workdays.worked_since(day, today) > COMMENT_DAYS]
        if late:
            oldest = min(late)
            facts = {"count": len(late), "days": around.workdays.worked_since(oldest, today)}
            found.append(
                Alert("comments_late", "document", document, around.titles.get(document, document), oldest, facts)
            )
    return found


def _before_validation(engagement: Engagement, around: Around) -> list[Alert]:
    """Files made final, and deliverables handed in, before the meeting that validates them has ended."""
    found = []
    for meeting in around.validations:
        for file in around.printed:
            if file.document in meeting.documents and (meeting.ended_at is None or file.at < meeting.ended_at):
                facts: dict[str, str | int | bool | date] = {"meeting": meeting.title, "held_on": meeting.held_on}
                found.append(
                    Alert("printed_before_validation", "document", file.document, file.title, file.at.date(), facts)
                )
        for item in engagement.deliverables:
            if set(item.documents) & set(meeting.documents) and _handed_in_before(item, meeting):
                facts = {"meeting": meeting.title, "held_on": meeting.held_on}
                on = item.submitted_on
                found.append(Alert("submitted_before_validation", "deliverable", item.id, item.title, on, facts))
    return found


def _handed_in_before(item: Deliverable, meeting: Validated) -> bool:
    if item.status not in ("submitted", "accepted") or item.submitted_on is None:
        return False
    return meeting.ended_at is None or item.submitted_on < meeting.ended_at.date()


def _deliverables(engagement: Engagement, today: date) -> list[Alert]:
    found = []
    for item in engagement.deliverables:
        if item.status == "planned" and item.due and (item.due - today).days <= SOON:
            facts = {"days": (item.due - today).days}
            found.append(Alert("still_planned", "deliverable", item.id, item.title, item.due, facts))
        if item.status == "accepted" and not item.evidence:
            found.append(Alert("accepted_without_file", "deliverable", item.id, item.title, item.accepted_on))
    return found


def _claimable(engagement: Engagement) -> list[Alert]:
    found = []
    for one in engagement.instalments:
        if instalment_status(engagement, one) == "claimable":
            days = [d.accepted_on for d in engagement.deliverables if d.id in one.conditions and d.accepted_on]
            since = max(days, default=None)
            found.append(Alert("not_claimed", "instalment", str(one.number), str(one.number), since, {"n": one.number}))
    return found


def _late_rounds(around: Around, today: date) -> list[Alert]:
    return [
        Alert("round_late", "round", one.id, one.title, one.due, {"count": one.silent, "asked": one.asked})
        for one in around.rounds
        if one.due < today and one.silent
    ]
