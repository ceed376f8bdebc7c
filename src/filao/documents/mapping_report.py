"""The mapping report: at most 20 counted pages, findings first, every number a reference to a computed value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from filao.core.evidence import Evidence
from filao.core.network import articulation_points
from filao.documents import comment_matrix, markup, validation_record
from filao.documents import model as m
from filao.documents.composing import Material, Standing, finish
from filao.documents.language import N_, numbers, say
from filao.documents.pieces import actions, coverage, drawings, frame, group, ties, who
from filao.documents.words.en import evidence as named
from filao.documents.words.en import findings as sentences
from filao.documents.words.en import mapping_report as words

KIND = "mapping-report"
LANGUAGES = ("en",)
SECTIONS = tuple(words.TITLES)
MAX_PAGES = 20
BUDGETS = {
    "summary": 1.5,
    "background": 1.0,
    "method": 1.5,
    "frame": 2.0,
    "who": 3.5,
    "actions": 3.0,
    "ties": 3.0,
    "coverage": 2.0,
    "group": 1.5,
    "recommendations": 1.0,
}
"""Pages each section may take: 20 in all."""


def compose(c: Material) -> m.Document:
    """The mapping report for one audience, with what people wrote and first drafts for the rest."""
    offered = blocks(c)
    title, subtitle = words.title(c)
    sections = tuple(
        c.section(KIND, id, words.TITLES[id], words.DRAFTS[id](c), offered, budget=BUDGETS[id]) for id in words.TITLES
    )
    document = m.Document(
        meta=c.meta(KIND, title, subtitle, code=f"FILAO-{c.country}-MAP"),
        sections=sections,
        annexes=_annexes(c),
        max_pages=MAX_PAGES,
    )
    return finish(c, document)


def blocks(c: Material) -> dict[str, Sequence[m.Block]]:
    """The tables, drawings and boxes that the sections' texts may place, by name."""
    offered: dict[str, Sequence[m.Block]] = {
        "key-figures": [key_figures(c)],
        "sources": [frame.sources(c)],
        "law": [frame.law(c)],
        "groups": [frame.groups(c, section=SECTIONS.index("group") + 1)],
        "interviews": [frame.interviews(c)],
        "sector-matrix": [actions.sector_by_p(c)],
        "timeline": [actions.timeline(c)],
        "actions-status": [actions.by_status(c)],
        "actions-current": [actions.current_and_planned(c)],
        "formality": [ties.formality(c)],
        "network": [drawings.network(c)],
        "brokers": [ties.brokers(c)],
        "cut-points": cut_points(c),
        "expected-links": [coverage.expected_links(c)],
        "coverage": [coverage.heat_map(c)],
        "coverage-territory": [coverage.by_territory(c)],
        "pathways": [coverage.pathways(c)],
        "mends": mends(c),
        "single-points": single_points(c),
        "seats": [group.seats(c)],
        "rules": [group.rules(c)],
        "recommendations": recommendations(c),
        "independence": independence(c),
        "findings": findings(c),
    }
    offered |= {table.id: [table] for table in who.register_tables(c).values()}
    for term in c.register.vocabulary.territories("island"):
        offered[f"island-{term.code}"] = island(c, term.code)
    return offered


def key_figures(c: Material) -> m.KeyFigures:
    f = c.analysis.figures
    items = (
        ("organisations.total", N_("bodies on record")),
        ("relations.total", N_("ties between them")),
        ("relations.refers_to", N_("of these ties are referrals")),
        ("pathways.complete", N_("of {n} profiles have a complete documented way")),
        ("questions.must", N_("questions that must be asked")),
    )
    return m.KeyFigures(
        id="key-figures",
        items=tuple(
            (
                m.Span(str(f[id].value), figure=id),
                say(c.language, text, n=f[id].n) if "{n}" in text else say(c.language, text),
            )
            for id, text in items
        ),
    )


def cut_points(c: Material) -> Sequence[m.Block]:
    """Bodies whose loss would cut the network: a list of weak points, for the restricted edition."""
    cuts = articulation_points(c.analysis.structure.flat)
    if not cuts:
        return ()
    text = say(
        c.language,
        N_("Without any one of these {n} bodies, some others lose every documented standing tie to the rest: {names}."),
        n=len(cuts),
        names=c.shorts(sorted(cuts, key=c.short)),
    )
    title = say(c.language, N_("Bodies on which others hang"))
    return [
        m.Callout(id="cut-points", title=title, tone="warning", audience="restricted",
                  blocks=(m.Paragraph(id="cut-points-text", inline=m.span(text)),))
    ]  # fmt: skip


def single_points(c: Material) -> Sequence[m.Block]:
    """Cells that rest on one body, by body: for the restricted edition."""
    alone: dict[str, list[str]] = {}
    for cell in c.analysis.coverage.state("single"):
        text = f"{c.running('population', cell.population)} ({c.code_label('stage_short', cell.stage).replace('-|', '').replace('|', ' ').lower()})"
        alone.setdefault(cell.bodies[0], []).append(text)
    if not alone:
        return ()
    items = tuple(
        (m.Span(f"{c.short(body)}: ", bold=True), m.Span(numbers.enumeration(cells, c.language)))
        for body, cells in sorted(alone.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )
    title = say(c.language, N_("Where one body alone is documented"))
    return [
        m.Callout(id="single-points", title=title, tone="warning", audience="restricted",
                  blocks=(m.Bullets(id="single-points-list", items=items),))
    ]  # fmt: skip


def mends(c: Material) -> Sequence[m.Block]:
    """The single links that would carry most profiles further."""
    best = [x for x in c.analysis.pathways.mends if x.expected][:3] or list(c.analysis.pathways.mends[:3])
    if not best:
        return ()
    items = []
    for mend in best:
        helped = (*mend.completes, *mend.advances)
        people = c.named([f"{c.running('population', p)} ({c.territory(t)})" for p, t in helped], most=3)
        verb = (
            N_("would complete the way of {people}")
            if mend.completes
            else N_("would carry one stage further: {people}")
        )
        items.append(
            (
                m.Span(f"{c.short(mend.source)} → {c.short(mend.target)} ", bold=True),
                m.Span(say(c.language, verb, people=people)),
            )
        )
    title = say(c.language, N_("Links to confirm or to make first"))
    return [
        m.Callout(id="mends", title=title, audience="working_group", blocks=(m.Bullets(id="mends-list", items=tuple(items)),))
    ]  # fmt: skip


def island(c: Material, code: str) -> Sequence[m.Block]:
    """A box on one outer island: who is there, whom nobody there is documented to serve, and the map."""
    finding = next((f for f in c.findings if f.rule == "territory" and f.facts.get("territory") == code), None)
    named = [b for b in c.register.organisations.values() if code in b.districts and b.national]
    items = tuple(
        (m.Span(f"{b.short_name}: ", bold=True), m.Span(who.stages(c, b)))
        for b in sorted(named, key=lambda b: (set(b.districts) != {code}, b.short_name.casefold()))
    )
    inner: list[m.Block] = []
    if finding is not None:
        inner.append(m.Paragraph(id=f"island-{code}-text", inline=c.inline(words.finding_text(c, finding))))
    if items:
        inner.append(m.Bullets(id=f"island-{code}-bodies", items=items))
    if not inner:
        return ()
    found: list[m.Block] = [m.Callout(id=f"island-{code}", title=c.territory(code), blocks=tuple(inner))]
    drawn = drawings.territory_map(c, id=f"map-{code}") if code == _first_island(c) else None
    if drawn is not None:
        found.append(drawn)
    return found


def _first_island(c: Material) -> str:
    return next((t.code for t in c.register.vocabulary.territories("island")), "")


def recommendations(c: Material) -> list[m.Block]:
    """Recommendations with owner, date, resources and the findings they rest on."""
    place = {f.id: f"F{n}" for n, f in enumerate(words.shown_findings(c), start=1)}
    return [
        m.Recommendation(
            id=f"advice-{a.id}",
            number=n,
            text=c.inline(sentences.advise(c, a)),
            owner=c.short(a.owner),
            by_when=quarter(c, a.quarter),
            resources=c.code_label("resources", a.resources),
            findings=tuple(place[id] for id in a.findings if id in place),
        )
        for n, a in enumerate(c.advice, start=1)
    ]


def quarter(c: Material, number: int) -> str:
    """The month in which a quarter of a year ends, counted from the day on which the report is due."""
    end = words.due(c)
    months = end.month - 1 + 3 * number
    return numbers.day(f"{end.year + months // 12}-{months % 12 + 1:02d}", c.language)


def findings(c: Material) -> list[m.Block]:
    """Every finding with its evidence and counter-evidence."""
    found: list[m.Block] = []
    for n, f in enumerate(words.shown_findings(c), start=1):
        standing = c.standing.get(f.id)
        audience = (standing.audience if standing and standing.audience else f.audience) or "public"
        found.append(
            m.FindingBlock(
                id=f"finding-{f.id}",
                audience=audience,  # type: ignore[arg-type]
                number=f"F{n}",
                text=c.inline(words.finding_text(c, f)),
                evidence=evidence_items(c, f.evidence),
                counter=evidence_items(c, f.counter),
                reply=_reply(c, f.id, f.bodies, f.negative),
            )
        )
    return found


def evidence_items(c: Material, items: Sequence[Evidence]) -> tuple[m.Inline, ...]:
    """What a finding rests on, in brief: figures by value, records by kind and number, with their sources."""
    out: list[m.Inline] = []
    records: dict[str, list[str]] = {}
    for item in items:
        if item.kind == "figure":
            figure = c.analysis.figures.get(item.id)
            if figure is not None:
                name = named.name(c, item.id)
                value = named.of_base(c, figure, markup.shown(figure, c.language))
                out.append((m.Span(f"{name}{numbers.colon(c.language)} "), m.Span(value, figure=item.id)))
        elif item.kind == "record":
            records.setdefault(item.record_kind, []).append(item.id)
        else:
            out.append((m.Span(item.id),))
    for kind, ids in records.items():
        names = dict.fromkeys(name for id in ids if (name := named.record(c, kind, id)))
        listed = numbers.listing(list(names), c.language, most=8)
        if listed:
            out.append((m.Span(f"{say(c.language, _KINDS[kind])}{numbers.colon(c.language)} {listed}"),))
    return tuple(out)


_KINDS = {
    "relation": N_("ties"),
    "action": N_("actions"),
    "organisation": N_("bodies"),
    "expected_link": N_("expected links"),
    "group": N_("groups"),
    "training": N_("trainings"),
}


def _reply(c: Material, id: str, bodies: Sequence[str], negative: bool) -> m.Inline:
    if not negative:
        return ()
    standing = c.standing.get(id) or Standing()
    said = [f"{c.short(body)}{numbers.colon(c.language)} {text}" for body, text in sorted(standing.replies.items())]
    for dates, message in (
        (standing.silent, N_("{body}: asked on {on}, no reply by {due}")),
        (standing.waiting, N_("{body}: asked on {on}, reply due on {due}")),
    ):
        for body, (on, due) in sorted(dates.items()):
            days = {"on": numbers.day(on, c.language), "due": numbers.day(due, c.language)}
            said.append(say(c.language, message, body=c.short(body), **days))
    if left := [body for body in bodies if body not in {*standing.asked, *standing.replies, *standing.waiting}]:
        text = N_("not yet asked; needed before publication from {bodies}")
        said.append(say(c.language, text, bodies=c.shorts(left, most=6)))
    return m.span("; ".join(said))


def independence(c: Material) -> list[m.Block]:
    """Who pays for the mapping and is itself on the map."""
    client = next((b for b in c.register.organisations.values() if c.engagement.client in (b.id, b.short_name)), None)
    if client is None:
        return []
    lang = c.language
    touching = sum(client.id in r.ends for r in c.register.ties.values())
    sources = sum(s.organisation_id == client.id for s in c.register.sources.values())
    parts = [
        say(
            lang,
            N_("{client} pays for this mapping and is itself on the map: {ties} of {total} ties touch it."),
            client=client.short_name,
            ties=touching,
            total=len(c.register.ties),
        )
    ]
    if client.id in {broker.organisation_id for broker in c.analysis.brokers}:
        low, high = c.analysis.broker_bands[client.id]
        place = (
            N_(
                "Among bodies that stand between others (betweenness on standing ties, read both ways) it has no stable place."
            )
            if high - low > len(c.register.bodies) / 3
            else N_(
                "Among bodies that stand between others (betweenness on standing ties, read both ways) it holds place {place}."
            )
        )
        parts.append(say(lang, place, place=ties.band(c, low, high)) if "{place}" in place else say(lang, place))
    parts += [
        say(lang, N_("{sources} of {all} sources are its own."), sources=sources, all=len(c.analysis.register.sources)),
        say(lang, N_("The reader should know this when weighing what is said of it and of the bodies it works with.")),
    ]
    text = " ".join(parts)
    return [
        m.Callout(id="independence", title=say(c.language, N_("Independence")), tone="note",
                  blocks=(m.Paragraph(id="independence-text", inline=m.span(text)),))
    ]  # fmt: skip


def _annexes(c: Material) -> tuple[m.Section, ...]:
    lang = c.language

    def annex(id: str, title: str, found: Sequence[m.Block]) -> m.Section:
        return m.Section(id, say(lang, title), tuple(found), counted=False)

    parts = [
        annex("annex-register", N_("Register of bodies"), [who.full_register(c)]),
        annex("annex-findings", N_("Findings, what they rest on, and what speaks against them"), findings(c)),
        annex("annex-partners", N_("Bodies to meet"), [frame.partners(c, tiers=("core", "purposive"))]),
        annex("annex-ties", N_("Ties on record"), [ties.relation_table(c)]),
        annex("annex-law", N_("Provisions on record"), [frame.law_annex(c)]),
        annex("annex-training", N_("Training on record"), [frame.trainings(c)]),
        annex("annex-rules", N_("Rules of counting"), [ties.strength_rule(c), *counting_rules(c)]),
        annex("annex-validation", N_("What meetings said of the findings"), validation_record.annex(c)),
        annex("annex-comments", N_("Comments on the drafts, and the answers"), _comments(c)),
    ]
    return tuple(part for part in parts if part.blocks)


def _comments(c: Material) -> list[m.Block]:
    """The comment matrix of this report, for the working group; nothing while nobody has commented."""
    mine = tuple(comment for comment in c.comments if comment.deliverable == KIND)
    if not mine:
        return []
    matrix = comment_matrix.table(replace(c, comments=mine))
    return [replace(matrix, id="report-comments", audience="working_group")]


def counting_rules(c: Material) -> list[m.Block]:
    """The rules by which this report counts, in short."""
    lang = c.language
    lines: Mapping[str, str] = {
        N_("National body"): N_(
            "Every body but international partners; bodies seated abroad are counted where they name the country."
        ),
        N_("Standing tie"): N_(
            "A tie that exists and is neither a one-off event nor only announced or under negotiation."
        ),
        N_("Documented"): N_("At least one source says so. Not documented: no source read says so."),
        N_("Gap"): N_("Used only where a body concerned, once asked, says that a link or a service is absent."),
        N_("Old"): N_("Evidence five years old or older at the date of the data."),
        N_("Profile"): N_(
            "A population on an island; its way is followed along referral ties through the stages in order."
        ),
    }
    items = tuple((m.Span(say(lang, name) + ": ", bold=True), m.Span(say(lang, text))) for name, text in lines.items())
    return [m.Bullets(id="counting-rules", items=items)]
