"""Documents that were built, and files that wait for a decision on their import."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from filao.store.base import Owned


class BuildRow(Owned):
    """One file of a deliverable as it was built. `key` is a hash of all it was made from; `facts` keep its
    name and pages."""

    engagement = models.CharField(max_length=40)
    document = models.CharField(max_length=40)
    variant = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=3)
    format = models.CharField(max_length=12)
    audience = models.CharField(max_length=14, default="public")
    status = models.CharField(max_length=10, default="draft")
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    revision = models.PositiveBigIntegerField()
    key = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "engagement", "document", "-at"], name="build_newest"),
            models.Index(fields=["workspace", "key"], name="build_key"),
        ]


class StagedImport(Owned):
    """An upload between its dry run and the decision: file names with the hashes of their content."""

    files = models.JSONField()
    released = models.JSONField(default=list)
    revision = models.PositiveBigIntegerField()
    actor = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "at"], name="staged_at")]
