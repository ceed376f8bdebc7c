"""Pages behind signed links of the working group: minutes to read and comment, a no-objection, an action; and those links."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core import meetings as core
from filao.core.problems import Problem
from filao.exchange import office_files
from filao.web.shown import Shown
from filao.web.views import presence
from filao.web.views.base import anyone, attempt, in_workspace
from filao.web.views.group_forms import ReportForm
from filao.web.views.group_mails import link_address
from filao.web.views.importing import attachment
from filao.web.views.own_sheet import ShownToBody
from filao.work import commenting, group, links

COOKIE = "filao_link"


class CommentForm(forms.Form):
    """A comment on draft minutes."""

    item = forms.TypedChoiceField(label=gettext_lazy("Part of the minutes"), coerce=int)
    text = forms.CharField(
        label=gettext_lazy("Comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("It stands under the name of your body; no name of a person, no case."),
    )  # fmt: skip

    def __init__(self, held: core.Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(0, _("the whole")), *((i.position, f"{i.position}. {i.title}") for i in held.items)]
        self.fields["item"].choices = choices  # type: ignore[attr-defined]


class ConsentForm(forms.Form):
    """The answer to a no-objection."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Answer of your body"), widget=forms.RadioSelect,
        choices=[("no", gettext_lazy("No objection")), ("yes", gettext_lazy("We object"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason of the objection"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("An objection needs its reason; no name of a person, no case."),
    )  # fmt: skip


def page(request: HttpRequest, slug: str, token: str, browser: str, purpose: str) -> HttpResponse:
    """Public: for whoever holds the link, in the browser that confirmed it."""
    workspace, _found = links.find(slug, token, browser)
    shown = ShownToBody(workspace, group.register_behind(workspace, token, browser))
    pages = {
        group.MINUTES: _minutes, group.DECISION: _decision, group.ACTION: _action, group.PAPER: _paper,
        group.ATTENDANCE: presence.room,
    }  # fmt: skip
    shown_page = pages[purpose]
    return shown_page(request, shown, token, browser)


def _minutes(request: HttpRequest, shown: ShownToBody, token: str, browser: str) -> HttpResponse:
    seen = group.opened_minutes(shown.workspace, token, browser)
    form = CommentForm(seen.meeting, request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: group.comment_by_link(shown.workspace, token, browser, **form.cleaned_data))
        is not None
    ):
        messages.success(request, _("Your comment has come."))
        return redirect(request.path)
    held, today = seen.meeting, timezone.localdate()
    context = {
        "seen": seen, "held": held, "form": form, "shown": shown, "place": shown.workspace, "token": token,
        "out": held.minutes != "draft", "commenting": core.comments_open(held, today),
        "items": [(i, [(d, seen.papers[d]) for d in i.papers], [t for n, t in seen.own if n == i.position]) for i in held.items],
        "general": [text for n, text in seen.own if not n], "body": shown.name(seen.organisation_id),
        "present": [shown.name(body) for body in held.present],
        "decisions": [(d, core.outcome(d, today)) for d in seen.decisions],
        "actions": [(a, shown.name(a.owner)) for a in seen.actions],
    }  # fmt: skip
    return render(request, "group/link_minutes.html", context, status=422 if form.errors else 200)


def _decision(request: HttpRequest, shown: ShownToBody, token: str, browser: str) -> HttpResponse:
    seen = group.opened_decision(shown.workspace, token, browser)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _consent(shown, token, browser, form)):
        messages.success(request, _("Your answer has come. You may change it until the last day."))
        return redirect(request.path)
    made, today = seen.decision, timezone.localdate()
    context = {
        "seen": seen, "made": made, "form": form, "shown": shown, "place": shown.workspace, "token": token,
        "answering": made.until is not None and today <= made.until, "how": core.outcome(made, today),
        "body": shown.name(seen.organisation_id),
    }  # fmt: skip
    return render(request, "group/link_decision.html", context, status=422 if form.errors else 200)


def _consent(shown: ShownToBody, token: str, browser: str, form: ConsentForm) -> bool:
    data = form.cleaned_data
    group.answer_by_link(shown.workspace, token, browser, objects=data["answer"] == "yes", reason=data["reason"])
    return True


def _action(request: HttpRequest, shown: ShownToBody, token: str, browser: str) -> HttpResponse:
    duty, organisation = group.opened_action(shown.workspace, token, browser)
    form = ReportForm(shown, request.POST or None, initial={"status": duty.status, "evidence": duty.evidence})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: group.report_by_link(shown.workspace, token, browser, **form.cleaned_data))
        is not None
    ):
        messages.success(request, _("Your report has come."))
        return redirect(request.path)
    context = {
        "duty": duty, "form": form, "shown": shown, "place": shown.workspace, "body": shown.name(organisation),
        "late": bool(core.overdue([duty], timezone.localdate())),
    }  # fmt: skip
    return render(request, "group/link_action.html", context, status=422 if form.errors else 200)


def _paper(request: HttpRequest, shown: ShownToBody, token: str, browser: str) -> HttpResponse:
    found, organisation = group.opened_paper(shown.workspace, token, browser)
    if request.method == "POST":
        raise Problem("no_form_here")
    context = {
        "found": found, "shown": shown, "place": shown.workspace, "token": token, "body": shown.name(organisation),
    }  # fmt: skip
    return render(request, "group/link_paper.html", context)


@anyone
def paper(request: HttpRequest, slug: str, token: str, digest: str) -> HttpResponse:
    """The file that a link opens: a paper of its meeting, of its no-objection, a draft out for comments, or its own; in the
    browser that confirmed it."""
    browser = request.COOKIES.get(COOKIE, "")
    workspace, found = links.find(slug, token, browser)
    kept = commenting.frozen_file if found.purpose == commenting.PURPOSE else group.kept_paper
    name, data = kept(workspace, token, browser, digest)
    answer = attachment(name, data, office_files.TYPES.get(name.rpartition(".")[2], "application/octet-stream"))
    answer["Cache-Control"] = "no-store"
    return answer


# --- the team: links made, seen, taken back


@in_workspace("group.edit", "group.edit")
def manage(request: HttpRequest, shown: Shown, what: str, code: str) -> HttpResponse:
    """Links to one meeting, decision, action or paper, one for each body: made together, seen, taken back."""
    address = link_address(request, shown)
    of = group.thing(shown.actor, shown.workspace, what, code)
    subjects = {group.subject_of(of.id, body): body for body in of.bodies}
    if revoked := request.POST.get("revoke"):
        links.revoke(shown.actor, shown.workspace, of.purpose, revoked)
        messages.success(request, _("The link opens nothing any more."))
        return redirect("group-links", shown.workspace.slug, what, code)
    made = group.new_links(shown.actor, shown.workspace, of, request.POST.getlist("body"), address)
    standing = [
        (link, subjects[link.subject]) for link in links.made(shown.actor, shown.workspace, of.purpose)
        if link.subject in subjects
    ]  # fmt: skip
    context = {
        "what": what, "code": code, "title": of.title, "bodies": of.bodies, "made": list(made.items()), "links": standing,
        "days": of.days,
        "has": {body for link, body in standing if link.state in ("new", "opened")},
    }  # fmt: skip
    return render(request, "group/links.html", context)
