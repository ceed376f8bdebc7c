"""Members of a group: seats with the posts that hold them; names and addresses only on demand, for who may read contacts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core import meetings as core
from filao.documents.language import LANGUAGES
from filao.web.shown import Shown
from filao.web.views.base import attempt, day_field, in_workspace, released
from filao.web.views.group_places import chosen
from filao.work import access, group


class AppointForm(forms.Form):
    """Who holds a seat, or stands in."""

    role = forms.ChoiceField(label=gettext_lazy("Seat"), widget=forms.RadioSelect, initial="holder")
    post = forms.CharField(
        label=gettext_lazy("Post"), max_length=120,
        help_text=gettext_lazy("The function, as in “Director of Public Prosecutions”; not a name."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language of letters and mails"), initial="en")
    appointed_on = day_field(gettext_lazy("Appointed on"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, required=False,
        help_text=gettext_lazy("Kept closed, like e-mail and telephone; erased when another takes the seat."),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail of the function"), required=False,
        help_text=gettext_lazy("Invitations, papers and digests go there."),
    )  # fmt: skip
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=60, required=False)
    read_by_person = released()

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(r, shown.label("seat_role", r)) for r in core.SEAT_ROLES]  # type: ignore[attr-defined]
        self.fields["language"].choices = [(c, shown.label("language", c)) for c in LANGUAGES]  # type: ignore[attr-defined]

    @property
    def appointed(self) -> group.Appointed:
        data = self.cleaned_data
        reach = group.Reach(data["name"].strip(), data["email"], data["phone"].strip())
        return group.Appointed(data["role"], data["post"], data["language"], data["appointed_on"], reach)


class EndForm(forms.Form):
    """The day on which an appointment ended."""

    ended_on = day_field(gettext_lazy("Ended on"))


@in_workspace("group.read")
def members(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Every seat with its body, mandate, and the posts that hold it; `?names` opens names and addresses."""
    one, context = chosen(request, shown, first=True)
    rows = group.seated(shown.actor, shown.workspace, one.id) if one else []
    opened = "names" in request.GET and one is not None
    reached = group.reached(shown.actor, shown.workspace, one.id) if opened and one else {}
    context |= {
        "rows": [(r, _reach(reached, r.holder), _reach(reached, r.alternate)) for r in rows], "opened": opened,
        "filled": sum(r.holder is not None for r in rows),
        "before": [(r.seat, past) for r in rows for past in r.before],
        "may_open": access.may(shown.actor, "contacts.read", shown.workspace),
        "kept": any(h.reached for r in rows for h in (r.holder, r.alternate) if h),
    }  # fmt: skip
    return render(request, "group/members.html", context)


def _reach(reached: dict[str, group.Reach], holder: core.SeatHolder | None) -> group.Reach | None:
    return reached.get(holder.id) if holder else None


@in_workspace("group.read")
def printed(request: HttpRequest, shown: Shown) -> HttpResponse:
    """The members for paper: posts only, whoever reads it."""
    one, context = chosen(request, shown, first=True)
    context["rows"] = group.seated(shown.actor, shown.workspace, one.id) if one else []
    context["today"] = timezone.localdate()
    return render(request, "group/members_print.html", context)


@in_workspace("contacts.read", "contacts.read")
def seat(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    """One seat: who holds it now and how they are reached, with the forms to appoint, change and end."""
    row = group.one_seat(shown.actor, shown.workspace, id)
    reached = group.reached(shown.actor, shown.workspace, row.seat.group_id, id)
    editing = next((h for h in (row.holder, row.alternate) if h and h.id == request.GET.get("edit")), None)
    ending = request.POST.get("end", "")
    form = AppointForm(shown, None if ending else request.POST or None, initial=_initial(editing, reached))
    over = EndForm(request.POST if ending else None, initial={"ended_on": timezone.localdate()})
    if not ending and form.is_bound and form.is_valid() and attempt(form, lambda: _appoint(shown, id, form, editing)):
        messages.success(request, _("The seat holder is kept."))
        return redirect("group-seat", shown.workspace.slug, id)
    if ending and over.is_valid() and attempt(over, lambda: _end(shown, ending, over)):
        messages.success(request, _("The appointment has ended; post and dates stay, the rest is erased."))
        return redirect("group-seat", shown.workspace.slug, id)
    holders = [h for h in (row.holder, row.alternate) if h]
    context = {
        "row": row, "form": form, "over": over, "editing": editing,
        "holders": [(h, reached.get(h.id)) for h in holders],
    }  # fmt: skip
    return render(request, "group/seat.html", context, status=422 if form.errors or over.errors else 200)


def _initial(editing: core.SeatHolder | None, reached: dict[str, group.Reach]) -> dict[str, Any]:
    if editing is None:
        return {}
    reach = reached.get(editing.id, group.Reach())
    return {
        "role": editing.role, "post": editing.post, "language": editing.language, "appointed_on": editing.appointed_on,
        "name": reach.name, "email": reach.email, "phone": reach.phone,
    }  # fmt: skip


def _appoint(shown: Shown, seat: str, form: AppointForm, editing: core.SeatHolder | None) -> bool:
    released_ = bool(form.cleaned_data.get("read_by_person"))
    id = editing.id if editing else ""
    return bool(group.appoint(shown.actor, shown.workspace, seat, form.appointed, id, read_by_person=released_))


def _end(shown: Shown, id: str, form: EndForm) -> bool:
    group.end(shown.actor, shown.workspace, id, form.cleaned_data["ended_on"])
    return True
