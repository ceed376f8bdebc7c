"""An answer while it is put together from cells: its texts by path, the faults of its rows, and the version it is held
against. What comes out is the same whichever kind of file it was read from."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from filao.core.register.imports import Account, Rejection
from filao.exchange.answers.model import Found, Heading, Reading, Wishes, about
from filao.exchange.answers.schema import Schema

_HEX = re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")
_ID = re.compile(r"[!-~]{1,190}")
_SPACE = uuid.UUID("8f4b6d0a-2c1e-5b7e-9a51-6f1a3c0d7e42")
"""Name space of ids made for answers whose file gives them none."""


@dataclass(slots=True)
class Draft:
    """One answer on its way. `values` are texts by concrete path below the root; `rows` how many rows of each sheet it
    takes in."""

    sheet: str
    row: int
    id: str = ""
    versions: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    faults: list[Rejection] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)

    def fault(self, column: str, code: str, value: str = "", **facts: object) -> None:
        self.faults.append(about(self.sheet, column, code, row=self.row, value=value, **facts))


def instance_id(text: str) -> str:
    """An id with its scheme: a bare UUID gets "uuid:", others stay; "" for what can be none."""
    text = text.strip()
    if _HEX.fullmatch(text):
        return f"uuid:{text}"
    return text if _ID.fullmatch(text) else ""


def bare(path: str) -> str:
    """A concrete path without its positions."""
    return re.sub(r"\[[0-9]+\]", "", path)


def version_of(draft: Draft, schema: Schema, wishes: Wishes) -> str:
    """The version an answer is held against: the one it names, else the one wished for, else the newest that has all its
    questions, else the one that has most of them."""
    known = schema.by_version
    for version in (*draft.versions, wishes.version):
        if version and version in known:
            return version
    places = {bare(path) for path, text in draft.values.items() if text}
    having = {
        version: sum(path in schema.fields and version in schema.fields[path].questions for path in places)
        for version in known
    }
    newest_first = list(reversed(list(having)))
    return max(newest_first, key=lambda version: (having[version], -newest_first.index(version)))


def settle(
    drafts: Sequence[Draft],
    schema: Schema,
    wishes: Wishes,
    sheets: Iterable[tuple[str, int]],
    rejections: Iterable[Rejection] = (),
    headings: Iterable[Heading] = (),
    lost: Iterable[tuple[str, int]] = (),
) -> Reading:
    """What the drafts come to. `sheets` are their sheets with the number of rows; `lost` rows that belong to no draft."""
    counts = {sheet: [rows, 0, 0, 0] for sheet, rows in sheets}
    told = list(rejections)
    for sheet, _row in lost:
        counts[sheet][3] += 1
    answers: dict[str, Found] = {}
    used: dict[str, int] = {}
    for draft in drafts:
        version = version_of(draft, schema, wishes)
        _within(draft, schema, version)
        id = draft.id or _made_id(draft, schema, used)
        found = Found(draft.sheet, draft.row, id, version, _ordered(draft.values), tuple(draft.rows))
        known = answers.get(id)
        if known and not draft.faults and (known.values, known.version) != (found.values, found.version):
            draft.fault("", "answer_id_twice", id, first_row=known.row)
        place = 3 if draft.faults else 2 if known else 1
        for sheet, row in draft.rows:
            counts[sheet][place] += 1
            if draft.faults and (sheet, row) != (draft.sheet, draft.row) and not _speaks(draft, sheet, row):
                told.append(about(sheet, "", "answer_rejected", row=row, value=id))
        told.extend(draft.faults)
        if place == 1:
            answers[id] = found
    order = {sheet: place for place, sheet in enumerate(counts)}
    told.sort(key=lambda one: (order.get(one.sheet, len(order)), one.row))
    accounts = tuple(Account(sheet, *numbers) for sheet, numbers in counts.items())
    return Reading(tuple(answers.values()), accounts, tuple(told), tuple(headings))


def _speaks(draft: Draft, sheet: str, row: int) -> bool:
    return any((fault.sheet, fault.row) == (sheet, row) for fault in draft.faults)


def _within(draft: Draft, schema: Schema, version: str) -> None:
    """Hold an answer against a version: a question that stood elsewhere in it goes there, and what the answer says to
    questions that the version does not have cannot be kept with it."""
    for path, text in list(draft.values.items()):
        place = bare(path)
        if version in schema.fields[place].questions:
            continue
        del draft.values[path]
        there = schema.moved(place, version)
        if there:
            repeat = schema.fields[place].repeat
            row = path[: len(path) - (len(place) - len(repeat) - 1 if repeat else len(place))]
            draft.values.setdefault(row + (there[len(repeat) + 1 :] if repeat else there), text)
        elif text:
            draft.fault(place, "answer_not_in_version", text, version=version)


def _ordered(values: dict[str, str]) -> dict[str, str]:
    return dict(sorted(values.items()))


def _made_id(draft: Draft, schema: Schema, used: dict[str, int]) -> str:
    """An id for an answer without one, the same each time the same file is read; equal answers are told apart by their
    order."""
    said = "\x1f".join(f"{path}\x1e{text}" for path, text in _ordered(draft.values).items() if text)
    digest = hashlib.sha256(f"{schema.newest.id}\x1d{said}".encode("utf-8", "replace")).hexdigest()
    used[digest] = used.get(digest, 0) + 1
    return f"uuid:{uuid.uuid5(_SPACE, f'{digest}/{used[digest]}')}"
