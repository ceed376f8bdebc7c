"""Signed links that were given: for whom, by whom and for what. The link itself is kept as a hash."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.links import SignedLink
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class Links(Kind):
    about = PersonalData(
        "links", ("team", "officials"), "accountability", Rule(days=30, since="ended"), ("protection.read",)
    )
    fields = ("SignedLink.label", "SignedLink.made_by")
    day, moment, ends = "expires_at", True, True

    def rows(self, scope: Scope) -> QuerySet[SignedLink]:
        return SignedLink.objects.filter(**scope.of)

    def told(self, row: SignedLink, opened: Open) -> dict[str, Any]:
        return columns(row, "purpose", "subject", "label", "made_by", "made_at", "expires_at", "opened_at", "used_at")

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
