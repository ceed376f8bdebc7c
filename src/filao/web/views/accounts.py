"""Signing in and out, the second factor, the password: django-allauth's views at our addresses, each open to whom it is for.

On a laptop there are no accounts: the local user comes in by the address that `filao run` prints.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, re_path

from filao.core.problems import Problem
from filao.web import accounts as sessions
from filao.web.middleware import LOCAL_COOKIE, is_from_here
from filao.web.views.base import View, anyone
from filao.work import mail
from filao.work.accounts import is_local_key

_YEAR = 365 * 86400


@anyone
def open_laptop(request: HttpRequest, key: str) -> HttpResponse:
    """The address that `filao run` prints: it lets the local user in, and this browser from then on."""
    if not (is_from_here(request) and is_local_key(key)):
        raise Problem("local_key_missing")
    response = redirect("workspaces")
    response.set_cookie(LOCAL_COOKIE, key, max_age=_YEAR, httponly=True, samesite="Strict")
    return response


def _on_server(view: View, open_to: str, *, by_mail: bool = False) -> View:
    """A view of accounts, closed where there are none (or, `by_mail`, no mail can be sent)."""

    @wraps(view)
    def found(request: HttpRequest, **rest: Any) -> HttpResponse:
        if settings.LOCAL_KEY:
            raise Problem("no_accounts_here")
        if by_mail and not mail.configured():
            raise Problem("no_mail_server")
        return view(request, **rest)

    found.open_to = open_to  # type: ignore[attr-defined]
    return found


def _signed_out(request: HttpRequest, **rest: Any) -> HttpResponse:
    """Sign out, and have the browser forget the pages it has kept."""
    response: HttpResponse = account.logout(request, **rest)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _set_up(view: View) -> View:
    """Setting a second factor up: from then on the session counts as opened with it."""

    @wraps(view)
    def found(request: HttpRequest, **rest: Any) -> HttpResponse:
        before = sessions.factors(request.user.pk)
        response = view(request, **rest)
        if sessions.factors(request.user.pk) > before:
            sessions.note_factor(request)
        return response

    return found


def _passkeys(request: HttpRequest) -> HttpResponse:
    return redirect("mfa_index")


_VIEWS: tuple[tuple[str, View, str, str], ...] = (
    ("", mfa.index, "people", "mfa_index"),
    ("sign-in", account.login, "anyone", "account_login"),
    ("sign-in/code", mfa.authenticate, "anyone", "mfa_authenticate"),
    ("sign-in/passkey", webauthn.login_webauthn, "anyone", "mfa_login_webauthn"),
    ("sign-out", _signed_out, "locked", "account_logout"),
    ("closed", account.account_inactive, "anyone", "account_inactive"),
    ("confirm", account.reauthenticate, "locked", "account_reauthenticate"),
    ("confirm/code", mfa.reauthenticate, "locked", "mfa_reauthenticate"),
    ("confirm/passkey", webauthn.reauthenticate_webauthn, "locked", "mfa_reauthenticate_webauthn"),
    ("password", account.password_change, "people", "account_change_password"),
    ("app", _set_up(totp.activate_totp), "people", "mfa_activate_totp"),
    ("app/remove", totp.deactivate_totp, "people", "mfa_deactivate_totp"),
    ("codes", codes.view_recovery_codes, "people", "mfa_view_recovery_codes"),
    ("codes/new", codes.generate_recovery_codes, "people", "mfa_generate_recovery_codes"),
    ("passkeys", _passkeys, "people", "mfa_list_webauthn"),
    ("passkeys/add", _set_up(webauthn.add_webauthn), "people", "mfa_add_webauthn"),
    ("passkeys/<int:pk>/remove", webauthn.remove_webauthn, "people", "mfa_remove_webauthn"),
    ("passkeys/<int:pk>/name", webauthn.edit_webauthn, "people", "mfa_edit_webauthn"),
)
"""Address below account/, view, to whom it is open, name. "locked": also to who has been idle for too long."""

_BY_MAIL: tuple[tuple[str, View, str], ...] = (
    (r"^account/forgotten$", account.password_reset, "account_reset_password"),
    (r"^account/forgotten/sent$", account.password_reset_done, "account_reset_password_done"),
    (r"^account/forgotten/done$", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    (
        r"^account/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$", account.password_reset_from_key,
        "account_reset_password_from_key",
    ),
)  # fmt: skip

urlpatterns: list[URLPattern] = [
    path("open/<str:key>", open_laptop, name="open"),
    *(path(f"account/{end}", _on_server(view, open_to), name=name) for end, view, open_to, name in _VIEWS),
    *(re_path(place, _on_server(view, "anyone", by_mail=True), name=name) for place, view, name in _BY_MAIL),
]
