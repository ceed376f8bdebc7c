"""Signed links: one thing for one person, without an account.

A link is 160 random bits, kept as a hash. It opens in the first browser that confirms it, and from then on in no other:
a link that was forwarded afterwards, read over a shoulder or found in a mailbox shows nothing. Where somebody else
was first, the person it was meant for sees that it was opened elsewhere, and it can be taken back. It ends on its day,
when it was taken back, or, where it is for one use, when it was used.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from filao.core.problems import Problem
from filao.store import journal
from filao.store.links import SignedLink
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor

PURPOSES = {
    "invitation": "people.edit",
    "sheet": "desk.edit",
    "minutes": "group.edit",
    "no_objection": "group.edit",
    "action": "group.edit",
    "attendance": "group.edit",
    "paper": "group.edit",
    "reply": "findings.edit",
    "review": "comments.edit",
}
"""What a link opens -> the right to make, see and take back such links."""
_BYTES = 20


@dataclass(frozen=True, slots=True)
class Link:
    """A link as its maker sees it. `state` is new, opened, used, revoked or expired."""

    id: str
    purpose: str
    subject: str
    label: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens. `ours` tells whether this browser is the one that confirmed it; None: none has yet."""

    purpose: str
    subject: str
    label: str
    ours: bool | None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _as_link(row: SignedLink, now: datetime) -> Link:
    ended = (
        ("revoked", row.revoked_at), ("used", row.once and row.used_at), ("expired", row.expires_at <= now),
        ("opened", row.opened_at),
    )  # fmt: skip
    state = next((name for name, true in ended if true), "new")
    return Link(
        row.id, row.purpose, row.subject, row.label, row.made_by, row.made_at, row.expires_at, row.opened_at, state
    )


def make(
    actor: Actor, workspace: Workspace, purpose: str, subject: str, *, label: str = "", days: int = 14, once: bool = False
) -> str:  # fmt: skip
    """Make a link to one thing. Returns its token, which is told only now. Raises Problem no_such_purpose."""
    access.require(actor, _right(purpose), workspace)
    now, token = timezone.now(), secrets.token_urlsafe(_BYTES)
    with transaction.atomic():
        SignedLink.objects.create(
            workspace=workspace, purpose=purpose, subject=subject, label=label[:160], token=_digest(token), once=once,
            made_by=actor.name, made_at=now, expires_at=now + timedelta(days),
        )  # fmt: skip
        journal.write(workspace, at=now, actor=actor.name, act="link.make", subject=f"{purpose} {label or subject}")
    return token


def fresh(actor: Actor, workspace: Workspace, purpose: str, subject: str, *, label: str = "", days: int = 14) -> str:
    """Make a link for a mail: earlier ones to the same thing that nobody has opened are taken back, an opened one stays.

    Returns its token, which is told only now. Raises Problem no_such_purpose.
    """
    access.require(actor, _right(purpose), workspace)
    with transaction.atomic():
        rows = SignedLink.objects.filter(
            workspace_id=workspace.id, purpose=purpose, subject=subject, bound="", revoked_at=None
        )
        rows.update(revoked_at=timezone.now())
        return make(actor, workspace, purpose, subject, label=label, days=days)


def _right(purpose: str) -> str:
    if purpose not in PURPOSES:
        raise Problem("not_allowed", right=purpose)
    return PURPOSES[purpose]


def made(actor: Actor, workspace: Workspace, purpose: str, subject: str = "") -> list[Link]:
    """Links of a purpose, the newest first."""
    access.require(actor, _right(purpose), workspace)
    rows = SignedLink.objects.filter(workspace_id=workspace.id, purpose=purpose)
    now = timezone.now()
    return [_as_link(row, now) for row in (rows.filter(subject=subject) if subject else rows).order_by("-made_at")]


def revoke(actor: Actor, workspace: Workspace, purpose: str, id: str) -> None:
    """Take a link back: it opens nothing any more. Raises Problem no_such_page."""
    access.require(actor, _right(purpose), workspace)
    now = timezone.now()
    with transaction.atomic():
        row = SignedLink.objects.filter(workspace_id=workspace.id, purpose=purpose, id=id, revoked_at=None).first()
        if row is None:
            raise Problem("no_such_page")
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        journal.write(
            workspace, at=now, actor=actor.name, act="link.revoke", subject=f"{purpose} {row.label or row.subject}"
        )


# --- public: whoever holds the link


def find(slug: str, token: str, browser: str) -> tuple[Workspace, Opened]:
    """Public: what a link is for, and whether this browser may open it. Raises Problem link_dead."""
    workspace = Workspace.objects.filter(slug=slug).first()
    row = _row(workspace, token) if workspace else None
    if workspace is None or row is None:
        raise Problem("link_dead")
    ours = constant_time_compare(row.bound, _digest(browser)) if row.bound else None
    return workspace, Opened(row.purpose, row.subject, row.label, ours)


def _row(workspace: Workspace, token: str) -> SignedLink | None:
    rows = SignedLink.objects.filter(workspace_id=workspace.id, revoked_at=None, expires_at__gt=timezone.now())
    row = rows.filter(token=_digest(token)).first()
    return None if row is None or (row.once and row.used_at) else row


def confirm(slug: str, token: str) -> str:
    """Public: bind a link to the browser that confirms it first. Returns what that browser keeps in its cookie.

    Raises Problem link_dead, link_elsewhere.
    """
    workspace, found = find(slug, token, "")
    secret = secrets.token_urlsafe(_BYTES)
    rows = SignedLink.objects.filter(workspace_id=workspace.id, token=_digest(token), bound="")
    if found.ours is not None or not rows.update(bound=_digest(secret), opened_at=timezone.now()):
        raise Problem("link_elsewhere")
    return secret


def opened(workspace: Workspace, token: str, browser: str, purpose: str) -> Opened:
    """Public: what a link opens in this browser. Raises Problem link_dead, link_elsewhere."""
    _workspace, found = find(workspace.slug, token, browser)
    if found.purpose != purpose:
        raise Problem("link_dead")
    if not found.ours:
        raise Problem("link_elsewhere")
    return found


def use(workspace: Workspace, token: str, browser: str, purpose: str) -> None:
    """Public: note that a link was used; one for a single use opens nothing from then on."""
    opened(workspace, token, browser, purpose)
    SignedLink.objects.filter(workspace_id=workspace.id, token=_digest(token)).update(used_at=timezone.now())
