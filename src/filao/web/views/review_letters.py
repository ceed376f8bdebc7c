"""Letters of a round of comments: who is to be invited or reminded, the letters with their links, and what was sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filao.core import reviews as core
from filao.documents import catalogue
from filao.documents.language import say
from filao.documents.words import review_letters as words
from filao.documents.words.review_letters import Kind
from filao.web.shown import Shown
from filao.web.views.base import attempt, in_workspace
from filao.web.views.people import address_of
from filao.work import commenting, mail, reviews


class LettersForm(forms.Form):
    """Which letter, to whom, in which language; and, where a mail server is named, to which addresses."""

    def __init__(self, shown: Shown, round: core.Round, to: list[str], kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = [r.organisation for r in round.reviewers if r.state == "asked"]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Letter"), choices=[(code, shown.label("letter", code)) for code in words.KINDS], initial=kind,
            widget=forms.RadioSelect,
        )  # fmt: skip
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), required=False,
            choices=[("", _("each body’s own, where it is known")), *((c, shown.label("language", c)) for c in words.LANGUAGES)],
        )  # fmt: skip
        self.fields["to"] = forms.MultipleChoiceField(
            label=_("To"), choices=[(id, shown.name(id)) for id in waiting], initial=to,
            widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Tick at least one body.")},
        )  # fmt: skip
        self.mails = [f"mail-{id}" for id in waiting] if mail.configured() else []
        for name, id in zip(self.mails, waiting, strict=False):
            body = shown.register.organisations.get(id)
            self.fields[name] = forms.EmailField(
                label=_("E-mail address of a function at %(body)s") % {"body": shown.short(id)}, required=False,
                initial=body.function_email if body else "",
            )  # fmt: skip

    @property
    def addresses(self) -> dict[str, str]:
        return {name.removeprefix("mail-"): self.cleaned_data.get(name, "") for name in self.mails}


@in_workspace("comments.edit", "comments.edit")
def letters(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    """Choose bodies, then copy, print or mail their letters; links in them are told only now."""
    round = reviews.find(shown.actor, shown.workspace, id)
    invite, remind = commenting.due(shown.actor, shown.workspace, id)
    act = request.POST.get("act", "")
    if act == "sent":
        kind: Kind = "reminder" if request.POST.get("kind") == "reminder" else "invitation"
        n = commenting.note_sent(shown.actor, shown.workspace, id, request.POST.getlist("to"), kind)
        messages.success(
            request, ngettext("%(n)s letter is noted as sent.", "%(n)s letters are noted as sent.", n) % {"n": n}
        )
        return redirect("review", shown.workspace.slug, id)
    form = LettersForm(
        shown, round, list(remind or invite), "reminder" if remind else "invitation", request.POST or None
    )
    made: list[commenting.Letter] = []
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _made(request, shown, id, form)) or []
        if made and act == "mail" and attempt(form, lambda: _send(request, shown, id, made, form)):
            return redirect("review", shown.workspace.slug, id)
    entry = catalogue.entry(round.document)
    context = {
        "round": round, "entry": entry, "title": say(shown.language, entry.title), "form": form, "made": made,
        "invite": invite, "remind": remind, "mail": mail.configured(), "local": shown.actor.local,
        "of": f"?engagement={round.engagement}", "kind": form.cleaned_data.get("kind", "") if made else "",
    }  # fmt: skip
    return render(request, "documents/review_letters.html", context, status=422 if form.errors else 200)


def _made(request: HttpRequest, shown: Shown, id: str, form: LettersForm) -> list[commenting.Letter]:
    def address(token: str) -> str:
        return address_of(request, reverse("link", args=[shown.workspace.slug, token]))

    data = form.cleaned_data
    return commenting.letters(
        shown.actor, shown.workspace, id, data["to"], data["kind"], language=data["language"],
        address=None if shown.actor.local else address,
    )  # fmt: skip


def _send(request: HttpRequest, shown: Shown, id: str, made: list[commenting.Letter], form: LettersForm) -> bool:
    sent, without = commenting.send(shown.actor, shown.workspace, id, made, form.addresses)
    told = ngettext("%(n)s letter was mailed.", "%(n)s letters were mailed.", sent) % {"n": sent}
    left = ngettext("%(n)s body has no address.", "%(n)s bodies have no address.", without) % {"n": without}
    messages.success(request, f"{told} {left}" if without else told)
    return True
