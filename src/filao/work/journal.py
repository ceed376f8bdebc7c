"""Reading the journal: its lines, the acts it knows, and whether its chain is whole. Nobody writes here but the acts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from filao.store import journal as store
from filao.store.journal import JournalLine, Line
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.register.reading import FROM_DESK


@dataclass(frozen=True, slots=True)
class Chain:
    """How many lines the journal has, and the number of the first one that does not hold (None: all do)."""

    lines: int
    broken_at: int | None


def _chosen(actor: Actor, workspace: Workspace, act: str, words: str) -> QuerySet[JournalLine]:
    access.require(actor, "journal.read", workspace)
    rows = JournalLine.objects.filter(workspace_id=workspace.id)
    if act:
        rows = rows.filter(act=act)
    if words and not access.may(actor, "desk.read", workspace):
        rows = rows.exclude(_told_in_short())
    for word in words.split()[:8]:
        rows = rows.filter(Q(subject__icontains=word) | Q(reason__icontains=word) | Q(actor__icontains=word))
    return rows


def count(actor: Actor, workspace: Workspace, act: str = "", words: str = "") -> int:
    """How many lines tell of this act and hold these words in subject, reason or name."""
    return _chosen(actor, workspace, act, words).count()


def lines(
    actor: Actor, workspace: Workspace, act: str = "", words: str = "", *, start: int = 0, limit: int = 50
) -> list[Line]:
    """Lines of this act with these words, the newest first, from the `start`-th on.

    Who may not read the desk is told that somebody did something there, not with whom nor what came of it.
    """
    rows = _chosen(actor, workspace, act, words).order_by("-number")
    whole = access.may(actor, "desk.read", workspace)
    short = set() if whole else set(rows.filter(_told_in_short()).values_list("number", flat=True))
    return [
        Line(r.number, r.at, r.actor, r.act, "", "", {})
        if r.number in short
        else Line(r.number, r.at, r.actor, r.act, r.subject, r.reason, r.facts)
        for r in rows[start : start + limit]
    ]


def _told_in_short() -> Q:
    """Lines whose subject or reason names a meeting or what was said in it."""
    return Q(act__in=FROM_DESK) | Q(act__startswith="desk.") | Q(act="words.read")


def acts(actor: Actor, workspace: Workspace) -> list[str]:
    """The codes of the acts that the journal tells of."""
    rows = _chosen(actor, workspace, "", "")
    return sorted(set(rows.values_list("act", flat=True)))


def chain(actor: Actor, workspace: Workspace) -> Chain:
    """The journal read from its first line to its last, each hash reckoned again."""
    return Chain(count(actor, workspace), store.first_break(workspace))
