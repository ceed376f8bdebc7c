"""The board of the interviews: the weeks with their meetings, what is late or clashes, who is still to be asked; a meeting
moved; the dates as a calendar; packets to take along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from filao.core.desk import Interview
from filao.core.schedule import OPEN, Week, day_of, is_late, monday
from filao.documents import interview_packet
from filao.documents.words import guide
from filao.web.shown import Shown
from filao.web.views.base import attempt, day_field, form_only, in_workspace, time_field
from filao.web.views.importing import attachment
from filao.work import desk, packets


class MoveForm(forms.Form):
    """A meeting's next state, day and time."""

    def __init__(self, shown: Shown, meeting: Interview, data: Any = None) -> None:
        start = {name: getattr(meeting, name) for name in ("status", "planned_on", "planned_at")}
        super().__init__(data, prefix=meeting.code, initial=start)
        states = [(code, shown.label("interview_status", code)) for code in desk.PLAN_STATES]
        self.fields["status"] = forms.ChoiceField(label=_("State"), choices=states)
        self.fields["planned_on"] = day_field(_("Day"), required=False)
        self.fields["planned_at"] = time_field(_("Time of day"), required=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting on the board; its `time` is that of its day as planned. `clashes` are the kinds of what it clashes with; `form`
    moves it, None once it was held."""

    meeting: Interview
    day: str
    time: str
    guide: str
    late: bool
    clashes: tuple[str, ...]
    form: MoveForm | None


class _Rows:
    """Makes the rows of a board, one form in each."""

    def __init__(self, shown: Shown, board: desk.Board, sent: MoveForm | None = None) -> None:
        self.shown, self.board, self.sent = shown, board, sent

    def __call__(self, meeting: Interview) -> Row:
        body = self.shown.register.organisations.get(meeting.organisation_id)
        profile = guide.profile_for(body.kind if body else "", meeting.guide)
        kinds = dict.fromkeys(clash.kind for clash in self.board.clashes if meeting.code in clash.meetings)
        form = self.sent if self.sent and self.sent.prefix == meeting.code else MoveForm(self.shown, meeting)
        day = day_of(meeting)
        return Row(
            meeting, day, meeting.planned_at if day == meeting.planned_on else "",
            guide.profile_name(profile, self.shown.language), is_late(meeting, self.board.today), tuple(kinds),
            form if meeting.status != "held" else None,
        )  # fmt: skip

    def of(self, week: Week) -> tuple[date, list[Row], bool]:
        """A week by its Monday, its rows, and whether a packet can be made of it."""
        return week.begins, [self(m) for m in week.meetings], any(m.status in OPEN for m in week.meetings)


@in_workspace("desk.read", "desk.edit")
def schedule(request: HttpRequest, shown: Shown) -> HttpResponse:
    sent = _sent(request, shown)
    if sent and sent.is_valid() and (moved := attempt(sent, lambda: _move(shown, sent))):
        messages.success(request, _("Meeting %(code)s was saved.") % {"code": moved.code})
        return redirect("schedule", shown.workspace.slug)
    board = desk.board(shown.actor, shown.workspace)
    row, this = _Rows(shown, board, sent), monday(board.today)
    filled = [week for week in board.weeks if week.meetings]
    context = {
        "board": board, "this_week": this, "sent": sent if sent and sent.errors else None,
        "weeks": [row.of(week) for week in filled if week.begins >= this],
        "past": [row.of(week) for week in filled if week.begins < this],
        "free": [week.begins for week in board.weeks if not week.meetings and week.begins >= this],
        "undated": [row(meeting) for meeting in board.undated], "lost": [(row(m), ids) for m, ids in board.lost],
        "made_in": interview_packet.LANGUAGES,
    }  # fmt: skip
    return render(request, "ask/schedule.html", context, status=422 if sent and sent.errors else 200)


def _sent(request: HttpRequest, shown: Shown) -> MoveForm | None:
    if request.method != "POST":
        return None
    return MoveForm(shown, desk.find(shown.actor, shown.workspace, request.POST.get("code", "")), request.POST)


def _move(shown: Shown, form: MoveForm) -> Interview:
    return desk.move(shown.actor, shown.workspace, str(form.prefix), **form.cleaned_data)


@in_workspace("desk.read")
def calendar(request: HttpRequest, shown: Shown) -> HttpResponse:
    title = _("Interviews, %(name)s") % {"name": shown.workspace.name}
    name, data = desk.calendar(shown.actor, shown.workspace, title)
    return attachment(name, data, "text/calendar; charset=utf-8")


@in_workspace("", "desk.read")
@form_only
def packet(request: HttpRequest, shown: Shown) -> HttpResponse:
    """The packet of a meeting, or those of the week of a day, built in the language asked for, that of the talk, or the
    reader's."""
    code, week = request.POST.get("meeting", ""), request.POST.get("week", "")
    spoken = desk.find(shown.actor, shown.workspace, code).language if code else ""
    asked = (request.POST.get("language", ""), spoken, shown.language, "fr" if shown.language == "mfe" else "en")
    language = next(one for one in asked if one in interview_packet.LANGUAGES)
    variant = code or (f"{interview_packet.WEEK}:{week}" if week else "")
    name, data = packets.packet(shown.actor, shown.workspace, variant, language)
    return attachment(name, data, "application/pdf")
