"""Organisations: the list with its filters, and the page of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from filao.core.problems import Problem
from filao.core.register import Organisation
from filao.web.shown import Shown
from filao.web.views.base import in_workspace, paged, pieces
from filao.work import analysis, desk, documents

FACTS = (
    "kind", "mandate", "mandate_basis", "four_p", "nrm_stages", "target_populations", "districts", "services",
    "languages", "opening", "parent_id", "website", "function_email",
)  # fmt: skip
"""Facts of an organisation, in the order in which its page shows them."""

FILTERS = {
    "kind": ("kind", "org_kind"), "nrm_stages": ("stages", "nrm_stage"),
    "target_populations": ("populations", "population"), "districts": ("districts", "district"),
}  # fmt: skip
"""Field -> (what the organisation calls it, its scheme)."""


def _fits(body: Organisation, asked: dict[str, str]) -> bool:
    for name, code in asked.items():
        value = getattr(body, FILTERS[name][0])
        if code and code != value and not (isinstance(value, tuple) and code in value):
            return False
    return True


@in_workspace("register.read")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    words = request.GET.get("words", "").casefold()
    found = [
        body
        for body in shown.register.organisations.values()
        if _fits(body, asked) and (not words or any(words in name.casefold() for name in body.all_names))
    ]
    found.sort(key=lambda body: (body.placeholder, body.name_in(shown.language).casefold()))
    named = len(shown.register.bodies)
    choices = [(name, asked[name], _terms(shown, scheme)) for name, (_attribute, scheme) in FILTERS.items()]
    context = {
        "page": paged(request, found),
        "choices": choices,
        "words": request.GET.get("words", ""),
        "named": named,
        "all": len(shown.register.organisations),
    }
    return render(request, "register/organisations.html", context)


def _terms(shown: Shown, scheme: str) -> list[tuple[str, str]]:
    found = [(code, shown.label(scheme, code)) for code in shown.register.vocabulary.codes(scheme)]
    return sorted(found, key=lambda term: term[1].casefold())


@in_workspace("register.read")
def organisation(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    if (into := shown.register.merged.get(id)) is not None:
        return redirect("organisation", request.workspace.slug, into)  # type: ignore[attr-defined]
    body = shown.register.organisations.get(id)
    if body is None:
        raise Problem("no_such_record", kind="organisation", value=id)
    reading = analysis.read(shown.actor, shown.workspace)
    r = shown.register
    context: dict[str, Any] = {
        "body": body,
        "facts": FACTS,
        "actions": sorted(
            (a for a in r.actions.values() if id in (a.organisation_id, *a.partner_ids)),
            key=lambda a: (-(a.end_year or a.start_year or 0), a.id),
        ),
        "ties": sorted((t for t in r.ties.values() if id in t.ends), key=lambda t: (t.kind, t.id)),
        "seats": [(seat, r.groups.get(seat.group_id)) for seat in r.seats.values() if seat.organisation_id == id],
        "questions": [q for q in reading.questions if q.organisation_id == id],
        "sheets": [s for s in desk.sheets(shown.actor, shown.workspace) if s.organisation_id == id],
        "units": r.units.get(id, ()),
        **pieces(
            shown,
            documents.material(shown.actor, shown.workspace, language=shown.language),
            f"around:{id}",
            f"years:{id}",
        ),
    }
    return render(request, "register/organisation.html", context)
