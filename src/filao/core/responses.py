"""Answers as tables: one row a person or body, one column a variable, and a table of its own for each repeat.

An empty cell says why it is empty. Counts of people can be asked for an audience; what is too small for it is not told.
Open words are read only where the caller has opened them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from functools import cached_property
from math import isfinite
from statistics import median

from filao.core.forms.questionnaire import Questionnaire
from filao.core.forms.variables import Variable, below_root, repeats, variables
from filao.core.privacy import suppress_small, told_below

Value = str | int | float | bool | date | time | datetime | tuple[str, ...] | tuple[float, ...]


class Missing(Enum):
    """Why a cell holds no value.

    `VERSION`: the version that was answered did not ask; `LOGIC`: a condition of the form left the question out;
    `SKIPPED`: asked and left empty; `REFUSED`: the person chose not to say; `UNSOUND`: what came in cannot be read as
    the question's kind of value; `CLOSED`: the words lie in the vault and were not opened.
    """

    VERSION = "version"
    LOGIC = "logic"
    SKIPPED = "skipped"
    REFUSED = "refused"
    UNSOUND = "unsound"
    CLOSED = "closed"


Cell = Value | Missing

REFUSALS = frozenset({"refused", "refuse", "prefer_not_to_say", "prefer_not", "no_answer"})
"""Values of options that say that a person would not answer; a form that writes them so means them so."""


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. `answers` maps concrete paths with positions ("/data/tie[2]/kind") to texts as in the XML; an empty
    text is a question that was shown and left empty. `opened` says that the words are among them."""

    id: str
    version: str
    answers: Mapping[str, str]
    day: date | None = None
    channel: str = ""
    simulated: bool = False
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the answer it is of, its positions in the repeats (outermost first), and its cells by name."""

    response: Response
    positions: tuple[int, ...]
    cells: Mapping[str, Cell]


_STEP = re.compile(r"([^\[\]]+)(?:\[([0-9]{1,9})\])?")


def split(path: str) -> tuple[str, tuple[int, ...]]:
    """A concrete path as its place below the root and the positions it states: "/data/tie[2]/kind" -> "tie/kind", (2,)."""
    if "[" not in path:
        return below_root(path), ()
    names, positions = [], []
    for step in path.lstrip("/").split("/"):
        if (found := _STEP.fullmatch(step)) is None:
            return below_root(path), ()
        names.append(found[1])
        if found[2]:
            positions.append(int(found[2]))
    return "/".join(names[1:]), tuple(positions)


_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?")


def typed(variable: Variable, text: str) -> Cell:
    """A text of the XML as the variable's kind of value; Missing.SKIPPED where empty, UNSOUND where it is not one."""
    text = text if variable.family == "text" else text.strip()
    if not text:
        return Missing.SKIPPED
    if variable.family in ("one", "many", "rank") and text.casefold() in REFUSALS:
        return Missing.REFUSED
    read = _READERS.get(variable.family)
    try:
        return read(text) if read else text
    except (ValueError, OverflowError):
        return Missing.UNSOUND


def _number(text: str) -> int | float:
    if _WHOLE.fullmatch(text):
        return int(text)
    value = float(text) if _NUMBER.fullmatch(text) else float("nan")
    if not isfinite(value):
        raise ValueError(text)
    return value


def _day(text: str) -> date:
    if not _DAY.match(text[:10]) or (len(text) > 10 and text[10] != "T"):
        raise ValueError(text)
    return date.fromisoformat(text[:10])


def _time(text: str) -> time:
    if not _TIME.fullmatch(text):
        raise ValueError(text)
    return time.fromisoformat(text)


def _moment(text: str) -> datetime:
    if not _DAY.match(text[:10]) or not _TIME.fullmatch(text[11:] or "00:00"):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def _place(text: str) -> tuple[float, ...]:
    parts = tuple(float(_number(part)) for part in text.split())
    if not 2 <= len(parts) <= 4 or abs(parts[0]) > 90 or abs(parts[1]) > 180:
        raise ValueError(text)
    return parts


_READERS: Mapping[str, Callable[[str], Value]] = {
    "number": _number, "date": _day, "time": _time, "datetime": _moment, "place": _place,
    "many": lambda text: tuple(dict.fromkeys(text.split())), "rank": lambda text: tuple(dict.fromkeys(text.split())),
    "tick": lambda _: True,
}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """The tables that the versions of a form amount to; it reads one answer at a time, so that any number can pass."""

    versions: tuple[Questionnaire, ...]

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        return variables(self.versions)

    @cached_property
    def repeats(self) -> tuple[str, ...]:
        """Places of the repeats, parents first."""
        return repeats(self.versions)

    @cached_property
    def tables(self) -> Mapping[str, tuple[Variable, ...]]:
        """Variables of each table: "" the main one, then each repeat by its place."""
        return {repeat: tuple(v for v in self.variables if v.repeat == repeat) for repeat in ("", *self.repeats)}

    @cached_property
    def _of_version(self) -> Mapping[str, Mapping[str, Variable]]:
        found: dict[str, dict[str, Variable]] = {questionnaire.version: {} for questionnaire in self.versions}
        for variable in self.variables:
            for version, path in variable.paths.items():
                found[version][path] = variable
        return found

    @cached_property
    def _depths(self) -> Mapping[str, int]:
        return {repeat: sum(repeat == r or repeat.startswith(r + "/") for r in self.repeats) for repeat in self.repeats}

    def variable(self, name: str) -> Variable:
        """The variable of this name. Raises KeyError."""
        return self.names[name]

    @cached_property
    def names(self) -> Mapping[str, Variable]:
        """Variables by name."""
        return {variable.name: variable for variable in self.variables}

    def texts(self, response: Response, repeat: str = "") -> Iterator[tuple[tuple[int, ...], dict[str, str]]]:
        """Rows of an answer in one table as they came: positions, and texts by the name of the variable."""
        known = self._of_version.get(response.version, {})
        found: dict[tuple[int, ...], dict[str, str]] = {} if repeat else {(): {}}
        depth = self._depths.get(repeat, 0)
        for path, text in response.answers.items():
            place, positions = split(path)
            variable = known.get(place)
            if repeat and place.startswith(repeat + "/"):
                found.setdefault(_padded(positions, depth), {})
            if variable is not None and variable.repeat == repeat:
                found.setdefault(_padded(positions, depth), {})[variable.name] = text
        yield from sorted(found.items())

    def rows(self, response: Response, repeat: str = "") -> Iterator[Row]:
        """Rows of an answer in one table: one in the main table, one for each time a repeat was filled in."""
        for positions, texts in self.texts(response, repeat):
            yield Row(response, positions, {v.name: self._cell(v, response, texts) for v in self.tables[repeat]})

    def _cell(self, variable: Variable, response: Response, texts: Mapping[str, str]) -> Cell:
        if response.version not in variable.paths:
            return Missing.VERSION
        if not variable.closed and not response.opened:
            return Missing.CLOSED
        text = texts.get(variable.name)
        if text is not None:
            return typed(variable, text)
        return Missing.LOGIC if response.version in variable.conditional else Missing.SKIPPED


def _padded(positions: tuple[int, ...], depth: int) -> tuple[int, ...]:
    """Positions down to a repeat; a path that states fewer means the first."""
    return (positions + (1,) * depth)[:depth]


@dataclass(frozen=True, slots=True)
class Count:
    """How many chose an option. `number` is None where it is too small for the audience, or would give away one that is;
    `weighted` is the sum of weights."""

    value: str
    number: int | None
    weighted: float | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What a variable's column comes to.

    `asked` are those that had the question before them, `answered` those that gave a value, `missing` the others by
    reason. What an audience may not be told, or could work out from the rest, is None or left out; `below` is then the
    least number that it may be told. `spread` are minimum, quartiles and maximum of a number.
    """

    variable: Variable
    asked: int | None
    answered: int | None
    counts: tuple[Count, ...] = ()
    missing: Mapping[Missing, int] = field(default_factory=dict)
    spread: tuple[float, ...] = ()
    below: int = 0


@dataclass(frozen=True)
class Responses:
    """Answers to the versions of a form. `weights` by id of the answer; without them each counts once."""

    layout: Layout
    responses: tuple[Response, ...]
    weights: Mapping[str, float] = field(default_factory=dict)

    def rows(self, repeat: str = "") -> Iterator[Row]:
        for response in self.responses:
            yield from self.layout.rows(response, repeat)

    def tallies(self, audience: str = "", *, people: bool = True) -> tuple[Tally, ...]:
        """A tally of each closed variable, in the order of the form.

        Where `people` answered, numbers that `core.privacy` does not let an audience be told are left out; answers of
        public bodies are always told.
        """
        found: dict[str, Tally] = {}
        for repeat, members in self.layout.tables.items():
            columns: dict[str, list[tuple[Cell, float]]] = {v.name: [] for v in members if v.closed}
            if not columns:
                continue
            for row in self.rows(repeat):
                weight = self.weights.get(row.response.id, 1.0)
                for name, column in columns.items():
                    column.append((row.cells[name], weight))
            for variable in members:
                if variable.closed:
                    found[variable.name] = tally(
                        variable, columns[variable.name], audience if people else "", weighted=bool(self.weights)
                    )
        return tuple(found[v.name] for v in self.layout.variables if v.name in found)


_NOT_ASKED = (Missing.VERSION, Missing.LOGIC)
_NO_ANSWER = (Missing.SKIPPED, Missing.REFUSED, Missing.UNSOUND)


def tally(
    variable: Variable, cells: Sequence[tuple[Cell, float]], audience: str = "", *, weighted: bool = False
) -> Tally:
    """What a column of cells with their weights comes to, for an audience ("" hides nothing).

    Small numbers are hidden together with what would give them away: options, those without an answer and those not
    asked are read as one line with a known total (`privacy.suppress_small`). Options that do not exclude each other are
    each a line of their own. A ranking is counted by its first place.
    """
    reasons = Counter(cell for cell, _ in cells if isinstance(cell, Missing))
    values = [(cell, weight) for cell, weight in cells if not isinstance(cell, Missing)]
    if below := told_below(len(values), audience):
        return Tally(variable, None, None, below=below)
    least = told_below(1, audience) or 1
    numbers, weights = _counted(variable, values)
    exclusive = variable.family != "many" and bool(numbers)
    unasked, empty = (sum(reasons[kind] for kind in kinds) for kinds in (_NOT_ASKED, _NO_ANSWER))
    line = {("", f"={one}"): number for one, number in (numbers if exclusive else {"": len(values)}).items()}
    told = suppress_small({**line, ("", "unasked"): unasked, ("", "empty"): empty}, least)
    whole = None not in told.values() or (exclusive and None not in (told["", "unasked"], told["", "empty"]))
    counts = {
        one: told["", f"={one}"] if exclusive else _of_two(number, len(values) - number, least)
        for one, number in numbers.items()
    }
    return Tally(
        variable,
        None if told["", "unasked"] is None else len(cells) - unasked,
        len(values) if whole else None,
        tuple(Count(one, n, weights[one] if weighted and n is not None else None) for one, n in counts.items()),
        _told_reasons(reasons, least) if whole else {},
        _spread(variable, [value for value, _ in values], least),
        0 if whole and None not in counts.values() else least,
    )


def _counted(variable: Variable, values: Sequence[tuple[Value, float]]) -> tuple[dict[str, int], dict[str, float]]:
    """How many, and what weight, chose each option; nothing for kinds of value that have no options."""
    if variable.family not in ("one", "many", "tick", "rank"):
        return {}, {}
    numbers = {o.value: 0 for o in variable.options if o.value.casefold() not in REFUSALS}
    weights = dict.fromkeys(numbers, 0.0)
    for value, weight in values:
        for chosen in _chosen(variable, value):
            numbers[chosen] = numbers.get(chosen, 0) + 1
            weights[chosen] = weights.get(chosen, 0.0) + weight
    return numbers, weights


def _told_reasons(reasons: Counter[Missing], least: int) -> dict[Missing, int]:
    """Numbers of empty cells by reason; where one of a kind is too small, none of that kind is told apart."""
    return {
        kind: reasons[kind]
        for kinds in (_NOT_ASKED, _NO_ANSWER)
        if not any(0 < reasons[kind] < least for kind in kinds)
        for kind in kinds
        if reasons[kind]
    }


def _chosen(variable: Variable, value: Value) -> Iterable[str]:
    if variable.family == "tick":
        return ("OK",)
    if isinstance(value, tuple):
        return (str(value[0]),) if variable.family == "rank" else tuple(str(one) for one in value)
    return (str(value),)


def _of_two(number: int, rest: int, least: int) -> int | None:
    """How many chose one of several options, unless those who did, or those who did not, are too few to be told."""
    return None if any(0 < one < least for one in (number, rest)) else number


def _spread(variable: Variable, values: Sequence[Value], least: int) -> tuple[float, ...]:
    """Minimum, lower quartile, median, upper quartile, maximum of numbers, by Tukey's hinges (Tukey 1977).

    For an audience with a least number the ends are left out, and quartiles need that many values on either side.
    """
    numbers = sorted(float(value) for value in values if isinstance(value, int | float))
    if variable.family != "number" or not numbers:
        return ()
    half = (len(numbers) + 1) // 2
    inner = (median(numbers[:half]), median(numbers), median(numbers[-half:]))
    if least == 1:
        return (numbers[0], *inner, numbers[-1])
    return inner if len(numbers) >= 4 * least else (inner[1],) if len(numbers) >= 2 * least else ()
