"""Pairing answers before and after: badges to print, questions to copy, who was found again, the paired table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from filao.core.problems import Problem
from filao.web.shown import Shown
from filao.web.views.base import attempt, form_only, in_workspace
from filao.web.views.importing import attachment
from filao.work.collection import pairing, rounds


class PairForm(forms.Form):
    """The round before and the one after."""

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.id, one.plan.title) for one in rounds.listing(shown.actor, shown.workspace)]
        self.fields["before"] = forms.ChoiceField(label=_("Before"), choices=known)
        self.fields["after"] = forms.ChoiceField(
            label=_("After"), choices=known,
            help_text=_("The same round twice, where the form asks for the phase (before or after)."),
        )  # fmt: skip


@in_workspace("fieldwork.read", "fieldwork.read")
def pairs(request: HttpRequest, shown: Shown) -> HttpResponse:
    form = PairForm(shown, request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        found = attempt(form, lambda: pairing.report(shown.actor, shown.workspace, data["before"], data["after"]))
    context = {
        "form": form, "found": found, "most": pairing.BADGES_AT_MOST,
        "left": [(_("Before"), found.before_left), (_("After"), found.after_left)] if found else [],
    }  # fmt: skip
    return render(request, "collect/pairs.html", context, status=422 if form.errors else 200)


@in_workspace("", "fieldwork.edit|responses.export")
@form_only
def paper(request: HttpRequest, shown: Shown, name: str) -> HttpResponse:
    actor, workspace, data = shown.actor, shown.workspace, request.POST
    if name == "badges.pdf":
        count = int(data["count"]) if data.get("count", "").isdecimal() else 0
        title = data.get("title", "").strip()[:80] or workspace.name
        language = shown.language if shown.language in ("en", "fr") else "fr"
        return attachment(name, pairing.badges(actor, workspace, title, count, language))
    if name == "questions.xlsx":
        return attachment("pairing-questions.xlsx", pairing.questions(actor, workspace))
    if name == "pairs.csv":
        return attachment(name, pairing.table(actor, workspace, data.get("before", ""), data.get("after", "")))
    raise Problem("no_such_page")
