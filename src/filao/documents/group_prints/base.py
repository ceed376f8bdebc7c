"""What the papers of a group share: whose they are, in which language, and the blocks that return in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from filao.core import meetings as core
from filao.core.register import Register, Seat
from filao.documents import model as m
from filao.documents import pdf
from filao.documents.language import N_, labels, numbers, say
from filao.documents.word import writer as word

LANGUAGES = ("en", "fr")
_SHORT_HASH = 12

Cells = Sequence[str | m.Inline]


@dataclass(frozen=True)
class Setting:
    """Of which workspace and group a paper is, in which language, on which day. `register` is the one that may leave, for
    names of bodies; `papers` names kept files by their hash; `chair` is the body that chairs; `mark` is the group's short name."""

    workspace: str
    country: str
    group: str
    register: Register
    today: date
    language: str = "en"
    notice: str = ""
    chair: str = ""
    mark: str = ""
    papers: Mapping[str, str] = field(default_factory=dict)

    def within(self, language: str) -> Setting:
        """The same in another language."""
        return replace(self, language=language)

    def tell(self, message: str, /, **values: object) -> str:
        return say(self.language, message, **values)

    def day(self, day: date) -> str:
        return numbers.day(day.isoformat(), self.language)

    def label(self, group: str, code: str) -> str:
        return labels.label(group, code, self.language)

    def seat(self, seat: Seat) -> str:
        """The kind of a seat as the register's terms call it."""
        kind = self.register.vocabulary.label("seat_type", seat.seat_type, self.language)
        return ", ".join((kind, self.tell(N_("chair")))) if seat.chair else kind

    def short(self, id: str) -> str:
        body = self.register.organisations.get(self.register.merged.get(id, id))
        return body.short_name if body else id

    def full(self, id: str) -> str:
        body = self.register.organisations.get(self.register.merged.get(id, id))
        return body.name_in(self.language) if body else id

    def both(self, id: str) -> str:
        """The whole name with the short one, where they differ."""
        full, short = self.full(id), self.short(id)
        return full if full == short else f"{full} ({short})"

    @property
    def in_chair(self) -> str:
        """The body that chairs, or a place to write it."""
        return self.full(self.chair) if self.chair else self.tell(N_("[institution in the chair]"))

    def paper(self, digest: str) -> str:
        """A paper by its name and version, with the beginning of its hash."""
        name = self.papers.get(digest, "")
        return f"{name} · {digest[:_SHORT_HASH]}" if name else digest[:_SHORT_HASH]


def nearest(language: str) -> str:
    """The language that papers are made in for who reads this one."""
    return language if language in LANGUAGES else "fr" if language == "mfe" else "en"


def written(document: m.Document, format: Literal["pdf", "docx"]) -> bytes:
    """The finished file."""
    data: bytes = pdf.build(document).data if format == "pdf" else word.build(document)
    return data


def document(
    s: Setting, name: str, title: str, subtitle: str, sections: Sequence[m.Section], *, edition: str = "",
    style: Literal["paper", "letter"] = "paper", annexes: Sequence[m.Section] = (), version: str = "", notice: str = "",
) -> m.Document:  # fmt: skip
    """A paper of the group; `notice` stands in the running line of each page beside that of the workspace."""
    day = s.day(s.today)
    meta = m.Meta(
        title=title, subtitle=subtitle, kind="group-print", code=f"FILAO-{s.country}-{name}".upper(), version=version,
        language=s.language, date=day, data_date=day, edition=edition, notice=" · ".join(filter(None, (notice, s.notice))),
        client=s.group, workspace=s.workspace, stamp=s.today.isoformat(),
    )  # fmt: skip
    made: m.Document = m.legible(
        m.Document(
            meta=meta, sections=tuple(sections), annexes=tuple(annexes), style=style, contents=False,
            labels=labels.words(s.language), references=None,
        )
    )  # fmt: skip
    return made


def said(id: str, text: str | m.Inline, style: Literal["body", "lead", "small", "sub"] = "body") -> m.Paragraph:
    return m.Paragraph(id=id, inline=m.span(text) if isinstance(text, str) else text, style=style)


def head(id: str, text: str) -> m.Heading:
    return m.Heading(id=id, level=2, text=text, numbered=False)


def table(
    id: str, caption: str, columns: Sequence[tuple[str, float]], rows: Sequence[Cells], *,
    evidence: m.Evidence | None = None, ruled: bool = False, compact: bool = False, group_rows: frozenset[int] = frozenset(),
) -> m.Table:  # fmt: skip
    """A table without number, its cells given as text or as inline content."""
    cells = tuple(tuple(m.span(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return m.Table(
        id=id, caption=caption, columns=tuple(m.Column(label, width) for label, width in columns), rows=cells,
        evidence=evidence or m.Evidence(), numbered=False, ruled=ruled, compact=compact, group_rows=group_rows,
    )  # fmt: skip


def facts(id: str, rows: Sequence[tuple[str, str]]) -> m.Table:
    """Labels and what is said of them; those with nothing to say are left out."""
    said_of = [((m.Span(label, bold=True),), m.span(text)) for label, text in rows if text]
    return table(id, "", (("", 1), ("", 4.6)), said_of)


def hours(s: Setting, meeting: core.Meeting) -> str:
    """When a meeting begins and ends, as far as that is known."""
    if not meeting.at:
        return ""
    begins = datetime.fromisoformat(f"{meeting.on.isoformat()}T{meeting.at}")
    ends = begins + timedelta(minutes=meeting.duration)
    return s.tell(N_("{start} to {end}"), start=f"{begins:%H:%M}", end=f"{ends:%H:%M}")


def when_and_where(s: Setting, meeting: core.Meeting) -> list[tuple[str, str]]:
    """The day, the hours and the place of a meeting, for `facts`."""
    return [
        (s.tell(N_("Day")), s.day(meeting.on)), (s.tell(N_("Time")), hours(s, meeting)),
        (s.tell(N_("Venue")), meeting.place),
    ]  # fmt: skip


def result(s: Setting, decision: core.Decision) -> str:
    """How a decision was taken and how it stands."""
    mode = s.label("decision_mode", decision.mode)
    if decision.votes:
        mode += " " + s.tell(N_("({a} for, {b} against, {c} abstaining)"), a=decision.votes[0], b=decision.votes[1], c=decision.votes[2])  # fmt: skip
    stands = core.outcome(decision, s.today)
    text = f"{numbers.first_large(mode)}{numbers.colon(s.language)} {s.label('decision_outcome', stands)}"
    if stands == "open" and decision.until:
        text += " " + s.tell(N_("(until {day})"), day=s.day(decision.until))
    return text


def dissent(s: Setting, decision: core.Decision) -> list[str]:
    """Who dissented or objected, with the reason, by body."""
    colon = numbers.colon(s.language)
    found = [
        s.tell(N_("Dissent of {body}"), body=s.short(body)) + (f"{colon} {reason}" if reason else "")
        for body, reason in sorted(decision.dissent.items())
    ]
    found += [
        s.tell(N_("Objection of {body}"), body=s.short(a.organisation_id)) + f"{colon} {a.reason}"
        for a in decision.answers if a.objects
    ]  # fmt: skip
    return found


def decision_cell(s: Setting, decision: core.Decision, *, paper: bool = False) -> m.Inline:
    """The wording, and under it dissent and, where asked for, the file it is about."""
    lines = dissent(s, decision)
    if paper and decision.paper:
        lines.append(s.tell(N_("File: {paper}"), paper=s.paper(decision.paper)))
    below = tuple(m.Span(f"\n{line}", italic=True) for line in lines)
    return (m.Span(decision.wording), *below)


def actions_table(
    s: Setting, id: str, caption: str, actions: Sequence[core.Action], *, state: bool = True
) -> m.Table:  # fmt: skip
    """Number, what, who, by when, and with `state` how far it is on the day of print."""
    late = {a.code for a in core.overdue(actions, s.today)}
    columns = [(s.tell(N_("Number")), 1.5), (s.tell(N_("Action")), 4.3), (s.tell(N_("In charge")), 1.05), (s.tell(N_("Due on")), 1.6)]  # fmt: skip
    rows: list[list[str | m.Inline]] = [[number(a.code), a.text, s.short(a.owner), s.day(a.due)] for a in actions]
    if state:
        columns.append((s.tell(N_("State")), 1.5))
        for row, a in zip(rows, actions, strict=True):
            mark = (m.Span(", " + s.tell(N_("late")), bold=True),) if a.code in late else ()
            row.append((m.Span(s.label("duty_status", a.status)), *mark))
    return table(id, caption, columns, rows, compact=True)


def decisions_table(s: Setting, id: str, caption: str, decisions: Sequence[core.Decision]) -> m.Table:
    columns = ((s.tell(N_("Number")), 1.5), (s.tell(N_("Decision")), 5.2), (s.tell(N_("How it was taken")), 2.4))
    rows = [(number(d.code), decision_cell(s, d, paper=True), result(s, d)) for d in decisions]
    return table(id, caption, columns, rows, compact=True)


def number(code: str) -> m.Inline:
    """A number that is not broken at its hyphens."""
    return (m.Span(code.replace("-", "\N{NON-BREAKING HYPHEN}"), bold=True),)
