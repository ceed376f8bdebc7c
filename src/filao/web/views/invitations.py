"""Invitations of a round: drawn, looked at, sent and reminded; letters with codes and the list of calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from filao.core.invitations import DIMENSIONS, REMIND_AFTER, Person, Wish
from filao.core.problems import Problem
from filao.documents.words import reminders
from filao.web.shown import Shown
from filao.web.views.base import attempt, day_field, form_only, in_workspace, paged, released
from filao.web.views.importing import attachment
from filao.work import mail
from filao.work.collection import board, invitations, messages, rounds

_SEXES = ("female", "male")


class FrameForm(forms.Form):
    """Who is to be asked: bodies of the register by sector, place and stage, or a sheet; all of them, or a sample."""

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, scheme, words in (
            ("sectors", "org_kind", _("Sectors")), ("territories", "district", _("Places")), ("stages", "nrm_stage", _("Stages")),
        ):  # fmt: skip
            known = [(code, shown.label(scheme, code)) for code in shown.vocabulary.codes(scheme)]
            self.fields[name] = forms.MultipleChoiceField(
                label=words, choices=known, required=False, widget=forms.CheckboxSelectMultiple,
                help_text=_("None ticked means all."),
            )  # fmt: skip
        self.fields["persons"] = forms.CharField(
            label=_("Whom to ask in each body"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("A function a line, never a name; with “, female” or “, male” where it matters. Empty: the body itself."),
        )  # fmt: skip
        self.fields["sheet"] = forms.FileField(
            label=_("Or a sheet (CSV)"), required=False,
            help_text=_("Columns organisation, function, sector, territory, sex, group; no names, no telephones."),
        )  # fmt: skip
        self.fields["size"] = forms.IntegerField(
            label=_("How many"), required=False, min_value=1, help_text=_("Empty: everybody (a census). Else a random sample.")
        )  # fmt: skip
        self.fields["seed"] = forms.CharField(
            label=_("Seed of the lot"), required=False, max_length=40,
            help_text=_("Empty: drawn for you, and shown. The same seed draws the same sample."),
        )  # fmt: skip
        self.fields["read_by_person"] = released()

    @property
    def wish(self) -> Wish:
        data = self.cleaned_data
        persons = []
        for line in filter(str.strip, data["persons"].splitlines()):
            function, _comma, sex = line.rpartition(",")
            known = sex.strip().casefold() in _SEXES
            persons.append(Person((function if known else line).strip(), sex.strip().casefold() if known else ""))
        return Wish(data["sectors"], data["territories"], data["stages"], persons)


@in_workspace("fieldwork.read", "fieldwork.edit")
def listing(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    actor, workspace = shown.actor, shown.workspace
    round = rounds.find(actor, workspace, id)
    if request.method == "POST" and (gone := request.POST.get("refused")):
        invitations.refuse(actor, workspace, id, gone)
        told.success(request, _("Noted as declined; no reminder goes there any more."))
        return redirect("round-invitations", workspace.slug, id)
    form = FrameForm(shown, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _draw(shown, id, form))
        if made is not None:
            words = ngettext(
                "%(n)s invitation was drawn from a frame of %(of)s.",
                "%(n)s invitations were drawn from a frame of %(of)s.",
                made.count,
            )
            told.success(request, words % {"n": made.count, "of": made.frame})
            return redirect("round-invitations", workspace.slug, id)
    found = invitations.listing(actor, workspace, id)
    context = {
        "round": round, "form": form, "page": paged(request, found), "all": found, "dimensions": DIMENSIONS,
        "done": sum(one.answered for one in found), "sent": sum(one.sent_on is not None for one in found),
        "draws": invitations.draws(actor, workspace, id),
    }  # fmt: skip
    return render(request, "collect/invitations.html", context, status=422 if form.errors else 200)


def _draw(shown: Shown, id: str, form: FrameForm) -> invitations.Drawn:
    data = form.cleaned_data
    if sheet := data["sheet"]:
        return invitations.take_sheet(
            shown.actor, shown.workspace, id, sheet.read(), sheet.name, data["size"], data["seed"]
        )
    return invitations.draw(
        shown.actor, shown.workspace, id, form.wish, data["size"], data["seed"],
        read_by_person=bool(data["read_by_person"]),
    )  # fmt: skip


class SendForm(forms.Form):
    """Messages that went out, or are to be mailed."""

    channel = forms.ChoiceField(label=gettext_lazy("How"))

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(code, shown.label("sent_by", code)) for code in invitations.CHANNELS]  # type: ignore[attr-defined]
        self.fields["on"] = day_field(_("On"), initial=timezone.localdate())


@in_workspace("fieldwork.edit", "fieldwork.edit")
def messages_page(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    """Who is due a message today, with its text to copy or to mail."""
    actor, workspace = shown.actor, shown.workspace
    round = rounds.find(actor, workspace, id)
    language, after = _language(request, shown), _after(request)
    form = SendForm(shown, request.POST or None)
    if request.method == "POST" and form.is_valid():
        ids = request.POST.getlist("invitation")
        if attempt(form, lambda: _send(request, shown, id, form, ids, language)) is not None:
            return redirect(f"{reverse('round-messages', args=[workspace.slug, id])}?language={language}&after={after}")
    due = {one.id for one in board.reminders_due(actor, workspace, id, after)}
    fresh = {one.id for one in invitations.listing(actor, workspace, id) if one.state == "drawn"}
    found = messages.messages(actor, workspace, id, due | fresh, language, _address(request, shown))
    found.sort(key=lambda one: (one.invitation.last_on or timezone.localdate(), one.invitation.label))
    context = {
        "round": round, "form": form, "page": paged(request, found), "due": len(due), "fresh": len(fresh), "after": after,
        "text_language": language, "text_languages": reminders.LANGUAGES, "mail": mail.configured(),
    }  # fmt: skip
    return render(request, "collect/messages.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, shown: Shown, id: str, form: SendForm, ids: list[str], language: str) -> bool:
    data = form.cleaned_data
    if "mail" in request.POST:
        texts = messages.messages(shown.actor, shown.workspace, id, set(ids), language, _address(request, shown))
        n, without = invitations.mail_to(
            shown.actor, shown.workspace, id, [(one.invitation.id, one.subject, one.mail) for one in texts], data["on"]
        )
        words = ngettext("%(n)s message was mailed", "%(n)s messages were mailed", n) % {"n": n}
        more = ngettext("%(n)s body has no address on record.", "%(n)s bodies have no address on record.", without)
        told.success(request, f"{words}. {more % {'n': without} if without else ''}".strip())
    else:
        n = invitations.note_sent(shown.actor, shown.workspace, id, ids, data["on"], data["channel"])
        words = ngettext("%(n)s message is noted as sent.", "%(n)s messages are noted as sent.", n)
        told.success(request, words % {"n": n})
    return True


@in_workspace("", "fieldwork.edit")
@form_only
def paper(request: HttpRequest, shown: Shown, id: str, what: str, format: str) -> HttpResponse:
    if what not in ("letters", "calls"):
        raise Problem("no_such_page")
    ids = request.POST.getlist("invitation") or None
    name, data = messages.paper(
        shown.actor, shown.workspace, id, "letters" if what == "letters" else "calls", format, ids,
        _language(request, shown), _address(request, shown),
    )  # fmt: skip
    return attachment(name, data)


def _language(request: HttpRequest, shown: Shown) -> str:
    asked = request.POST.get("language") or request.GET.get("language") or shown.language
    return asked if asked in reminders.LANGUAGES else "en"


def _after(request: HttpRequest) -> int:
    asked = request.POST.get("after") or request.GET.get("after") or ""
    return min(int(asked), 90) if asked.isdecimal() and int(asked) else REMIND_AFTER


def _address(request: HttpRequest, shown: Shown) -> messages.Address:
    def whole(token: str) -> str:
        path = reverse("respond", args=[shown.workspace.slug, token])
        return f"{settings.ROOM}{path}" if settings.ROOM else request.build_absolute_uri(path)

    return whole
