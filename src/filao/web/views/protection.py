"""Protection: what is held of people and until when, destroyed as it was shown, taken out with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.problems import Problem
from filao.core.protection import Account, Destruction, Holding, law_of
from filao.documents import catalogue
from filao.documents.language import say
from filao.documents.protection import breach_notice, destruction_certificate
from filao.web.shown import Shown
from filao.web.views.base import attempt, day_field, form_only, in_workspace
from filao.web.views.importing import attachment
from filao.work import documents, engagements
from filao.work.protection import approvals, breaches, exporting, retention, shredding

REASON = gettext_lazy("Reason")


class BackupForm(forms.Form):
    """How long backups are kept."""

    days = forms.IntegerField(label=gettext_lazy("Days"), min_value=1, max_value=retention.LONGEST_DAYS)
    reason = forms.CharField(label=REASON, max_length=300)


@in_workspace("protection.read", "protection.edit")
def protection(request: HttpRequest, shown: Shown) -> HttpResponse:
    account = retention.account(shown.actor, shown.workspace)
    form = BackupForm(request.POST or None, initial={"days": account.backup_days})
    if request.method == "POST" and form.is_valid() and _kept_backups(shown, form):
        messages.success(request, _("The life of backups is kept."))
        return redirect("protection", shown.workspace.slug)
    now = timezone.localtime()
    context = {
        "account": account, "form": form, "rows": _rows(shown, account), "law": law_of(shown.workspace.country),
        "due": [h for h in account.holdings if h.past], "papers": _papers(shown), "now": now,
        "open_breaches": [b for b in reversed(account.breaches) if not b.closed_at],
        "waiting": sum(r.state == "waiting" for r in approvals.listing(shown.actor, shown.workspace)),
        "engagements": engagements.listing(shown.actor, shown.workspace) if shown.may("engagement.read") else [],
    }  # fmt: skip
    return render(request, "protection/protection.html", context, status=422 if form.errors else 200)


def _kept_backups(shown: Shown, form: forms.Form) -> bool:
    data = form.cleaned_data
    act = partial(retention.set_backup_days, shown.actor, shown.workspace, data["days"], data["reason"])
    return attempt(form, act) is not None


def _rows(shown: Shown, account: Account) -> list[Holding]:
    """Holdings with rows, and each kind of which nothing is held once."""
    held = [holding for holding in account.holdings if holding.count]
    there = {holding.kind.code for holding in held}
    empty = {holding.kind.code: holding for holding in reversed(account.holdings) if holding.kind.code not in there}
    order = list(dict.fromkeys(holding.kind.code for holding in account.holdings))
    return sorted([*held, *empty.values()], key=lambda holding: order.index(holding.kind.code))


def _papers(shown: Shown) -> list[tuple[catalogue.Entry, str, str]]:
    """Documents on personal data that the reader may open."""
    return [
        (entry, say(shown.language, entry.title), say(shown.language, entry.about))
        for entry in catalogue.CATALOGUE.values()
        if entry.apart and shown.may(entry.right) and shown.may("documents.read")
    ]


# --- one kind


class RetentionForm(forms.Form):
    """Until when a kind is kept: a day, or a number of days after each row's own day."""

    def __init__(self, holding: Holding, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if holding.kind.rule.months:
            self.fields["until"] = day_field(gettext_lazy("Kept until"), initial=holding.until)
        else:
            self.fields["days"] = forms.IntegerField(
                label=gettext_lazy("Days"), min_value=1, max_value=retention.LONGEST_DAYS, initial=holding.days
            )
        self.fields["reason"] = forms.CharField(label=REASON, max_length=300)


class ReasonForm(forms.Form):
    """Why it is done."""

    reason = forms.CharField(label=REASON, max_length=300)


class BeforeForm(forms.Form):
    """Which rows: all, or those of before a day."""

    before = day_field(
        gettext_lazy("Only what is older than"), required=False, help_text=gettext_lazy("Left empty: everything.")
    )


def _holding(shown: Shown, code: str, engagement: str) -> Holding:
    found = retention.holdings(shown.actor, shown.workspace)
    holding = next((h for h in found if (h.kind.code, h.engagement) == (code, engagement)), None)
    if holding is None:
        raise Problem("no_such_page")
    return holding


@in_workspace("protection.read", "protection.read")
def kind(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    engagement = request.GET.get("engagement", "")
    holding, act = _holding(shown, code, engagement), request.POST.get("act", "")
    made: dict[str, forms.Form] = {
        "keep": RetentionForm(holding, request.POST if act == "keep" else None, prefix="keep"),
        "export": ReasonForm(request.POST if act == "export" else None, prefix="export"),
        "destroy": ReasonForm(request.POST if act == "destroy" else None, prefix="destroy"),
    }
    before = _before(request, holding)
    if (form := made.get(act)) and form.is_valid():
        done = attempt(form, _act(request, shown, holding, act, form, before))
        if isinstance(done, HttpResponse):
            return done
    preview = _preview(request, shown, holding, before)
    context = {
        "holding": holding, "forms": made, "act": act, "before_form": before, "preview": preview,
        "readers": retention.readers_of(code), "decision": holding.decision,
        "lacks": holding.kind.guarded and approvals.lacks(shown.actor, shown.workspace, f"export.{code}", engagement),
    }  # fmt: skip
    return render(request, "protection/kind.html", context, status=422 if form and form.errors else 200)


def _before(request: HttpRequest, holding: Holding) -> BeforeForm:
    """The day before which rows go: the one asked for, or the one that the rule gives."""
    due = timezone.localdate() - timedelta(days=holding.days) if holding.days else None
    return BeforeForm(request.GET if "before" in request.GET else None, initial={"before": due})


def _chosen(before: BeforeForm) -> date | None:
    return before.cleaned_data["before"] if before.is_bound and before.is_valid() else None


def _preview(request: HttpRequest, shown: Shown, holding: Holding, before: BeforeForm) -> shredding.Preview | None:
    """What a destruction would take away, once it was asked for."""
    if not before.is_bound or not before.is_valid() or not shown.may("protection.erase"):
        return None
    return shredding.preview(shown.actor, shown.workspace, [holding.kind.code], holding.engagement, _chosen(before))


def _act(
    request: HttpRequest, shown: Shown, holding: Holding, act: str, form: forms.Form, before: BeforeForm
) -> Callable[[], HttpResponse]:
    """What a sound form asks for, and where it leads."""
    actor, workspace, data, code = shown.actor, shown.workspace, form.cleaned_data, holding.kind.code

    def keep() -> HttpResponse:
        retention.decide(
            actor,
            workspace,
            code,
            holding.engagement,
            reason=data["reason"],
            until=data.get("until"),
            days=data.get("days"),
        )
        messages.success(request, _("The retention is kept, with its reason."))
        return redirect(request.get_full_path())

    def export() -> HttpResponse:
        name, content = exporting.export(actor, workspace, code, holding.engagement, reason=data["reason"])
        return attachment(name, content, "application/zip")

    def destroy() -> HttpResponse:
        made = shredding.erase(
            actor, workspace, [code], holding.engagement, before=_chosen(before), reason=data["reason"],
            expected=_expected(request),
        )  # fmt: skip
        return _told(request, shown, made)

    acts: dict[str, Callable[[], HttpResponse]] = {"keep": keep, "export": export, "destroy": destroy}
    return acts[act]


def _expected(request: HttpRequest) -> dict[str, int]:
    """The numbers of rows by kind that the person was shown."""
    shown = [name for name in request.POST if name.startswith("expected-")]
    numbers = {name.removeprefix("expected-"): str(request.POST.get(name, "")) for name in shown}
    return {code: int(text) if text.isdecimal() else -1 for code, text in numbers.items()}


def _told(request: HttpRequest, shown: Shown, made: Destruction) -> HttpResponse:
    messages.success(request, _("It is destroyed. Certificate %(n)s tells of it.") % {"n": made.number})
    return redirect("protection", shown.workspace.slug)


# --- an engagement as a whole


@in_workspace("protection.erase", "protection.erase")
def engagement(request: HttpRequest, shown: Shown, engagement: str) -> HttpResponse:
    preview = shredding.preview_engagement(shown.actor, shown.workspace, engagement)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        expected = _expected(request)
        made = attempt(
            form,
            lambda: shredding.destroy_engagement(
                shown.actor, shown.workspace, engagement, expected=expected, reason=form.cleaned_data["reason"]
            ),
        )
        if made is not None:
            return _told(request, shown, made)
    context = {"preview": preview, "form": form, "account": retention.account(shown.actor, shown.workspace)}
    return render(request, "protection/engagement.html", context, status=422 if form.errors else 200)


# --- papers


def _paper(shown: Shown, kind: str, format: str, variant: str) -> HttpResponse:
    entry = catalogue.entry(kind)
    language = shown.language if shown.language in entry.languages else "fr" if shown.language == "mfe" else "en"
    material = documents.material(
        shown.actor,
        shown.workspace,
        language=language if language in entry.languages else "en",
        audience=shown.audience,
    )
    made = documents.build(shown.actor, shown.workspace, kind, format, material, variant)
    return redirect("file", shown.workspace.slug, made.id)


@in_workspace("", "documents.build")
@form_only
def certificate(request: HttpRequest, shown: Shown, number: int, format: str) -> HttpResponse:
    return _paper(shown, destruction_certificate.KIND, format, str(number))


@in_workspace("", "documents.build")
@form_only
def notice(request: HttpRequest, shown: Shown, number: int, format: str) -> HttpResponse:
    breaches.find(shown.actor, shown.workspace, number)
    return _paper(shown, breach_notice.KIND, format, str(number))


@in_workspace("", "documents.build")
@form_only
def paper(request: HttpRequest, shown: Shown, kind: str, format: str) -> HttpResponse:
    if not catalogue.entry(kind).apart:
        raise Problem("no_such_page")
    return _paper(shown, kind, format, request.POST.get("variant", ""))
