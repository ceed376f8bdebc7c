"""One page for the client: what is due, what it waits for, what needs attention, what comes next, what is known.

It stays one page: alerts and dates are cut to what fits, and say how many more there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from filao.core.alerts import Alert, Awaited, Validated
from filao.core.engagement import Deliverable, commented_on, instalment_status, missing_for, untied, upcoming
from filao.documents import mapping_report, terms
from filao.documents import model as m
from filao.documents.composing import Material, Standing, finish, unasked
from filao.documents.language import N_, numbers, say, say_n
from filao.documents.words import alerts as words

KIND = "status-page"
LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Counts:
    """What the desk, the drafts, the meetings and the calendar add to the register's figures."""

    sheets_out: int = 0
    sheets_back: int = 0
    comments_open: int = 0
    pages: float | None = None
    alerts: tuple[Alert, ...] = ()
    rounds: tuple[Awaited, ...] = ()
    validations: tuple[Validated, ...] = ()


ROOM = 12
"""Rows that the page has for deliverables, instalments, alerts and dates together."""
LEAST = 3
"""Alerts, and dates, that are told at least."""
CROWDED = 22
"""Lines from which on the figures of the register are left out; an alert takes two."""
NO_COUNTS = Counts()


def compose(c: Material, counts: Counts = NO_COUNTS) -> m.Document:
    lang = c.language
    e = c.engagement
    title = say(lang, N_("Where the work stands"))
    f = c.analysis.figures
    core = {partner.organisation_id for partner in c.analysis.partners if partner.tier == "core"}
    held = len(core & {interview.organisation_id for interview in c.held})
    figures = m.KeyFigures(
        id="status-figures",
        items=(
            (m.Span(f"{held} / {f.number('partners.core')}"), say(lang, N_("core interviews held"))),
            (m.Span(f"{counts.sheets_back} / {counts.sheets_out}"), say(lang, N_("sheets returned of those sent"))),
            (m.Span(str(f.number("questions.must")), figure="questions.must"), say(lang, N_("first questions open"))),
            (m.Span(str(counts.comments_open)), say(lang, N_("comments open"))),
        ),
    )
    instalments, coming = _instalments(c), _coming(c, counts)
    left = ROOM - len(e.deliverables) - len(instalments)
    dates = min(len(coming), max(LEAST, left // 3))
    asked = min(len(counts.alerts), max(LEAST, left - dates))
    blocking = _cut([m.span(text) for text in blockers(c, counts)], 4, lang)
    lines = len(e.deliverables) + len(instalments) + 2 * asked + dates + len(blocking)
    blocks: list[m.Block] = [
        m.Paragraph(id="status-line", style="lead", inline=_line(c)),
        figures,
        _due(c),
        *_list("status-instalments", N_("Instalments"), instalments, lang),
        *_alerts(c, counts, asked),
        *_list("status-coming", N_("What comes next"), _cut(coming, dates, lang), lang),
        *_list("status-blocks", N_("What blocks the next deliverable"), blocking, lang),
        *_list("status-known", N_("What the register shows"), _known(c) if lines <= CROWDED else [], lang),
    ]
    document = m.Document(
        meta=replace(
            c.meta(KIND, title, e.title, code=f"FILAO-{c.country}-STATUS", cover=False),
            subtitle_lang="" if e.language == lang else e.language,
        ),
        sections=(m.Section("status", "", tuple(blocks), numbered=False),),
        style="paper",
        contents=False,
        references=None,
    )
    return finish(c, document)


def _list(id: str, head: str, items: Sequence[m.Inline], lang: str) -> list[m.Block]:
    """A list under its head; nothing where there is nothing to say."""
    if not items:
        return []
    return [
        m.Heading(id=f"{id}-head", level=2, text=say(lang, head), numbered=False),
        m.Bullets(id=id, items=tuple(items)),
    ]


def _cut(items: Sequence[m.Inline], most: int, lang: str) -> list[m.Inline]:
    """The first of a list, and how many more there are."""
    if len(items) <= most:
        return list(items)
    more = len(items) - most + 1
    return [*items[: most - 1], m.span(say_n(lang, "One more, in Filao.", "{n} more, in Filao.", more))]


def _alerts(c: Material, counts: Counts, most: int) -> list[m.Block]:
    """Alerts with their dates and what to do; names of the terms in their own language."""
    lang, rows = c.language, []
    told = counts.alerts if len(counts.alerts) <= most else counts.alerts[: most - 1]
    for alert in told:
        when = numbers.day(alert.on.isoformat(), lang) if alert.on else "–"
        text = words.told(alert, lang, terms.PLACE)
        inline = terms.around(text, (_name(c, alert),)) if terms.PLACE in text else m.span(text)
        rows.append((m.span(when), inline, m.span(words.mend(alert, lang))))
    if more := len(counts.alerts) - len(told):
        rows.append((m.span("…"), m.span(say_n(lang, "One more, in Filao.", "{n} more, in Filao.", more)), ()))
    if not rows:
        return []
    return [
        m.Table(
            id="status-alerts",
            caption=say(lang, N_("What needs attention")),
            columns=(
                m.Column(say(lang, N_("Date")), 1.4),
                m.Column(say(lang, N_("What")), 4.4),
                m.Column(say(lang, N_("What to do")), 2.8),
            ),
            rows=tuple(rows),
            numbered=False,
            compact=True,
            evidence=m.Evidence(),
        )
    ]


def _name(c: Material, alert: Alert) -> m.Span:
    """What an alert is about: a deliverable as the page names it, what the terms name in the language of the terms."""
    item = c.engagement.deliverable(alert.id) if alert.what == "deliverable" else None
    if item:
        return terms.deliverable(c, item)
    foreign = alert.what == "milestone" and c.engagement.language != c.language
    return m.Span(alert.title, lang=c.engagement.language if foreign else "")


def _coming(c: Material, counts: Counts) -> list[m.Inline]:
    """Milestones ahead, rounds of comments in progress, and meetings that validate and have not ended, by date."""
    lang, today = c.language, c.today
    foreign = c.engagement.language if c.engagement.language != lang else ""
    found: list[tuple[date, m.Inline]] = []
    for stone in c.engagement.milestones:
        if (stone.until or stone.on) >= today:
            found.append((stone.on, (m.Span(stone.title, lang=foreign),)))
    for one in counts.rounds:
        text = say(
            lang,
            N_("comments on {title}, answers so far: {n} of {asked}"),
            title=one.title,
            n=one.asked - one.silent,
            asked=one.asked,
        )
        found.append((one.due, m.span(text)))
    for meeting in counts.validations:
        if meeting.ended_at is None:
            text = say(lang, N_("meeting that validates: {title}"), title=meeting.title)
            found.append((meeting.held_on, m.span(text)))
    return [
        (m.Span(f"{numbers.day(on.isoformat(), lang)}{numbers.colon(lang)} ", bold=True), *inline)
        for on, inline in sorted(found, key=lambda pair: pair[0])
    ]


def _line(c: Material) -> m.Inline:
    """What is due next, its title in its own language."""
    lang = c.language
    e = c.engagement
    due = next((d for d in upcoming(e, c.today) if d.what == "deliverable"), None)
    if due is None and any(d.status != "accepted" for d in e.deliverables):
        return m.span(say(lang, N_("No date is agreed for what is still to be delivered.")))
    if due is None:
        return m.span(say(lang, N_("Nothing is due: every deliverable has been accepted.")))
    when = numbers.day(due.on.isoformat(), lang)
    wanted = e.deliverable(due.id)
    title = terms.deliverable(c, wanted) if wanted else m.Span(due.title)
    return terms.around(_when(lang, due.days, when), (title,))


def _when(lang: str, days: int, when: str) -> str:
    """The sentence on what is due, with a place for its title."""
    if days < 0:
        return say_n(
            lang,
            "{title} was due on {when}, one day ago.",
            "{title} was due on {when}, {n} days ago.",
            -days,
            title=terms.PLACE,
            when=when,
        )
    if days == 0:
        return say(lang, N_("Next: {title}, due today."), title=terms.PLACE)
    return say_n(
        lang,
        "Next: {title}, due on {when}, in one day.",
        "Next: {title}, due on {when}, in {n} days.",
        days,
        title=terms.PLACE,
        when=when,
    )


def _due(c: Material) -> m.Table:
    lang = c.language
    rows = []
    for d in c.engagement.deliverables:
        when = numbers.day(d.due.isoformat(), lang) if d.due else say(lang, N_("no date agreed"))
        state = c.code_label("deliverable_status", d.status)
        rows.append(((terms.deliverable(c, d),), m.span(when), m.span(state), m.span(_since(d, lang))))
    return m.Table(
        id="status-due",
        caption=say(lang, N_("Deliverables")),
        columns=(
            m.Column(say(lang, N_("Deliverable")), 3.8),
            m.Column(say(lang, N_("Due")), 1.9),
            m.Column(say(lang, N_("State")), 1.4),
            m.Column(say(lang, N_("Since")), 1.5),
        ),
        rows=tuple(rows),
        numbered=False,
        compact=True,
        evidence=m.Evidence(),
    )


def _since(d: Deliverable, lang: str) -> str:
    """The day on which a deliverable was handed in, or accepted."""
    on = d.accepted_on if d.status == "accepted" else d.submitted_on if d.status in ("submitted", "comments") else None
    return numbers.day(on.isoformat(), lang) if on else "–"


_INSTALMENT = {
    "conditions_open": N_("conditions not yet agreed"),
    "not_due": N_("waits for {missing}"),
    "comments_open": N_("waits for decisions on comments on {missing}"),
    "claimable": N_("may be claimed"),
    "claimed": N_("claimed"),
    "paid": N_("paid"),
}


def _instalments(c: Material) -> list[m.Inline]:
    """Each instalment with what it waits for; where no document is tied to what it pays, comments cannot be told."""
    lang = c.language
    items: list[m.Inline] = []
    for instalment in c.engagement.instalments:
        status = instalment_status(c.engagement, instalment)
        lacking = set(missing_for(c.engagement, instalment))
        waited = [d for d in c.engagement.deliverables if d.id in lacking] or commented_on(c.engagement, instalment)
        missing = numbers.enumeration([terms.deliverable(c, d).text for d in waited], lang)
        text = say(lang, _INSTALMENT[status], **({"missing": missing} if "{missing}" in _INSTALMENT[status] else {}))
        if status == "claimable" and untied(c.engagement, instalment):
            text += say(lang, N_(" (not tied to a document: comments are not followed here)"))
        items.append((m.Span(say(lang, N_("Instalment {n}: "), n=instalment.number), bold=True), m.Span(text)))
    return items


def blockers(c: Material, counts: Counts) -> list[str]:
    """What stands between the team and a final report, each with the act that removes it."""
    lang = c.language
    found = []
    if not c.held:
        found.append(say(lang, N_("No interview has been logged: send the letters of introduction.")))
    if counts.sheets_out == 0:
        found.append(say(lang, N_("No body has been sent its sheet: send the sheets to the core partners.")))
    elif counts.sheets_back < counts.sheets_out:
        found.append(
            say_n(
                lang,
                "One sheet has not come back: remind the body.",
                "{n} sheets have not come back: remind the bodies.",
                counts.sheets_out - counts.sheets_back,
            )
        )
    if counts.comments_open:
        found.append(
            say_n(lang, "One comment waits for a decision.", "{n} comments wait for a decision.", counts.comments_open)
        )
    waiting = [f for f in c.findings if unasked(f, c.standing.get(f.id) or Standing())]
    if waiting:
        found.append(
            say_n(
                lang,
                "The bodies of one finding have not been asked for their reply.",
                "The bodies of {n} findings have not been asked for their reply.",
                len(waiting),
            )
        )
    limit = mapping_report.MAX_PAGES
    if counts.pages is not None and counts.pages > limit:
        text = N_("The mapping report has {pages} counted pages of {limit}.")
        found.append(say(lang, text, pages=numbers.number(counts.pages, lang), limit=limit))
    return found or [say(lang, N_("Nothing blocks it."))]


def _known(c: Material) -> list[m.Inline]:
    lang = c.language
    f = c.analysis.figures
    found = [
        say(lang, N_("{n} bodies, {a} actions and {t} ties, from {s} sources."), n=f.number("organisations.total"), a=f.number("actions.total"),
            t=f.number("relations.total"), s=f.number("sources.total")),
        say(lang, N_("{n} of {k} expected links are documented."), n=f.number("links.documented"), k=f.number("links.checked")),
        say(lang, N_("{n} of {k} profiles have a complete documented way."), n=f.number("pathways.complete"), k=f.number("pathways.profiles")),
        say_n(lang, "{n} body rests on a single source.", "{n} bodies rest on a single source.", f.number("organisations.single_source")),
    ]  # fmt: skip
    return [m.span(text) for text in found]
