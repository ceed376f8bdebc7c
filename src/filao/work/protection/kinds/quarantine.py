"""What came in and could not be taken as an answer, kept closed until a person decides."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.collection import QuarantineRow
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class Quarantine(Kind):
    about = PersonalData(
        "quarantine",
        ("respondents",),
        "consent",
        Rule(days=90, since="received"),
        ("words.read",),
        closed=True,
        guarded=True,
    )
    fields = (
        "QuarantineRow.raw",
        "QuarantineRow.instance_id",
        "QuarantineRow.fingerprint",
        "QuarantineRow.received_on",
    )
    day = "received_on"

    def rows(self, scope: Scope) -> QuerySet[QuarantineRow]:
        return QuarantineRow.objects.filter(**scope.of)

    def told(self, row: QuarantineRow, opened: Open) -> dict[str, Any]:
        return columns(row, "form_id", "form_version", "instance_id", "reason", "received_on")

    def files_of(self, row: QuarantineRow) -> tuple[str, ...]:
        return (row.raw,)

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
