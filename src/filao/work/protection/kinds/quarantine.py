"""What came in and could not be taken as an answer, kept closed until a person decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.exchange import parcels
from filao.store import blobs
from filao.store.collection import QuarantineRow
from filao.work.protection.kinds.kind import File, Kind, Open, Scope, columns


class Quarantine(Kind):
    about = PersonalData(
        "quarantine",
        ("respondents",),
        "consent",
        Rule(days=90, since="received"),
        ("answers.decide", "words.read"),
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

    def file_bytes(self, row: QuarantineRow, opened: Open) -> Iterator[File]:
        _about, xml, files = parcels.unpack_aside(opened(blobs.get(row.raw), parcels.ASIDE))
        yield f"quarantine/{row.id}.xml", xml
        for number, (name, data) in enumerate(files.items(), start=1):
            yield f"quarantine/{row.id}-{number}.{name.rpartition('.')[2][:8]}", data

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
