"""Meetings that validate: the items put to a meeting, the round that asks for them, what the plenary said, the outcome."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from filao.store.base import Owned
from filao.store.collection import InstrumentRow, RoundRow


class ValidationRow(Owned):
    """A list of items before a meeting. `items` are {id, text, text_fr} in their order; `decisions` {item: {verdict, text,
    note}} of the plenary. Closed, it keeps its `outcome`, which answers taken back later do not change."""

    engagement = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    way = models.CharField(max_length=12)
    items = models.JSONField(default=list)
    instrument = models.ForeignKey(InstrumentRow, on_delete=models.SET_NULL, null=True, related_name="+")
    round = models.ForeignKey(RoundRow, on_delete=models.SET_NULL, null=True, related_name="+")
    before = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    held_on = models.DateField()
    decisions = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "engagement"], name="validation_of")]
