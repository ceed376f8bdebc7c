"""Opening and finding workspaces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.core.register.values import ahead
from filao.store import journal
from filao.store import register as store
from filao.store.people import Workspace as Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.accounts import local_actor as local_actor


def create(
    actor: Actor,
    slug: str,
    name: str,
    country: str,
    data_date: date,
    *,
    notice: str = "",
    notice_fr: str = "",
    simulated: bool = False,
) -> Workspace:
    """Open a workspace for a country. Raises Problem workspace_exists."""
    access.require_local(actor, "workspace.create")
    with transaction.atomic():
        if Workspace.objects.filter(slug=slug).exists():
            raise Problem("workspace_exists", slug=slug)
        workspace = Workspace.objects.create(
            slug=slug, name=name, country=country, data_date=data_date, notice=notice, notice_fr=notice_fr,
            simulated=simulated,
        )  # fmt: skip
        journal.write(workspace, at=timezone.now(), actor=actor.name, act="workspace.create", subject=name)
    return workspace


def find(actor: Actor, slug: str) -> Workspace:
    """The workspace with this address. Raises Problem no_such_workspace where it is not there or not open to the actor."""
    workspace = Workspace.objects.filter(slug=slug).first()
    if workspace is None or not access.roles_of(actor, workspace):
        raise Problem("no_such_workspace", slug=slug)
    return workspace


def only(actor: Actor, slug: str = "") -> Workspace:
    """The workspace named, or the only one there is. Raises Problem no_such_workspace, which_workspace."""
    if slug:
        return find(actor, slug)
    found = all_for(actor)
    if len(found) != 1:
        raise Problem("which_workspace", slugs=tuple(w.slug for w in found)) if found else Problem("no_workspace")
    return found[0]


def all_for(actor: Actor) -> list[Workspace]:
    """Workspaces open to the actor, by name."""
    return [w for w in Workspace.objects.order_by("name") if access.roles_of(actor, w)]


def data_to(actor: Actor, workspace: Workspace) -> str:
    """The day (ISO) to which the evidence reaches: as it was gathered, or as bodies have been heard since."""
    access.require(actor, "workspace.read", workspace)
    return store.reading(workspace).reference_date


@dataclass(frozen=True, slots=True)
class Moved:
    """One move of the date to which the evidence was gathered (ISO days)."""

    at: datetime
    actor: str
    before: str
    after: str
    reason: str


def set_data_date(actor: Actor, workspace: Workspace, data_date: date, reason: str) -> None:
    """Say to which date the evidence has been gathered; files built before are then of an older state.

    Undone by setting it back. Raises Problem reason_missing, future_date.
    """
    access.require(actor, "workspace.edit", workspace)
    if not reason.strip():
        raise Problem("reason_missing", field="reason")
    if ahead(data_date.isoformat(), timezone.localdate().isoformat()):
        raise Problem("future_date", field="day", value=data_date.isoformat())
    with transaction.atomic():
        before = Workspace.objects.select_for_update().get(id=workspace.id).data_date
        if before != data_date:
            store.next_revision(workspace)
            Workspace.objects.filter(id=workspace.id).update(data_date=data_date)
            journal.write(
                workspace, at=timezone.now(), actor=actor.name, act="workspace.data_date", subject=workspace.name,
                reason=reason, facts={"before": before.isoformat(), "after": data_date.isoformat()},
            )  # fmt: skip
    workspace.data_date = data_date


def moves(actor: Actor, workspace: Workspace) -> list[Moved]:
    """How the date to which the evidence was gathered has been moved, the newest move first."""
    access.require(actor, "workspace.edit", workspace)
    lines = journal.lines(workspace, act="workspace.data_date")
    return [Moved(x.at, x.actor, x.facts["before"], x.facts["after"], x.reason) for x in lines]
