"""Two versions of a deliverable side by side, paragraph by paragraph."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filao.core import compare as core
from filao.documents import catalogue
from filao.documents.language import say
from filao.web.shown import Shown
from filao.web.views.base import in_workspace, paged
from filao.web.views.documents import choose
from filao.work import versions

STATES = ("changed", "moved", "moved_changed", "added", "removed")


@in_workspace("documents.read")
def compare(request: HttpRequest, shown: Shown, kind: str) -> HttpResponse:
    """Choose two Word files; see what changed between them."""
    chosen, entry = choose(request, shown), catalogue.entry(kind)
    asked = request.GET.get("language", "")
    language = asked if asked in entry.languages else shown.language if shown.language in entry.languages else "en"
    found = versions.choices(shown.actor, shown.workspace, chosen.engagement.id, kind, language)
    ids = [made.id for made in found]
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    context: dict[str, Any] = {
        "entry": entry, "title": say(shown.language, entry.title), "chosen": chosen, "choices": found, "of": chosen.of,
        "in_language": language, "tongues": entry.languages, "before": before or (ids[1] if len(ids) > 1 else ""),
        "after": after or (ids[0] if ids else ""), "counts": {},
    }  # fmt: skip
    if before and after:
        old, new, pairs = versions.compared(shown.actor, shown.workspace, before, after)
        counts: Counter[str] = Counter(pair.state for pair in pairs)
        differing = [pair for pair in pairs if pair.state != "same"]
        rows = [(pair, _pieces(pair)) for pair in core.folded(differing)]
        context |= {
            "old": old, "new": new, "page": paged(request, rows), "all": len(pairs), "differ": len(differing),
            "counts": {state: counts[state] for state in STATES if counts[state]}, "same": counts["same"],
        }  # fmt: skip
    return render(request, "documents/versions.html", context)


def _pieces(pair: core.Pair) -> tuple[list[core.Piece], list[core.Piece]]:
    """The words of both sides, each with what is its own marked."""
    old, new = (side.text if side else "" for side in (pair.before, pair.after))
    pieces = core.words(old, new) if pair.state in ("changed", "moved_changed") else ()
    if not pieces:
        return [core.Piece("same", old)], [core.Piece("same", new)]
    return [p for p in pieces if p.state != "in"], [p for p in pieces if p.state != "out"]
