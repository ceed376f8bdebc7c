"""Who asks, what is open to whom before any view runs, and how a named problem is shown.

A view says to whom it is open (`web.views.base`: anyone, people, in_workspace); a view that says nothing is closed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from filao.core.problems import Problem
from filao.documents.words import problems
from filao.web import accounts as sessions
from filao.work import accounts
from filao.work.access import NOBODY, Actor

_Next = Callable[[HttpRequest], HttpResponse]

LOCAL_COOKIE = "filao_local"
_LOOPBACK = ("127.0.0.1", "::1")
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")
"""Headers that a proxy sets: behind one, everybody comes from this machine."""
_STEP = 60
"""Seconds between two notes of the last sign of life: not every page writes to the database."""


def is_from_here(request: HttpRequest) -> bool:
    """Whether the request was made on this machine, for this machine."""
    name, _port = split_domain_port(request.get_host())
    from_here = request.META.get("REMOTE_ADDR") in _LOOPBACK and name in _NAMES
    return from_here and not any(header in request.META for header in _FORWARDED)


class Person:
    """The person who asks, as `request.actor`, and whether the view asked for is open to that person now."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = self._actor(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response

    def _actor(self, request: HttpRequest) -> Actor:
        if settings.LOCAL_KEY:
            here = is_from_here(request) and accounts.is_local_key(request.COOKIES.get(LOCAL_COOKIE, ""))
            return accounts.local_actor() if here else NOBODY
        if not request.user.is_authenticated:
            return NOBODY
        if time.time() - request.session.get("since", 0) > settings.SESSION_END:
            logout(request)
            return NOBODY
        return accounts.actor_of(request.user, strong=sessions.is_strong(request))

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        open_to = getattr(view, "open_to", "")
        if not open_to:
            return _shown(request, Problem("not_allowed"))
        if open_to == "anyone" or actor.local:
            return None
        if actor is NOBODY:
            return _asked_to_sign_in(request)
        if accounts.is_staff(request.user):  # type: ignore[arg-type]
            if time.time() - sessions.last_sign(request) > settings.IDLE_LOCK:
                return None if open_to == "locked" else _locked(request)
            if open_to == "roles" and not actor.strong:
                return redirect("mfa_index")
        _note(request)
        return None


def _asked_to_sign_in(request: HttpRequest) -> HttpResponse:
    if settings.LOCAL_KEY:
        return _shown(request, Problem("local_key_missing"))
    if request.method == "GET" and request.headers.get("Sec-Fetch-Site") == "cross-site":
        return render(request, "account/again.html")  # a link from elsewhere came without our strict cookie
    return redirect_to_login(request.get_full_path() if request.method == "GET" else reverse("workspaces"))


def _locked(request: HttpRequest) -> HttpResponse:
    """Idle for too long: show again who sits there. What was typed stays in the page, to be sent again."""
    if request.method == "GET":
        return redirect_to_login(request.get_full_path(), reverse("account_reauthenticate"))
    typed = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    return render(request, "account/locked.html", {"typed": typed, "files": bool(request.FILES)}, status=423)


def _note(request: HttpRequest) -> None:
    """A sign of life: a page opened or a form sent, not what a page fetches by itself."""
    fetched = request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    now = int(time.time())
    if not fetched and now - request.session.get("seen", 0) >= _STEP:
        request.session["seen"] = now


def _shown(request: HttpRequest, problem: Problem) -> HttpResponse:
    language = get_language() or "en"
    fault = problem.fault
    context = {"sentence": problems.sentence(fault, language), "mend": problems.mend(fault, language)}
    return render(request, "problem.html", context, status=problems.status(fault.code))


class NamedProblems:
    """A named problem becomes a page with its sentence and its mend."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _shown(request, exception) if isinstance(exception, Problem) else None
