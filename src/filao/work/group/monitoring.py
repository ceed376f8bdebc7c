"""Joint monitoring: what the group, the register and the engagements say on one sheet, as far as the reader may see."""

from __future__ import annotations

from django.utils import timezone

from filao.core import joint_monitoring as core
from filao.core import meetings as of_meetings
from filao.documents.group_prints import monitoring as sheet
from filao.store.people import Workspace
from filao.work import access, analysis, engagements, reviews, validation
from filao.work.access import Actor
from filao.work.group.decisions import actions, decisions
from filao.work.group.meetings import groups, meetings, seats_of
from filao.work.group.prints import finished, setting


def monitoring(actor: Actor, workspace: Workspace) -> core.JointMonitoring:
    """What is decided, owed and awaited in the group that meets: the working group, else the first that has a meeting."""
    access.require(actor, "group.read", workspace)
    today = timezone.localdate()
    all_meetings = meetings(actor, workspace)
    group = _group(actor, workspace, all_meetings)
    mine = [m for m in all_meetings if m.group_id == group]
    codes = core.of_group(group, mine)
    taken = [d for d in decisions(actor, workspace) if d.meeting in codes]
    duties = [a for a in actions(actor, workspace) if a.meeting in codes]
    since = core.last_held(mine, today)
    voices = of_meetings.with_voice(seats_of(workspace, group))
    reading, work = analysis.read(actor, workspace), engagements.listing(actor, workspace)
    return core.JointMonitoring(
        group_id=group, today=today, since=since, next=of_meetings.next_meeting(mine, today),
        decided=core.decided_since(taken, since), decisions=len(taken), owed=core.owed(duties, today),
        figures=core.of_register(reading.figures), sources=len(reading.register.sources),
        data_date=reading.register.reference_date, waiting=core.waiting(taken, voices, today),
        progress=core.progress(work, today),
        rounds=tuple(r for e in work for r in _rounds(actor, workspace, e.id)),
        validations=_validations(actor, workspace, [e.id for e in work]),
    )  # fmt: skip


def _group(actor: Actor, workspace: Workspace, held: list[of_meetings.Meeting]) -> str:
    """The first group that has a meeting, working groups before others; without meetings the first group there is."""
    order = [g.id for g in groups(actor, workspace)]
    met = {m.group_id for m in held}
    return next((id for id in order if id in met), next((m.group_id for m in held), order[0] if order else ""))


def _rounds(actor: Actor, workspace: Workspace, engagement: str) -> list[core.CommentRound]:
    return [
        core.CommentRound(r.document, r.version, r.due_on, len(r.reviewers), len(r.reviewers) - r.answered)
        for r in reviews.rounds(actor, workspace, engagement)
        if not r.closed_on
    ]


def _validations(
    actor: Actor, workspace: Workspace, work: list[str]
) -> tuple[core.ValidationRound, ...] | None:  # fmt: skip
    """Meetings that validate, those that are closed left out; None for who may not read findings. No number of people."""
    if not access.may(actor, "findings.read", workspace):
        return None
    return tuple(
        core.ValidationRound(v.title, v.held_on, len(v.items), len(v.decisions), "asking" if v.asking else "plenary")
        for engagement in work
        for v in validation.listing(actor, workspace, engagement)
        if not v.closed and not v.simulated
    )


def monitoring_sheet(actor: Actor, workspace: Workspace, format: str, language: str = "en") -> tuple[str, bytes]:
    """The sheet of joint monitoring as PDF or DOCX: file name and bytes. Raises Problem not_in_language, no_such_page."""
    seen = monitoring(actor, workspace)
    s = setting(actor, workspace, seen.group_id, language)
    return f"{sheet.KIND}-{seen.today.isoformat()}-{language}.{format}", finished(sheet.compose(s, seen), format)
