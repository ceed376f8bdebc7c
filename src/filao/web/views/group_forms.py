"""Forms of the working group: the plan of a meeting, items with minutes, attendance, decisions, actions, reports."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filao.core import meetings as core
from filao.core.register import Seat
from filao.web.shown import Shown
from filao.web.views.base import day_field, released, time_field
from filao.work import group


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PlanForm(forms.Form):
    """A meeting as it is planned."""

    group_id = forms.ChoiceField(label=gettext_lazy("Group"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    on = day_field(gettext_lazy("Day"))
    at = time_field(gettext_lazy("Begins at"), required=False)
    duration = forms.IntegerField(label=gettext_lazy("Length in minutes"), min_value=15, max_value=720, initial=120)
    place = forms.CharField(label=gettext_lazy("Place or link"), max_length=200, required=False)
    quorum = forms.IntegerField(
        label=gettext_lazy("Quorum, in bodies"), min_value=1, max_value=200, required=False,
        help_text=gettext_lazy("Left empty: more than half of the members; observers do not count."),
    )  # fmt: skip
    read_by_person = released()

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = group.groups(shown.actor, shown.workspace)
        self.fields["group_id"].choices = [(g.id, g.name) for g in found]  # type: ignore[attr-defined]

    @property
    def planned(self) -> group.Planned:
        data = {name: value for name, value in self.cleaned_data.items() if name != "read_by_person"}
        return group.Planned(**data | {"quorum": data["quorum"] or 0})


class ItemForm(forms.Form):
    """An agenda item with its papers and minutes."""

    title = forms.CharField(label=gettext_lazy("Item"), max_length=200)
    owner = forms.ChoiceField(label=gettext_lazy("Brought by"), required=False)
    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Papers"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Files as they were built; their hash is kept with the item."),
    )  # fmt: skip
    minutes = forms.CharField(
        label=gettext_lazy("Minutes of the item"), required=False, widget=_lines(8),
        help_text=gettext_lazy("What was said and concluded, by body; no name of a person, no case."),
    )  # fmt: skip
    read_by_person = released()

    def __init__(self, shown: Shown, seats: list[Seat], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "—"), *bodies_of(shown, seats)]  # type: ignore[attr-defined]
        kept = group.papers(shown.actor, shown.workspace)
        own = [digest for digest in self.initial.get("papers", ()) if digest in kept]
        offered = list(dict.fromkeys([*own, *kept]))[: max(30, len(own))]
        self.fields["papers"].choices = [(digest, kept[digest]) for digest in offered]  # type: ignore[attr-defined]
        if not kept:
            del self.fields["papers"]

    @property
    def item(self) -> group.Item:
        data = self.cleaned_data
        return group.Item(data["title"], data["owner"], data.get("papers", ()), data["minutes"])


class AttendanceForm(forms.Form):
    """How each body came. What the page showed travels with it, so that two who note at once do not undo each other."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)
    states: Sequence[str] = core.PRESENCES
    widget: type[forms.Widget] = forms.Select

    def __init__(self, shown: Shown, seats: Sequence[Seat], noted: Mapping[str, str], data: Any = None) -> None:
        now = {body: how for body, how in noted.items() if how in self.states}
        super().__init__(data, initial={**now, "was": json.dumps(now)})
        choices = [("", _("not noted")), *((code, shown.label("presence", code)) for code in self.states)]
        for seat in seats:
            self.fields[seat.organisation_id] = forms.ChoiceField(
                label=shown.name(seat.organisation_id), choices=choices, required=False, widget=self.widget
            )

    def clean_was(self) -> dict[str, str]:
        try:
            found = json.loads(self.cleaned_data["was"] or "{}")
        except ValueError:
            found = {}
        return found if isinstance(found, dict) else {}

    @property
    def marks(self) -> dict[str, str]:
        """What was changed on this page; "" takes a mark back."""
        was = self.cleaned_data["was"]
        return {b: how for b, how in self.cleaned_data.items() if b != "was" and how != was.get(b, "")}


class DecisionForm(forms.Form):
    """A decision as it is recorded."""

    wording = forms.CharField(label=gettext_lazy("Wording"), widget=_lines(3))
    mode = forms.ChoiceField(label=gettext_lazy("Taken by"), widget=forms.RadioSelect, initial="consensus")
    in_favour = forms.IntegerField(label=gettext_lazy("Votes for"), min_value=0, max_value=500, required=False)
    against = forms.IntegerField(label=gettext_lazy("Votes against"), min_value=0, max_value=500, required=False)
    abstained = forms.IntegerField(label=gettext_lazy("Abstentions"), min_value=0, max_value=500, required=False)
    until = day_field(
        gettext_lazy("Last day for answers"), required=False,
        help_text=gettext_lazy("Of a no-objection: silence until this day is consent."),
    )  # fmt: skip
    paper = forms.ChoiceField(
        label=gettext_lazy("File it is about"), required=False,
        help_text=gettext_lazy("Of a no-objection: the file as it was built, with its hash."),
    )  # fmt: skip
    dissent = forms.CharField(
        label=gettext_lazy("Dissent"), required=False, widget=_lines(2),
        help_text=gettext_lazy("One line for each body: its short name, a colon, its reason."),
    )  # fmt: skip
    confirms = forms.ChoiceField(
        label=gettext_lazy("Confirms a decision taken without quorum"), required=False,
        help_text=gettext_lazy("It stands once this one is carried."),
    )  # fmt: skip
    read_by_person = released()

    def __init__(self, shown: Shown, code: str, seats: list[Seat], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = group.unconfirmed(shown.actor, shown.workspace, code)
        waiting = [(d.code, f"{d.code} {d.wording}"[:120]) for d in found]
        self.fields["confirms"].choices = [("", "—"), *waiting]  # type: ignore[attr-defined]
        if not waiting:
            del self.fields["confirms"]
        self.seated = {shown.short(s.organisation_id).casefold(): s.organisation_id for s in seats}
        self.fields["mode"].choices = [(m, shown.label("decision_mode", m)) for m in core.MODES]  # type: ignore[attr-defined]
        kept = group.papers(shown.actor, shown.workspace)
        self.fields["paper"].choices = [("", "—"), *kept.items()]  # type: ignore[attr-defined]

    def clean_dissent(self) -> dict[str, str]:
        found = {}
        for line in filter(str.strip, self.cleaned_data["dissent"].splitlines()):
            name, _colon, reason = line.partition(":")
            body = self.seated.get(" ".join(name.split()).casefold())
            if body is None or not reason.strip():
                raise forms.ValidationError(
                    _("“%(line)s” does not begin with a member’s short name and a colon."),
                    params={"line": line.strip()},
                )
            found[body] = reason.strip()
        return found

    @property
    def decided(self) -> group.Decided:
        data = self.cleaned_data
        votes = (data["in_favour"] or 0, data["against"] or 0, data["abstained"] or 0)
        return group.Decided(
            data["wording"], data["mode"], votes if any(votes) else None, data["dissent"], data["until"], data["paper"],
            data.get("confirms", ""),
        )  # fmt: skip


class ActionForm(forms.Form):
    """What a body undertook, and by when."""

    text = forms.CharField(label=gettext_lazy("What is to be done"), widget=_lines(2))
    owner = forms.ChoiceField(label=gettext_lazy("Body that does it"))
    due = day_field(gettext_lazy("Due on"))
    read_by_person = released()

    def __init__(self, shown: Shown, seats: list[Seat], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "—"), *bodies_of(shown, seats)]  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """How far an action is."""

    status = forms.ChoiceField(label=gettext_lazy("State"))
    evidence = forms.CharField(
        label=gettext_lazy("What shows it"), required=False, widget=_lines(2),
        help_text=gettext_lazy("A letter, a report, a date; no name of a person, no case."),
    )  # fmt: skip

    def __init__(self, shown: Shown, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [(s, shown.label("duty_status", s)) for s in core.ACTION_STATUSES]  # type: ignore[attr-defined]


class ReleasedReportForm(ReportForm):
    """The same for the team, who may let a held text pass."""

    read_by_person = released()


class AdoptForm(forms.Form):
    """The day on which minutes were adopted."""

    on = day_field(gettext_lazy("Adopted on"))


def bodies_of(shown: Shown, seats: list[Seat]) -> list[tuple[str, str]]:
    """Members of a group to choose among, by name."""
    return sorted(((s.organisation_id, shown.name(s.organisation_id)) for s in seats), key=lambda b: b[1].casefold())
