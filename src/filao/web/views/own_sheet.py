"""A body's own sheet, opened by its signed link: what the register says of it, to check and to correct; and those links."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from filao.core.problems import Problem
from filao.core.register import Register
from filao.core.vocabulary import Vocabulary
from filao.web.shown import Shown
from filao.web.views.answering import body_names
from filao.web.views.base import attempt, in_workspace
from filao.web.views.people import address_of
from filao.web.views.sheets import ReturnForm
from filao.work import desk, links
from filao.work.access import NOBODY
from filao.work.desk.sheets import PURPOSE
from filao.work.workspaces import Workspace


class ShownToBody(Shown):
    """The register as it may leave, for the body whose link was opened."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        super().__init__(NOBODY, workspace)
        self.__dict__["register"] = register

    @property
    def vocabulary(self) -> Vocabulary:
        return self.register.vocabulary

    def short(self, id: str) -> str:
        """Bodies by their whole names: who checks its own sheet need not know our short ones."""
        return self.name(id)


class OwnForm(ReturnForm):
    """The sheet as the body itself fills it in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("how", "on", "read_by_person"):
            del self.fields[name]


def page(request: HttpRequest, slug: str, token: str, browser: str) -> HttpResponse:
    """Public: for whoever holds the link, in the browser that confirmed it."""
    workspace, _found = links.find(slug, token, browser)
    register, id = desk.own_register(workspace, token, browser)
    shown = ShownToBody(workspace, register)
    open_bodies = {b.id: b for b in register.organisations.values() if not b.restricted or b.id == id}
    names, known = body_names(shown)
    known = {name: body for name, body in known.items() if body in open_bodies}
    form = OwnForm(shown, register.organisations[id], known, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: desk.return_own_sheet(workspace, token, browser, form.reply))
        if made is not None:
            told = ngettext("%(n)s statement was taken in.", "%(n)s statements were taken in.", len(made))
            messages.success(request, f"{_('Your reply has come.')} {told % {'n': len(made)}}")
            return redirect(request.path)
    offered = [name for name in names if " ".join(name.split()).casefold() in known]
    context = {
        "body": register.organisations[id], "form": form, "names": offered, "shown": shown, "place": workspace,
        "opened": {name for name, *_rest in form.fact_rows if form.is_bound and name in {*form.changed_data, *form.errors}},
    }  # fmt: skip
    return render(request, "ask/own_sheet.html", context, status=422 if form.errors else 200)


class LinkForm(forms.Form):
    """A link to a body's own sheet: for whom, and for how long."""

    label = forms.CharField(
        label=gettext_lazy("For"), max_length=160, help_text=gettext_lazy("The function it is meant for, not a name.")
    )
    days = forms.IntegerField(label=gettext_lazy("Opens for days"), min_value=1, max_value=90, initial=21)


@in_workspace("desk.read", "desk.edit")
def manage(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    """The links to a body's sheet: made, seen, taken back."""
    body = shown.register.organisations.get(id)
    if body is None:
        raise Problem("no_such_record", kind="organisation", value=id)
    if shown.actor.local:
        raise Problem("no_server_here")
    form, token = LinkForm(request.POST if request.POST.get("act") == "make" else None), None
    if revoked := request.POST.get("revoke"):
        links.revoke(shown.actor, shown.workspace, PURPOSE, revoked)
        messages.success(request, _("The link opens nothing any more."))
        return redirect("sheet-links", shown.workspace.slug, id)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        token = attempt(
            form,
            lambda: links.make(
                shown.actor,
                shown.workspace,
                PURPOSE,
                id,
                label=f"{body.short_name}, {data['label']}",
                days=data["days"],
            ),
        )
    context = {
        "body": body, "form": form, "links": links.made(shown.actor, shown.workspace, PURPOSE, id),
        "address": address_of(request, reverse("link", args=[shown.workspace.slug, token])) if token else "",
    }  # fmt: skip
    return render(request, "ask/sheet_links.html", context, status=422 if form.errors else 200)
