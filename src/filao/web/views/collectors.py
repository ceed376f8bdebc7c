"""Devices that collect with ODK Collect, and answers put aside: the pages of the people who run the fieldwork."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.documents import qr
from filao.exchange import openrosa
from filao.web.shown import Shown
from filao.web.views.base import attempt, day_field, in_workspace
from filao.web.views.people import address_of
from filao.work import access
from filao.work.collection import collectors, quarantine

_COLOUR, _ICON = "#0b3c5d", "F"


class DeviceForm(forms.Form):
    """A device that is given access."""

    label = forms.CharField(
        label=gettext_lazy("Name of the device"), max_length=120,
        help_text=gettext_lazy("For instance “Tablet 3, Rodrigues”. No names of persons."),
    )  # fmt: skip
    expires_on = day_field(gettext_lazy("Access ends on"), required=False)
    forms = forms.MultipleChoiceField(
        label=gettext_lazy("Forms that it sees"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("All open forms where none is ticked."),
    )  # fmt: skip

    def __init__(self, given: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forms"].choices = given  # type: ignore[attr-defined]
        if not given:
            del self.fields["forms"]


@in_workspace("collectors.edit", "collectors.edit")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    if gone := request.POST.get("revoke"):
        collectors.revoke(shown.actor, shown.workspace, gone)
        messages.success(request, _("The device has no access any more."))
        return redirect("collectors", shown.workspace.slug)
    form = DeviceForm(collectors.forms_to_give(shown.actor, shown.workspace), request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        token = attempt(
            form,
            lambda: collectors.make(
                shown.actor, shown.workspace, data["label"], forms=data.get("forms", ()), expires_on=data["expires_on"]
            ),
        )
        if token:
            return _made(request, shown, token, data["label"])
    found = collectors.listing(shown.actor, shown.workspace)
    decides = access.may(shown.actor, "answers.decide", shown.workspace)
    context = {
        "form": form, "collectors": found, "sending": sum(not (one.revoked or one.expired) for one in found),
        "aside": quarantine.count(shown.actor, shown.workspace) if decides else 0,
    }  # fmt: skip
    return render(request, "ask/collectors.html", context, status=422 if form.errors else 200)


def _made(request: HttpRequest, shown: Shown, token: str, label: str) -> HttpResponse:
    """The code of a device, shown once."""
    path = reverse("device-forms", args=[shown.workspace.slug, token])
    url = address_of(request, path.removesuffix("/formList"))
    code = openrosa.settings_code(url, shown.workspace.name, color=_COLOUR, icon=_ICON)
    drawn = mark_safe(qr.svg(code, _("Code to scan")))  # noqa: S308  drawn from a text of ours
    context = {"url": url, "code": drawn, "label": label}
    response = render(request, "ask/collector.html", context)
    response["Cache-Control"] = "no-store"
    return response


@in_workspace("answers.decide", "answers.decide")
def aside(request: HttpRequest, shown: Shown) -> HttpResponse:
    act, id, reason = (request.POST.get(name, "") for name in ("act", "id", "reason"))
    actor, workspace = shown.actor, shown.workspace
    if act == "try":
        receipt = quarantine.try_again(actor, workspace, id)
        if receipt.status == "quarantined":
            messages.warning(request, _("It still cannot be taken; the reason stands beside it."))
        else:
            messages.success(request, _("The answer was taken."))
    elif act == "instead":
        quarantine.take_instead(actor, workspace, id, reason)
        messages.success(request, _("The answer was taken; the other is kept as its earlier version."))
    elif act == "discard":
        quarantine.discard(actor, workspace, id, reason)
        messages.success(request, _("The answer was discarded for good."))
    if act:
        return redirect("aside", workspace.slug)
    return render(request, "ask/aside.html", {"waiting": quarantine.listing(actor, workspace)})
