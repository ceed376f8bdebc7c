"""The calendar of a workspace: public holidays of its country, and the days that people add and strike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from filao.core import workdays as core
from filao.core.problems import Problem
from filao.store import journal
from filao.store.people import Workspace
from filao.store.workdays import CalendarDay
from filao.work import access
from filao.work.access import Actor
from filao.work.register import edit

LONGEST = 366
"""Days that one entry may last at most."""


def read(actor: Actor, workspace: Workspace, years: Iterable[int]) -> core.Workdays:
    """The working days of the workspace's country over these years, with what people entered."""
    access.require(actor, "engagement.read", workspace)
    return of(workspace, years)


def of(workspace: Workspace, years: Iterable[int]) -> core.Workdays:
    """The same, for acts and readings that have asked their right."""
    rows = CalendarDay.objects.filter(workspace_id=workspace.id).order_by("start", "id")
    return core.workdays(workspace.country.upper(), years, [row.as_core() for row in rows])


def add(
    actor: Actor, workspace: Workspace, kind: str, start: date, until: date | None, title: str, source: str
) -> str:  # fmt: skip
    """Enter a day or a run of days with what it rests on. Returns its id.

    Raises Problem no_such_state, day_unnamed, day_unfounded, ends_before_start, run_too_long, held.
    """
    access.require(actor, "engagement.edit", workspace)
    if kind not in core.DAY_KINDS:
        raise Problem("no_such_state", value=kind, codes=core.DAY_KINDS)
    last = until or start
    if last < start:
        raise Problem("ends_before_start", field="until")
    if (last - start).days >= LONGEST:
        raise Problem("run_too_long", limit=LONGEST, field="until")
    if not title.strip():
        raise Problem("day_unnamed", field="title")
    if not source.strip():
        raise Problem("day_unfounded", field="source")
    edit.screen_words(workspace, title, "title")
    edit.screen_words(workspace, source, "source")
    with transaction.atomic():
        row = CalendarDay.objects.create(
            workspace=workspace, kind=kind, start=start, until=last, title=title.strip(), source=source.strip()
        )
        _note(actor, workspace, "calendar.add", row)
    return str(row.id)


def remove(actor: Actor, workspace: Workspace, id: str) -> None:
    """Take back a day that was entered. Raises Problem no_such_page."""
    access.require(actor, "engagement.edit", workspace)
    with transaction.atomic():
        row = CalendarDay.objects.filter(workspace_id=workspace.id, id=id).first()
        if row is None:
            raise Problem("no_such_page")
        _note(actor, workspace, "calendar.remove", row)
        row.delete()


def _note(actor: Actor, workspace: Workspace, act: str, row: CalendarDay) -> None:
    facts = {"kind": row.kind, "start": row.start.isoformat(), "until": row.until.isoformat(), "source": row.source}
    journal.write(workspace, at=timezone.now(), actor=actor.name, act=act, subject=row.title, facts=facts)
