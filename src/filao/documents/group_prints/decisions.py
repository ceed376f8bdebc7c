"""The decision register of a group in print and as a workbook: what was decided, how, who dissented, on which file, what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from filao.core.meetings import Action, Decision, Meeting, Outcome, outcome
from filao.documents import model as m
from filao.documents import workbook
from filao.documents.group_prints import base
from filao.documents.group_prints.base import Setting
from filao.documents.language import N_, numbers, say_n

KIND = "decision-register"
OUTCOMES: tuple[Outcome, ...] = ("carried", "rejected", "objected", "unconfirmed", "open")


def compose(
    s: Setting, decisions: Sequence[Decision], actions: Sequence[Action], meetings: Sequence[Meeting], year: int = 0
) -> m.Document:  # fmt: skip
    """Decisions meeting by meeting, each meeting followed by the actions recorded there."""
    titles = {meeting.code: meeting for meeting in meetings}
    evidence = m.Evidence(source_text=s.tell(N_("records of the {group}"), group=s.group), date=s.day(s.today))
    blocks: list[m.Block] = [base.said("decisions-lead", _lead(s, decisions), "lead")]
    for code, found in groupby(decisions, key=lambda d: d.meeting):
        taken = tuple(found)
        told = replace(evidence, n=say_n(s.language, "{n} decision", "{n} decisions", len(taken)))
        blocks.append(base.head(f"meeting-{code}", _meeting(s, code, titles.get(code))))
        blocks.append(replace(base.decisions_table(s, f"decisions-{code}", "", taken), evidence=told))
        if follow := [a for a in actions if a.meeting == code]:
            blocks.append(base.actions_table(s, f"actions-{code}", s.tell(N_("Actions that follow")), follow))
    section = m.Section("decisions", "", tuple(blocks), numbered=False)
    return base.document(
        s, f"DECISIONS{f'-{year}' if year else ''}", s.tell(N_("Decision register")), _span(s, year), [section]
    )


def _span(s: Setting, year: int) -> str:
    return str(year) if year else s.tell(N_("All years, to {day}"), day=s.day(s.today))


def _meeting(s: Setting, code: str, meeting: Meeting | None) -> str:
    return f"{code} {meeting.title}, {s.day(meeting.on)}" if meeting else code


def _lead(s: Setting, decisions: Sequence[Decision]) -> str:
    """How many decisions there are, and how many of each outcome."""
    if not decisions:
        return s.tell(N_("No decision is on record."))
    count = Counter(outcome(d, s.today) for d in decisions)
    colon = numbers.colon(s.language)
    counted = "; ".join(f"{s.label('decision_outcome', how)}{colon} {count[how]}" for how in OUTCOMES if count[how])
    return say_n(s.language, "{n} decision ({counted})", "{n} decisions ({counted})", len(decisions), counted=counted)


def sheet(
    s: Setting, decisions: Sequence[Decision], actions: Sequence[Action], meetings: Sequence[Meeting], year: int = 0
) -> bytes:  # fmt: skip
    """The register as XLSX: a row for each decision; text stays text, whatever sign it begins with."""
    titles = {meeting.code: meeting for meeting in meetings}
    head = (
        (s.tell(N_("Number")), 15), (s.tell(N_("Day")), 12), (s.tell(N_("Meeting")), 30), (s.tell(N_("Decision")), 60),
        (s.tell(N_("How it was taken")), 34), (s.tell(N_("Dissent and objections")), 44), (s.tell(N_("Last day")), 12),
        ("SHA-256", 24), (s.tell(N_("File")), 34), (s.tell(N_("Actions of the meeting")), 44),
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
    empty = base.document(s, "DECISIONS", s.tell(N_("Decision register")), _span(s, year), [])
    about = (
        (s.tell(N_("Group")), s.group), (s.tell(N_("Decisions")), f"{len(decisions)} · {_span(s, year)}"),
        (s.tell(N_("Printed on")), s.day(s.today)),
    )  # fmt: skip
    page = workbook.Sheet(
        s.tell(N_("Decisions")), s.tell(N_("Decision register")), s.tell(N_("Institutions are named, never persons.")), head, rows
    )  # fmt: skip
    return workbook.build(empty.meta, [page], about)
