"""Answers from grids: one main table, and a table for each repeat whose rows name the row they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from filao.core.forms.questionnaire import Question
from filao.core.problems import Fault, Problem
from filao.core.register.imports import Rejection
from filao.exchange.answers.drafts import Draft, instance_id, settle
from filao.exchange.answers.grids import written
from filao.exchange.answers.headings import Columns, System, Target, columns, separators
from filao.exchange.answers.model import Grid, Heading, Reading, Wishes, about
from filao.exchange.answers.schema import Field, Schema
from filao.exchange.answers.values import Choosing, joined_place, text_of, ticked
from filao.exchange.limits import ROW_LIMIT
from filao.exchange.sheets import unescaped

_OF_FORM = {
    "survey": {"type"}, "choices": {"list_name", "list name"}, "external_choices": {"list_name", "list name"},
    "settings": {"form_id", "form_title"}, "entities": {"list_name", "dataset"},
}  # fmt: skip
"""Sheets that hold the form itself, not answers to it, and heads by one of which they are known."""
CODEBOOK = "FilaoCodebook"
"""First head of the codebook in our own exports."""
_SHEET_NAME = 31
_NOT_OPENED = ("not decrypted", "missing encrypted form data")


@dataclass(slots=True)
class _Table:
    """A grid as the table of a repeat ("" the main one): its columns, and the drafts or rows that its keys lead to."""

    grid: Grid
    repeat: str
    columns: Columns
    by_key: dict[tuple[str, str], list[tuple[Draft, str]]] = field(default_factory=dict)
    """(kind of key, key) -> answers with the place of the row in them ("" or "tie[2]/")."""


def from_grids(grids: Sequence[Grid], schema: Schema, wishes: Wishes, name: str, *, alone: bool = False) -> Reading:
    """Every answer of the grids of one file; `alone` where a file of its kind holds one table only.

    Raises Problem no_answers.
    """
    tables, ignored = _tables(grids, schema, wishes)
    main = next((table for table in tables if not table.repeat), None)
    if main is None:
        raise Problem("no_answers", name=name, form=schema.newest.id)
    told: list[Rejection] = []
    for table in tables[:]:
        if table is not main and (not table.repeat or _again(table, tables)):
            told.append(about(table.grid.name, "", "answer_second_table", value=main.grid.name))
            tables.remove(table)
            ignored.append(table.grid.name)
    drafts = _main_rows(main, schema, wishes)
    lost: list[tuple[str, int]] = []
    by_repeat = {table.repeat: table for table in tables}
    for repeat in schema.repeats:
        if repeat in by_repeat:
            above = by_repeat.get(schema.parent(repeat))
            _repeat_rows(by_repeat[repeat], above, main, schema, wishes, told, lost)
        elif alone:
            told.append(about(main.grid.name, repeat, "answer_repeat_missing"))
    headings: list[Heading] = []
    for table in tables:
        told += table.columns.rejections
        headings += table.columns.headings
    order = [main, *(table for table in tables if table is not main)]
    sheets = [(table.grid.name, len(table.grid.rows)) for table in order]
    reading = settle(drafts, schema, wishes, sheets, told, headings, lost)
    return Reading(reading.answers, reading.accounts, reading.rejections, reading.headings, ignored=tuple(ignored))


def _again(table: _Table, tables: Sequence[_Table]) -> bool:
    """Whether an earlier grid is the table of the same repeat."""
    return next(other for other in tables if other.repeat == table.repeat) is not table


def _tables(grids: Sequence[Grid], schema: Schema, wishes: Wishes) -> tuple[list[_Table], list[str]]:
    found: list[_Table] = []
    spare: list[_Table] = []
    ignored: list[str] = []
    named, signs = _by_name(grids, schema), separators(grids, schema)
    for grid in grids:
        if _OF_FORM.get(grid.name.casefold(), set()) & set(grid.head) or grid.head[:1] == (CODEBOOK,):
            ignored.append(grid.name)
            continue
        read = [_Table(grid, repeat, columns(grid, schema, repeat, wishes, signs)) for repeat in ("", *schema.repeats)]
        best = max(
            read, key=lambda t: (_linked(t), bool(t.repeat) and t.repeat == named.get(grid.name), t.columns.fitting)
        )
        if best.columns.fitting:
            found.append(best)
        else:
            ignored.append(grid.name)
            spare += [table for table in read[:1] if table.columns.places("instance") and _linked(table)]
    if found and spare and all(table.repeat for table in found):
        found.insert(0, spare[0])
        ignored.remove(spare[0].grid.name)
    return found, ignored


def _linked(table: _Table) -> bool:
    """Whether a grid names rows above exactly if it is read as the table of a repeat."""
    links: tuple[System, ...] = ("parent_index", "parent_key", "submission_uuid", "submission_id")
    return bool(table.repeat) == any(table.columns.places(kind) for kind in links)


def _by_name(grids: Sequence[Grid], schema: Schema) -> dict[str, str]:
    """Grids named after a repeat: by its name, cut as spreadsheet programs need it, or behind the name of the form."""
    found: dict[str, str] = {}
    leaves: dict[str, list[str]] = {}
    for repeat in schema.repeats:
        leaves.setdefault(repeat.rpartition("/")[2], []).append(repeat)
    for grid in grids:
        for leaf, places in leaves.items():
            short = re.escape(leaf[:_SHEET_NAME])
            dots = re.escape(leaf[: _SHEET_NAME - 3])
            match = re.fullmatch(rf"(?:{short}|{dots}\.\.\.|.+-{re.escape(leaf)})(?:~([0-9]+))?", grid.name)
            if match and len(places) == 1 and not match[1]:
                found[grid.name] = places[0]
            elif match and match[1] and int(match[1]) <= len(places):
                found[grid.name] = places[int(match[1]) - 1]
    return found


# --- rows ----------------------------------------------------------------------------------------------------------


def _main_rows(table: _Table, schema: Schema, wishes: Wishes) -> list[Draft]:
    reader = _Reader(table, schema, wishes)
    drafts = []
    for number, cells in table.grid.rows:
        texts = {kind: _first(table, cells, kind) for kind in ("instance", "uuid", "id", "index")}
        draft = Draft(table.grid.name, number, instance_id(texts["instance"]) or instance_id(texts["uuid"]))
        draft.rows.append((table.grid.name, number))
        if not draft.id and (unfit := texts["instance"] or texts["uuid"]):
            draft.fault("", "answer_id_unfit", unfit)
        versions = (written(cells[n]) for n in table.columns.places("version") if n < len(cells))
        draft.versions = tuple(version for version in versions if version)
        if (status := _first(table, cells, "status")) in _NOT_OPENED:
            draft.fault("Status", "answer_encrypted", status)
        draft.values.update(reader.row(number, cells, draft))
        keys = {*texts.items(), ("uuid", draft.id.removeprefix("uuid:"))}
        for key in keys:
            if key[1]:
                table.by_key.setdefault(key, []).append((draft, ""))
        drafts.append(draft)
    return drafts


_POSITION = re.compile(r"\[([0-9]{1,6})\]$")


def _repeat_rows(
    table: _Table,
    above: _Table | None,
    main: _Table,
    schema: Schema,
    wishes: Wishes,
    told: list[Rejection],
    lost: list[tuple[str, int]],
) -> None:
    reader = _Reader(table, schema, wishes)
    outer = schema.parent(table.repeat)
    own = table.repeat[len(outer) + 1 :] if outer else table.repeat
    under: dict[tuple[int, str], list[tuple[int, int, Sequence[object], Draft]]] = {}
    for number, cells in table.grid.rows:
        found, value, code = _parent(table, above, main, cells)
        if found is None:
            told.append(about(table.grid.name, "", code, row=number, value=value))
            lost.append((table.grid.name, number))
            continue
        stated = _POSITION.search(_first(table, cells, "instance"))
        rank = int(stated[1]) if stated else ROW_LIMIT + number
        under.setdefault((id(found[0]), found[1]), []).append((rank, number, cells, found[0]))
    for (_, place), rows in under.items():
        for position, (_, number, cells, draft) in enumerate(sorted(rows, key=lambda row: row[:2]), start=1):
            here = f"{place}{own}[{position}]/"
            draft.rows.append((table.grid.name, number))
            for path, text in reader.row(number, cells, draft):
                draft.values[here + path[len(table.repeat) + 1 :]] = text
            for kind in ("index", "instance"):
                if key := _first(table, cells, kind):
                    table.by_key.setdefault((kind, key), []).append((draft, here))


_LINKS: tuple[tuple[System, str, bool], ...] = (
    ("parent_key", "instance", False), ("parent_index", "index", False), ("submission_uuid", "uuid", True),
    ("submission_id", "id", True),
)  # fmt: skip
"""Column of a repeat's row, the kind of key it holds, and whether it names the answer itself and not the row above."""


def _parent(
    table: _Table, above: _Table | None, main: _Table, cells: Sequence[object]
) -> tuple[tuple[Draft, str] | None, str, str]:
    """The row that a row of a repeat belongs to; else the key that failed and why."""
    found: tuple[Draft, str] | None = None
    failed, code = "", "answer_row_alone"
    for link, kind, whole in _LINKS:
        key = _first(table, cells, link)
        holder = main if whole else above
        if not key or holder is None:
            continue
        known = holder.by_key.get((kind, key.removeprefix("uuid:") if kind == "uuid" else key), [])
        if whole and found is None and above is not main:
            continue
        if found is None:
            if len(known) == 1:
                found = known[0]
            else:
                failed, code = key, "answer_parent_twice" if known else "answer_row_alone"
        elif whole and known and all(draft is not found[0] for draft, _ in known):
            return None, key, "answer_parents_differ"
    return found, failed, code


def _first(table: _Table, cells: Sequence[object], kind: str) -> str:
    """The first text that a row has in the columns of a kind."""
    places = table.columns.own.get(kind, ())
    return next((text for n in places if n < len(cells) and (text := written(cells[n]))), "")


class _Reader:
    """Reads the cells of a table's rows as texts of an answer, by question."""

    def __init__(self, table: _Table, schema: Schema, wishes: Wishes) -> None:
        self._grid = table.grid
        self._fields: dict[str, tuple[Field, list[tuple[int, Target]]]] = {}
        for place, target in enumerate(table.columns.targets):
            if target.role in ("value", "option", "part"):
                self._fields.setdefault(target.path, (schema.fields[target.path], []))[1].append((place, target))
        by = {heading.column: heading.by for heading in table.columns.headings}
        self._choosing: dict[tuple[str, bool], Choosing] = {}
        for path, (one, members) in self._fields.items():
            places = [place for place, target in members if target.role == "value"]
            labelled = any(by.get(table.grid.head[place], "").startswith("label") for place in places)
            for several in {family != "one" for family in one.families & {"one", "many", "rank"}}:
                column = (row[place] for _, row in table.grid.rows for place in places if place < len(row))
                self._choosing[path, several] = Choosing(one, several, labelled, wishes.unlisted, column)

    def row(self, number: int, cells: Sequence[object], draft: Draft) -> Iterable[tuple[str, str]]:
        """Paths below the root, without positions, and texts; faults go to the draft."""
        for path, (one, members) in self._fields.items():
            text = self._value(one, one.asked(draft.versions), members, cells)
            if isinstance(text, tuple):
                fault, column, value = text
                told = about(self._grid.name, column, fault.code, row=number, value=value, **fault.facts)
                draft.faults.append(told)
            elif text is not None:
                yield path, text

    def _value(
        self, one: Field, question: Question, members: Sequence[tuple[int, Target]], cells: Sequence[object]
    ) -> str | tuple[Fault, str, str] | None:
        given = {target: (place, cells[place] if place < len(cells) else None) for place, target in members}
        found: str | None = None
        for target, (place, cell) in given.items():
            if target.role == "value" and cell not in (None, ""):
                read = self._read(one, question, cell)
                if isinstance(read, Fault):
                    return read, self._grid.head[place], written(cell)
                found = read or found
        options = self._options(given)
        if isinstance(options, tuple):
            return options
        if options is not None and found and set(found.split()) != set(options.split()):
            place = members[0][0]
            return Fault("answer_columns_differ"), self._grid.head[place], found
        parts = {int(target.key): written(cell) for target, (_, cell) in given.items() if target.role == "part"}
        if found is None and parts:
            place_text = joined_place(parts)
            if isinstance(place_text, Fault):
                return place_text, one.name, " ".join(parts.values())
            return place_text or None
        return found if found is not None else options

    def _read(self, one: Field, question: Question, cell: object) -> str | Fault:
        if self._grid.marks and isinstance(cell, str):
            cell = unescaped(cell)
        if question.type in ("select_one", "select_multiple", "rank"):
            return self._choosing[one.path, question.type != "select_one"].read(cell)
        return text_of(question.type, cell)

    def _options(self, given: Mapping[Target, tuple[int, object]]) -> str | tuple[Fault, str, str] | None:
        """Values whose own column says that they were chosen; None where no such column says anything."""
        chosen: list[str] = []
        asked = False
        for target, (place, cell) in given.items():
            if target.role == "option":
                tick = ticked(cell)
                if isinstance(tick, Fault):
                    return tick, self._grid.head[place], written(cell)
                asked |= tick is not None
                if tick:
                    chosen.append(target.key)
        return " ".join(chosen) if asked else None
