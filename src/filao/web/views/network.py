"""The network: who connects whom and on what footing; the expert measures in the analyst's view."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from filao.core.register import Relation
from filao.documents.graph import marks, svg
from filao.documents.pieces import drawings
from filao.documents.tokens import COLOUR
from filao.web.shown import Shown
from filao.web.views.base import in_workspace, paged, pieces
from filao.work import analysis, documents

STRENGTHS = ("3", "2", "1", "0.5", "0")
SCREEN = (760.0, 420.0)
"""Canvas of the network on a screen, in points."""
DASHES = {"3": "solid", "2": "solid", "1": "dashed"}


@in_workspace("analysis.read")
def network(request: HttpRequest, shown: Shown) -> HttpResponse:
    ties = list(shown.register.ties.values())
    asked = {name: request.GET.get(name, "") for name in ("kind", "strength", "stage", "since")}
    events = request.GET.get("events") == "yes"
    found = [
        tie for tie in ties if _fits(tie, asked) and (events or asked["strength"] in ("0.5", "0") or tie.structural)
    ]
    kinds = sorted({(t.kind, shown.label("relation_kind", t.kind)) for t in ties}, key=lambda term: term[1])
    stages = sorted({(s, shown.label("nrm_stage", s)) for t in ties for s in t.stages}, key=lambda term: term[1])
    material = documents.material(shown.actor, shown.workspace, language=shown.language)
    context = {
        "found": len(found), "all": len(ties), "page": paged(request, found), "asked": asked, "events": events,
        "kinds": kinds, "stages": stages, "strengths": [(s, shown.label("strength", s)) for s in STRENGTHS],
        "years": sorted({t.year for t in ties if t.year}, reverse=True), "most": drawings.MOST,
        "graph": _graph(shown, material, found), "lines": _lines(shown, found), "boxes": _boxes(shown, found),
        "referrals": sum(t.kind == "refers_to" for t in ties),
        **pieces(shown, material, "brokers", "strength-rule"),
    }  # fmt: skip
    return render(request, "network/network.html", context)


def _fits(tie: Relation, asked: dict[str, str]) -> bool:
    strength = "" if tie.strength is None else f"{tie.strength:g}"
    return (
        asked["kind"] in ("", tie.kind)
        and asked["strength"] in ("", strength)
        and (not asked["stage"] or asked["stage"] in tie.stages)
        and (not asked["since"].isdigit() or (tie.year or 0) >= int(asked["since"]))
    )


def _graph(shown: Shown, material: Any, ties: list[Relation]) -> dict[str, Any]:
    """Bodies at the places of the printed drawing, and the ties that the filters leave; empty past what can be drawn.

    In a large register the bodies are placed anew for each choice of filters.
    """
    nodes, standing = drawings.structural(material)
    tied = {end for tie in ties for end in tie.ends}
    if len(nodes) > drawings.MOST:
        nodes = [node for node in nodes if node.id in tied]
        standing = [tie for tie in standing if {tie.source, tie.target} <= tied]
    if len(nodes) > drawings.MOST:
        return {}
    drawing = drawings.drawn(material, nodes, standing, drawings.texts(material), SCREEN)
    signs = marks.signs(node.group for node in nodes)
    strokes = marks.strokes(tie.kind for tie in ties)
    return {
        "nodes": [
            {
                "id": node.id, "label": node.label, "x": round(x, 1), "y": round(y, 1), "w": round(w, 1),
                "h": round(h, 1), "colour": svg.tint(COLOUR[signs[node.group].colour]), "ink": COLOUR[signs[node.group].colour],
                "href": reverse("organisation", args=[shown.workspace.slug, node.id]),
            }
            for node in nodes
            if node.id in drawing.positions and node.id in tied
            for x, y, w, h in [drawing.positions[node.id]]
        ],
        "ties": [
            {
                "source": tie.source, "target": tie.target, "colour": COLOUR[strokes[tie.kind].colour], "mutual": tie.mutual,
                "dash": DASHES.get(f"{tie.strength or 0:g}", "dotted"), "width": 1.6 if (tie.strength or 0) >= 2 else 1,
            }
            for tie in ties
            if tie.source in drawing.positions and tie.target in drawing.positions
        ],
    }  # fmt: skip


def _lines(shown: Shown, ties: list[Relation]) -> list[tuple[str, str]]:
    """Colour and words of each kind of tie that is drawn."""
    strokes = marks.strokes(tie.kind for tie in ties)
    return [(COLOUR[stroke.colour], shown.label("relation_kind", kind)) for kind, stroke in strokes.items()]


def _boxes(shown: Shown, ties: list[Relation]) -> list[tuple[str, str, str]]:
    """Edge, ground and words of each sector that is drawn."""
    bodies = shown.register.organisations
    kinds = [bodies[end].kind for tie in ties for end in tie.ends if end in bodies]
    signs = marks.signs(kinds)
    return [(COLOUR[s.colour], svg.tint(COLOUR[s.colour]), shown.label("org_kind", kind)) for kind, s in signs.items()]


@in_workspace("analysis.read")
def drawing(request: HttpRequest, shown: Shown) -> HttpResponse:
    """The drawing of the report on a page of its own, to print or to read without scripts."""
    material = documents.material(shown.actor, shown.workspace, language=shown.language)
    return render(request, "network/drawing.html", pieces(shown, material, "network"))


@in_workspace("analysis.restricted")
def analyst(request: HttpRequest, shown: Shown) -> HttpResponse:
    figures, between = analysis.expert(shown.actor, shown.workspace)
    places = {standing.id: standing for standing in between.standings}
    rows = sorted(figures.nodes.items(), key=lambda item: (-item[1].betweenness, item[0]))
    context = {
        "figures": figures, "graph": figures.graph,
        "ties": sum(tie.structural for tie in shown.register.ties.values()), "rows": rows, "places": places, "ranking": between,
    }  # fmt: skip
    return render(request, "network/analyst.html", context)
