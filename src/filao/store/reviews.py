"""Rounds of comments: the draft that was frozen, the bodies asked, and files that came back and wait to be taken in.

Nothing here names a person: of a reviewer the body is kept, of a file neither its name nor its authors.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.utils import timezone

from filao.core import reviews as core
from filao.store.base import Owned
from filao.store.documents import BuildRow


class ReviewRound(Owned):
    """A draft sent out for comments. `originals` are its paragraphs as they went out: [anchor, text, block, section,
    where]."""

    engagement = models.CharField(max_length=40)
    document = models.CharField(max_length=40)
    language = models.CharField(max_length=3)
    audience = models.CharField(max_length=14)
    version = models.CharField(max_length=40)
    code = models.CharField(max_length=80)
    docx = models.ForeignKey(BuildRow, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(BuildRow, on_delete=models.PROTECT, related_name="+")
    originals = models.JSONField()
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "engagement", "document"], name="review_of")]

    def as_core(self, reviewers: Iterable[ReviewerRow]) -> core.Round:
        return core.Round(
            self.id, self.engagement, self.document, self.language, self.audience, self.version, self.code, self.docx_id,
            self.pdf_id, self.docx.digest, timezone.localdate(self.opened_at).isoformat(), self.due_on.isoformat(),
            str(self.closed_on or ""), tuple(r.as_core() for r in reviewers),
        )  # fmt: skip


class ReviewerRow(Owned):
    """A body asked in a round; when its invitation and its last reminder were sent, as noted."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="+")
    organisation = models.CharField(max_length=60)
    state = models.CharField(max_length=12, default="asked")
    answered_on = models.DateField(null=True)
    invited_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "round", "organisation"], name="reviewer_once")
        ]

    def as_core(self) -> core.Reviewer:
        return core.Reviewer(
            self.organisation, self.state, str(self.answered_on or ""),  # type: ignore[arg-type]
            str(self.invited_on or ""), str(self.reminded_on or ""),
        )  # fmt: skip


class ReturnRow(Owned):
    """What a file that came back amounts to, between its dry run and the decision; its lines go when it is taken."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="+")
    organisation = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    lines = models.JSONField()
    version = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=8, default="docx")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "round", "-at"], name="return_newest")]
