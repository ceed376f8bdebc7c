"""Days that people entered: holidays declared or struck, elections, school holidays."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from filao.core import workdays as core
from filao.store.base import Owned


class CalendarDay(Owned):
    """A day or a run of days; `source` says what it rests on."""

    kind = models.CharField(max_length=16)
    start = models.DateField()
    until = models.DateField()
    title = models.CharField(max_length=120)
    source = models.CharField(max_length=300)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "start"], name="calendar_day_start")]

    def as_core(self) -> core.Day:
        return core.Day(self.id, self.kind, self.start, self.until, self.title, self.source)  # type: ignore[arg-type]
