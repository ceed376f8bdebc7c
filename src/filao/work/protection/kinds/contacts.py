"""How officials of bodies are reached: function, e-mail address, telephone, note."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.desk import ContactRow
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class Contacts(Kind):
    about = PersonalData(
        "contacts",
        ("officials",),
        "public_task",
        Rule(months=6),
        ("contacts.read", "words.read"),
        closed=True,
        guarded=True,
    )
    fields = ("ContactRow.function", "ContactRow.sealed")

    def rows(self, scope: Scope) -> QuerySet[ContactRow]:
        return ContactRow.objects.filter(**scope.of)

    def told(self, row: ContactRow, opened: Open) -> dict[str, Any]:
        reached = json.loads(opened(bytes(row.sealed), row.context)) if row.sealed else {}
        return {**columns(row, "organisation", "function"), **reached}

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()
