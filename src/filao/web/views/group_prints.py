"""Papers of the group to print: letters, agenda, attendance sheet, minutes, decision register, and joint monitoring."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from filao.core.problems import Problem
from filao.documents.group_prints import base, monitoring
from filao.documents.model import plain
from filao.web.shown import Shown
from filao.web.views.base import form_only, in_workspace
from filao.web.views.documents import TYPES
from filao.web.views.group_mails import link_address
from filao.web.views.importing import attachment
from filao.web.views.people import address_of
from filao.work import group


def _language(shown: Shown, asked: str = "") -> str:
    """The language asked for, or the reader's, or the nearest that papers are made in."""
    return base.nearest(asked or shown.language)


def _file(made: tuple[str, bytes]) -> HttpResponse:
    name, data = made
    return attachment(name, data, TYPES[name.rpartition(".")[2]])


def _format(format: str, *more: str) -> str:
    if format not in ("pdf", "docx", *more):
        raise Problem("no_such_page")
    return format


@in_workspace("", "group.edit")
@form_only
def letters(request: HttpRequest, shown: Shown, code: str, format: str) -> HttpResponse:
    """Invitations, for all bodies or one; with their links where they are asked for."""
    only, asked = request.POST.get("body", ""), request.POST.get("language", "")
    language, wanted = asked if asked in base.LANGUAGES else "", _format(format)
    made = _links(request, shown, code, only) if request.POST.get("links") else {}
    return _file(group.letters(shown.actor, shown.workspace, code, wanted, language, only=only, links=made))


def _links(request: HttpRequest, shown: Shown, code: str, only: str) -> dict[str, str]:
    """A new link to the papers and minutes of a meeting for each body, told nowhere but in its letter."""
    of = group.thing(shown.actor, shown.workspace, "meeting", code)
    bodies = [only] if only else of.bodies
    return group.new_links(shown.actor, shown.workspace, of, bodies, link_address(request, shown))


@in_workspace("group.read")
def one(request: HttpRequest, shown: Shown, code: str, kind: str, format: str) -> HttpResponse:
    """The agenda, the attendance sheet or the minutes of a meeting."""
    path = reverse("group-attendance", args=[shown.workspace.slug, code])
    address = "" if shown.actor.local else address_of(request, path)
    return _file(group.print_of(
        shown.actor, shown.workspace, code, kind, _format(format), _language(shown, request.GET.get("language", "")),
        address=address, comments="comments" in request.GET,
    ))  # fmt: skip


def year_of(request: HttpRequest) -> int:
    """The year that the address asks for, 0 for all."""
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 else 0


@in_workspace("group.read")
def register(request: HttpRequest, shown: Shown, format: str) -> HttpResponse:
    """The decision register, of all years or one."""
    language = _language(shown, request.GET.get("language", ""))
    return _file(
        group.decision_register(shown.actor, shown.workspace, _format(format, "xlsx"), language, year_of(request))
    )


@in_workspace("group.read")
def joint(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Joint monitoring: what was decided, who owes what, what the register and the engagements say, what waits."""
    seen = group.monitoring(shown.actor, shown.workspace)
    s = group.setting(shown.actor, shown.workspace, seen.group_id, _language(shown))
    context = {
        "seen": seen, "s": s, "heads": monitoring.heads(s, seen), "today": timezone.localdate(),
        "decided": [(d, base.result(s, d), base.dissent(s, d)) for d in seen.decided],
        "register": monitoring.register_rows(s, seen.figures), "evidence": monitoring.register_evidence(s, seen),
        "progress": [
            (p, monitoring.days_left(s, p), plain(monitoring.deliverables_of(s, p)), monitoring.instalments_of(s, p))
            for p in seen.progress
        ],
        "waiting": monitoring.waiting_rows(s, seen),
    }  # fmt: skip
    return render(request, "group/monitoring.html", context)


@in_workspace("group.read")
def joint_file(request: HttpRequest, shown: Shown, format: str) -> HttpResponse:
    """The sheet of joint monitoring."""
    language = _language(shown, request.GET.get("language", ""))
    return _file(group.monitoring_sheet(shown.actor, shown.workspace, _format(format), language))
