"""Names of people of the team beside their acts: the journal, decisions on retention, destructions, breaches, requests.

They are kept with the workspace: without them nobody could answer for what was done.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db.models import QuerySet

from filao.core.protection import PersonalData, Rule
from filao.store.journal import JournalLine
from filao.work.protection.kinds.kind import Kind, Open, Scope, columns


class Journal(Kind):
    about = PersonalData("journal", ("team",), "accountability", Rule(since="workspace"), ("journal.read",))
    fields = (
        "JournalLine.actor", "JournalLine.subject", "JournalLine.reason", "JournalLine.facts",
        "RetentionRow.by", "RetentionRow.reason", "DestructionRow.by", "DestructionRow.reason", "DestructionRow.title",
        "SafeguardRow.reason", "RequestRow.asked_by", "RequestRow.asker", "RequestRow.decided_by", "RequestRow.decider",
        "RequestRow.reason", "RequestRow.subject", "BreachRow.happened", "BreachRow.nature", "BreachRow.effects",
        "BreachRow.measures", "BreachRow.reason_late", "BreachRow.told_how", "BreachRow.closing",
        "VersionRow.published_by", "InstrumentRow.draft", "DeliverableRow.accepted_by",
    )  # fmt: skip
    day, moment = "at", True

    def rows(self, scope: Scope) -> QuerySet[JournalLine]:
        return JournalLine.objects.filter(**scope.of)

    def told(self, row: JournalLine, opened: Open) -> dict[str, Any]:
        return columns(row, "number", "at", "actor", "act", "subject", "reason")

    def empty(self, rows: QuerySet[Any]) -> NoReturn:
        raise TypeError("a journal line is not deleted")
