"""Two pairs of eyes: restricted data leaves only when a second person has agreed, where a workspace asks for it.

A request lives a day: it is approved by another person within it, and an approval serves one act within a day. An act
that takes restricted data out calls `require` and goes on when nothing is raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.store import journal
from filao.store.people import Membership, Workspace
from filao.store.protection import RequestRow, SafeguardRow
from filao.work import access
from filao.work.access import Actor
from filao.work.protection.kinds import KINDS

LIFE = timedelta(hours=24)
"""How long a request waits for its decision, and an approval for its use."""

ACTS: dict[str, tuple[str, ...]] = {
    **{f"export.{code}": kind.about.reads for code, kind in KINDS.items() if kind.about.guarded},
    "backup": ("workspace.backup",),
    "second_person.off": ("protection.edit",),
}
"""Acts that may need a second person -> the rights that whoever asks for them holds."""

State = Literal["waiting", "approved", "refused", "used", "expired"]


@dataclass(frozen=True, slots=True)
class Request:
    """A request as people see it. `own` says that the reader made it, and so cannot decide on it."""

    id: str
    act: str
    subject: str
    reason: str
    asker: str
    asked_at: datetime
    decider: str
    state: State
    own: bool


def _state(row: RequestRow, now: datetime) -> State:
    if row.used_at:
        return "used"
    if row.approved is False:
        return "refused"
    began = row.decided_at or row.asked_at
    if now - began >= LIFE:
        return "expired"
    return "approved" if row.approved else "waiting"


def is_asked(workspace: Workspace) -> bool:
    """Whether the workspace asks for a second person."""
    return SafeguardRow.objects.filter(workspace_id=workspace.id, second_person=True).exists()


def require(actor: Actor, workspace: Workspace, act: str, subject: str = "") -> None:
    """Go on only with the approval of a second person, where the workspace asks for it; the approval is used up.

    Raises Problem not_allowed, second_person_needed.
    """
    access.require(actor, "workspace.read", workspace)
    if not is_asked(workspace):
        return
    now = timezone.now()
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        row = _approved(actor, workspace, act, subject, now)
        if row is None:
            raise Problem("second_person_needed")
        row.used_at = now
        row.save(update_fields=["used_at"])
        _note(workspace, actor, "approval.use", row, now)


def lacks(actor: Actor, workspace: Workspace, act: str, subject: str = "") -> bool:
    """Whether an act of the actor still waits for the approval of a second person."""
    access.require(actor, "workspace.read", workspace)
    return is_asked(workspace) and _approved(actor, workspace, act, subject, timezone.now()) is None


def _approved(actor: Actor, workspace: Workspace, act: str, subject: str, now: datetime) -> RequestRow | None:
    """An approval that serves the act: of the actor's own request, on the command line of anybody's."""
    rows = RequestRow.objects.filter(workspace_id=workspace.id, act=act, subject=subject, approved=True, used_at=None)
    if not actor.local:
        rows = rows.filter(asked_by=actor.id)
    return next((row for row in rows if _state(row, now) == "approved"), None)


def ask(actor: Actor, workspace: Workspace, act: str, subject: str = "", *, reason: str) -> str:
    """Ask for an act that needs a second person; returns the id of the request.

    Raises Problem not_allowed (the act itself is not open to the person), reason_missing, no_such_act.
    """
    access.require(actor, "workspace.read", workspace)
    if act not in ACTS:
        raise Problem("no_such_act", value=act, codes=tuple(ACTS))
    for right in ACTS[act]:
        access.require(actor, right, workspace)
    if not reason.strip():
        raise Problem("reason_missing", field="reason")
    now = timezone.now()
    with transaction.atomic():
        row = RequestRow.objects.create(
            workspace=workspace,
            act=act,
            subject=subject,
            reason=reason,
            asked_by=actor.id,
            asker=actor.name,
            asked_at=now,
        )
        _note(workspace, actor, "approval.ask", row, now)
    return str(row.id)


def decide(actor: Actor, workspace: Workspace, id: str, approve: bool) -> None:
    """Approve or refuse somebody else's request. Raises Problem not_allowed, no_such_page, own_request, request_over."""
    access.require(actor, "approvals.decide", workspace)
    now = timezone.now()
    with transaction.atomic():
        row = RequestRow.objects.select_for_update().filter(workspace_id=workspace.id, id=id).first()
        if row is None:
            raise Problem("no_such_page")
        if row.asked_by == actor.id:
            raise Problem("own_request")
        if _state(row, now) != "waiting":
            raise Problem("request_over")
        row.approved, row.decided_at, row.decided_by, row.decider = approve, now, actor.id, actor.name
        row.save()
        _note(workspace, actor, "approval.approve" if approve else "approval.refuse", row, now)


def listing(actor: Actor, workspace: Workspace, limit: int = 50) -> list[Request]:
    """Requests, the newest first."""
    access.require(actor, "protection.read", workspace)
    now = timezone.now()
    rows = RequestRow.objects.filter(workspace_id=workspace.id).order_by("-asked_at")[:limit]
    return [
        Request(
            r.id, r.act, r.subject, r.reason, r.asker, r.asked_at, r.decider, _state(r, now), r.asked_by == actor.id
        )
        for r in rows
    ]


def switch(actor: Actor, workspace: Workspace, on: bool, reason: str) -> None:
    """Ask for a second person from now on, or no longer; to stop asking needs a second person too.

    Raises Problem not_allowed, reason_missing, no_second_person, second_person_needed.
    """
    access.require(actor, "protection.edit", workspace)
    if not reason.strip():
        raise Problem("reason_missing", field="reason")
    if on and not _others(actor, workspace):
        raise Problem("no_second_person")
    if not on:
        require(actor, workspace, "second_person.off")
    with transaction.atomic():
        SafeguardRow.objects.update_or_create(
            workspace_id=workspace.id,
            defaults={"second_person": on, "reason": reason, "changed_at": timezone.now()},
        )
        act = "second_person.on" if on else "second_person.off"
        journal.write(workspace, at=timezone.now(), actor=actor.name, act=act, reason=reason)


def _others(actor: Actor, workspace: Workspace) -> bool:
    """Whether somebody else could approve what the actor asks for."""
    deciding = Membership.objects.filter(workspace_id=workspace.id, role__in=access.RIGHTS["approvals.decide"])
    return deciding.exclude(user_id=actor.id).exists()


def _note(workspace: Workspace, actor: Actor, act: str, row: RequestRow, at: datetime) -> None:
    subject = f"{row.act} {row.subject}".strip()
    journal.write(workspace, at=at, actor=actor.name, act=act, subject=subject, reason=row.reason)
