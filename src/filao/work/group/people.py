"""Who holds the seats of a group: posts, dates and language for all; name, function e-mail and telephone kept closed.

Reading what is closed needs the right for contacts and leaves a line in the journal. Of a holder who was replaced, post
and dates stay; the rest is erased at once.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from filao.core import meetings as core
from filao.core.problems import Problem
from filao.core.register import Organisation, Seat
from filao.documents.language import LANGUAGES
from filao.store import register as store
from filao.store.group import SeatHolderRow
from filao.store.people import Workspace
from filao.work import access, vault
from filao.work.access import Actor
from filao.work.group.meetings import note, seats_of
from filao.work.register import edit


@dataclass(frozen=True, slots=True)
class Reach:
    """How a seat holder is reached; the e-mail address is that of the function."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Appointed:
    """A seat holder or alternate as entered."""

    role: str
    post: str
    language: str = "en"
    appointed_on: date | None = None
    reach: Reach = Reach()


@dataclass(frozen=True, slots=True)
class Seated:
    """A seat with who holds it now, who stands in, and who held it before, the last first."""

    seat: Seat
    holder: core.SeatHolder | None
    alternate: core.SeatHolder | None
    before: tuple[core.SeatHolder, ...]


# --- readings


def seated(actor: Actor, workspace: Workspace, group: str) -> list[Seated]:
    """The members of a group with their posts, the chair first, observers last."""
    access.require(actor, "group.read", workspace)
    seats = seats_of(workspace, group)
    found: dict[str, list[core.SeatHolder]] = {seat.id: [] for seat in seats}
    for row in _rows(workspace, list(found)).order_by("-ended_on", "-appointed_on", "role", "id"):
        found[row.seat].append(row.as_core())
    return [
        Seated(
            seat, _now(found[seat.id], "holder"), _now(found[seat.id], "alternate"),
            tuple(one for one in found[seat.id] if one.ended_on),
        )
        for seat in seats
    ]  # fmt: skip


def one_seat(actor: Actor, workspace: Workspace, id: str) -> Seated:
    """One seat with its holders. Raises Problem no_such_record."""
    access.require(actor, "group.read", workspace)
    found = seat_of(workspace, id)
    return next(one for one in seated(actor, workspace, found.group_id) if one.seat.id == id)


def _rows(workspace: Workspace, seats: Collection[str]) -> QuerySet[SeatHolderRow]:
    return SeatHolderRow.objects.filter(workspace_id=workspace.id, seat__in=seats)


def _now(holders: Collection[core.SeatHolder], role: str) -> core.SeatHolder | None:
    return next((one for one in holders if one.role == role and one.ended_on is None), None)


def reached(actor: Actor, workspace: Workspace, group: str, seat: str = "") -> dict[str, Reach]:
    """How those who hold seats of a group now are reached, by the id of the holder; reading leaves a line in the journal.

    Raises Problem not_allowed, words_locked.
    """
    access.require(actor, "contacts.read", workspace)
    seats = [one.id for one in seats_of(workspace, group) if seat in ("", one.id)]
    rows = [row for row in _rows(workspace, seats).filter(ended_on=None).order_by("id") if row.sealed]
    if not rows:
        return {}
    leave = vault.reading(actor, workspace, "seat holders", seat or group)
    return {row.id: Reach(**json.loads(leave.open(bytes(row.sealed), row.context))) for row in rows}


def may_reach(actor: Actor, workspace: Workspace) -> bool:
    """Whether names and addresses could be read now."""
    return access.may(actor, "contacts.read", workspace) and vault.may_read(actor, workspace)


def addressees(actor: Actor, workspace: Workspace, group_id: str) -> list[core.Addressee]:
    """Whom papers of a group are addressed to, one for each body: the chair first, then by short name.

    The name is there for who may read contacts now, and leaves a line in the journal; for others it is "".
    """
    access.require(actor, "group.read", workspace)
    bodies = store.reading(workspace).organisations
    known = reached(actor, workspace, group_id) if may_reach(actor, workspace) else {}
    found: dict[str, core.Addressee] = {}
    for one in sorted(seated(actor, workspace, group_id), key=lambda s: (not s.seat.chair, _short(bodies, s.seat))):
        body, holder = one.seat.organisation_id, one.holder
        if holder is None:
            found.setdefault(body, core.Addressee(body))
        elif body not in found or not found[body].post:
            name = known.get(holder.id, Reach()).name
            found[body] = core.Addressee(body, holder.language, holder.post, name)
    return list(found.values())


def _short(bodies: Mapping[str, Organisation], seat: Seat) -> str:
    body = bodies.get(seat.organisation_id)
    return (body.short_name if body else seat.organisation_id).casefold()


# --- acts


def seat_of(workspace: Workspace, id: str) -> Seat:
    """Raises Problem no_such_record."""
    found = store.reading(workspace).seats.get(id)
    if found is None:
        raise Problem("no_such_record", kind="seat", value=id)
    return found


def appoint(
    actor: Actor, workspace: Workspace, seat: str, given: Appointed, id: str = "", *, read_by_person: bool = False
) -> str:  # fmt: skip
    """Enter who holds a seat or stands in, or change an entry. Whoever held it until then is kept by post and dates alone.

    Returns the id. Raises Problem no_such_record, no_such_state, function_missing, future_date, appointed_before,
    no_such_page, held.
    """
    access.require(actor, "contacts.read", workspace)
    found = seat_of(workspace, seat)
    _check(workspace, given, read_by_person=read_by_person)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        rows = _rows(workspace, [seat]).filter(ended_on=None)
        row = rows.filter(id=id).first() if id else None
        if id and row is None:
            raise Problem("no_such_page")
        if row is None:
            before = rows.filter(role=given.role).first()
            if before is not None:
                _close(before, given.appointed_on or timezone.localdate(), "appointed_on")
            row = SeatHolderRow(workspace=workspace, seat=seat, organisation=found.organisation_id, role=given.role)
        row.post, row.language, row.appointed_on = given.post.strip(), given.language, given.appointed_on
        kept = json.dumps(asdict(given.reach)).encode()
        row.sealed = vault.seal(workspace, None, kept, row.context) if any(asdict(given.reach).values()) else b""
        row.save()
        note(workspace, actor.name, "group.holder", seat, role=row.role, post=row.post, changed=bool(id))
    return str(row.id)


def _check(workspace: Workspace, given: Appointed, *, read_by_person: bool) -> None:
    if given.role not in core.SEAT_ROLES:
        raise Problem("no_such_state", value=given.role, codes=core.SEAT_ROLES)
    if not given.post.strip():
        raise Problem("function_missing", field="post")
    if given.language not in LANGUAGES:
        raise Problem("no_such_state", value=given.language, codes=LANGUAGES)
    if given.appointed_on:
        edit.not_ahead(given.appointed_on.isoformat(), "appointed_on")
    if not read_by_person:
        edit.screen_words(workspace, given.post, "post")


def _close(row: SeatHolderRow, on: date, field: str) -> None:
    """End an appointment; what was closed of the person goes."""
    if row.appointed_on and on < row.appointed_on:
        raise Problem("appointed_before", field=field, day=str(row.appointed_on))
    row.ended_on, row.sealed = on, b""
    row.save()


def end(actor: Actor, workspace: Workspace, id: str, on: date) -> None:
    """End an appointment without a successor: post and dates stay, name and addresses are erased.

    Raises Problem no_such_page, future_date, appointed_before.
    """
    access.require(actor, "contacts.read", workspace)
    edit.not_ahead(on.isoformat(), "ended_on")
    with transaction.atomic():
        row = SeatHolderRow.objects.filter(workspace_id=workspace.id, id=id, ended_on=None).first()
        if row is None:
            raise Problem("no_such_page")
        _close(row, on, "ended_on")
        note(workspace, actor.name, "group.holder_ended", row.seat, role=row.role, on=str(on))
