"""The columns of an export: heads, words and cells of each table, the same for every format.

Heads are XML names with their groups, as other tools write and read them; the words of questions and options stand in the
codebook. Closed answers only, unless the words were opened and are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from filao.core.forms.variables import Variable
from filao.core.responses import Layout, Response, Row

Answers = Callable[[], Iterable[Response]]
"""Gives the answers anew each time it is called, so that no export holds all of them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, the variables that it shows (one, or several that stand in the same place in different
    versions), and the option whose choice it tells ("" for the value itself)."""

    head: str
    variables: tuple[Variable, ...]
    option: str = ""

    def cell(self, texts: Mapping[str, str]) -> str:
        """The text of a row: of an option 1 for chosen, 0 for not, "" for not asked."""
        text = next((texts[v.name] for v in self.variables if v.name in texts), None)
        if not self.option or text is None:
            return text or ""
        return "1" if self.option in text.split() else "0"

    @property
    def number(self) -> bool:
        """Whether every value is a number."""
        return all(v.family == "number" for v in self.variables) or bool(self.option)

    @property
    def day(self) -> bool:
        return all(v.family == "date" for v in self.variables)


@dataclass(frozen=True)
class Table:
    """One table of an export: the place of its repeat ("" the main one), the name of its file or sheet, its columns."""

    repeat: str
    name: str
    columns: tuple[Column, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Heads of what is told of a row besides its answers: the ids by which tables belong together, the version, the
        day it came, and whether it is simulated."""
        return ("PARENT_KEY", "KEY") if self.repeat else ("KEY", "FormVersion", "FilaoDay", "FilaoSimulated")


@dataclass(frozen=True)
class Export:
    """Answers as they go out. `words` says that open words go with them, `split` that each option of a question with
    several has a column of its own."""

    layout: Layout
    answers: Answers
    words: bool = False
    split: bool = True

    @property
    def form(self) -> str:
        return self.layout.versions[-1].id

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        names = _names(self.form, self.layout.repeats)
        return tuple(Table(repeat, names[repeat], self._columns(repeat)) for repeat in ("", *self.layout.repeats))

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """Variables that go out, in the order of the form."""
        return tuple(v for v in self.layout.variables if v.closed or self.words)

    def _columns(self, repeat: str) -> tuple[Column, ...]:
        by_path: dict[str, list[Variable]] = {}
        for variable in self.variables:
            if variable.repeat == repeat:
                by_path.setdefault(variable.path, []).append(variable)
        found = []
        for path, members in by_path.items():
            found.append(Column(path, tuple(members)))
            options = {o.value for v in members if v.family == "many" for o in v.options} if self.split else set()
            ordered = (o.value for v in members for o in v.options if o.value in options)
            found += [Column(f"{path}/{value}", tuple(members), value) for value in dict.fromkeys(ordered)]
        return tuple(found)

    def rows(self, table: Table) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
        """Rows of a table: what is told of the row, in the order of `keys`, and its texts by variable."""
        for response in self.answers():
            for positions, texts in self.layout.texts(response, table.repeat):
                yield self._told(table, response, positions), texts

    def cells(self, table: Table) -> Iterator[tuple[tuple[str, ...], Row]]:
        """Rows of a table with typed cells: what is told of the row, in the order of `keys`, and the row."""
        for response in self.answers():
            for row in self.layout.rows(response, table.repeat):
                yield self._told(table, response, row.positions), row

    def _told(self, table: Table, response: Response, positions: tuple[int, ...]) -> tuple[str, ...]:
        if not table.repeat:
            day = response.day.isoformat() if response.day else ""
            return response.id, response.version, day, "yes" if response.simulated else "no"
        steps = [response.id]
        above = [r for r in self.layout.repeats if table.repeat == r or table.repeat.startswith(r + "/")]
        place = ""
        for repeat, position in zip(above, positions, strict=True):
            steps.append(f"{repeat[len(place) :].lstrip('/')}[{position}]")
            place = repeat
        return "/".join(steps[:-1]), "/".join(steps)


def _names(form: str, repeats: Iterable[str]) -> dict[str, str]:
    """Names of the tables as ODK Central gives them: the form, then the form and the repeat, numbered where two share a
    name."""
    leaves: dict[str, list[str]] = {}
    for repeat in repeats:
        leaves.setdefault(repeat.rpartition("/")[2], []).append(repeat)
    names = {"": form}
    for leaf, places in leaves.items():
        for number, repeat in enumerate(places, start=1):
            names[repeat] = f"{form}-{leaf}" + (f"~{number}" if len(places) > 1 else "")
    return names
