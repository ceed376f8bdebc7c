"""Answers to questionnaires: the closed XML as it came in, and the choices, numbers and dates read from it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.collection import AttachmentRow, ResponseRow
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class Answers(Kind):
    about = PersonalData(
        "answers", ("respondents",), "consent", Rule(months=12), ("words.read",), closed=True, guarded=True
    )
    fields = (
        "ResponseRow.raw", "ResponseRow.closed", "ResponseRow.agreed", "ResponseRow.receipt", "ResponseRow.fingerprint",
        "ResponseRow.instance_id", "ResponseRow.language", "ResponseRow.received_on", "ResponseRow.received_at",
    )  # fmt: skip
    by_engagement = True
    day = "received_on"

    def rows(self, scope: Scope) -> QuerySet[ResponseRow]:
        return ResponseRow.objects.filter(**scope.under("version__instrument__engagement")).select_related("version")

    def told(self, row: ResponseRow, opened: Open) -> dict[str, Any]:
        told = columns(row, "instance_id", "closed", "agreed", "language", "state", "received_on")
        return {**told, "version": row.version.version}

    def files_of(self, row: ResponseRow) -> tuple[str, ...]:
        sealed = AttachmentRow.objects.filter(workspace_id=row.workspace_id, response=row).values_list(
            "sealed", flat=True
        )
        return (row.raw, *sealed)

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
