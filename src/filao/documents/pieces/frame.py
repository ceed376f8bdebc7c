"""Law, groups, sources, partners and training: the frame in which bodies act, and what is known of it."""

from __future__ import annotations

from collections import Counter

from filao.core.register import Provision
from filao.core.register.veil import SECTOR_TOLD
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.language import N_, numbers, say, say_n

_ARTICLES = {
    "3": N_("Definition"),
    "5": N_("Offence and penalties"),
    "6": N_("Help to victims"),
    "7": N_("Stay of victims"),
    "8": N_("Return"),
    "9": N_("Prevention"),
    "10": N_("Cooperation and training"),
    "11": N_("Borders"),
    "12": N_("Security of documents"),
    "13": N_("Validity of documents"),
}
"""Subjects of the articles of the Palermo Protocol (2000) that place duties on States."""


def law(c: Material, *, id: str = "law") -> m.Table:
    """Articles of the Palermo Protocol against national provisions and treaties on record."""
    lang = c.language
    rows: list[tuple[m.Inline, ...]] = []
    shades: dict[tuple[int, int], str] = {}
    provisions = list(c.register.provisions.values())
    for article, subject in _ARTICLES.items():
        own = [p for p in provisions if article in p.palermo and p.kind != "treaty" and p.legal_status != "repealed"]
        treaties = [
            p for p in provisions if article in p.palermo and p.kind == "treaty" and p.legal_status != "not_ratified"
        ]
        if not own:
            shades[len(rows), 1] = "open"
        rows.append(
            (
                m.span(f"{article}  {say(lang, subject)}"),
                _listed(c, own) or m.span(say(lang, N_("not documented"))),
                _listed(c, treaties) or m.span("–"),
            )
        )
    empty = [a for a in _ARTICLES if not any(a in p.palermo and p.kind != "treaty" for p in provisions)]
    caption = (
        say(lang, N_("National provisions answer {n} of {total} articles of the Palermo Protocol that place duties on the State"),
            n=len(_ARTICLES) - len(empty), total=len(_ARTICLES))
    )  # fmt: skip
    return m.Table(
        id=id,
        caption=caption,
        columns=(
            m.Column(say(lang, N_("Article")), 1.6),
            m.Column(say(lang, N_("National provisions in force")), 4.2),
            m.Column(say(lang, N_("Treaties")), 2.2),
        ),
        rows=tuple(rows),
        shades=shades,
        compact=True,
        evidence=c.evidence(
            say(
                lang,
                N_("{n} provisions of {k} instruments"),
                n=len(provisions),
                k=len({p.instrument for p in provisions}),
            ),
            note=say(lang, N_("Which article a provision answers is our reading, to be checked by a lawyer.")),
        ),
    )


def _listed(c: Material, provisions: list[Provision]) -> m.Inline:
    """Instruments once each, with their sections where the text names them."""
    by_instrument: dict[str, list[Provision]] = {}
    for p in provisions:
        by_instrument.setdefault(p.instrument, []).append(p)
    runs: list[m.Span] = []
    for instrument, members in by_instrument.items():
        sections = [p.provisions.split(":", 1)[0] for p in members if p.provisions.startswith("s.")]
        brief = _brief(instrument)
        year = f" {members[0].year}" if members[0].year and str(members[0].year) not in brief else ""
        text = ("; " if runs else "") + brief + year + (f" ({', '.join(sections)})" if sections else "")
        runs.append(m.Span(text))
    return tuple(runs)


def _brief(instrument: str) -> str:
    """An instrument without the bracket and the Protocol's long title."""
    text = instrument.split(" (Act ")[0].replace("Combating of Trafficking in Persons", "CTIP")
    if "(" in text and text.endswith(")") and "Convention" not in text:
        inner = text[text.rindex("(") + 1 : -1]
        return inner if "Protocol" in inner else text.split(" (")[0]
    return text


def law_annex(c: Material, *, id: str = "law-annex") -> m.Table:
    """Every provision on record, in our words, with its status and source."""
    lang = c.language
    rows: list[tuple[m.Inline, ...]] = []
    groups: set[int] = set()
    instrument = ""
    for p in c.register.provisions.values():
        if p.instrument != instrument:
            instrument = p.instrument
            groups.add(len(rows))
            year = f" ({p.year})" if p.year and str(p.year) not in instrument else ""
            rows.append((m.span(instrument + year), (), ()))
        record = c.register.records["provision"][p.id]
        status = record.facts.get("status")
        runs: list[m.Span] = []
        for claim in (status.shown, *status.differing) if status else ():
            runs.append(
                m.Span(
                    ("; " if runs else "") + str(claim.value),
                    cite=(claim.source,) if status and status.differing else (),
                )
            )
        rows.append(((m.Span(p.provisions + " ", cite=record.sources[:1]),), m.span(", ".join(p.palermo)), tuple(runs)))
    return m.Table(
        id=id,
        caption=say(lang, N_("Provisions on record")),
        columns=(
            m.Column(say(lang, N_("Provision, in our words")), 4.6),
            m.Column(say(lang, N_("Palermo article")), 0.9),
            m.Column(say(lang, N_("Status by the source")), 2.4),
        ),
        rows=tuple(rows),
        group_rows=frozenset(groups),
        compact=True,
        evidence=c.evidence(say_n(lang, "{n} provision", "{n} provisions", len(c.register.provisions))),
    )


def groups(c: Material, *, id: str = "groups", section: int = 0) -> m.Table:
    """The groups that coordinate, what they rest on, and who is known to sit in them.

    `section` is the number of the section that lists proposed seats, in a document that has one.
    """
    lang = c.language
    rows = []
    for group in c.register.groups.values():
        record = c.register.records["group"][group.id]
        seats = [s for s in c.register.seats.values() if s.group_id == group.id]
        holders = c.shorts(s.organisation_id for s in seats if s.seat_type != "observer")
        proposed = group.kind == "working_group"
        known = _proposed(c, sum(s.seat_type == "mandate" for s in seats), section) if proposed else holders
        reports = c.register.groups[group.reports_to].short_name if group.reports_to in c.register.groups else "–"
        rows.append(
            (
                (m.Span(group.name, bold=True),),
                (m.Span(group.basis + " ", cite=record.sources[:1]),),
                m.span(reports),
                m.span(known or say(lang, N_("not documented"))),
            )
        )
    return m.Table(
        id=id,
        caption=say(lang, N_("Groups that coordinate: the full membership of {k} of the {n} standing groups is documented"),
                    n=numbers.in_words(c.analysis.figures.number("groups.standing"), lang),
                    k=numbers.in_words(c.analysis.figures.number("groups.members_known"), lang)),
        columns=(
            m.Column(say(lang, N_("Group")), 2),
            m.Column(say(lang, N_("What it rests on")), 3.2),
            m.Column(say(lang, N_("Reports to")), 0.9),
            m.Column(say(lang, N_("Members on record")), 1.9),
        ),
        rows=tuple(rows),
        compact=True,
        evidence=c.evidence(say_n(lang, "{n} group", "{n} groups", len(rows))),
    )  # fmt: skip


def _proposed(c: Material, seats: int, section: int) -> str:
    text = say_n(c.language, "{n} mandate seat proposed", "{n} mandate seats proposed", seats)
    if section:
        text += " " + say(c.language, N_("(section {n})"), n=section)
    return text


def sources(c: Material, *, id: str = "sources-by-kind") -> m.Table:
    """How many sources of each kind, over which years, and what one of them is worth."""
    lang = c.language
    from filao.core.vocabulary.standard import CONFIDENCE_BY_SOURCE

    counts = Counter(s.kind for s in c.analysis.register.sources.values())
    rows = []
    for kind, count in counts.most_common():
        years = [s.year for s in c.analysis.register.sources.values() if s.kind == kind and s.year]
        span = f"{min(years)}–{max(years)}" if years and min(years) != max(years) else str(years[0]) if years else "–"
        rows.append(
            (
                m.span(c.label("source_kind", kind)),
                m.span(str(count)),
                m.span(span),
                m.span(CONFIDENCE_BY_SOURCE.get(kind, "")),
            )
        )
    return m.Table(
        id=id,
        caption=say_n(lang, "{n} source by kind", "{n} sources by kind", len(c.analysis.register.sources)),
        columns=(
            m.Column(say(lang, N_("Kind of source")), 2.4),
            m.Column(say(lang, N_("Sources")), 0.8, "right"),
            m.Column(say(lang, N_("Years")), 1, "right"),
            m.Column(say(lang, N_("Confidence of one statement")), 1.2, "center"),
        ),
        rows=tuple(rows),
        compact=True,
        evidence=c.evidence(
            say_n(lang, "{n} source", "{n} sources", len(c.analysis.register.sources)),
            note=say(
                lang,
                N_(
                    "A: two independent sources or both parties; B: one official source; C: press or one party; D: inferred."
                ),
            ),
        ),
    )


def partners(
    c: Material, *, id: str = "partners-table", tiers: tuple[str, ...] = ("core", "purposive", "snowball")
) -> m.Table:
    """Whom to interview, with reasons, channel and number of questions."""
    lang = c.language
    rows: list[tuple[m.Inline, ...]] = []
    groups_: set[int] = set()
    tier = ""
    chosen = [p for p in c.analysis.partners if p.tier in tiers]
    for partner in chosen:
        if partner.tier != tier:
            tier = partner.tier
            groups_.add(len(rows))
            count = sum(p.tier == tier for p in chosen)
            rows.append((m.span(f"{c.code_label('tier', tier)} ({count})"), (), (), (), ()))
        body = c.body(partner.organisation_id)
        reasons = ", ".join(c.code_label("reason", r) for r in partner.reasons) or say(lang, N_("named in the record"))
        rows.append(
            (
                m.span(c.full(partner.organisation_id)),
                m.span(c.label("org_kind", body.kind) if body else ""),
                m.span(reasons),
                m.span(c.code_label("channel", partner.channel)),
                m.span(f"{partner.must} / {partner.questions}"),
            )
        )
    return m.Table(
        id=id,
        caption=say(lang, N_("{n} bodies to meet, in order of priority"), n=len(chosen)),
        columns=(
            m.Column(say(lang, N_("Body")), 3.1),
            m.Column(say(lang, N_("Sector")), 1.5),
            m.Column(say(lang, N_("Why")), 2.4),
            m.Column(say(lang, N_("How")), 1.1),
            m.Column(say(lang, N_("Questions: must / all")), 1, "right"),
        ),
        rows=tuple(rows),
        group_rows=frozenset(groups_),
        compact=True,
        evidence=c.evidence(say_n(lang, "{n} body", "{n} bodies", len(chosen))),
    )


def trainings(c: Material, *, id: str = "trainings") -> m.Table:
    """Training given, by year."""
    lang = c.language
    rows = []
    for t in sorted(c.register.trainings.values(), key=lambda t: (-(t.year or 0), t.id)):
        record = c.register.records["training"][t.id]
        rows.append(
            (
                m.span(str(t.year or "–")),
                (m.Span(t.topic + " ", cite=record.sources[:1]),),
                m.span(c.shorts(t.trainer_ids)),
                m.span(c.shorts(t.trainee_ids) or "–"),
                m.span(c.people(t.participants)),
            )
        )
    figures = c.analysis.figures
    return m.Table(
        id=id,
        caption=say(lang, N_("{n} trainings on record; the number of people is known for {k}"),
                    n=len(rows), k=numbers.in_words(figures.number("trainings.with_numbers"), lang)),
        columns=(
            m.Column(say(lang, N_("Year")), 0.6),
            m.Column(say(lang, N_("Topic")), 3.6),
            m.Column(say(lang, N_("Given by")), 1.4),
            m.Column(say(lang, N_("For")), 1.9),
            m.Column(say(lang, N_("People")), 0.6, "right"),
        ),
        rows=tuple(rows),
        compact=True,
        evidence=c.evidence(say_n(lang, "{n} training", "{n} trainings", len(rows))),
    )  # fmt: skip


def interviews(c: Material, *, id: str = "interviews") -> m.Table:
    """Interviews held; one that may not be named tells neither code nor day, and its sector only where that is allowed."""
    lang = c.language
    rows = []
    for i in sorted(c.held, key=lambda i: (i.held_on, i.code)):
        body = c.body(i.organisation_id)
        named = i.attribution == "institution"
        sector = c.label("org_kind", body.kind) if body and i.attribution in SECTOR_TOLD else ""
        who = c.full(i.organisation_id) if named else sector
        rows.append(
            (
                m.span(i.code if named else ""),
                m.span(who),
                m.span(c.label("channel", i.channel) if i.channel else ""),
                m.span(numbers.day(i.held_on if named else i.held_on[:7], lang)),
            )
        )
    return m.Table(
        id=id,
        caption=say_n(lang, "{n} interview held", "{n} interviews held", len(rows)),
        columns=(
            m.Column(say(lang, N_("Code")), 0.8),
            m.Column(say(lang, N_("Institution, or sector where the institution is not named")), 4),
            m.Column(say(lang, N_("Channel")), 1.2),
            m.Column(say(lang, N_("Date")), 1.2),
        ),
        rows=tuple(rows),
        compact=True,
        evidence=c.evidence(say_n(lang, "{n} interview", "{n} interviews", len(rows))),
    )
