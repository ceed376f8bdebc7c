"""Answers to interview guides that came by a form: taken over as meetings, and their words carried by a person."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from filao.core.desk import Interview
from filao.core.questions import Question
from filao.documents.words import guide
from filao.documents.words.questions import sentence
from filao.web.shown import Shown
from filao.web.views.answering import mark
from filao.web.views.base import attempt, in_workspace, released
from filao.work import analysis, desk

PROFILE = 1
"""The block of the guide in which a body says what it does."""


class TakeForm(forms.Form):
    answer = forms.CharField(label=gettext_lazy("Answer"))


@in_workspace("desk.read", "desk.edit")
def guides(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Answers to interview guides that came by a form, each to be taken over as a meeting."""
    form = TakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        id = form.cleaned_data["answer"]
        made = attempt(form, lambda: desk.take_guide(shown.actor, shown.workspace, id))
        if made:
            meeting, n = made
            told = ngettext("%(n)s statement waits for a decision.", "%(n)s statements wait for a decision.", n)
            messages.success(request, f"{_('Meeting %(code)s was saved.') % {'code': meeting.code}} {told % {'n': n}}")
            return redirect("interview", shown.workspace.slug, meeting.code)
    found = desk.guides_waiting(shown.actor, shown.workspace)
    return render(request, "ask/guides.html", {"form": form, "found": found}, status=422 if form.errors else 200)


class WordsForm(forms.Form):
    """Words of a guide, each with where it is to be carried; what is left stays closed with the answer."""

    def __init__(self, shown: Shown, meeting: Interview, said: tuple[desk.Said, ...], data: Any = None) -> None:
        super().__init__(data)
        self.said, self.language = said, shown.language
        raised = analysis.read(shown.actor, shown.workspace).questions
        own = [q for q in raised if q.organisation_id == meeting.organisation_id]
        for one in said:
            name = mark(one.path)
            self.fields[f"to-{name}"] = forms.ChoiceField(
                label=_("Carry to"), choices=_targets(shown, one, own), required=False
            )
            self.fields[f"text-{name}"] = forms.CharField(
                label=_("Words"), initial=one.text, required=False, widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
        self.fields["read_by_person"] = released()

    @property
    def blocks(self) -> list[tuple[str, list[tuple[desk.Said, Any, Any]]]]:
        """Words by the name of their block of the guide ("" elsewhere): what was said, and the two boxes."""
        rows = [(one, self[f"to-{mark(one.path)}"], self[f"text-{mark(one.path)}"]) for one in self.said]
        found = groupby(rows, key=lambda row: row[0].block)
        return [(guide.block_name(n, self.language) if n >= 0 else "", list(group)) for n, group in found]

    @property
    def chosen(self) -> list[desk.Choice]:
        data = self.cleaned_data
        return [desk.Choice(o.path, data[f"to-{mark(o.path)}"], data[f"text-{mark(o.path)}"]) for o in self.said]


def _targets(shown: Shown, one: desk.Said, own: list[Question]) -> list[tuple[str, Any]]:
    """Where words can go: the questions of the same block stand before those of others."""
    found: list[tuple[str, Any]] = [("", _("leave closed")), (desk.AS_NOTE, _("a note beside the meeting"))]
    if one.path.endswith("/function"):
        found.append((desk.AS_FUNCTION, _("the function met")))
    if one.block == PROFILE:
        found.append((desk.AS_MANDATE, _("a statement: what the body does")))
    for here, words in ((True, _("Questions of the same part")), (False, _("Other questions of the body"))):
        asked = [
            (q.id, _cut(sentence(q, shown.register, shown.language))) for q in own if (q.block == one.block) is here
        ]
        if asked:
            found.append((words, asked))
    return found


def _cut(text: str) -> str:
    return text if len(text) <= 110 else f"{text[:108]} …"


@in_workspace("desk.read", "desk.edit")
def words(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    """The words of the guide that a meeting was made of: closed until a person opens them, and carried one by one."""
    meeting = desk.find(shown.actor, shown.workspace, code)
    context = {"meeting": meeting, "from_guide": desk.of_guide(shown.actor, shown.workspace, code)}
    if request.method != "POST" or not context["from_guide"]:
        return render(request, "ask/guide_words.html", context)
    ask = forms.Form(request.POST)
    ask.is_valid()
    said = attempt(ask, lambda: desk.guide_words(shown.actor, shown.workspace, code, shown.language))
    if said is None:
        return render(request, "ask/guide_words.html", context | {"form": ask}, status=422)
    carrying = request.POST.get("act") == "carry"
    form = WordsForm(shown, meeting, said, request.POST if carrying else None)
    if carrying and form.is_valid():
        passed = bool(form.cleaned_data["read_by_person"])
        n = attempt(form, lambda: desk.carry(shown.actor, shown.workspace, code, form.chosen, read_by_person=passed))
        if n is not None:
            told = ngettext("%(n)s text was carried to the desk.", "%(n)s texts were carried to the desk.", n)
            messages.success(request, told % {"n": n} if n else _("Nothing was changed."))
            return redirect("interview", shown.workspace.slug, code)
    context |= {"form": form, "opened": True}
    return render(request, "ask/guide_words.html", context, status=422 if form.errors else 200)
