"""The calendar of working days: public holidays of the country, and the days that people add and strike."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.workdays import DAY_KINDS
from filao.documents.words import alerts as words
from filao.web.shown import Shown
from filao.web.views.base import attempt, day_field, in_workspace
from filao.work import workdays

YEARS = range(1990, 2100)
"""Years that can be looked at."""


class DayForm(forms.Form):
    """A day or a run of days, with what it rests on."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"))
    start = day_field(gettext_lazy("First day"))
    until = day_field(
        gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Left empty, it is one day.")
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    source = forms.CharField(
        label=gettext_lazy("Rests on"), max_length=300,
        help_text=gettext_lazy("The decree, the notice, the school calendar: where it was read."),
    )  # fmt: skip

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, shown.label("day_kind", kind)) for kind in DAY_KINDS]  # type: ignore[attr-defined]


@in_workspace("engagement.read", "engagement.edit")
def working_days(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Public holidays of a year, what was entered, and the form that enters more."""
    year = _year(request)
    back = f"{reverse('working-days', args=[shown.workspace.slug])}?year={year}"
    if taken := request.POST.get("remove"):
        workdays.remove(shown.actor, shown.workspace, taken)
        messages.success(request, _("The day is taken out of the calendar."))
        return redirect(back)
    form = DayForm(shown, request.POST or None, initial=_struck(request))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: workdays.add(shown.actor, shown.workspace, **data)):
            messages.success(request, _("The day stands in the calendar."))
            return redirect(back)
    days = workdays.read(shown.actor, shown.workspace, [year])
    first, last = date(year, 1, 1), date(year, 12, 31)
    holidays = [
        (one, words.holiday(one.title, shown.language)) for one in days.holidays.values() if one.on.year == year
    ]
    context = {
        "form": form, "days": days, "year": year, "holidays": holidays, "estimated": sum(h.estimated for h, _n in holidays),
        "entered": [day for day in days.entered if day.start <= last and day.until >= first],
    }  # fmt: skip
    return render(request, "work/working_days.html", context, status=422 if form.errors else 200)


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdigit() and int(asked) in YEARS else timezone.localdate().year


def _struck(request: HttpRequest) -> dict[str, Any]:
    """What the form starts with: a computed holiday to be struck, where the address names one."""
    day, title = request.GET.get("strike", ""), request.GET.get("title", "")
    return {"kind": "not_holiday", "start": day, "title": title[:120]} if day else {"kind": "holiday"}
