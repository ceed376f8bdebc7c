"""Ties between bodies: their footing, the bodies between others, and the drawing of the network."""

from __future__ import annotations

from collections import Counter

from filao.core.vocabulary import STRENGTH
from filao.documents import chart
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.language import N_, numbers, say, say_n
from filao.documents.tokens import COLOUR

_CLASSES = (("3", "navy"), ("2", "lagoon"), ("1", "plum"), ("0.5", "ochre"), ("0", "stone"))


def formality(c: Material, *, id: str = "ties-formality") -> m.Picture:
    """Ties by kind and by the text that carries them."""
    lang = c.language
    ties = list(c.register.ties.values())
    kinds = [kind for kind, _ in Counter(r.kind for r in ties).most_common()]
    lines = {k: c.label("relation_kind", k) for k in kinds}
    parts = {c.code_label("strength", code): COLOUR[colour] for code, colour in _CLASSES}
    rows = []
    for kind in kinds:
        counts = Counter(_class(r.strength) for r in ties if r.kind == kind)
        for order, (code, _) in enumerate(_CLASSES):
            rows.append(
                {"line": lines[kind], "part": c.code_label("strength", code), "order": order, "count": counts[code]}
            )
    figures = c.analysis.figures
    caption = say(
        lang,
        N_("{n} of {total} ties rest on a binding text; {events} come from one-off events"),
        n=figures.number("relations.strength.binding"),
        total=len(ties),
        events=figures.number("relations.strength.event"),
    )
    alt = say(
        lang,
        N_("Bars of ties by kind, split by footing. The longest bar is “{first}” with {n} ties; referrals have {r}."),
        first=lines[kinds[0]] if kinds else "",
        n=sum(r.kind == kinds[0] for r in ties) if kinds else 0,
        r=figures.number("relations.refers_to"),
    )
    head = (say(lang, N_("Kind of tie")), *parts)
    data = [[lines[k], *(str(r["count"]) for r in rows if r["line"] == lines[k])] for k in kinds]
    spec = chart.stacked_bars(rows, list(lines.values()), parts, unit=say(lang, N_("ties")), row_height=15)
    note = say(
        lang,
        N_(
            "Footing by rule: law, decision, circular, procedure or agreement are binding; project, grant or membership are written; practice is habit."
        ),
    )
    return c.picture(
        id, spec, caption, alt, c.evidence(say_n(lang, "{n} tie", "{n} ties", len(ties)), note=note), (head, data)
    )


def _class(strength: float | None) -> str:
    return "" if strength is None else f"{strength:g}"


def brokers(c: Material, *, id: str = "brokers", most: int = 8) -> m.Table:
    """Bodies that stand between others, in bands, with their partners and their footing."""
    lang = c.language
    rows = []
    bands = c.analysis.broker_bands
    directed = sorted((b for b in c.analysis.brokers), key=lambda b: (-b.directed, b.organisation_id))
    place = {b.organisation_id: n for n, b in enumerate(directed, start=1) if b.directed > 0}
    for broker in c.analysis.brokers[:most]:
        ties = [r for r in c.register.ties.values() if broker.organisation_id in r.ends and r.structural]
        binding = sum(r.strength == 3 for r in ties)
        low, high = bands[broker.organisation_id]
        body = c.body(broker.organisation_id)
        rows.append(
            (
                m.span(c.full(broker.organisation_id)),
                m.span(c.label("org_kind", body.kind) if body else ""),
                m.span(band(c, low, high)),
                m.span(str(place.get(broker.organisation_id, "–"))),
                m.span(str(broker.partners)),
                m.span(say(lang, N_("{binding} of {ties}"), binding=binding, ties=len(ties))),
            )
        )
    return m.Table(
        id=id,
        caption=say(lang, N_("Bodies that stand between others on standing ties")),
        columns=(
            m.Column(say(lang, N_("Body")), 3.4),
            m.Column(say(lang, N_("Sector")), 1.8),
            m.Column(say(lang, N_("Place, ties read both ways")), 1.2, "right"),
            m.Column(say(lang, N_("Place, direction kept")), 1.1, "right"),
            m.Column(say(lang, N_("Partners")), 0.9, "right"),
            m.Column(say(lang, N_("Ties on a binding text")), 1.2, "right"),
        ),
        rows=tuple(rows),
        compact=True,
        evidence=c.evidence(
            say_n(lang, "{n} standing tie", "{n} standing ties", c.analysis.figures.number("relations.structural")),
            note=say(
                lang,
                N_(
                    "Place by the number of shortest ways between others that run through the body (betweenness); parallel "
                    "ties count once, one-off events and announcements are left out. A range shows how the place moves when "
                    "any one source is left out."
                ),
            ),
        ),
    )


def band(c: Material, low: int, high: int) -> str:
    """A body's place between others as a band; none where leaving out one source moves it by more than a third of all."""
    if high - low > len(c.register.bodies) / 3:
        return say(c.language, N_("no stable place"))
    return f"{low}" if low == high else f"{low}–{high}"


def relation_table(c: Material, *, id: str = "relations") -> m.Table:
    """Every tie with its kind, footing, year and source."""
    lang = c.language
    rows: list[tuple[m.Inline, ...]] = []
    groups: set[int] = set()
    ties = sorted(
        (r for r in c.register.ties.values() if not r.restricted or c.audience == "restricted"),
        key=lambda r: (r.kind, c.short(r.source).casefold(), c.short(r.target).casefold(), r.id),
    )
    kind = ""
    for r in ties:
        if r.kind != kind:
            kind = r.kind
            groups.add(len(rows))
            rows.append((m.span(c.label("relation_kind", kind)), (), (), ()))
        arrow = "↔" if r.mutual else "→"
        rows.append(
            (
                m.span(f"{c.short(r.source)} {arrow} {c.short(r.target)}"),
                m.span(c.label("formality", r.formality)),
                m.span(str(r.year or "")),
                (m.Span(r.note + " " if r.note else "", cite=c.register.records["relation"][r.id].sources[:2]),),
            )
        )
    return m.Table(
        id=id,
        caption=say(lang, N_("Ties on record")),
        columns=(
            m.Column(say(lang, N_("Bodies")), 2.6),
            m.Column(say(lang, N_("Footing")), 1.8),
            m.Column(say(lang, N_("Year")), 0.6),
            m.Column(say(lang, N_("What the source says")), 3.6),
        ),
        rows=tuple(rows),
        group_rows=frozenset(groups),
        compact=True,
        evidence=c.evidence(say_n(lang, "{n} tie", "{n} ties", len(ties))),
    )


def strength_rule(c: Material, *, id: str = "strength-rule") -> m.Table:
    """The rule by which a tie's footing is judged."""
    lang = c.language
    rows = []
    for code, _ in _CLASSES:
        codes = [f for f, s in STRENGTH.items() if f"{s:g}" == code]
        rows.append(
            (
                m.span(c.code_label("strength", code)),
                m.span(numbers.enumeration([c.running("formality", f) for f in codes], lang)),
            )
        )
    return m.Table(
        id=id,
        caption=say(lang, N_("How the footing of a tie is judged")),
        columns=(m.Column(say(lang, N_("Footing")), 1), m.Column(say(lang, N_("Carried by")), 3)),
        rows=tuple(rows),
        compact=True,
        evidence=m.Evidence(source_text=say(lang, N_("rule of this mapping, set out in Annex G"))),
    )
