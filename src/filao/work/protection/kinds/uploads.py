"""Files that were uploaded and wait for a decision on their import, as they came from outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store import blobs
from filao.store.documents import StagedImport
from filao.work.protection.kinds.kind import File, Kind, Open, Scope, columns


class Uploads(Kind):
    about = PersonalData("uploads", ("anyone",), "public_task", Rule(days=30, since="received"), ("register.import",))
    fields = ("StagedImport.files", "StagedImport.actor")
    day, moment = "at", True

    def rows(self, scope: Scope) -> QuerySet[StagedImport]:
        return StagedImport.objects.filter(**scope.of)

    def told(self, row: StagedImport, opened: Open) -> dict[str, Any]:
        return {**columns(row, "actor", "at"), "files": [file["name"] for file in row.files]}

    def files_of(self, row: StagedImport) -> tuple[str, ...]:
        return tuple(file["digest"] for file in row.files)

    def file_bytes(self, row: StagedImport, opened: Open) -> Iterator[File]:
        for number, file in enumerate(row.files, start=1):
            ending = file["name"].rpartition(".")[2][:8]
            yield f"uploads/{row.id}-{number}.{ending}", blobs.get(file["digest"])

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
