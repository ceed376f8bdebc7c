"""Quick entry of paper: every question of a form on one dense page, by the numbers that are printed, with the keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from filao.core.forms.filling import AnswerFault
from filao.core.forms.keying import shown as as_keyed
from filao.core.forms.numbering import numbers, option_numbers
from filao.core.forms.questionnaire import FILE_TYPES, Question
from filao.web import screens
from filao.web.shown import Shown
from filao.web.views.base import attempt, in_workspace
from filao.work.collection import instruments, paper, rounds
from filao.work.collection.paper import Sheet, Spot

MOST_SHOWN = 24
"""Options that are listed beside a question; longer lists stand at the end of the paper."""
_TIMES = "times|"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: a question with its box, a group, or the place where a repeat is given one more time."""

    spot: Spot
    label: SafeString
    id: str
    number: str = ""
    value: str = ""
    options: tuple[tuple[str, SafeString], ...] = ()
    errors: tuple[str, ...] = ()
    area: bool = False
    off: bool = False
    needed: bool = False

    @property
    def kind(self) -> str:
        return "more" if self.spot.last else "question" if isinstance(self.spot.node, Question) else "group"


class SheetForm(forms.Form):
    """The number of a sheet, the round it belongs to, and what is agreed about it."""

    number = forms.CharField(max_length=60, required=False)
    round = forms.CharField(max_length=20, required=False)
    gaps_agreed = forms.BooleanField(required=False)


@in_workspace("answers.enter", "answers.enter")
def keying(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    """The page of a sheet; sent, it is checked, given one more time of a repeat, compared, or taken in."""
    sent = request.method == "POST"
    form = SheetForm(request.POST if sent else None, initial=request.GET.dict())
    typed, repeats = _typed(request.POST.dict())
    go, _space, what = request.POST.get("go", "").partition(" ")
    if go == "more":
        repeats[what] = repeats.get(what, 0) + 1
    sheet = paper.open_sheet(shown.actor, shown.workspace, code, typed, repeats if sent else None)
    compared: list[dict[str, Any]] = []
    if sent and form.is_valid():
        if go in ("take", "replace") and (done := _taken(request, shown, code, form, sheet, go == "replace")):
            return done
        if go == "compare":
            compared = _compared(shown, code, form, sheet, typed) or []
    context = {
        "found": instruments.find(shown.actor, shown.workspace, code), "form": form, "sheet": sheet, "compared": compared,
        "lines": _lines(shown, sheet, typed, checked=go in ("check", "take", "replace")), "go": go,
        "rounds": _rounds(shown, code),
    }  # fmt: skip
    return render(request, "collect/keying.html", context, status=422 if form.errors else 200)


def _typed(sent: Mapping[str, str]) -> tuple[dict[str, str], dict[str, int]]:
    """What was typed by path, and how often each repeat is shown."""
    typed = {name: text for name, text in sent.items() if name.startswith("/")}
    counts = {name.removeprefix(_TIMES): n for name, n in sent.items() if name.startswith(_TIMES)}
    return typed, {place: int(n) for place, n in counts.items() if n.isdecimal() and len(n) < 4}


def _rounds(shown: Shown, code: str) -> list[tuple[str, str]]:
    if not shown.may("fieldwork.read"):
        return []
    return [(one.id, one.plan.title) for one in rounds.listing(shown.actor, shown.workspace) if one.code == code]


def _taken(
    request: HttpRequest, shown: Shown, code: str, form: SheetForm, sheet: Sheet, replaces: bool
) -> HttpResponse | None:
    """Take the sheet in and offer the next; None where something stands in the way, which the form then says."""
    data = form.cleaned_data
    receipt = attempt(form, lambda: paper.enter(
        shown.actor, shown.workspace, code, sheet, number=data["number"], round=data["round"],
        gaps_agreed=data["gaps_agreed"], replaces=replaces,
    ))  # fmt: skip
    if receipt is None:
        return None
    told = _("Sheet %(number)s is taken in.") if data["number"] else _("The sheet is taken in.")
    if receipt.status == "quarantined":
        told = _("The sheet is put aside: a person must look at it.")
    messages.success(request, told % {"number": data["number"]})
    following = str(int(data["number"]) + 1) if data["number"].isdecimal() else ""
    asked = {key: value for key, value in (("round", data["round"]), ("number", following)) if value}
    return redirect(f"{reverse('keying', args=[shown.workspace.slug, code])}?{urlencode(asked)}")


def _compared(
    shown: Shown, code: str, form: SheetForm, sheet: Sheet, typed: Mapping[str, str]
) -> list[dict[str, Any]] | None:
    """Where a second entry differs from the first."""
    data = form.cleaned_data
    of = {"number": data["number"], "round": data["round"]}
    paths = attempt(form, lambda: paper.differences(shown.actor, shown.workspace, code, sheet, **of) or [""])
    if paths is None:
        return None
    first = paper.first_entry(shown.actor, shown.workspace, code, **of)
    nodes = {spot.path: spot.node for spot in sheet.spots}
    found = []
    for path in filter(None, paths):
        node = nodes[path]
        assert isinstance(node, Question)
        was = as_keyed(node, first.get(path, ""), paper.options(sheet.form, node))
        found.append({"id": screens.id_of(path), "label": _label(sheet, path, node, shown.language), "was": was,
                      "now": typed.get(path, "")})  # fmt: skip
    return found


def _label(sheet: Sheet, path: str, node: Any, language: str) -> SafeString:
    return screens.said(sheet.page, node.labels, path, language) if sheet.page.place(path) else SafeString(node.name)


def _lines(shown: Shown, sheet: Sheet, typed: Mapping[str, str], *, checked: bool) -> list[Line]:
    numbered = numbers(sheet.form.questionnaire)
    faults: dict[str, list[str]] = {}
    if checked:
        gaps = [AnswerFault(path, "answer_required") for path in sheet.gaps]
        faults = screens.sentences(sheet.filling, [*sheet.faults, *gaps], shown.language)
    found = []
    for spot in sheet.spots:
        node, id = spot.node, screens.id_of(spot.path)
        label = _label(sheet, spot.path, node, shown.language)
        if not isinstance(node, Question):
            found.append(Line(spot, label, id))
            continue
        options = paper.options(sheet.form, node)
        beside = zip(option_numbers(options), options, strict=True) if len(options) <= MOST_SHOWN else ()
        found.append(Line(
            spot, label, id, str(numbered.get(node.path, "")), typed.get(spot.path, ""),
            tuple((number, screens.said(sheet.page, one.labels, spot.path, shown.language)) for number, one in beside
                  if sheet.page.place(spot.path)),
            tuple(faults.get(spot.path, ())), "multiline" in node.appearance, node.type in FILE_TYPES,
            spot.path in sheet.gaps,
        ))  # fmt: skip
    return found
