"""Meetings: planned, then logged with consent and date; one that was held becomes a source of the register."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from filao.core import desk as core
from filao.core.problems import Problem
from filao.core.register import Claim, Register
from filao.store import journal
from filao.store import register as store
from filao.store.desk import InterviewRow
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.register import edit


def note(workspace: Workspace, actor: Actor, act: str, subject: str, reason: str = "", **facts: object) -> None:
    """A journal line of the desk."""
    journal.write(workspace, at=timezone.now(), actor=actor.name, act=act, subject=subject, reason=reason, facts=facts)


def interviews(actor: Actor, workspace: Workspace) -> list[core.Interview]:
    """Meetings logged, by code."""
    access.require(actor, "desk.read", workspace)
    return [row.as_core() for row in InterviewRow.objects.filter(workspace_id=workspace.id).order_by("code")]


def interviews_for_documents(actor: Actor, workspace: Workspace) -> tuple[core.Interview, ...]:
    """Meetings without the function met and without their plan: what a document may know."""
    access.require(actor, "documents.read", workspace)
    rows = InterviewRow.objects.filter(workspace_id=workspace.id).order_by("code")
    unplanned = {"planned_on": "", "planned_at": "", "minutes": core.MINUTES, "place": "", "goes": (), "guide": ""}
    return tuple(replace(row.as_core(), function="", **unplanned) for row in rows)  # type: ignore[arg-type]


def find(actor: Actor, workspace: Workspace, code: str) -> core.Interview:
    """One meeting by its code. Raises Problem no_such_interview."""
    access.require(actor, "desk.read", workspace)
    return row_of(workspace, code).as_core()


def row_of(workspace: Workspace, code: str) -> InterviewRow:
    row = InterviewRow.objects.filter(workspace_id=workspace.id, code=code).first()
    if row is None:
        raise Problem("no_such_interview", code=code)
    return row


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is entered of a meeting: what came of it, and what is planned (`core.desk.Interview`)."""

    organisation: str
    function: str = ""
    channel: str = ""
    status: str = "to_invite"
    consent: bool | None = None
    attribution: str = ""
    language: str = ""
    sex: str = ""
    held_on: date | None = None
    next_call: date | None = None
    named: tuple[str, ...] = ()
    new_bodies: int | None = None
    planned_on: date | None = None
    planned_at: time | None = None
    minutes: int = core.MINUTES
    place: str = ""
    goes: tuple[str, ...] = ()
    guide: str = ""


def meeting_of(row: InterviewRow) -> Meeting:
    """A meeting as it was entered."""
    return Meeting(
        row.organisation, row.function, row.channel, row.status, row.consent, row.attribution, row.language, row.sex,
        row.held_on, row.next_call, tuple(row.named), row.new_bodies, row.planned_on, row.planned_at, row.minutes, row.place,
        tuple(row.goes), row.guide,
    )  # fmt: skip


def log(
    actor: Actor, workspace: Workspace, meeting: Meeting, code: str = "", *, read_by_person: bool = False
) -> core.Interview:
    """Enter or renew a meeting; without a code a new one is given (INT-01, INT-02 ...).

    A meeting that was held becomes a source of the register, under its code. Raises Problem no_such_record,
    consent_missing (held without the consent that was asked), date_missing, future_date, no_such_interview,
    held (a function, a place or who goes that may name a person or a protected place).
    """
    access.require(actor, "desk.edit", workspace)
    register = store.reading(workspace)
    if meeting.organisation not in register.organisations:
        raise Problem("no_such_record", kind="organisation", value=meeting.organisation)
    texts = {"function": meeting.function, "place": meeting.place, "goes": "; ".join(meeting.goes)}
    for name, text in texts.items():
        if text and not read_by_person:
            edit.screen_words(workspace, text, name)
    if meeting.status == "held":
        if meeting.consent is not True:
            raise Problem("consent_missing")
        if meeting.held_on is None:
            raise Problem("date_missing")
        edit.not_ahead(meeting.held_on.isoformat(), "held_on")
    with transaction.atomic():
        if code:
            row = row_of(workspace, code)
        else:
            Workspace.objects.select_for_update().get(id=workspace.id)
            taken = InterviewRow.objects.filter(workspace_id=workspace.id).count()
            row = InterviewRow(workspace=workspace, code=f"INT-{taken + 1:02d}")
        for name, value in (
            ("organisation", meeting.organisation), ("function", meeting.function), ("channel", meeting.channel),
            ("status", meeting.status), ("consent", meeting.consent), ("attribution", meeting.attribution),
            ("language", meeting.language), ("sex", meeting.sex), ("held_on", meeting.held_on),
            ("next_call", meeting.next_call), ("named", list(meeting.named)), ("new_bodies", meeting.new_bodies),
            ("planned_on", meeting.planned_on), ("planned_at", meeting.planned_at), ("minutes", meeting.minutes),
            ("place", meeting.place), ("goes", list(meeting.goes)), ("guide", meeting.guide),
        ):  # fmt: skip
            setattr(row, name, value)
        row.save()
        note(workspace, actor, "desk.log", row.code, status=row.status)
        logged = row.as_core()
        if logged.status == "held":
            _as_source(actor, workspace, logged, register)
    return logged


def _as_source(actor: Actor, workspace: Workspace, interview: core.Interview, register: Register) -> None:
    """The meeting as a source: named by institution only where the interviewee allows it."""
    body = register.organisations[interview.organisation_id]
    shown = body.name if interview.attribution == "institution" else register.vocabulary.label("org_kind", body.kind)
    values: dict[str, str | int] = {
        "title": f"Interview {interview.code}, {shown}",
        "short": f"Interview {interview.code}",
        "publisher": shown,
        "kind": "interview",
        "date": interview.held_on,
        "year": int(interview.held_on[:4]),
        "organisation_id": interview.organisation_id,
        "attribution": interview.attribution or "background",
    }
    record = register.record("source", interview.source_id)
    new = [
        Claim("", "source", interview.source_id, name, value)
        for name, value in values.items()
        if record is None or record.value(name) != value
    ]
    if new:
        edit.write_claims(
            actor, workspace, [replace(claim, chosen="now") for claim in new], "register.source", interview.code
        )
