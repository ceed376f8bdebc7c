"""A kind of personal data as a file: for the person who asks for access, or to hand over before it is destroyed."""

from __future__ import annotations

from typing import NoReturn

from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.exchange.packages import zipped
from filao.store import journal
from filao.store.people import Workspace
from filao.work import access, vault
from filao.work.access import Actor
from filao.work.protection import approvals, retention


def export(actor: Actor, workspace: Workspace, code: str, engagement: str = "", *, reason: str) -> tuple[str, bytes]:
    """Everything of a kind as a zip of JSON and files. Closed content is opened, and the journal says who did and why.

    Raises Problem not_allowed, no_such_kind_of_data, no_such_engagement, reason_missing, second_person_needed,
    words_locked.
    """
    access.require(actor, "protection.export", workspace)
    kind, scope = retention.kind_of(code), retention.scope_of(workspace, engagement)
    for right in kind.about.reads:
        access.require(actor, right, workspace)
    if not reason.strip():
        raise Problem("reason_missing", field="reason")
    with transaction.atomic():
        if kind.about.guarded:
            approvals.require(actor, workspace, f"export.{code}", engagement)
        closed = kind.about.closed and kind.about.reads
        opened = vault.reading(actor, workspace, reason, f"export {code}").open if closed else _shut
        data = zipped(dict(kind.export(scope, opened)))
        subject = f"{code} {engagement}".strip()
        journal.write(
            workspace, at=timezone.now(), actor=actor.name, act="protection.export", subject=subject, reason=reason
        )
    return f"{workspace.slug}-{'-'.join(subject.split())}.zip", data


def _shut(_sealed: bytes, _context: str) -> NoReturn:
    raise Problem("not_sealed")
