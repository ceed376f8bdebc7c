"""Whom a round asks: the frame drawn from the register, a sample of it by lot that can be drawn again, and who is due a
reminder.

Invitations speak of bodies and functions; no person is ever named.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from filao.core.register import Organisation, Register

DIMENSIONS = ("sector", "territory", "sex", "group")
"""What response rates are told by; a segment holds the body and the function beside them."""
SEVERAL = "several"
"""The territory of a body that works in more than one."""
REMIND_AFTER = 7
REMIND_AT_MOST = 3
"""Days from a message to the next reminder, and reminders that one invitation gets: each of the first three brings
answers, more bring complaints (Dillman, Smyth & Christian 2014, "Internet, Phone, Mail, and Mixed-Mode Surveys")."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be asked in each body, by function and, where it is said, by sex."""

    function: str
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which bodies are asked, empty meaning any; without `persons` the body itself is asked once."""

    sectors: Collection[str] = ()
    territories: Collection[str] = ()
    stages: Collection[str] = ()
    persons: Sequence[Person] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """One to be asked: what rates are told by, and the label an envelope bears."""

    segment: Mapping[str, str]
    label: str


def frame(register: Register, wish: Wish) -> tuple[Unit, ...]:
    """Everyone that a wish fits, by body and function. Placeholders and restricted bodies are asked by nobody.

    The territory of a body whose place is withheld is left empty.
    """
    found = []
    for body in sorted(register.organisations.values(), key=lambda body: body.id):
        if body.placeholder or body.restricted or not _fits(body, wish):
            continue
        about = {"organisation": body.id, "sector": body.kind, "territory": _territory(body)}
        for person in wish.persons or (Person(""),):
            segment = {**about, "function": person.function, "sex": person.sex}
            label = f"{body.short_name}, {person.function}" if person.function else body.short_name
            found.append(Unit({name: value for name, value in segment.items() if value}, label))
    return tuple(found)


def _fits(body: Organisation, wish: Wish) -> bool:
    places = () if body.location_withheld else body.districts
    return (
        (not wish.sectors or body.kind in wish.sectors)
        and (not wish.territories or bool(set(places) & set(wish.territories)))
        and (not wish.stages or bool(set(body.stages) & set(wish.stages)))
    )


def _territory(body: Organisation) -> str:
    if body.location_withheld or not body.districts:
        return ""
    return body.districts[0] if len(body.districts) == 1 else SEVERAL


def draw(units: Sequence[Unit], size: int | None, seed: str) -> tuple[Unit, ...]:
    """A simple random sample without replacement; all where no size is given, or not more than that many are there.

    The same frame, size and seed give the same sample on every machine.
    """
    if size is None or size >= len(units):
        return tuple(units)
    chosen = random.Random(f"filao {seed}").sample(range(len(units)), size)  # noqa: S311  a lot to be drawn again
    return tuple(units[place] for place in sorted(chosen))


@dataclass(frozen=True, slots=True)
class Invitation:
    """One who was asked, and how far it has come. In a blind round nothing here leads to an answer."""

    id: str
    label: str
    segment: Mapping[str, str] = field(default_factory=dict)
    channel: str = ""
    sent_on: date | None = None
    reminded_on: tuple[date, ...] = ()
    answered: bool = False
    refused: bool = False

    @property
    def state(self) -> Literal["answered", "refused", "reminded", "sent", "drawn"]:
        if self.answered or self.refused:
            return "answered" if self.answered else "refused"
        return "reminded" if self.reminded_on else "sent" if self.sent_on else "drawn"

    @property
    def last_on(self) -> date | None:
        """Day of the last message."""
        return max((*self.reminded_on, *((self.sent_on,) if self.sent_on else ())), default=None)


def due(invitations: Iterable[Invitation], today: date, after: int = REMIND_AFTER) -> tuple[Invitation, ...]:
    """Those to be reminded: sent, neither answered nor declined, the last message some days ago, the longest first."""
    waiting = [
        one
        for one in invitations
        if not (one.answered or one.refused)
        and one.sent_on
        and len(one.reminded_on) < REMIND_AT_MOST
        and (today - (one.last_on or today)).days >= after
    ]
    return tuple(sorted(waiting, key=lambda one: (one.last_on or today, one.label)))
