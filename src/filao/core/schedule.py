"""The schedule of interviews: whom to hear, what stands in each week, what is late, what clashes, and how many bodies have
been heard against an even pace.

It speaks of bodies and of posts of the team. What a clash means for the day is for a person to decide: nothing is moved here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Literal

from filao.core.desk import Interview
from filao.core.engagement import Engagement, Event
from filao.core.fieldwork import Invited, Window
from filao.core.invitations import Wish, frame
from filao.core.partners import Partner
from filao.core.register import Register
from filao.core.vocabulary import Term, Vocabulary

OPEN = ("to_invite", "invited", "scheduled")
"""States of a meeting that is still to be held."""
LOST = ("declined", "no_answer")
"""States of a meeting that will not be held."""
REMOTE = frozenset({"video", "phone", "email"})
"""Channels by which nobody travels; a group, as one person, is met in person."""
INTERVIEWS = "interviews"
"""The milestone of an engagement that says when interviews are held."""
OFFERED = 2
"""Bodies offered in the place of one that was not heard."""
_ISLANDS = frozenset({"main_island", "island", "dependency"})
"""Kinds of territory that are reached over water."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Meetings that do not go together on a day: "overlap" (the same people at overlapping times), "islands" (the same
    people on two islands), "weekend", or "holiday". `goes` are those that two meetings share, folded."""

    kind: Literal["overlap", "islands", "weekend", "holiday"]
    day: str
    meetings: tuple[str, ...]
    goes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    """A week, by its Monday, with its meetings in the order of day and time."""

    begins: date
    meetings: tuple[Interview, ...] = ()


def day_of(meeting: Interview) -> str:
    """The day on which a meeting stands: when it was held, else when it is planned; "" where there is none."""
    return meeting.held_on if meeting.status == "held" else meeting.planned_on


def is_late(meeting: Interview, today: date) -> bool:
    """Whether the day planned has passed, and nobody has said what came of it."""
    return meeting.status in OPEN and bool(meeting.planned_on) and meeting.planned_on < today.isoformat()


def monday(day: date) -> date:
    """The first day of its week (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def window(engagement: Engagement) -> Window:
    """When interviews are held: the milestone of that name, else the whole engagement."""
    for milestone in engagement.milestones:
        if milestone.id == INTERVIEWS:
            return Window(milestone.on, milestone.until or milestone.on)
    return Window(engagement.start, engagement.end)


def weeks(meetings: Iterable[Interview], within: Window | None = None) -> tuple[Week, ...]:
    """Weeks that hold a meeting, and every week of `within`; meetings that will not be held stand in none."""
    standing = sorted(
        (m for m in meetings if m.status not in LOST and day_of(m)), key=lambda m: (day_of(m), m.planned_at, m.code)
    )
    found: dict[date, list[Interview]] = {}
    if within:
        first, last = monday(within.opens), monday(within.closes)
        found = {first + timedelta(weeks=n): [] for n in range((last - first).days // 7 + 1)}
    for meeting in standing:
        found.setdefault(monday(date.fromisoformat(day_of(meeting))), []).append(meeting)
    return tuple(Week(begins, tuple(found[begins])) for begins in sorted(found))


def calendar(meetings: Iterable[Interview], register: Register) -> tuple[Event, ...]:
    """Meetings still to be held that have a day, as calendar entries: code, short name of the body and place alone. Who was
    heard stands in none."""
    return tuple(
        Event(
            meeting.id, f"{meeting.code} · {register.organisations[meeting.organisation_id].short_name}",
            day := date.fromisoformat(meeting.planned_on), day, meeting.planned_at, meeting.minutes, meeting.place,
            meeting.status == "scheduled",
        )
        for week in weeks(meetings)
        for meeting in week.meetings
        if meeting.status in OPEN and meeting.organisation_id in register.organisations
    )  # fmt: skip


# --- clashes


def island(register: Register, meeting: Interview) -> str | None:
    """The island on which people meet: its code, "" for the main island, None where it is not told or nobody travels.

    A place tells it by naming an island, or a district of one; a place that names two tells nothing. Where no place is set,
    it is the island on which the body works, if on one alone. A body of the main island is met there too where the place
    names none; one of another island may then be met away from home. "The whole country" is no island.
    """
    body = register.organisations.get(meeting.organisation_id)
    if meeting.channel in REMOTE or body is None:
        return None
    on = _islands(register.vocabulary)
    if where := _words(meeting.place):
        labels = (
            (code, label) for code in on for label in register.vocabulary.scheme("district").terms[code].labels.values()
        )
        named = {on[code] for code, label in labels if (words := _words(label.split(" (")[0])) and words in where}
        if named:
            return named.pop() if len(named) == 1 else None
    works = {on.get(code) for code in body.districts}
    home = works.pop() if len(works) == 1 and not body.location_withheld else None
    return home if not where or home == "" else None


def _islands(vocabulary: Vocabulary) -> dict[str, str]:
    """The island of each territory that lies on one, "" for the main island."""
    terms, found = vocabulary.scheme("district").terms, {}
    for code, term in terms.items():
        around: Term | None = term
        for _level in terms:
            if around is None or around.kind in _ISLANDS:
                break
            around = terms.get(around.within)
        if around is not None and around.kind in _ISLANDS:
            found[code] = "" if around.kind == "main_island" else around.code
    return found


def _words(text: str) -> str:
    """A text as words to look for in others: no accents, no signs, a space around each."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    words = re.findall(r"\w+", plain)
    return f" {' '.join(words)} " if words else ""


def clashes(
    meetings: Iterable[Interview], islands: Mapping[str, str | None], holidays: Collection[date] = ()
) -> tuple[Clash, ...]:
    """What does not go together among meetings still to be held, by day; `islands` is the island of a meeting, by its code.

    Two meetings of the same people overlap where both have a time, those from afar too. They are on two islands only where
    both islands are known.
    """
    planned = sorted((m for m in meetings if m.status in OPEN and m.planned_on), key=lambda m: (m.planned_on, m.code))
    found = []
    for meeting in planned:
        day = date.fromisoformat(meeting.planned_on)
        if day in holidays:
            found.append(Clash("holiday", meeting.planned_on, (meeting.code,)))
        elif day.weekday() >= 5:
            found.append(Clash("weekend", meeting.planned_on, (meeting.code,)))
    for one, other in combinations(planned, 2):
        shared = tuple(sorted(_goes(one) & _goes(other)))
        if not shared or one.planned_on != other.planned_on:
            continue
        both = (one.code, other.code)
        if _overlap(one, other):
            found.append(Clash("overlap", one.planned_on, both, shared))
        if len({islands.get(m.code) for m in (one, other) if m.channel not in REMOTE} - {None}) == 2:
            found.append(Clash("islands", one.planned_on, both, shared))
    return tuple(sorted(found, key=lambda clash: (clash.day, clash.meetings, clash.kind)))


def _goes(meeting: Interview) -> set[str]:
    return {" ".join(who.split()).casefold() for who in meeting.goes}


def _overlap(one: Interview, other: Interview) -> bool:
    if not (one.planned_at and other.planned_at):
        return False
    first, second = sorted((one, other), key=lambda m: m.planned_at)
    return _minute(second) < _minute(first) + first.minutes


def _minute(meeting: Interview) -> int:
    hour, _, minute = meeting.planned_at.partition(":")
    return int(hour) * 60 + int(minute)


# --- whom to hear


def to_hear(register: Register, partners: Sequence[Partner], meetings: Sequence[Interview]) -> tuple[Invited, ...]:
    """The bodies to be heard, by sector and territory: core and chosen partners, and every other that a meeting is logged
    with. One was refused where all its meetings are lost."""
    states: dict[str, list[str]] = {p.organisation_id: [] for p in partners if p.tier != "snowball"}
    for meeting in meetings:
        states.setdefault(meeting.organisation_id, []).append(meeting.status)
    segments = {unit.segment["organisation"]: unit.segment for unit in frame(register, Wish())}
    return tuple(
        Invited(
            segments.get(id, {"organisation": id, "sector": register.organisations[id].kind}),
            "held" in said, bool(said) and all(state in LOST for state in said),
        )
        for id, said in states.items()
        if id in register.organisations
    )  # fmt: skip


def lost(
    register: Register, partners: Sequence[Partner], meetings: Sequence[Interview]
) -> tuple[tuple[Interview, tuple[str, ...]], ...]:
    """Meetings of bodies that will not be heard, each with bodies of the same sector and place that could be met instead.

    A core partner has no stand-in: the core is a census. Bodies of other tiers are offered in the order of the partners.
    """
    heard = {m.organisation_id for m in meetings if m.status not in LOST}
    known = {m.organisation_id for m in meetings}
    core = {p.organisation_id for p in partners if p.tier == "core"}
    found: dict[str, tuple[Interview, tuple[str, ...]]] = {}
    for meeting in meetings:
        id = meeting.organisation_id
        body = register.organisations.get(id)
        if meeting.status not in LOST or id in heard or body is None:
            continue
        others = [
            p.organisation_id for p in partners
            if p.tier == "snowball" and p.organisation_id not in known
            and (other := register.organisations[p.organisation_id]).kind == body.kind
            and set(other.districts) & set(body.districts)
        ]  # fmt: skip
        found[id] = (meeting, () if id in core else tuple(others[:OFFERED]))
    return tuple(found.values())
