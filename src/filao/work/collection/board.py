"""The board of a round while it runs: who has answered against whom was asked, by group and against an even pace; quotas;
consent; answers that deserve a second look.

Numbers are told as `core.privacy` allows the reader. Answers are looked at without their words, unless somebody who may
opens them for what only they tell: how long an answer took, and contradictions that the form itself works out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from filao.core import fieldwork as core
from filao.core.fieldwork import Flag, Invited, Quota, QuotaState, Rate, Window
from filao.core.invitations import DIMENSIONS, Invitation, due
from filao.core.responses import Response, Responses
from filao.store.collection import ConsentRow, ResponseRow, RoundRow
from filao.store.people import Workspace
from filao.work import access, vault, workdays
from filao.work.access import Actor
from filao.work.collection import blind, invitations, responses, rounds
from filao.work.collection.responses import OF_BODIES

CONTRADICTION = "contradiction_"
"""What the name of a calculation begins with that tells that two answers cannot both be true."""
BACKUPS_KEPT = 30
"""Days after which the backup timer's oldest copy is gone, and with it what was withdrawn."""
_COUNTED = ("complete", "incomplete", "encrypted")


@dataclass(frozen=True, slots=True)
class Dimension:
    name: str
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class Consent:
    """Counts of what people agreed to: texts shown by number and day, answers by what was agreed, refusals, withdrawals."""

    texts: tuple[tuple[int, date, tuple[str, ...]], ...]
    agreed: Mapping[str, Mapping[str, int]]
    refused: int
    withdrawn: int
    backups_until: date


@dataclass(frozen=True, slots=True)
class Board:
    """How a round stands.

    `elapsed` is the share of its working days that has passed, None where it has no dates. `expected` says for days of the
    round how many answers an even pace would have brought, `came` how many had. `waiting` are answers of a blind round
    that are not shuffled in yet. `flags` are without ids of answers where these must stay untold.
    """

    round: rounds.Round
    total: Rate
    dimensions: tuple[Dimension, ...]
    quotas: tuple[QuotaState, ...]
    flags: tuple[Flag, ...]
    consent: Consent
    elapsed: float | None
    expected: tuple[tuple[date, float], ...]
    came: tuple[tuple[date, int], ...]
    waiting: int
    due: int
    looked_at: int
    opened: bool


def board(actor: Actor, workspace: Workspace, id: str, *, words: bool = False) -> Board:
    """The board of a round. With `words` its answers are opened, which the journal notes.

    Raises Problem no_such_round, words_locked, words_key_lost.
    """
    access.require(actor, "fieldwork.read", workspace)
    row = rounds.row_of(workspace, id)
    rounds.settle(workspace, row)
    found = rounds.round_of(row)
    told_to = "" if row.instrument.purpose in OF_BODIES else responses.told_to(actor, workspace)
    rows = list(
        ResponseRow.objects.filter(workspace_id=workspace.id, round=row, current=True)
        .select_related("version", "round")
        .order_by("id")
    )
    asked = invitations.of_round(workspace, row)
    frame = row.mode != "open"
    people = (
        [Invited(one.segment, one.answered, one.refused) for one in asked]
        if frame
        else [_came_by_link(one) for one in rows if one.state != "withdrawn"]
    )
    window = _window(workspace, row)
    today = timezone.localdate()
    elapsed = window.elapsed(today) if window else None
    (total, *_rest) = core.rates(
        people or [Invited({})], targets={"": found.wanted} if found.wanted else None, elapsed=elapsed, frame=frame
    )
    flags, looked_at = _flags(actor, workspace, row, [one for one in rows if one.state in _COUNTED], words=words)
    came = _came(rows)
    if not people:
        total = Rate("", 0 if frame else None, 0, 0, None, found.wanted)
    quotas = [Quota(one.segment, one.most, one.closes) for one in found.plan.limits]
    return Board(
        found, total, _dimensions(people, found, elapsed, told_to, frame),
        core.quota_states(quotas, [one.segment for one in people if one.answered]), flags,
        _consent(workspace, row, rows, today), elapsed, _line(window, found.wanted or (len(asked) if frame else 0)),
        came, sum(one.state == blind.WAITING for one in rows), len(due(asked, today)), looked_at, words,
    )  # fmt: skip


def _came_by_link(row: ResponseRow) -> Invited:
    return Invited(_segment(row.closed), row.state in _COUNTED, row.state == "refused")


def _segment(closed: Mapping[str, str]) -> dict[str, str]:
    """Closed answers by the name of their question: what answers by an open link are told by."""
    return {path.rpartition("/")[2]: text for path, text in closed.items() if "[" not in path}


def _dimensions(
    people: list[Invited], found: rounds.Round, elapsed: float | None, told_to: str, frame: bool
) -> tuple[Dimension, ...]:
    names = list(dict.fromkeys((*DIMENSIONS, *(t.dimension for t in found.plan.targets if t.dimension))))
    made = []
    for name in names:
        targets = {t.value: t.wanted for t in found.plan.targets if t.dimension == name}
        if targets or any(one.segment.get(name) for one in people):
            made.append(Dimension(name, core.rates(
                people, name, targets=targets or None, elapsed=elapsed, audience=told_to, frame=frame
            )))  # fmt: skip
    return tuple(made)


def _came(rows: list[ResponseRow]) -> tuple[tuple[date, int], ...]:
    """Answers up to each day on which some came; those without a day are left out."""
    days = Counter(one.received_on for one in rows if one.received_on and one.state in _COUNTED)
    total, found = 0, []
    for day in sorted(days):
        total += days[day]
        found.append((day, total))
    return tuple(found)


def _window(workspace: Workspace, row: RoundRow) -> Window | None:
    if not (row.opens_on and row.closes_on):
        return None
    days = workdays.of(workspace, range(row.opens_on.year, row.closes_on.year + 1))
    return Window(row.opens_on, row.closes_on, days)


def _line(window: Window | None, wanted: int) -> tuple[tuple[date, float], ...]:
    """What an even pace would have brought by the end of each day of the round, from nothing on the eve."""
    if window is None or not wanted:
        return ()
    days = (window.closes - window.opens).days + 1
    dates = [window.opens + timedelta(n) for n in range(-1, days)]
    return tuple((day, wanted * window.elapsed(day)) for day in dates)


# --- flags


def _flags(
    actor: Actor, workspace: Workspace, row: RoundRow, rows: list[ResponseRow], *, words: bool
) -> tuple[tuple[Flag, ...], int]:
    """Flags, and how many answers were looked at. Of anonymous and blind answers no id is told."""
    standing = [one for one in rows if one.state in ("complete", "incomplete")]
    if not standing:
        return (), 0
    quiet = row.instrument.anonymous or row.mode == "blind"
    layout = responses.layout(row.instrument)
    closed = Responses(
        layout,
        tuple(Response(one.id if quiet else one.instance_id, one.version.version, one.closed) for one in standing),
    )
    flags = [*core.straight_lines(closed), *core.duplicates(closed)]
    if words:
        flags += _opened_flags(actor, workspace, row, standing, quiet)
    if quiet:
        flags = [
            Flag(flag.code, "", {k: v for k, v in flag.facts.items() if k not in ("other", "value")}) for flag in flags
        ]
    return tuple(sorted(flags, key=lambda flag: (flag.code, flag.response))), len(standing)


def _opened_flags(
    actor: Actor, workspace: Workspace, row: RoundRow, standing: list[ResponseRow], quiet: bool
) -> list[Flag]:
    reading = vault.reading(actor, workspace, "fieldwork", row.title)
    seconds: dict[str, float] = {}
    contradicted: dict[str, list[str]] = {}
    for one in standing:
        id = one.id if quiet else one.instance_id
        values = responses.values_of(one, reading)
        named = {path.rpartition("/")[2]: text for path, text in values.items()}
        if not quiet and (took := _seconds(named.get("start", ""), named.get("end", ""))) is not None:
            seconds[id] = took
        contradicted[id] = [
            name.removeprefix(CONTRADICTION) for name, text in named.items()
            if name.startswith(CONTRADICTION) and text.strip().casefold() in ("1", "true", "yes")
        ]  # fmt: skip
    holds = [Flag("contradiction", id, {"rule": code}) for id, codes in contradicted.items() for code in sorted(codes)]
    return [*core.speeders(seconds), *holds]


def _seconds(start: str, end: str) -> float | None:
    try:
        return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
    except (ValueError, TypeError):
        return None


# --- consent


def _consent(workspace: Workspace, row: RoundRow, rows: list[ResponseRow], today: date) -> Consent:
    texts = ConsentRow.objects.filter(workspace_id=workspace.id, instrument=row.instrument).order_by("number")
    agreed: dict[str, Counter[str]] = {}
    for one in rows:
        if one.state in _COUNTED:
            for name, value in one.agreed.items():
                agreed.setdefault(name, Counter())[str(value)] += 1
    return Consent(
        tuple((text.number, text.since, tuple(sorted(text.texts))) for text in texts),
        {name: dict(sorted(counts.items())) for name, counts in sorted(agreed.items())},
        sum(one.state == "refused" for one in rows), sum(one.state == "withdrawn" for one in rows),
        today + timedelta(BACKUPS_KEPT),
    )  # fmt: skip


def reminders_due(actor: Actor, workspace: Workspace, id: str, after: int) -> tuple[Invitation, ...]:
    """Those to be reminded today. Raises Problem no_such_round."""
    access.require(actor, "fieldwork.read", workspace)
    return due(invitations.of_round(workspace, rounds.row_of(workspace, id)), timezone.localdate(), after)
