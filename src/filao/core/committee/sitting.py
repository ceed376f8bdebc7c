"""Who may sit, and what is known of each seat: bodies of the register seen as members of one group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from filao.core.register import Organisation, Register, Seat


@dataclass(frozen=True, slots=True)
class Sitting:
    """A body with the seat it holds or may hold, and what has been said of that seat (None or "" where nothing has).

    `seat_type` is mandate, inclusion or observer for a seat of the register, added for one the analyst gives, suggested
    or candidate for one the solver may give. `alternate` tells that an alternate has been named.
    """

    body: Organisation
    seat_type: str
    seat_id: str = ""
    mandate_text: str = ""
    chair: bool | None = None
    sex: str = ""
    alternate: bool = False
    survivor_informed: bool | None = None
    disability_voice: bool | None = None
    funds_and_evaluates: bool | None = None
    assessed: bool | None = None

    @property
    def id(self) -> str:
        return self.body.id

    @property
    def flagged(self) -> bool:
        """Whether a conflict of interest is disclosed: it pays for what the group judges, or the group assesses it."""
        return bool(self.funds_and_evaluates or self.assessed)

    @property
    def declared(self) -> bool:
        """Whether anything has been said of its interests, yes or no."""
        return self.funds_and_evaluates is not None or self.assessed is not None


def sitting(register: Register, seat: Seat) -> Sitting | None:
    """A seat of the register as a sitting, or None where its body is not in the register."""
    body = register.organisations.get(seat.organisation_id)
    if body is None:
        return None

    def said(name: str) -> bool | None:
        fact = register.fact("seat", seat.id, name)
        return fact.value is True if fact else None

    answers = {"yes": True, "no": False}
    return Sitting(
        body,
        seat.seat_type,
        seat.id,
        seat.mandate_text,
        said("chair"),
        seat.focal_point_sex,
        bool(seat.alternate_sex),
        answers.get(seat.survivor_informed),
        answers.get(seat.disability_voice),
        said("funds_and_evaluates"),
        said("assessed"),
    )


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who may be suggested (ids, sorted), and of every other body the reason why not.

    Reasons: international, foreign, placeholder, group (the row of a group itself), closed, seated, observer, and kin
    (its parent or a unit of it holds a seat, where kin were asked to be left out).
    """

    candidates: tuple[str, ...]
    excluded: Mapping[str, str]


def eligibility(register: Register, group_id: str, *, exclude_kin: bool = False) -> Eligibility:
    """Who may be suggested for a seat in a group.

    A body that already holds a seat there is not suggested again. Observers cover nothing and are not suggested.
    """
    seats = [seat for seat in register.seats.values() if seat.group_id == group_id]
    observers = {seat.organisation_id for seat in seats if seat.seat_type == "observer"}
    seated = {seat.organisation_id for seat in seats if seat.seat_type != "observer"}
    groups = {group.organisation_id for group in register.groups.values() if group.organisation_id}
    excluded: dict[str, str] = {}
    candidates = []
    for id, body in sorted(register.organisations.items()):
        reason = ""
        if id in seated:
            reason = "seated"
        elif id in observers:
            reason = "observer"
        else:
            reason = unfit(body, register, groups)
            if not reason and exclude_kin and kin_of(register, id) & seated:
                reason = "kin"
        if reason:
            excluded[id] = reason
        else:
            candidates.append(id)
    return Eligibility(tuple(candidates), excluded)


def unfit(body: Organisation, register: Register, groups: set[str]) -> str:
    """Why a body cannot hold a voting seat, or "" where it can. `groups` are the ids of bodies that are groups."""
    if not body.national:
        return "international"
    if body.foreign:
        return "foreign"
    if body.placeholder:
        return "placeholder"
    if body.id in groups:
        return "group"
    ended = body.valid_to is not None and body.valid_to < register.reference_year
    return "closed" if body.standing == "closed" or ended else ""


def kin_of(register: Register, id: str) -> set[str]:
    """The parent of a body and its units."""
    body = register.organisations[id]
    return {*register.units.get(id, ()), *([body.parent_id] if body.parent_id else [])}
