"""Pathways: a way picked by population, territory and starting body; expected links; coverage."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filao.core.coverage import REPUBLIC
from filao.core.pathways import Pathways
from filao.core.vocabulary.standard import VICTIM_POPULATIONS
from filao.web.shown import Shown
from filao.web.views.base import in_workspace, pieces
from filao.work import analysis, documents


@in_workspace("analysis.read")
def pathways(request: HttpRequest, shown: Shown) -> HttpResponse:
    reading = analysis.read(shown.actor, shown.workspace)
    tables = reading.coverage_by_territory
    places = sorted((t for t in tables if t != REPUBLIC), key=lambda t: -len(tables[t].bodies)) or [REPUBLIC]
    population = request.GET.get("population", "")
    population = population if population in VICTIM_POPULATIONS else VICTIM_POPULATIONS[0]
    territory = request.GET.get("territory", "")
    territory = territory if territory in places else places[0]
    formal = request.GET.get("formal") == "yes"
    ways: Pathways = reading.formal_pathways if formal else reading.pathways
    starts = ways.starts(population, territory)
    start = request.GET.get("start", "")
    way = ways.way(population, territory, start if start in shown.register.organisations else "")
    material = documents.material(shown.actor, shown.workspace, language=shown.language)
    context = {
        "way": way, "population": population, "territory": territory, "formal": formal, "start": start,
        "starts": sorted(((id, shown.name(id)) for id in starts), key=lambda s: s[1]),
        "populations": [(code, shown.label("population", code)) for code in VICTIM_POPULATIONS],
        "territories": [(code, shown.territory(code)) for code in places],
        "complete": sum(w.complete for w in ways.ways), "profiles": len(ways.ways),
        **pieces(shown, material, "pathways", "mends"),
    }  # fmt: skip
    return render(request, "pathways/pathways.html", context)


@in_workspace("analysis.read")
def expected(request: HttpRequest, shown: Shown) -> HttpResponse:
    reading = analysis.read(shown.actor, shown.workspace)
    material = documents.material(shown.actor, shown.workspace, language=shown.language)
    f = reading.figures
    context = {
        "documented": f.number("links.documented"), "checked": f.number("links.checked"),
        "template": list(shown.register.expected_links.values()), **pieces(shown, material, "expected-links"),
    }  # fmt: skip
    return render(request, "pathways/expected.html", context)


@in_workspace("analysis.read")
def coverage(request: HttpRequest, shown: Shown) -> HttpResponse:
    reading = analysis.read(shown.actor, shown.workspace)
    territory = request.GET.get("territory", "")
    tables = reading.coverage_by_territory
    table = tables.get(territory, reading.coverage)
    material = documents.material(shown.actor, shown.workspace, language=shown.language, audience=shown.audience)
    names = ("coverage-territory", "map", "single-points", *(("coverage",) if table is reading.coverage else ()))
    context = {
        "table": table, "empty": len(table.state("not_documented")), "cells": len(table.cells),
        "territories": [(code, shown.territory(code)) for code in tables], "shared": reading.shared_mandates,
        "rows": [(p, [table.cell(s, p) for s in table.stages]) for p in table.populations],
        **pieces(shown, material, *names),
    }  # fmt: skip
    return render(request, "pathways/coverage.html", context)
