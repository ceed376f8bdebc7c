"""The minutes of a meeting in print: a draft says so on every page; adopted ones say when, and that they are closed.

Each paragraph is numbered within its item (2.1, 2.2), the same on paper and in Word, so that a comment can name it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from filao.core.meetings import Action, Decision, Meeting, with_voice
from filao.core.register import Seat
from filao.documents import model as m
from filao.documents.group_prints import base
from filao.documents.group_prints.base import Setting
from filao.documents.language import N_

KIND = "minutes"


@dataclass(frozen=True, slots=True)
class Said:
    """A comment of a body on draft minutes; `item` 0 is the whole."""

    organisation_id: str
    item: int
    text: str
    on: date


def compose(
    s: Setting, meeting: Meeting, seats: Sequence[Seat], decisions: Sequence[Decision], actions: Sequence[Action],
    comments: Sequence[Said] | None = None,
) -> m.Document:  # fmt: skip
    """The minutes; `comments` are printed as an annex where they are given."""
    adopted = meeting.minutes == "adopted"
    blocks: list[m.Block] = [
        base.facts("minutes-when", [*base.when_and_where(s, meeting), (s.tell(N_("Chair")), s.full(s.chair) if s.chair else "")]),
        base.said("minutes-standing", _standing(s, meeting), "small"),
        base.head("minutes-present-head", s.tell(N_("Attendance by institution"))),
        base.said("minutes-quorum", _quorum(s, meeting, seats)),
    ]  # fmt: skip
    if meeting.attendance:
        blocks.append(_attendance(s, meeting, seats))
    blocks += [block for item in meeting.items for block in _item(s, item.position, item.title, item.owner, item.minutes)]  # fmt: skip
    if decisions:
        blocks.append(base.decisions_table(s, "minutes-decisions", s.tell(N_("Decisions")), decisions))
    if actions:
        blocks.append(base.actions_table(s, "minutes-actions", s.tell(N_("Actions")), actions, state=False))
    if comments is not None and not comments:
        blocks.append(base.said("comments-none", s.tell(N_("No institution has commented on these minutes.")), "small"))
    sections = [m.Section("minutes", "", tuple(blocks), numbered=False)]
    annexes = [_comments(s, comments)] if comments else []
    draft = s.tell(N_("DRAFT"))
    return base.document(
        s, f"{meeting.code}-MINUTES", s.tell(N_("Minutes")), f"{meeting.title} · {meeting.code}", sections, annexes=annexes,
        edition="" if adopted else draft, version=s.tell(N_("adopted")) if adopted else draft, notice="" if adopted else draft,
    )  # fmt: skip


def _standing(s: Setting, meeting: Meeting) -> str:
    if meeting.minutes == "adopted" and meeting.adopted_on:
        return s.tell(
            N_("Adopted on {day}. The agenda, the minutes and the attendance are closed: nothing in them changes from that day, and a correction belongs into the next meeting."),
            day=s.day(meeting.adopted_on),
        )  # fmt: skip
    if meeting.minutes == "comments" and meeting.comments_until:
        return s.tell(N_("Draft, printed on {today}; institutions may comment until {day}. Name the number of the paragraph you comment on."),
                     today=s.day(s.today), day=s.day(meeting.comments_until))  # fmt: skip
    return s.tell(N_("Draft, printed on {today}; not yet sent out for comments."), today=s.day(s.today))


def _quorum(s: Setting, meeting: Meeting, seats: Sequence[Seat]) -> str:
    if not meeting.attendance:
        return s.tell(N_("Attendance has not been noted."))
    message = (
        N_("{n} of {of} member institutions with a voice were present; the quorum of {quorum} was reached.")
        if meeting.quorate
        else N_("{n} of {of} member institutions with a voice were present; the quorum of {quorum} was not reached.")
    )
    return s.tell(message, n=len(meeting.voices), of=len(with_voice(seats)), quorum=meeting.quorum)


def _attendance(s: Setting, meeting: Meeting, seats: Sequence[Seat]) -> m.Table:
    """Institutions by how they came: present by holder or alternate, excused, absent; the last with those not noted."""
    seated = {seat.organisation_id: seat for seat in seats}
    by_state: dict[str, list[str]] = {"holder": [], "alternate": [], "excused": [], "absent": [], "": []}
    for body in dict.fromkeys([*seated, *meeting.attendance]):
        shown = s.both(body)
        if (seat := seated.get(body)) is not None and seat.seat_type == "observer":
            shown += ", " + s.tell(N_("observer"))
        by_state[meeting.attendance.get(body, "")].append(shown)
    names = {
        "holder": N_("Present, seat holder"), "alternate": N_("Present, alternate"), "excused": N_("Excused"),
        "absent": N_("Absent"), "": N_("Not noted"),
    }  # fmt: skip
    rows = [
        ((m.Span(s.tell(names[state])), m.Span(f" ({len(bodies)})")), "; ".join(bodies))
        for state, bodies in by_state.items() if bodies
    ]  # fmt: skip
    return base.table("minutes-attendance", "", (("", 1.5), ("", 5)), rows, compact=True)


def _item(s: Setting, position: int, title: str, owner: str, minutes: str) -> list[m.Block]:
    blocks: list[m.Block] = [base.head(f"item-{position}", f"{position}. {title}")]
    if owner:
        blocks.append(base.said(f"item-{position}-owner", s.tell(N_("Brought by {body}"), body=s.both(owner)), "small"))
    lines = [line.strip() for line in minutes.splitlines() if line.strip()]
    if not lines:
        return [*blocks, base.said(f"item-{position}-none", s.tell(N_("No minutes are written for this item.")))]
    blocks += [
        base.said(f"item-{position}-{n}", (m.Span(f"{position}.{n}", bold=True), m.Span(f"\N{EN SPACE}{line}")))
        for n, line in enumerate(lines, start=1)
    ]
    return blocks


def _comments(s: Setting, comments: Sequence[Said]) -> m.Section:
    title = s.tell(N_("Comments received"))
    whole = s.tell(N_("the whole"))
    rows = [
        (str(c.item) if c.item else whole, s.short(c.organisation_id), c.text, s.day(c.on))
        for c in sorted(comments, key=lambda c: c.item)
    ]
    columns = ((s.tell(N_("Item")), 0.8), (s.tell(N_("Institution")), 1.4), (s.tell(N_("Comment")), 5.4), (s.tell(N_("Day")), 1.5))  # fmt: skip
    return m.Section("comments", title, (base.table("comments-rows", "", columns, rows, compact=True),))
