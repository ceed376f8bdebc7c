"""What people have written: sections of deliverables, findings they took over, replies of bodies, comments on drafts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from filao.core import comments as core
from filao.core.replies import Request
from filao.store.base import Owned


class SectionText(Owned):
    """One version of a section's text. The newest row stands; older ones are its history.

    `figures` are the values the text referred to when it was written, so that a later change can be shown.
    """

    engagement = models.CharField(max_length=40)
    document = models.CharField(max_length=40)
    section = models.CharField(max_length=60)
    language = models.CharField(max_length=3)
    version = models.PositiveIntegerField()
    text = models.TextField()
    status = models.CharField(max_length=10)
    figures = models.JSONField(default=dict)
    author = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "engagement", "document", "section", "language", "version"], name="section_version"
            )
        ]


class FindingState(Owned):
    """What a person decided on a finding: its words, whether it stands, and for whom it may be printed."""

    engagement = models.CharField(max_length=40)
    finding = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    status = models.CharField(max_length=10, default="draft")
    audience = models.CharField(max_length=14, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "engagement", "finding"], name="finding_once")
        ]


class Reply(Owned):
    """The right of reply of a body named in a negative finding.

    `shown` is what it was asked about, as it stood that day; see `documents.replying.shown`.
    """

    engagement = models.CharField(max_length=40)
    finding = models.CharField(max_length=80)
    organisation = models.CharField(max_length=60)
    asked_on = models.DateField()
    due_on = models.DateField()
    shown = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    replied_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "engagement", "finding", "organisation"], name="reply_once")
        ]

    def as_core(self) -> Request:
        return Request(
            self.id, self.engagement, self.finding, self.organisation, self.asked_on, self.due_on, self.replied_on,
            self.text, self.shown,
        )  # fmt: skip


class CommentRow(Owned):
    """One line of the comment matrix; see `core.comments.Comment`. Nothing of it names a person."""

    engagement = models.CharField(max_length=40)
    deliverable = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    version = models.CharField(max_length=40, blank=True)
    institution = models.CharField(max_length=160)
    place = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    severity = models.CharField(max_length=12, default="substance")
    decision = models.CharField(max_length=10, default="open")
    response = models.TextField(blank=True)
    changed = models.CharField(max_length=300, blank=True)
    received_on = models.DateField()
    decided_on = models.DateField(null=True)
    review = models.CharField(max_length=16, blank=True)
    channel = models.CharField(max_length=8, default="typed")
    anchor = models.CharField(max_length=40, blank=True)
    where = models.CharField(max_length=300, blank=True)
    quote = models.TextField(blank=True)
    change = models.CharField(max_length=8, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    answers = models.PositiveIntegerField(default=0)
    duplicate_of = models.PositiveIntegerField(default=0)
    unplaced = models.BooleanField(default=False)
    resolved = models.BooleanField(default=False)
    came = models.CharField(max_length=130, blank=True)
    apart = models.BooleanField(default=False)
    decided_by = models.CharField(max_length=20, blank=True)
    body = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "engagement", "deliverable", "number"], name="comment_number")
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "review"], name="comment_review")]

    def as_core(self) -> core.Comment:
        return core.Comment(
            self.id, self.number, self.deliverable, self.version, self.institution, self.place, self.text,
            self.severity, self.decision, self.response, self.changed, str(self.received_on),  # type: ignore[arg-type]
            str(self.decided_on or ""), self.review, self.channel, self.anchor, self.where, self.quote, self.change,
            self.before, self.after, self.answers, self.duplicate_of, self.unplaced, self.resolved,
            self.came, self.apart, self.decided_by, self.body,
        )  # fmt: skip
