"""The journal: every act in one append-only line that carries the hash of the line before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, NoReturn

from django.db import connection, models, transaction

from filao.store.base import Owned
from filao.store.people import Workspace


class JournalLine(Owned):
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=160, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "number"], name="journal_number")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a journal line is not changed")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("a journal line is not deleted")

    def digest(self) -> str:
        """SHA-256 over the line's content and the hash before it."""
        content = [
            self.workspace_id, self.number, self.at.astimezone(UTC).isoformat(timespec="microseconds"), self.actor,
            self.act, self.subject, self.reason, self.facts, self.before,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Line:
    """A journal line as the other floors see it."""

    number: int
    at: datetime
    actor: str
    act: str
    subject: str
    reason: str
    facts: Mapping[str, Any]


_START = "0" * 64


def write(
    workspace: Workspace,
    *,
    at: datetime,
    actor: str,
    act: str,
    subject: str = "",
    reason: str = "",
    facts: Mapping[str, object] | None = None,
) -> JournalLine:
    """Append a line, inside the transaction of the act that it tells of."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a journal line belongs into the transaction of its act")
    Workspace.objects.select_for_update().get(id=workspace.id)
    last = JournalLine.objects.filter(workspace_id=workspace.id).order_by("-number").first()
    line = JournalLine(
        workspace_id=workspace.id,
        number=last.number + 1 if last else 1,
        at=at,
        actor=actor,
        act=act,
        subject=subject[:160],
        reason=reason[:300],
        facts=dict(facts or {}),
        before=last.hash if last else _START,
    )
    line.hash = line.digest()
    line.save()
    return line


def lines(workspace: Workspace, *, act: str = "", subject: str = "", limit: int | None = 200) -> list[Line]:
    """The newest lines first."""
    rows = JournalLine.objects.filter(workspace_id=workspace.id)
    if act:
        rows = rows.filter(act=act)
    if subject:
        rows = rows.filter(subject=subject)
    return [
        Line(r.number, r.at, r.actor, r.act, r.subject, r.reason, r.facts) for r in rows.order_by("-number")[:limit]
    ]


def first_break(workspace: Workspace) -> int | None:
    """Number of the first line whose chain does not hold, or None where all of it does."""
    before, expected = _START, 1
    for line in JournalLine.objects.filter(workspace_id=workspace.id).order_by("number").iterator():
        if line.number != expected or line.before != before or line.hash != line.digest():
            return line.number
        before, expected = line.hash, expected + 1
    return None
