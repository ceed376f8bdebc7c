"""The right of reply: every body that a finding names, the request made of it, and the page behind its signed link."""

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

from filao.core.problems import Problem
from filao.core.replies import Request, state_of
from filao.documents import catalogue, mapping_report, replying
from filao.documents.composing import Material
from filao.documents.language import say
from filao.documents.words import replying as words
from filao.web.shown import Shown
from filao.web.views.base import attempt, day_field, in_workspace
from filao.web.views.documents import Chosen, choose, headline, material
from filao.web.views.people import address_of
from filao.work import engagements, links, replies
from filao.work.access import NOBODY

GIVEN = timedelta(days=14)
"""What a body has to reply, where nobody says otherwise."""


class AskForm(forms.Form):
    """Bodies asked for their replies, all by one day."""

    due = day_field(gettext_lazy("Reply due on"))
    pairs = forms.MultipleChoiceField(
        label=gettext_lazy("Bodies to ask"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one body.")},
    )  # fmt: skip

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pairs"].choices = choices  # type: ignore[attr-defined]
        self.initial = {"due": timezone.localdate() + GIVEN, "pairs": [key for key, _label in choices]}


@in_workspace("findings.read", "findings.edit")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Every body that a negative finding names, with how its reply stands; those not asked are asked together."""
    if not engagements.listing(shown.actor, shown.workspace):
        return render(request, "documents/replies.html", {"rows": []})
    chosen = choose(request, shown)
    c = material(shown, chosen)
    found = replies.wanted(shown.actor, shown.workspace, c)
    rows = [(one, headline(c, one.finding)) for one in found]
    open_ones = [
        (f"{w.finding.id}|{w.organisation}", f"{shown.name(w.organisation)}: {h}")
        for w, h in rows
        if w.state in ("unasked", "no_reply")
    ]
    form = AskForm(open_ones, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _ask(shown, c, form))
        if made:
            told = ngettext("%(n)s body is asked.", "%(n)s bodies are asked.", len(made)) % {"n": len(made)}
            messages.success(request, told)
            return redirect(reverse("replies", args=[shown.workspace.slug]) + chosen.of)
    context = {
        "rows": rows, "form": form, "chosen": chosen, "left": open_ones,
        "asked": sum(w.state != "unasked" for w in found), "replied": sum(w.state == "replied" for w in found),
    }  # fmt: skip
    return render(request, "documents/replies.html", context, status=422 if form.errors else 200)


def _ask(shown: Shown, c: Material, form: AskForm) -> list[str]:
    pairs = [(finding, body) for finding, _, body in (key.partition("|") for key in form.cleaned_data["pairs"])]
    return replies.ask(
        shown.actor, shown.workspace, c, pairs, on=timezone.localdate(), due=form.cleaned_data["due"]
    )  # fmt: skip


@in_workspace("findings.edit", "findings.edit")
def one(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    """One request: what the body is shown, its links, and the messages that go with them."""
    asked = replies.find(shown.actor, shown.workspace, id)
    found = engagements.find(shown.actor, shown.workspace, asked.engagement)
    c = material(shown, Chosen(found, [found]))
    form, token = forms.Form(request.POST if request.method == "POST" else None), None
    if revoked := request.POST.get("revoke"):
        links.revoke(shown.actor, shown.workspace, replies.PURPOSE, revoked)
        messages.success(request, _("The link opens nothing any more."))
        return redirect("reply-request", shown.workspace.slug, id)
    if request.method == "POST":
        if shown.actor.local:
            raise Problem("no_server_here")
        form.is_valid()
        token = attempt(form, lambda: replies.make_link(shown.actor, shown.workspace, c, id))
    address = address_of(request, reverse("link", args=[shown.workspace.slug, token])) if token else ""
    context = {
        **_request(shown, c, asked), "form": form, "address": address, "letters": _letters(shown, asked, address),
        "links": links.made(shown.actor, shown.workspace, replies.PURPOSE, id), "of": f"?engagement={found.id}",
    }  # fmt: skip
    return render(request, "documents/reply.html", context, status=422 if form.errors else 200)


def _request(shown: Shown, c: Material, asked: Request) -> dict[str, Any]:
    finding = next((f for f in c.findings if f.id == asked.finding), None)
    now = replying.sentence(c, finding) if finding else ""
    return {
        "asked": asked, "state": state_of(asked, timezone.localdate()), "finding": finding,
        "body": shown.name(asked.organisation),
        "headline": headline(c, finding) if finding else asked.finding, "figures": _figures(asked, shown.language),
        "moved": now if asked.shown and now != asked.shown.get("text") else "", "server": not shown.actor.local,
    }  # fmt: skip


def _letters(shown: Shown, asked: Request, address: str) -> list[tuple[str, str, str]]:
    """What to write: the request where a link was just made, else the reminder; in each language."""
    kind: words.Kind = "request" if address else "reminder"
    title = catalogue.entry(mapping_report.KIND).title
    return [
        (
            code,
            shown.label("language", code),
            words.letter(kind, code, say(code, title), asked.due_on.isoformat(), address),
        )
        for code in words.LANGUAGES
    ]


def _figures(asked: Request, language: str) -> list[tuple[str, int]]:
    kept = asked.shown.get("figures", {})
    return [(say(language, label), kept[code]) for code, label in words.FIGURES.items() if code in kept]


# --- public: whoever holds the link


class ReplyForm(forms.Form):
    """The reply of the body whose link was opened."""

    text = forms.CharField(
        label=gettext_lazy("Reply of your body"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("It is printed beside the finding as you write it; no name of a person, no case."),
    )  # fmt: skip


def page(request: HttpRequest, slug: str, token: str, browser: str) -> HttpResponse:
    """Public: for whoever holds the link, in the browser that confirmed it."""
    workspace, _found = links.find(slug, token, browser)
    asked, body = replies.opened(workspace, token, browser)
    form = ReplyForm(request.POST or None, initial={"text": asked.text})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: replies.reply_by_link(workspace, token, browser, form.cleaned_data["text"]))
        is not None
    ):
        messages.success(request, _("Your reply has come. You may change it until the last day."))
        return redirect(request.path)
    shown = Shown(NOBODY, workspace)
    context = {
        "asked": asked, "body": body, "form": form, "figures": _figures(asked, shown.language), "shown": shown,
        "place": workspace, "over": asked.due_on < timezone.localdate(),
    }  # fmt: skip
    return render(request, "documents/link_reply.html", context, status=422 if form.errors else 200)
