"""The lock on words of people: opened, closed, put under a passphrase; keys destroyed for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from filao.core.problems import Problem
from filao.web.shown import Shown
from filao.web.views.base import attempt, in_workspace
from filao.work import vault


def _passphrase(label: Any, **more: Any) -> forms.CharField:
    box = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, widget=box, strip=False, max_length=400, **more)


class UnlockForm(forms.Form):
    """The passphrase that opens the words."""

    passphrase = _passphrase(gettext_lazy("Passphrase of the words"))


class ChangeForm(forms.Form):
    """A new passphrase, or none: the words then open with the key of this machine."""

    old = _passphrase(gettext_lazy("Passphrase until now"), required=False)
    new = _passphrase(
        gettext_lazy("New passphrase"), required=False,
        help_text=gettext_lazy("Twelve characters or more. Without it nobody can open the words again: keep it in two places."),
    )  # fmt: skip
    again = _passphrase(gettext_lazy("New passphrase again"), required=False)

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == "machine":
            del self.fields["old"]
            self.fields["new"].required = self.fields["again"].required = True


class DestroyForm(forms.Form):
    """Why a key is destroyed."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


@in_workspace("words.lock|words.destroy", "words.lock|words.destroy")
def vault_page(request: HttpRequest, shown: Shown) -> HttpResponse:
    state, act = vault.state(shown.actor, shown.workspace), request.POST.get("act", "")
    made: dict[str, forms.Form] = {
        "unlock": UnlockForm(request.POST if act == "unlock" else None, prefix="unlock"),
        "change": ChangeForm(state.kind, request.POST if act == "change" else None, prefix="change"),
        "destroy": DestroyForm(request.POST if act == "destroy" else None, prefix="destroy"),
    }
    if request.method == "POST" and act == "lock":
        vault.lock(shown.actor, shown.workspace)
        return redirect("vault", shown.workspace.slug)
    form = made.get(act)
    if form is not None and form.is_valid() and attempt(form, _act(request, shown, act, form)) is not None:
        messages.success(request, _TOLD[act])
        return redirect("vault", shown.workspace.slug)
    context = {
        "state": state, "forms": made, "act": act, "form": form, "chosen": request.POST.get("key", ""),
    }  # fmt: skip
    return render(request, "work/vault.html", context, status=422 if form is not None and form.errors else 200)


_TOLD = {
    "unlock": gettext_lazy(
        "The words of people are open to you until you lock them, or leave them unread for 15 minutes."
    ),
    "change": gettext_lazy("The lock was changed. Whoever had it open must open it again."),
    "destroy": gettext_lazy("The key was destroyed. What it closed can be read by nobody."),
}


def _act(request: HttpRequest, shown: Shown, act: str, form: forms.Form) -> Callable[[], object]:
    """What a sound form asks for."""
    actor, workspace, data = shown.actor, shown.workspace, form.cleaned_data

    def change() -> None:
        if data["new"] != data["again"]:
            raise Problem("words_passphrases_differ", field="again")
        vault.set_passphrase(actor, workspace, data["new"], data.get("old", ""))

    acts: dict[str, Callable[[], object]] = {
        "unlock": lambda: vault.unlock(actor, workspace, data["passphrase"]),
        "change": change,
        "destroy": lambda: vault.destroy_key(actor, workspace, request.POST.get("key", ""), data["reason"]),
    }
    return acts[act]
