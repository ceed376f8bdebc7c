"""The record of a meeting that validated: what was put to it, what it said by number and by sector, what the plenary decided.

It stands beside the report as an annex. Numbers of people too few to be told are not told; nobody is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from filao.core.privacy import WORKING_GROUP_MINIMUM
from filao.core.validation import POSITIONS, THRESHOLD, Concordance, Item, Outcome, Record, places, ranked
from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.language import N_, numbers, say, say_n

KIND = "validation-record"
LANGUAGES = ("en", "fr")


def compose(c: Material, record: Record) -> m.Document:
    """The record of a meeting, in the language of `c`."""
    lang = c.language
    title = say(lang, N_("Validation record"))
    meta = c.meta(KIND, title, _headed(c, record), code=f"FILAO-{c.country}-VALIDATION", cover=False)
    section = m.Section("record", "", tuple(blocks(c, record)), numbered=False)
    document = m.Document(meta=replace(meta, edition=""), sections=(section,), style="paper", contents=False)
    return finish(c, document)


def annex(c: Material) -> list[m.Block]:
    """What the meetings of an engagement said, for the working group: each under its title and day."""
    found: list[m.Block] = []
    for number, record in enumerate(c.validations, start=1):
        title = m.Paragraph(id="title", style="lead", inline=m.span(_headed(c, record)))
        told: list[m.Block] = [title, *blocks(c, record)]
        found += [replace(block, id=f"meeting-{number}-{block.id}", audience="working_group") for block in told]
    return found


def _headed(c: Material, record: Record) -> str:
    """The title of a meeting with its day, and that it was a rehearsal where it was one."""
    parts = [record.title, numbers.day(record.held_on.isoformat(), c.language)]
    if record.simulated:
        parts.append(say(c.language, N_("simulated: a rehearsal, not evidence")))
    return " · ".join(parts)


def blocks(c: Material, record: Record) -> list[m.Block]:
    """What a meeting said and what its plenary decided."""
    found: list[m.Block] = [
        m.Paragraph(id="told", style="lead", inline=m.span(_lead(c, record))),
        m.Paragraph(id="method", style="small", inline=m.span(_method(c, record))),
    ]
    if record.told:
        found += [_outcomes(c, record), *_sectors(c, record)] if record.way == "validation" else [_spreads(c, record)]
    return [*found, *_plenary(c, record)]


def _lead(c: Material, record: Record) -> str:
    lang = c.language
    if not record.told:
        few = say(
            lang, N_("Fewer than {n} people answered, so that what they said is not told."), n=WORKING_GROUP_MINIMUM
        )
        spoken = any(item.verdict for item in record.items)
        return f"{few} {say(lang, N_('The plenary decided.'))}" if spoken else few
    answered = say_n(lang, "One person answered.", "{n} people answered.", record.answers)
    if record.way != "validation":
        return f"{answered} {_agreement(c, record.concordance)}"
    verdicts = [_verdict(item, record.outcomes) for item in record.items]
    return f"{answered} " + say(
        lang,
        N_(
            "Items put to the meeting: {of}. As they are: {stand}; with new words: {changed}; not validated: {refused}."
        ),
        of=len(record.items), stand=verdicts.count("stands"), changed=verdicts.count("changed"),
        refused=verdicts.count("not_validated"),
    )  # fmt: skip


def _verdict(item: Item, outcomes: Sequence[Outcome]) -> str:
    """What became of an item: what the plenary said, else that it stands where enough took it as it is."""
    stands = any(one.item == item.id and not one.to_plenary for one in outcomes)
    return item.verdict or ("stands" if stands else "")


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
                "An item stands where {share} % or more of those whose field it is agree to it as it is. Of items that fewer than {n} of them answered nothing is told, nor are numbers by sector below {n} and others that would give them away."
            ),
            share=round(100 * THRESHOLD), n=WORKING_GROUP_MINIMUM,
        )  # fmt: skip
    if record.way == "delphi":
        return say(
            lang,
            N_(
                "Ratings from 1 to 9; quartiles are read linearly between neighbours. Of items that fewer than {n} people answered nothing is told."
            ),
            n=WORKING_GROUP_MINIMUM,
        )
    return say(
        lang,
        N_(
            "Points from 0 to 100 for each item; items stand in the order of their mean. Of items that fewer than {n} people answered nothing is told."
        ),
        n=WORKING_GROUP_MINIMUM,
    )


def _outcomes(c: Material, record: Record) -> m.Table:
    lang = c.language
    words = {item.id: item.text for item in record.items}
    heads = [N_("Item"), N_("Agree"), N_("With a change"), N_("Disagree"), N_("Not my field"), N_("Share that agrees")]
    widths = (5.2, 0.9, 1.1, 1.1, 1.1, 1.1)
    rows = tuple(
        (
            m.span(f"{number}. {words[one.item]}"),
            *(m.span(str(one.counts.get(position, "–"))) for position in POSITIONS),
            (m.Span(_percent(c, one), bold=not one.to_plenary),),
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
    words = {item.id: f"{number}. {item.text}" for number, item in enumerate(record.items, start=1)}
    heads = [N_("Item"), N_("Answers"), N_("Mean"), N_("Median"), N_("Quartiles")]
    widths = [4.2, 1, 1, 1, 1.4]
    moved = any(one.shift is not None for one in record.spreads)
    place = places(record.spreads) if record.way == "priority" else {}
    found = ranked(record.spreads) if place else record.spreads
    rows = []
    for one in found:
        between = f"{_number(c, one.lower)} – {_number(c, one.upper)}" if one.n else "–"
        cells = [
            m.span(words[one.item]), m.span(str(one.n or "–")), m.span(_number(c, one.mean)),
            (m.Span(_number(c, one.median), bold=True),), m.span(between),
        ]  # fmt: skip
        if place:
            cells.insert(0, (m.Span(str(place.get(one.item, "–")), bold=True),))
        if moved:
            narrowing = None if one.narrowing is None else -one.narrowing
            cells += [m.span(_change(c, one.shift)), m.span(_change(c, narrowing))]
        rows.append(tuple(cells))
    if place:
        heads, widths = [N_("Rank"), *heads], [0.7, *widths]
    if moved:
        heads, widths = [*heads, N_("Median since last round"), N_("Range since last round")], [*widths, 1.2, 1.2]
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
    table = _table(c, "plenary", say(lang, N_("What the plenary decided")), heads, (4, 1.6, 4), rows, record)
    decided = say_n(lang, "{n} decision", "{n} decisions", len(spoken))
    return [replace(table, evidence=replace(table.evidence, n=decided))]


def _table(
    c: Material, id: str, caption: str, heads: Sequence[str], widths: Sequence[float],
    rows: tuple[tuple[m.Inline, ...], ...], record: Record,
) -> m.Table:  # fmt: skip
    columns = tuple(m.Column(say(c.language, head), width) for head, width in zip(heads, widths, strict=True))
    n = say_n(c.language, "one answer", "{n} answers", record.answers)
    day = numbers.day(record.held_on.isoformat(), c.language)
    evidence = m.Evidence(n=n, source_text=record.title, date=day)
    return m.Table(id=id, caption=caption, columns=columns, rows=rows, evidence=evidence, compact=True)


def _number(c: Material, value: float | None) -> str:
    return "–" if value is None else numbers.number(value, c.language, 1)


def _change(c: Material, value: float | None) -> str:
    return "–" if value is None else ("+" if value > 0 else "") + numbers.number(value, c.language, 1)


def _percent(c: Material, one: Outcome) -> str:
    return say(c.language, N_("not told")) if one.printed is None else numbers.percent(one.printed, c.language)
