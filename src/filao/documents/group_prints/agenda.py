"""The agenda of a meeting: what is late first, what the last minutes left, what waits for answers, then the items with their papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filao.core.joint_monitoring import Waiting
from filao.core.meetings import Action, Meeting
from filao.documents import model as m
from filao.documents.group_prints import base
from filao.documents.group_prints.base import Setting
from filao.documents.language import N_, say_n

KIND = "agenda"


@dataclass(frozen=True, slots=True)
class Brought:
    """What earlier meetings bring to this one: actions past their day, the meeting before with its other open actions, and
    no-objections that wait."""

    late: Sequence[Action] = ()
    before: Meeting | None = None
    arising: Sequence[Action] = ()
    waiting: Sequence[Waiting] = ()


def compose(s: Setting, meeting: Meeting, brought: Brought) -> m.Document:
    rows = [*base.when_and_where(s, meeting), (s.tell(N_("Chair")), s.full(s.chair) if s.chair else "")]
    if meeting.quorum:
        rows.append((s.tell(N_("Quorum")), say_n(s.language, "{n} member institution with a voice", "{n} member institutions with a voice", meeting.quorum)))  # fmt: skip
    blocks: list[m.Block] = [base.facts("agenda-when", rows)]
    if brought.late:
        blocks.append(base.actions_table(s, "agenda-late", s.tell(N_("First: actions past their day")), brought.late))
    blocks += [*_arising(s, brought), *_waiting(s, brought.waiting), *_items(s, meeting)]
    section = m.Section("agenda", "", tuple(blocks), numbered=False)
    subtitle = f"{meeting.title} · {meeting.code}"
    return base.document(s, f"{meeting.code}-AGENDA", s.tell(N_("Agenda")), subtitle, [section])


def _arising(s: Setting, brought: Brought) -> list[m.Block]:
    before = brought.before
    if before is None:
        return []
    about = {"code": before.code, "day": s.day(before.on)}
    if before.minutes == "adopted" and before.adopted_on:
        minutes = s.tell(N_("The minutes of meeting {code} of {day} were adopted on {adopted}."), adopted=s.day(before.adopted_on), **about)  # fmt: skip
    else:
        minutes = s.tell(N_("The minutes of meeting {code} of {day} are still to be adopted."), **about)
    blocks: list[m.Block] = [
        base.head("agenda-arising-head", s.tell(N_("Matters arising from the last minutes"))),
        base.said("agenda-minutes", minutes),
    ]
    if brought.arising:
        blocks.append(base.actions_table(s, "agenda-arising", s.tell(N_("Actions that are open, not late")), brought.arising))  # fmt: skip
    return blocks


def _waiting(s: Setting, waiting: Sequence[Waiting]) -> list[m.Block]:
    if not waiting:
        return []
    columns = (
        (s.tell(N_("Number")), 1.5), (s.tell(N_("Decision")), 4.6), (s.tell(N_("Last day")), 1.6), (s.tell(N_("Answers")), 1.4),
    )  # fmt: skip
    rows = [
        (
            base.number(w.decision.code), base.decision_cell(s, w.decision, paper=True),
            s.day(w.decision.until) if w.decision.until else "",
            s.tell(N_("{n} of {of}"), n=w.answered, of=w.asked),
        )
        for w in waiting
    ]  # fmt: skip
    return [
        base.table("agenda-waiting", s.tell(N_("No-objections that wait for answers")), columns, rows, compact=True)
    ]


def _items(s: Setting, meeting: Meeting) -> list[m.Block]:
    if not meeting.items:
        return [base.said("agenda-none", s.tell(N_("No item is on the agenda yet.")))]
    columns = ((s.tell(N_("No.")), 0.55), (s.tell(N_("Item")), 3.9), (s.tell(N_("Brought by")), 1.15), (s.tell(N_("Papers, version and hash")), 4.1))  # fmt: skip
    rows = [
        (
            str(item.position), (m.Span(item.title, bold=True),), s.short(item.owner) if item.owner else "–",
            "\n".join(s.paper(digest) for digest in item.papers) or "–",
        )
        for item in meeting.items
    ]  # fmt: skip
    return [base.table("agenda-items", s.tell(N_("Items")), columns, rows)]
