"""The working group: seats with their reasons and the rules; the solver's account in the analyst's view."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filao.documents.pieces import group as words
from filao.web.shown import Shown
from filao.web.views.base import in_workspace, pieces
from filao.work import analysis, documents


@in_workspace("analysis.read")
def group(request: HttpRequest, shown: Shown) -> HttpResponse:
    suggestion = analysis.read(shown.actor, shown.workspace).committee
    material = documents.material(shown.actor, shown.workspace, language=shown.language)
    groups = sorted(shown.register.groups.values(), key=lambda g: (g.kind != "working_group", g.name))
    held: dict[str, set[str]] = {g.id: set() for g in groups}
    for seat in shown.register.seats.values():
        held.setdefault(seat.group_id, set()).add(seat.organisation_id)
    context = {
        "suggestion": suggestion,
        "groups": [(g, held[g.id], [(o, len(held[g.id] & held[o.id])) for o in groups if o is not g]) for g in groups],
        "mandate": sum(m.seat_type == "mandate" for m in suggestion.members) if suggestion else 0,
        "unknown": [check for check in suggestion.checks if check.state == "unknown"] if suggestion else [],
        **pieces(shown, material, *(("seats", "rules") if suggestion else ())),
    }
    return render(request, "group/group.html", context)


@in_workspace("analysis.restricted")
def analyst(request: HttpRequest, shown: Shown) -> HttpResponse:
    suggestion, explanation = analysis.committee_account(shown.actor, shown.workspace)
    c = documents.material(shown.actor, shown.workspace, language=shown.language)
    context = {
        "suggestion": suggestion, "explanation": explanation,
        "members": [(m, [words.cell(c, code) for code in m.alone]) for m in suggestion.members],
        "barrings": explanation.barrings,
        "prices": [(words.rule_name(c, p.code), p) for p in explanation.prices],
        "missed": [words.cell(c, code) for code in suggestion.missed],
        "unfilled": explanation.unfilled,
    }  # fmt: skip
    return render(request, "group/analyst.html", context)
