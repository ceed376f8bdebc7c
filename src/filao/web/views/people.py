"""People of a workspace: who holds which role, who is invited, and what is offered to whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.problems import Problem
from filao.documents.words import problems
from filao.web.shown import Shown
from filao.web.views.base import attempt, in_workspace
from filao.work import access, mail, members
from filao.work.members import Invitation

REASONS = (
    gettext_lazy("The assignment has ended"), gettext_lazy("Another person has taken over"),
    gettext_lazy("The role was given by mistake"), gettext_lazy("The account may be in other hands"),
)  # fmt: skip


class InviteForm(forms.Form):
    """An account and a role for an address, by mail or as a code to hand over."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"), help_text=gettext_lazy("The address under which the person signs in.")
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    organisation = forms.ChoiceField(
        label=gettext_lazy("Institution"), required=False,
        help_text=gettext_lazy("For which the person sits: what is opened under the account counts as seen by it."),
    )  # fmt: skip
    way = forms.ChoiceField(label=gettext_lazy("How the invitation goes"), widget=forms.RadioSelect, initial="code")
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail"), choices=[("en", "English"), ("fr", "Français")], required=False
    )

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = members.gives(shown.actor, shown.workspace)
        self.fields["role"].choices = [(role, shown.label("member_role", role)) for role in given]  # type: ignore[attr-defined]
        bodies = members.institutions(shown.actor, shown.workspace, shown.language)
        self.fields["organisation"].choices = [("", "—"), *bodies.items()]  # type: ignore[attr-defined]
        ways = [("code", _("As a code to print or read out"))]
        if mail.configured():
            ways.append(("mail", _("By e-mail, as a link")))
        else:
            del self.fields["language"]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]


def address_of(request: HttpRequest, path: str) -> str:
    """An address that can be given to people: under the server's own name."""
    return f"{settings.ADDRESS}{path}" if settings.ADDRESS else request.build_absolute_uri(path)


@in_workspace("people.read", "people.edit")
def people(request: HttpRequest, shown: Shown) -> HttpResponse:
    act = request.POST.get("act", "")
    if act and shown.actor.local:
        raise Problem("no_accounts_here")
    form = InviteForm(shown, request.POST if act == "invite" else None)
    if act == "invite" and form.is_valid() and (made := attempt(form, lambda: _invited(request, shown, form))):
        return made
    if act == "remove":
        user, role = request.POST.get("member", ""), request.POST.get("role", "")
        members.remove(shown.actor, shown.workspace, user, role, request.POST.get("reason", ""))
        messages.success(request, _("The role is taken away from the next page on."))
        return redirect("people", shown.workspace.slug)
    if act == "sits":
        user, body = request.POST.get("member", ""), request.POST.get("organisation", "").strip()
        members.sits_for(shown.actor, shown.workspace, user, body)
        messages.success(request, _("The institution is kept."))
        return redirect("people", shown.workspace.slug)
    if act == "revoke":
        members.revoke(shown.actor, shown.workspace, request.POST.get("invitation", ""))
        messages.success(request, _("The invitation opens nothing any more."))
        return redirect("people", shown.workspace.slug)
    found = members.members(shown.actor, shown.workspace)
    given = set(members.gives(shown.actor, shown.workspace))
    takes_all = "administrator" in access.roles_of(shown.actor, shown.workspace)
    bodies = members.institutions(shown.actor, shown.workspace, shown.language)
    context = {
        "form": form, "members": found, "bodies": bodies, "reasons": REASONS,
        "strong": sum(member.second_factor for member in found),
        "rows": [
            (m, [(role, takes_all or role in given) for role in m.roles], bodies.get(m.organisation, m.organisation))
            for m in found
        ],
        "invitations": members.invitations(shown.actor, shown.workspace)[:50],
    }  # fmt: skip
    return render(request, "work/people.html", context, status=422 if form.errors else 200)


def _invited(request: HttpRequest, shown: Shown, form: InviteForm) -> HttpResponse:
    """Invite: the mail goes, or the code is shown, once."""
    data = form.cleaned_data
    invitation, code = members.invite(
        shown.actor, shown.workspace, data["email"], data["role"], data["name"], data["organisation"]
    )
    refused = None
    if data["way"] == "mail":
        try:
            _mailed(request, shown, invitation, data["language"] or shown.language)
        except Problem as problem:
            refused = problem.fault
        else:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
            return redirect("people", shown.workspace.slug)
    context = {
        "invitation": invitation, "code": code, "address": address_of(request, reverse("join", args=[shown.workspace.slug])),
        "refused": problems.sentence(refused, shown.language) if refused else "",
    }  # fmt: skip
    return render(request, "work/invitation.html", context)


def _mailed(request: HttpRequest, shown: Shown, invitation: Invitation, language: str) -> None:
    token = members.link_of(shown.actor, shown.workspace, invitation)
    context = {
        "workspace": shown.workspace, "by": shown.actor.name, "days": members.DAYS,
        "address": address_of(request, reverse("link", args=[shown.workspace.slug, token])),
    }  # fmt: skip
    with translation.override(language):
        subject = render_to_string("work/invitation_subject.txt", context)
        text = render_to_string("work/invitation_message.txt", context)
    mail.send(invitation.email, subject, text)
