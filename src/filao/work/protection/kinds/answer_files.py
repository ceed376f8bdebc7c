"""Files of answers from other tools, as they came: kept closed, beside the answers that were taken from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store import blobs
from filao.store.collection import AnswerImportRow
from filao.work.protection.kinds.kind import File, Kind, Open, Scope, columns

CONTEXT = "answer import"
"""What such a file is closed as."""


class AnswerFiles(Kind):
    about = PersonalData(
        "answer_files", ("respondents",), "consent", Rule(months=12), ("words.read",), closed=True, guarded=True
    )
    fields = ("AnswerImportRow.files", "AnswerImportRow.actor")
    by_engagement = True
    day, moment = "at", True

    def rows(self, scope: Scope) -> QuerySet[AnswerImportRow]:
        return AnswerImportRow.objects.filter(**scope.under("instrument__engagement"))

    def told(self, row: AnswerImportRow, opened: Open) -> dict[str, Any]:
        return {**columns(row, "actor", "at", "account"), "files": [file["name"] for file in row.files]}

    def files_of(self, row: AnswerImportRow) -> tuple[str, ...]:
        return tuple(file["digest"] for file in row.files)

    def file_bytes(self, row: AnswerImportRow, opened: Open) -> Iterator[File]:
        for number, file in enumerate(row.files, start=1):
            ending = file["name"].rpartition(".")[2][:8]
            yield f"answer-files/{row.id}-{number}.{ending}", opened(blobs.get(file["digest"]), CONTEXT)

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
