"""The working group at work: its meetings, agenda and minutes, the decision register, actions, and what each body is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from filao.core import meetings as core
from filao.core.joint_monitoring import of_group
from filao.core.problems import Problem
from filao.core.register import Seat
from filao.web.shown import Shown
from filao.web.views.base import attempt, in_workspace
from filao.web.views.group_forms import (
    ActionForm,
    AdoptForm,
    AttendanceForm,
    DecisionForm,
    ItemForm,
    PlanForm,
    ReleasedReportForm,
)
from filao.web.views.group_places import chosen
from filao.web.views.group_prints import year_of
from filao.web.views.importing import attachment
from filao.work import group


@in_workspace("group.read", "group.edit")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    """What comes next, what is late, and all meetings."""
    one, place = chosen(request, shown)
    form = PlanForm(shown, request.POST or None, initial={"group_id": one.id} if one else {})
    today = timezone.localdate()
    if request.method == "POST" and form.is_valid():
        code = attempt(form, lambda: group.plan(shown.actor, shown.workspace, form.planned, read_by_person=_read(form)))
        if code:
            messages.success(request, _("Meeting %(code)s is planned. Its agenda comes next.") % {"code": code})
            return redirect("group-meeting", shown.workspace.slug, code)
    found = [m for m in group.meetings(shown.actor, shown.workspace) if one is None or m.group_id == one.id]
    codes = {m.code for m in found}
    decisions = [d for d in group.decisions(shown.actor, shown.workspace) if d.meeting in codes]
    asked = [d for d in decisions if core.outcome(d, today) == "open"]
    actions = [a for a in group.actions(shown.actor, shown.workspace) if a.meeting in codes]
    context = {
        "form": form, "meetings": found, "next": core.next_meeting(found, today), "today": today, "asked": asked,
        "late": core.overdue(actions, today), "open": [a for a in actions if a.status in ("open", "under_way")], **place,
    }  # fmt: skip
    return render(request, "group/meetings.html", context, status=422 if form.errors else 200)


def _read(form: forms.Form) -> bool:
    return bool(form.cleaned_data.get("read_by_person"))


def _seats(shown: Shown, found: core.Meeting) -> list[Seat]:
    return group.members(shown.actor, shown.workspace, found.group_id)


@in_workspace("group.read", "group.edit|group.adopt")
def meeting(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    """A meeting: agenda with papers and minutes, who came, decisions, actions; the minutes sent out and adopted."""
    found, act, today = (
        group.meeting(shown.actor, shown.workspace, code),
        request.POST.get("act", ""),
        timezone.localdate(),
    )
    seats = _seats(shown, found)
    came = AttendanceForm(shown, seats, found.attendance, request.POST if act == "came" else None)
    adopt = AdoptForm(request.POST if act == "adopt" else None, initial={"on": today})
    form: forms.Form = adopt if act == "adopt" else came
    if act == "circulate":
        until = group.circulate_minutes(shown.actor, shown.workspace, code)
        messages.success(request, _("Comments are taken until %(day)s.") % {"day": shown.day(until)})
        return redirect("group-meeting", shown.workspace.slug, code)
    if act and form.is_valid() and attempt(form, lambda: _keep(shown, found, form)):
        messages.success(request, _("The minutes are adopted.") if form is adopt else _("Who came is kept."))
        return redirect("group-meeting", shown.workspace.slug, code)
    said = group.comments(shown.actor, shown.workspace, code)
    kept, duties = group.papers(shown.actor, shown.workspace), group.actions(shown.actor, shown.workspace)
    codes = of_group(found.group_id, group.meetings(shown.actor, shown.workspace))
    brought = [a for a in duties if a.meeting in codes and a.meeting != code]
    context = {
        "found": found, "seats": seats, "came": came, "adopt": adopt, "today": today,
        "items": [(item, [(d, kept.get(d, d[:12])) for d in item.papers], [c for c in said if c.item == item.position])
                  for item in found.items],
        "general": [c for c in said if not c.item], "late": core.overdue(brought, min(found.on, today)),
        "decisions": _standing(d for d in reversed(group.decisions(shown.actor, shown.workspace)) if d.meeting == code),
        "actions": [a for a in duties if a.meeting == code],
        "members": [(s, found.attendance.get(s.organisation_id, "")) for s in seats],
        "commenting": core.comments_open(found, today), "editing": found.minutes != "adopted",
    }  # fmt: skip
    return render(request, "group/meeting.html", context, status=422 if came.errors or adopt.errors else 200)


def _keep(shown: Shown, found: core.Meeting, form: forms.Form) -> bool:
    if isinstance(form, AdoptForm):
        group.adopt_minutes(shown.actor, shown.workspace, found.code, form.cleaned_data["on"])
    elif isinstance(form, AttendanceForm):
        noted = {body: how for body, how in {**found.attendance, **form.marks}.items() if how}
        group.note_attendance(shown.actor, shown.workspace, found.code, noted)
    return True


def _standing(found: Any) -> list[tuple[core.Decision, str]]:
    today = timezone.localdate()
    return [(decision, core.outcome(decision, today)) for decision in found]


def _entry(
    request: HttpRequest, shown: Shown, form: forms.Form, act: Any, words: dict[str, str], code: str
) -> HttpResponse:  # fmt: skip
    """A page with one form under a meeting; what is kept leads back to the meeting."""
    if request.method == "POST" and form.is_valid() and attempt(form, act) is not None:
        messages.success(request, words["told"])
        return redirect("group-meeting", shown.workspace.slug, code)
    context = {"form": form, "code": code, **words}
    return render(request, "group/entry.html", context, status=422 if form.errors else 200)


@in_workspace("group.edit", "group.edit")
def edit(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    """The plan of a meeting, changed."""
    found = group.meeting(shown.actor, shown.workspace, code)
    initial = {name: getattr(found, name) for name in ("group_id", "title", "on", "at", "duration", "place", "quorum")}
    form = PlanForm(shown, request.POST or None, initial=initial)
    words = {
        "head": _("Meeting %(code)s") % {"code": code}, "act": _("Keep the plan"), "told": _("The plan is kept."),
        "about": _("Its number stays, whatever its day."),
    }  # fmt: skip
    return _entry(
        request, shown, form,
        lambda: group.plan(shown.actor, shown.workspace, form.planned, code, read_by_person=_read(form)), words, code,
    )  # fmt: skip


@in_workspace("group.edit", "group.edit")
def item(request: HttpRequest, shown: Shown, code: str, position: int) -> HttpResponse:
    """An agenda item, or a new one at position 0."""
    found = group.meeting(shown.actor, shown.workspace, code)
    old = next((i for i in found.items if i.position == position), None)
    if position and old is None:
        raise Problem("no_such_item", position=position)
    initial = {"title": old.title, "owner": old.owner, "papers": old.papers, "minutes": old.minutes} if old else {}
    form = ItemForm(shown, _seats(shown, found), request.POST or None, initial=initial)
    words = {
        "head": _("Item %(n)s") % {"n": position} if old else _("A new item"), "act": _("Keep the item"),
        "told": _("The item is kept."), "about": found.title,
    }  # fmt: skip
    return _entry(
        request, shown, form,
        lambda: group.change_item(shown.actor, shown.workspace, code, form.item, position, read_by_person=_read(form)),
        words, code,
    )  # fmt: skip


@in_workspace("group.edit", "group.edit")
def decide(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    """A decision, recorded."""
    found = group.meeting(shown.actor, shown.workspace, code)
    initial = {"confirms": request.GET.get("confirms", "")}
    form = DecisionForm(shown, found.code, _seats(shown, found), request.POST or None, initial=initial)
    words = {
        "head": _("A decision of meeting %(code)s") % {"code": code}, "act": _("Record the decision"),
        "told": _("The decision is recorded."), "about": _("It is not reworded afterwards: a later one replaces it."),
    }  # fmt: skip
    if found.quorate is False:
        words["about"] = _(
            "The quorum was not reached: a consensus or a vote is recorded as without quorum, to be confirmed by a no-objection "
            "or a later meeting."
        )
    return _entry(
        request, shown, form,
        lambda: group.decide(shown.actor, shown.workspace, code, form.decided, read_by_person=_read(form)), words, code,
    )  # fmt: skip


@in_workspace("group.edit", "group.edit")
def assign(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    """An action, recorded."""
    found = group.meeting(shown.actor, shown.workspace, code)
    form = ActionForm(shown, _seats(shown, found), request.POST or None)
    words = {
        "head": _("An action of meeting %(code)s") % {"code": code}, "act": _("Record the action"),
        "told": _("The action is recorded."), "about": _("One body does it; while it is late, it opens each agenda."),
    }  # fmt: skip
    return _entry(
        request, shown, form, lambda: group.assign(shown.actor, shown.workspace, code, **form.cleaned_data), words, code
    )  # fmt: skip


@in_workspace("group.read")
def calendar(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    name, data = group.calendar(shown.actor, shown.workspace, code)
    return attachment(name, data, "text/calendar; charset=utf-8")


@in_workspace("group.read")
def decisions(request: HttpRequest, shown: Shown) -> HttpResponse:
    """The decision register."""
    found, year = group.decisions(shown.actor, shown.workspace), year_of(request)
    rows = _standing(d for d in found if not year or d.on.year == year)
    context = {
        "rows": rows, "carried": sum(how == "carried" for _d, how in rows), "year": year,
        "years": sorted({d.on.year for d in found}, reverse=True),
    }  # fmt: skip
    return render(request, "group/decisions.html", context)


class AnswerForm(forms.Form):
    """A body's answer to a no-objection that came by letter or telephone."""

    organisation = forms.ChoiceField()
    answer = forms.ChoiceField(widget=forms.RadioSelect)
    reason = forms.CharField(required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, bodies: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = [("no", _("No objection")), ("yes", _("Objects"))]
        self.fields["organisation"] = forms.ChoiceField(label=_("Body"), choices=[("", "—"), *bodies])
        self.fields["answer"] = forms.ChoiceField(label=_("Answer"), choices=said, widget=forms.RadioSelect)
        self.fields["reason"].label = _("Reason of the objection")


@in_workspace("group.read", "group.edit")
def decision(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    """A decision; of a no-objection the answers, with those still silent."""
    found, today = group.decision(shown.actor, shown.workspace, code), timezone.localdate()
    of = group.meeting(shown.actor, shown.workspace, found.meeting)
    voices = core.with_voice(_seats(shown, of))
    form = AnswerForm([(body, shown.name(body)) for body in voices], request.POST or None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _answer(shown, code, form)):
        messages.success(request, _("The answer is kept."))
        return redirect("group-decision", shown.workspace.slug, code)
    meetings = group.meetings(shown.actor, shown.workspace)
    context = {
        "found": found, "of": of, "how": core.outcome(found, today), "form": form,
        "noted": found.mode == "no_objection" or found.quorate is not None,
        "pending": found.confirmation is not None and core.outcome(found.confirmation, today) == "open",
        "confirming": next((m.code for m in meetings if m.minutes != "adopted" and m.group_id == of.group_id), ""),
        "dissent": list(found.dissent.items()),
        "silent": core.silent(found, voices),
        "paper": group.papers(shown.actor, shown.workspace).get(found.paper, ""),
    }  # fmt: skip
    return render(request, "group/decision.html", context, status=422 if form.errors else 200)


def _answer(shown: Shown, code: str, form: AnswerForm) -> bool:
    data = form.cleaned_data
    group.note_answer(
        shown.actor, shown.workspace, code, data["organisation"], objects=data["answer"] == "yes", reason=data["reason"]
    )
    return True


@in_workspace("group.read")
def actions(request: HttpRequest, shown: Shown) -> HttpResponse:
    """All actions, the open ones first."""
    found, today = group.actions(shown.actor, shown.workspace), timezone.localdate()
    rows = sorted(found, key=lambda a: a.status not in ("open", "under_way"))
    context = {"rows": rows, "today": today, "late": {a.code for a in core.overdue(found, today)}}
    context["open"] = sum(a.status in ("open", "under_way") for a in found)
    return render(request, "group/actions.html", context)


@in_workspace("group.read", "group.edit")
def action(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    """An action, and the report on it."""
    found, today = group.action(shown.actor, shown.workspace, code), timezone.localdate()
    initial = {"status": found.status, "evidence": found.evidence}
    form = ReleasedReportForm(shown, request.POST or None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: group.report(shown.actor, shown.workspace, code, **form.cleaned_data)) is not None
    ):
        messages.success(request, _("The report is kept."))
        return redirect("group-actions", shown.workspace.slug)
    context = {"found": found, "form": form, "late": bool(core.overdue([found], today))}
    return render(request, "group/action.html", context, status=422 if form.errors else 200)
