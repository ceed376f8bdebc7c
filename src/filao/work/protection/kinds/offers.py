"""Accounts that were offered: e-mail address, name and role of whoever was invited to work in the workspace."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.links import AccountInvitation
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class Offers(Kind):
    about = PersonalData("offers", ("team",), "accountability", Rule(days=30, since="ended"), ("people.read",))
    fields = ("AccountInvitation.email", "AccountInvitation.name", "AccountInvitation.made_by")
    day, moment, ends = "expires_at", True, True

    def rows(self, scope: Scope) -> QuerySet[AccountInvitation]:
        return AccountInvitation.objects.filter(**scope.of)

    def told(self, row: AccountInvitation, opened: Open) -> dict[str, Any]:
        return columns(row, "email", "name", "role", "made_by", "made_at", "expires_at", "accepted_at", "revoked_at")

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
