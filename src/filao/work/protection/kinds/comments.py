"""From whom comments on drafts came. Institutions are asked for; where a person is named, it stands here."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.narrative import CommentRow
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class Comments(Kind):
    about = PersonalData("comments", ("commenters",), "public_task", Rule(months=24), ("findings.read",))
    fields = ("CommentRow.institution",)
    by_engagement = True
    day = "received_on"

    def rows(self, scope: Scope) -> QuerySet[CommentRow]:
        slug = scope.engagement.slug if scope.engagement else ""
        return CommentRow.objects.filter(**scope.of, engagement=slug).exclude(institution="")

    def told(self, row: CommentRow, opened: Open) -> dict[str, Any]:
        return columns(row, "deliverable", "number", "institution", "text", "received_on")

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.update(institution="")
