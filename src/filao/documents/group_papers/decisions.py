"""The decision register of a group in print and as a workbook: what was decided, how, who dissented, on which file, what follows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from filao.core.meetings import Action, Decision, Meeting
from filao.documents import model as m
from filao.documents import workbook
from filao.documents.group_papers import base
from filao.documents.group_papers.base import Setting
from filao.documents.language import N_

KIND = "decision-register"


def compose(
    s: Setting, decisions: Sequence[Decision], actions: Sequence[Action], meetings: Sequence[Meeting], year: int = 0
) -> m.Document:  # fmt: skip
    """Decisions meeting by meeting, each meeting followed by the actions recorded there."""
    columns = (
        (s.say(N_("Number")), 1.4), (s.say(N_("Day")), 1.25), (s.say(N_("Decision, with dissent and file")), 4.6),
        (s.say(N_("How it was taken")), 2.1),
    )  # fmt: skip
    titles = {meeting.code: meeting for meeting in meetings}
    rows: list[base.Cells] = []
    heads: set[int] = set()
    for code, found in groupby(decisions, key=lambda d: d.meeting):
        heads.add(len(rows))
        rows.append((_meeting(s, code, titles.get(code)), "", "", ""))
        rows += [
            (base.number(d.code), s.day(d.on), base.decision_cell(s, d, paper=True), base.result(s, d)) for d in found
        ]
        if follow := [a for a in actions if a.meeting == code]:
            rows.append(((m.Span(s.say(N_("Actions")), italic=True),), "", _follow(s, follow), ""))
    evidence = m.Evidence(
        n=s.say_n("{n} decision", "{n} decisions", len(decisions)),
        source_text=s.say(N_("records of the {group}"), group=s.group), date=s.day(s.today),
    )  # fmt: skip
    blocks: list[m.Block] = [
        base.table("decisions", "", columns, rows, evidence=evidence, compact=True, group_rows=frozenset(heads))
        if decisions
        else base.said("decisions-none", s.say(N_("No decision is on record.")))
    ]
    section = m.Section("decisions", "", tuple(blocks), numbered=False)
    return base.document(
        s, f"DECISIONS{f'-{year}' if year else ''}", s.say(N_("Decision register")), _span(s, year), [section]
    )


def _span(s: Setting, year: int) -> str:
    return str(year) if year else s.say(N_("All years, to {day}"), day=s.day(s.today))


def _meeting(s: Setting, code: str, meeting: Meeting | None) -> str:
    return f"{code} {meeting.title}, {s.day(meeting.on)}" if meeting else code


def _follow(s: Setting, actions: Sequence[Action]) -> m.Inline:
    """The actions of a meeting, one a line: number, what, who, by when, state."""
    lines = [
        f"{a.code} {a.text.rstrip('.')} ({s.short(a.owner)}, {s.day(a.due)}, {s.label('duty_status', a.status)})"
        for a in actions
    ]
    return (m.Span("\n".join(lines), italic=True),)


def sheet(
    s: Setting, decisions: Sequence[Decision], actions: Sequence[Action], meetings: Sequence[Meeting], year: int = 0
) -> bytes:  # fmt: skip
    """The register as XLSX: a row for each decision; text stays text, whatever sign it begins with."""
    titles = {meeting.code: meeting for meeting in meetings}
    head = (
        (s.say(N_("Number")), 15), (s.say(N_("Day")), 12), (s.say(N_("Meeting")), 30), (s.say(N_("Decision")), 60),
        (s.say(N_("How it was taken")), 34), (s.say(N_("Dissent and objections")), 44), (s.say(N_("Last day")), 12),
        ("SHA-256", 24), (s.say(N_("File")), 34), (s.say(N_("Actions of the meeting")), 44),
    )  # fmt: skip
    rows = []
    for d in decisions:
        follow = [f"{a.code} {s.short(a.owner)}: {a.text}" for a in actions if a.meeting == d.meeting]
        rows.append(
            (
                d.code, d.on.isoformat(), _meeting(s, d.meeting, titles.get(d.meeting)), d.wording, base.result(s, d),
                "\n".join(base.dissent(s, d)), d.until.isoformat() if d.until else "", d.paper,
                s.papers.get(d.paper, ""), "\n".join(follow),
            )
        )  # fmt: skip
    empty = base.document(s, "DECISIONS", s.say(N_("Decision register")), _span(s, year), [])
    about = (
        (s.say(N_("Group")), s.group), (s.say(N_("Decisions")), f"{len(decisions)} · {_span(s, year)}"),
        (s.say(N_("Printed on")), s.day(s.today)),
    )  # fmt: skip
    page = workbook.Sheet(
        s.say(N_("Decisions")), s.say(N_("Decision register")), s.say(N_("Institutions are named, never persons.")), head, rows
    )  # fmt: skip
    return workbook.build(empty.meta, [page], about)
