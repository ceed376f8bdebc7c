"""The schedule of interviews: the board of the weeks, a meeting moved on it, and the dates as a calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from filao.core import schedule as core
from filao.core.desk import Interview
from filao.core.engagement import Engagement
from filao.core.fieldwork import Rate, Window, rates
from filao.core.partners import Partner
from filao.core.problems import Problem
from filao.core.schedule import Clash, Week
from filao.exchange import ics
from filao.store import register as store
from filao.store.desk import InterviewRow
from filao.store.engagement import EngagementRow
from filao.store.people import Workspace
from filao.work import access, analysis, engagements, workdays
from filao.work.access import Actor
from filao.work.desk.meetings import note, row_of

DIMENSIONS = ("sector", "territory")
STATES = (*core.OPEN, *core.LOST)
"""States that a meeting can be given on the board; one that was held is logged with its consent on its own page."""


@dataclass(frozen=True, slots=True)
class Board:
    """How the interviews stand.

    `within` is when they are held, None where there is no engagement. `weeks` are those of that time and all that hold a
    meeting; `undated` are meetings still to be held that have no day, `unasked` core and chosen partners that no meeting is
    logged with; `lost` meetings of bodies that will not be heard, with those that could be met instead. Counts are of
    bodies: they are never hidden. `holidays_known` tells whether public holidays of the country are.
    """

    engagement: Engagement | None
    within: Window | None
    today: date
    weeks: tuple[Week, ...]
    undated: tuple[Interview, ...]
    unasked: tuple[Partner, ...]
    lost: tuple[tuple[Interview, tuple[str, ...]], ...]
    late: tuple[Interview, ...]
    clashes: tuple[Clash, ...]
    total: Rate
    dimensions: tuple[tuple[str, tuple[Rate, ...]], ...]
    holidays_known: bool

    @property
    def begun(self) -> bool:
        """Whether the time of the interviews has come; with no time set, it has."""
        return self.within is None or self.today >= self.within.opens

    @property
    def planned(self) -> int:
        """Meetings that have a day and are still to be held."""
        return sum(meeting.status in core.OPEN for week in self.weeks for meeting in week.meetings)


def board(actor: Actor, workspace: Workspace, today: date | None = None) -> Board:
    """The board of the interviews of the first engagement."""
    access.require(actor, "desk.read", workspace)
    now = today or timezone.localdate()
    reading = analysis.read(actor, workspace)
    register, partners = reading.register, reading.partners
    meetings = [row.as_core() for row in InterviewRow.objects.filter(workspace_id=workspace.id).order_by("code")]
    found = _engagement(actor, workspace)
    within = core.window(found) if found else None
    held = [date.fromisoformat(m.planned_on).year for m in meetings if m.planned_on]
    days = workdays.of(workspace, {now.year, *held, *((within.opens.year, within.closes.year) if within else ())})
    if within:
        within = replace(within, days=days)
    elapsed = within.elapsed(now) if within else None
    people = core.to_hear(register, partners, meetings)
    asked = {meeting.organisation_id for meeting in meetings}
    (total, *_rest) = rates(people, elapsed=elapsed) or (Rate("", 0, 0, 0, None),)
    return Board(
        found, within, now, core.weeks(meetings, within),
        tuple(m for m in meetings if m.status in core.OPEN and not m.planned_on),
        tuple(p for p in partners if p.tier != "snowball" and p.organisation_id not in asked),
        core.lost(register, partners, meetings), tuple(m for m in meetings if core.is_late(m, now)),
        core.clashes(meetings, {m.code: core.island(register, m) for m in meetings}, days.holidays), total,
        tuple((name, rates(people, name, elapsed=elapsed)) for name in DIMENSIONS if people),
        days.known,
    )  # fmt: skip


def _engagement(actor: Actor, workspace: Workspace) -> Engagement | None:
    if not EngagementRow.objects.filter(workspace_id=workspace.id).exists():
        return None
    return engagements.find(actor, workspace)


def move(
    actor: Actor,
    workspace: Workspace,
    code: str,
    *,
    status: str,
    planned_on: date | None,
    planned_at: time | None = None,
) -> Interview:
    """Give a meeting another state, day and time; nothing else of it changes. Without a day there is no time.

    Raises Problem no_such_interview, meeting_held, no_such_state.
    """
    access.require(actor, "desk.edit", workspace)
    if status not in STATES:
        raise Problem("no_such_state", value=status, codes=STATES)
    with transaction.atomic():
        row = row_of(workspace, code)
        if row.status == "held":
            raise Problem("meeting_held", code=code)
        row.status, row.planned_on, row.planned_at = status, planned_on, planned_at if planned_on else None
        row.save(update_fields=["status", "planned_on", "planned_at"])
        note(workspace, actor, "desk.move", code, status=status, day=planned_on.isoformat() if planned_on else "")
    return row.as_core()


def calendar(actor: Actor, workspace: Workspace, name: str) -> tuple[str, bytes]:
    """Meetings still to be held as an iCalendar file under this name, which the journal notes."""
    access.require(actor, "desk.read", workspace)
    meetings = [row.as_core() for row in InterviewRow.objects.filter(workspace_id=workspace.id).order_by("code")]
    events = core.calendar(meetings, store.reading(workspace))
    with transaction.atomic():
        note(workspace, actor, "desk.calendar", "", meetings=len(events))
    return f"{workspace.slug}-meetings.ics", ics.write(events, name, timezone.localdate())
