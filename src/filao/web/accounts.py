"""How django-allauth is used here: adapters, the words of its forms, and what a session remembers of its person.

A session knows since when it lasts and when its person last did something. Nobody signs up: accounts come by invitation.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.problems import Problem
from filao.work import accounts, mail

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""What counts as a second factor; recovery codes stand in for one that was lost."""

_TOLD = {
    "account/messages/password_changed.txt": gettext_lazy("The new password is kept."),
    "mfa/messages/totp_activated.txt": gettext_lazy("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app was taken off."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is set up."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey was taken off."),
}

_CHANGED = {
    "account/email/password_changed": gettext_lazy("The password of your account on %(host)s was changed."),
    "account/email/password_reset": gettext_lazy("The password of your account on %(host)s was changed."),
    "mfa/email/totp_activated": gettext_lazy("An authenticator app was set up for your account on %(host)s."),
    "mfa/email/totp_deactivated": gettext_lazy("The authenticator app was taken off your account on %(host)s."),
    "mfa/email/webauthn_added": gettext_lazy("A passkey was set up for your account on %(host)s."),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey was taken off your account on %(host)s."),
    "mfa/email/recovery_codes_generated": gettext_lazy("New recovery codes were made for your account on %(host)s."),
}


class Accounts(DefaultAccountAdapter):
    """Accounts without sign-up, mail by `work.mail`, and few messages."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Who has just signed in is not asked again."""
        return bool(time.time() - context.request.session.get("since", 0) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if told := message or _TOLD.get(message_template or ""):
            messages.add_message(request, level, told, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        subject = render_to_string(f"{template_prefix}_subject.txt", context)
        mail.send(email, subject, render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n")

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell whose account it is what was changed on it, where mail can be sent; mail that is refused stops nothing."""
        told = _CHANGED.get(template_prefix)
        if told is None or not mail.configured():
            return
        mend = _(
            "If it was not you, tell who runs the server at once: the account can be closed while it is looked at."
        )
        with suppress(Problem):
            mail.send(
                user.email,
                _("A change to your Filao account"),
                f"{told % {'host': self.request.get_host()}}\n\n{mend}\n",
            )


class SecondFactors(DefaultMFAAdapter):
    """Second factors, their secrets sealed; who needs one keeps one."""

    def encrypt(self, text: str) -> str:
        return accounts.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return accounts.unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        return others.exclude(pk=authenticator.pk).exists() or not accounts.is_staff(authenticator.user)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(n)s") % {"n": held + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Filao"}


# --- what a session remembers


def begun(sender: Any, request: HttpRequest, **_more: Any) -> None:
    request.session["since"] = request.session["seen"] = int(time.time())
    request.session.clear_expired()  # whoever comes in sweeps out the sessions that have ended


user_logged_in.connect(begun, dispatch_uid="filao.begun")


def factors(user_id: object) -> int:
    """How many second factors a person has set up."""
    return int(Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).count())


def note_factor(request: HttpRequest) -> None:
    """Who has just set a second factor up has it at hand: this session counts as opened with it."""
    record_authentication(request, request.user, "mfa")


def is_strong(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session, and one is still set up."""
    shown = any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
    return shown and factors(request.user.pk) > 0


def last_sign(request: HttpRequest) -> float:
    """When the person of the session last did something, or last showed who sits there."""
    records = get_authentication_records(request, request.user)
    shown = [record["at"] for record in records if record.get("reauthenticated")]
    return float(max([request.session.get("seen", 0), *shown]))


# --- the words of its forms


def _plain(form: forms.Form, **words: Any) -> None:
    """Labels of ours over boxes without a grey text inside."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.help_text = ""
        field.label = words.get(name, field.label)


_NEW = gettext_lazy("New password")
_CODE = gettext_lazy("Code of six digits")
_LENGTH = gettext_lazy("At least 12 signs. Four or five words are easier to keep in mind than signs.")


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, login=_("E-mail"), password=_("Password"))


class ForgottenForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, email=_("E-mail"))


class RenewForm(ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password1=_NEW, password2=_("The same again"))
        self.fields["password1"].help_text = _LENGTH


class PasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, oldpassword=_("Password of now"), password1=_NEW, password2=_("The same again"))
        self.fields["password1"].help_text = _LENGTH


class ByPasswordForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password=_("Password"))


class ByCodeForm(ReauthenticateByCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("Code of your app, or a recovery code"))


class SecondFactorForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("Code of your app, or a recovery code"))


class AppForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_CODE)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class PasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, name=_("Name, to tell passkeys apart"))
        self.fields.pop("passwordless", None)


class PasskeyNameForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, name=_("Name, to tell passkeys apart"))
