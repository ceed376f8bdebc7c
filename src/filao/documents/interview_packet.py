"""What an interviewer takes along: for each meeting its plan, the body's row to check, the questions that it raises, the guide
with space for notes, stop script and disclosure card; for a week all of it in one file under a list.

Everything is composed of the sheet and the guide. Posts, never names; how a body is reached stands in no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from filao.core import schedule
from filao.core.desk import Interview
from filao.core.problems import Problem
from filao.documents import interview_guide, organisation_sheet
from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.language import N_, numbers, say, say_n
from filao.documents.words import guide

KIND = "interview-packet"
LANGUAGES = ("en", "fr")
WEEK = "week"


def compose(c: Material, variant: str = "") -> m.Document:
    """The packet of a meeting ("INT-01"), of a week ("week:2026-11-23", by any of its days), or of all meetings still to be
    held that have a day. Raises Problem no_such_interview, not_a_date."""
    lang = c.language
    part, _, chosen = variant.rpartition(":")
    one = variant if variant and part != WEEK else ""
    meetings = _one(c, one) if one else _of_week(c, chosen)
    sections = [] if one else [_list(c, meetings)]
    for meeting in meetings:
        sections += _packet(c, meeting, first=bool(one))
    title, subtitle = _titles(c, meetings, one, chosen)
    meta = c.meta(KIND, title, subtitle, code=f"FILAO-{c.country}-PACKET", cover=False)
    document = m.Document(
        meta=replace(meta, edition=say(lang, N_("For the interviewer only"))),
        sections=tuple(sections),
        style="paper",
        contents=False,
    )
    return finish(c, document)


def _one(c: Material, code: str) -> list[Interview]:
    found = [meeting for meeting in c.interviews if meeting.code == code]
    if not found:
        raise Problem("no_such_interview", code=code)
    return found


def _of_week(c: Material, chosen: str) -> list[Interview]:
    """Meetings still to be held, of the week of a day; all that have a day where none is named."""
    try:
        begins = schedule.monday(date.fromisoformat(chosen)) if chosen else None
    except ValueError:
        raise Problem("not_a_date", value=chosen) from None
    return [
        meeting
        for week in schedule.weeks(c.interviews)
        if begins in (None, week.begins)
        for meeting in week.meetings
        if meeting.status in schedule.OPEN
    ]


def _titles(c: Material, meetings: Sequence[Interview], one: str, chosen: str) -> tuple[str, str]:
    lang = c.language
    if one:
        return say(lang, N_("Interview packet")), f"{one} · {c.full(meetings[0].organisation_id)}"
    title = say(lang, N_("Interviews to hold"))
    if not chosen:
        return title, ""
    begins = schedule.monday(date.fromisoformat(chosen))
    days = (numbers.day(day.isoformat(), lang) for day in (begins, begins + timedelta(days=6)))
    return title, say(lang, N_("Week from {first} to {last}"), **dict(zip(("first", "last"), days, strict=True)))


# --- the list of a week


def _list(c: Material, meetings: Sequence[Interview]) -> m.Section:
    lang = c.language
    if not meetings:
        none = say(lang, N_("No meeting that is still to be held has a day here."))
        return m.Section("packets", "", (m.Paragraph(id="packets-none", inline=m.span(none)),), numbered=False)
    rows = tuple(
        (
            m.span(numbers.day(meeting.planned_on, lang)),
            m.span(meeting.planned_at or "–"),
            (m.Span(c.full(meeting.organisation_id), bold=True), m.Span(f" {meeting.code}")),
            m.span(meeting.place or _unknown(c)),
            m.span(numbers.enumeration(list(meeting.goes), lang) or _unknown(c)),
        )
        for meeting in meetings
    )
    labels = (N_("Day"), N_("Time"), N_("Body"), N_("Place or link"), N_("Who goes"))
    columns = tuple(
        m.Column(say(lang, label), width) for label, width in zip(labels, (1.7, 0.7, 2.9, 2.3, 1.6), strict=True)
    )
    told = say_n(lang, "One meeting, with its packet below.", "{n} meetings, each with its packet below.", len(rows))
    return m.Section(
        "packets", "",
        (
            m.Paragraph(id="packets-told", style="lead", inline=m.span(told)),
            m.Table(
                id="packets-list", caption="", columns=columns, rows=rows, evidence=m.Evidence(), numbered=False, roomy=True
            ),
        ),
        numbered=False,
    )  # fmt: skip


def _unknown(c: Material) -> str:
    return say(c.language, N_("not set yet"))


# --- one meeting


def _packet(c: Material, meeting: Interview, *, first: bool) -> Iterator[m.Section]:
    """The parts of one packet; ids carry the code of the meeting, so that many stand in one file."""
    lang = c.language
    body = c.body(meeting.organisation_id)
    profile = guide.profile_for(body.kind if body else "", meeting.guide)
    form = guide.form(profile, c.register, c.version)
    parts = [_head(c, meeting, interview_guide.named(profile, form, lang), first=first)]
    if body:
        parts.append(m.Section("row", "", organisation_sheet.page(c, body), numbered=False, page_break=True))
    parts.append(_questions(c, meeting))
    parts += interview_guide.blocks(c, form)
    parts.append(interview_guide.cards(c))
    for part in parts:
        yield _under(meeting.code, part)


def _head(c: Material, meeting: Interview, guide_name: str, *, first: bool) -> m.Section:
    lang = c.language
    when = numbers.day(meeting.planned_on, lang) if meeting.planned_on else _unknown(c)
    if meeting.planned_at:
        length = say(lang, N_("{n} minutes"), n=meeting.minutes)
        when = say(lang, N_("{day} at {time}, {length}"), day=when, time=meeting.planned_at, length=length)
    told = (
        (N_("When"), when),
        (N_("Place or link"), meeting.place or _unknown(c)),
        (N_("Channel"), c.code_label("channel", meeting.channel) if meeting.channel else _unknown(c)),
        (N_("Who goes"), numbers.enumeration(list(meeting.goes), lang) or _unknown(c)),
        (N_("Language of the talk"), c.label("language", meeting.language) if meeting.language else _unknown(c)),
        (N_("Function to meet (no name)"), meeting.function or _unknown(c)),
        (N_("Guide"), guide_name),
    )
    rows = tuple((m.span(say(lang, label)), m.span(value)) for label, value in told)
    call = say(lang, N_("Who to call before and after, written in by hand; contacts stand in no file:"))
    blocks: list[m.Block] = [
        m.Table(
            id="plan", caption="", roomy=True, columns=(m.Column("", 1.4), m.Column("", 3)), rows=rows,
            evidence=m.Evidence(), numbered=False,
        ),
        m.Lines(id="call", label=m.span(call, bold=True), lines=2),
        interview_guide.no_cases(lang),
        m.Paragraph(id="in-order-head", style="sub", inline=m.span(say(lang, N_("In this order")))),
        m.Bullets(id="in-order", ordered=True, items=tuple(m.span(say(lang, step)) for step in _STEPS)),
    ]  # fmt: skip
    title = "" if first else f"{meeting.code} · {c.full(meeting.organisation_id)}"
    return m.Section("plan-of", title, tuple(blocks), numbered=False, page_break=not first)


_STEPS = (
    N_(
        "Consent first: read it out, note the answer and how the person may be cited. Without consent nothing is asked."
    ),
    N_(
        "The guide, block by block; the questions that the register raises stand before it and are asked where they fit."
    ),
    N_("The body's own page at the end: what is wrong is struck out, what is right written in."),
    N_("The same day: log the meeting at the desk, enter the answers, destroy loose notes."),
)


def _questions(c: Material, meeting: Interview) -> m.Section:
    """What the register asks of this body alone, each with lines to write on."""
    lang = c.language
    own = [q for q in c.analysis.questions if q.organisation_id == meeting.organisation_id]
    title = say(lang, N_("Questions that its row raises"))
    if not own:
        none = m.Paragraph(
            id="asked-none", inline=m.span(say(lang, N_("The register raises no question for this body.")))
        )
        return m.Section("asked", title, (none,), numbered=False, page_break=True)
    must = sum(q.priority == 1 for q in own)
    told = say_n(lang, "One question for this body.", "{n} questions for this body.", len(own))
    if must:
        told += " " + say_n(
            lang, "One must be asked: its block stands in bold.", "{n} must be asked: their block stands in bold.", must
        )
    blocks: list[m.Block] = [m.Paragraph(id="asked-told", style="small", inline=m.span(told))]
    blocks += [
        m.Lines(id=f"asked-{n}", label=interview_guide.asked(c, q), lines=2)
        for n, q in enumerate(sorted(own, key=interview_guide.in_order))
    ]
    return m.Section("asked", title, tuple(blocks), numbered=False, page_break=True)


def _under(code: str, part: m.Section) -> m.Section:
    return replace(part, id=f"{code}-{part.id}", blocks=tuple(_renamed(code, block) for block in part.blocks))


def _renamed(code: str, block: m.Block) -> m.Block:
    if isinstance(block, m.Callout):
        block = replace(block, blocks=tuple(_renamed(code, inner) for inner in block.blocks))
    return replace(block, id=f"{code}-{block.id}")
