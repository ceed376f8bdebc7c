"""One page for the client: what is due, what blocks it, what is known, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from filao.core.engagement import instalment_status, missing_for, upcoming
from filao.documents import model as m
from filao.documents import terms
from filao.documents.composing import Material, finish
from filao.documents.language import N_, numbers, say, say_n

KIND = "status-page"
LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Counts:
    """What the desk and the drafts add to the register's figures."""

    sheets_out: int = 0
    sheets_back: int = 0
    comments_open: int = 0
    pages: float | None = None


NO_COUNTS = Counts()


def compose(c: Material, counts: Counts = NO_COUNTS) -> m.Document:
    lang = c.language
    e = c.engagement
    title = say(lang, N_("Where the work stands"))
    f = c.analysis.figures
    held = sum(i.status == "held" for i in c.interviews)
    figures = m.KeyFigures(
        id="status-figures",
        items=(
            (m.Span(f"{held} / {f.number('partners.core')}"), say(lang, N_("core interviews held"))),
            (m.Span(f"{counts.sheets_back} / {counts.sheets_out}"), say(lang, N_("sheets returned of those sent"))),
            (m.Span(str(f.number("questions.must")), figure="questions.must"), say(lang, N_("first questions open"))),
            (m.Span(str(counts.comments_open)), say(lang, N_("comments open"))),
        ),
    )
    blocks: list[m.Block] = [
        m.Paragraph(id="status-line", style="lead", inline=_line(c)),
        figures,
        _due(c),
        *_instalments(c),
        m.Heading(
            id="status-blocks-head", level=2, text=say(lang, N_("What blocks the next deliverable")), numbered=False
        ),
        m.Bullets(id="status-blocks", items=tuple(m.span(text) for text in blockers(c, counts))),
        m.Heading(id="status-known-head", level=2, text=say(lang, N_("What the register shows")), numbered=False),
        m.Bullets(id="status-known", items=tuple(m.span(text) for text in _known(c))),
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


def _line(c: Material) -> m.Inline:
    """What is due next, its title in its own language."""
    lang = c.language
    e = c.engagement
    due = next((d for d in upcoming(e, c.today) if d.what == "deliverable"), None)
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


_STATUS = {
    "planned": N_("planned"),
    "draft": N_("draft"),
    "submitted": N_("submitted"),
    "comments": N_("comments received"),
    "accepted": N_("accepted"),
}


def _due(c: Material) -> m.Table:
    lang = c.language
    rows = []
    for d in c.engagement.deliverables:
        when = numbers.day(d.due.isoformat(), lang) if d.due else say(lang, N_("no date agreed"))
        accepted = numbers.day(d.accepted_on.isoformat(), lang) if d.accepted_on else ""
        rows.append(((terms.deliverable(c, d),), m.span(when), m.span(say(lang, _STATUS[d.status])), m.span(accepted)))
    return m.Table(
        id="status-due",
        caption=say(lang, N_("Deliverables")),
        columns=(
            m.Column(say(lang, N_("Deliverable")), 4.4),
            m.Column(say(lang, N_("Due")), 1.5),
            m.Column(say(lang, N_("State")), 1.4),
            m.Column(say(lang, N_("Accepted on")), 1.3),
        ),
        rows=tuple(rows),
        numbered=False,
        compact=True,
        evidence=m.Evidence(),
    )


_INSTALMENT = {
    "conditions_open": N_("conditions not yet agreed"),
    "not_due": N_("waits for {missing}"),
    "claimable": N_("may be claimed"),
    "claimed": N_("claimed"),
    "paid": N_("paid"),
}


def _instalments(c: Material) -> list[m.Block]:
    lang = c.language
    items = []
    for instalment in c.engagement.instalments:
        status = instalment_status(c.engagement, instalment)
        missing = numbers.enumeration(
            [
                terms.deliverable(c, d).text
                for id in missing_for(c.engagement, instalment)
                if (d := c.engagement.deliverable(id))
            ],
            lang,
        )
        text = (
            say(lang, _INSTALMENT[status], missing=missing)
            if "{missing}" in _INSTALMENT[status]
            else say(lang, _INSTALMENT[status])
        )
        items.append((m.Span(say(lang, N_("Instalment {n}: "), n=instalment.number), bold=True), m.Span(text)))
    return [m.Bullets(id="status-instalments", items=tuple(items))] if items else []


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
    waiting = [f for f in c.findings if f.negative and not (c.standing.get(f.id) and c.standing[f.id].replies)]
    if waiting:
        found.append(
            say_n(
                lang,
                "The bodies of one finding have not been asked for their reply.",
                "The bodies of {n} findings have not been asked for their reply.",
                len(waiting),
            )
        )
    if counts.pages is not None and counts.pages > 20:
        found.append(say(lang, N_("The mapping report has {pages} counted pages of 20."), pages=counts.pages))
    return found or [say(lang, N_("Nothing blocks it."))]


def _known(c: Material) -> list[str]:
    lang = c.language
    f = c.analysis.figures
    return [
        say(lang, N_("{n} bodies, {a} actions and {t} ties, from {s} sources."), n=f.number("organisations.total"), a=f.number("actions.total"),
            t=f.number("relations.total"), s=f.number("sources.total")),
        say(lang, N_("{n} of {k} expected links are documented."), n=f.number("links.documented"), k=f.number("links.checked")),
        say(lang, N_("{n} of {k} profiles have a complete documented way."), n=f.number("pathways.complete"), k=f.number("pathways.profiles")),
        say_n(lang, "{n} body rests on a single source.", "{n} bodies rest on a single source.", f.number("organisations.single_source")),
    ]  # fmt: skip
