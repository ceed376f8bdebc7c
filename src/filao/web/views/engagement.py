"""Work: engagements, what is due and what blocks it, deliverables and instalments, and the mapping then and now."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core import engagement as core
from filao.core.problems import Problem
from filao.documents import catalogue, markup, status_page
from filao.documents.language import say
from filao.web.shown import Shown
from filao.web.views import alerts
from filao.web.views.base import attempt, day_field, in_workspace
from filao.web.views.documents import BuildForm, Chosen, choose, material
from filao.web.views.importing import attachment
from filao.work import analysis, documents, engagements, exports


@in_workspace("engagement.read")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    today = timezone.localdate()
    found = engagements.listing(shown.actor, shown.workspace)
    rows = [
        (e, sum(d.status == "accepted" for d in e.deliverables), next(iter(core.upcoming(e, today)), None))
        for e in found
    ]
    return render(request, "work/engagements.html", {"rows": rows})


@in_workspace("engagement.read")
def engagement(request: HttpRequest, shown: Shown, engagement: str) -> HttpResponse:
    chosen = _chosen(shown, engagement)
    found, today = chosen.engagement, timezone.localdate()
    entry = catalogue.entry(status_page.KIND)
    c = material(shown, chosen, entry.languages)
    counts = documents.counts(shown.actor, shown.workspace, found.id)
    due = core.upcoming(found, today)
    phases: dict[str, list[core.Task]] = {}
    for task in found.tasks:
        phases.setdefault(task.phase, []).append(task)
    context = {
        "found": found, "chosen": chosen, "today": today, "due": due, "late": sum(item.days < 0 for item in due),
        "blockers": status_page.blockers(c, counts), "phases": phases, "status_form": BuildForm(shown, entry),
        "instalments": [_instalment(found, i) for i in found.instalments],
        "alerts": alerts.rows(shown, found), "kinds": {d.id for d in found.deliverables if d.id in catalogue.CATALOGUE},
    }  # fmt: skip
    return render(request, "work/engagement.html", context)


def _chosen(shown: Shown, slug: str) -> Chosen:
    return Chosen(
        engagements.find(shown.actor, shown.workspace, slug), engagements.listing(shown.actor, shown.workspace)
    )


def _instalment(found: core.Engagement, instalment: core.Instalment) -> dict[str, Any]:
    """An instalment with its state, what it pays and what it waits for."""
    missing = set(core.missing_for(found, instalment))
    return {
        "instalment": instalment,
        "status": core.instalment_status(found, instalment),
        "pays": [(d, d.id not in missing) for d in found.deliverables if d.id in instalment.conditions],
        "untied": {d.id for d in core.untied(found, instalment)},
    }


class MoveForm(forms.Form):
    """A deliverable's next state."""

    status = forms.ChoiceField(label=gettext_lazy("State"))
    on = day_field(gettext_lazy("On"))
    evidence = forms.ChoiceField(
        label=gettext_lazy("File"), required=False,
        help_text=gettext_lazy("The file as it was built, submitted or accepted. Its hash is kept."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=300,
        help_text=gettext_lazy("Needed for an acceptance without a file: the letter or the minutes it rests on."),
    )  # fmt: skip
    reopen = forms.BooleanField(
        label=gettext_lazy("Reopen it: the acceptance is taken back"), required=False, widget=forms.HiddenInput,
        help_text=gettext_lazy("Instalments that wait for it are held back again. What was claimed stays claimed."),
    )  # fmt: skip


class DueForm(forms.Form):
    """When a deliverable is due."""

    due = day_field(gettext_lazy("Due on"), required=False)


@in_workspace("engagement.read", "engagement.edit|engagement.accept")
def deliverable(request: HttpRequest, shown: Shown, engagement: str, code: str) -> HttpResponse:
    found = engagements.find(shown.actor, shown.workspace, engagement)
    item = found.deliverable(code)
    if item is None:
        raise Problem("no_such_deliverable", code=code)
    act = request.POST.get("act")
    move = MoveForm(
        request.POST if act == "move" else None, initial={"status": item.status, "on": timezone.localdate()}
    )
    move.fields["status"].choices = [(s, shown.label("deliverable_status", s)) for s in core.DELIVERABLE_STATUSES]  # type: ignore[attr-defined]
    if item.status == "accepted":
        move.fields["reopen"].widget = forms.CheckboxInput()
    move.fields["evidence"].choices = [("", "—"), *_files(shown, found.id, code)]  # type: ignore[attr-defined]
    due = DueForm(request.POST if act == "due" else None, auto_id="date-%s", initial={"due": item.due})
    form: forms.Form = due if act == "due" else move
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _change(shown, found.id, code, form)):
        told = _("%(title)s: the new date is kept.") if form is due else _("%(title)s: the new state is kept.")
        messages.success(request, told % {"title": item.title})
        return redirect("engagement", shown.workspace.slug, found.id)
    context = {
        "found": found, "item": item, "move": move, "due": due, "known": code in catalogue.CATALOGUE,
        "documents": [(kind, say(shown.language, catalogue.entry(kind).title)) for kind in item.documents],
    }  # fmt: skip
    return render(request, "work/deliverable.html", context, status=422 if move.errors or due.errors else 200)


def _files(shown: Shown, engagement: str, code: str) -> list[tuple[str, str]]:
    """Built files to choose among, each once: those of the deliverable where it is one that Filao builds."""
    kind = code if code in catalogue.CATALOGUE else ""
    found = documents.builds(shown.actor, shown.workspace, engagement, kind, limit=60)
    return [
        (digest, f"{made.name} · {made.version} · {shown.day(timezone.localdate(made.at))} · {digest[:8]}")
        for digest, made in {made.digest: made for made in reversed(found)}.items()
    ][::-1]


def _change(shown: Shown, engagement: str, code: str, form: forms.Form) -> bool:
    if isinstance(form, DueForm):
        engagements.set_due(shown.actor, shown.workspace, engagement, code, form.cleaned_data["due"])
    else:
        engagements.move_deliverable(shown.actor, shown.workspace, engagement, code, **form.cleaned_data)
    return True


class ConditionsForm(forms.Form):
    """Which deliverables an instalment pays."""

    conditions = forms.MultipleChoiceField(
        label=gettext_lazy("Paid when these are accepted"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, found: core.Engagement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conditions"].choices = [(d.id, d.title) for d in found.deliverables]  # type: ignore[attr-defined]


@in_workspace("engagement.read", "engagement.edit")
def instalment(request: HttpRequest, shown: Shown, engagement: str, number: int) -> HttpResponse:
    found = engagements.find(shown.actor, shown.workspace, engagement)
    item = next((i for i in found.instalments if i.number == number), None)
    if item is None:
        raise Problem("no_such_instalment", number=number)
    form = ConditionsForm(found, request.POST or None, initial={"conditions": list(item.conditions)})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: _agree(request, shown, found, item, form))
    ):
        messages.success(request, _("Instalment %(n)s: the change is kept.") % {"n": number})
        return redirect("engagement", shown.workspace.slug, found.id)
    context = {"found": found, "form": form, **_instalment(found, item)}
    return render(request, "work/instalment.html", context, status=422 if form.errors else 200)


def _agree(request: HttpRequest, shown: Shown, found: core.Engagement, item: core.Instalment, form: forms.Form) -> bool:
    """Agree on conditions, or mark the instalment as claimed, paid or neither."""
    mark = request.POST.get("mark")
    if mark is None:
        conditions = form.cleaned_data["conditions"]
        engagements.set_conditions(shown.actor, shown.workspace, found.id, item.number, conditions)
    else:
        engagements.settle(shown.actor, shown.workspace, found.id, item.number, mark)
    return True


@in_workspace("engagement.read")
def calendar(request: HttpRequest, shown: Shown, engagement: str) -> HttpResponse:
    name, data = exports.dates(shown.actor, shown.workspace, engagement)
    return attachment(name, data, "text/calendar; charset=utf-8")


THEN_AND_NOW: tuple[tuple[str, Any], ...] = (
    ("organisations.total", gettext_lazy("Organisations")),
    ("organisations.public", gettext_lazy("Public bodies")),
    ("organisations.ngo", gettext_lazy("NGOs")),
    ("organisations.single_source", gettext_lazy("Bodies that rest on one source")),
    ("actions.total", gettext_lazy("Actions")),
    ("actions.trafficking_specific", gettext_lazy("Actions aimed at trafficking")),
    ("actions.planned", gettext_lazy("Planned actions")),
    ("relations.total", gettext_lazy("Ties")),
    ("relations.refers_to", gettext_lazy("Referrals")),
    ("relations.structural", gettext_lazy("Standing ties")),
    ("links.documented", gettext_lazy("Expected links that are documented")),
    ("pathways.complete", gettext_lazy("Profiles with a complete documented way")),
    ("coverage.not_documented", gettext_lazy("Stages and populations without a documented body")),
    ("law.provisions", gettext_lazy("Provisions of law and policy")),
    ("trainings.total", gettext_lazy("Trainings given")),
)
"""The figures that are read side by side."""


@in_workspace("engagement.read")
def then_and_now(request: HttpRequest, shown: Shown, engagement: str) -> HttpResponse:
    found = engagements.find(shown.actor, shown.workspace, engagement)
    year = found.baseline or found.start.year - 1
    as_of = choose(request, shown).as_of or f"{year}-12-31"
    then = analysis.read(shown.actor, shown.workspace, as_of=as_of, baseline=found.baseline).figures
    now = analysis.read(shown.actor, shown.workspace, baseline=found.baseline).figures
    rows = []
    for id, words in THEN_AND_NOW:
        if id in then and id in now:
            change = now.number(id) - then.number(id)
            texts = [markup.shown(book[id], shown.language) for book in (then, now)]
            rows.append(
                (words, texts[0], then[id].n, texts[1], now[id].n, f"{change:+d}".replace("-", "−") if change else "0")
            )
    reports = [
        (entry.kind, say(shown.language, entry.title)) for entry in catalogue.CATALOGUE.values() if entry.sections
    ]
    chosen = Chosen(found, engagements.listing(shown.actor, shown.workspace), as_of)
    context = {"found": found, "as_of": as_of, "rows": rows, "chosen": chosen, "reports": reports}
    return render(request, "work/then_and_now.html", context)
