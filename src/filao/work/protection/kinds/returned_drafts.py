"""Lines of drafts that came back from reviewers and wait for a decision; a held one may name a person."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.reviews import ReturnRow
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class ReturnedDrafts(Kind):
    about = PersonalData(
        "returned_drafts", ("commenters",), "public_task", Rule(days=30, since="received"), ("comments.edit",)
    )
    fields = ("ReturnRow.lines",)
    day, moment = "at", True

    def rows(self, scope: Scope) -> QuerySet[ReturnRow]:
        return ReturnRow.objects.filter(**scope.of)

    def told(self, row: ReturnRow, opened: Open) -> dict[str, Any]:
        return {**columns(row, "organisation", "at"), "lines": [line["text"] for line in row.lines]}

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
