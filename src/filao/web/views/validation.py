"""Meetings that validate: items chosen, answered on phones and paper, counted, spoken of in the plenary, closed with a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.validation import WAYS, Outcome, Spread, places, ranked
from filao.documents import validation_record
from filao.documents.words.instruments.validation import Asked
from filao.web.shown import Shown
from filao.web.views.base import attempt, day_field, in_workspace, released
from filao.web.views.documents import choose, material
from filao.web.views.importing import attachment
from filao.web.views.rounds import open_link
from filao.work import validation
from filao.work.validation import VERDICTS, Decision, Meeting


class PrepareForm(forms.Form):
    """What is put before a meeting."""

    title = forms.CharField(label=gettext_lazy("Name of the meeting"), max_length=160)
    held_on = day_field(gettext_lazy("Held on"))
    way = forms.ChoiceField(label=gettext_lazy("How it is asked"), widget=forms.RadioSelect, initial="validation")
    before = forms.ChoiceField(label=gettext_lazy("Delphi round before this one"), required=False)
    items = forms.MultipleChoiceField(
        label=gettext_lazy("Findings and recommendations"), widget=forms.CheckboxSelectMultiple, required=False
    )
    own = forms.CharField(
        label=gettext_lazy("Items of your own"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line; after “|” the same in French"),
    )  # fmt: skip
    simulated = forms.BooleanField(label=gettext_lazy("Simulated: a rehearsal, not evidence"), required=False)
    read_by_person = released()

    def __init__(self, shown: Shown, items: dict[str, str], earlier: list[Meeting], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "way": [(way, shown.label("way", way)) for way in WAYS],
            "before": [("", _("none")), *((one.id, one.title) for one in earlier if one.way == "delphi")],
            "items": list(items.items()),
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        self.fields["simulated"].initial = shown.workspace.simulated

    def chosen(self, items: dict[str, str]) -> list[Asked]:
        """The items in the order of the list, then those typed."""
        data = self.cleaned_data
        found = [Asked(id, items[id]) for id in items if id in data["items"]]
        for number, line in enumerate(filter(str.strip, data["own"].splitlines()), start=1):
            text, _bar, french = line.partition("|")
            found.append(Asked(f"own:{number}", text.strip(), french.strip()))
        return found


@in_workspace("findings.read")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    chosen = choose(request, shown)
    found = validation.listing(shown.actor, shown.workspace, chosen.engagement.id)
    return render(request, "documents/validations.html", {"meetings": found, "chosen": chosen})


@in_workspace("findings.edit", "findings.edit")
def new(request: HttpRequest, shown: Shown) -> HttpResponse:
    chosen = choose(request, shown)
    items = validation.offered(shown.actor, shown.workspace, material(shown, chosen))
    earlier = validation.listing(shown.actor, shown.workspace, chosen.engagement.id)
    form = PrepareForm(shown, items, earlier, request.POST or None, initial={"held_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(form, lambda: validation.prepare(
            shown.actor, shown.workspace, chosen.engagement.id, title=data["title"], way=data["way"],
            items=form.chosen(items), held_on=data["held_on"], before=data["before"], simulated=data["simulated"],
            read_by_person=data["read_by_person"],
        ))  # fmt: skip
        if made:
            messages.success(request, _("The items are put before the meeting: the link to answer by is open."))
            return redirect("validation", shown.workspace.slug, made)
    context = {"form": form, "chosen": chosen}
    return render(request, "documents/validation_new.html", context, status=422 if form.errors else 200)


class DecideForm(forms.Form):
    """What the plenary said of an item."""

    verdict = forms.ChoiceField(label=gettext_lazy("The plenary"))
    text = forms.CharField(
        label=gettext_lazy("New words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(
        label=gettext_lazy("Who disagrees, by institution"), required=False, max_length=500, strip=True
    )
    read_by_person = released()

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one, shown.label("verdict", one)) for one in VERDICTS]
        self.fields["verdict"].choices = named  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the page, with what the meeting said of it, objections, and the form of the plenary."""

    number: int
    item: Asked
    outcome: Outcome | None
    spread: Spread | None
    decision: Decision | None
    objections: list[str]
    form: DecideForm | None
    place: int | None = None

    @property
    def sectors(self) -> list[tuple[str, str]]:
        """Each sector with how many of how many take the item as it is, "" where that is not told; none where all are not."""
        told = self.outcome.by_sector.items() if self.outcome else ()
        found = [(s, "" if a is None or b is None else f"{a} / {a + b}") for s, (a, b) in told if s]
        return found if any(said for _sector, said in found) else []


@in_workspace("findings.read", "findings.edit")
def one(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    who = (shown.actor, shown.workspace, id)
    found, act = validation.find(*who), request.POST.get("act", "")
    said, wrong = None, forms.Form(request.POST or None)
    if act == "decide":
        item = request.POST.get("item", "")
        said = form = DecideForm(shown, request.POST, prefix=item)
        if form.is_valid():
            read = form.cleaned_data.pop("read_by_person")
            decision = Decision(**form.cleaned_data)
            if attempt(form, lambda: validation.decide(*who, item, decision, read_by_person=read)) is not None:
                return redirect(reverse("validation", args=[shown.workspace.slug, id]) + f"#item-{item}")
    elif act in _ACTS and attempt(wrong, lambda: _ACTS[act][0](*who)) is not None:
        messages.success(request, _ACTS[act][1])
        return redirect("validation", shown.workspace.slug, id)
    objections = validation.objections(*who) if act == "objections" else {}
    context = {
        "meeting": found, "lines": _lines(shown, found, objections, said), "opened": act == "objections", "errors": wrong,
        "record_in": validation_record.LANGUAGES, **(open_link(request, shown, found.link) if found.link else {}),
    }  # fmt: skip
    failed = bool(wrong.errors or (said and said.errors))
    return render(request, "documents/validation.html", context, status=422 if failed else 200)


_ACTS = {
    "count": (validation.count, gettext_lazy("Answering has ended; the answers are counted.")),
    "close": (validation.close, gettext_lazy("The meeting is closed, and its record is kept.")),
}


def _lines(shown: Shown, found: Meeting, objections: dict[str, list[str]], said: DecideForm | None) -> list[Line]:
    outcomes = {one.item: one for one in found.outcomes}
    spreads = {one.item: one for one in found.spreads}
    place = places(found.spreads) if found.way == "priority" else {}
    open_to_plenary = not found.asking and not found.closed
    lines = []
    for number, item in enumerate(found.items, start=1):
        decision, form = found.decisions.get(item.id), None
        if open_to_plenary:
            start = {"verdict": decision.verdict, "text": decision.text, "note": decision.note} if decision else {}
            form = said if said and said.prefix == item.id else DecideForm(shown, prefix=item.id, initial=start)
        lines.append(
            Line(
                number, item, outcomes.get(item.id), spreads.get(item.id), decision, objections.get(item.id, []), form,
                place.get(item.id),
            )
        )  # fmt: skip
    if place:
        order = [one.item for one in ranked(found.spreads)]
        lines.sort(key=lambda line: order.index(line.item.id))
    return lines


@in_workspace("findings.read")
def record(request: HttpRequest, shown: Shown, id: str, language: str) -> HttpResponse:
    name, data = validation.record(shown.actor, shown.workspace, id, language)
    return attachment(name, data, "application/pdf")
