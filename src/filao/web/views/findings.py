"""Findings: what the record amounts to, what each rests on, what people decided, and the replies of the bodies named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core.evidence import Evidence, Finding
from filao.core.problems import Problem
from filao.documents import markup, page
from filao.documents.composing import Material, Standing
from filao.documents.model import AUDIENCES
from filao.documents.words.en import findings as sentences
from filao.documents.words.en import mapping_report as report
from filao.web.shown import Shown
from filao.web.views.base import attempt, day_field, in_workspace, released
from filao.web.views.documents import Chosen, choose, headline, material
from filao.work import engagements, narrative, replies

NOTHING = Standing()


class DecideForm(forms.Form):
    """What a person decides on a finding."""

    text = forms.CharField(
        label=gettext_lazy("Words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5, "lang": "en"}),
        help_text=gettext_lazy("{id} shows a value. As long as you leave the first draft as it is, it follows the register."),
    )  # fmt: skip
    audience = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed to drop a finding."),
    )
    read_by_person = released()

    def __init__(self, shown: Shown, finding: Finding, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = _("as the rule says: %(readers)s") % {"readers": shown.label("readers", finding.audience)}
        named = [(code, shown.label("readers", code)) for code in AUDIENCES]
        self.fields["audience"].choices = [("", rule), *named]  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """A body asked for its reply."""

    organisation = forms.ChoiceField(label=gettext_lazy("Body"))
    on = day_field(gettext_lazy("Asked on"))
    due = day_field(gettext_lazy("Reply due on"))


class ReplyForm(forms.Form):
    """The reply of a body."""

    organisation = forms.ChoiceField(label=gettext_lazy("Body"))
    text = forms.CharField(label=gettext_lazy("Its reply"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    on = day_field(gettext_lazy("Received on"))
    read_by_person = released()


def line(c: Material, text: str) -> SafeString:
    """A finding's words as HTML, values as pills."""
    html = page.line(c.inline(text), c.citations)
    return mark_safe(html.replace('class="doc-figure"', 'class="ref"'))  # noqa: S308  escaped by documents.page


@in_workspace("findings.read")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    if not engagements.listing(shown.actor, shown.workspace):
        return render(request, "documents/findings.html", {"rows": []})
    chosen = choose(request, shown)
    c = material(shown, chosen)
    asked = replies.listing(shown.actor, shown.workspace, chosen.engagement.id)
    rows = [
        {
            "finding": finding, "headline": headline(c, finding), "text": line(c, report.finding_text(c, finding)),
            "standing": c.standing.get(finding.id, NOTHING), "audience": narrative.audience_of(c, finding),
            "replies": (mine := [reply for reply in asked if reply.finding == finding.id]),
            "unasked": [id for id in finding.bodies if finding.negative and id not in {r.organisation for r in mine}],
        }
        for finding in narrative.findings(shown.actor, shown.workspace, c)
    ]  # fmt: skip
    context = {
        "rows": rows, "chosen": chosen, "today": timezone.localdate(),
        "accepted": sum(row["standing"].status in ("accepted", "validated") for row in rows),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "documents/findings.html", context)


@in_workspace("findings.read", "findings.edit")
def finding(request: HttpRequest, shown: Shown, id: str) -> HttpResponse:
    chosen = choose(request, shown)
    c = material(shown, chosen)
    found = next((f for f in narrative.findings(shown.actor, shown.workspace, c) if f.id == id), None)
    if found is None:
        raise Problem("no_such_page")
    asked = [r for r in replies.listing(shown.actor, shown.workspace, chosen.engagement.id) if r.finding == id]
    made = _forms(request, shown, c, found, [reply.organisation for reply in asked])
    act = request.POST.get("act", "")
    if (
        act in made
        and made[act].is_valid()
        and attempt(made[act], lambda: _act(request, shown, chosen, c, found, made[act]))
    ):
        messages.success(request, _TOLD[act])
        return redirect(reverse("finding", args=[shown.workspace.slug, id]) + chosen.of)
    context = {
        "finding": found, "forms": made, "replies": asked, "chosen": chosen, "today": timezone.localdate(),
        "headline": headline(c, found), "text": line(c, report.finding_text(c, found)),
        "draft": line(c, sentences.finding(c, found)), "standing": c.standing.get(id, NOTHING),
        "audience": narrative.audience_of(c, found),
        "evidence": _rests_on(c, found.evidence), "counter": _rests_on(c, found.counter),
    }  # fmt: skip
    wrong = any(form.errors for form in made.values())
    return render(request, "documents/finding.html", context, status=422 if wrong else 200)


_TOLD = {
    "decide": gettext_lazy("The decision on the finding is kept."),
    "ask": gettext_lazy("It is noted that the body was asked."),
    "reply": gettext_lazy("The reply is entered and stands with the finding."),
}


def _forms(request: HttpRequest, shown: Shown, c: Material, found: Finding, asked: list[str]) -> dict[str, forms.Form]:
    """The forms of a finding's page; the one that was sent holds what was typed."""
    act, today = request.POST.get("act"), timezone.localdate()
    standing = c.standing.get(found.id, NOTHING)
    start = {"text": standing.text or sentences.finding(c, found), "audience": standing.audience}
    made: dict[str, forms.Form] = {
        "decide": DecideForm(shown, found, request.POST if act == "decide" else None, initial=start),
        "ask": AskForm(
            request.POST if act == "ask" else None,
            auto_id="ask-%s",
            initial={"on": today, "due": today + timedelta(14)},
        ),
        "reply": ReplyForm(request.POST if act == "reply" else None, auto_id="reply-%s", initial={"on": today}),
    }
    names = {"ask": found.bodies, "reply": asked}
    for name, bodies in names.items():
        made[name].fields["organisation"].choices = [(id, shown.name(id)) for id in bodies]  # type: ignore[attr-defined]
    return made


def _act(request: HttpRequest, shown: Shown, chosen: Chosen, c: Material, found: Finding, form: forms.Form) -> bool:
    """The act behind the form that was sent."""
    who, given = (shown.actor, shown.workspace, chosen.engagement.id, found.id), dict(form.cleaned_data)
    if isinstance(form, DecideForm):
        text = given.pop("text").replace("\r\n", "\n").strip()
        own = "" if text == sentences.finding(c, found).strip() else text
        narrative.decide_finding(*who, status=request.POST.get("status", ""), text=own, **given)
    elif isinstance(form, AskForm):
        replies.ask(
            shown.actor, shown.workspace, c, [(found.id, given["organisation"])], on=given["on"], due=given["due"]
        )
    else:
        replies.enter(
            *who, given["organisation"], given["text"], on=given["on"], read_by_person=given["read_by_person"])  # fmt: skip
    return True


def _rests_on(c: Material, items: tuple[Evidence, ...]) -> dict[str, Any]:
    """What a finding rests on: figures with their values, records by kind."""
    figures = [
        (item.id, markup.shown(figure, c.language), figure.n)
        for item in items
        if item.kind == "figure" and (figure := c.analysis.figures.get(item.id))
    ]
    records: dict[str, list[str]] = {}
    for item in items:
        if item.kind != "figure":
            records.setdefault(item.record_kind or item.kind, []).append(item.id)
    return {"figures": figures, "records": records}
