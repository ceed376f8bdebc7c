"""The interview desk: meetings, answers, sheets sent out, states of questions; contacts apart from all of it.

Words of people and ways to reach them are kept closed (`store.vault`); no query and no index sees them.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from filao.core import desk as core
from filao.store.base import Owned


def _iso(day: object) -> str:
    return str(day) if day else ""


class InterviewRow(Owned):
    code = models.CharField(max_length=20)
    organisation = models.CharField(max_length=60)
    function = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=12, default="to_invite")
    consent = models.BooleanField(null=True)
    attribution = models.CharField(max_length=16, blank=True)
    language = models.CharField(max_length=3, blank=True)
    sex = models.CharField(max_length=8, blank=True)
    held_on = models.DateField(null=True)
    next_call = models.DateField(null=True)
    named = models.JSONField(default=list)
    new_bodies = models.PositiveSmallIntegerField(null=True)
    planned_on = models.DateField(null=True)
    planned_at = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField(default=core.MINUTES)
    place = models.CharField(max_length=200, blank=True)
    goes = models.JSONField(default=list)
    guide = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "code"], name="interview_code")]
        indexes: ClassVar = [models.Index(fields=["workspace", "organisation"], name="interview_organisation")]

    def as_core(self) -> core.Interview:
        return core.Interview(
            self.id, self.code, self.organisation, self.function, self.channel, self.status, self.consent,  # type: ignore[arg-type]
            self.attribution, self.language, self.sex, _iso(self.held_on), _iso(self.next_call), tuple(self.named),
            self.new_bodies, _iso(self.planned_on), f"{self.planned_at:%H:%M}" if self.planned_at else "", self.minutes,
            self.place, tuple(self.goes), self.guide,
        )  # fmt: skip


class AnswerRow(Owned):
    """Words of people stay at the desk and leave in no export; `sealed` holds them closed, and nothing where none are."""

    interview = models.ForeignKey(InterviewRow, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=200)
    outcome = models.CharField(max_length=12, blank=True)
    sealed = models.BinaryField(default=bytes)
    claims = models.JSONField(default=list)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "interview", "question"], name="answer_once")
        ]

    @property
    def context(self) -> str:
        """What its words are closed as."""
        return f"answer {self.id}"

    def as_core(self, words: str | None = None) -> core.Answer:
        """The answer with its words as they were opened; None where they were not."""
        return core.Answer(
            self.id,
            self.interview_id,
            self.question,
            self.outcome,  # type: ignore[arg-type]
            words or "",
            tuple(self.claims),
            closed=bool(self.sealed) and words is None,
        )


class ContactRow(Owned):
    """How a body is reached. Kept apart from interviews and answers; no export reads this table.

    `sealed` holds e-mail address, telephone and note closed, as JSON.
    """

    organisation = models.CharField(max_length=60)
    function = models.CharField(max_length=120)
    sealed = models.BinaryField(default=bytes)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "organisation"], name="contact_organisation")]

    @property
    def context(self) -> str:
        """What its values are closed as."""
        return f"contact {self.id}"


class SheetRow(Owned):
    organisation = models.CharField(max_length=60)
    language = models.CharField(max_length=3)
    sent_on = models.DateField()
    returned_on = models.DateField(null=True)
    how = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "organisation"], name="sheet_organisation")]

    def as_core(self) -> core.SheetOut:
        return core.SheetOut(
            self.id, self.organisation, self.language, _iso(self.sent_on), _iso(self.returned_on), self.how
        )


class QuestionState(Owned):
    """A question that a person has closed or dropped; without a row it is open."""

    question = models.CharField(max_length=200)
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=300, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "question"], name="question_once")]
