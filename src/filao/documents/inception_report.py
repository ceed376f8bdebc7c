"""The inception report: 10 to 12 pages, twelve sections, ending in the decisions needed."""

from __future__ import annotations

from collections.abc import Sequence

from filao.core.register import KINDS
from filao.documents import mapping_report
from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.language import N_, numbers, say, say_n
from filao.documents.pieces import frame
from filao.documents.words.en import inception_report as words
from filao.documents.words.en import mapping_report as report_words

KIND = "inception-report"
LANGUAGES = ("en",)
SECTIONS = tuple(words.TITLES)


def compose(c: Material) -> m.Document:
    offered = blocks(c)
    title, subtitle = words.title(c)
    sections = tuple(c.section(KIND, id, words.TITLES[id], words.DRAFTS[id](c), offered) for id in words.TITLES)
    document = m.Document(
        meta=c.meta(KIND, title, subtitle, code=f"FILAO-{c.country}-INC"),
        sections=sections,
        annexes=(
            m.Section(
                "annex-list", say(c.language, N_("Provisional list of partners")), (frame.partners(c),), counted=False
            ),
        ),
        references=None,
    )
    return finish(c, document)


def blocks(c: Material) -> dict[str, Sequence[m.Block]]:
    return {
        "sources": [frame.sources(c)],
        "question-matrix": [_table(c, "question-matrix", N_("Questions, measures, sources and respondents"),
                                   (N_("Question"), N_("What is counted"), N_("Where from"), N_("Asked of")), words.QUESTION_ROWS)],
        "partner-summary": [partner_summary(c)],
        "independence": mapping_report.independence(c),
        "data-model": [data_model(c)],
        "work-plan": [work_plan(c)],
        "risks": [_table(c, "risk-table", N_("Risks and what is done about them"),
                         (N_("Risk"), N_("How likely"), N_("What is done")), words.RISK_ROWS, widths=(2.4, 0.9, 4))],
        "outline": [outline(c)],
    }  # fmt: skip


def _table(
    c: Material,
    id: str,
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float] = (),
) -> m.Table:
    lang = c.language
    return m.Table(
        id=id,
        caption=say(lang, caption),
        columns=tuple(m.Column(say(lang, head), widths[n] if widths else 1) for n, head in enumerate(heads)),
        rows=tuple(tuple(m.span(text) for text in row) for row in rows),
        compact=True,
        evidence=m.Evidence(source_text=say(lang, N_("proposal of the team"))),
    )


def partner_summary(c: Material) -> m.Table:
    """Partners by sector and tier."""
    lang = c.language
    tiers = ("core", "purposive", "snowball")
    rows = []
    for kind in c.register.vocabulary.codes("org_kind"):
        members = [p for p in c.analysis.partners if (b := c.body(p.organisation_id)) and b.kind == kind]
        if members:
            counts = [sum(p.tier == tier for p in members) for tier in tiers]
            must = sum(p.must for p in members)
            rows.append((m.span(c.label("org_kind", kind)), *(m.span(str(n)) for n in counts), m.span(str(must))))
    return m.Table(
        id="partner-summary",
        caption=say(lang, N_("Bodies to meet, by sector")),
        columns=(
            m.Column(say(lang, N_("Sector")), 2.6),
            *(m.Column(c.code_label("tier", tier), 1, "right") for tier in tiers),
            m.Column(say(lang, N_("First questions")), 1, "right"),
        ),
        rows=tuple(rows),
        compact=True,
        evidence=c.evidence(say_n(lang, "{n} body", "{n} bodies", len(c.analysis.partners))),
    )


def data_model(c: Material) -> m.Table:
    """What the register records, with the number of rows at the date of the data."""
    lang = c.language
    described = (
        ("organisation", N_("Bodies"), N_("names, sector, mandate, stages, people served, where, services, languages")),
        (
            "action",
            N_("Actions"),
            N_("past, current, planned; who with whom; years; P; aimed at trafficking or related"),
        ),
        ("relation", N_("Ties"), N_("from, to, kind, text that carries it, year, state, confirmed by whom")),
        ("provision", N_("Laws and texts"), N_("provision, article of the Palermo Protocol it answers, status")),
        ("training", N_("Training given"), N_("trainer, bodies trained, topic, year, number of people")),
        ("group", N_("Groups"), N_("what they rest on, whom they report to, seats")),
        ("source", N_("Sources"), N_("title, publisher, kind, date, address")),
    )
    rows = tuple(
        (m.span(say(lang, name)), m.span(str(len(c.register.records.get(kind, {})))), m.span(say(lang, text)))
        for kind, name, text in described
        if kind in KINDS
    )
    return m.Table(
        id="data-model",
        caption=say(lang, N_("What is recorded, and how much of it is on record")),
        columns=(m.Column(say(lang, N_("Record")), 1.3), m.Column(say(lang, N_("Rows")), 0.6, "right"), m.Column(say(lang, N_("Fields")), 5)),
        rows=rows,
        compact=True,
        evidence=c.evidence(say_n(lang, "{n} row", "{n} rows", sum(len(r) for k, r in c.register.records.items() if k not in ("term", "role", "expected_link", "lead", "seat")))),
    )  # fmt: skip


def work_plan(c: Material) -> m.Table:
    """Deliverables and milestones by date."""
    lang = c.language
    e = c.engagement
    entries = [(m_.on, m_.until or m_.on, m_.title, "") for m_ in e.milestones]
    entries += [(d.due, d.due, d.title, say(lang, N_("deliverable"))) for d in e.deliverables if d.due]
    entries.sort(key=lambda entry: entry[0])
    rows = []
    for first, last, title, note in entries:
        when = numbers.day(first.isoformat(), lang)
        if last != first:
            when += f" – {numbers.day(last.isoformat(), lang)}"
        rows.append((m.span(when), (m.Span(title, bold=bool(note)),), m.span(note)))
    return m.Table(
        id="work-plan",
        caption=say(lang, N_("Work plan")),
        columns=(m.Column(say(lang, N_("When")), 2.2), m.Column(say(lang, N_("What")), 4), m.Column("", 1.2)),
        rows=tuple(rows),
        evidence=m.Evidence(
            source_text=say(lang, N_("terms of reference and plan of the engagement")),
        ),
    )


def outline(c: Material) -> m.Table:
    """Sections of the mapping report with their budget of pages."""
    lang = c.language
    rows = [
        (m.span(str(n)), m.span(report_words.TITLES[id]), m.span(f"{mapping_report.BUDGETS[id]:g}"))
        for n, id in enumerate(report_words.TITLES, start=1)
    ]
    total = sum(mapping_report.BUDGETS.values())
    rows.append(((), (m.Span(say(lang, N_("All sections")), bold=True),), (m.Span(f"{total:g}", bold=True),)))
    return m.Table(
        id="outline-table",
        caption=say(lang, N_("Proposed outline and budget of pages")),
        columns=(m.Column("", 0.4), m.Column(say(lang, N_("Section")), 4), m.Column(say(lang, N_("Pages")), 0.8, "right")),
        rows=tuple(rows),
        evidence=m.Evidence(source_text=say(lang, N_("proposal to the client"))),
    )  # fmt: skip
