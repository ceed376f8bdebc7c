"""Meetings of a working group: planning, agenda, attendance, minutes from draft over comments to adopted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from filao.core import meetings as core
from filao.core.engagement import Event
from filao.core.problems import Problem
from filao.core.register import Group, Seat
from filao.exchange import ics
from filao.store import journal
from filao.store import register as store
from filao.store.documents import BuildRow
from filao.store.group import AgendaItemRow, DecisionRow, MeetingRow, MinutesCommentRow, PaperVersionRow
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.register import edit


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting as it is planned. `quorum` 0 takes more than half of the members with a voice."""

    group_id: str
    title: str
    on: date
    at: time | None = None
    duration: int = 120
    place: str = ""
    quorum: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item as it is entered; `papers` are hashes of kept files."""

    title: str
    owner: str = ""
    papers: Sequence[str] = ()
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """What a body said of draft minutes; `item` 0 is the whole."""

    organisation_id: str
    item: int
    text: str
    at: datetime


def note(workspace: Workspace, by: str, act: str, subject: str, **facts: object) -> None:
    """A line in the journal, inside the transaction of the act."""
    journal.write(workspace, at=timezone.now(), actor=by, act=act, subject=subject, facts=facts)


def screen(workspace: Workspace, texts: Mapping[str, str], *, read_by_person: bool) -> None:
    """Raise Problem held at the first text that may identify a person, unless a person has read it."""
    for name, text in texts.items():
        if text and not read_by_person:
            edit.screen_words(workspace, text, name)


def body_there(workspace: Workspace, id: str) -> None:
    """Raise Problem no_such_record where the register has no such body."""
    if id not in store.reading(workspace).organisations:
        raise Problem("no_such_record", kind="organisation", value=id)


def meeting_row(workspace: Workspace, code: str, *, open_: bool = False) -> MeetingRow:
    """The row of a meeting. Raises Problem no_such_meeting, and minutes_adopted where it must still be `open_`."""
    year, _, number = code.partition("-")
    rows = MeetingRow.objects.filter(workspace_id=workspace.id)
    known = year.isdecimal() and number.isdecimal() and len(code) < 10
    row = rows.filter(year=int(year), number=int(number)).first() if known else None
    if row is None:
        raise Problem("no_such_meeting", code=code)
    if open_ and row.minutes == "adopted":
        raise Problem("minutes_adopted", code=code)
    return row


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept file that may go to the group: the name it is saved under, and what it is called on pages."""

    name: str
    title: str


def kept(workspace: Workspace, digest: str) -> Kept:
    """A version of a paper of the group, or a built file. Raises Problem file_lost; restricted files are not for the group."""
    versions = PaperVersionRow.objects.filter(workspace_id=workspace.id, digest=digest).select_related("paper")
    if version := versions.order_by("-on", "-number", "id").first():
        return Kept(version.name, _paper_title(version))
    rows = BuildRow.objects.filter(workspace_id=workspace.id, digest=digest).exclude(audience="restricted")
    row = rows.order_by("-at").first()
    if row is None:
        raise Problem("file_lost", digest=digest[:12])
    name = str(row.facts.get("name", row.document))
    return Kept(name, f"{name} · {row.version}")


def _paper_title(version: PaperVersionRow) -> str:
    return f"{version.paper.title} · v{version.number}"


# --- readings


def groups(actor: Actor, workspace: Workspace) -> list[Group]:
    """Groups of the register, the working groups first; a sub-group is a group that reports to another."""
    access.require(actor, "group.read", workspace)
    found = store.reading(workspace).groups.values()
    return sorted(found, key=lambda g: (g.kind != "working_group", g.name))


def seats_of(workspace: Workspace, group: str) -> list[Seat]:
    """Seats of a group, mandate seats first."""
    order = {"mandate": 0, "inclusion": 1, "observer": 2}
    found = [seat for seat in store.reading(workspace).seats.values() if seat.group_id == group]
    return sorted(found, key=lambda s: (not s.chair, order.get(s.seat_type, 3), s.organisation_id))


def members(actor: Actor, workspace: Workspace, group: str) -> list[Seat]:
    """Seats of a group as the register holds them, the chair first, observers last."""
    access.require(actor, "group.read", workspace)
    return seats_of(workspace, group)


def meetings(actor: Actor, workspace: Workspace) -> list[core.Meeting]:
    """Meetings, the latest day first."""
    access.require(actor, "group.read", workspace)
    rows = MeetingRow.objects.filter(workspace_id=workspace.id).order_by("-on", "-number")
    items: dict[str, list[AgendaItemRow]] = {}
    for item in AgendaItemRow.objects.filter(workspace_id=workspace.id).order_by("position"):
        items.setdefault(item.meeting_id, []).append(item)
    return [row.as_core(items.get(row.id, ())) for row in rows]


def meeting(actor: Actor, workspace: Workspace, code: str) -> core.Meeting:
    """A meeting by its number ("2026-03"). Raises Problem no_such_meeting."""
    access.require(actor, "group.read", workspace)
    return meeting_row(workspace, code).as_core()


def comments(actor: Actor, workspace: Workspace, code: str) -> list[Comment]:
    """Comments on the minutes of a meeting, in the order in which they came."""
    access.require(actor, "group.read", workspace)
    rows = MinutesCommentRow.objects.filter(workspace_id=workspace.id, meeting=meeting_row(workspace, code))
    return [Comment(r.organisation, r.item, r.text, r.at) for r in rows.order_by("at")]


def papers(actor: Actor, workspace: Workspace) -> dict[str, str]:
    """Kept files that may go to the group, hash -> title and version: papers of the group in their newest version, then
    built files, the newest first, then what is on the table already; none that is restricted."""
    access.require(actor, "group.read", workspace)
    found: dict[str, str] = {}
    versions = PaperVersionRow.objects.filter(workspace_id=workspace.id).select_related("paper")
    newest = {version.paper_id: version for version in versions.order_by("number")}
    for version in sorted(newest.values(), key=lambda v: v.paper.title.casefold()):
        found[version.digest] = _paper_title(version)
    for digest, name in built_files(actor, workspace).items():
        found.setdefault(digest, name)
    for digest in _on_the_table(workspace):
        if digest not in found:
            with suppress(Problem):
                found[digest] = kept(workspace, digest).title
    return found


def _on_the_table(workspace: Workspace) -> list[str]:
    """Hashes of files that agenda items and decisions name."""
    items = (
        AgendaItemRow.objects.filter(workspace_id=workspace.id).exclude(papers=[]).order_by("meeting_id", "position")
    )
    decided = DecisionRow.objects.filter(workspace_id=workspace.id).exclude(paper="").order_by("meeting_id", "number")
    named = [digest for papers in items.values_list("papers", flat=True) for digest in papers]
    return list(dict.fromkeys([*named, *decided.values_list("paper", flat=True)]))


def built_files(actor: Actor, workspace: Workspace) -> dict[str, str]:
    """Built files that may go to the group, hash -> name and version, the newest first."""
    access.require(actor, "group.read", workspace)
    found: dict[str, str] = {}
    rows = BuildRow.objects.filter(workspace_id=workspace.id, format__in=("pdf", "docx")).exclude(audience="restricted")
    for row in rows.order_by("-at")[:120]:
        found.setdefault(row.digest, f"{row.facts.get('name', row.document)} · {row.version}")
    return found


def calendar(actor: Actor, workspace: Workspace, code: str) -> tuple[str, bytes]:
    """A meeting as an iCalendar file. Returns its name and bytes. Raises Problem no_such_meeting."""
    access.require(actor, "group.read", workspace)
    held = meeting_row(workspace, code).as_core()
    event = Event(f"group-{held.id}", held.title, held.on, held.on, held.at, held.duration, held.place)
    return f"meeting-{held.code}.ics", ics.write([event], held.title, timezone.localdate())


# --- acts


def plan(
    actor: Actor, workspace: Workspace, planned: Planned, code: str = "", *, read_by_person: bool = False
) -> str:  # fmt: skip
    """Plan a meeting, or change the plan of one. Returns its number; the year and number stay when the day moves.

    Raises Problem no_such_record, no_such_meeting, minutes_adopted, held.
    """
    access.require(actor, "group.edit", workspace)
    if planned.group_id not in store.reading(workspace).groups:
        raise Problem("no_such_record", kind="group", value=planned.group_id)
    screen(workspace, {"title": planned.title, "place": planned.place}, read_by_person=read_by_person)
    voices = core.with_voice(seats_of(workspace, planned.group_id))
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        row = meeting_row(workspace, code, open_=True) if code else _new(workspace, planned.on.year)
        row.group, row.title, row.on, row.at = planned.group_id, planned.title, planned.on, planned.at
        row.duration, row.place = planned.duration, planned.place
        row.quorum = planned.quorum or core.usual_quorum(voices)
        row.save()
        made = row.as_core()
        note(workspace, actor.name, "group.plan", f"{made.code} {made.title}", on=str(made.on), quorum=made.quorum)
    return made.code


def _new(workspace: Workspace, year: int) -> MeetingRow:
    last = MeetingRow.objects.filter(workspace_id=workspace.id, year=year).order_by("-number").first()
    return MeetingRow(workspace=workspace, year=year, number=last.number + 1 if last else 1)


def change_item(
    actor: Actor, workspace: Workspace, code: str, item: Item, position: int = 0, *, read_by_person: bool = False
) -> int:  # fmt: skip
    """Add an item to an agenda, or change the one at a position, with its minutes. Returns the position.

    Minutes change while they are drafts or out for comments. Raises Problem no_such_meeting, minutes_adopted,
    no_such_item, no_such_record, file_lost, held.
    """
    access.require(actor, "group.edit", workspace)
    if item.owner:
        body_there(workspace, item.owner)
    for digest in item.papers:
        kept(workspace, digest)
    screen(workspace, {"title": item.title, "minutes": item.minutes}, read_by_person=read_by_person)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        of = meeting_row(workspace, code, open_=True)
        rows = AgendaItemRow.objects.filter(workspace_id=workspace.id, meeting=of)
        row = rows.filter(position=position).first() if position else None
        if position and row is None:
            raise Problem("no_such_item", position=position)
        row = row or AgendaItemRow(workspace=workspace, meeting=of, position=rows.count() + 1)
        row.title, row.owner, row.papers, row.minutes = item.title, item.owner, list(item.papers), item.minutes
        row.save()
        note(workspace, actor.name, "group.item", f"{code} {row.position}", title=row.title, papers=row.papers)
    return row.position


def note_attendance(actor: Actor, workspace: Workspace, code: str, attendance: Mapping[str, str]) -> core.Meeting:
    """Note which bodies came, by their holder or alternate, and which were excused or absent.

    Raises Problem no_such_meeting, minutes_adopted, no_such_state, no_such_record (no seat in the group).
    """
    access.require(actor, "group.edit", workspace)
    with transaction.atomic():
        row = meeting_row(workspace, code, open_=True)
        for how in attendance.values():
            if how not in core.PRESENCES:
                raise Problem("no_such_state", value=how, codes=core.PRESENCES)
        return keep_attendance(workspace, row, actor.name, attendance)


def keep_attendance(workspace: Workspace, row: MeetingRow, by: str, attendance: Mapping[str, str]) -> core.Meeting:
    """Keep who came, with who of them has no voice: seats may change later, and what was noted of one that is gone stays.

    Raises Problem no_such_record.
    """
    seats = seats_of(workspace, row.group)
    seated = {seat.organisation_id for seat in seats}
    before, observers = set(row.attendance), set(row.observers or ())
    for body in attendance:
        if body not in seated | before:
            raise Problem("no_such_record", kind="seat", value=body)
    row.attendance = dict(attendance)
    row.observers = sorted(seated.difference(core.with_voice(seats)) | observers - seated)
    row.save(update_fields=["attendance", "observers"])
    made = row.as_core()
    note(workspace, by, "group.attendance", made.code, present=len(made.voices), quorum=made.quorum)
    return made


def circulate_minutes(actor: Actor, workspace: Workspace, code: str, days: int = core.COMMENT_DAYS) -> date:
    """Open draft minutes for comments. Returns the last day. Raises Problem no_such_meeting, minutes_adopted, minutes_empty."""
    access.require(actor, "group.edit", workspace)
    with transaction.atomic():
        row = meeting_row(workspace, code, open_=True)
        if not any(item.minutes for item in row.as_core().items):
            raise Problem("minutes_empty")
        row.minutes, row.comments_until = "comments", core.comments_end(timezone.localdate(), days)
        row.save()
        note(workspace, actor.name, "group.circulate", code, until=str(row.comments_until))
    return row.comments_until


def adopt_minutes(actor: Actor, workspace: Workspace, code: str, on: date) -> None:
    """Adopt minutes: from then on nobody changes them, the attendance or the agenda.

    A meeting that decided must have noted who came: its decisions stand by its quorum. Raises Problem no_such_meeting,
    minutes_adopted, not_circulated, comments_still_open, attendance_missing, future_date.
    """
    access.require(actor, "group.adopt", workspace)
    edit.not_ahead(on.isoformat(), "on")
    with transaction.atomic():
        row = meeting_row(workspace, code, open_=True)
        if row.minutes != "comments" or row.comments_until is None:
            raise Problem("not_circulated", field="on")
        if on <= row.comments_until:
            raise Problem("comments_still_open", field="on", day=str(row.comments_until))
        decided = DecisionRow.objects.filter(workspace_id=workspace.id, meeting=row).exclude(mode="no_objection")
        if not row.attendance and decided.exists():
            raise Problem("attendance_missing", field="on")
        row.minutes, row.adopted_on = "adopted", on
        row.save()
        note(workspace, actor.name, "group.adopt", code, on=str(on))
