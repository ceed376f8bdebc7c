"""Exports for SPSS (.sav) and Stata (.dta), with labels of variables and values in a language.

They carry no words: these formats are passed on, and open answers would go with them. Needs the extra "statistics".
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from filao.core.forms.variables import Option, Variable, plain
from filao.core.problems import Problem
from filao.core.responses import Cell, Missing
from filao.exchange.packages import zipped
from filao.exchange.responses.columns import Export, Table

_REASONS: tuple[tuple[Missing, int, str], ...] = (
    (Missing.VERSION, -95, "Version did not ask"),
    (Missing.LOGIC, -96, "Not asked"),
    (Missing.SKIPPED, -97, "Left empty"),
    (Missing.REFUSED, -98, "Refused"),
    (Missing.UNSOUND, -99, "Cannot be read"),
)
"""Why a number is missing: its code in SPSS; in Stata .a to .e in the same order."""
_CODES = {reason: code for reason, code, _ in _REASONS}
_LETTERS = {reason: "abcde"[place] for place, (reason, _, _) in enumerate(_REASONS)}
_NAME_LIMIT = 32
_RESERVED = frozenset({
    "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with", "byte", "double", "float", "if", "in",
    "int", "long", "str", "strl", "using",
})  # fmt: skip
"""Names that SPSS or Stata keep for themselves."""


@dataclass(slots=True)
class _Frame:
    """One table as columns: name -> values, empty ones as their reason; labels of names and of values; which columns
    hold numbers, and so can tell reasons apart."""

    values: dict[str, list[Any]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    value_labels: dict[str, dict[int | float, str]] = field(default_factory=dict)
    numeric: set[str] = field(default_factory=set)

    def reasons(self, name: str) -> set[Missing]:
        return {value for value in self.values[name] if isinstance(value, Missing)} if name in self.numeric else set()

    def with_codes(self, name: str, codes: Mapping[Missing, Any]) -> list[Any]:
        """The values of a column, reasons by their codes."""
        return [codes.get(value) if isinstance(value, Missing) else value for value in self.values[name]]


def write_sav(export: Export, language: str = "") -> bytes:
    """SPSS: one file, or a zip of one for each table where the form has repeats. Raises Problem statistics_missing."""
    return _written(export, language, ".sav", _save_sav)


def write_stata(export: Export, language: str = "") -> bytes:
    """Stata: one file, or a zip of one for each table where the form has repeats. Raises Problem statistics_missing."""
    return _written(export, language, ".dta", _save_stata)


def _still(data: bytes) -> bytes:
    """The file without the moment it was written at (SPSS keeps it in 17 bytes of the head): the same answers, the same file."""
    return data[:92] + b"01 Jan 8000:00:00" + data[109:] if data.startswith(b"$FL") else data


def _written(export: Export, language: str, ending: str, save: Callable[[_Frame, Path], None]) -> bytes:
    try:
        import pandas  # noqa: F401
        import pyreadstat  # noqa: F401
    except ImportError as error:
        raise Problem("statistics_missing") from error
    files: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        for table in export.tables:
            path = Path(folder) / f"table{ending}"
            save(_frame(export, table, language), path)
            files[f"{table.name}{ending}"] = _still(path.read_bytes())
    return next(iter(files.values())) if len(files) == 1 else zipped(files)


def _frame(export: Export, table: Table, language: str) -> _Frame:
    frame, names = _Frame(), _Names()
    members = [v for v in export.layout.tables[table.repeat] if v.closed]
    keys = [names.take(key) for key in table.keys]
    plans = [plan for v in members for plan in _plans(v, names, language)]
    for name, label in [*zip(keys, table.keys, strict=True), *((plan.name, plan.label) for plan in plans)]:
        frame.values[name], frame.labels[name] = [], label
    for plan in plans:
        if plan.labels:
            frame.value_labels[plan.name] = dict(plan.labels)
        if plan.numeric:
            frame.numeric.add(plan.name)
    for told, row in export.cells(table):
        for key, text in zip(keys, told, strict=True):
            frame.values[key].append(text)
        for plan in plans:
            frame.values[plan.name].append(plan.value(row.cells[plan.variable.name]))
    return frame


class _Names:
    """Names that both programs take: letters, digits and underscores, a letter first, at most 32, none twice."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def take(self, wanted: str) -> str:
        plain_ = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode()
        name = re.sub(r"\W", "_", plain_)[:_NAME_LIMIT].rstrip("_") or "v"
        if not name[0].isalpha():
            name = f"v_{name}"[:_NAME_LIMIT]
        if name.lower() in _RESERVED:
            name += "_"
        tries: Iterable[str] = (name, *(f"{name[: _NAME_LIMIT - 4]}_{n}" for n in range(2, 1000)))
        found = next(one for one in tries if one.lower() not in self._used)
        self._used.add(found.lower())
        return found


@dataclass(frozen=True, slots=True)
class _Plan:
    """One column: the variable it shows, the option it tells of ("" for the value), codes of options."""

    name: str
    label: str
    variable: Variable
    option: str = ""
    codes: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[int | float, str] = field(default_factory=dict)

    @property
    def numeric(self) -> bool:
        return self.variable.family not in ("date", "time") and not (self.variable.family == "one" and not self.codes)

    def value(self, cell: Cell) -> Any:
        if isinstance(cell, Missing):
            return cell
        if self.variable.family == "one":
            return self.codes.get(str(cell), Missing.UNSOUND) if self.codes else str(cell)
        if isinstance(cell, tuple):
            place = cell.index(self.option) + 1 if self.option in cell else 0
            return place if self.variable.family == "rank" else int(place > 0)
        if self.variable.family == "tick":
            return 1
        return cell if isinstance(cell, int | float | date) else str(cell)


def _plans(variable: Variable, names: _Names, language: str) -> Iterator[_Plan]:
    label = variable.label(language)
    if variable.family in ("many", "rank"):
        for option in variable.options:
            words = f"{label}: {_words(option, language)}"
            labels: dict[int | float, str] = {0: "No", 1: "Yes"} if variable.family == "many" else {}
            yield _Plan(names.take(f"{variable.name}_{option.value}"), words, variable, option.value, {}, labels)
    else:
        codes = _codes(variable.options) if variable.family == "one" else {}
        labels = {codes[o.value]: _words(o, language) for o in variable.options if o.value in codes}
        yield _Plan(names.take(variable.name), label, variable, "", codes, labels)


def _words(option: Option, language: str) -> str:
    return plain(option.labels, language) or option.value


def _codes(options: Sequence[Option]) -> dict[str, int]:
    """Numbers of options: their own values where all are whole numbers, else their place."""
    values = [option.value for option in options]
    if all(re.fullmatch(r"-?[0-9]{1,9}", value) for value in values) and not {int(v) for v in values} & set(
        _CODES.values()
    ):
        return {value: int(value) for value in values}
    return {value: place for place, value in enumerate(values, start=1)}


def _save_sav(frame: _Frame, path: Path) -> None:
    import pandas as pd
    import pyreadstat

    values, labels = {}, {name: dict(known) for name, known in frame.value_labels.items()}
    ranges: dict[str, list[Any]] = {}
    for name in frame.values:
        reasons = frame.reasons(name)
        free = not set(frame.values[name]) & set(_CODES.values())
        values[name] = frame.with_codes(name, _CODES if reasons and free else {})
        if reasons and free:
            ranges[name] = [{"lo": min(_CODES.values()), "hi": max(_CODES.values())}]
            labels.setdefault(name, {}).update({code: words for reason, code, words in _REASONS if reason in reasons})
    pyreadstat.write_sav(
        pd.DataFrame(values), path, column_labels=dict(frame.labels), variable_value_labels=labels, missing_ranges=ranges,
        row_compress=True,
    )  # fmt: skip


def _save_stata(frame: _Frame, path: Path) -> None:
    import pandas as pd
    import pyreadstat

    missing = {
        name: sorted(_LETTERS[one] for one in reasons) for name in frame.values if (reasons := frame.reasons(name))
    }
    values = {name: frame.with_codes(name, _LETTERS if name in missing else {}) for name in frame.values}
    pyreadstat.write_dta(
        pd.DataFrame(values), path, column_labels={name: label[:80] for name, label in frame.labels.items()},
        variable_value_labels=frame.value_labels, missing_user_values=missing,
    )  # fmt: skip
