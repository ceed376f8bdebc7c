"""Papers of the group: handed in or built, version after version, what uses them and which bodies have seen them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core import meetings as core
from filao.exchange import office_files
from filao.web.shown import Shown
from filao.web.views.base import attempt, in_workspace, released
from filao.web.views.group_places import chosen
from filao.web.views.importing import attachment
from filao.work import group


class FileForm(forms.Form):
    """A file handed in, or one that was built here."""

    file = forms.FileField(
        label=gettext_lazy("File"), required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.pptx"}),
        help_text=gettext_lazy("PDF, Word, Excel or PowerPoint without macros, at most 32 MB."),
    )  # fmt: skip
    built = forms.ChoiceField(
        label=gettext_lazy("Or a file that was built here"), required=False,
        help_text=gettext_lazy("Deliverables as they were built; restricted ones are not offered."),
    )  # fmt: skip
    checked = forms.BooleanField(
        label=gettext_lazy("I have read the file: it tells of no case, and its text identifies no person"),
    )

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        built = group.built_files(shown.actor, shown.workspace)
        self.fields["built"].choices = [("", "—"), *list(built.items())[:60]]  # type: ignore[attr-defined]
        if not built:
            del self.fields["built"]
            self.fields["file"].required = True

    @property
    def handed(self) -> group.Handed:
        file = self.cleaned_data["file"]
        if file is None:
            return group.Handed(built=self.cleaned_data.get("built", ""))
        return group.Handed(file.read(), file.name or "file")


class PaperForm(FileForm):
    """A new paper."""

    group_id = forms.ChoiceField(label=gettext_lazy("Group"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    read_by_person = released()
    field_order = ("group_id", "title", "kind", "file", "built", "checked", "read_by_person")

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(shown, *args, **kwargs)
        found = group.groups(shown.actor, shown.workspace)
        self.fields["group_id"].choices = [(g.id, g.name) for g in found]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(k, shown.label("paper_kind", k)) for k in core.PAPER_KINDS]  # type: ignore[attr-defined]


@in_workspace("group.read", "group.edit")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    """All papers, or those of one group, and a new one."""
    one, context = chosen(request, shown)
    initial = {"group_id": one.id if one else "", "kind": "note"}
    form = PaperForm(shown, request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid() and (made := attempt(form, lambda: _add(shown, form))):
        messages.success(request, _("The paper is kept as a draft."))
        return redirect("group-paper", shown.workspace.slug, made)
    found = group.group_papers(shown.actor, shown.workspace, one.id if one else "")
    uses = group.uses(shown.actor, shown.workspace, found)
    context |= {
        "form": form, "rows": [(p, uses[p.id]) for p in found],
        "validated": sum(p.status == "validated" for p in found), "out": sum(p.status == "comments" for p in found),
    }  # fmt: skip
    return render(request, "group/papers.html", context, status=422 if form.errors else 200)


def _add(shown: Shown, form: PaperForm) -> str:
    data = form.cleaned_data
    named = group.Named(data["group_id"], data["title"], data["kind"])
    return group.add_paper(
        shown.actor, shown.workspace, named, form.handed, read_by_person=bool(data["read_by_person"])
    )


@in_workspace("group.read", "group.edit|group.adopt")
def paper(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    """A paper: its versions, its state, what uses it, who has seen it."""
    found, act = group.group_paper(shown.actor, shown.workspace, id), request.POST.get("act", "")
    form = FileForm(shown, request.POST if act == "version" else None, request.FILES or None)
    if act == "status":
        group.set_status(shown.actor, shown.workspace, id, request.POST.get("status", ""))
        messages.success(request, _("The state is kept."))
        return redirect("group-paper", shown.workspace.slug, id)
    if act == "version" and form.is_valid():
        number = attempt(form, lambda: group.add_version(shown.actor, shown.workspace, id, form.handed))
        if number:
            messages.success(request, _("Version %(n)s is kept; the one before stays.") % {"n": number})
            return redirect("group-paper", shown.workspace.slug, id)
    seen = group.seen(shown.actor, shown.workspace, found)
    bodies = [s.organisation_id for s in group.members(shown.actor, shown.workspace, found.group_id)]
    last = {one.organisation_id for one in seen if one.number == found.current.number}
    context = {
        "found": found, "form": form, "uses": group.uses(shown.actor, shown.workspace, [found])[id], "seen": seen,
        "unseen": [body for body in dict.fromkeys(bodies) if body not in last],
        "statuses": [s for s in core.PAPER_STATUSES if s != found.status and _may_set(shown, s)],
    }  # fmt: skip
    return render(request, "group/paper.html", context, status=422 if form.errors else 200)


def _may_set(shown: Shown, status: str) -> bool:
    return shown.may("group.adopt" if status == "validated" else "group.edit")


@in_workspace("group.read")
def file(request: HttpRequest, shown: Shown, id: str, number: int) -> HttpResponse:
    """A version of a paper, as it was kept."""
    name, data = group.paper_file(shown.actor, shown.workspace, id, number)
    return attachment(name, data, office_files.TYPES.get(name.rpartition(".")[2], "application/octet-stream"))
