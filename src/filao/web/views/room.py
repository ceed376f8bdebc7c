"""The wall of a training room: the code to answer by, how many have, and what closed questions come to, without a script."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from filao import room as network
from filao.core.forms.variables import plain
from filao.core.responses import Tally
from filao.documents import qr
from filao.web.middleware import is_from_here
from filao.web.screens import DRAFT
from filao.web.shown import Shown
from filao.web.views.base import anyone, in_workspace
from filao.work.collection import doors, room
from filao.work.collection.room import Wall
from filao.work.workspaces import Workspace

RENEWED = 5
"""Seconds after which the wall asks for itself again."""


@anyone
def wall(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """The wall of a round: for everybody in the room, else for who may read fieldwork."""
    if network.is_open() and not is_from_here(request):
        return _wall(request, doors.workspace_of(slug), id)
    return _for_staff(request, slug, id=id)


@in_workspace("fieldwork.read")
def _for_staff(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    return _wall(request, shown.workspace, id)


@dataclass(frozen=True, slots=True)
class Bar:
    """One option: its words, how many chose it (None: too few to be told), and that as a share of who answered."""

    words: str
    number: int | None
    percent: int


def _wall(request: HttpRequest, workspace: Workspace, id: str) -> HttpResponse:
    phase = request.GET.get("phase", "")
    found = room.wall(workspace, id, phase)
    language = _language(request)
    query = {"phase": phase, "language": language if "language" in request.GET else ""}
    asked = {key: value for key, value in query.items() if value}
    context = {
        "workspace_slug": workspace.slug, "wall": found, "phase": phase, "language": language, "id": id,
        "query": urlencode(asked), "phases": found.phases, "still": "still" in request.GET,
        "results": [_tally(one, found, language) for one in found.results], "least": room.TOGETHER,
    }  # fmt: skip
    with translation.override(language):
        if found.token:
            link = reverse("respond", args=[workspace.slug, found.token]) + (
                f"?{urlencode({'phase': phase})}" if phase else ""
            )
            base = settings.ROOM or request.build_absolute_uri("/").rstrip("/")
            context |= {
                "address": network.short(link) if settings.ROOM else base + link,
                "code": _code(base + link),
            }  # fmt: skip
        response = render(request, "respond/wall.html", context)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    if "still" not in request.GET:
        response["Refresh"] = str(RENEWED)
    return response


def _language(request: HttpRequest) -> str:
    wanted = (request.GET.get("language", ""), get_language() or "")
    return next((code for code in wanted if code in dict(settings.LANGUAGES)), "en")


def _code(address: str) -> SafeString:
    return mark_safe(qr.svg(address, _("QR code of the form")))  # noqa: S308  made of squares


def _tally(found: Tally, wall: Wall, language: str) -> tuple[str, int | None, list[Bar]]:
    """The question, how many answered, and a bar for each option."""
    default = wall.form.default_language
    words = {option.value: plain(option.labels, language, default) for option in found.variable.options}
    base = found.answered or wall.told or 1
    bars = [
        Bar((words.get(one.value) or one.value).removeprefix(DRAFT), one.number, ceil(100 * (one.number or 0) / base))
        for one in found.counts
    ]
    return found.variable.label(language, default).removeprefix(DRAFT), found.answered, bars
