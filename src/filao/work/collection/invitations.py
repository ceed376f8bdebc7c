"""Invitations of a round: drawn from the register or a sheet, sent, reminded, and answered once each.

The table holds the hash of each link alone; this server makes the link itself again, to print it or to send it. Notes of
what was sent tell the day. In a blind round nothing here leads to an answer.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from filao.core import invitations as core
from filao.core.invitations import Invitation, Unit, Wish
from filao.core.problems import Problem
from filao.exchange import invitations as sheet
from filao.store import journal
from filao.store import register as store
from filao.store.base import random_id
from filao.store.collection import InvitationRow, RoundRow
from filao.store.people import Workspace
from filao.work import access, mail
from filao.work.access import Actor
from filao.work.collection import blind, rounds, tokens
from filao.work.register import edit

CHANNELS = ("letter", "email", "message", "call")
LIMIT = 20_000
"""Invitations of one round."""
_SEED_SIGNS = 8


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn: how many of how many in the frame, by which lot. The seed draws the same again."""

    count: int
    frame: int
    seed: str


def draw(
    actor: Actor, workspace: Workspace, id: str, wish: Wish, size: int | None = None, seed: str = "",
    *, read_by_person: bool = False,
) -> Drawn:  # fmt: skip
    """Invite a census or a random sample of the register's bodies, beside those invited before.

    Who is invited already is not drawn again. Raises Problem no_such_round, round_is_open, frame_empty, frame_too_long,
    held (a function that may name a person).
    """
    access.require(actor, "fieldwork.edit", workspace)
    if not read_by_person:
        for person in wish.persons:
            edit.screen_words(workspace, person.function, "persons")
    seed = seed.strip() or tokens.new()[:_SEED_SIGNS]
    return _invite(actor, workspace, id, core.frame(store.reading(workspace), wish), size, seed, "register")


def take_sheet(
    actor: Actor, workspace: Workspace, id: str, data: bytes, name: str, size: int | None = None, seed: str = ""
) -> Drawn:
    """Invite those of a sheet, or a random sample of them. Raises Problem as `draw`, and those of reading the sheet."""
    access.require(actor, "fieldwork.edit", workspace)
    units = sheet.read(data, name)
    for text in {unit.segment.get(name, "") for unit in units for name in ("function", "group", "organisation")}:
        edit.screen_words(workspace, text)
    return _invite(actor, workspace, id, units, size, seed.strip() or tokens.new()[:_SEED_SIGNS], "sheet")


def _invite(
    actor: Actor, workspace: Workspace, id: str, units: Sequence[Unit], size: int | None, seed: str, of: str
) -> Drawn:
    with transaction.atomic():
        round = rounds.row_of(workspace, id)
        if round.mode == "open":
            raise Problem("round_is_open")
        before = list(_rows(workspace, round).values_list("segment", flat=True))
        fresh = units if of == "sheet" else [unit for unit in units if dict(unit.segment) not in before]
        if not fresh:
            raise Problem("frame_empty", name=round.title)
        chosen = list(core.draw(fresh, size, seed))
        if len(before) + len(chosen) > LIMIT:
            raise Problem("frame_too_long", limit=LIMIT)
        secrets.SystemRandom().shuffle(chosen)
        made = []
        for unit in chosen:
            one = random_id()
            made.append(InvitationRow(
                id=one, workspace=workspace, round=round, token=tokens.hashed(_token(one)), segment=dict(unit.segment),
                label=unit.label[:160],
            ))  # fmt: skip
        InvitationRow.objects.bulk_create(made)
        drawn = Drawn(len(made), len(fresh), seed)
        _note(workspace, actor, "invitations.draw", round, count=drawn.count, frame=drawn.frame, seed=seed, of=of)
    return drawn


def draws(actor: Actor, workspace: Workspace, id: str) -> list[Drawn]:
    """What was drawn for a round, the newest first."""
    access.require(actor, "fieldwork.read", workspace)
    round = rounds.row_of(workspace, id)
    lines = journal.lines(workspace, act="invitations.draw", subject=round.title[:160])
    return [
        Drawn(line.facts["count"], line.facts["frame"], line.facts["seed"])
        for line in lines
        if line.facts.get("round") == round.id
    ]


def listing(actor: Actor, workspace: Workspace, id: str) -> list[Invitation]:
    """Invitations of a round by label, which tells nothing of when they were answered."""
    access.require(actor, "fieldwork.read", workspace)
    return of_round(workspace, rounds.row_of(workspace, id))


def of_round(workspace: Workspace, round: RoundRow) -> list[Invitation]:
    """Invitations of a round, for acts that have asked for their right."""
    rows = list(_rows(workspace, round))
    used = _used(workspace, round, rows)
    return sorted((_as_core(row, used) for row in rows), key=lambda one: (one.label, one.id))


def links(
    actor: Actor, workspace: Workspace, id: str, ids: Collection[str] | None = None
) -> list[tuple[Invitation, str]]:
    """Invitations that may still be answered with the token of their link, to print or to send; all, or those named.

    Whoever reads a link could answer in place of the person: it asks the right to send. A link that another server made
    cannot be made again, and is left out.
    """
    access.require(actor, "fieldwork.edit", workspace)
    round = rounds.row_of(workspace, id)
    rows = _unanswered(workspace, round)
    found = [
        (_as_core(row), _token(row.id))
        for row in rows
        if (ids is None or row.id in ids) and row.token == tokens.hashed(_token(row.id))
    ]
    return sorted(found, key=lambda pair: (pair[0].label, pair[0].id))


def note_sent(
    actor: Actor, workspace: Workspace, id: str, ids: Collection[str], on: date, channel: str = "letter"
) -> int:
    """Note invitations as sent, or as reminded where they were sent before. Returns how many.

    Whoever has answered or declined is left alone. Raises Problem no_such_round, future_date, no_such_channel.
    """
    access.require(actor, "fieldwork.edit", workspace)
    edit.not_ahead(on.isoformat(), "on")
    if channel not in CHANNELS:
        raise Problem("no_such_channel", value=channel)
    with transaction.atomic():
        round = rounds.row_of(workspace, id)
        rows = [row for row in _unanswered(workspace, round) if row.id in set(ids)]
        for row in rows:
            row.channel = channel
            if row.sent_on is None:
                row.sent_on = on
            elif on.isoformat() not in row.reminded_on:
                row.reminded_on = [*row.reminded_on, on.isoformat()]
        InvitationRow.objects.bulk_update(rows, ["channel", "sent_on", "reminded_on"])
        if rows:
            _note(workspace, actor, "invitations.sent", round, count=len(rows), channel=channel)
    return len(rows)


def refuse(actor: Actor, workspace: Workspace, id: str, invitation: str) -> None:
    """Note that somebody declined in person or by telephone: no reminder goes there any more. Raises no_such_invitation."""
    access.require(actor, "fieldwork.edit", workspace)
    with transaction.atomic():
        round = rounds.row_of(workspace, id)
        open_ = _rows(workspace, round).filter(id=invitation, answered=False, refused=False)
        if not open_.update(refused=True):
            raise Problem("no_such_invitation")
        _note(workspace, actor, "invitations.refused", round)


def mail_to(
    actor: Actor, workspace: Workspace, id: str, messages: Sequence[tuple[str, str, str]], on: date
) -> tuple[int, int]:
    """Mail texts to the function addresses of the register's bodies, and note them as sent.

    `messages` are invitation, subject and text. Returns how many were sent, and how many have no address on record.
    Raises Problem no_mail_server, mail_refused (those mailed before are noted).
    """
    access.require(actor, "fieldwork.edit", workspace)
    if not mail.configured():
        raise Problem("no_mail_server")
    bodies = store.reading(workspace).organisations
    known = {one.id: one for one in of_round(workspace, rounds.row_of(workspace, id))}
    done: list[str] = []
    without = 0
    try:
        for invitation, subject, text in messages:
            one = known.get(invitation)
            if one is None or one.answered or one.refused:
                continue
            body = bodies.get(one.segment.get("organisation", ""))
            if body is None or not body.function_email:
                without += 1
                continue
            mail.send(body.function_email, subject, text)
            done.append(invitation)
    finally:
        if done:
            note_sent(actor, workspace, id, done, on, "email")
    return len(done), without


def _token(invitation: str) -> str:
    return tokens.derived(f"invitation {invitation}")


def _rows(workspace: Workspace, round: RoundRow) -> QuerySet[InvitationRow]:
    return InvitationRow.objects.filter(workspace_id=workspace.id, round=round)


def _unanswered(workspace: Workspace, round: RoundRow) -> list[InvitationRow]:
    rows = list(_rows(workspace, round).filter(answered=False, refused=False))
    used = _used(workspace, round, rows)
    return [row for row in rows if row.id not in used]


def _used(workspace: Workspace, round: RoundRow, rows: Sequence[InvitationRow]) -> set[str]:
    """Those of a blind round whose answer waits: no row says so, so that only whoever runs this server can tell."""
    if round.mode != "blind":
        return set()
    return blind.used(workspace, round.id, (row.id for row in rows if not row.answered))


def _as_core(row: InvitationRow, used: Collection[str] = ()) -> Invitation:
    return Invitation(
        row.id, row.label, row.segment, row.channel, row.sent_on,
        tuple(date.fromisoformat(day) for day in row.reminded_on), row.answered or row.id in used, row.refused,
    )  # fmt: skip


def _note(workspace: Workspace, actor: Actor, act: str, round: RoundRow, **facts: object) -> None:
    journal.write(
        workspace, at=timezone.now(), actor=actor.name, act=act, subject=round.title,
        facts={"round": round.id, **facts},
    )  # fmt: skip
