"""Who was met: the function and sex of the person, the day to call again, where, and who went. The meeting stays as a source.

A meeting is as old as the day it was held, else the day it was planned for, else the day to call again.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from filao.core.protection import PersonalData, Rule
from filao.store.desk import InterviewRow
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class Meetings(Kind):
    about = PersonalData("meetings", ("officials",), "consent", Rule(months=12), ("desk.read",))
    fields = (
        "InterviewRow.function", "InterviewRow.sex", "InterviewRow.next_call", "InterviewRow.place", "InterviewRow.goes",
    )  # fmt: skip
    day = "own_day"

    def rows(self, scope: Scope) -> QuerySet[InterviewRow]:
        told = Q(function__gt="") | Q(sex__gt="") | Q(next_call__isnull=False) | Q(place__gt="") | ~Q(goes=[])
        rows = InterviewRow.objects.filter(told, **scope.of)
        return rows.annotate(own_day=Coalesce("held_on", "planned_on", "next_call"))

    def told(self, row: InterviewRow, opened: Open) -> dict[str, Any]:
        return columns(
            row, "code", "organisation", "function", "sex", "language", "consent", "attribution", "held_on", "next_call",
            "place", "goes",
        )  # fmt: skip

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.update(function="", sex="", next_call=None, place="", goes=[])
