"""Half-filled pages of respondents, closed with a key that only their own link holds: nobody else can open them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.collection import DraftRow
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class Drafts(Kind):
    about = PersonalData("drafts", ("respondents",), "consent", Rule(days=30, since="renewed"), (), closed=True)
    fields = ("DraftRow.sealed", "DraftRow.renewed_on", "DraftFileRow.sealed")
    by_engagement = True
    day = "renewed_on"

    def rows(self, scope: Scope) -> QuerySet[DraftRow]:
        return DraftRow.objects.filter(**scope.under("version__instrument__engagement"))

    def told(self, row: DraftRow, opened: Open) -> dict[str, Any]:
        return columns(row, "renewed_on")

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
