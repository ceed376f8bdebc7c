"""Whom a round invited: the label of an invitation and what tells its segment. Response rates keep the segment's kind."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.collection import InvitationRow
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns

COUNTED_BY = ("sector", "territory", "sex")
"""What response rates are told by, and what stays of a segment."""


class Invitations(Kind):
    about = PersonalData("invitations", ("invited",), "public_task", Rule(months=1), ("fieldwork.read",))
    fields = ("InvitationRow.label", "InvitationRow.segment", "InvitationRow.reminded_on", "InvitationRow.sent_on")
    by_engagement = True
    day = "sent_on"

    def rows(self, scope: Scope) -> QuerySet[InvitationRow]:
        return InvitationRow.objects.filter(**scope.under("round__instrument__engagement")).exclude(label="")

    def told(self, row: InvitationRow, opened: Open) -> dict[str, Any]:
        return columns(row, "label", "segment", "channel", "sent_on", "reminded_on", "answered", "refused")

    def empty(self, rows: QuerySet[Any]) -> None:
        for row in rows:
            row.label = ""
            row.segment = {name: value for name, value in row.segment.items() if name in COUNTED_BY}
            row.sent_on, row.reminded_on, row.response = None, [], None
            row.save()
