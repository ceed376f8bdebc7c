"""Lists of options as nodes: instance('towns')/root/item/name. Rows are found by a column in one look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from filao.core.forms.questionnaire import Choice
from filao.core.forms.values import Node


class Cell:
    """One column of a row."""

    __slots__ = ("name", "parent", "text")
    number = 1
    counts = False

    def __init__(self, name: str, text: str, parent: Row) -> None:
        self.name = name
        self.text = text
        self.parent = parent

    def child(self, name: str) -> Sequence[Node]:  # noqa: ARG002 - a cell has none
        return ()

    def children(self) -> Iterable[Node]:
        return ()


class Row:
    """One option with its columns."""

    __slots__ = ("choice", "number", "parent")
    name = "item"
    counts = False

    def __init__(self, choice: Choice, number: int, parent: Rows) -> None:
        self.choice = choice
        self.number = number
        self.parent = parent

    @property
    def text(self) -> str:
        return "".join(self.choice.columns.values())

    def child(self, name: str) -> Sequence[Cell]:
        text = self.choice.columns.get(name)
        return () if text is None else (Cell(name, text, self),)

    def children(self) -> Iterable[Cell]:
        return [Cell(name, text, self) for name, text in self.choice.columns.items()]


class Rows:
    """All rows of a list: the element "root"."""

    __slots__ = ("_by_column", "parent", "rows")
    name = "root"
    number = 1
    counts = False
    text = ""

    def __init__(self, choices: Sequence[Choice], parent: Table) -> None:
        self.parent = parent
        self.rows = [Row(choice, number, self) for number, choice in enumerate(choices, start=1)]
        self._by_column: dict[str, dict[str, list[Row]]] = {}

    def child(self, name: str) -> Sequence[Row]:
        return self.rows if name == "item" else ()

    def children(self) -> Iterable[Row]:
        return self.rows

    def matching(self, column: str, value: str) -> Sequence[Row]:
        """Rows whose column holds exactly this text; a column that a row lacks is empty."""
        found = self._by_column.get(column)
        if found is None:
            found = self._by_column[column] = {}
            for row in self.rows:
                found.setdefault(row.choice.columns.get(column, ""), []).append(row)
        return found.get(value, ())


class Table:
    """A secondary instance: what instance('…') gives."""

    __slots__ = ("_rows",)
    name = ""
    parent = None
    number = 1
    counts = False
    text = ""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._rows = Rows(choices, self)

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows.rows

    def child(self, name: str) -> Sequence[Rows]:
        return (self._rows,) if name == "root" else ()

    def children(self) -> Iterable[Rows]:
        return (self._rows,)

    def matching(self, column: str, value: str) -> Sequence[Row]:
        return self._rows.matching(column, value)
