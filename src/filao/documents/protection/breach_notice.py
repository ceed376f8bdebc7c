"""Breaches of personal data on paper: the log of all, the notice of one to the Commissioner, and an empty form."""

from __future__ import annotations

from filao.core import protection as core
from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.language import N_, numbers, say, say_n
from filao.documents.protection import pieces
from filao.documents.words import protection as words

KIND = "breach-notice"
LANGUAGES = ("en", "fr")
LOG, FORM = "", "form"
"""Variants: the log of all breaches, an empty form; a number is the notice of that breach."""


def compose(c: Material, variant: str = LOG) -> m.Document:
    """The log, an empty form, or the notice of the breach with a number; one that is not there gives the form."""
    lang = c.language
    breach = c.protection.breach(int(variant)) if variant.isdigit() else None
    if variant == LOG:
        title, subtitle = N_("Log of breaches of personal data"), say(lang, N_("Workspace {name}"), name=c.workspace)
        blocks = _log(c)
    else:
        title = N_("Notice of a breach of personal data")
        notice = words.section(pieces.law(c), "breach_notice", lang)
        subtitle = say(
            lang, N_("To the {office}, for {section}"), office=words.authority(pieces.law(c), lang), section=notice
        )
        blocks = _notice(c, breach)
    document = m.Document(
        meta=pieces.meta(c, KIND, say(lang, title), subtitle, f"BREACH-{breach.number}" if breach else "BREACHES"),
        sections=(m.Section("breach", "", tuple(blocks), numbered=False),),
        style="paper",
        contents=False,
        references=None,
    )
    return finish(c, document)


# --- the log


def _log(c: Material) -> list[m.Block]:
    lang, account = c.language, c.protection
    if not account.breaches:
        return [m.Paragraph(id="none", inline=m.span(say(lang, N_("No breach is on record on this day.")))), _clock(c)]
    rows = [
        (
            str(breach.number),
            words.moment(breach.aware_at, lang),
            breach.nature,
            words.kinds(breach.kinds, lang) or say(lang, N_("not known yet")),
            words.moment(core.notice_due(breach, pieces.law(c)), lang),
            _told(c, breach),
            _persons(c, breach),
            _end(c, breach),
        )
        for breach in account.breaches
    ]
    caption = say_n(lang, "{n} breach on record", "{n} breaches on record", len(rows))
    return [
        pieces.table(
            "log",
            caption,
            (
                (say(lang, N_("No.")), 0.4), (say(lang, N_("Known since")), 1.1), (say(lang, N_("What happened")), 2.2),
                (say(lang, N_("Data")), 1.2), (say(lang, N_("Notice due")), 1.1), (say(lang, N_("Notice given")), 1.1),
                (say(lang, N_("Persons told")), 1.1), (say(lang, N_("Closed")), 1.2),
            ),
            rows,
        ),
        _clock(c),
    ]  # fmt: skip


def _told(c: Material, breach: core.Breach) -> str:
    lang = c.language
    if breach.notified_at is None:
        return say(lang, N_("not yet")) if not breach.closed_at else say(lang, N_("not given"))
    told = words.moment(breach.notified_at, lang)
    return say(lang, N_("{moment}, late"), moment=told) if core.was_late(breach, pieces.law(c)) else told


def _persons(c: Material, breach: core.Breach) -> str:
    if breach.told_at:
        return words.moment(breach.told_at, c.language)
    return say(c.language, N_("not told"))


def _end(c: Material, breach: core.Breach) -> str:
    if not breach.closed_at:
        return say(c.language, N_("open"))
    day = numbers.day(breach.closed_at.date().isoformat(), c.language)
    return f"{day}: {breach.closing}"


def _clock(c: Material) -> m.Paragraph:
    """The time limit, and that it is a reading."""
    lang, law = c.language, pieces.law(c)
    text = say(
        lang,
        N_(
            "The clock runs from the moment at which the controller becomes aware of a breach. {hours} hours is our reading of "
            "{section}: check it against the Act in force."
        ),
        hours=law.notice_hours,
        section=words.section(law, "breach_notice", lang),
    )
    return m.Paragraph(id="clock", style="small", inline=m.span(text))


# --- the notice


def _notice(c: Material, breach: core.Breach | None) -> list[m.Block]:
    """The three parts of a notice: filled in as far as is known, or with lines to write on where there is no breach."""
    lang = c.language
    parts = (
        ("who", N_("Who gives notice"), _who(c, breach)),
        ("what", N_("What happened"), _what(c, breach)),
        ("done", N_("What was done"), _done(c, breach)),
    )
    blocks: list[m.Block] = []
    for id, title, rows in parts:
        if breach:
            blocks.append(pieces.form(id, rows, lang, caption=say(lang, title)))
        else:
            blocks.append(m.Heading(id=f"{id}-head", level=2, text=say(lang, title), numbered=False))
            blocks += [
                m.Lines(id=f"{id}-{n}", field=f"{id}.{n}", lines=_LINES.get((id, n), 1), label=m.span(asked, bold=True))
                for n, (asked, _) in enumerate(rows)
            ]
    return [
        *blocks,
        _clock(c),
        *pieces.signatures(c, "sign", (say(lang, N_("For the controller: name, function, date")),)),
    ]


_LINES = {("what", 2): 4, ("what", 6): 3, ("done", 0): 4, ("done", 2): 2, ("done", 5): 2}
"""Lines to write on in the empty form, where one is too few."""


def _who(c: Material, breach: core.Breach | None) -> list[tuple[str, str]]:
    lang = c.language
    office = words.authority(pieces.law(c), lang)
    return [
        (say(lang, N_("Controller (name, address, telephone, e-mail address of a function)")), ""),
        (say(lang, N_("Number and end of the registration with the {office}"), office=office), ""),
        (say(lang, N_("Data protection officer or other person to ask")), ""),
        (say(lang, N_("Workspace and number in the log")), f"{c.workspace}, {breach.number}" if breach else ""),
    ]


def _what(c: Material, breach: core.Breach | None) -> list[tuple[str, str]]:
    lang = c.language
    return [
        (say(lang, N_("The controller became aware of it on")), words.moment(breach.aware_at, lang) if breach else ""),
        (say(lang, N_("When it happened, or since when")), breach.happened if breach else ""),
        (say(lang, N_("What happened")), breach.nature if breach else ""),
        (say(lang, N_("Kinds of personal data")), words.kinds(breach.kinds, lang) if breach else ""),
        (say(lang, N_("Persons concerned, about how many")), _number(breach.people if breach else None, lang)),
        (say(lang, N_("Records concerned, about how many")), _number(breach.records if breach else None, lang)),
        (say(lang, N_("Likely effects")), breach.effects if breach else ""),
    ]


def _done(c: Material, breach: core.Breach | None) -> list[tuple[str, str]]:
    lang, law = c.language, pieces.law(c)
    told = words.section(law, "breach_told", lang)
    high = {True: N_("yes"), False: N_("no")}.get(breach.high_risk) if breach and breach.high_risk is not None else None
    return [
        (say(lang, N_("Measures taken or proposed, also to lessen the effects")), breach.measures if breach else ""),
        (
            say(lang, N_("High risk to the persons concerned ({section})"), section=told),
            say(lang, high) if high else "",
        ),
        (say(lang, N_("Persons concerned were told on, and how")), _told_how(breach, lang)),
        (say(lang, N_("Notice due by")), words.moment(core.notice_due(breach, law), lang) if breach else ""),
        (
            say(lang, N_("Notice given on")),
            words.moment(breach.notified_at, lang) if breach and breach.notified_at else "",
        ),
        (say(lang, N_("Where it is late: the reasons for the delay")), _late(c, breach)),
    ]


def _late(c: Material, breach: core.Breach | None) -> str:
    if breach and breach.notified_at and not core.was_late(breach, pieces.law(c)):
        return say(c.language, N_("in time"))
    return breach.reason_late if breach else ""


def _told_how(breach: core.Breach | None, lang: str) -> str:
    return f"{words.moment(breach.told_at, lang)}. {breach.told_how}" if breach and breach.told_at else ""


def _number(value: int | None, lang: str) -> str:
    return "" if value is None else numbers.number(value, lang)
