"""A working group at work: who holds its seats, meetings with their agenda and minutes, decisions with answers, actions,
papers with their versions, comments on minutes, and which mails went out.

What was adopted is closed: the database itself refuses to change the minutes of a meeting that has adopted them. A column
added to meetings or agenda items is null and has no default: SQLite would else make the table anew, without that refusal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models

from filao.core import meetings as core
from filao.store.base import Owned


class SeatHolderRow(Owned):
    """Who holds a seat of the register, or stands in for its holder. `sealed` holds name, function e-mail and telephone
    closed, as JSON; it is emptied when another takes the seat."""

    seat = models.CharField(max_length=60)
    organisation = models.CharField(max_length=60)
    role = models.CharField(max_length=10)
    post = models.CharField(max_length=120)
    sealed = models.BinaryField(default=bytes)
    language = models.CharField(max_length=3, default="en")
    appointed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "seat", "role"], condition=models.Q(ended_on=None), name="seat_held_once"
            )
        ]

    @property
    def context(self) -> str:
        """What its values are closed as."""
        return f"seat holder {self.id}"

    def as_core(self) -> core.SeatHolder:
        return core.SeatHolder(
            self.id, self.seat, self.organisation, self.role, self.post, self.language, self.appointed_on, self.ended_on,  # type: ignore[arg-type]
            bool(self.sealed),
        )  # fmt: skip


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
    observers = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "year", "number"], name="meeting_number"),
        ]

    @property
    def quorate(self) -> bool | None:
        """Whether the quorum was reached; None while nobody has noted who came."""
        return core.quorum_reached(self.attendance, self.observers or (), self.quorum)

    def as_core(self, items: Iterable[AgendaItemRow] | None = None) -> core.Meeting:
        """`items` are its own in their order, where they were read with those of other meetings."""
        if items is None:
            items = AgendaItemRow.objects.filter(workspace_id=self.workspace_id, meeting=self).order_by("position")
        return core.Meeting(
            self.id, self.group, self.year, self.number, self.title, self.on, f"{self.at:%H:%M}" if self.at else "",
            self.duration, self.place, self.quorum, self.attendance, tuple(item.as_core() for item in items), self.minutes,  # type: ignore[arg-type]
            self.comments_until, self.adopted_on, tuple(self.observers or ()),
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
    confirms = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "meeting", "number"], name="decision_number")
        ]

    def as_core(self, answers: Iterable[DecisionAnswerRow] | None = None) -> core.Decision:
        """`answers` are its own in their order, where they were read with those of other decisions."""
        quorate = self.meeting.quorate
        if answers is None:
            rows = DecisionAnswerRow.objects.filter(workspace_id=self.workspace_id, decision=self)
            answers = rows.order_by("on", "id")
        return core.Decision(
            self.id, code_of(self.meeting), self.number, self.wording, self.mode, self.on,  # type: ignore[arg-type]
            tuple(self.votes) if self.votes else None, self.dissent, self.until, self.paper,
            tuple(core.Answer(a.organisation, a.objection, a.on, a.reason) for a in answers), quorate,
            self.confirms.code if self.confirms else "", None if quorate is not False else self._confirmation(),
        )  # fmt: skip

    @property
    def code(self) -> str:
        return f"D-{code_of(self.meeting)}-{self.number:02d}"

    def _confirmation(self) -> core.Decision | None:
        """The latest decision that is to confirm this one."""
        rows = DecisionRow.objects.filter(workspace_id=self.workspace_id, confirms=self).select_related("meeting")
        found = [row.as_core() for row in rows.order_by("on", "number", "id")]
        return found[-1] if found else None


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


class GroupPaperRow(Owned):
    """A paper of a group."""

    group = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=12)
    status = models.CharField(max_length=10, default="draft")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "group"], name="group_paper_group")]

    def as_core(self, versions: Iterable[PaperVersionRow] | None = None) -> core.GroupPaper:
        """`versions` are its own, the newest first, where they were read with those of other papers."""
        if versions is None:
            rows = PaperVersionRow.objects.filter(workspace_id=self.workspace_id, paper=self)
            versions = rows.order_by("-number")
        return core.GroupPaper(
            self.id, self.group, self.title, self.kind, self.status,  # type: ignore[arg-type]
            tuple(core.PaperVersion(r.number, r.digest, r.name, r.size, r.on) for r in versions),
        )  # fmt: skip


class PaperVersionRow(Owned):
    """A version of a paper: the hash of its kept file, and a name made from its title."""

    paper = models.ForeignKey(GroupPaperRow, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "paper", "number"], name="paper_version_number")
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "digest"], name="paper_version_digest")]


class PaperSeenRow(Owned):
    """That a body fetched a file by its link, and on which day first."""

    digest = models.CharField(max_length=64)
    organisation = models.CharField(max_length=60)
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "digest", "organisation"], name="paper_seen_once")
        ]


class GroupMailRow(Owned):
    """That a digest or a reminder went to a body: `subject` is the week, or the decision and which reminder. The week
    without a body says that all of its digests are out."""

    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=60)
    organisation = models.CharField(max_length=60, blank=True)
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "kind", "subject", "organisation"], name="group_mail_once")
        ]
