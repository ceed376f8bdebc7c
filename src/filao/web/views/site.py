"""Pages outside any workspace: the list of workspaces, the language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from filao.core.problems import Fault
from filao.documents.words import problems
from filao.web.views.base import anyone, people
from filao.work import accounts, workspaces
from filao.work.access import Actor


@people
def listing(request: HttpRequest) -> HttpResponse:
    """The workspaces open to the reader; the only one opens at once. Who lacks a second factor still sets it up first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.local and not actor.strong and accounts.is_staff(request.user):  # type: ignore[arg-type]
        return redirect("mfa_index")
    found = workspaces.all_for(actor)
    if len(found) == 1 and "all" not in request.GET:
        return redirect("home", found[0].slug)
    return render(request, "workspaces.html", {"found": [(w, workspaces.data_to(actor, w)) for w in found]})


@anyone
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language chosen, and go back to the page."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("workspaces")
    response = redirect(back)
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 86400, samesite="Strict", httponly=True,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )  # fmt: skip
    return response


def _told(request: HttpRequest, code: str) -> HttpResponse:
    words = get_language() or "en"
    fault = Fault(code)
    context = {"sentence": problems.sentence(fault, words), "mend": problems.mend(fault, words)}
    return render(request, "problem.html", context, status=problems.status(code))


def lost(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere."""
    return _told(request, "no_such_page")


def too_often(request: HttpRequest) -> HttpResponse:
    """More tries in a short time than a person makes."""
    return _told(request, "too_often")


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not hold: opened long ago, or sent from elsewhere."""
    return _told(request, "form_expired")


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    return _told(request, "our_fault")
