"""Who collects with ODK Collect: the label of a device or person, kept while it may send, and for some weeks after."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.collection import CollectorRow
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class Collectors(Kind):
    about = PersonalData(
        "collectors", ("collectors",), "public_task", Rule(days=90, since="ended"), ("collectors.edit",)
    )
    fields = ("CollectorRow.label",)
    day, ends = "expires_on", True

    def rows(self, scope: Scope) -> QuerySet[CollectorRow]:
        return CollectorRow.objects.filter(**scope.of)

    def earlier(self, before: date) -> Q:
        return Q(revoked_at__date__lt=before) | Q(expires_on__lt=before)

    def told(self, row: CollectorRow, opened: Open) -> dict[str, Any]:
        return columns(row, "label", "instruments", "created_at", "expires_on", "revoked_at")

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
