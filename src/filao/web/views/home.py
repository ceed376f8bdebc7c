"""The home of a workspace: what is known, what is not documented, what to do next; and search."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from filao.core.analysis import Analysis
from filao.core.desk import calls
from filao.core.engagement import upcoming
from filao.web.context import open_pages
from filao.web.shown import Shown
from filao.web.views import alerts
from filao.web.views.base import in_workspace, paged
from filao.work import analysis, desk, engagements, narrative, searching


@in_workspace("")
def home(request: HttpRequest, shown: Shown) -> HttpResponse:
    """What is known and what waits, as far as the reader's roles show it."""
    if not shown.may("register.read"):
        return render(request, "home_of_few_pages.html", {"pages": open_pages(shown.actor, shown.workspace)})
    today = timezone.localdate()
    found = engagements.listing(shown.actor, shown.workspace)
    first = found[0] if found else None
    reading = analysis.read(shown.actor, shown.workspace, baseline=first.baseline if first else None)
    n, alone = reading.figures.number("organisations.total"), reading.figures.number("network.isolates.every")
    context = {
        "bodies": n,
        "joined": n - alone,
        "counts": _counts(shown),
        "engagement": first,
        "due": [(e, due) for e in found for due in upcoming(e, today)][:5],
        "alerts": [row for row in alerts.rows(shown, first) if not row.note][:3] if first else [],
        "today": today.isoformat(),
        **_waiting(shown, reading, first.id if first else ""),
    }
    return render(request, "home.html", context)


def _waiting(shown: Shown, reading: Analysis, engagement: str) -> dict[str, Any]:
    """Questions, calls, sheets, comments and proposals that wait, each for who may see to it."""
    who: dict[str, Any] = {"questions": [], "asked": 0}
    if shown.may("questions.read"):
        closed = desk.question_states(shown.actor, shown.workspace)
        still = tuple(q for q in reading.questions if q.id not in closed)
        who |= {"questions": _five(still), "asked": len(still)}
    if shown.may("desk.read"):
        meetings = desk.interviews(shown.actor, shown.workspace)
        sheets = desk.sheets(shown.actor, shown.workspace)
        who |= {
            "calls": calls(meetings)[:5],
            "none_held": not any(m.status == "held" for m in meetings),
            "sheets_out": [s for s in sheets if not s.returned_on],
        }
    if shown.may("comments.edit") and engagement:
        comments = narrative.comments(shown.actor, shown.workspace, engagement)
        who["open"] = sum(c.decision == "open" for c in comments)
    if shown.may("register.edit"):
        who["proposals"] = len(desk.proposals(shown.actor, shown.workspace))
    return who


def _counts(shown: Shown) -> list[tuple[int, Any, str]]:
    """What the register holds, each with the page that lists it."""
    r = shown.register
    return [
        (len(r.bodies), _("Organisations"), "organisations"),
        (len(r.actions), _("Actions"), "actions"),
        (len(r.ties), _("Ties"), "ties"),
        (len(r.provisions), _("Provisions of law"), "laws"),
        (len(r.trainings), _("Trainings given"), "trainings"),
        (len(r.sources), _("Sources"), "sources"),
    ]


def _five(questions: tuple) -> list:  # type: ignore[type-arg]
    """The five that matter: of first priority, one for each rule before a second of the same."""
    must = [q for q in questions if q.priority == 1]
    seen: dict[str, int] = {}
    ranked = []
    for place, question in enumerate(must):
        seen[question.rule] = seen.get(question.rule, 0) + 1
        ranked.append((seen[question.rule], place, question))
    return [question for _turn, _at, question in sorted(ranked, key=lambda r: r[:2])[:5]]


@in_workspace("register.read")
def search(request: HttpRequest, shown: Shown) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    found = searching.everything(shown.actor, shown.workspace, query, language=shown.language)
    return render(request, "search.html", {"query": query, "found": found, "page": paged(request, found.records)})
