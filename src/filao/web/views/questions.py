"""Questions: the list of what is to be asked, and the page of one with its reasons and answers."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.problems import Problem
from filao.core.questions import PRIORITY, Question
from filao.web.shown import Shown
from filao.web.views.base import attempt, in_workspace, paged
from filao.work import analysis, desk

FILTERS = ("body", "rule", "priority", "state")
REASONS = (
    gettext_lazy("Answered by a paper"), gettext_lazy("Not theirs to answer"), gettext_lazy("Asked twice already"),
    gettext_lazy("Outside the terms of reference"),
)  # fmt: skip


def _fits(question: Question, asked: dict[str, str], state: str) -> bool:
    return (
        asked["body"] in ("", question.organisation_id)
        and asked["rule"] in ("", question.rule)
        and asked["priority"] in ("", str(question.priority))
        and asked["state"] in ("all", state)
    )


@in_workspace("questions.read")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    raised = analysis.read(shown.actor, shown.workspace).questions
    states = desk.standings(shown.actor, shown.workspace)
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    asked["state"] = asked["state"] or "open"
    words = request.GET.get("words", "").casefold()
    found = [q for q in raised if _fits(q, asked, states.get(q.id, "open"))]
    if words:
        found = [q for q in found if words in shown.question(q).casefold()]
    page = paged(request, found)
    groups = [
        (priority, [(body, list(own)) for body, own in groupby(group, lambda q: q.organisation_id)])
        for priority, group in groupby(page.object_list, lambda q: q.priority)
    ]
    still = [q for q in raised if q.id not in states]
    context = {
        "page": page, "groups": groups, "states": states, "words": request.GET.get("words", ""), "asked": asked,
        "open": len(still), "must": sum(q.priority == 1 for q in still), "choices": _choices(shown, raised, asked),
        "bodies": len({q.organisation_id for q in still}),
    }  # fmt: skip
    return render(request, "ask/questions.html", context)


def _choices(shown: Shown, raised: tuple[Question, ...], asked: dict[str, str]) -> list[tuple[str, Any, str, Any]]:
    """Filters as (name, label, code chosen, terms)."""
    bodies = sorted(
        {(q.organisation_id, shown.short(q.organisation_id)) for q in raised}, key=lambda b: b[1].casefold()
    )
    rules = sorted(((rule, shown.label("rule", rule)) for rule in PRIORITY), key=lambda r: r[1].casefold())
    levels = [(code, shown.label("priority", code)) for code in ("1", "2", "3")]
    states = [(code, shown.label("question_state", code)) for code in ("open", "answered", "dropped")]
    return [
        ("body", _("Body"), asked["body"], [("", _("all")), *bodies]),
        ("rule", _("Why it is asked"), asked["rule"], [("", _("all")), *rules]),
        ("priority", _("Priority"), asked["priority"], [("", _("all")), *levels]),
        ("state", _("State"), asked["state"], [*states, ("all", _("all"))]),
    ]


class DecisionForm(forms.Form):
    """Close, drop or open again, in one line why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=300, help_text=gettext_lazy("Needed to drop it."),
        widget=forms.TextInput(attrs={"list": "reasons", "autocomplete": "off"}),
    )  # fmt: skip


@in_workspace("questions.read", "questions.edit")
def question(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    raised = {q.id: q for q in analysis.read(shown.actor, shown.workspace).questions}
    may_read = shown.may("desk.read")
    found = raised.get(id)
    if found is None and may_read:
        found = desk.asked(shown.actor, shown.workspace, question_id=id).get(id)
    if found is None:
        raise Problem("no_such_question", id=id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision, reason = request.POST.get("decision", ""), form.cleaned_data["reason"]
        if attempt(form, lambda: desk.close_question(shown.actor, shown.workspace, id, decision, reason)):
            messages.success(request, _("The state of the question was saved."))
            return redirect("question", shown.workspace.slug, id)
    meetings = desk.interviews(shown.actor, shown.workspace) if may_read else []
    context = {
        "question": found, "form": form, "reasons": REASONS, "settled": id not in raised,
        "state": desk.standings(shown.actor, shown.workspace).get(id, "open"),
        "decided": desk.question_states(shown.actor, shown.workspace).get(id),
        "given": desk.answers_to(shown.actor, shown.workspace, id) if may_read else [],
        "meetings": [m for m in meetings if m.organisation_id == found.organisation_id and m.status != "declined"],
    }  # fmt: skip
    return render(request, "ask/question.html", context, status=422 if form.errors else 200)
