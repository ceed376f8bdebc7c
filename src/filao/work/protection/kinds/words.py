"""Words of people met: what they answered in a meeting, as it was written down. What it amounted to stays in the register."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.desk import AnswerRow
from filao.work.protection.kinds.kind import Kind, Open, Scope


class Words(Kind):
    about = PersonalData(
        "words", ("officials",), "consent", Rule(months=12), ("desk.read", "words.read"), closed=True, guarded=True
    )
    fields = ("AnswerRow.sealed",)
    day = "interview__held_on"

    def rows(self, scope: Scope) -> QuerySet[AnswerRow]:
        return AnswerRow.objects.filter(**scope.of).exclude(sealed=b"").select_related("interview")

    def told(self, row: AnswerRow, opened: Open) -> dict[str, Any]:
        return {
            "meeting": row.interview.code, "question": row.question, "outcome": row.outcome,
            "words": opened(bytes(row.sealed), row.context).decode(),
        }  # fmt: skip

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.update(sealed=b"")
