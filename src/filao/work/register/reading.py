"""Readings of the register: now, then, what changed between, and search."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.utils import timezone

from filao.core.register import Register, veiled
from filao.core.register.duplicates import Suggestion, suggestions
from filao.core.register.history import Change, changes
from filao.store import journal
from filao.store import register as store
from filao.store import search as index
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.recent import Recent

FROM_DESK = frozenset({"register.propose", "register.source"})
"""Acts whose lines name the meeting that they came of."""


_veiled: Recent[tuple[Register, Register]] = Recent(16)
"""By workspace and dates: a reading, and how it looks to who may not read the desk."""


def read(actor: Actor, workspace: Workspace) -> Register:
    """The register today, as the actor may see it."""
    access.require(actor, "register.read", workspace)
    return _seen(actor, workspace, store.reading(workspace), "")


def _seen(actor: Actor, workspace: Workspace, register: Register, of: str) -> Register:
    """For who may not read the desk: interviews that are not named, under the source that they share."""
    if access.may(actor, "desk.read", workspace):
        return register
    key = (workspace.id, of)
    base, held = _veiled.get(key) or (None, None)
    if held is None or base is not register:
        held = veiled(register)
        _veiled.keep(key, (register, held))
    return held


def read_at(actor: Actor, workspace: Workspace, *, evidence_to: str = "", recorded_to: str = "") -> Register:
    """The register as of a past date: by the date of the evidence, or by when Filao held it."""
    access.require(actor, "register.read", workspace)
    if not evidence_to and not recorded_to:
        return read(actor, workspace)
    then = store.reading_at(workspace, evidence_to=evidence_to, recorded_to=recorded_to)
    return _seen(actor, workspace, then, f"{evidence_to}/{recorded_to}")


def changes_between(actor: Actor, workspace: Workspace, before: str, after: str, clock: str) -> list[Change]:
    """What changed between two dates. `clock` is "evidence" (dates of the evidence) or "recorded" (dates of entry)."""
    access.require(actor, "register.read", workspace)
    if clock == "evidence":
        one, two = (read_at(actor, workspace, evidence_to=day) for day in (before, after))
    else:
        one, two = (read_at(actor, workspace, recorded_to=_end_of(day)) for day in (before, after))
    return list(changes(one, two))


def _end_of(day: str) -> str:
    """The last moment of a day on the clock of the people, as claims keep their moments (UTC)."""
    end = datetime.combine(date.fromisoformat(day), time.max, timezone.get_current_timezone())
    return end.astimezone(UTC).isoformat(timespec="microseconds")


def duplicate_suggestions(actor: Actor, workspace: Workspace) -> tuple[Suggestion, ...]:
    """Bodies that may be one, without the pairs that somebody has judged to be two."""
    access.require(actor, "register.read", workspace)
    apart = {frozenset(line.facts["bodies"]) for line in journal.lines(workspace, act="register.separate", limit=None)}
    return suggestions(store.reading(workspace).organisations, apart=apart)


def history(actor: Actor, workspace: Workspace, kind: str, id: str) -> list[journal.Line]:
    """Journal lines on one record, newest first; those that tell what came of a meeting, for who may read the desk."""
    access.require(actor, "register.read", workspace)
    found = journal.lines(workspace, subject=f"{kind} {id}")
    return found if access.may(actor, "desk.read", workspace) else [line for line in found if line.act not in FROM_DESK]


def search(actor: Actor, workspace: Workspace, query: str) -> list[index.Entry]:
    """What the words of the query are found in, of what the actor may see."""
    access.require(actor, "register.read", workspace)
    found = index.find(workspace, query)
    if access.may(actor, "desk.read", workspace):
        return found
    sources = read(actor, workspace).sources
    return [entry for entry in found if entry.kind != "source" or entry.record in sources]
