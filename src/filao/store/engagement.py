"""Engagements in a workspace, with their deliverables, instalments and milestones."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from filao.core import engagement as core
from filao.store.base import Owned


class EngagementRow(Owned):
    slug = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    terms = models.JSONField()
    start = models.DateField()
    end = models.DateField()
    demonstration = models.BooleanField(default=False)
    baseline = models.PositiveSmallIntegerField(null=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "slug"], name="engagement_slug")]

    def as_core(self) -> core.Engagement:
        workspace = self.workspace_id
        terms = self.terms
        return core.Engagement(
            id=self.slug,
            title=self.title,
            client=terms.get("client", ""),
            project=terms.get("project", ""),
            start=self.start,
            end=self.end,
            language=terms.get("language_of_deliverables", "en"),
            purpose=tuple(terms.get("purpose", ())),
            methods=tuple(terms.get("methods", ())),
            tasks=tuple(core.Task(t["id"], t["phase"], t["text"]) for t in terms.get("tasks", ())),
            deliverables=tuple(
                d.as_core()
                for d in DeliverableRow.objects.filter(workspace_id=workspace, engagement=self).order_by("position")
            ),
            instalments=tuple(
                i.as_core()
                for i in InstalmentRow.objects.filter(workspace_id=workspace, engagement=self).order_by("number")
            ),
            milestones=tuple(
                m.as_core() for m in MilestoneRow.objects.filter(workspace_id=workspace, engagement=self).order_by("on")
            ),
            supervision=tuple(terms.get("supervision", ())),
            coordination=tuple(terms.get("coordination", ())),
            results=tuple(terms.get("results", ())),
            demonstration=self.demonstration,
            baseline=self.baseline,
        )


class DeliverableRow(Owned):
    engagement = models.ForeignKey(EngagementRow, on_delete=models.CASCADE, related_name="+")
    code = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    form = models.CharField(max_length=20)
    due = models.DateField(null=True)
    status = models.CharField(max_length=12, default="planned")
    submitted_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    accepted_by = models.CharField(max_length=120, blank=True)
    evidence = models.CharField(max_length=64, blank=True)
    submitted = models.CharField(max_length=64, blank=True)
    max_counted_pages = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "engagement", "code"], name="deliverable_code")
        ]

    def as_core(self) -> core.Deliverable:
        return core.Deliverable(
            self.code, self.title, self.form, self.due, self.status, self.submitted_on, self.accepted_on,  # type: ignore[arg-type]
            self.accepted_by, self.evidence, self.max_counted_pages, self.submitted,
        )  # fmt: skip


class InstalmentRow(Owned):
    engagement = models.ForeignKey(EngagementRow, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=300, blank=True)
    conditions = models.JSONField(default=list)
    share = models.FloatField(null=True)
    settled = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "engagement", "number"], name="instalment_number")
        ]

    def as_core(self) -> core.Instalment:
        return core.Instalment(self.number, self.rule, tuple(self.conditions), self.share, self.settled)  # type: ignore[arg-type]


class MilestoneRow(Owned):
    engagement = models.ForeignKey(EngagementRow, on_delete=models.CASCADE, related_name="+")
    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    on = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "engagement", "on"], name="milestone_on")]

    def as_core(self) -> core.Milestone:
        return core.Milestone(self.code, self.title, self.on, self.until)
