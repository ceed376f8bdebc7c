"""What every kind of personal data can do: count itself, export itself, erase itself."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models import Min, Model, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from filao.core.protection import PersonalData, Rule
from filao.store.engagement import EngagementRow
from filao.store.people import Workspace

Open = Callable[[bytes, str], bytes]
"""Opens closed content, given what it was closed as."""

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose data: of an engagement, or what belongs to none."""

    workspace: Workspace
    engagement: EngagementRow | None = None

    @property
    def of(self) -> dict[str, Any]:
        return {"workspace_id": self.workspace.id}

    def under(self, path: str) -> dict[str, Any]:
        """The filter on rows whose engagement is reached by this path of fields."""
        found = {path: self.engagement} if self.engagement else {f"{path}__isnull": True}
        return {**self.of, **found}


class Kind(ABC):
    """One kind of personal data. `fields` are the columns that hold it, as "Table.column"; `by_engagement` says that its
    rows belong to engagements; `day` is the column of each row's own day, "" where it has none, and `moment` whether that
    column holds a moment. A kind that `ends` lets go only of rows that are no longer in use: those whose day has passed.
    `along` are kinds that hold the same and go with it."""

    about: ClassVar[PersonalData]
    fields: ClassVar[tuple[str, ...]]
    by_engagement: ClassVar[bool] = False
    day: ClassVar[str] = ""
    moment: ClassVar[bool] = False
    ends: ClassVar[bool] = False
    along: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def rows(self, scope: Scope) -> QuerySet[Any]:
        """Rows that hold data of this kind."""

    @abstractmethod
    def told(self, row: Any, opened: Open) -> dict[str, Any]:
        """A row as it is exported."""

    @abstractmethod
    def empty(self, rows: QuerySet[Any]) -> None:
        """Take the data out of rows, or the rows away."""

    def files_of(self, row: Any) -> tuple[str, ...]:
        """Hashes of the files that go with a row."""
        return ()

    def file_bytes(self, row: Any, opened: Open) -> Iterator[File]:
        """The files of a row as they are exported."""
        return iter(())

    # --- what all kinds share

    def past(self, scope: Scope, before: date | None = None) -> QuerySet[Any]:
        """Rows of a day before this one; all of them where no day is given, or they have none."""
        rows, limit = self.rows(scope), before or (timezone.localdate() if self.ends else None)
        return rows.filter(self.earlier(limit)) if limit and self.day else rows

    def earlier(self, before: date) -> Q:
        """The condition that a row's own day is before this one."""
        return Q(**{f"{self.day}__date__lt" if self.moment else f"{self.day}__lt": before})

    def count(self, scope: Scope, before: date | None = None) -> int:
        """How many rows `erase` would take the data out of."""
        return self.past(scope, before).count()

    def oldest(self, scope: Scope) -> date | None:
        """The day of the first row, where rows have a day."""
        if not self.day:
            return None
        column: Any = TruncDate(self.day) if self.moment else self.day
        found = self.rows(scope).aggregate(first=Min(column))["first"]
        return found if isinstance(found, date) else None

    def export(self, scope: Scope, opened: Open) -> Iterator[File]:
        """Everything of this kind as files: one JSON file, and the files that go with its rows."""
        rows = list(self.rows(scope).order_by("id"))
        content = [self.told(row, opened) for row in rows]
        yield f"{self.about.code}.json", json.dumps(content, indent=1, ensure_ascii=False, default=str).encode()
        for row in rows:
            yield from self.file_bytes(row, opened)

    def erase(self, scope: Scope, before: date | None = None) -> tuple[int, frozenset[str]]:
        """Take it out for good. Returns how many rows, and the hashes of the files that nothing needs any more.

        Inside the transaction of the act that calls.
        """
        rows = self.past(scope, before)
        found = list(rows.order_by("id"))
        files = frozenset(digest for row in found for digest in self.files_of(row) if digest)
        self.empty(rows)
        return len(found), files


def officials(code: str) -> PersonalData:
    """What a kind says of itself that tells how officials are reached."""
    rights = ("contacts.read", "words.read")
    return PersonalData(code, ("officials",), "public_task", Rule(months=6), rights, closed=True, guarded=True)


class Officials(Kind):
    """A kind that tells how officials are reached: open columns, and the rest closed as JSON. `table` holds the rows, each
    with a `sealed` and a `context`; `shown` are the open columns of an export."""

    table: ClassVar[type[Any]]
    shown: ClassVar[tuple[str, ...]]

    def rows(self, scope: Scope) -> QuerySet[Any]:
        found: QuerySet[Any] = self.table.objects.filter(**scope.of)
        return found

    def told(self, row: Any, opened: Open) -> dict[str, Any]:
        reached = json.loads(opened(bytes(row.sealed), row.context)) if row.sealed else {}
        return {**columns(row, *self.shown), **reached}

    def empty(self, rows: QuerySet[Any]) -> None:
        rows.delete()


def columns(row: Model, *names: str) -> dict[str, Any]:
    """Some columns of a row, for an export."""
    return {name: getattr(row, name) for name in names}
