"""The log of breaches: what happened, when the clock began, who was told, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from filao.core import protection as core
from filao.core.problems import Problem
from filao.store import journal
from filao.store.people import Workspace
from filao.store.protection import BreachRow
from filao.work import access
from filao.work.access import Actor
from filao.work.register import edit


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a breach, as it is entered. `happened` says when or since when, in words."""

    aware_at: datetime
    nature: str
    happened: str = ""
    kinds: tuple[str, ...] = ()
    people: int | None = None
    records: int | None = None
    effects: str = ""
    measures: str = ""
    high_risk: bool | None = None


def listing(actor: Actor, workspace: Workspace) -> list[core.Breach]:
    """Breaches on record, the newest first."""
    access.require(actor, "protection.read", workspace)
    rows = BreachRow.objects.filter(workspace_id=workspace.id).order_by("-number")
    return [row.as_core() for row in rows]


def find(actor: Actor, workspace: Workspace, number: int) -> core.Breach:
    """One breach. Raises Problem no_such_page."""
    access.require(actor, "protection.read", workspace)
    return _row(workspace, number).as_core()


def log(actor: Actor, workspace: Workspace, known: Known, *, read_by_person: bool = False) -> core.Breach:
    """Enter a breach; the clock runs from the moment at which somebody became aware of it.

    Raises Problem not_allowed, nature_missing, future_moment, held (words that may identify a person).
    """
    access.require(actor, "breaches.edit", workspace)
    _check(workspace, known, read_by_person)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        number = BreachRow.objects.filter(workspace_id=workspace.id).count() + 1
        row = BreachRow(workspace=workspace, number=number)
        return _keep(actor, workspace, row, known, "breach.log")


def renew(
    actor: Actor, workspace: Workspace, number: int, known: Known, *, read_by_person: bool = False
) -> core.Breach:
    """Enter what is known by now. Raises Problem breach_closed and those of `log`."""
    access.require(actor, "breaches.edit", workspace)
    with transaction.atomic():
        row = _open_row(workspace, number)
        _check(workspace, known, read_by_person)
        return _keep(actor, workspace, row, known, "breach.renew")


def _check(workspace: Workspace, known: Known, read_by_person: bool) -> None:
    if not known.nature.strip():
        raise Problem("nature_missing", field="nature")
    _not_ahead(known.aware_at, "aware_at")
    if not read_by_person:
        for name in ("nature", "happened", "effects", "measures"):
            edit.screen_words(workspace, getattr(known, name), name)


def _keep(actor: Actor, workspace: Workspace, row: BreachRow, known: Known, act: str) -> core.Breach:
    for name in ("aware_at", "nature", "happened", "people", "records", "effects", "measures", "high_risk"):
        setattr(row, name, getattr(known, name))
    row.kinds = list(known.kinds)
    row.save()
    _note(actor, workspace, act, row)
    return row.as_core()


def notify(
    actor: Actor,
    workspace: Workspace,
    number: int,
    at: datetime,
    reason_late: str = "",
    *,
    read_by_person: bool = False,
) -> core.Breach:
    """Say when the Commissioner was told; after the time of the law with the reason for it.

    Raises Problem not_allowed, no_such_page, breach_closed, future_moment, before_breach, reason_late_missing, held.
    """
    access.require(actor, "breaches.edit", workspace)
    with transaction.atomic():
        row = _open_row(workspace, number)
        _moment(row, at)
        _screen(workspace, reason_late, "reason_late", read_by_person)
        row.notified_at, row.reason_late = at, reason_late
        if core.was_late(row.as_core(), core.law_of(workspace.country)) and not reason_late.strip():
            raise Problem("reason_late_missing", field="reason_late")
        row.save()
        _note(actor, workspace, "breach.notify", row)
        return row.as_core()


def tell(
    actor: Actor, workspace: Workspace, number: int, at: datetime, how: str, *, read_by_person: bool = False
) -> core.Breach:
    """Say when and how the persons concerned were told. Raises Problem as `notify`."""
    access.require(actor, "breaches.edit", workspace)
    with transaction.atomic():
        row = _open_row(workspace, number)
        _moment(row, at)
        _screen(workspace, how, "told_how", read_by_person)
        row.told_at, row.told_how = at, how
        row.save()
        _note(actor, workspace, "breach.tell", row)
        return row.as_core()


def close(
    actor: Actor, workspace: Workspace, number: int, closing: str, *, read_by_person: bool = False
) -> core.Breach:
    """End the work on a breach with what was decided; one that nobody was told of says why.

    Raises Problem not_allowed, no_such_page, breach_closed, closing_missing, held.
    """
    access.require(actor, "breaches.edit", workspace)
    if not closing.strip():
        raise Problem("closing_missing", field="closing")
    with transaction.atomic():
        row = _open_row(workspace, number)
        _screen(workspace, closing, "closing", read_by_person)
        row.closed_at, row.closing = timezone.now(), closing
        row.save()
        _note(actor, workspace, "breach.close", row)
        return row.as_core()


def _row(workspace: Workspace, number: int) -> BreachRow:
    row = BreachRow.objects.filter(workspace_id=workspace.id, number=number).first()
    if row is None:
        raise Problem("no_such_page")
    return row


def _open_row(workspace: Workspace, number: int) -> BreachRow:
    row = _row(workspace, number)
    if row.closed_at:
        raise Problem("breach_closed", number=number)
    return row


def _screen(workspace: Workspace, text: str, field: str, read_by_person: bool) -> None:
    if not read_by_person:
        edit.screen_words(workspace, text, field)


def _not_ahead(at: datetime, field: str) -> None:
    if at > timezone.now():
        raise Problem("future_moment", field=field)


def _moment(row: BreachRow, at: datetime) -> None:
    _not_ahead(at, "at")
    if at < row.aware_at:
        raise Problem("before_breach", field="at")


def _note(actor: Actor, workspace: Workspace, act: str, row: BreachRow) -> None:
    journal.write(workspace, at=timezone.now(), actor=actor.name, act=act, subject=str(row.number))
