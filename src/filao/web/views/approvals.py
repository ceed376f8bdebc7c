"""Second person: requests to take restricted data out, decided by somebody else; and the switch that asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.web.shown import Shown
from filao.web.views.base import attempt, in_workspace
from filao.work import engagements
from filao.work.protection import approvals


class AskForm(forms.Form):
    """What somebody asks for, and why."""

    act = forms.ChoiceField(label=gettext_lazy("What for"))
    subject = forms.ChoiceField(label=gettext_lazy("Engagement"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [act for act, rights in approvals.ACTS.items() if all(shown.may(right) for right in rights)]
        self.fields["act"].choices = [(act, shown.label("guarded", act)) for act in mine]  # type: ignore[attr-defined]
        known = engagements.listing(shown.actor, shown.workspace) if shown.may("engagement.read") else []
        self.fields["subject"].choices = [("", _("belongs to none")), *((e.id, e.title) for e in known)]  # type: ignore[attr-defined]


class SwitchForm(forms.Form):
    """Why a second person is asked for, or no longer."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


@in_workspace("protection.read", "protection.read")
def requests(request: HttpRequest, shown: Shown) -> HttpResponse:
    act = request.POST.get("act", "")
    given = {name: request.GET[name] for name in ("act", "subject") if name in request.GET}
    made: dict[str, forms.Form] = {
        "ask": AskForm(shown, request.POST if act == "ask" else None, prefix="ask", initial=given),
        "switch": SwitchForm(request.POST if act == "switch" else None, prefix="switch"),
        "decide": forms.Form(request.POST if act == "decide" else None, prefix="decide"),
    }
    form = made.get(act)
    if form and form.is_valid() and attempt(form, _act(request, shown, act, form)) is not None:
        messages.success(request, _TOLD[act])
        return redirect("requests", shown.workspace.slug)
    context = {
        "listing": approvals.listing(shown.actor, shown.workspace), "forms": made, "form": form, "act": act,
        "on": approvals.is_asked(shown.workspace),
    }  # fmt: skip
    return render(request, "protection/requests.html", context, status=422 if form and form.errors else 200)


_TOLD = {
    "ask": gettext_lazy("It is asked. Another owner or coordinator decides within 24 hours."),
    "switch": gettext_lazy("The rule is kept, with its reason."),
    "decide": gettext_lazy("Your decision is kept."),
}


def _act(request: HttpRequest, shown: Shown, act: str, form: forms.Form) -> Callable[[], object]:
    """What a sound form asks for."""
    actor, workspace, data = shown.actor, shown.workspace, form.cleaned_data
    acts: dict[str, Callable[[], object]] = {
        "ask": lambda: approvals.ask(actor, workspace, data["act"], data["subject"], reason=data["reason"]),
        "switch": lambda: approvals.switch(actor, workspace, request.POST.get("on") == "yes", data["reason"]),
        "decide": lambda: approvals.decide(
            actor, workspace, request.POST.get("id", ""), request.POST.get("answer") == "approve"
        ),
    }
    return acts[act]
