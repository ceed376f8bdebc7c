"""Rounds of fieldwork: an instrument answered in a stretch of time, by an open link or by people who were invited.

Invitations, reminders and the board of responses build on a round; what its links open is in `doors`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from filao.core.problems import Problem
from filao.store import journal
from filao.store.collection import InstrumentRow, ResponseRow, RoundRow
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.collection import blind, doors, tokens

Mode = Literal["open", "named", "blind"]
MODES: tuple[Mode, ...] = ("open", "named", "blind")
"""Whoever has the link; invited people whose answers are known to be theirs; invited people of whom only that they
answered is known."""


@dataclass(frozen=True, slots=True)
class Target:
    """Answers wanted of those whose segment has this value; of all where there is no dimension."""

    wanted: int
    dimension: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many answers of a segment; then the round closes to it, or only warns."""

    most: int
    segment: Mapping[str, str] = field(default_factory=dict)
    closes: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round is to be. `offline` says whether its answers may be given on a device without a network, `told_at_end`
    that the wall of the room shows results only when nothing more is taken."""

    title: str
    mode: Mode
    opens_on: date | None = None
    closes_on: date | None = None
    targets: tuple[Target, ...] = ()
    limits: tuple[Limit, ...] = ()
    simulated: bool = False
    offline: bool = False
    told_at_end: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A round as it stands. `code` is the address of its instrument, `answers` how many count so far."""

    id: str
    plan: Plan
    code: str
    instrument: str
    state: doors.State
    answers: int
    refused: int
    linked: bool
    stopped_on: date | None = None

    @property
    def wanted(self) -> int | None:
        """Answers wanted in all, or None where none were set."""
        return next((target.wanted for target in self.plan.targets if not target.dimension), None)


def create(actor: Actor, workspace: Workspace, instrument: str, plan: Plan) -> str:
    """Set a round up; an open one has its link at once. Returns its id.

    Raises Problem no_such_instrument, instrument_not_published, dates_reversed, blind_offline,
    round_title_taken.
    """
    access.require(actor, "fieldwork.edit", workspace)
    row = InstrumentRow.objects.filter(workspace_id=workspace.id, code=instrument).first()
    if row is None:
        raise Problem("no_such_instrument", code=instrument)
    if row.state != "open" or doors.newest(workspace, row) is None:
        raise Problem("instrument_not_published", title=row.title)
    if plan.opens_on and plan.closes_on and plan.closes_on < plan.opens_on:
        raise Problem("dates_reversed", field="closes_on")
    if plan.offline and plan.mode == "blind":
        raise Problem("blind_offline", field="offline")
    try:
        with transaction.atomic():
            made = RoundRow.objects.create(
                workspace=workspace, instrument=row, title=plan.title, mode=plan.mode, opens_on=plan.opens_on,
                closes_on=plan.closes_on, targets=[_as_target(one) for one in plan.targets],
                quotas=[_as_quota(one) for one in plan.limits], simulated=plan.simulated or workspace.simulated,
                offline=plan.offline, told_at_end=plan.told_at_end, created_at=timezone.now(),
            )  # fmt: skip
            if plan.mode == "open":
                _new_link(made)
            _note(workspace, actor, "round.create", made, instrument=instrument, mode=plan.mode)
    except IntegrityError as error:
        raise Problem("round_title_taken", title=plan.title, field="title") from error
    return str(made.id)


def instruments(actor: Actor, workspace: Workspace) -> list[tuple[str, str]]:
    """Published forms that are open: code and title, by title."""
    access.require(actor, "fieldwork.read", workspace)
    rows = InstrumentRow.objects.filter(workspace_id=workspace.id, state="open").order_by("title")
    return [(row.code, row.title) for row in rows if doors.newest(workspace, row)]


def listing(actor: Actor, workspace: Workspace) -> list[Round]:
    """All rounds, those that take answers first, then the newest."""
    access.require(actor, "fieldwork.read", workspace)
    rows = RoundRow.objects.filter(workspace_id=workspace.id).select_related("instrument").order_by("-created_at")
    counted = _rows_of_answers(workspace.id).values("round_id").annotate(n=Count("id"), refused=_REFUSED)
    counts = {one["round_id"]: (one["n"] - one["refused"], one["refused"]) for one in counted}
    found = [_as_round(row, *counts.get(row.id, (0, 0))) for row in rows]
    return sorted(found, key=lambda round: ("open", "early", "over").index(round.state))


def find(actor: Actor, workspace: Workspace, id: str) -> Round:
    """One round. Raises Problem no_such_round."""
    access.require(actor, "fieldwork.read", workspace)
    return round_of(_row(workspace, id))


def named(actor: Actor, workspace: Workspace, id: str) -> str:
    """The title of a round, for whoever enters answers to it. Raises Problem no_such_round."""
    access.require(actor, "answers.enter", workspace)
    return _row(workspace, id).title


def round_of(row: RoundRow) -> Round:
    """A round from its row, for acts that have asked for their right."""
    counted = _rows_of_answers(row.workspace_id).filter(round=row).aggregate(n=Count("id"), refused=_REFUSED)
    return _as_round(row, counted["n"] - counted["refused"], counted["refused"])


def by_day(actor: Actor, workspace: Workspace, id: str) -> dict[date | None, int]:
    """Answers of a round by the day they came, the oldest first; None for those whose day is not told yet."""
    access.require(actor, "fieldwork.read", workspace)
    came = _rows_of_answers(workspace.id).filter(round=_row(workspace, id)).exclude(state="refused")
    counted = came.values("received_on").annotate(n=Count("id"))
    found = {one["received_on"]: one["n"] for one in counted}
    return {day: found[day] for day in sorted(found, key=lambda day: (day is None, day or date.min))}


def link(actor: Actor, workspace: Workspace, id: str) -> str:
    """The token of a round's open link; "" where it has none, or another server made it."""
    access.require(actor, "fieldwork.read", workspace)
    return link_of(_row(workspace, id))


def link_of(row: RoundRow) -> str:
    """The token of the open link, made again: the table holds its hash alone."""
    if not row.link:
        return ""
    token = tokens.derived(f"open link {row.id} {row.link_salt}")
    return token if tokens.hashed(token) == row.link else ""


def renew_link(actor: Actor, workspace: Workspace, id: str, reason: str) -> None:
    """Give a round a new open link; the old one opens nothing from now on. Raises Problem no_such_round, reason_missing."""
    access.require(actor, "fieldwork.edit", workspace)
    if not reason.strip():
        raise Problem("reason_missing")
    with transaction.atomic():
        row = _row(workspace, id)
        if row.mode != "open":
            raise Problem("no_such_round")
        _new_link(row)
        _note(workspace, actor, "round.link", row, reason)


def stop(actor: Actor, workspace: Workspace, id: str, reason: str = "") -> None:
    """Take no more answers. Raises Problem no_such_round."""
    _set_stopped(actor, workspace, id, timezone.localdate(), "round.stop", reason)
    settle(workspace, _row(workspace, id))


def settle(workspace: Workspace, row: RoundRow) -> None:
    """At the end of a blind round, the answers left in its pool come in together."""
    if row.mode == "blind" and doors.state_of(row, timezone.localdate()) == "over":
        blind.shuffle_in(workspace, row, end=True)


def resume(actor: Actor, workspace: Workspace, id: str, reason: str = "") -> None:
    """Take answers again. Raises Problem no_such_round, blind_round_over: its last answers would come in alone, and
    results_told: what came after would be read from the difference."""
    access.require(actor, "fieldwork.edit", workspace)
    row = _row(workspace, id)
    if row.mode == "blind":
        raise Problem("blind_round_over")
    if row.told_at_end:
        raise Problem("results_told")
    _set_stopped(actor, workspace, id, None, "round.resume", reason)


def allow_offline(actor: Actor, workspace: Workspace, id: str, reason: str = "") -> None:
    """Let answers be given on devices without a network. Raises Problem no_such_round, blind_offline."""
    _set_offline(actor, workspace, id, True, reason)


def end_offline(actor: Actor, workspace: Workspace, id: str, reason: str = "") -> None:
    """Begin no more answers without a network; what devices still hold is taken. Raises Problem no_such_round."""
    _set_offline(actor, workspace, id, False, reason)


def _set_offline(actor: Actor, workspace: Workspace, id: str, offline: bool, reason: str) -> None:
    access.require(actor, "fieldwork.edit", workspace)
    with transaction.atomic():
        row = _row(workspace, id)
        if offline and row.mode == "blind":
            raise Problem("blind_offline")
        row.offline = offline
        row.save(update_fields=["offline"])
        _note(workspace, actor, "round.offline" if offline else "round.online", row, reason)


def _set_stopped(actor: Actor, workspace: Workspace, id: str, on: date | None, act: str, reason: str) -> None:
    access.require(actor, "fieldwork.edit", workspace)
    with transaction.atomic():
        row = _row(workspace, id)
        row.stopped_on = on
        row.save(update_fields=["stopped_on"])
        _note(workspace, actor, act, row, reason)


def row_of(workspace: Workspace, id: str) -> RoundRow:
    """A round's row, for acts that have asked for their right. Raises Problem no_such_round."""
    return _row(workspace, id)


def _row(workspace: Workspace, id: str) -> RoundRow:
    rows = RoundRow.objects.filter(workspace_id=workspace.id, id=id).select_related("instrument")
    row = rows.first()
    if row is None:
        raise Problem("no_such_round")
    return row


_REFUSED = Count("id", filter=Q(state="refused"))


def _rows_of_answers(workspace: str) -> QuerySet[ResponseRow]:
    """Answers that count, and refusals."""
    return ResponseRow.objects.filter(workspace_id=workspace, current=True).exclude(state="withdrawn")


def _new_link(row: RoundRow) -> None:
    row.link_salt = secrets.token_hex(16)
    row.link = tokens.hashed(tokens.derived(f"open link {row.id} {row.link_salt}"))
    row.save(update_fields=["link_salt", "link"])


def _note(workspace: Workspace, actor: Actor, act: str, row: RoundRow, reason: str = "", **facts: object) -> None:
    journal.write(
        workspace, at=timezone.now(), actor=actor.name, act=act, subject=row.title, reason=reason, facts=facts
    )


def _as_round(row: RoundRow, answers: int, refused: int) -> Round:
    plan = Plan(
        row.title, row.mode, row.opens_on, row.closes_on, tuple(Target(**one) for one in row.targets),  # type: ignore[arg-type]
        tuple(Limit(**one) for one in row.quotas), row.simulated, row.offline, row.told_at_end,
    )  # fmt: skip
    state = doors.state_of(row, timezone.localdate())
    return Round(
        row.id,
        plan,
        row.instrument.code,
        row.instrument.title,
        state,
        answers,
        refused,
        bool(row.link),
        row.stopped_on,
    )


def _as_target(target: Target) -> dict[str, Any]:
    return {"wanted": target.wanted, "dimension": target.dimension, "value": target.value}


def _as_quota(limit: Limit) -> dict[str, Any]:
    return {"most": limit.most, "segment": dict(limit.segment), "closes": limit.closes}
