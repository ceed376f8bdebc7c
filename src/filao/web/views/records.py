"""Records other than organisations: lists of actions, ties, laws, training and sources, and the page of any record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from filao.core.problems import Problem
from filao.core.register import KINDS, Register
from filao.web.shown import Shown
from filao.web.views.base import in_workspace, paged
from filao.work import register as acts

_Rows = Callable[[Register], Iterable[Any]]

LISTS: dict[str, tuple[str, _Rows, tuple[tuple[str, str], ...]]] = {
    "actions": (
        "action", lambda r: sorted(r.actions.values(), key=lambda a: (-(a.start_year or a.end_year or 0), a.id)),
        (("status", "action_status"), ("scope", "scope"), ("four_p", "four_p")),
    ),
    "ties": (
        "relation", lambda r: sorted(r.relations.values(), key=lambda t: t.state == "absent"),
        (("kind", "relation_kind"), ("formality", "formality"), ("state", "relation_state")),
    ),
    "laws": (
        "provision", lambda r: sorted(r.provisions.values(), key=lambda p: (-(p.year or 0), p.id)),
        (("kind", "instrument_kind"),),
    ),
    "trainings": ("training", lambda r: sorted(r.trainings.values(), key=lambda t: (-(t.year or 0), t.id)), ()),
    "sources": (
        "source", lambda r: sorted(r.sources.values(), key=lambda s: (s.kind, -(s.year or 0), s.id)),
        (("kind", "source_kind"),),
    ),
}  # fmt: skip
"""Page -> (kind of record, its rows, filters as (field, scheme))."""


@in_workspace("register.read")
def listing(request: HttpRequest, shown: Shown, name: str) -> HttpResponse:
    kind, rows, filters = LISTS[name]
    asked = {field: request.GET.get(field, "") for field, _scheme in filters}
    words = request.GET.get("words", "").casefold()
    every = list(rows(shown.register))
    found = [row for row in every if _fits(row, asked) and (not words or words in shown.title(kind, row.id).casefold())]
    choices = []
    for field, scheme in filters:
        used = {code for row in every for code in _codes(getattr(row, field))}
        terms = sorted(((code, shown.label(scheme, code)) for code in used), key=lambda term: term[1])
        choices.append((field, asked[field], terms))
    context = {
        "page": paged(request, found), "choices": choices, "kind": kind, "all": len(every),
        "words": request.GET.get("words", ""), "used": _uses(shown.register) if name == "sources" else {},
    }  # fmt: skip
    return render(request, f"register/{name}.html", context)


def _codes(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _fits(row: Any, asked: dict[str, str]) -> bool:
    return all(not code or code in _codes(getattr(row, field)) for field, code in asked.items())


def _uses(register: Register) -> dict[str, int]:
    """Source -> how many records rest on it."""
    uses: dict[str, int] = {}
    for records in register.records.values():
        for record in records.values():
            for id in record.sources:
                uses[id] = uses.get(id, 0) + 1
    return uses


@in_workspace("register.read")
def record(request: HttpRequest, shown: Shown, kind: str, id: str) -> HttpResponse:
    if kind == "organisation":
        return redirect("organisation", shown.workspace.slug, id)
    found = shown.register.record(kind, id) if kind in KINDS else None
    if found is None:
        raise Problem("no_such_record", kind=kind, value=id)
    spec = KINDS[kind]
    used = [
        (k, r) for k, records in shown.register.records.items() for r, rec in records.items() if id in rec.sources
    ] if kind == "source" else []  # fmt: skip
    context = {
        "record": found, "kind": kind, "id": id, "fields": [f.name for f in spec.fields],
        "lines": acts.history(shown.actor, shown.workspace, kind, id), "used": paged(request, used),
        "list": next((name for name, (k, _rows, _filters) in LISTS.items() if k == kind), "organisations"),
    }  # fmt: skip
    return render(request, "register/record.html", context)
