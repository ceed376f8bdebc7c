"""Decisions of a working group and the actions that bodies undertook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from filao.core import meetings as core
from filao.core.problems import Problem
from filao.store import register as store
from filao.store.group import ActionRow, DecisionAnswerRow, DecisionRow, MeetingRow
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.group.meetings import body_there, kept, meeting_row, note, screen, seats_of

Row = TypeVar("Row", DecisionRow, ActionRow)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it is recorded; `votes` with a vote alone, `until` and `paper` with a no-objection alone.

    `confirms` is the number of a decision taken without quorum that this one is to confirm.
    """

    wording: str
    mode: str
    votes: tuple[int, int, int] | None = None
    dissent: Mapping[str, str] = field(default_factory=dict)
    until: date | None = None
    paper: str = ""
    confirms: str = ""


def decisions(actor: Actor, workspace: Workspace) -> list[core.Decision]:
    """The decision register, the newest first."""
    access.require(actor, "group.read", workspace)
    rows = DecisionRow.objects.filter(workspace_id=workspace.id).select_related("meeting", "confirms__meeting")
    answers: dict[str, list[DecisionAnswerRow]] = {}
    for answer in DecisionAnswerRow.objects.filter(workspace_id=workspace.id).order_by("on", "id"):
        answers.setdefault(answer.decision_id, []).append(answer)
    ordered = rows.order_by("-meeting__year", "-meeting__number", "-number")
    return [row.as_core(answers.get(row.id, ())) for row in ordered]


def decision(actor: Actor, workspace: Workspace, code: str) -> core.Decision:
    """A decision by its number ("D-2026-03-02"). Raises Problem no_such_decision."""
    access.require(actor, "group.read", workspace)
    return decision_row(workspace, code).as_core()


def actions(actor: Actor, workspace: Workspace) -> list[core.Action]:
    """Actions of all meetings, those due first on top."""
    access.require(actor, "group.read", workspace)
    rows = ActionRow.objects.filter(workspace_id=workspace.id).select_related("meeting")
    return [row.as_core() for row in rows.order_by("due", "meeting__year", "meeting__number", "number")]


def action(actor: Actor, workspace: Workspace, code: str) -> core.Action:
    """An action by its number ("A-2026-03-01"). Raises Problem no_such_duty."""
    access.require(actor, "group.read", workspace)
    return action_row(workspace, code).as_core()


def decision_row(workspace: Workspace, code: str) -> DecisionRow:
    row = _numbered(DecisionRow, workspace, "D", code)
    if row is None:
        raise Problem("no_such_decision", code=code)
    return row


def action_row(workspace: Workspace, code: str) -> ActionRow:
    row = _numbered(ActionRow, workspace, "A", code)
    if row is None:
        raise Problem("no_such_duty", code=code)
    return row


def _numbered(table: type[Row], workspace: Workspace, letter: str, code: str) -> Row | None:
    parts = code.split("-")
    if len(parts) != 4 or parts[0] != letter or len(code) > 20 or not all(p.isdecimal() for p in parts[1:]):
        return None
    year, meeting, number = map(int, parts[1:])
    rows = table.objects.filter(
        workspace_id=workspace.id, meeting__year=year, meeting__number=meeting, number=number
    )  # fmt: skip
    return rows.select_related("meeting").first()


def _next(table: type[Row], workspace: Workspace, of: MeetingRow) -> int:
    last = table.objects.filter(workspace_id=workspace.id, meeting=of).order_by("-number").first()
    return last.number + 1 if last else 1


def decide(
    actor: Actor, workspace: Workspace, code: str, decided: Decided, *, read_by_person: bool = False
) -> str:  # fmt: skip
    """Record a decision of a meeting. Returns its number. A decision is not reworded: a later one replaces it.

    A no-objection names its last day and the file it is about. What a meeting without quorum decides by consensus or vote
    stands as without quorum until a later decision confirms it. Raises Problem no_such_meeting, minutes_adopted,
    no_such_state, votes_missing, votes_too_many, last_day_missing, paper_missing, file_lost, no_such_record, no_such_decision,
    not_to_confirm, quorum_again, held.
    """
    access.require(actor, "group.edit", workspace)
    if decided.mode not in core.MODES:
        raise Problem("no_such_state", value=decided.mode, codes=core.MODES)
    if decided.mode == "vote" and not (decided.votes and any(decided.votes)):
        raise Problem("votes_missing", field="in_favour")
    asking = decided.mode == "no_objection"
    today = timezone.localdate()
    if asking and (decided.until is None or decided.until <= today):
        raise Problem("last_day_missing", field="until")
    if asking and not decided.paper:
        raise Problem("paper_missing", field="paper")
    if asking:
        kept(workspace, decided.paper)
    for body in decided.dissent:
        body_there(workspace, body)
    words = {"wording": decided.wording, "dissent": " ".join(decided.dissent.values())}
    screen(workspace, words, read_by_person=read_by_person)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        of = meeting_row(workspace, code, open_=True)
        voices = len(core.with_voice(seats_of(workspace, of.group)))
        if decided.mode == "vote" and sum(decided.votes or ()) > voices:
            raise Problem("votes_too_many", count=voices, field="in_favour")
        before = _to_confirm(workspace, decided.confirms, of.group, today) if decided.confirms else None
        if before is not None and not asking and of.quorate is False:
            raise Problem("quorum_again", field="confirms")
        row = DecisionRow.objects.create(
            workspace=workspace, meeting=of, number=_next(DecisionRow, workspace, of), wording=decided.wording,
            mode=decided.mode, on=today if asking else of.on, dissent=dict(decided.dissent),
            votes=list(decided.votes) if decided.votes and decided.mode == "vote" else None,
            until=decided.until if asking else None, paper=decided.paper if asking else "", confirms=before,
        )  # fmt: skip
        made = row.as_core().code
        note(
            workspace, actor.name, "group.decide", made, mode=decided.mode, until=str(row.until or ""), file=row.paper,
            confirms=decided.confirms,
        )  # fmt: skip
    return made


def _to_confirm(workspace: Workspace, code: str, group: str, today: date) -> DecisionRow:
    row = decision_row(workspace, code)
    if row.meeting.group not in _confirmed_by(workspace, group):
        raise Problem("no_such_decision", code=code, field="confirms")
    if core.outcome(row.as_core(), today) != "unconfirmed":
        raise Problem("not_to_confirm", field="confirms", code=code)
    return row


def _confirmed_by(workspace: Workspace, group: str) -> set[str]:
    """Groups whose decisions a group may confirm: itself, and those that report to it."""
    return {group, *(g.id for g in store.reading(workspace).groups.values() if g.reports_to == group)}


def unconfirmed(actor: Actor, workspace: Workspace, code: str) -> list[core.Decision]:
    """Decisions taken without quorum that a meeting may confirm, the oldest first. Raises Problem no_such_meeting."""
    access.require(actor, "group.read", workspace)
    of, today = _confirmed_by(workspace, meeting_row(workspace, code).group), timezone.localdate()
    rows = DecisionRow.objects.filter(workspace_id=workspace.id, meeting__group__in=of).exclude(mode="no_objection")
    found = rows.select_related("meeting").order_by("meeting__year", "meeting__number", "number")
    return [d for d in (row.as_core(()) for row in found) if core.outcome(d, today) == "unconfirmed"]


def note_answer(
    actor: Actor, workspace: Workspace, code: str, organisation: str, *, objects: bool, reason: str = "",
    read_by_person: bool = False,
) -> None:  # fmt: skip
    """Note a body's answer to a no-objection that came by letter or telephone. Raises Problem as `take_answer` does."""
    access.require(actor, "group.edit", workspace)
    row = decision_row(workspace, code)
    take_answer(workspace, row, organisation, actor.name, objects=objects, reason=reason, read_by_person=read_by_person)


def take_answer(
    workspace: Workspace, row: DecisionRow, organisation: str, by: str, *, objects: bool, reason: str,
    read_by_person: bool = False,
) -> None:  # fmt: skip
    """Keep a body's answer; until the last day it may change its mind, and each change is a line in the journal.

    Raises Problem no_such_record (no seat with a voice), answers_closed, reason_missing, held.
    """
    made = row.as_core()
    if organisation not in core.with_voice(seats_of(workspace, row.meeting.group)):
        raise Problem("no_such_record", kind="seat", value=organisation)
    today = timezone.localdate()
    if made.mode != "no_objection" or made.until is None or today > made.until:
        raise Problem("answers_closed", day=str(made.until or ""))
    if objects and not reason.strip():
        raise Problem("reason_missing", field="reason")
    screen(workspace, {"reason": reason}, read_by_person=read_by_person)
    with transaction.atomic():
        DecisionAnswerRow.objects.update_or_create(
            workspace_id=workspace.id, decision=row, organisation=organisation,
            defaults={"objection": objects, "reason": reason if objects else "", "on": today},
        )  # fmt: skip
        note(workspace, by, "group.answer", made.code, body=organisation, objects=objects)


def assign(
    actor: Actor, workspace: Workspace, code: str, text: str, owner: str, due: date, *, read_by_person: bool = False
) -> str:  # fmt: skip
    """Record what a body undertook at a meeting, and by when. Returns the action's number.

    Raises Problem no_such_meeting, minutes_adopted, no_such_record, held.
    """
    access.require(actor, "group.edit", workspace)
    body_there(workspace, owner)
    screen(workspace, {"text": text}, read_by_person=read_by_person)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        of = meeting_row(workspace, code, open_=True)
        row = ActionRow.objects.create(
            workspace=workspace, meeting=of, number=_next(ActionRow, workspace, of), text=text, owner=owner, due=due
        )
        made = row.as_core().code
        note(workspace, actor.name, "group.action", made, owner=owner, due=str(due))
    return made


def report(
    actor: Actor, workspace: Workspace, code: str, status: str, evidence: str = "", *, read_by_person: bool = False
) -> None:  # fmt: skip
    """Report how far an action is; done needs its evidence. Raises Problem as `take_report` does, and no_such_duty."""
    access.require(actor, "group.edit", workspace)
    take_report(workspace, action_row(workspace, code), actor.name, status, evidence, read_by_person=read_by_person)


def take_report(
    workspace: Workspace, row: ActionRow, by: str, status: str, evidence: str, *, read_by_person: bool = False
) -> None:  # fmt: skip
    """Keep a report on an action. Raises Problem no_such_state, report_unfounded, held."""
    if status not in core.ACTION_STATUSES:
        raise Problem("no_such_state", value=status, codes=core.ACTION_STATUSES)
    if status == "done" and not evidence.strip():
        raise Problem("report_unfounded", field="evidence")
    screen(workspace, {"evidence": evidence}, read_by_person=read_by_person)
    with transaction.atomic():
        before, row.status = row.status, status
        row.evidence, row.reported_on = evidence, timezone.localdate()
        row.save()
        note(workspace, by, "group.report", row.as_core().code, before=before, after=status)
