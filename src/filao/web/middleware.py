"""Who asks, and how a named problem is shown."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.utils.translation import get_language

from filao.core.problems import Problem
from filao.documents.words import problems
from filao.work import workspaces

_Next = Callable[[HttpRequest], HttpResponse]


_LOOPBACK = ("127.0.0.1", "::1")
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")
"""Headers that a proxy sets: behind one, everybody comes from this machine."""


def _is_local(request: HttpRequest) -> bool:
    """Whether the request was made on this machine, for this machine."""
    name, _port = split_domain_port(request.get_host())
    from_here = request.META.get("REMOTE_ADDR") in _LOOPBACK and name in _NAMES
    return from_here and not any(header in request.META for header in _FORWARDED)


class Person:
    """The one local user on loopback; nobody else until accounts exist."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_local(request):
            request.actor = workspaces.local_actor()  # type: ignore[attr-defined]
            return self.get_response(request)
        return HttpResponse(status=403)


class NamedProblems:
    """A named problem becomes a page with its sentence and its mend."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Problem):
            return None
        language = get_language() or "en"
        fault = exception.fault
        context = {"sentence": problems.sentence(fault, language), "mend": problems.mend(fault, language)}
        return render(request, "problem.html", context, status=problems.status(fault.code))
