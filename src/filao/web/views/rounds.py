"""Rounds of fieldwork: set up, followed day by day, stopped and taken up again; the open link with its code to print."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.problems import Problem
from filao.documents import qr
from filao.web import pace
from filao.web.shown import Shown
from filao.web.views.base import attempt, day_field, in_workspace
from filao.work.collection import board, offline, rounds
from filao.work.collection.board import Board
from filao.work.collection.rounds import Limit, Plan, Round, Target

_LINE = re.compile(r"\s*(?P<dimension>[^:=]+?)\s*:\s*(?P<value>[^:=]+?)\s*=\s*(?P<number>\d{1,6})\s*")


class RoundForm(forms.Form):
    """What a round is to be."""

    def __init__(self, shown: Shown, instruments: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"] = forms.ChoiceField(label=_("Form"), choices=instruments)
        self.fields["title"] = forms.CharField(
            label=_("Name of the round"), max_length=200, help_text=_("As in “Officers, Rodrigues, March 2026”")
        )
        modes = [(mode, shown.label("round_mode", mode)) for mode in rounds.MODES]
        self.fields["mode"] = forms.ChoiceField(
            label=_("Who answers"), choices=modes, widget=forms.RadioSelect, initial="open"
        )
        self.fields["opens_on"] = day_field(_("Opens on"), required=False)
        self.fields["closes_on"] = day_field(_("Last day"), required=False)
        self.fields["wanted"] = forms.IntegerField(label=_("Answers wanted in all"), min_value=1, required=False)
        more: dict[str, Any] = {"widget": forms.Textarea(attrs={"rows": 3}), "required": False}
        self.fields["targets"] = forms.CharField(
            label=_("Answers wanted by group"), help_text=_("One a line, as in “sex: woman = 100”"), **more
        )
        self.fields["limits"] = forms.CharField(
            label=_("At most, by group"), help_text=_("One a line; the round then closes to that group"), **more
        )
        self.fields["simulated"] = forms.BooleanField(
            label=_("Simulated: a rehearsal, not evidence"), required=False, initial=shown.workspace.simulated
        )
        self.fields["offline"] = forms.BooleanField(
            label=_("May be answered without a network"), required=False,
            help_text=_("On a laptop or tablet that keeps the form and the answers until it is connected again"),
        )  # fmt: skip
        self.fields["told_at_end"] = forms.BooleanField(
            label=_("The wall of a room shows results only when the round has ended"), required=False
        )

    @property
    def plan(self) -> Plan:
        """Raises Problem target_unclear."""
        data = self.cleaned_data
        targets = [Target(number, *where) for where, number in _lines(data["targets"], "targets")]
        if data["wanted"]:
            targets.insert(0, Target(data["wanted"]))
        limits = tuple(Limit(number, dict([where])) for where, number in _lines(data["limits"], "limits"))
        return Plan(
            data["title"], data["mode"], data["opens_on"], data["closes_on"], tuple(targets), limits, data["simulated"],
            data["offline"], data["told_at_end"],
        )  # fmt: skip


def _lines(text: str, field: str) -> list[tuple[tuple[str, str], int]]:
    """Groups with their numbers: "sex: woman = 100" on each line."""
    found = []
    for line in filter(str.strip, text.splitlines()):
        match = _LINE.fullmatch(line)
        if match is None:
            raise Problem("target_unclear", line=line.strip(), field=field)
        found.append(((match["dimension"], match["value"]), int(match["number"])))
    return found


@in_workspace("fieldwork.read")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    found = rounds.listing(shown.actor, shown.workspace)
    context = {"rounds": found, "open": [one for one in found if one.state == "open"]}
    return render(request, "collect/rounds.html", context)


@in_workspace("fieldwork.edit", "fieldwork.edit")
def new(request: HttpRequest, shown: Shown) -> HttpResponse:
    instruments = rounds.instruments(shown.actor, shown.workspace)
    form = RoundForm(shown, instruments, request.POST or None, initial={"instrument": request.GET.get("form", "")})
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["instrument"]
        made = attempt(form, lambda: rounds.create(shown.actor, shown.workspace, code, form.plan))
        if made is not None:
            messages.success(request, _("The round is set up."))
            return redirect("round", shown.workspace.slug, made)
    context = {"form": form, "instruments": instruments}
    return render(request, "collect/round_new.html", context, status=422 if form.errors else 200)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)


_ACTS = {
    "stop": (rounds.stop, gettext_lazy("The round takes no more answers.")),
    "resume": (rounds.resume, gettext_lazy("The round takes answers again.")),
    "offline": (rounds.allow_offline, gettext_lazy("The round may be answered without a network.")),
    "online": (
        rounds.end_offline,
        gettext_lazy("No more answers are begun without a network; what waits is still taken."),
    ),
    "link": (rounds.renew_link, gettext_lazy("The round has a new link; the old one opens nothing any more.")),
}


@in_workspace("fieldwork.read", "fieldwork.edit")
def one(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    found = rounds.find(shown.actor, shown.workspace, id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and request.POST.get("act") in _ACTS:
        act, told = _ACTS[request.POST["act"]]
        if attempt(form, lambda: act(shown.actor, shown.workspace, id, form.cleaned_data["reason"])) is not None:
            messages.success(request, told)
            return redirect("round", shown.workspace.slug, id)
    standing = board.board(shown.actor, shown.workspace, id, words="words" in request.GET)
    days = rounds.by_day(shown.actor, shown.workspace, id)
    context = {
        "round": standing.round, "form": form, "board": standing, "flags": _flags(standing), "days": _bars(days),
        "undated": days.get(None, 0), "pace": _pace(shown, standing), **_link(request, shown, found),
    }  # fmt: skip
    return render(request, "collect/round.html", context, status=422 if form.errors else 200)


class QueueForm(forms.Form):
    """A file with answers that waited on a device."""

    file = forms.FileField(
        label=gettext_lazy("File with waiting answers"), help_text=gettext_lazy("It ends in .filao-queue")
    )
    pin = forms.CharField(
        label=gettext_lazy("PIN of the file"), required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Only where the device that saved it had one"),
    )  # fmt: skip


@in_workspace("answers.enter", "answers.enter")
def take_file(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    found = rounds.named(shown.actor, shown.workspace, id)
    form = QueueForm(request.POST or None, request.FILES or None)
    taken = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        taken = attempt(
            form, lambda: offline.take_file(shown.actor, shown.workspace, id, sent, form.cleaned_data["pin"])
        )
    context = {"title": found, "id": id, "form": form, "taken": taken}
    return render(request, "collect/round_file.html", context, status=422 if form.errors else 200)


def _flags(standing: Board) -> list[tuple[str, int, list[str]]]:
    """Each kind of flag: its code, how many answers, and which, where that may be told."""
    found: dict[str, list[str]] = {}
    for flag in standing.flags:
        found.setdefault(flag.code, []).append(flag.response)
    return [(code, len(ids), [id.removeprefix("uuid:")[:8] for id in ids if id]) for code, ids in found.items()]


def _pace(shown: Shown, standing: Board) -> str:
    """What was to be expected by each day beside what came; "" where there is nothing to draw."""
    if not standing.expected:
        return ""
    n, expected = standing.total.answered or 0, int(standing.total.expected or 0)
    alt = _("By today %(n)s answers have come; an even pace would have brought %(expected)s.")
    first, last = standing.expected[1][0], standing.expected[-1][0]
    return pace.drawing(
        standing.expected, standing.came, timezone.localdate(), alt=alt % {"n": n, "expected": expected},
        words=(_("even pace"), _("answers that came"), _("today")),
        days=(shown.day(first.isoformat()), shown.day(last.isoformat())),
    )  # fmt: skip


def _bars(days: dict[date | None, int]) -> list[tuple[date, int, int]]:
    """Each day with its answers, and those as a share of the fullest day."""
    most = max((n for day, n in days.items() if day), default=1)
    return [(day, n, round(100 * n / most)) for day, n in days.items() if day]


def _link(request: HttpRequest, shown: Shown, found: Round) -> dict[str, Any]:
    """The open link as it is shown and printed; nothing where there is none."""
    token = rounds.link(shown.actor, shown.workspace, found.id) if found.linked else ""
    return open_link(request, shown, token) if token else {}


def open_link(request: HttpRequest, shown: Shown, token: str) -> dict[str, Any]:
    """An open link as a page shows it: its address, the same as a code, and its path here."""
    path = reverse("respond", args=[shown.workspace.slug, token])
    address = f"{settings.ROOM}{path}" if settings.ROOM else request.build_absolute_uri(path)
    return {"address": address, "code": mark_safe(qr.svg(address, _("QR code of the form"))), "here": path}  # noqa: S308
