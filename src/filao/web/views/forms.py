"""Forms on the page: the list, making and uploading, a form side by side in its languages, the look before publishing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.forms.reading import minutes
from filao.core.forms.versions import compare
from filao.core.instruments import MOVES, PURPOSES, Instrument
from filao.documents import paper_form
from filao.documents.words import changes, checks
from filao.documents.words import instruments as catalogue
from filao.web.shown import Shown
from filao.web.views.base import attempt, form_only, in_workspace
from filao.work import engagements
from filao.work.collection import instruments, papers, shelf

FORM_TYPES = ".xlsx,.xls"


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class UploadForm(forms.Form):
    """A workbook, and the files that stand beside it."""

    workbook = forms.FileField(
        label=gettext_lazy("XLSForm workbook"), widget=forms.FileInput(attrs={"accept": FORM_TYPES}),
        error_messages={"required": gettext_lazy("Choose the workbook.")},
    )  # fmt: skip
    beside = forms.Field(
        label=gettext_lazy("Files beside it"), required=False, widget=Files(),
        help_text=gettext_lazy("CSV lists, pictures and sounds that the form names"),
    )  # fmt: skip

    def given(self, request: HttpRequest) -> tuple[str, bytes, dict[str, bytes]]:
        """The name and bytes of the workbook, and the files by name."""
        book = self.cleaned_data["workbook"]
        return book.name, book.read(), {file.name or "": file.read() for file in request.FILES.getlist("beside")}


class NewForm(UploadForm):
    """A form that comes from elsewhere."""

    field_order = ("title", "purpose", "anonymous", "engagement", "workbook", "beside")

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = forms.CharField(label=_("Title"), max_length=200)
        purposes = [(code, shown.label("purpose", code)) for code in PURPOSES]
        self.fields["purpose"] = forms.ChoiceField(label=_("Purpose"), choices=purposes, initial="survey")
        self.fields["anonymous"] = forms.BooleanField(
            label=_("Anonymous: nothing that tells who answered is asked or kept"), required=False
        )
        known = [("", _("none")), *((e.id, e.title) for e in engagements.listing(shown.actor, shown.workspace))]
        self.fields["engagement"] = forms.ChoiceField(label=_("Engagement"), choices=known, required=False)
        self.order_fields(self.field_order)


@in_workspace("instruments.read", "instruments.edit")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    """The forms there are; sent, it makes one of Filao's own."""
    if request.method == "POST":
        made = instruments.make(shown.actor, shown.workspace, request.POST.get("kind", ""))
        messages.success(request, _("The form is made from the register as it is now. Look at it before publishing."))
        return redirect("form-draft", shown.workspace.slug, made.code)
    found = instruments.listing(shown.actor, shown.workspace)
    have = {one.code for one in found}
    own = [(code, title(shown, code)) for code in catalogue.CATALOGUE if code not in have]
    counts = shelf.answered(shown.actor, shown.workspace)
    context = {
        "instruments": [(one, counts.get(one.code, shelf.Answered()), _languages(shown, one)) for one in found], "own": own,
        "open": sum(one.state == "open" for one in found),
    }  # fmt: skip
    return render(request, "collect/forms.html", context)


def title(shown: Shown, code: str) -> str:
    """The title of one of Filao's own forms in the reader's language."""
    return catalogue.CATALOGUE[code].titles[("en", "fr", "mfe").index(shown.language)]


def _languages(shown: Shown, one: Instrument) -> str:
    if not (one.versions or one.draft):
        return ""
    read, _lists = papers.form(shown.actor, shown.workspace, one.code)
    return ", ".join(code.upper() for code in read.languages)


@in_workspace("instruments.edit", "instruments.edit")
def new(request: HttpRequest, shown: Shown) -> HttpResponse:
    form = NewForm(shown, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        name, book, media = form.given(request)
        made = attempt(form, lambda: shelf.upload(
            shown.actor, shown.workspace, data["title"], name, book, media=media, purpose=data["purpose"],
            anonymous=data["anonymous"], engagement=data["engagement"],
        ))  # fmt: skip
        if made is not None:
            messages.success(request, _("The workbook is read. Look at it before publishing."))
            return redirect("form-draft", shown.workspace.slug, made.code)
    return render(request, "collect/form_new.html", {"form": form}, status=422 if form.errors else 200)


@in_workspace("instruments.read", "instruments.edit")
def one(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    """A form: its state, its questions side by side, its versions; sent, it takes a new workbook or another state."""
    found = instruments.find(shown.actor, shown.workspace, code)
    upload = UploadForm(request.POST or None, request.FILES or None) if "workbook" in request.FILES else UploadForm()
    if request.method == "POST":
        done = _changed(request, shown, found, upload)
        if done:
            return done
    version = request.GET.get("version", "")
    form = papers.form(shown.actor, shown.workspace, code, version)[0] if found.versions or found.draft else None
    before, differences = _differences(shown, found, version)
    context = {
        "found": found, "upload": upload, "moves": MOVES[found.state], "version": version,
        "rows": papers.rows(shown.actor, shown.workspace, code, version, shown.language) if form else (),
        "form": form, "before": before, "differences": differences,
        "minutes": minutes(form, language=shown.language, purpose=found.purpose) if form else None,
        "own": code in catalogue.CATALOGUE, "papers": paper_form.LANGUAGES,
        "answers": shelf.answered(shown.actor, shown.workspace).get(code, shelf.Answered()),
        "trial": shelf.trial(shown.actor, shown.workspace, code) if shown.may("instruments.edit") else "",
    }  # fmt: skip
    return render(request, "collect/form.html", context, status=422 if upload.errors else 200)


def _differences(shown: Shown, found: Instrument, version: str) -> tuple[str, list[tuple[str, str]]]:
    """The version before the one shown, and what changed since, each with what it means for answers."""
    known = [one.version for one in found.versions]
    place = known.index(version) if version in known else -1
    if place < 0 or place + 1 >= len(known):
        return "", []
    new, old = (papers.form(shown.actor, shown.workspace, found.code, one)[0] for one in known[place : place + 2])
    told = [(changes.sentence(one, shown.language), changes.effect(one, shown.language)) for one in compare(old, new)]
    return known[place + 1], told


def _changed(request: HttpRequest, shown: Shown, found: Instrument, upload: UploadForm) -> HttpResponse | None:
    """What the page's forms ask for; None where the upload has a fault to show."""
    act, code = request.POST.get("act", ""), found.code
    if act == "make":
        instruments.make(shown.actor, shown.workspace, code)
    elif act == "state":
        instruments.set_state(
            shown.actor, shown.workspace, code, request.POST.get("state", ""), request.POST.get("reason", "")
        )  # fmt: skip
        messages.success(request, _("The state of the form is changed."))
        return redirect("form", shown.workspace.slug, code)
    elif not upload.is_valid() or attempt(upload, _staging(request, shown, code, upload)) is None:
        return None
    messages.success(request, _("The draft is ready. Look at it before publishing."))
    return redirect("form-draft", shown.workspace.slug, code)


def _staging(request: HttpRequest, shown: Shown, code: str, upload: UploadForm) -> Callable[[], None]:
    name, book, media = upload.given(request)
    return lambda: instruments.stage(shown.actor, shown.workspace, code, name, book, media)


class PublishForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)


@in_workspace("instruments.read", "instruments.publish_test")
def draft(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    """A draft looked at: what stands in its way, what it changes; sent, it is published."""
    found = instruments.find(shown.actor, shown.workspace, code)
    if found.draft is None:
        return redirect("form", shown.workspace.slug, code)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        agreed, reason = request.POST.getlist("agreed"), form.cleaned_data["reason"]
        made = attempt(
            form, lambda: instruments.publish(shown.actor, shown.workspace, code, agreed=agreed, reason=reason)
        )
        if made is not None:
            messages.success(request, _("Version %(version)s is published.") % {"version": made.version})
            return redirect("form", shown.workspace.slug, code)
    looked = instruments.preview(shown.actor, shown.workspace, code)
    context = {
        "found": found, "form": form, "preview": looked, "rows": papers.rows(
            shown.actor, shown.workspace, code, papers.DRAFT, shown.language),
        "blocking": _said(shown, looked.blocking),
        "advice": _said(shown, tuple(one for one in looked.findings if not one.blocking)),
        "warnings": [shown.fault(fault) for fault in looked.warnings],
        "changes": [
            (change, changes.sentence(change, shown.language), changes.effect(change, shown.language),
             change.id in request.POST.getlist("agreed")) for change in looked.changes
        ],
    }  # fmt: skip
    return render(request, "collect/form_draft.html", context, status=422 if form.errors else 200)


def _said(shown: Shown, findings: tuple[Any, ...]) -> list[tuple[str, str, str]]:
    """Findings as sentence, mend and the id of their place on the page."""
    return [
        (checks.sentence(one, shown.language), checks.mend(one, shown.language), place_of(one.path)) for one in findings
    ]


def place_of(path: str) -> str:
    """The id of a question on the page of its form; "" for the form itself."""
    return "q" + path.replace("/", "-") if path else ""


@in_workspace("", "instruments.edit")
@form_only
def discard(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    """Drop the draft."""
    instruments.discard(shown.actor, shown.workspace, code)
    messages.success(request, _("The draft is dropped; what is published stays."))
    return redirect("form", shown.workspace.slug, code)


_KINDS = {"xml": "text/xml; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@in_workspace("instruments.read")
def file(request: HttpRequest, shown: Shown, code: str, version: str, name: str) -> HttpResponse:
    """A file of a version; of the draft where the version is "draft"."""
    data = instruments.file(shown.actor, shown.workspace, code, "" if version == "draft" else version, name)
    kind = _KINDS.get(name.rpartition(".")[2], "application/octet-stream")
    return _sent(data, kind, f"{code}-{version}-{name}")


@in_workspace("instruments.read")
def paper(request: HttpRequest, shown: Shown, code: str, language: str) -> HttpResponse:
    """The form to print."""
    version = request.GET.get("version", "")
    name, data = papers.paper(shown.actor, shown.workspace, code, language, version)
    return _sent(data, "application/pdf", name)


def _sent(data: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(data, content_type=kind, headers=headers)
