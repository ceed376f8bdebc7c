"""Names of people of the team beside what they wrote: sections of deliverables, earlier versions included."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.narrative import SectionText
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class Authors(Kind):
    about = PersonalData("authors", ("team",), "accountability", Rule(months=24), ("documents.read",))
    fields = ("SectionText.author",)
    by_engagement = True

    def rows(self, scope: Scope) -> QuerySet[SectionText]:
        slug = scope.engagement.slug if scope.engagement else ""
        return SectionText.objects.filter(**scope.of, engagement=slug).exclude(author="")

    def told(self, row: SectionText, opened: Open) -> dict[str, Any]:
        return columns(row, "document", "section", "language", "version", "author", "at")

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.update(author="")
