"""Accounts of people: name, e-mail address and the means to sign in. Only those of people who have left can go."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.people import Membership, User
from filao.work.accounts import LOCAL_EMAIL
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class Accounts(Kind):
    about = PersonalData("accounts", ("team",), "accountability", Rule(days=180, since="left"), ("people.read",))
    fields = ("User.email", "User.name", "User.password", "User.language")
    day, moment = "last_login", True

    def rows(self, scope: Scope) -> QuerySet[User]:
        """Members of the workspace, and people who are members of none any more."""
        members = Membership.objects.filter(**scope.of).values("user_id")
        return User.objects.filter(Q(id__in=members) | self._left()).exclude(email=LOCAL_EMAIL)

    def _left(self) -> Q:
        return Q(memberships__isnull=True)

    def past(self, scope: Scope, before: date | None = None) -> QuerySet[User]:
        """People who have left, and have not signed in since that day."""
        left = self.rows(scope).filter(self._left())
        return left.filter(Q(last_login__date__lt=before) | Q(last_login=None)) if before else left

    def told(self, row: User, opened: Open) -> dict[str, Any]:
        return columns(row, "email", "name", "language", "last_login")

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
