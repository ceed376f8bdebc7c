"""The interview desk: meetings, the answers typed against their questions, and contacts kept apart."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from filao.core.desk import MINUTES, Answer, Interview, calls, saturated, still_to_meet
from filao.core.partners import STOP_AFTER
from filao.core.questions import Question
from filao.documents.words import guide
from filao.web.shown import Shown
from filao.web.views.answering import AnswerForm, body_names, mark
from filao.web.views.base import attempt, day_field, in_workspace, released, time_field
from filao.work import access, analysis, desk

TIERS = ("core", "purposive", "snowball")
HEAD = ("organisation", "status", "channel", "function", "language", "next_call")
"""Fields of a meeting from the first invitation on."""
PLANNED = ("planned_on", "planned_at", "minutes", "place", "goes", "guide")
"""Fields of a meeting's plan."""


@in_workspace("desk.read")
def listing(request: HttpRequest, shown: Shown) -> HttpResponse:
    meetings = desk.interviews(shown.actor, shown.workspace)
    found = analysis.read(shown.actor, shown.workspace).partners
    held = [m for m in meetings if m.status == "held"]
    by_body: dict[str, list[Interview]] = {}
    for meeting in meetings:
        by_body.setdefault(meeting.organisation_id, []).append(meeting)
    met = {m.organisation_id for m in held}
    aimed = {p.organisation_id for p in found if p.tier != "snowball"}
    core = {p.organisation_id for p in found if p.tier == "core"}
    context = {
        "meetings": sorted(meetings, key=lambda m: (m.held_on or "9", m.code), reverse=True), "held": len(held),
        "calls": calls(meetings),
        "today": timezone.localdate().isoformat(), "met": len(met & aimed), "aimed": len(aimed),
        "tiers": [(tier, [p for p in found if p.tier == tier]) for tier in TIERS], "by_body": by_body,
        "named": Counter(body for m in held for body in set(m.named)), "stop_after": STOP_AFTER,
        "saturated": saturated(meetings, STOP_AFTER, core), "core_left": len(still_to_meet(meetings, core)),
        "contacts": access.may(shown.actor, "contacts.read", shown.workspace),
    }  # fmt: skip
    return render(request, "ask/desk.html", context)


class MeetingForm(forms.Form):
    """What is entered of a meeting."""

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

        def terms(scheme: str, none: str) -> list[tuple[str, str]]:
            return [("", none), *((c, shown.label(scheme, c)) for c in shown.register.vocabulary.codes(scheme))]

        bodies = [(b.id, b.name_in(shown.language)) for b in shown.register.organisations.values() if not b.placeholder]
        bodies.sort(key=lambda body: body[1].casefold())
        add = self.fields
        add["organisation"] = forms.ChoiceField(
            label=_("Body"), choices=[("", "—"), *bodies], error_messages={"required": _("Choose the body.")}
        )
        add["status"] = forms.ChoiceField(label=_("State"), choices=terms("interview_status", "")[1:])
        add["planned_on"] = day_field(_("Day planned"), required=False)
        add["planned_at"] = time_field(_("Time of day"), required=False)
        add["minutes"] = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=480, required=False)
        add["place"] = forms.CharField(
            label=_("Place or link"), max_length=200, required=False,
            help_text=_("An office or a link, never the place of a shelter: meet its people elsewhere."),
        )  # fmt: skip
        add["goes"] = forms.CharField(
            label=_("Who goes"), max_length=120, required=False,
            help_text=_("Posts of the team, parted by a semicolon: “Lead consultant; Assistant”. No names."),
        )  # fmt: skip
        profiles = [(code, guide.profile_name(code, shown.language)) for code in guide.PROFILES]
        add["guide"] = forms.ChoiceField(
            label=_("Guide"), choices=[("", _("that of the body’s sector")), *profiles], required=False
        )
        add["channel"] = forms.ChoiceField(label=_("Channel"), choices=terms("channel", "—"), required=False)
        add["function"] = forms.CharField(
            label=_("Function met"), max_length=120, required=False, help_text=_("The post, never the person’s name.")
        )
        add["language"] = forms.ChoiceField(
            label=_("Language of the talk"), choices=terms("language", "—"), required=False
        )
        add["next_call"] = day_field(_("Next call"), required=False)
        add["held_on"] = day_field(_("Held on"), required=False, help_text=_("Needed once it was held."))
        add["consent"] = forms.TypedChoiceField(
            label=_("Consent"), required=False, coerce=lambda code: {"yes": True, "no": False}.get(code), empty_value=None,
            choices=[("", _("not asked yet")), ("yes", _("given")), ("no", _("not given"))],
            help_text=_("Without it nothing of the talk is entered."),
        )  # fmt: skip
        add["attribution"] = forms.ChoiceField(
            label=_("May be cited as"), choices=terms("attribution", "—"), required=False,
            help_text=_("The widest level that the person met allows."),
        )  # fmt: skip
        add["sex"] = forms.ChoiceField(label=_("Woman or man met"), choices=terms("sex", "—"), required=False)
        add["new_bodies"] = forms.IntegerField(
            label=_("New bodies named"), min_value=0, max_value=99, required=False,
            help_text=_("Bodies named as ones to meet that are not in the register: 0 where none was, empty where not asked."),
        )  # fmt: skip
        add["named"] = forms.MultipleChoiceField(
            label=_("Bodies of the register named as ones to meet"), choices=bodies, required=False,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        add["read_by_person"] = released()

    @property
    def head_fields(self) -> list[Any]:
        return [self[name] for name in HEAD]

    @property
    def plan_fields(self) -> list[Any]:
        return [self[name] for name in PLANNED]

    @property
    def came_fields(self) -> list[Any]:
        """What came of it, but for the long list of bodies, which stands in a fold."""
        return [field for field in self.visible_fields() if field.name not in (*HEAD, *PLANNED, "named")]

    @property
    def named_fields(self) -> list[Any]:
        return [self["named"]]

    @property
    def meeting(self) -> desk.Meeting:
        data = {name: value for name, value in self.cleaned_data.items() if name != "read_by_person"}
        goes = tuple(who for part in data["goes"].split(";") if (who := " ".join(part.split())))
        return desk.Meeting(
            **{**data, "named": tuple(data["named"]), "goes": goes, "minutes": data["minutes"] or MINUTES}
        )


@in_workspace("desk.read", "desk.edit")
def new(request: HttpRequest, shown: Shown) -> HttpResponse:
    body = request.GET.get("body", "")
    partners = analysis.read(shown.actor, shown.workspace).partners
    channel = next((p.channel for p in partners if p.organisation_id == body), "")
    form = MeetingForm(
        shown, request.POST or None, initial={"organisation": body, "channel": channel, "minutes": MINUTES}
    )
    return _log(request, shown, form, "")


@in_workspace("desk.read", "desk.edit")
def edit(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    found = desk.find(shown.actor, shown.workspace, code)
    consent = {True: "yes", False: "no", None: ""}[found.consent]
    start = {name: getattr(found, name) for name in MeetingForm(shown).fields if hasattr(found, name)}
    start |= {
        "organisation": found.organisation_id,
        "goes": "; ".join(found.goes),
        "new_bodies": found.new,
        "consent": consent,
    }
    return _log(request, shown, MeetingForm(shown, request.POST or None, initial=start), code)


def _log(request: HttpRequest, shown: Shown, form: MeetingForm, code: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        passed = bool(form.cleaned_data["read_by_person"])
        made = attempt(form, lambda: desk.log(shown.actor, shown.workspace, form.meeting, code, read_by_person=passed))
        if made:
            messages.success(request, _("Meeting %(code)s was saved.") % {"code": made.code})
            return redirect("interview", shown.workspace.slug, made.code)
    return render(request, "ask/meeting_form.html", {"form": form, "code": code}, status=422 if form.errors else 200)


@in_workspace("desk.read", "desk.edit")
def interview(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    meeting = desk.find(shown.actor, shown.workspace, code)
    sheet = _Sheet(shown, meeting, request.POST if request.method == "POST" else None)
    wrong = sheet.save() if request.method == "POST" else []
    if request.method == "POST" and not wrong:
        told = ngettext("%(n)s answer was saved.", "%(n)s answers were saved.", sheet.saved) % {"n": sheet.saved}
        messages.success(request, told if sheet.saved else _("Nothing was changed."))
        return redirect("interview", shown.workspace.slug, code)
    context = {
        "meeting": meeting, "wrong": wrong, "sheet": sheet, "blocks": sheet.blocks, "earlier": sheet.earlier,
        "names": sheet.names, "waiting": sheet.waiting, "today": timezone.localdate().isoformat(), "notes": sheet.notes,
        "from_guide": desk.of_guide(shown.actor, shown.workspace, code),
    }  # fmt: skip
    return render(request, "ask/meeting.html", context, status=422 if wrong else 200)


class _Sheet:
    """The questions of a meeting with their answers: those still raised as forms, those settled to read."""

    def __init__(self, shown: Shown, meeting: Interview, data: Any) -> None:
        self.shown, self.meeting, self.saved = shown, meeting, 0
        self.names, self.known = body_names(shown)
        self.data = data
        self._read()
        self.forms = {q.id: self._form(q, data) for q in self.questions}

    def _read(self) -> None:
        actor, workspace, code = self.shown.actor, self.shown.workspace, self.meeting.code
        raised = analysis.read(actor, workspace).questions
        self.answers = desk.answers(actor, workspace, code)
        self.asked = desk.asked(actor, workspace, code=code)
        states = desk.question_states(actor, workspace)
        mine = [q for q in raised if q.organisation_id == self.meeting.organisation_id and q.id not in states]
        more = [q for q in raised if q.id in self.answers and q not in mine]
        self.questions = sorted((*mine, *more), key=lambda q: (q.block, q.priority))
        self.claims = desk.statements(actor, workspace, (id for a in self.answers.values() for id in a.claims))

    def said(self, id: str) -> list[Any]:
        """What the answer to a question proposes for the register."""
        answer = self.answers.get(id)
        return [self.claims[claim] for claim in answer.claims if claim in self.claims] if answer else []

    def _form(self, q: Question, data: Any) -> AnswerForm:
        kept = self.answers.get(q.id)
        given = desk.given_of(q, kept, self.said(q.id), self.shown.register) if kept else None
        return AnswerForm(self.shown, q, self.known, given, data)

    def save(self) -> list[tuple[Question, AnswerForm]]:
        """Save every answer that was entered or changed; returns those that could not be, with their faults."""
        wrong = []
        for q in self.questions:
            form = self.forms[q.id]
            if not form.has_changed():
                continue
            if not form.is_valid() or attempt(form, partial(self._enter, q, form)) is None:
                wrong.append((q, form))
        if wrong:
            self._read()
            bad = {q.id: form for q, form in wrong}
            self.forms = {q.id: bad.get(q.id) or self._form(q, None) for q in self.questions}
        return wrong

    def _enter(self, q: Question, form: AnswerForm) -> Answer:
        passed = bool(form.cleaned_data["read_by_person"])
        actor, workspace = self.shown.actor, self.shown.workspace
        kept = desk.answer(actor, workspace, self.meeting.code, q.id, form.given, read_by_person=passed)
        self.saved += 1
        return kept

    @property
    def blocks(self) -> list[tuple[int, list[tuple[str, Question, AnswerForm, Any, list[Any]]]]]:
        """Questions still raised, by block of the guide: place on the page, question, form, answer, what it proposes."""
        rows = [(mark(q.id), q, self.forms[q.id], self.answers.get(q.id), self.said(q.id)) for q in self.questions]
        return [(block, list(group)) for block, group in groupby(rows, key=lambda row: row[1].block)]

    @property
    def notes(self) -> list[tuple[str, Answer]]:
        """Words of the guide that a person carried here, each under the question it answered."""
        kept = [(id, answer) for id, answer in self.answers.items() if id.startswith(desk.GUIDE)]
        if not kept:
            return []
        shown = self.shown
        labels = desk.note_labels(
            shown.actor, shown.workspace, self.meeting.code, [id for id, _ in kept], shown.language
        )
        return [(labels.get(id, id.removeprefix(desk.GUIDE)), answer) for id, answer in kept]

    @property
    def earlier(self) -> list[tuple[Question, Any, list[Any]]]:
        """Answers to questions that the register no longer raises: they have been taken in."""
        raised = {q.id for q in self.questions}
        return [
            (self.asked[id], a, self.said(id))
            for id, a in self.answers.items()
            if id in self.asked and id not in raised
        ]

    @property
    def done(self) -> int:
        """Questions that this meeting has answered, whether or not the register still raises them."""
        return sum(answer.outcome in ("confirmed", "absent", "other") for answer in self.answers.values())

    @property
    def total(self) -> int:
        return len(self.questions) + len(self.earlier)

    @property
    def waiting(self) -> int:
        """Statements of this meeting that wait for a decision."""
        return sum(claim.status == "proposed" for claim in self.claims.values())


class ContactForm(forms.Form):
    """How a body is reached."""

    function = forms.CharField(
        label=gettext_lazy("Function"), max_length=120,
        error_messages={"required": gettext_lazy("Enter the function, not the person’s name.")},
        help_text=gettext_lazy("For instance “Focal point for trafficking”. No names of persons."),
    )  # fmt: skip
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = [(b.id, b.name_in(shown.language)) for b in shown.register.organisations.values() if not b.placeholder]
        bodies.sort(key=lambda body: body[1].casefold())
        first = {
            "organisation": forms.ChoiceField(
                label=_("Body"), choices=[("", "—"), *bodies], error_messages={"required": _("Choose the body.")}
            )
        }
        self.fields = {**first, **self.fields, "read_by_person": released()}


@in_workspace("contacts.read", "contacts.read")
def contacts(request: HttpRequest, shown: Shown) -> HttpResponse:
    if request.method == "POST" and (gone := request.POST.get("remove")):
        desk.remove_contact(shown.actor, shown.workspace, gone)
        messages.success(request, _("The contact was removed; nothing of it is kept."))
        return redirect("contacts", shown.workspace.slug)
    kept = desk.contacts(shown.actor, shown.workspace)
    editing = next((c for c in kept if c.id == request.GET.get("edit")), None)
    start = {name: getattr(editing, name) for name in ContactForm(shown).fields if hasattr(editing, name)} if editing else {
        "organisation": request.GET.get("body", "")}  # fmt: skip
    form = ContactForm(shown, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        entered = {**form.cleaned_data, "id": editing.id if editing else ""}
        if attempt(form, lambda: desk.save_contact(shown.actor, shown.workspace, **entered)):
            messages.success(request, _("The contact was saved."))
            return redirect("contacts", shown.workspace.slug)
    context = {"kept": kept, "form": form, "editing": editing, "bodies": len({c.organisation for c in kept})}
    return render(request, "ask/contacts.html", context, status=422 if form.errors else 200)
