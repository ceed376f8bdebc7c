"""The network and the map as blocks, drawn once and kept."""

from __future__ import annotations

import hashlib
import json

from filao.core.network import Network
from filao.documents import chart, graph
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.language import N_, numbers, say


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

    content = json.dumps([[asdict(n) for n in nodes], [asdict(t) for t in ties], asdict(texts), size], sort_keys=True)
    key = "graph-" + hashlib.sha256(content.encode()).hexdigest()
    kept = c.drawings.get(key)
    if kept:
        return _thaw(kept)
    drawing = graph.draw(nodes, ties, size=size, texts=texts)
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


def network(c: Material, *, id: str = "network") -> m.Picture:
    """Standing ties between bodies: one picture, or a panel for each kind where one would be too crowded."""
    lang = c.language
    nodes, ties = structural(c)
    drawing = drawn(c, nodes, ties, texts(c), graph.PORTRAIT)
    figures = c.analysis.figures
    joined = len(nodes) - len(drawing.isolates)
    caption = say(
        lang,
        N_("{joined} of {total} bodies are joined by standing ties; {alone} have none on record"),
        joined=joined,
        total=len(nodes),
        alone=len(drawing.isolates),
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
