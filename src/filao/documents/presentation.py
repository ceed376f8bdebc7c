"""The presentation of the mapping: 10 to 15 slides, one message each, with notes for the speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from filao.core.evidence import Finding
from filao.documents import mapping_report
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.language import N_, numbers, say
from filao.documents.pieces import coverage, drawings, group
from filao.documents.words.en import findings as sentences
from filao.documents.words.en import mapping_report as report_words
from filao.documents.words.en import presentation as words

KIND = "presentation"
LANGUAGES = ("en",)


def compose(c: Material) -> m.Deck:
    title, subtitle = report_words.title(c)
    found = {f.rule: f for f in report_words.shown_findings(c)}
    source = say(c.language, N_("Source: register of {name}, {n} sources. Data to {date}."), name=c.workspace,
                 n=len(c.analysis.register.sources), date=c.data_date)  # fmt: skip
    slides = [
        m.Slide(title, "cover", subtitle=subtitle, notes=words.opening_notes(c)),
        _in_numbers(c),
        _who(c),
        _actions(c),
        _ties(c),
        _network(c),
    ]
    if "referrals" in found:
        slides.append(_referrals(c))
    slides.append(_coverage(c))
    slides.append(_pathways(c))
    islands = [f for f in c.findings if f.rule == "territory"]
    slides.extend(_island(c, f) for f in islands[:1])
    slides.append(_group(c))
    slides.append(_recommendations(c))
    slides.append(_next(c))
    from dataclasses import replace

    finished = tuple(
        slide if slide.kind == "cover" or slide.source else replace(slide, source=source) for slide in slides
    )
    meta = c.meta(KIND, title, subtitle, code=f"FILAO-{c.country}-DECK")
    return m.Deck(meta, finished, c.words)


def _in_numbers(c: Material) -> m.Slide:
    f = c.analysis.figures
    items = (
        (words.figure(c, "organisations.total"), "bodies on record"),
        (words.figure(c, "actions.total"), "actions"),
        (words.figure(c, "relations.total"), "ties between bodies"),
        (words.figure(c, "sources.total"), "public sources"),
    )
    main = f" Then the main message: {words.statement(c, c.findings[0])}" if c.findings else ""
    return m.Slide(
        f"We know {f.number('organisations.total')} bodies, and little of how they pass a person on",
        key_figures=items,
        bullets=tuple(words.statement(c, x) for x in c.findings[:2]),
        notes=f"Begin with what is known.{main}",
    )


def _who(c: Material) -> m.Slide:
    f = c.analysis.figures
    kinds = sorted(c.register.vocabulary.codes("org_kind"), key=lambda k: -f.number(f"organisations.{k}"))
    kinds = [k for k in kinds if f.number(f"organisations.{k}")]
    chart = (
        m.NativeChart(
            tuple(c.label("org_kind", k) for k in kinds),
            (("bodies", tuple(f.number(f"organisations.{k}") for k in kinds)),),
            "bodies",
            f"Bars of bodies by sector; the largest is {c.running('org_kind', kinds[0])} with {f.number('organisations.' + kinds[0])}.",
        )
        if kinds
        else None
    )
    state = f.number("organisations.public")
    return m.Slide(
        f"{state} of {f.number('organisations.total')} bodies belong to the State",
        chart=chart,
        bullets=(
            f"{f.number('organisations.in_country')} bodies work in the country itself.",
            f"{f.number('organisations.single_source')} rest on a single source.",
        ),
        notes="Sectors without a bar are not on record; that is a question to the NGO umbrella, not a finding.",
    )


def _actions(c: Material) -> m.Slide:
    f = c.analysis.figures
    ps = c.register.vocabulary.codes("four_p")
    states = ("past", "current", "planned", "unknown")
    found = list(c.register.actions.values())
    series = tuple(
        (c.label("action_status", state), tuple(sum(a.status == state and p in a.four_p for a in found) for p in ps))
        for state in states
    )
    chart = m.NativeChart(
        tuple(c.label("four_p", p) for p in ps), series, "actions", "Stacked bars of actions by P and state."
    )
    return m.Slide(
        f"{f.number('actions.past')} actions are past, {f.number('actions.current')} run, {f.number('actions.planned')} are planned",
        chart=chart,
        notes=f"{f.number('actions.trafficking_specific')} of them are aimed at trafficking itself. For "
        f"{f.number('actions.unknown')} announced actions no source says whether they took place. An action of several Ps is counted in each.",
    )


def _ties(c: Material) -> m.Slide:
    ties = list(c.register.ties.values())
    kinds = [kind for kind, _ in Counter(r.kind for r in ties).most_common(8)]
    classes = ("3", "2", "1", "0.5", "0")
    series = tuple(
        (
            c.code_label("strength", code),
            tuple(
                sum(r.kind == k and r.strength is not None and f"{r.strength:g}" == code for r in ties) for k in kinds
            ),
        )
        for code in classes
    )
    f = c.analysis.figures
    chart = m.NativeChart(
        tuple(c.label("relation_kind", k) for k in kinds), series, "ties", "Stacked bars of ties by kind and footing."
    )
    return m.Slide(
        f"{f.number('relations.strength.event')} of {len(ties)} ties are one-off events; {f.number('relations.strength.binding')} rest on a binding text",
        chart=chart,
        notes="A training is not a referral. Events are therefore counted apart and left out of the network on the next slide.",
    )


def _network(c: Material) -> m.Slide:
    picture = drawings.backbone(c, id="deck-network")
    first = c.shorts([b.organisation_id for b in c.analysis.brokers[:3]])
    return m.Slide(
        f"On standing ties, {first} stand between most others",
        picture=picture,
        notes="Position has no meaning. Drawn are the bodies with two partners or more. Projects publish their ties, ministries seldom do.",
    )


def _referrals(c: Material) -> m.Slide:
    rows = []
    ties = sorted(
        (r for r in c.register.ties.values() if r.kind == "refers_to"), key=lambda r: (-(r.strength or 0), r.id)
    )
    for r in ties[:8]:
        rows.append(
            (
                m.span(c.short(r.source)),
                m.span(c.short(r.target)),
                m.span(c.label("formality", r.formality)),
                m.span(str(r.year or "–")),
            )
        )
    table = m.Table(
        id="deck-referrals", caption="Referral ties on record",
        columns=(m.Column(_of("From", ties, 8, "ties"), 2), m.Column("To", 2), m.Column("Rests on", 3), m.Column("Year", 1, "right")),
        rows=tuple(rows), evidence=m.Evidence(),
    )  # fmt: skip
    f = c.analysis.figures
    count = numbers.in_words(f.number("relations.refers_to"), "en")
    detection = next((x for x in c.findings if x.rule == "detection"), None)
    return m.Slide(
        f"{numbers.first_large(count)} referral ties are documented, {numbers.in_words(f.number('relations.refers_to.formal'), 'en')} on a binding text",
        table=table,
        notes=words.statement(c, detection) if detection else "Ask who refers to whom, by which text.",
    )


def _coverage(c: Material) -> m.Slide:
    f = c.analysis.figures
    return m.Slide(
        f"{f.number('coverage.not_documented')} of {f.number('coverage.cells')} combinations of a population and a stage rest on no documented body",
        picture=coverage.heat_map(c, id="deck-coverage"),
        notes="First number: bodies that name the population. Second: bodies for all victims. International partners are not counted.",
    )


def _pathways(c: Material) -> m.Slide:
    """Ways that break before those that are complete; profiles without any way stand together in the first line."""
    ways = c.analysis.pathways.ways
    nobody = [_profile(c, w.population, w.territory) for w in ways if not w.steps]
    rows = [
        (
            m.span(numbers.first_large(_profile(c, way.population, way.territory))),
            m.span(coverage.way_text(c, way)),
            m.span("complete" if way.complete else "breaks at " + c.running("nrm_stage", way.breaks_at)),
        )
        for way in sorted(ways, key=lambda w: (w.complete, w.reached))
        if way.steps
    ]
    whole = sum(way.complete for way in ways)
    cut = max(0, len(rows) - 8)
    shown = rows[: len(rows) - whole - cut] + rows[len(rows) - whole :] if cut else rows
    if nobody:
        named = numbers.first_large(c.named(nobody, most=2))
        shown.insert(0, (m.span(named), m.span("–"), m.span("no body documented that identifies them")))
    f = c.analysis.figures
    of = f" ({len(shown) - bool(nobody) + len(nobody)} of {len(ways)} profiles)" if cut else f" ({len(ways)} profiles)"
    table = m.Table(
        id="deck-pathways", caption="Documented ways", rows=tuple(shown), evidence=m.Evidence(),
        columns=(m.Column(f"Person{of}", 3), m.Column("Way", 3), m.Column("How far", 2.4)),
    )  # fmt: skip
    none = numbers.in_words(len(nobody), "en")
    return m.Slide(
        f"A documented way reaches its end for {numbers.in_words(f.number('pathways.complete'), 'en')} of {f.number('pathways.profiles')} profiles",
        table=table,
        notes=f"For {none} {'profile' if len(nobody) == 1 else 'profiles'} no identifying body is documented at all; the first line gathers them."
        if nobody
        else "Every profile has a body documented that identifies it.",
    )


def _profile(c: Material, population: str, territory: str) -> str:
    return f"{c.running('population', population)} ({c.territory(territory)})"


def _island(c: Material, finding: Finding) -> m.Slide:
    code = str(finding.facts["territory"])
    named = [b for b in c.register.organisations.values() if code in b.districts and b.national]
    bullets = tuple(
        f"{b.short_name}: {numbers.enumeration([c.running('nrm_stage', s) for s in b.stages], 'en')}" for b in named[:6]
    )
    return m.Slide(
        f"{c.territory(code)}: {numbers.in_words(len(named), 'en')} bodies are documented, none that identifies {sentences.missing(c, finding)}",
        bullets=bullets,
        notes=words.statement(c, finding),
    )


def _group(c: Material) -> m.Slide:
    f = c.analysis.figures
    suggestion = c.analysis.committee
    rows = []
    if suggestion is not None:
        listed = [x for x in suggestion.checks if not (x.code.startswith("sector") and x.state == "holds")]
        for check in sorted(listed, key=lambda x: _RULES_FIRST.index(x.state)):
            state = {"holds": "holds", "broken": "broken", "unknown": "not known"}[check.state]
            rows.append((m.span(group.rule_name(c, check.code)), m.span(state)))
        if any(x.code.startswith("sector:") and x.state == "holds" for x in suggestion.checks):
            rows.append((m.span("Every sector at the table"), m.span("holds")))
        broken = [f"{group.rule_name(c, x.code)}: {group.says(c, x)}" for x in listed if x.state == "broken"]
    else:
        broken = []
    table = m.Table(id="deck-rules", caption="Rules", columns=(m.Column(_of("Rule of inclusion", rows, 10, "rules"), 4), m.Column("State", 1.4)),
                    rows=tuple(rows[:10]), evidence=m.Evidence())  # fmt: skip
    seats = f.number("committee.seats") if "committee.seats" in f else 0
    suggested = f.number("committee.suggested") if "committee.suggested" in f else 0
    return m.Slide(
        f"A working group of {seats} seats: {seats - suggested} by mandate, {suggested} suggested",
        table=table,
        bullets=tuple(
            c.short(x.organisation_id) for x in (suggestion.members if suggestion else ()) if x.seat_type == "suggested"
        ),
        notes="Mandate seats are fixed by people and the text they rest on. Suggested seats add populations and stages that nobody else at the table knows."
        + "".join(f" Broken: {text}" for text in broken),
    )


def _recommendations(c: Material) -> m.Slide:
    return m.Slide(
        "What should follow, and who would act",
        table=m.Table(
            id="deck-advice", caption="Recommendations",
            columns=(m.Column("", 0.4), m.Column(_of("Recommendation", c.advice, 5, ""), 7), m.Column("Owner", 1.3), m.Column("By", 1.6)),
            rows=tuple(
                (m.span(str(n)), m.span(words.plain(c, sentences.advise(c, a))), m.span(c.short(a.owner)), m.span(mapping_report.quarter(c, a.quarter)))
                for n, a in enumerate(c.advice[:5], start=1)
            ),
            evidence=m.Evidence(),
        ),
        notes="The report holds all recommendations with the findings each rests on. "
        f"The dates hold if the report is accepted by {numbers.day(report_words.due(c).isoformat(), c.language)}.",
    )  # fmt: skip


_RULES_FIRST = ("broken", "unknown", "holds")


def _of(head: str, items: Sequence[object], most: int, noun: str) -> str:
    """A table's head; where the slide holds less than all, it says how many of how many."""
    return head if len(items) <= most else f"{head} ({most} of {len(items)}{f' {noun}' if noun else ''})"


def _next(c: Material) -> m.Slide:
    f = c.analysis.figures
    return m.Slide(
        f"{f.number('questions.must')} first questions wait for an answer",
        bullets=(
            f"{f.number('partners.core')} core bodies to meet; each gets its own questions and its sheet.",
            "Both ends of a tie are asked; then “not documented” becomes confirmed, absent or disputed.",
            "The register stays with the Government and is renewed every year.",
        ),
        notes="Ask the room: which of these questions can you answer today?",
    )
