"""The network and the map as blocks; a network is drawn once and kept."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from filao.core.network import Network
from filao.documents import chart, graph
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.language import N_, numbers, say, say_n

_DRAWING = 2
"""Version of the drawing code: raised when it draws the same input in another way, so that kept drawings are renewed."""


MOST = 400
"""Bodies that one drawing can hold: past it, no reader follows a tie, and placing them takes minutes."""


def structural(c: Material) -> tuple[list[graph.Node], list[graph.Tie]]:
    """Bodies and standing ties of the reading as the drawing takes them; brokers are marked."""
    brokers = {b.organisation_id for b in c.analysis.brokers[:5]}
    return graph_input(c, c.analysis.structure, brokers)


def graph_input(c: Material, network: Network, highlighted: set[str]) -> tuple[list[graph.Node], list[graph.Tie]]:
    nodes = [
        graph.Node(id, body.short_name, body.kind, c.label("org_kind", body.kind), id in highlighted)
        for id in network.nodes
        if (body := c.body(id))
    ]
    ties = [
        graph.Tie(t.source, t.target, t.relation, c.label("relation_kind", t.relation), t.mutual, t.strength)
        for t in network.ties
    ]
    return nodes, ties


def drawn(
    c: Material, nodes: list[graph.Node], ties: list[graph.Tie], texts: graph.Texts, size: tuple[float, float]
) -> graph.Drawing:
    """A drawing, from the store of drawings where the same was drawn before."""
    from dataclasses import asdict

    content = json.dumps(
        [_DRAWING, [asdict(n) for n in nodes], [asdict(t) for t in ties], asdict(texts), size], sort_keys=True
    )
    key = "graph-" + hashlib.sha256(content.encode()).hexdigest()
    kept = c.drawings.get(key)
    if kept:
        return _thaw(kept)
    drawing = graph.draw(nodes, ties, size=size, texts=texts)
    if drawing.crowded and size == graph.PORTRAIT:
        drawing = graph.panels(nodes, ties, texts=texts)
    c.drawings[key] = _freeze(drawing)
    return drawing


def _freeze(drawing: graph.Drawing) -> str:
    from dataclasses import asdict

    return json.dumps(asdict(drawing))


def _thaw(text: str) -> graph.Drawing:
    kept = json.loads(text)
    kept["size"] = tuple(kept["size"])
    kept["positions"] = {id: tuple(box) for id, box in kept["positions"].items()}
    kept["isolates"] = tuple(kept["isolates"])
    kept["panels"] = tuple(
        graph.Panel(tuple(p["relations"]), p["title"], p["ties"], tuple(p["nodes"]), tuple(p["frame"]))
        for p in kept["panels"]
    )
    return graph.Drawing(**kept)


def texts(c: Material) -> graph.Texts:
    """The words of a drawing on an analyst's screen, where the seed says how it is drawn again."""
    lang = c.language
    return graph.Texts(
        note=say(lang, N_("Position has no meaning.")),
        seed=say(lang, N_("Seed 1.")),
        isolates=say(lang, N_("No standing tie on record:")),
        highlighted=say(lang, N_("stands between others")),
        sectors=say(lang, N_("Sector")),
        relations=say(lang, N_("Tie")),
        other=say(lang, N_("Other ties")),
    )


_LEAST, _TIED, _EACH = 150.0, 12.0, 3.0
"""Height in points of a network drawing, for each body with a tie and for each body: a few need no whole page."""


def network(c: Material, *, id: str = "network") -> m.Picture | m.Paragraph:
    """Standing ties between bodies: one picture, or a panel for each kind where one would be too crowded.

    A sentence in its place where there are more bodies than a drawing can hold.
    """
    lang = c.language
    nodes, ties = structural(c)
    if len(nodes) > MOST:
        told = say(
            lang, N_("{n} bodies are too many for one drawing; the workbook lists their {ties} standing ties."),
            n=numbers.number(len(nodes), lang), ties=numbers.number(len(ties), lang),
        )  # fmt: skip
        return m.Paragraph(id=id, style="small", inline=m.span(told))
    tied = {end for tie in ties for end in (tie.source, tie.target)}
    width, height = graph.PORTRAIT
    words = replace(texts(c), seed="")
    drawing = drawn(c, nodes, ties, words, (width, min(height, _LEAST + _TIED * len(tied) + _EACH * len(nodes))))
    figures = c.analysis.figures
    named = c.register.bodies
    alone = sum(id in named for id in drawing.isolates)
    joined = sum(node.id in named for node in nodes) - alone
    caption = say(
        lang,
        N_("{joined} of {total} bodies are joined by standing ties; {alone} have none on record"),
        joined=joined,
        total=joined + alone,
        alone=alone,
    )
    first = c.shorts([b.organisation_id for b in c.analysis.brokers[:3]])
    alt = say(
        lang,
        N_(
            "Drawing of {n} standing ties between {joined} bodies. {names} stand between most others. The ties are listed in an annex."
        ),
        n=len(ties),
        joined=joined,
        names=first,
    )
    note = say(
        lang,
        N_(
            "One-off events and ties that are only announced are left out; bodies in grey type at the foot have no standing tie."
        ),
    )
    head = (say(lang, N_("From")), say(lang, N_("To")), say(lang, N_("Tie")))
    data = [[c.short(t.source), c.short(t.target), t.relation_label] for t in ties]
    return m.Picture(
        id=id,
        caption=caption,
        alt=alt,
        svg=drawing.svg,
        size=drawing.size,
        labels=chart.labels_of(drawing.svg),
        evidence=c.evidence(
            say(lang, N_("{n} standing ties, {largest} bodies in the largest part"), n=len(ties),
                largest=numbers.number(figures.number("network.largest.standing"), lang)),
            note=note,
        ),
        data=(head, tuple(tuple(row) for row in data)),
    )  # fmt: skip


SLIDE = (500.0, 208.0)
"""Canvas of a drawing on a slide: labels of 7 pt read as 12 pt when it fills the slide."""


def backbone(c: Material, *, id: str = "backbone") -> m.Picture:
    """Bodies with two partners or more on standing ties: what a room can read from a screen."""
    lang = c.language
    nodes, ties = structural(c)
    partners: dict[str, set[str]] = {}
    for tie in ties:
        partners.setdefault(tie.source, set()).add(tie.target)
        partners.setdefault(tie.target, set()).add(tie.source)
    kept = {node for node, others in partners.items() if len(others) > 1}
    ties = [t for t in ties if {t.source, t.target} <= kept]
    kept = {end for tie in ties for end in (tie.source, tie.target)}
    if len(kept) > MOST:
        kept = set(sorted(kept, key=lambda node: (-len(partners[node]), node))[:60])
        ties = [t for t in ties if {t.source, t.target} <= kept]
    nodes = [n for n in nodes if n.id in kept]
    drawing = drawn(c, nodes, ties, graph.Texts(highlighted=say(lang, N_("stands between others"))), SLIDE)
    alt = say(
        lang,
        N_("Drawing of {n} standing ties between {joined} bodies that have two partners or more."),
        n=len(ties),
        joined=len(nodes),
    )
    return m.Picture(
        id=id, caption="", alt=alt, svg=drawing.svg, size=drawing.size, evidence=m.Evidence(), numbered=False
    )


def territory_map(c: Material, *, id: str = "map") -> m.Picture | None:
    """How many bodies name each unit of the country, with outer islands in insets; None without outlines."""
    from filao.documents import map as choropleth

    if c.geography is None:
        return None
    lang = c.language
    terms = [t for t in c.register.vocabulary.territories("district", "island", "dependency") if t.iso]
    drawn_units = {f["properties"]["iso_3166_2"] for f in c.geography["features"]}
    bodies = [b for b in c.register.bodies.values() if b.national]
    named = {t.iso: sum(t.code in b.districts for b in bodies) for t in terms}
    many, few = say(lang, N_("named by 4 bodies or more")), say(lang, N_("named by 1 to 3 bodies"))
    values = {iso: (n, many if n > 3 else few) for iso, n in named.items() if n and iso in drawn_units}
    main = [t.iso for t in terms if t.within and t.iso in drawn_units]
    insets = [t.iso for t in terms if t.kind == "island" and t.iso in drawn_units]
    small = [t.label(lang) for t in terms if t.kind == "dependency"]
    labels = {t.iso: t.label(lang) for t in terms}
    made = choropleth.choropleth(
        dict(c.geography),
        values,
        labels,
        colours={few: chart.light("navy", 0.78), many: chart.light("navy", 0.55)},
        main=main,
        insets=insets,
        texts=choropleth.Texts(
            disclaimer=say(lang, N_("Boundaries and names shown do not imply endorsement. Outlines are schematic.")),
            legend=say(lang, N_("Bodies that name the unit")),
            not_drawn=say(lang, N_("Not drawn: {places}"), places=numbers.enumeration(small, lang)) if small else "",
            no_value=say(lang, N_("named by no body")),
        ),
    )
    empty = sum(not named[iso] for iso in main)
    message = (
        N_("No body names any of the {main} districts of the main island; {n} name {island}")
        if empty == len(main)
        else N_("{empty} of {main} districts of the main island are named by no body; {n} bodies name {island}")
    )
    caption = say(
        lang,
        message,
        empty=empty,
        main=len(main),
        island=numbers.enumeration([labels[iso] for iso in insets], lang),
        n=numbers.in_words(sum(named[iso] for iso in insets), lang),
    )
    alt = say(
        lang, N_("Map of the districts with the number of national bodies that name each. {caption}."), caption=caption
    )
    head = (say(lang, N_("Unit")), say(lang, N_("Bodies")))
    data = tuple((labels[t.iso], str(named[t.iso])) for t in terms)
    return m.Picture(
        id=id, caption=caption, alt=alt, svg=made.svg, size=made.size, labels=made.labels,
        evidence=c.evidence(
            say_n(lang, "{n} national body", "{n} national bodies", len(bodies)),
            note=say(lang, N_("A body that says “whole republic” names no unit and is not counted here.")),
        ),
        data=(head, data),
    )  # fmt: skip
