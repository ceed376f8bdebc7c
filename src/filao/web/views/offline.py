"""Answering without a network, behind the link of a round: the page, what its device keeps, and what it sends.

No account and no cookie. The page has a policy of its own: the form engine is compiled from WebAssembly.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from allauth.core import ratelimit
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from filao.core.problems import Problem
from filao.documents.words import problems
from filao.web import offline as words
from filao.web.views.base import anyone
from filao.web.views.openrosa import sent
from filao.web.views.respond import first_language, public
from filao.work.collection import answering, doors, drafts, offline, tokens
from filao.work.collection.doors import Door

SCRIPTS = ("dist/offline.js", "dist/engine.js", "dist/respond.css", "dist/offline.css")
_WASM = {"script-src": ["'wasm-unsafe-eval'"], "worker-src": ["'self'"], "img-src": ["blob:"]}
_TAKEN = {"created": 201, "duplicate": 202, "quarantined": 409}


@csp_update(_WASM)
@public
def page(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The page that a device keeps. It opens after the round too, so that what waits can be sent."""
    door = doors.find(slug, token)
    language = first_language(request, answering.form_behind(door).questionnaire)
    with translation.override(language):
        context = {"door": door, "language": language, "setting": _setting(door, language)}
        response = render(request, "respond/offline.html", context)
    response["Content-Language"] = language
    response["X-Filao-Page"] = "offline"
    return response


def _setting(door: Door, language: str) -> dict[str, Any]:
    """What the script of the page knows; see frontend/src/offline/setting.ts."""
    of = [door.workspace.slug, door.token]
    kit = offline.kit(door)
    notice = "trial" if door.mode == "trial" else "simulated" if door.simulated else ""
    why = door.state if door.state != "open" else "" if door.offline else "off"
    return {
        "link": reverse("respond", args=of), "page": reverse("offline", args=of), "worker": reverse("offline-worker", args=of),
        "form": reverse("offline-form", args=of), "media": reverse("offline-file", args=[*of, "_"])[:-1],
        "submission": reverse("offline-submission", args=of), "id": kit.form_id, "version": kit.version, "files": kit.files,
        "title": door.title, "asks": door.asks, "anonymous": door.anonymous, "once": bool(door.invitation),
        "begin": not why, "why": why, "notice": notice, "file_limit": drafts.FILE_LIMIT // 2**20, "language": language,
        "languages": [(code, translation.get_language_info(code)["name_local"]) for code in dict(settings.LANGUAGES)],
        "words": words.every_language(),
    }  # fmt: skip


@csp_update(_WASM)
@public
def worker(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The service worker of a link: it keeps the page and its scripts on the device."""
    of = [doors.find(slug, token).workspace.slug, token]
    link = reverse("respond", args=of)
    shell = {
        "link": link, "page": reverse("offline", args=of), "needs": [static(name) for name in SCRIPTS], "mark": _mark(),
    }  # fmt: skip
    script = f"const SHELL = {json.dumps(shell)};\n{_file('dist/offline-worker.js')}"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = link
    return response


@cache
def _file(name: str) -> str:
    return Path(finders.find(name) or name).read_text("utf-8")


def _mark() -> str:
    """The build that the scripts are of: a new one is fetched whole."""
    return _file("dist/fingerprint")[:16]


@public
def form(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The form as it was published."""
    content = offline.form(doors.find(slug, token), request.GET.get("version", ""))
    return HttpResponse(content, content_type="text/xml; charset=utf-8")


@public
def file(request: HttpRequest, slug: str, token: str, name: str) -> HttpResponse:
    """A file that stands beside the form: a list of names, a picture."""
    content, kind = offline.file(doors.find(slug, token), request.GET.get("version", ""), name)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = "attachment"
    return response


@anyone
@csrf_exempt
def submission(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """An answer that a device sends. The receipt names it; without one the device keeps it."""
    try:
        if request.method != "POST":
            raise Problem("no_such_page")
        if not ratelimit.consume(request, action="offline", key=tokens.hashed(token)):
            return _answered(429, "refused", "too_many")
        door = doors.find(slug, token)
        with sent(request) as sending:
            receipt = offline.receive(door, sending.xml, sending.files, _language(request))
    except Problem as problem:
        return _answered(problems.status(problem.code), "refused", problem.code)
    status = _TAKEN[receipt.status]
    return _answered(
        status, receipt.status, receipt.reason, instance_id=receipt.instance_id, receipt_code=receipt.receipt_code
    )


def _language(request: HttpRequest) -> str:
    code = request.GET.get("language", "")
    return code if code in dict(settings.LANGUAGES) else ""


def _answered(code: int, status: str, reason: str, **more: str) -> JsonResponse:
    response = JsonResponse({"status": status, "reason": reason, **more}, status=code)
    response["Cache-Control"] = "no-store"
    if code == 429:
        response["Retry-After"] = "60"
    return response
