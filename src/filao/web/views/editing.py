"""Changing the register by hand: a fact with its source and reason, proposals, bodies that look alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.problems import Problem
from filao.core.register import KINDS, Claim, Field
from filao.documents.language import numbers, say
from filao.exchange.sheets import cell_text
from filao.web.shown import Shown
from filao.web.views.base import attempt, form_only, in_workspace, released
from filao.work import desk
from filao.work import register as acts

REASONS = (
    gettext_lazy("Newer source"), gettext_lazy("Typing error"), gettext_lazy("Confirmed by the body itself"),
    gettext_lazy("Source read again"), gettext_lazy("Decided by the working group"),
)  # fmt: skip


def reason_field(*, required: bool = True) -> forms.CharField:
    """One line that says why, with the usual reasons offered."""
    widget = forms.TextInput(attrs={"list": "reasons", "autocomplete": "off"})
    return forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=required, widget=widget)


class FactForm(forms.Form):
    """A fact of a record: its value, the source that says so, the reason."""

    def __init__(self, shown: Shown, spec: Field, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(shown, spec)
        self.fields["source"] = forms.ChoiceField(
            label=_("Source"), help_text=_("What says so. A new source is added by import or at the desk."),
            choices=[("", "—"), *shown.sources()],
        )  # fmt: skip
        self.fields["dated"] = forms.RegexField(
            r"^\d{4}(-\d{2}(-\d{2})?)?$", label=_("Date of the evidence"), required=False,
            help_text=_("A year, a month (2024-03) or a day; without it the date of the source."),
        )  # fmt: skip
        self.fields["reason"] = reason_field()
        self.fields["read_by_person"] = released()

    def clean_value(self) -> str:
        value = self.cleaned_data["value"]
        return ";".join(value) if isinstance(value, list) else str(value)


def value_field(shown: Shown, spec: Field) -> forms.Field:
    """The box for a field's value: codes to choose from, references by name, text otherwise."""
    meaning = say(shown.language, spec.meaning)
    common: dict[str, Any] = {"label": _("Value"), "help_text": meaning, "required": False}
    if spec.scheme:
        terms = [(code, shown.label(spec.scheme, code)) for code in shown.register.vocabulary.codes(spec.scheme)]
        terms.sort(key=lambda term: term[1].casefold())
        if spec.type == "codes":
            return forms.MultipleChoiceField(choices=terms, widget=forms.CheckboxSelectMultiple, **common)
        return forms.ChoiceField(choices=[("", "—"), *terms], **common)
    if spec.refs:
        records = [(id, shown.title(spec.refs, id)) for id in shown.register.records.get(spec.refs, {})]
        records.sort(key=lambda record: record[1].casefold())
        if spec.type == "refs":
            return forms.MultipleChoiceField(choices=records, widget=forms.CheckboxSelectMultiple, **common)
        return forms.ChoiceField(choices=[("", "—"), *records], **common)
    if spec.type == "flag":
        return forms.ChoiceField(choices=[("", "—"), ("yes", _("Yes")), ("no", _("No"))], **common)
    widget = forms.Textarea(attrs={"rows": 5}) if spec.type == "note" else forms.TextInput()
    return forms.CharField(max_length=spec.limit, widget=widget, **common)


@in_workspace("register.edit", "register.edit")
def edit(request: HttpRequest, shown: Shown, kind: str, id: str, field: str) -> HttpResponse:
    spec = KINDS[kind].field(field) if kind in KINDS else None
    record = shown.register.record(kind, id)
    if spec is None or record is None:
        raise Problem("no_such_page")
    back = reverse("organisation", args=[shown.workspace.slug, id]) if kind == "organisation" else reverse(
        "record", args=[shown.workspace.slug, kind, id])  # fmt: skip
    if request.method == "POST" and (choose := request.POST.get("choose")):
        acts.choose_claim(shown.actor, shown.workspace, choose, reason=request.POST.get("reason", ""))
        messages.success(request, _("The other statement is shown now; both are kept."))
        return redirect(back)
    fact = shown.register.fact(kind, id, field)
    now = cell_text(fact.value) if fact else ""
    start = {"value": now.split(";") if spec.many else now}
    form = FactForm(shown, spec, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "text": form.cleaned_data["value"]}
        del given["value"]
        if attempt(form, lambda: acts.set_fact(shown.actor, shown.workspace, kind, id, field, **given)):
            messages.success(request, _("The fact was saved with its source."))
            return redirect(back)
    other = next((c for c in (fact.differing if fact else ()) if c.id == request.GET.get("choose")), None)
    context = {
        "form": form, "kind": kind, "id": id, "field": field, "back": back, "reasons": REASONS, "fact": fact,
        "choose": other,
    }  # fmt: skip
    return render(request, "register/edit.html", context, status=422 if form.errors else 200)


class ProposalsForm(forms.Form):
    """What is decided on the statements ticked."""

    reason = reason_field(required=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is decided at one tick: all that one source says of a tie, or one fact of another record."""

    claims: tuple[Claim, ...]
    now: Claim | None
    words: str = ""

    @property
    def first(self) -> Claim:
        return self.claims[0]

    @property
    def ids(self) -> str:
        return " ".join(claim.id for claim in self.claims)


def _proposals(shown: Shown, waiting: list[Claim]) -> list[Proposal]:
    """Statements that wait, as they are decided: ties first, whole."""
    ties: dict[tuple[str, str], list[Claim]] = {}
    for claim in waiting:
        if claim.kind == "relation":
            ties.setdefault((claim.record, claim.source), []).append(claim)
    found = []
    for (record, _source), claims in ties.items():
        state = shown.register.fact("relation", record, "state")
        found.append(Proposal(tuple(claims), state.shown if state else None, _tie(shown, record, claims)))
    for claim in waiting:
        if claim.kind != "relation":
            fact = shown.register.fact(claim.kind, claim.record, claim.field)
            found.append(Proposal((claim,), fact.shown if fact else None))
    return found


_TOLD = frozenset({"source_org", "target_org", "kind", "direction", "state", "year", "formality"})


def _tie(shown: Shown, record: str, claims: list[Claim]) -> str:
    """What is proposed of a tie, as a sentence: its ends and kind, whether it exists, since when and by what."""
    on_record = shown.register.record("relation", record)
    said = {claim.field: claim.value for claim in claims}

    def value(name: str) -> str:
        return str(said.get(name) or (on_record.value(name) if on_record else "") or "")

    vocabulary, language = shown.register.vocabulary, shown.language
    kind = vocabulary.running("relation_kind", value("kind"), language) if value("kind") else "→"
    ends = f"{shown.short(value('source_org'))} {kind} {shown.short(value('target_org'))}"
    parts = []
    if "state" in said:
        year = {"year": said.get("year")}
        exists = _("exists since %(year)s") % year if said.get("year") else _("exists")
        state = str(said["state"])
        parts.append(exists if state == "existing" else vocabulary.running("relation_state", state, language))
    elif "year" in said:
        parts.append(str(said["year"]))
    if "formality" in said:
        by = vocabulary.running("formality", str(said["formality"]), language)
        parts.append(_("by %(formality)s") % {"formality": by})
    for claim in claims:
        spec = KINDS["relation"].field(claim.field)
        if spec and claim.field not in _TOLD:
            parts.append(f"{say(language, spec.label)}{numbers.colon(language)} {shown.claim(claim)}")
    return f"{ends}{numbers.colon(language)} {', '.join(parts)}" if parts else ends


@in_workspace("register.edit", "register.edit")
def proposals(request: HttpRequest, shown: Shown) -> HttpResponse:
    found = _proposals(shown, desk.proposals(shown.actor, shown.workspace))
    chosen = {id for ticked in request.POST.getlist("claim") for id in ticked.split()}
    decided = [p for p in found if any(claim.id in chosen for claim in p.claims)]
    ids, form = [claim.id for p in decided for claim in p.claims], ProposalsForm(request.POST or None)
    if ids and form.is_valid():
        accept, reason = request.POST.get("decision") == "accept", form.cleaned_data["reason"]
        if told := attempt(form, lambda: _decide(shown, ids, accept=accept, reason=reason)):
            messages.success(request, told)
            return redirect("proposals", shown.workspace.slug)
    groups: dict[tuple[str, str], list[Proposal]] = {}
    for proposal in found:
        key = ("relation", "") if proposal.words else (proposal.first.kind, proposal.first.record)
        groups.setdefault(key, []).append(proposal)
    ticked = {p.ids for p in (decided if form.is_bound else found)}
    context = {"groups": groups, "waiting": len(found), "reasons": REASONS, "form": form, "ticked": ticked}
    return render(request, "register/proposals.html", context, status=422 if form.errors else 200)


def _decide(shown: Shown, ids: list[str], *, accept: bool, reason: str) -> str:
    if accept:
        acts.accept_proposals(shown.actor, shown.workspace, ids, reason=reason)
        return _("Accepted: the facts are in the register.")
    acts.decline_proposals(shown.actor, shown.workspace, ids, reason=reason)
    return _("Declined: the statements are kept, and not shown.")


@in_workspace("register.read", "register.edit")
def duplicates(request: HttpRequest, shown: Shown) -> HttpResponse:
    if request.method == "POST":
        one, other, reason = (request.POST.get(name, "") for name in ("one", "other", "reason"))
        if request.POST.get("decision") == "merge":
            if (record := shown.register.record("organisation", one)) is None:
                raise Problem("no_such_record", kind="organisation", value=one)
            source = next(iter(record.sources), "")
            acts.merge_bodies(shown.actor, shown.workspace, one, other, source=source, reason=reason)
            messages.success(request, _("The two are read as one; withdrawing the statement parts them again."))
        else:
            acts.separate_bodies(shown.actor, shown.workspace, one, other, reason=reason)
            messages.success(request, _("They are two bodies and will not be suggested again."))
        return redirect("duplicates", shown.workspace.slug)
    found = acts.duplicate_suggestions(shown.actor, shown.workspace)
    merged = sorted(shown.register.merged.items())
    return render(request, "register/duplicates.html", {"found": found, "merged": merged, "reasons": REASONS})


@in_workspace("", "register.edit")
@form_only
def withdraw(request: HttpRequest, shown: Shown, claim: str) -> HttpResponse:
    """Withdraw a statement; it is kept and can be accepted again."""
    told = _("The statement was withdrawn; it is kept, and no longer shown.")
    return _taken(request, shown, claim, acts.withdraw_claim, told)


@in_workspace("", "register.edit")
@form_only
def erase(request: HttpRequest, shown: Shown, claim: str) -> HttpResponse:
    """Erase the words of a statement, because they identify a person."""
    told = _("The words were erased for good; the statement and its source stay.")
    return _taken(request, shown, claim, acts.erase_words, told)


def _taken(request: HttpRequest, shown: Shown, claim: str, act: Callable[..., object], told: str) -> HttpResponse:
    """Take a statement off its record by this act, for the reason given, and show the record again."""
    act(shown.actor, shown.workspace, claim, reason=request.POST.get("reason", ""))
    messages.success(request, told)
    return redirect("record", shown.workspace.slug, request.POST.get("kind"), request.POST.get("record"))
