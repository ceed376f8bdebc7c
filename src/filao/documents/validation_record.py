"""The record of a meeting that validated: what was put to it, what it said by number and by sector, what the plenary decided.

It stands beside the report as an annex. Numbers of people too few to be told are not told; nobody is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from filao.core.privacy import WORKING_GROUP_MINIMUM
from filao.core.validation import POSITIONS, THRESHOLD, Concordance, Outcome, Spread, Way, ranked
from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.language import N_, numbers, say, say_n

KIND = "validation-record"
LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Item:
    """An item as the record prints it: its words, the verdict ("" where the plenary did not speak of it), the changed words,
    and the note of who disagrees."""

    id: str
    text: str
    verdict: str = ""
    changed: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What a meeting said, for print. `told` says that five people or more answered."""

    title: str
    way: Way
    held_on: date
    answers: int
    told: bool
    simulated: bool
    items: tuple[Item, ...]
    outcomes: tuple[Outcome, ...] = ()
    spreads: tuple[Spread, ...] = ()
    concordance: Concordance | None = None


def compose(c: Material, record: Record) -> m.Document:
    """The record of a meeting, in the language of `c`."""
    lang = c.language
    subtitle = f"{record.title} · {numbers.day(record.held_on.isoformat(), lang)}"
    if record.simulated:
        subtitle += " · " + say(lang, N_("simulated: a rehearsal, not evidence"))
    meta = c.meta(KIND, say(lang, N_("Validation record")), subtitle, code=f"FILAO-{c.country}-VALIDATION", cover=False)
    blocks: list[m.Block] = [
        m.Paragraph(id="told", style="lead", inline=m.span(_lead(c, record))),
        m.Paragraph(id="method", style="small", inline=m.span(_method(c, record))),
    ]
    if record.told:
        blocks += [_outcomes(c, record), *_sectors(c, record)] if record.way == "validation" else [_spreads(c, record)]
    blocks += _plenary(c, record)
    section = m.Section("record", "", tuple(blocks), numbered=False)
    document = m.Document(meta=replace(meta, edition=""), sections=(section,), style="paper", contents=False)
    return finish(c, document)


def _lead(c: Material, record: Record) -> str:
    lang = c.language
    if not record.told:
        return say(
            lang, N_("Fewer than {n} people answered, so that what they said is not told; the plenary decided."),
            n=WORKING_GROUP_MINIMUM,
        )  # fmt: skip
    answered = say_n(lang, "One person answered.", "{n} people answered.", record.answers)
    if record.way != "validation":
        return f"{answered} {_agreement(c, record.concordance)}"
    stand = sum(not one.to_plenary for one in record.outcomes)
    return f"{answered} " + say(
        lang, N_("{n} of {of} items stand as they are; the plenary spoke of the others."), n=stand, of=len(record.items)
    )


def _agreement(c: Material, found: Concordance | None) -> str:
    lang = c.language
    if found is None or found.w is None:
        return say(lang, N_("How far they order the items alike cannot be told."))
    text = say(
        lang, N_("Kendall’s W, from 0 (no common order) to 1 (the same order), is {w} over {n} people."),
        w=numbers.number(found.w, lang, 2), n=found.judges,
    )  # fmt: skip
    if found.left_out:
        text += " " + say_n(
            lang, "One who left items out is not in it.", "{n} who left items out are not in it.", found.left_out
        )
    return text


def _method(c: Material, record: Record) -> str:
    lang = c.language
    if record.way == "validation":
        return say(
            lang,
            N_(
                "An item stands where {share} % or more of those whose field it is agree to it as it is. Numbers by sector below {n} are not told, nor others that would give them away."
            ),
            share=round(100 * THRESHOLD), n=WORKING_GROUP_MINIMUM,
        )  # fmt: skip
    if record.way == "delphi":
        return say(lang, N_("Ratings from 1 to 9; quartiles are read linearly between neighbours."))
    return say(lang, N_("Points from 0 to 100 for each item; items stand in the order of their mean."))


def _outcomes(c: Material, record: Record) -> m.Table:
    lang = c.language
    words = {item.id: item.text for item in record.items}
    heads = [N_("Item"), N_("Agree"), N_("With a change"), N_("Disagree"), N_("Not my field"), N_("Share that agrees")]
    widths = (5.2, 0.9, 1.1, 1.1, 1.1, 1.1)
    rows = tuple(
        (
            m.span(f"{number}. {words[one.item]}"),
            *(m.span(str(one.counts[position])) for position in POSITIONS),
            (m.Span(_percent(c, one.share), bold=not one.to_plenary),),
        )
        for number, one in enumerate(record.outcomes, start=1)
    )
    return _table(c, "outcomes", say(lang, N_("What the meeting said of each item")), heads, widths, rows, record)


def _sectors(c: Material, record: Record) -> list[m.Block]:
    """How many of each sector take an item as it is, of those whose field it is."""
    lang = c.language
    sectors = list(dict.fromkeys(sector for one in record.outcomes for sector in one.by_sector))
    if not sectors:
        return []
    if all(None in told for one in record.outcomes for told in one.by_sector.values()):
        few = say(lang, N_("By sector the numbers are too small to be told."))
        return [m.Paragraph(id="sectors-none", style="small", inline=m.span(few))]
    heads = [N_("Item"), *(c.code_label("seat_sector", sector) if sector else "–" for sector in sectors)]
    rows = tuple(
        (m.span(str(number)), *(m.span(_of(c, one.by_sector.get(sector))) for sector in sectors))
        for number, one in enumerate(record.outcomes, start=1)
    )
    widths = (0.6, *(1.0 for _sector in sectors))
    caption = say(lang, N_("Who takes an item as it is, of those in the field, by sector"))
    return [_table(c, "sectors", caption, heads, widths, rows, record)]


def _of(c: Material, told: tuple[int | None, int | None] | None) -> str:
    if told is None:
        return "–"
    agree, other = told
    if agree is None or other is None:
        return say(c.language, N_("not told"))
    return say(c.language, N_("{n} of {of}"), n=agree, of=agree + other)


def _spreads(c: Material, record: Record) -> m.Table:
    lang = c.language
    words = {item.id: item.text for item in record.items}
    heads = [N_("Item"), N_("Answers"), N_("Mean"), N_("Median"), N_("Quartiles")]
    moved = any(one.shift is not None for one in record.spreads)
    if moved:
        heads += [N_("Median since last round"), N_("Range since last round")]
    found = ranked(record.spreads) if record.way == "priority" else record.spreads
    rows = []
    for place, one in enumerate(found, start=1):
        between = f"{_number(c, one.lower)} – {_number(c, one.upper)}"
        cells = [
            m.span(f"{place}. {words[one.item]}"), m.span(str(one.n)), m.span(_number(c, one.mean)),
            (m.Span(_number(c, one.median), bold=True),), m.span(between),
        ]  # fmt: skip
        if moved:
            narrowing = None if one.narrowing is None else -one.narrowing
            cells += [m.span(_change(c, one.shift)), m.span(_change(c, narrowing))]
        rows.append(tuple(cells))
    widths = (4.2, 1, 1, 1, 1.4, 1.2, 1.2)[: len(heads)]
    return _table(c, "spreads", say(lang, N_("How the items were rated")), heads, widths, tuple(rows), record)


def _plenary(c: Material, record: Record) -> list[m.Block]:
    lang = c.language
    spoken = [(number, item) for number, item in enumerate(record.items, start=1) if item.verdict]
    if not spoken:
        return []
    heads = [N_("Item"), N_("The plenary"), N_("New words, and who disagrees")]
    rows = tuple(
        (
            m.span(f"{number}. {item.text}"),
            (m.Span(c.code_label("verdict", item.verdict), bold=True),),
            m.span(" ".join(filter(None, (item.changed, item.note))) or "–"),
        )
        for number, item in spoken
    )
    return [_table(c, "plenary", say(lang, N_("What the plenary decided")), heads, (4, 1.6, 4), rows, record)]


def _table(
    c: Material, id: str, caption: str, heads: Sequence[str], widths: Sequence[float],
    rows: tuple[tuple[m.Inline, ...], ...], record: Record,
) -> m.Table:  # fmt: skip
    columns = tuple(m.Column(say(c.language, head), width) for head, width in zip(heads, widths, strict=True))
    evidence = m.Evidence(n=say_n(c.language, "one answer", "{n} answers", record.answers))
    return m.Table(id=id, caption=caption, columns=columns, rows=rows, evidence=evidence, compact=True)


def _number(c: Material, value: float | None) -> str:
    return "–" if value is None else numbers.number(value, c.language, 1)


def _change(c: Material, value: float | None) -> str:
    return "–" if value is None else ("+" if value > 0 else "") + numbers.number(value, c.language, 1)


def _percent(c: Material, share: float | None) -> str:
    return "–" if share is None else numbers.percent(share, c.language)
