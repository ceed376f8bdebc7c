"""Data protection as rows: retention dates, destructions, breaches, and requests that a second person decides on.

No row here holds what was destroyed or taken out; names are those of people who act, as in the journal.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from filao.core import protection as core
from filao.store.base import Owned
from filao.store.engagement import EngagementRow


class SafeguardRow(Owned):
    """How a workspace guards its data: whether taking restricted data out needs two, and how long backups are kept."""

    second_person = models.BooleanField(default=False)
    backup_days = models.PositiveSmallIntegerField(default=90)
    reason = models.CharField(max_length=300)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace"], name="safeguards_of_workspace")]


class RetentionRow(Owned):
    """A retention that people decided on, in the place of the kind's own rule."""

    engagement = models.ForeignKey(EngagementRow, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    until = models.DateField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=120)
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "engagement", "kind"], name="retention_of_engagement"),
            models.UniqueConstraint(
                fields=["workspace", "kind"], condition=models.Q(engagement=None), name="retention_of_no_engagement"
            ),
        ]

    def as_core(self) -> core.Decision:
        return core.Decision(self.reason, self.by, self.on, self.until, self.days)


class DestructionRow(Owned):
    """An act of destruction: what it took away by kind and number, never what it was. `line` and `hash` are those of its
    line in the journal."""

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    parts = models.JSONField()
    methods = models.JSONField()
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    backups_until = models.DateField()
    line = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "number"], name="destruction_number")]

    def as_core(self) -> core.Destruction:
        parts = tuple(core.Destroyed(p["kind"], p["count"], p["files"]) for p in self.parts)
        return core.Destruction(
            self.number, self.title, parts, tuple(self.methods), self.reason, self.by, timezone.localtime(self.at),
            self.backups_until, self.line, self.hash,
        )  # fmt: skip


class BreachRow(Owned):
    """A breach of personal data, from the moment somebody became aware of it to its end."""

    number = models.PositiveIntegerField()
    aware_at = models.DateTimeField()
    happened = models.CharField(max_length=200, blank=True)
    nature = models.TextField()
    kinds = models.JSONField(default=list)
    people = models.PositiveIntegerField(null=True)
    records = models.PositiveIntegerField(null=True)
    effects = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    high_risk = models.BooleanField(null=True)
    notified_at = models.DateTimeField(null=True)
    reason_late = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True)
    told_how = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closing = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "number"], name="breach_number")]

    def as_core(self) -> core.Breach:
        moments = {
            name: timezone.localtime(at) if (at := getattr(self, name)) else None
            for name in ("notified_at", "told_at", "closed_at")
        }
        return core.Breach(
            self.number, timezone.localtime(self.aware_at), self.nature, self.happened, tuple(self.kinds), self.people,
            self.records, self.effects, self.measures, self.high_risk, moments["notified_at"], self.reason_late,
            moments["told_at"], self.told_how, moments["closed_at"], self.closing,
        )  # fmt: skip


class RequestRow(Owned):
    """A request to take restricted data out once: who asks and why, who decided, and when it was used."""

    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=160, blank=True)
    reason = models.CharField(max_length=300)
    asked_by = models.CharField(max_length=16)
    asker = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=16, blank=True)
    decider = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "asked_at"], name="request_asked")]
