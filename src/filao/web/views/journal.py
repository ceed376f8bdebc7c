"""The journal: every act in one line, the newest first, and whether the chain of lines is whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from filao.web.shown import Shown
from filao.web.views.base import in_workspace, paged
from filao.work import journal as work


@in_workspace("journal.read")
def journal(request: HttpRequest, shown: Shown) -> HttpResponse:
    act, words = request.GET.get("act", ""), request.GET.get("words", "").strip()
    page = paged(request, range(work.count(shown.actor, shown.workspace, act, words)))
    start = max(page.start_index() - 1, 0)
    lines = work.lines(shown.actor, shown.workspace, act, words, start=start, limit=len(page.object_list))
    acts = sorted(
        ((code, shown.label("act", code)) for code in work.acts(shown.actor, shown.workspace)),
        key=lambda x: x[1].casefold(),
    )
    context = {
        "page": page, "lines": lines, "act": act, "words": words, "acts": acts,
        "chain": work.chain(shown.actor, shown.workspace),
    }  # fmt: skip
    return render(request, "work/journal.html", context)
