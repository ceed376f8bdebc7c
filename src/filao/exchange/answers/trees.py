"""Answers from JSON: KoboToolbox's API v2 (keys are whole paths, repeats are lists), ODK Central's OData (groups are
objects, repeats expanded or in files of their own), and our own export, which has the shape of the first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from filao.core.forms.questionnaire import DataType
from filao.core.problems import Fault, Problem
from filao.core.register.imports import Rejection
from filao.exchange.answers.drafts import Draft, bare, instance_id, settle
from filao.exchange.answers.headings import system
from filao.exchange.answers.model import Reading, Wishes, about
from filao.exchange.answers.schema import Field, Schema
from filao.exchange.answers.values import Choosing, text_of
from filao.exchange.csvs import check_size
from filao.exchange.limits import AREA_LIMIT, ROW_LIMIT

_DEPTH = 60
_TABLE = re.compile(r"#Submissions((?:\.[^/.]+)*)")
_PARENT = re.compile(r"__Submissions(?:-.+)?-id")
_NOT_OPENED = frozenset({"notDecrypted", "missingEncryptedFormData"})


def is_json(data: bytes) -> bool:
    """Whether a file begins as a JSON object or list does."""
    start = data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    return start[:1] in (b"{", b"[")


def loaded(data: bytes, name: str) -> Any:
    """The content of a JSON file; numbers stay as they are written.

    Raises Problem: file_too_large, file_empty, too_many_cells, not_json.
    """
    check_size(data, name)
    if data.count(b"[") + data.count(b"{") + data.count(b",") > 2 * AREA_LIMIT:
        raise Problem("too_many_cells", name=name, sheet=name, limit=AREA_LIMIT)
    try:
        return json.loads(data, parse_float=str, parse_int=str, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Problem("not_json", name=name) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


@dataclass(slots=True)
class _Page:
    """One file: its rows, the repeat they are rows of ("" answers), and whether further pages follow."""

    name: str
    rows: list[Any]
    repeat: str = ""
    more: bool = False


def from_json(files: Sequence[tuple[str, bytes]], schema: Schema, wishes: Wishes) -> Reading:
    """Every answer of the files. Raises Problem no_answers, too_many_rows and those of `loaded`."""
    pages = [_page(loaded(data, name), name, schema) for name, data in files]
    reader = _Reader(schema, wishes)
    drafts: list[Draft] = []
    for page in pages:
        if not page.repeat:
            drafts += [reader.answer(row, page.name, number) for number, row in enumerate(page.rows, start=1)]
    lost: list[tuple[str, int]] = []
    for page in sorted((page for page in pages if page.repeat), key=lambda page: page.repeat.count("/")):
        lost += reader.repeat(page)
    told = [*reader.told, *(about(page.name, "", "answer_more_pages") for page in pages if page.more)]
    fed = {page.repeat for page in pages}
    told += [about(name, path, "answer_repeat_missing") for path, name in reader.away.items() if path not in fed]
    if not drafts and not any(not page.repeat for page in pages):
        raise Problem("no_answers", name=files[0][0], form=schema.newest.id)
    return settle(drafts, schema, wishes, [(page.name, len(page.rows)) for page in pages], told, (), lost)


def _page(content: Any, name: str, schema: Schema) -> _Page:
    said: dict[str, Any] = content if isinstance(content, dict) else {"results": content}
    rows = next((said[key] for key in ("results", "value") if isinstance(said.get(key), list)), None)
    if rows is None:
        raise Problem("no_answers", name=name, form=schema.newest.id)
    if len(rows) > ROW_LIMIT:
        raise Problem("too_many_rows", name=name, sheet=name, limit=ROW_LIMIT)
    table = _TABLE.search(str(said.get("@odata.context", "")))
    repeat = table[1][1:].replace(".", "/") if table else ""
    if repeat and repeat not in schema.repeats:
        raise Problem("no_answers", name=name, form=schema.newest.id)
    return _Page(name, rows, repeat, bool(said.get("next") or said.get("@odata.nextLink")))


@dataclass(slots=True)
class _Reader:
    """Walks through objects; `told` speaks of keys that are no questions, `away` names repeats that were only linked."""

    schema: Schema
    wishes: Wishes
    told: list[Rejection] = field(default_factory=list)
    away: dict[str, str] = field(default_factory=dict)
    _places: dict[str, tuple[Draft, str]] = field(default_factory=dict)
    _choosing: dict[tuple[str, bool], Choosing] = field(default_factory=dict)
    _unknown: set[str] = field(default_factory=set)

    def answer(self, row: Any, sheet: str, number: int) -> Draft:
        draft = Draft(sheet, number)
        draft.rows.append((sheet, number))
        if not isinstance(row, dict):
            draft.fault("", "answer_no_object")
            return draft
        given = {key: str(value) for key, value in _own(row) if isinstance(value, str)}
        for kind in ("instance", "uuid"):
            texts = [
                text for key, text in given.items() if (key == "__id" and kind == "instance") or system(key) == kind
            ]
            draft.id = draft.id or next((id for text in texts if (id := instance_id(text))), "")
            if texts and not draft.id:
                draft.fault("", "answer_id_unfit", texts[0])
        draft.versions = tuple(text for key, text in given.items() if system(key) == "version" or key == "formVersion")
        if given.get("status") in _NOT_OPENED or row.get("_encrypted"):
            draft.fault("", "answer_encrypted", given.get("status", ""))
        self._walk(row, "", "", draft, 0)
        return draft

    def repeat(self, page: _Page) -> Iterator[tuple[str, int]]:
        """Rows of a repeat that stand in a file of their own; gives those whose row above is not there."""
        outer = self.schema.parent(page.repeat)
        own = page.repeat[len(outer) + 1 :] if outer else page.repeat
        counts: dict[tuple[int, str], int] = {}
        for number, row in enumerate(page.rows, start=1):
            key = next((str(row[key]) for key in row if _PARENT.fullmatch(key)), "") if isinstance(row, dict) else ""
            above = self._places.get(key)
            if above is None or not isinstance(row, dict):
                self.told.append(about(page.name, "", "answer_row_alone", row=number, value=key))
                yield page.name, number
                continue
            draft, place = above
            counts[id(draft), place] = counts.get((id(draft), place), 0) + 1
            draft.rows.append((page.name, number))
            self._walk(row, page.repeat, f"{place}{own}[{counts[id(draft), place]}]/", draft, 0)

    def _walk(self, row: Mapping[str, Any], above: str, place: str, draft: Draft, depth: int) -> None:
        """Take what an object says. `above` is the path of the object, `place` the row of the repeat it lies in."""
        if depth > _DEPTH:
            draft.fault(above, "answer_too_deep")
            return
        if isinstance(row.get("__id"), str):
            self._places[row["__id"]] = (draft, place)
        for key, value in row.items():
            path = key if "/" in key or not above else f"{above}/{key}"
            path = self.wishes.mapping.get(path, path)
            if key.endswith("@odata.navigationLink"):
                name = path.partition("@")[0]
                if name in self.schema.repeats and key.partition("@")[0] not in row:
                    self.away[name] = draft.sheet
            elif path in self.schema.repeats and isinstance(value, list):
                self._repeated(value, path, place, draft, depth)
            elif path in self.schema.fields:
                self._take(self.schema.fields[path], value, place, draft)
            elif isinstance(value, dict) and any(known.startswith(f"{path}/") for known in self.schema.fields):
                self._walk(value, path, place, draft, depth + 1)
            elif path and not key.startswith("_") and key != "meta" and not system(key) and path not in self._unknown:
                self._unknown.add(path)
                self.told.append(about(draft.sheet, path, "answer_column_unknown"))

    def _repeated(self, rows: list[Any], path: str, place: str, draft: Draft, depth: int) -> None:
        outer = self.schema.parent(path)
        own = path[len(outer) + 1 :] if outer else path
        for number, row in enumerate(rows, start=1):
            if isinstance(row, dict):
                self._walk(row, path, f"{place}{own}[{number}]/", draft, depth + 1)
            else:
                draft.fault(path, "answer_no_object")

    def _take(self, one: Field, value: Any, place: str, draft: Draft) -> None:
        question = one.asked(draft.versions)
        if value is None or question.type == "note":
            return
        if bare(place) != (f"{one.repeat}/" if one.repeat else ""):
            draft.fault(one.path, "answer_misplaced")
            return
        text = self._read(one, question.type, value)
        if isinstance(text, Fault):
            told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            draft.faults.append(about(draft.sheet, one.path, text.code, row=draft.row, value=told, **text.facts))
        else:
            draft.values[place + one.path[len(one.repeat) + 1 if one.repeat else 0 :]] = text

    def _read(self, one: Field, type: DataType, value: Any) -> str | Fault:
        if isinstance(value, dict):
            return _shape(value) if type in ("geopoint", "geotrace", "geoshape") else Fault("answer_no_text")
        if isinstance(value, list):
            if type not in ("select_multiple", "rank") or not all(isinstance(part, str) for part in value):
                return Fault("answer_no_text")
            value = " ".join(value)
        if type in ("select_one", "select_multiple", "rank"):
            key = one.path, type != "select_one"
            if key not in self._choosing:
                self._choosing[key] = Choosing(one, key[1], False, self.wishes.unlisted)
            return self._choosing[key].read(value)
        return text_of(type, value)


def _own(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What an answer says of itself, wherever the tool puts it."""
    yield from row.items()
    for key, prefix in (("meta", "meta/"), ("__system", "")):
        if isinstance(row.get(key), dict):
            yield from ((prefix + name, value) for name, value in row[key].items())


def _shape(value: Mapping[str, Any]) -> str | Fault:
    """GeoJSON as the text of a place or a line: latitude, longitude, altitude, accuracy."""
    kind, points = value.get("type"), value.get("coordinates")
    properties = value.get("properties")
    if kind == "Polygon" and isinstance(points, list) and points:
        points = points[0]
    if kind == "Point":
        points = [points]
    if kind not in ("Point", "LineString", "Polygon") or not isinstance(points, list) or not points:
        return Fault("cell_not_place")
    texts = []
    for point in points:
        if not isinstance(point, list) or not 2 <= len(point) <= 3 or not all(isinstance(n, str) for n in point):
            return Fault("cell_not_place")
        accuracy = properties.get("accuracy") if kind == "Point" and isinstance(properties, dict) else None
        parts = [point[1], point[0], *point[2:]]
        if isinstance(accuracy, str):
            parts = [*[*parts, "0"][:3], accuracy]
        text = text_of("geopoint", " ".join(parts))
        if isinstance(text, Fault):
            return text
        texts.append(text)
    return ";".join(texts)
