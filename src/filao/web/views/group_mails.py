"""Mails to members: sent where a mail server is named, otherwise texts to copy and files for a mailbox of one's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filao.core import meetings as core
from filao.core.problems import Problem
from filao.web.shown import Shown
from filao.web.views.base import in_workspace
from filao.web.views.importing import attachment
from filao.web.views.people import address_of
from filao.work import group, mail
from filao.work.group.mails import Address

_BACK = {
    "invitation": "group-meeting", "minutes": "group-meeting", "decision": "group-decision", "action": "group-action",
    "paper": "group-paper",
}  # fmt: skip


def link_address(request: HttpRequest, shown: Shown) -> Address:
    """How links are written. Raises Problem no_server_here: on a laptop nobody could follow them."""
    if shown.actor.local:
        raise Problem("no_server_here")
    slug = shown.workspace.slug
    return lambda token: address_of(request, reverse("link", args=[slug, token]))


def _address(request: HttpRequest, shown: Shown) -> Address | None:
    """The same for mails, which on a laptop have no links."""
    return None if shown.actor.local else link_address(request, shown)


def _chosen(request: HttpRequest) -> list[str]:
    found = request.POST.getlist("body")
    if not found:
        raise Problem("nobody_chosen")
    return found


def _told(request: HttpRequest, shown: Shown, sent: group.Sent) -> None:
    """What became of mails, as messages."""
    told = ngettext("%(n)s mail was sent.", "%(n)s mails were sent.", sent.count) % {"n": sent.count}
    messages.success(request, told)
    for bodies, words in (
        (sent.without, _("No address is known for %(who)s: copy the text, or send the file.")),
        (sent.refused, _("The mail server refused the mails to %(who)s.")),
    ):
        if bodies:
            messages.warning(request, words % {"who": ", ".join(shown.short(body) for body in bodies)})


@in_workspace("group.edit", "group.edit")
def mails(request: HttpRequest, shown: Shown, kind: str, code: str) -> HttpResponse:
    """Mails about one thing: whom they go to, then sent, shown or saved."""
    of, act = group.mail_about(shown.actor, shown.workspace, kind, code), request.POST.get("act", "")
    made: list[group.GroupMail] = []
    if act:
        made = group.compose(shown.actor, shown.workspace, kind, code, _chosen(request), _address(request, shown))
    if act == "files":
        return attachment(f"{kind}-{of.title}.zip", group.packed(shown.workspace, made), "application/zip")
    if act == "send":
        _told(request, shown, group.deliver(shown.actor, shown.workspace, made))
        return redirect("group-mails", shown.workspace.slug, kind, code)
    known = group.recipients(shown.actor, shown.workspace, [of.group_id], open_=False)
    first = _first(shown, kind, code, of)
    context = {
        "of": of, "kind": kind, "made": made, "back": reverse(_BACK[kind], args=[shown.workspace.slug, code]),
        "rows": [(body, known.get(body), body in first) for body in of.bodies],
        "can_send": mail.configured(),
    }  # fmt: skip
    return render(request, "group/mails.html", context)


def _first(shown: Shown, kind: str, code: str, of: group.Thing) -> tuple[str, ...]:
    """Bodies that are ticked at first: of a no-objection those that have not answered."""
    if kind != "decision":
        return of.bodies
    return core.silent(group.decision(shown.actor, shown.workspace, code), of.bodies)


@in_workspace("group.edit", "group.edit")
def digests(request: HttpRequest, shown: Shown) -> HttpResponse:
    """What each body is told this week: sent, shown in its language with its links, or saved as files."""
    act, address = request.POST.get("act", ""), _address(request, shown)
    made: list[group.GroupMail] = []
    if act == "send":
        out = group.send_due(shown.actor, shown.workspace, address)
        _told(request, shown, out.whole)
        return redirect("group-digests", shown.workspace.slug)
    if act:
        made = group.digest_mails(shown.actor, shown.workspace, None, address)
    if act == "files":
        return attachment(f"digest-{timezone.localdate()}.zip", group.packed(shown.workspace, made), "application/zip")
    sent_on, sent_to = group.sent_this_week(shown.actor, shown.workspace)
    context = {
        "rows": group.digests(shown.actor, shown.workspace), "made": made, "today": timezone.localdate(),
        "sent_on": sent_on, "sent_to": len(sent_to), "can_send": mail.configured(),
        "reminders": group.reminders(shown.actor, shown.workspace),
    }  # fmt: skip
    return render(request, "group/digests.html", context)
