"""What holds for a workspace as a whole: the date to which its evidence was gathered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.web.shown import Shown
from filao.web.views.base import attempt, day_field, in_workspace
from filao.work import workspaces


class DataDateForm(forms.Form):
    """The day to which public sources were read, and why it moves."""

    day = day_field(gettext_lazy("Public sources were read to"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


@in_workspace("workspace.edit", "workspace.edit")
def data_date(request: HttpRequest, shown: Shown) -> HttpResponse:
    """The date with its moves; `day` in the address offers an earlier one to go back to."""
    start: dict[str, Any] = {"day": request.GET.get("day") or shown.workspace.data_date}
    form = DataDateForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _move(shown, **form.cleaned_data)):
        messages.success(request, _("The date is kept. Documents built from now on tell it."))
        return redirect("data-date", shown.workspace.slug)
    context = {"form": form, "moves": workspaces.moves(shown.actor, shown.workspace)}
    return render(request, "work/data_date.html", context, status=422 if form.errors else 200)


def _move(shown: Shown, day: date, reason: str) -> bool:
    workspaces.set_data_date(shown.actor, shown.workspace, day, reason)
    return True
