"""The log of breaches: what happened and since when it is known, who was told, how it ended; the notice to print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.protection import Breach, breach_state, hours_left, law_of, missing, notice_due
from filao.documents.words import protection as words
from filao.web.shown import Shown
from filao.web.views.base import attempt, in_workspace, released
from filao.work.protection import breaches
from filao.work.protection.breaches import Known


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    """A moment, written as boxes of browsers need it in every language."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, input_formats=["%Y-%m-%dT%H:%M"], **more)


def _text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **more)


class KnownForm(forms.Form):
    """What is known of a breach."""

    aware_at = moment_field(
        gettext_lazy("Known since"), help_text=gettext_lazy("When somebody of the controller became aware of it.")
    )
    nature = _text(gettext_lazy("What happened"), help_text=gettext_lazy("Without names of persons."))
    happened = forms.CharField(label=gettext_lazy("When it happened, or since when"), required=False, max_length=200)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of personal data"), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.IntegerField(label=gettext_lazy("Persons concerned, about"), required=False, min_value=0)
    records = forms.IntegerField(label=gettext_lazy("Records concerned, about"), required=False, min_value=0)
    effects = _text(gettext_lazy("Likely effects"), required=False)
    measures = _text(gettext_lazy("Measures taken or proposed"), required=False)
    high_risk = forms.TypedChoiceField(
        label=gettext_lazy("High risk to the persons concerned"), required=False, empty_value=None,
        coerce=lambda text: text == "yes",
        choices=(("", gettext_lazy("not known yet")), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))),
    )  # fmt: skip
    read_by_person = released()

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(code, words.kind(code, shown.language)) for code in words.KINDS]  # type: ignore[attr-defined]

    def known(self) -> Known:
        data = {name: value for name, value in self.cleaned_data.items() if name != "read_by_person"}
        return Known(**{**data, "kinds": tuple(data["kinds"])})


class MomentForm(forms.Form):
    """When somebody was told, and a word on it."""

    at = moment_field(gettext_lazy("On"))
    words = _text(gettext_lazy("How"), 2, required=False)
    read_by_person = released()


class ClosingForm(forms.Form):
    """How a breach ended."""

    words = _text(gettext_lazy("What was decided"), 2)
    read_by_person = released()


@in_workspace("protection.read", "breaches.edit")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    start = {"aware_at": timezone.localtime()}
    form = KnownForm(shown, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _log(shown, form))
        if made is not None:
            messages.success(request, _("Breach %(n)s is logged; its clock runs.") % {"n": made.number})
            return redirect("breach", shown.workspace.slug, made.number)
    found = breaches.listing(shown.actor, shown.workspace)
    context = {"rows": [(b, *_clock(shown, b)) for b in found], "form": form, "law": law_of(shown.workspace.country)}
    return render(request, "protection/breaches.html", context, status=422 if form.errors else 200)


def _log(shown: Shown, form: KnownForm) -> Breach:
    read = form.cleaned_data["read_by_person"]
    return breaches.log(shown.actor, shown.workspace, form.known(), read_by_person=read)


def _clock(shown: Shown, breach: Breach) -> tuple[str, int]:
    """The state of a breach, and the hours left to tell of it."""
    law, now = law_of(shown.workspace.country), timezone.now()
    return breach_state(breach, law, now), hours_left(breach, law, now)


@in_workspace("protection.read", "breaches.edit")
def breach(request: HttpRequest, shown: Shown, number: int) -> HttpResponse:
    found, act = breaches.find(shown.actor, shown.workspace, number), request.POST.get("act", "")
    made = _forms(request, shown, found, act)
    form = made.get(act)
    if form and form.is_valid() and attempt(form, _act(shown, number, act, form)) is not None:
        messages.success(request, _("It is kept in the log."))
        return redirect("breach", shown.workspace.slug, number)
    law = law_of(shown.workspace.country)
    state, left = _clock(shown, found)
    context = {
        "breach": found, "forms": made, "act": act, "form": form, "state": state, "left": left, "law": law,
        "due": notice_due(found, law), "section": words.section(law, "breach_notice", shown.language),
        "missing": [made["renew"].fields[name].label for name in missing(found)],
        "kinds": words.kinds(found.kinds, shown.language),
    }  # fmt: skip
    return render(request, "protection/breach.html", context, status=422 if form and form.errors else 200)


def _forms(request: HttpRequest, shown: Shown, found: Breach, act: str) -> dict[str, forms.Form]:
    now = {"at": timezone.localtime()}
    start = {name: getattr(found, name) for name in KnownForm.base_fields if hasattr(found, name)}
    start["high_risk"] = {True: "yes", False: "no", None: ""}[found.high_risk]

    def sent(name: str) -> Any:
        return request.POST if act == name else None

    notify = MomentForm(sent("notify"), prefix="notify", initial={**now, "words": found.reason_late})
    notify.fields["words"].label = _("Where it is late: the reasons for the delay")
    return {
        "renew": KnownForm(shown, sent("renew"), prefix="renew", initial=start),
        "notify": notify,
        "tell": MomentForm(sent("tell"), prefix="tell", initial={**now, "words": found.told_how}),
        "close": ClosingForm(sent("close"), prefix="close"),
    }


def _act(shown: Shown, number: int, act: str, form: forms.Form) -> Callable[[], Breach]:
    """What a sound form asks for."""
    actor, workspace, data = shown.actor, shown.workspace, form.cleaned_data
    read = data["read_by_person"]
    acts: dict[str, Callable[[], Breach]] = {
        "renew": lambda: breaches.renew(actor, workspace, number, form.known(), read_by_person=read),  # type: ignore[attr-defined]
        "notify": lambda: breaches.notify(actor, workspace, number, data["at"], data["words"], read_by_person=read),
        "tell": lambda: breaches.tell(actor, workspace, number, data["at"], data["words"], read_by_person=read),
        "close": lambda: breaches.close(actor, workspace, number, data["words"], read_by_person=read),
    }
    return acts[act]
