"""Who holds seats of working groups: post and dates, and, closed, name, function e-mail and telephone."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.group import SeatHolderRow
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class SeatHolders(Kind):
    about = PersonalData(
        "seat_holders",
        ("officials",),
        "public_task",
        Rule(months=6),
        ("contacts.read", "words.read"),
        closed=True,
        guarded=True,
    )
    fields = ("SeatHolderRow.post", "SeatHolderRow.sealed")

    def rows(self, scope: Scope) -> QuerySet[SeatHolderRow]:
        return SeatHolderRow.objects.filter(**scope.of)

    def told(self, row: SeatHolderRow, opened: Open) -> dict[str, Any]:
        reached = json.loads(opened(bytes(row.sealed), row.context)) if row.sealed else {}
        return {
            **columns(row, "seat", "organisation", "role", "post", "language", "appointed_on", "ended_on"),
            **reached,
        }

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
