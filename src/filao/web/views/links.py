"""Pages for whoever holds a code or a signed link: joining a workspace, and what a link opens for a body.

A link opens in the browser that confirms it first, by a cookie kept for its address alone; a mail program that looks at
the link beforehand opens nothing.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.problems import Problem
from filao.web.views import group_links, own_sheet, replying, review_page
from filao.web.views.base import anyone, attempt
from filao.work import commenting, group, links, members, replies
from filao.work.members import Invitation, Proof

COOKIE = "filao_link"


class CodeForm(forms.Form):
    """The code of an invitation."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=40,
        help_text=gettext_lazy("Four groups of four signs; spaces and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


class JoinForm(forms.Form):
    """A name and a password for a new account."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=gettext_lazy("Colleagues see it; the journal names who did what."),
    )  # fmt: skip
    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 12 signs. Four or five words are easier to keep in mind than signs."),
    )  # fmt: skip
    again = forms.CharField(
        label=gettext_lazy("The same again"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, invitation: Invitation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.initial = {"name": invitation.name}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        person = get_user_model()(email=self.invitation.email, name=data.get("name", ""))
        if data.get("password"):
            try:
                validate_password(data["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
            if data.get("again") and data.get("password", data["again"]) != data["again"]:
                self.add_error("again", _("The two passwords differ."))
        return data


@anyone
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """A workspace joined with a code: the code first, then a name and a password."""
    if settings.LOCAL_KEY:
        raise Problem("no_accounts_here")
    if not ratelimit.consume(request, action="join"):
        raise Problem("too_often")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proof = Proof(code=form.cleaned_data["code"])
        if attempt(form, lambda: members.offered(slug, proof)):
            return _joining(request, slug, proof, form.cleaned_data["code"])
    return render(request, "account/code.html", {"form": form}, status=422 if form.errors else 200)


def _joining(request: HttpRequest, slug: str, proof: Proof, code: str = "") -> HttpResponse:
    """What is offered, and the form that takes it."""
    workspace, invitation = members.offered(slug, proof)
    known, act = members.has_account(invitation), request.POST.get("act")
    form = JoinForm(invitation, request.POST if act == "join" else None)
    actor = request.actor  # type: ignore[attr-defined]
    if act == "join" and known:
        members.accept(slug, proof, actor=actor)
        return redirect("home", slug)
    if act == "join" and form.is_valid():
        data = form.cleaned_data
        return _entered(request, members.accept(slug, proof, name=data["name"], password=data["password"]))
    context = {
        "form": form, "invitation": invitation, "place": workspace, "code": code, "known": known,
        "me": known and getattr(request.user, "email", "") == invitation.email,
    }  # fmt: skip
    return render(request, "account/join.html", context, status=422 if form.errors else 200)


def _entered(request: HttpRequest, user_id: str) -> HttpResponse:
    """Sign the new person in, whoever was signed in here before."""
    if request.user.is_authenticated:
        logout(request)
    user = get_user_model().objects.get(pk=user_id)
    answer: HttpResponse = perform_password_login(request, {"email": user.email}, Login(user=user, email=user.email))
    return answer


@anyone
def link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The thing that a signed link is for; the first browser to confirm it keeps it."""
    browser = request.COOKIES.get(COOKIE, "")
    _workspace, found = links.find(slug, token, browser)
    if found.ours is None and request.method == "POST":
        answer: HttpResponse = redirect(request.path)
        answer.set_cookie(
            COOKIE, links.confirm(slug, token), max_age=settings.LINK_COOKIE_AGE, path=request.path, httponly=True,
            samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    elif found.ours is None:
        answer = render(request, "account/link.html", {"label": found.label, "purpose": found.purpose})
    elif not found.ours:
        raise Problem("link_elsewhere")
    elif found.purpose == members.PURPOSE:
        answer = _joining(request, slug, Proof(token=token, browser=browser))
    elif found.purpose in (group.MINUTES, group.DECISION, group.ACTION, group.PAPER, group.ATTENDANCE):
        answer = group_links.page(request, slug, token, browser, found.purpose)
    elif found.purpose == replies.PURPOSE:
        answer = replying.page(request, slug, token, browser)
    elif found.purpose == commenting.PURPOSE:
        answer = review_page.page(request, slug, token, browser)
    else:
        answer = own_sheet.page(request, slug, token, browser)
    answer["Cache-Control"] = "no-store"
    return answer
