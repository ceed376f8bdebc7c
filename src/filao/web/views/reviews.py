"""Rounds of comments: opening one, the page of a round, files that came back, remarks placed by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from filao.core import compare
from filao.core import reviews as core
from filao.core.comments import Comment
from filao.core.problems import Problem
from filao.documents import catalogue
from filao.documents.language import say
from filao.documents.model import AUDIENCES
from filao.web.shown import Shown
from filao.web.views.base import attempt, day_field, in_workspace, released
from filao.web.views.documents import choose
from filao.web.views.importing import attachment
from filao.web.views.people import address_of
from filao.work import access, commenting, documents, links, returns, reviews

WEEKS = timedelta(weeks=2)
"""What a body has to read a draft, where nobody says otherwise."""


class OpenForm(forms.Form):
    """A new round: who is asked, until when, in which language and edition."""

    def __init__(self, shown: Shown, languages: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = [b for b in shown.register.organisations.values() if not b.placeholder and not b.restricted]
        names = sorted(
            ((b.id, f"{b.name_in(shown.language)} ({b.short_name})") for b in bodies), key=lambda n: n[1].casefold()
        )
        open_to = AUDIENCES[: AUDIENCES.index(shown.audience) + 1]
        self.fields["due"] = day_field(_("Comments by"), initial=timezone.localdate() + WEEKS)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=[(code, shown.label("language", code)) for code in languages],
            widget=forms.Select if len(languages) > 1 else forms.HiddenInput,
            initial=shown.language if shown.language in languages else languages[0],
        )  # fmt: skip
        self.fields["audience"] = forms.ChoiceField(
            label=_("Edition"),
            choices=[(code, shown.label("audience", code)) for code in open_to],
            initial="working_group",
        )
        self.fields["reviewers"] = forms.MultipleChoiceField(
            label=_("Bodies asked"), choices=names, widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Tick at least one body.")},
        )  # fmt: skip


@in_workspace("documents.read", "comments.edit")
def listing(request: HttpRequest, shown: Shown, kind: str) -> HttpResponse:
    """The rounds of a deliverable, and a new one."""
    chosen, entry = choose(request, shown), catalogue.entry(kind)
    if kind not in reviews.DOCUMENTS:
        raise Problem("no_such_document", kind=kind, codes=reviews.DOCUMENTS)
    form = OpenForm(shown, entry.languages, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: reviews.open_round(
                shown.actor, shown.workspace, chosen.engagement.id, kind, data["reviewers"], data["due"],
                language=data["language"], audience=data["audience"],
            ),
        )  # fmt: skip
        if made:
            messages.success(
                request, _("The draft is frozen as PDF and Word file. Send the Word file to the bodies asked.")
            )
            return redirect("review", shown.workspace.slug, made)
    context = {
        "entry": entry, "title": say(shown.language, entry.title), "chosen": chosen, "form": form,
        "delivered": [d for d in chosen.engagement.deliverables if kind in d.documents],
        "rounds": reviews.rounds(shown.actor, shown.workspace, chosen.engagement.id, kind),
    }  # fmt: skip
    return render(request, "documents/reviews.html", context, status=422 if form.errors else 200)


class ReturnForm(forms.Form):
    """A Word file or a workbook that came back, and from which body."""

    organisation = forms.ChoiceField(label=gettext_lazy("From"))
    file = forms.FileField(
        label=gettext_lazy("Word file (DOCX) or workbook (XLSX)"),
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx"}),
        help_text=gettext_lazy(
            "With comments and tracked changes, or the body’s workbook filled in. Of who wrote them the body alone is kept."
        ),
    )  # fmt: skip

    def __init__(self, shown: Shown, round: core.Round, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [(r.organisation, shown.name(r.organisation)) for r in round.reviewers]  # type: ignore[attr-defined]


@in_workspace("documents.read", "comments.edit")
def one(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    """A round: who has answered, what is unplaced, where bodies speak of the same paragraph."""
    round, act = reviews.find(shown.actor, shown.workspace, id), request.POST.get("act")
    sent = act == "file"
    form = ReturnForm(shown, round, request.POST if sent else None, request.FILES if sent else None)
    more: dict[str, Any] = {}
    if sent and form.is_valid():
        made = attempt(form, lambda: _read(shown, id, form))
        if made and made[0]:
            return redirect("review-return", shown.workspace.slug, made[0])
        more["refused"] = made[1] if made else ()
    elif act == "link":
        more["made"] = _link(request, shown, round, request.POST.get("organisation", ""))
    elif act and not sent:
        _act(request, shown, id, act)
        return redirect("review", shown.workspace.slug, id)
    wrong = form.errors or more.get("refused")
    return render(request, "documents/review.html", _round(shown, round, form) | more, status=422 if wrong else 200)


def _read(shown: Shown, id: str, form: forms.Form) -> tuple[str, tuple[Any, ...]]:
    """The dry run of a file that came back; of a workbook that cannot be taken, its rows that are wrong."""
    file, body = form.cleaned_data["file"], form.cleaned_data["organisation"]
    data, name = file.read(), file.name or ""
    if returns.is_sheet(data):
        return returns.read_sheet(shown.actor, shown.workspace, id, body, data, name)
    return returns.read(shown.actor, shown.workspace, id, body, data, name), ()


def _link(request: HttpRequest, shown: Shown, round: core.Round, body: str) -> tuple[str, str]:
    """A body and the address of its new link, which is shown only now."""
    title = say(shown.language, catalogue.entry(round.document).title)
    token = commenting.make_link(shown.actor, shown.workspace, round.id, body, f"{shown.name(body)}, {title}")
    return body, address_of(request, reverse("link", args=[shown.workspace.slug, token]))


def _act(request: HttpRequest, shown: Shown, id: str, act: str) -> None:
    """An act of the page that needs no form of its own."""
    number = request.POST.get("number", "")
    n = int(number) if number.isdecimal() and len(number) < 7 else 0
    if act == "place":
        returns.put(shown.actor, shown.workspace, id, n, request.POST.get("anchor", ""))
        messages.success(request, _("Comment %(n)s is placed.") % {"n": number})
    elif act == "part":
        returns.part(shown.actor, shown.workspace, id, n)
        messages.success(request, _("Comment %(n)s stands by itself.") % {"n": number})
    elif act == "none":
        reviews.no_comments(shown.actor, shown.workspace, id, request.POST.get("organisation", ""))
    elif act == "revoke":
        links.revoke(shown.actor, shown.workspace, commenting.PURPOSE, request.POST.get("link", ""))
        messages.success(request, _("The link opens nothing any more."))
    elif act == "close":
        reviews.close(shown.actor, shown.workspace, id)
        messages.success(request, _("The round is closed. Its open comments still wait for a decision."))


def _round(shown: Shown, round: core.Round, form: forms.Form) -> dict[str, Any]:
    comments = reviews.comments(shown.actor, shown.workspace, round.id)
    entry = catalogue.entry(round.document)
    unplaced = [c for c in comments if c.unplaced]
    pdf, docx = (documents.file(shown.actor, shown.workspace, file)[0] for file in (round.pdf, round.docx))
    may_edit = access.may(shown.actor, "comments.edit", shown.workspace)
    standing: dict[str, list[Any]] = {}
    for body, link in commenting.standing(shown.actor, shown.workspace, round.id) if may_edit else ():
        standing.setdefault(body, []).append(link)
    remind = core.to_remind(round, timezone.localdate())
    return {
        "round": round, "entry": entry, "title": say(shown.language, entry.title), "form": form, "comments": comments,
        "open": sum(c.decision == "open" for c in comments), "unplaced": unplaced, "files": (pdf, docx),
        "paragraphs": reviews.paragraphs(shown.actor, shown.workspace, round.id) if unplaced else (),
        "together": [(t, [(c, pieces(c)) for c in t.comments]) for t in core.side_by_side(comments)],
        "alike": [(c, next((o for o in comments if o.number == c.duplicate_of), None)) for c in comments if c.duplicate_of],
        "waiting": returns.undecided(shown.actor, shown.workspace, round.id), "remind": remind,
        "bodies": [(r, r.organisation in remind, standing.get(r.organisation, ())) for r in round.reviewers],
        "local": shown.actor.local, "of": f"?engagement={round.engagement}",
    }  # fmt: skip


@in_workspace("comments.edit")
def sheet(request: HttpRequest, shown: Shown, id: str, organisation: str) -> HttpResponse:
    """The workbook that a body fills in."""
    return attachment(*reviews.sheet(shown.actor, shown.workspace, id, organisation))


def pieces(comment: Comment) -> tuple[compare.Piece, ...]:
    """The words of a proposal that stay, go and come; none of a remark, nor of a text that only moves."""
    return compare.words(comment.before, comment.after) if comment.change in ("changed", "inserted", "deleted") else ()


class TakeForm(forms.Form):
    """The decision on a dry run."""

    read_by_person = released()


@in_workspace("comments.edit", "comments.edit")
def returned(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    """What a file that came back amounts to, before anything is kept."""
    found = returns.waiting(shown.actor, shown.workspace, id)
    round = reviews.find(shown.actor, shown.workspace, found.round)
    form = TakeForm(request.POST or None)
    if found.held:
        form.fields["read_by_person"].widget = forms.CheckboxInput()
    if request.POST.get("act") == "drop":
        returns.drop(shown.actor, shown.workspace, id)
        messages.success(request, _("Nothing of the file was kept."))
        return redirect("review", shown.workspace.slug, round.id)
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data["read_by_person"]
        made = attempt(form, lambda: returns.take(shown.actor, shown.workspace, id, read_by_person=read))
        if made:
            messages.success(request, _told(*made))
            return redirect("review", shown.workspace.slug, round.id)
    entry = catalogue.entry(round.document)
    lines = [(c, pieces(c), n in found.held) for n, c in enumerate(found.comments)]
    context = {
        "found": found, "round": round, "entry": entry, "title": say(shown.language, entry.title), "form": form,
        "lines": lines, "new": len(lines) - found.known, "counts": {k: n for k, n in found.counts.items() if n},
        "of": f"?engagement={round.engagement}",
    }  # fmt: skip
    return render(request, "documents/returned.html", context, status=422 if form.errors else 200)


def _told(added: int, unplaced: int) -> str:
    told = ngettext("%(n)s comment is in the matrix.", "%(n)s comments are in the matrix.", added) % {"n": added}
    if not unplaced:
        return told
    left = ngettext("%(n)s waits to be placed.", "%(n)s wait to be placed.", unplaced) % {"n": unplaced}
    return f"{told} {left}"
