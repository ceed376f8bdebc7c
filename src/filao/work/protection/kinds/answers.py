"""Answers to questionnaires: the closed XML as it came in, and the choices, numbers and dates read from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.exchange import parcels
from filao.store import blobs
from filao.store.collection import ResponseRow
from filao.work.protection.kinds.kind import File, Kind, Open, Scope, columns


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
    along = ("attachments", "answer_files")

    def rows(self, scope: Scope) -> QuerySet[ResponseRow]:
        """Answers that are there: of refusals and withdrawn ones a count stays, and nothing of what was said."""
        found = ResponseRow.objects.filter(**scope.under("version__instrument__engagement")).exclude(raw="")
        return found.select_related("version")

    def told(self, row: ResponseRow, opened: Open) -> dict[str, Any]:
        told = columns(row, "instance_id", "closed", "agreed", "language", "state", "received_on")
        return {**told, "version": row.version.version}

    def files_of(self, row: ResponseRow) -> tuple[str, ...]:
        return (row.raw,)

    def file_bytes(self, row: ResponseRow, opened: Open) -> Iterator[File]:
        yield f"answers/{row.id}.xml", parcels.unpack(opened(blobs.get(row.raw), parcels.ANSWER)).content

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
