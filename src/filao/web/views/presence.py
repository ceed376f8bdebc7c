"""Presence noted on a phone, by institution: by who holds an account, or behind the room's signed link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from filao.core import meetings as core
from filao.core.problems import Problem
from filao.core.register import Seat
from filao.documents import qr
from filao.web.shown import Shown
from filao.web.views.base import attempt, in_workspace
from filao.web.views.group_forms import AttendanceForm
from filao.web.views.own_sheet import ShownToBody
from filao.web.views.people import address_of
from filao.work import group, links


class PresenceForm(AttendanceForm):
    """The same on a phone: absence is noted afterwards."""

    states = group.MARKS
    widget = forms.RadioSelect


def _count(seats: Sequence[Seat], held: core.Meeting) -> dict[str, Any]:
    return {"held": held, "present": len(held.voices), "voices": len(core.with_voice(seats))}


@in_workspace("group.edit", "group.edit")
def attendance(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    """Presence by institution, and the link by which a phone without account notes it."""
    held, act = group.meeting(shown.actor, shown.workspace, code), request.POST.get("act", "")
    seats = group.members(shown.actor, shown.workspace, held.group_id)
    form = PresenceForm(shown, seats, held.attendance, request.POST if act == "came" else None)
    if revoked := request.POST.get("revoke"):
        links.revoke(shown.actor, shown.workspace, group.ATTENDANCE, revoked)
        messages.success(request, _("The link opens nothing any more."))
        return redirect(request.path)
    who = (shown.actor, shown.workspace, code)
    if act == "came" and form.is_valid() and attempt(form, lambda: bool(group.mark_presence(*who, form.marks))):
        messages.success(request, _("Who came is kept."))
        return redirect(request.path)
    context = {
        "form": form, "editing": held.minutes != "adopted", **_count(seats, held),
        **(_new_link(request, shown, held) if act == "link" else {}),
        "links": links.made(shown.actor, shown.workspace, group.ATTENDANCE, held.id),
    }  # fmt: skip
    return render(request, "group/attendance.html", context, status=422 if form.errors else 200)


def _new_link(request: HttpRequest, shown: Shown, held: core.Meeting) -> dict[str, Any]:
    """A link that notes presence until the day after the meeting, as an address and as a code, shown once."""
    if shown.actor.local:
        raise Problem("no_server_here")
    days = max((held.on - timezone.localdate()).days, 0) + 2
    label = _("attendance, %(title)s") % {"title": held.title}
    token = links.make(shown.actor, shown.workspace, group.ATTENDANCE, held.id, label=label, days=days)
    address = address_of(request, reverse("link", args=[shown.workspace.slug, token]))
    return {"address": address, "code": mark_safe(qr.svg(address, _("QR code of the link")))}  # noqa: S308


def room(request: HttpRequest, shown: ShownToBody, token: str, browser: str) -> HttpResponse:
    """Public: for whoever holds the room's link, in the browser that confirmed it."""
    seen = group.opened_room(shown.workspace, token, browser)
    form = PresenceForm(shown, seen.seats, seen.meeting.attendance, request.POST or None)
    who = (shown.workspace, token, browser)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: bool(group.mark_by_link(*who, form.marks)))
    ):
        messages.success(request, _("Who came is kept."))
        return redirect(request.path)
    context = {
        "form": form, "shown": shown, "place": shown.workspace, "editing": seen.meeting.minutes != "adopted",
        **_count(seen.seats, seen.meeting),
    }  # fmt: skip
    return render(request, "group/link_attendance.html", context, status=422 if form.errors else 200)
