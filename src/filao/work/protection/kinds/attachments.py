"""Files that came with answers: recordings, pictures, signatures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.exchange import parcels
from filao.store import blobs
from filao.store.collection import AttachmentRow
from filao.work.protection.kinds.kind import File, Kind, Open, Scope, columns


class Attachments(Kind):
    about = PersonalData(
        "attachments", ("respondents",), "consent", Rule(months=3), ("words.read",), closed=True, guarded=True
    )
    fields = ("AttachmentRow.name", "AttachmentRow.sealed")
    by_engagement = True
    day = "response__received_on"

    def rows(self, scope: Scope) -> QuerySet[AttachmentRow]:
        return AttachmentRow.objects.filter(**scope.under("response__version__instrument__engagement")).exclude(
            sealed=""
        )

    def told(self, row: AttachmentRow, opened: Open) -> dict[str, Any]:
        return columns(row, "response_id", "name", "size")

    def files_of(self, row: AttachmentRow) -> tuple[str, ...]:
        return (row.sealed,)

    def file_bytes(self, row: AttachmentRow, opened: Open) -> Iterator[File]:
        ending = row.name.rpartition(".")[2][:8]
        yield f"attachments/{row.id}.{ending}", parcels.unpack(opened(blobs.get(row.sealed), parcels.FILE)).content

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
