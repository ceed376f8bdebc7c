"""A working group at work: meetings with their agenda and minutes, decisions with answers, actions, comments on minutes.

What was adopted is closed: the database itself refuses to change the minutes of a meeting that has adopted them.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from filao.core import meetings as core
from filao.store.base import Owned


class MeetingRow(Owned):
    group = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    on = models.DateField()
    at = models.TimeField(null=True)
    duration = models.PositiveSmallIntegerField(default=120)
    place = models.CharField(max_length=200, blank=True)
    quorum = models.PositiveSmallIntegerField(default=0)
    attendance = models.JSONField(default=dict)
    minutes = models.CharField(max_length=10, default="draft")
    comments_until = models.DateField(null=True)
    adopted_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "year", "number"], name="meeting_number"),
        ]

    def as_core(self) -> core.Meeting:
        rows = AgendaItemRow.objects.filter(workspace_id=self.workspace_id, meeting=self).order_by("position")
        return core.Meeting(
            self.id, self.group, self.year, self.number, self.title, self.on, f"{self.at:%H:%M}" if self.at else "",
            self.duration, self.place, self.quorum, self.attendance, tuple(row.as_core() for row in rows), self.minutes,  # type: ignore[arg-type]
            self.comments_until, self.adopted_on,
        )  # fmt: skip


class AgendaItemRow(Owned):
    """`papers` are hashes of kept files."""

    meeting = models.ForeignKey(MeetingRow, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=60, blank=True)
    papers = models.JSONField(default=list)
    minutes = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "meeting", "position"], name="agenda_position")
        ]

    def as_core(self) -> core.AgendaItem:
        return core.AgendaItem(self.position, self.title, self.owner, tuple(self.papers), self.minutes)


class MinutesCommentRow(Owned):
    """What a body said of draft minutes; `item` 0 is the whole."""

    meeting = models.ForeignKey(MeetingRow, on_delete=models.CASCADE, related_name="+")
    organisation = models.CharField(max_length=60)
    item = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "meeting", "at"], name="minutes_comment_at")]


class DecisionRow(Owned):
    meeting = models.ForeignKey(MeetingRow, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    wording = models.TextField()
    mode = models.CharField(max_length=12)
    on = models.DateField()
    votes = models.JSONField(null=True)
    dissent = models.JSONField(default=dict)
    until = models.DateField(null=True)
    paper = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "meeting", "number"], name="decision_number")
        ]

    def as_core(self) -> core.Decision:
        said = DecisionAnswerRow.objects.filter(workspace_id=self.workspace_id, decision=self).order_by("on", "id")
        return core.Decision(
            self.id, code_of(self.meeting), self.number, self.wording, self.mode, self.on,  # type: ignore[arg-type]
            tuple(self.votes) if self.votes else None, self.dissent, self.until, self.paper,
            tuple(core.Answer(a.organisation, a.objection, a.on, a.reason) for a in said),
        )  # fmt: skip


class DecisionAnswerRow(Owned):
    """A body's answer to a no-objection."""

    decision = models.ForeignKey(DecisionRow, on_delete=models.CASCADE, related_name="+")
    organisation = models.CharField(max_length=60)
    objection = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "decision", "organisation"], name="decision_answer_once")
        ]


class ActionRow(Owned):
    meeting = models.ForeignKey(MeetingRow, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    owner = models.CharField(max_length=60)
    due = models.DateField()
    status = models.CharField(max_length=10, default="open")
    evidence = models.TextField(blank=True)
    reported_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "meeting", "number"], name="action_number")
        ]

    def as_core(self) -> core.Action:
        return core.Action(
            self.id, code_of(self.meeting), self.number, self.text, self.owner, self.due, self.status,  # type: ignore[arg-type]
            self.evidence, self.reported_on,
        )  # fmt: skip


def code_of(meeting: MeetingRow) -> str:
    """The number of a meeting as decisions and actions bear it."""
    return f"{meeting.year}-{meeting.number:02d}"
