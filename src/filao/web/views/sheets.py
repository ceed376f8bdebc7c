"""Sheets for checking and letters: sent, downloaded, and keyed in when they come back."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from filao.core.problems import Problem
from filao.core.register import KINDS, Action, Organisation, Relation
from filao.documents import letters as letter_words
from filao.documents import organisation_sheet
from filao.exchange.sheets import cell_text
from filao.web.shown import Shown
from filao.web.views.answering import BodyField, body_names
from filao.web.views.base import attempt, day_field, form_only, in_workspace, released
from filao.web.views.editing import value_field
from filao.work import analysis, desk, documents

FACTS = (
    "short_name", "kind", "mandate", "nrm_stages", "target_populations", "districts", "services", "languages", "opening",
    "function_email",
)  # fmt: skip
"""Fields of a body's row in the order of its printed sheet."""
WAYS = ("typed", "photographed", "emailed")
NEW_TIES = 3
"""Rows in which ties that the body adds can be keyed in."""


class SendForm(forms.Form):
    """Sheets that go out: to whom, in which language, when."""

    def __init__(self, shown: Shown, left: list[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(b.id, f"{b.name_in(shown.language)} ({b.short_name})") for b in left]
        languages = [(code, shown.label("language", code)) for code in organisation_sheet.LANGUAGES]
        self.fields["language"] = forms.ChoiceField(label=_("Language of the sheets"), choices=languages)
        self.fields["on"] = day_field(_("Sent on"), initial=timezone.localdate())
        self.fields["bodies"] = forms.MultipleChoiceField(
            label=_("To"), choices=names, widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Tick at least one body.")},
        )  # fmt: skip


@in_workspace("documents.read", "desk.edit")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    sent = desk.sheets(shown.actor, shown.workspace)
    known = [b for b in shown.register.organisations.values() if not b.placeholder]
    gone = {s.organisation_id for s in sent}
    left = sorted((b for b in known if b.id not in gone), key=lambda b: b.name_in(shown.language).casefold())
    partners = analysis.read(shown.actor, shown.workspace).partners if "to" in request.GET else ()
    ticked = [p.organisation_id for p in partners if p.tier == request.GET["to"]]
    form = SendForm(shown, left, request.POST or None, initial={"bodies": ticked})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        n = desk.send_sheets(shown.actor, shown.workspace, data["bodies"], data["language"], data["on"])
        told = ngettext("%(n)s sheet is noted as sent.", "%(n)s sheets are noted as sent.", n) % {"n": n}
        messages.success(request, f"{told} {_('Download them here, with their covering letters.')}")
        return redirect("sheets", shown.workspace.slug)
    out = sorted((s for s in sent if not s.returned_on), key=lambda s: (s.sent_on, s.language), reverse=True)
    context = {
        "form": form, "back": [s for s in sent if s.returned_on], "out": len(out), "left": left, "all": len(known),
        "returned": len({s.organisation_id for s in sent if s.returned_on}),
        "batches": [(*key, list(group)) for key, group in groupby(out, lambda s: (s.sent_on, s.language))],
    }  # fmt: skip
    return render(request, "ask/sheets.html", context, status=422 if form.errors else 200)


def _build(request: HttpRequest, shown: Shown, kind: str, format: str, variant: str) -> HttpResponse:
    """Build a file in the language asked for, or the nearest it is made in, and lead to it."""
    made_in = letter_words.LANGUAGES if kind == letter_words.KIND else organisation_sheet.LANGUAGES
    asked = request.POST.get("language") or shown.language
    language = asked if asked in made_in else "fr" if asked == "mfe" else "en"
    material = documents.material(shown.actor, shown.workspace, language=language)
    built = documents.build(shown.actor, shown.workspace, kind, format, material, variant)
    return redirect("file", shown.workspace.slug, built.id)


def _chosen(request: HttpRequest, shown: Shown) -> str:
    """The bodies that the form names, as a part of a variant; all where it names none."""
    return ",".join(dict.fromkeys(id for id in request.POST.getlist("body") if id in shown.register.organisations))


@in_workspace("", "documents.build")
@form_only
def download(request: HttpRequest, shown: Shown, id: str, format: str) -> HttpResponse:
    if id not in shown.register.organisations:
        raise Problem("no_such_record", kind="organisation", value=id)
    return _build(request, shown, organisation_sheet.KIND, format, id)


@in_workspace("", "documents.build")
@form_only
def bundle(request: HttpRequest, shown: Shown, format: str) -> HttpResponse:
    return _build(request, shown, organisation_sheet.KIND, format, _chosen(request, shown))


@in_workspace("", "documents.build")
@form_only
def letters(request: HttpRequest, shown: Shown, kind: str, format: str) -> HttpResponse:
    if kind not in ("introduction", "sheet"):
        raise Problem("no_such_page")
    bodies = _chosen(request, shown)
    return _build(request, shown, letter_words.KIND, format, f"{kind}:{bodies}" if bodies else kind)


class ReturnForm(forms.Form):
    """A sheet that came back: each fact ticked right or corrected, ties and actions ticked, ties added."""

    how = forms.ChoiceField(
        label=gettext_lazy("How it came"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how the sheet came back.")},
    )  # fmt: skip

    def __init__(self, shown: Shown, body: Organisation, known: dict[str, str], data: Any = None) -> None:
        r = shown.register
        super().__init__(data)
        self.facts: list[tuple[str, Any]] = [(name, r.fact("organisation", body.id, name)) for name in FACTS]
        self.ties: list[Relation] = sorted(
            (t for t in r.relations.values() if body.id in t.ends and t.state in ("existing", "planned")),
            key=lambda t: (not t.structural, -(t.strength or 0), t.id),
        )
        self.actions: list[Action] = [a for a in r.actions.values() if body.id in (a.organisation_id, *a.partner_ids)]
        self.fields["how"].choices = [(code, shown.label("how", code)) for code in WAYS]  # type: ignore[attr-defined]
        self.fields["on"] = day_field(_("Came back on"), initial=timezone.localdate())
        for name, fact in self.facts:
            self._add_fact(shown, name, cell_text(fact.value) if fact else "")
        ticks = [("", "—"), *((code, shown.label("tick", code)) for code in ("right", "wrong"))]
        for tie in self.ties:
            self.fields[f"tie-{tie.id}"] = forms.ChoiceField(label=_("As ticked"), choices=ticks, required=False)
        states = [("", "—"), *((c, shown.label("action_status", c)) for c in r.vocabulary.codes("action_status"))]
        for action in self.actions:
            self.fields[f"action-{action.id}"] = forms.ChoiceField(label=_("As ticked"), choices=states, required=False)
        self._add_new_ties(shown, known)
        self.fields["read_by_person"] = released()

    def _add_fact(self, shown: Shown, name: str, now: str) -> None:
        spec = KINDS["organisation"].field(name)
        assert spec is not None
        if now:
            self.fields[f"same-{name}"] = forms.BooleanField(label=_("Right as it stands"), required=False)
        box = value_field(shown, spec)
        box.label, box.help_text = _("How it should read"), ""
        box.initial = [part for part in now.split(";") if part] if spec.many else now
        self.fields[name] = box

    def _add_new_ties(self, shown: Shown, known: dict[str, str]) -> None:
        for scheme, none in (("relation_kind", _("what passes")), ("formality", _("not said"))):
            terms = sorted(
                ((c, shown.label(scheme, c)) for c in shown.register.vocabulary.codes(scheme)), key=lambda t: t[1]
            )
            for n in range(1, NEW_TIES + 1):
                self.fields.setdefault(f"body-{n}", BodyField(shown, known, label=_("Body")))
                label = _("What passes") if scheme == "relation_kind" else _("By which text")
                self.fields[f"{scheme}-{n}"] = forms.ChoiceField(
                    label=label, choices=[("", none), *terms], required=False
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, NEW_TIES + 1):
            if data.get(f"body-{n}") and not data.get(f"relation_kind-{n}"):
                self.add_error(f"relation_kind-{n}", _("Choose what passes along the tie."))
        return data

    @property
    def head(self) -> list[Any]:
        return [self["how"], self["on"]]

    @property
    def passed(self) -> list[Any]:
        return [self["read_by_person"]]

    @property
    def fact_rows(self) -> list[tuple[str, Any, Any, Any]]:
        """Each fact: its field, what is known of it, the tick and the box."""
        return [(n, fact, self[f"same-{n}"] if f"same-{n}" in self.fields else None, self[n]) for n, fact in self.facts]

    @property
    def tie_rows(self) -> list[tuple[Relation, Any]]:
        return [(tie, self[f"tie-{tie.id}"]) for tie in self.ties]

    @property
    def action_rows(self) -> list[tuple[Action, Any]]:
        return [(action, self[f"action-{action.id}"]) for action in self.actions]

    @property
    def new_ties(self) -> list[list[Any]]:
        parts = ("body", "relation_kind", "formality")
        return [[self[f"{part}-{n}"] for part in parts] for n in range(1, NEW_TIES + 1)]

    @property
    def reply(self) -> desk.Reply:
        """What the body says: facts ticked right or changed, ties, states of actions, ties added."""
        data, changed = self.cleaned_data, set(self.changed_data)
        facts = {}
        for name, fact in self.facts:
            typed = data[name]
            if name in changed and typed:
                facts[name] = ";".join(typed) if isinstance(typed, list) else str(typed)
            elif data.get(f"same-{name}"):
                facts[name] = cell_text(fact.value)
        ties = {tie.id: data[f"tie-{tie.id}"] for tie in self.ties}
        rows = [tuple(data[f"{p}-{n}"] for p in ("body", "relation_kind", "formality")) for n in range(1, NEW_TIES + 1)]
        return desk.Reply(
            facts,
            right=[id for id, tick in ties.items() if tick == "right"],
            wrong=[id for id, tick in ties.items() if tick == "wrong"],
            states={a.id: data[f"action-{a.id}"] for a in self.actions if data[f"action-{a.id}"]},
            new_ties=[row for row in rows if row[0]],
        )


@in_workspace("desk.read", "desk.edit")
def returned(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    body = shown.register.organisations.get(id)
    if body is None:
        raise Problem("no_such_record", kind="organisation", value=id)
    names, known = body_names(shown)
    form = ReturnForm(shown, body, known, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _keyed(shown, id, form))
        if made is not None:
            told = ngettext("%(n)s statement waits for a decision.", "%(n)s statements wait for a decision.", len(made))
            messages.success(request, f"{_('The sheet is keyed in.')} {told % {'n': len(made)}}")
            return redirect("proposals" if made else "sheets", shown.workspace.slug)
    sheets = [s for s in desk.sheets(shown.actor, shown.workspace) if s.organisation_id == id]
    out = next((s for s in sheets if not s.returned_on), None)
    context = {"body": body, "form": form, "names": names, "out": out, "opened": _opened(form)}
    return render(request, "ask/return.html", context, status=422 if form.errors else 200)


def _keyed(shown: Shown, id: str, form: ReturnForm) -> list[str]:
    data = form.cleaned_data
    return desk.return_sheet(
        shown.actor, shown.workspace, id, form.reply, on=data["on"], how=data["how"],
        read_by_person=bool(data["read_by_person"]),
    )  # fmt: skip


def _opened(form: ReturnForm) -> set[str]:
    """Facts whose box is open: those changed, and those with a fault."""
    return {name for name in FACTS if form.is_bound and (name in form.changed_data or name in form.errors)}
