"""The page behind the link of a round of comments: the frozen draft with a box at each paragraph, without account or script."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from filao.core.comments import SEVERITIES
from filao.core.passages import Passage, place_of
from filao.core.problems import Problem
from filao.documents import catalogue
from filao.documents.language import say
from filao.documents.words import problems
from filao.web.views.own_sheet import ShownToBody
from filao.work import commenting, group, links

_FIELDS = ("text", "wording", "severity", "cell")
WHOLE = "whole"
"""The box for the draft as a whole, in the names of its fields."""


def page(request: HttpRequest, slug: str, token: str, browser: str) -> HttpResponse:
    """Public: for whoever holds the link, in the browser that confirmed it."""
    workspace, _found = links.find(slug, token, browser)
    seen = commenting.opened(workspace, token, browser)
    refused: dict[str, str] = {}
    if request.method == "POST":
        refused = _act(request, workspace, token, browser)
        if not refused:
            return redirect(request.get_full_path())
        seen = commenting.opened(workspace, token, browser)
    shown = ShownToBody(workspace, group.register_behind(workspace, token, browser))
    context = _draft(request, seen, shown.name(seen.organisation), refused) | {
        "shown": shown,
        "place": workspace,
        "token": token,
    }
    return render(request, "commenting/page.html", context, status=422 if refused else 200)


def _act(request: HttpRequest, workspace: Any, token: str, browser: str) -> dict[str, str]:
    """Keep what was written; what was not taken comes back by its box, with what is wrong and what mends it."""
    if request.POST.get("act") == "none":
        commenting.nothing_to_say(workspace, token, browser)
        messages.success(
            request, _("Noted: your body has no comments. You can still write some until the round closes.")
        )
        return {}
    boxes = _boxes(request)
    added, problems_by = commenting.comment(workspace, token, browser, list(boxes.values()))
    if added:
        told = ngettext("%(n)s comment has come.", "%(n)s comments have come.", added) % {"n": added}
        messages.success(request, told)
    elif not problems_by:
        messages.success(request, _("Nothing new was written."))
    language = get_language() or "en"
    return {
        key: f"{problems.sentence(problem.fault, language)} {problems.mend(problem.fault, language)}"
        for key, said in boxes.items()
        if (problem := problems_by.get(said.anchor))
    }


def _boxes(request: HttpRequest) -> dict[str, commenting.Said]:
    """The boxes that were sent, by their names; a row of a table names the cell that is meant."""
    found = {}
    for name in request.POST:
        field, _dash, key = name.partition("-")
        if field != "text":
            continue
        given = {f: request.POST.get(f"{f}-{key}", "") for f in _FIELDS}
        anchor = "" if key == WHOLE else given["cell"] or key
        found[key] = commenting.Said(anchor, given["text"], given["wording"], given["severity"] or SEVERITIES[0])
    return found


def _draft(request: HttpRequest, seen: commenting.DraftPage, body: str, refused: dict[str, str]) -> dict[str, Any]:
    parts = {part.id: part for part in seen.parts}
    part = parts.get(request.GET.get("part", ""), next(iter(parts.values()), None))
    if request.GET.get("part") and part and part.id != request.GET["part"]:
        raise Problem("no_such_page")
    order = list(parts)
    at = order.index(part.id) if part else 0
    own: dict[str, list[Any]] = {}
    for comment in seen.own:
        own.setdefault(comment.anchor, []).append(comment)
    return {
        "seen": seen, "round": seen.round, "title": say(get_language() or "en", catalogue.entry(seen.round.document).title),
        "body": body, "part": part, "number": at + 1, "late": timezone.localdate().isoformat() > seen.round.due_on,
        "parts": [(p, sum(len(own.get(a, ())) for a in p.anchors)) for p in seen.parts],
        "before": parts[order[at - 1]] if at else None, "next": parts[order[at + 1]] if at + 1 < len(order) else None,
        "passages": [_passage(p, request, own, refused) for p in part.passages] if part else [],
        "whole": _box(WHOLE, request, own.get("", []), refused), "severities": SEVERITIES, "refused": len(refused),
    }  # fmt: skip


def _passage(
    passage: Passage, request: HttpRequest, own: dict[str, list[Any]], refused: dict[str, str]
) -> dict[str, Any]:
    rows = []
    for row in passage.rows:
        named = list(zip_longest(passage.columns[: len(row)], row, fillvalue="")) if place_of(row) else []
        key = place_of(row)
        mine = [c for cell in row for c in own.get(cell.anchor, [])] if key else []
        rows.append({"cells": row, "named": named, "box": _box(key, request, mine, refused, row) if key else None})
    box = None
    if not passage.rows and passage.at.anchor:
        box = _box(passage.at.anchor, request, own.get(passage.at.anchor, []), refused)
        box["start"] = passage.text if passage.kind == "paragraph" and passage.text == passage.at.text.strip() else ""
    heads = own.get(passage.at.anchor, []) if passage.rows else []
    return {"is": passage, "rows": rows, "box": box, "own": heads}


def _box(
    key: str, request: HttpRequest, own: list[Any], refused: dict[str, str], row: tuple[Any, ...] = ()
) -> dict[str, Any]:  # fmt: skip
    """A place to comment: its name, what stands there already, and, where it was not taken, what was typed."""
    typed = {f: request.POST.get(f"{f}-{key}", "") for f in _FIELDS} if key in refused else {}
    cells = [cell for cell in row if cell.anchor and cell.text.strip()]
    return {"key": key, "own": own, "wrong": refused.get(key, ""), "typed": typed, "cells": cells}
