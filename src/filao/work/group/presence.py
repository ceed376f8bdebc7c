"""Presence noted in the room, by institution: on a phone, by who holds an account or the room's signed link. No names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from filao.core import meetings as core
from filao.core.problems import Problem
from filao.core.register import Seat
from filao.store.group import MeetingRow
from filao.store.people import Workspace
from filao.work import access, links
from filao.work.access import Actor
from filao.work.group.meetings import keep_attendance, meeting_row, seats_of

ATTENDANCE = "attendance"
"""What the room's link is made for."""
MARKS = ("holder", "alternate", "excused")
"""What may be noted in the room; who was absent is noted by the secretariat afterwards."""


@dataclass(frozen=True, slots=True)
class RoomPage:
    """A meeting as the room sees it: its day, the seats, and what is noted of each."""

    meeting: core.Meeting
    seats: tuple[Seat, ...]


def mark_presence(actor: Actor, workspace: Workspace, code: str, marks: Mapping[str, str]) -> core.Meeting:
    """Note how some institutions came; the others keep what was noted. "" takes a mark back.

    Raises Problem no_such_meeting, minutes_adopted, no_such_state, no_such_record.
    """
    access.require(actor, "group.edit", workspace)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        return _take(workspace, meeting_row(workspace, code, open_=True), actor.name, marks)


def _take(workspace: Workspace, row: MeetingRow, by: str, marks: Mapping[str, str]) -> core.Meeting:
    noted = dict(row.attendance)
    for body, how in marks.items():
        if how and how not in MARKS:
            raise Problem("no_such_state", value=how, codes=MARKS)
        if how:
            noted[body] = how
        elif noted.get(body) != "absent":
            noted.pop(body, None)
    return keep_attendance(workspace, row, by, noted)


def opened_room(workspace: Workspace, token: str, browser: str) -> RoomPage:
    """Public, for whoever holds the link: the institutions of a meeting. Raises Problem link_dead, link_elsewhere."""
    row = _row(workspace, token, browser)
    return RoomPage(row.as_core(), tuple(seats_of(workspace, row.group)))


def _row(workspace: Workspace, token: str, browser: str) -> MeetingRow:
    id = links.opened(workspace, token, browser, ATTENDANCE).subject
    row = MeetingRow.objects.filter(workspace_id=workspace.id, id=id).first()
    if row is None:
        raise Problem("link_dead")
    return row


def mark_by_link(workspace: Workspace, token: str, browser: str, marks: Mapping[str, str]) -> core.Meeting:
    """Public, for whoever holds the link: presence by institution. Raises Problem link_dead, link_elsewhere,
    minutes_adopted, no_such_state, no_such_record."""
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        row = _row(workspace, token, browser)
        if row.minutes == "adopted":
            raise Problem("minutes_adopted", code=row.as_core().code)
        made = _take(workspace, row, "the room, by its link", marks)
        links.use(workspace, token, browser, ATTENDANCE)
    return made
