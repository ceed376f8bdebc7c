"""Reading rows into claims: a dry run that accounts for every row before anything is written.

Every row that comes in is kept (it brings something new), merged (all it says is already there) or rejected (with
sheet, row, column, value and reason). Nothing here writes; the plan is what an import would do.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from filao.core.problems import Fault
from filao.core.register.claims import Claim, Value, same_value
from filao.core.register.entities import Source
from filao.core.register.fields import CLAIMS_COLUMNS, CLAIMS_SHEET, KIND_OF_SHEET, KINDS, Kind, columns
from filao.core.register.parts import part_of
from filao.core.register.register import Register
from filao.core.register.values import EVIDENCE_DATE, ahead, parse
from filao.core.register.veil import shared_sources
from filao.core.vocabulary import STANDARD, Term, Vocabulary, overlay
from filao.core.vocabulary.standard import CONFIDENCE_BY_SOURCE


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was read: its number in the sheet (the first data row under the heads is 2) and its cells."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet or CSV file as it was read; cell values are text."""

    sheet: str
    columns: tuple[str, ...]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a row, or a column of a sheet, was not taken. `row` 0 speaks of the whole sheet."""

    sheet: str
    row: int
    column: str
    value: str
    fault: Fault
    record: str = ""

    @property
    def told(self) -> Fault:
        """The fault with the cell it stands in, for a sentence of its own."""
        return Fault(self.fault.code, {"value": self.value, "field": self.column, **self.fault.facts})


@dataclass(frozen=True, slots=True)
class Account:
    """What became of a sheet's rows: `rows` = `kept` + `merged` + `rejected`."""

    sheet: str
    rows: int
    kept: int
    merged: int
    rejected: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. `claims` are new, without ids; `withdrawn` are ids of claims their own source revised."""

    accounts: tuple[Account, ...]
    rejections: tuple[Rejection, ...]
    claims: tuple[Claim, ...]
    withdrawn: tuple[str, ...] = ()
    ignored_sheets: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return sum(account.rows for account in self.accounts)

    @property
    def kept(self) -> int:
        return sum(account.kept for account in self.accounts)

    @property
    def merged(self) -> int:
        return sum(account.merged for account in self.accounts)

    @property
    def rejected(self) -> int:
        return sum(account.rejected for account in self.accounts)

    @property
    def changes_nothing(self) -> bool:
        return not self.claims and not self.withdrawn


NOTE_LIMIT = 500
"""Characters of the note on a claim."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,59}")

_Key = tuple[str, str]


@dataclass(slots=True)
class _Draft:
    """A row on its way: what it would say, and what is wrong with it."""

    sheet: str
    row: int
    kind: Kind
    id: str
    source: str
    values: dict[str, Value] = field(default_factory=dict)
    faults: list[Rejection] = field(default_factory=list)
    dated: str = ""
    confidence: str = ""
    note: str = ""

    @property
    def key(self) -> _Key:
        return self.kind.name, self.id

    def targets(self) -> Iterator[tuple[str, _Key, str]]:
        """What the row points at: column, record, and the fault where there is none."""
        if self.sheet == CLAIMS_SHEET:
            yield "record_id", self.key, "no_such_record"
        if self.source:
            yield "source_id", ("source", self.source), "no_such_source"
        for name, value in self.values.items():
            spec = self.kind.field(name)
            if spec and spec.refs:
                for target in value if isinstance(value, tuple) else (value,):
                    yield name, (spec.refs, str(target)), "no_such_record"

    def fault(self, column: str, value: str, code: str, **facts: object) -> None:
        self.faults.append(Rejection(self.sheet, self.row, column, value, Fault(code, facts), self.id))


Screen = Callable[[str], Sequence[object]]


def plan_import(
    tables: Sequence[Table],
    current: Register,
    claims: Collection[Claim] = (),
    *,
    screen: Screen = lambda _: (),
    released: Collection[tuple[str, str]] = (),
    today: str = "",
) -> ImportPlan:
    """What importing these tables into `current` would do.

    `claims` are all claims the register holds (accepted ones are compared). `screen` finds identifying content in free
    text; a row with a hit is held (rejected with code "held") unless (sheet, id) is in `released`, the rows that a
    person has read and let pass. No evidence is dated after `today` (ISO; "" sets no bound).
    """
    known = [table for table in tables if table.sheet in KIND_OF_SHEET or table.sheet == CLAIMS_SHEET]
    order = {sheet: place for place, sheet in enumerate([*KIND_OF_SHEET, CLAIMS_SHEET])}
    known.sort(key=lambda table: order[table.sheet])
    vocabulary = _with_terms(current.vocabulary if current.records else STANDARD, known)
    rejections: list[Rejection] = []
    drafts: list[_Draft] = []
    for table in known:
        missing = [name for name in _needed_columns(table.sheet) if name not in table.columns]
        if missing:
            fault = Fault("missing_columns", {"columns": tuple(missing)})
            rejections.append(Rejection(table.sheet, 0, ", ".join(missing), "", fault))
        for row in table.rows:
            if table.sheet == CLAIMS_SHEET:
                drafts.append(_read_claim(table, row, vocabulary, today))
            else:
                drafts.append(_read_row(KIND_OF_SHEET[table.sheet], table, row, vocabulary, today))
        rejections.extend(_unread_columns(table))
    free_to_pass = set(released)
    for draft in drafts:
        if (draft.sheet, draft.id) not in free_to_pass:
            _hold(draft, screen)
        _date(draft, today)
    _reject_twins(drafts)
    _pass_unnamed(drafts, current, claims)
    _resolve_references(drafts, current)
    while _reject_circles(drafts, claims):
        _resolve_references(drafts, current)
    return _account(known, drafts, rejections, current, claims, tables)


def _needed_columns(sheet: str) -> tuple[str, ...]:
    if sheet == CLAIMS_SHEET:
        return ("kind", "record_id", "field", "value")
    kind = KIND_OF_SHEET[sheet]
    return (*((kind.id_column,) if kind.id_column else ()), *(spec.name for spec in kind.required))


def _unread_columns(table: Table) -> list[Rejection]:
    allowed = set(CLAIMS_COLUMNS if table.sheet == CLAIMS_SHEET else columns(KIND_OF_SHEET[table.sheet]))
    return [
        Rejection(table.sheet, 0, name, "", Fault("unknown_column", {"columns": tuple(sorted(allowed))}))
        for name in table.columns
        if name and name not in allowed
    ]


def _with_terms(vocabulary: Vocabulary, tables: Sequence[Table]) -> Vocabulary:
    terms = []
    for table in tables:
        if table.sheet != "vocabularies":
            continue
        for row in table.rows:
            list_, code, label = (row.cells.get(name, "").strip() for name in ("list", "code", "label_en"))
            if list_ and code and label:
                terms.append((list_, Term(code, {"en": label})))
    return overlay(vocabulary, terms)


def _read_row(kind: Kind, table: Table, row: Row, vocabulary: Vocabulary, today: str) -> _Draft:
    cells = row.cells
    id = cells.get(kind.id_column, "").strip() if kind.id_column else f"{cells.get('list', '')}:{cells.get('code', '')}"
    draft = _Draft(table.sheet, row.number, kind, id, cells.get("source_id", "").strip() if kind.sourced else "")
    if not _ID.fullmatch(id):
        draft.fault(kind.id_column or "code", id, "bad_id")
    for spec in kind.fields:
        text = cells.get(spec.name, "").strip()
        if not text:
            if spec.required:
                draft.fault(spec.name, "", "required")
            continue
        value = parse(spec, text, vocabulary, today)
        if isinstance(value, Fault):
            draft.fault(spec.name, text, value.code, **value.facts)
        elif value != ():
            draft.values[spec.name] = value
        elif spec.required:
            draft.fault(spec.name, text, "required")
    if kind.sourced and not draft.source:
        draft.fault("source_id", "", "no_source")
    if kind.name == "relation" and "state" not in draft.values:
        draft.values["state"] = (
            "planned" if draft.values.get("formality") in ("announced", "negotiation") else "existing"
        )
    return draft


def _read_claim(table: Table, row: Row, vocabulary: Vocabulary, today: str) -> _Draft:
    cells = {name: row.cells.get(name, "").strip() for name in CLAIMS_COLUMNS}
    kind = KINDS.get(cells["kind"])
    draft = _Draft(
        table.sheet, row.number, kind or KINDS["lead"], cells["record_id"], cells["source_id"],
        dated=cells["date"], confidence=cells["confidence"].upper(), note=cells["note"],
    )  # fmt: skip
    if kind is None:
        draft.fault("kind", cells["kind"], "unknown_kind", codes=tuple(KINDS))
        return draft
    spec = kind.field(cells["field"])
    if spec is None:
        draft.fault("field", cells["field"], "unknown_field", codes=tuple(f.name for f in kind.fields))
        return draft
    if not cells["value"]:
        draft.fault("value", "", "required")
    else:
        value = parse(spec, cells["value"], vocabulary, today)
        if isinstance(value, Fault):
            draft.fault("value", cells["value"], value.code, **value.facts)
        else:
            draft.values[spec.name] = value
    if len(draft.note) > NOTE_LIMIT:
        draft.fault("note", draft.note, "too_long", limit=NOTE_LIMIT, length=len(draft.note))
    if draft.dated and isinstance(fault := parse(EVIDENCE_DATE, draft.dated, vocabulary, today), Fault):
        draft.fault("date", draft.dated, fault.code)
    if draft.confidence and draft.confidence not in tuple("ABCD"):
        draft.fault(
            "confidence", draft.confidence, "unknown_code", scheme="confidence", codes=tuple("ABCD"), nearest=""
        )
    if kind.sourced and not draft.source:
        draft.fault("source_id", "", "no_source")
    return draft


def _date(draft: _Draft, today: str) -> None:
    """Date a row by its own year, unless that is a year to come (what is planned), which is no date of evidence."""
    own = str(draft.values.get(draft.kind.dated_by, ""))
    if own and not draft.dated and not ahead(own, today):
        draft.dated = own


def _hold(draft: _Draft, screen: Screen) -> None:
    for name, value in draft.values.items():
        spec = draft.kind.field(name)
        if spec and spec.type in ("note", "email") and isinstance(value, str):
            _hold_text(draft, name, value, screen)
    _hold_text(draft, "note", draft.note, screen)


def _hold_text(draft: _Draft, column: str, text: str, screen: Screen) -> None:
    for hit in screen(text):
        code, excerpt = getattr(hit, "code", ""), getattr(hit, "excerpt", "")
        draft.fault(column, text, "held", what=code, excerpt=excerpt)


def _reject_twins(drafts: Sequence[_Draft]) -> None:
    """Two rows of one id and one source that say different things cannot both stand."""
    seen: dict[tuple[str, str, str], dict[str, tuple[Value, int]]] = {}
    for draft in drafts:
        if draft.sheet == CLAIMS_SHEET or draft.faults:
            continue
        said = seen.setdefault((draft.sheet, draft.id, draft.source), {})
        for name, value in draft.values.items():
            if name in said and not same_value(said[name][0], value):
                draft.fault(draft.kind.id_column or "code", draft.id, "id_twice", first_row=said[name][1])
                break
        else:
            said |= {name: (value, draft.row) for name, value in draft.values.items() if name not in said}


def _resolve_references(drafts: Sequence[_Draft], current: Register) -> None:
    """Reject rows that point at nothing, and then the rows that pointed at those, until all that stand hold together."""
    known = {(kind, id) for kind, records in current.records.items() for id in records}
    known |= {("source", one.id) for one in shared_sources(current).values()}
    named, standing = set(known), Counter[_Key]()
    pointing: dict[_Key, list[_Draft]] = {}
    for draft in drafts:
        if draft.sheet != CLAIMS_SHEET:
            named.add(draft.key)
            standing[draft.key] += not draft.faults
        for _column, target, _code in draft.targets():
            pointing.setdefault(target, []).append(draft)
    sound = known | set(+standing)
    waiting = deque(drafts)
    while waiting:
        draft = waiting.popleft()
        if draft.faults:
            continue
        for column, target, missing in draft.targets():
            if target not in sound:
                code = "reference_rejected" if target in named and missing == "no_such_record" else missing
                draft.fault(column, target[1], code, kind=target[0])
        if draft.faults and draft.sheet != CLAIMS_SHEET:
            standing[draft.key] -= 1
            if not standing[draft.key] and draft.key not in known:
                sound.discard(draft.key)
                waiting.extend(pointing.get(draft.key, ()))


def _reject_circles(drafts: Sequence[_Draft], claims: Collection[Claim]) -> bool:
    """Reject each row that would make a body part of itself, by what is held and what the rows before it say."""
    rows = [d for d in drafts if d.kind.name == "organisation" and "parent_id" in d.values and not d.faults]
    revised = {(draft.id, draft.source) for draft in rows}
    parents: dict[str, set[str]] = {}
    for claim in claims:
        told = (claim.kind, claim.field, claim.status) == ("organisation", "parent_id", "accepted")
        if told and (claim.record, claim.source) not in revised:
            parents.setdefault(claim.record, set()).add(str(claim.value))
    for draft in rows:
        parent = str(draft.values["parent_id"])
        if part_of(parent, draft.id, parents):
            draft.fault("parent_id", parent, "own_part")
        else:
            parents.setdefault(draft.id, set()).add(parent)
    return any(draft.faults for draft in rows)


def _account(
    known: Sequence[Table],
    drafts: Sequence[_Draft],
    rejections: list[Rejection],
    current: Register,
    claims: Collection[Claim],
    tables: Sequence[Table],
) -> ImportPlan:
    held = _accepted(claims)
    sources = dict(current.sources)
    for draft in drafts:
        if draft.kind.name == "source" and not draft.faults and draft.sheet != CLAIMS_SHEET:
            sources[draft.id] = _source(draft, sources.get(draft.id))
    said: dict[tuple[str, str, str, str], list[Value]] = {}
    for draft in drafts:
        if not draft.faults:
            for name, value in draft.values.items():
                said.setdefault((draft.kind.name, draft.id, name, draft.source), []).append(value)
    new: list[Claim] = []
    withdrawn: list[str] = []
    counts = {table.sheet: [0, 0, 0] for table in known}
    for draft in drafts:
        if draft.faults:
            counts[draft.sheet][2] += 1
            rejections.extend(draft.faults)
            continue
        fresh = _fresh_claims(draft, held, said, sources, withdrawn)
        new.extend(fresh)
        counts[draft.sheet][0 if fresh else 1] += 1
    rows: dict[str, int] = {}
    for table in known:
        rows[table.sheet] = rows.get(table.sheet, 0) + len(table.rows)
    accounts = tuple(Account(sheet, rows[sheet], *counts[sheet]) for sheet in counts)
    ignored = tuple(t.sheet for t in tables if t not in known)
    rejections.sort(key=lambda r: (list(counts).index(r.sheet), r.row))
    return ImportPlan(accounts, tuple(rejections), tuple(new), tuple(withdrawn), ignored)


def _accepted(claims: Collection[Claim]) -> dict[tuple[str, str, str], list[Claim]]:
    """What the register holds, by kind, record and field."""
    held: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        if claim.status == "accepted":
            held.setdefault((claim.kind, claim.record, claim.field), []).append(claim)
    return held


def _pass_unnamed(drafts: Sequence[_Draft], current: Register, claims: Collection[Claim]) -> None:
    """Rows that came out under the source unnamed interviews share: what the register holds anyway brings nothing new.

    What it does not hold cannot enter under that source, since nobody could tell which interview says it.
    """
    unnamed = {one.id for one in shared_sources(current).values()}
    held = _accepted(claims) if unnamed else {}
    for draft in drafts:
        if draft.kind.name == "source" and draft.id in unnamed:
            draft.values.clear()
        if draft.source in unnamed:
            for name, value in list(draft.values.items()):
                if any(same_value(claim.value, value) for claim in held.get((draft.kind.name, draft.id, name), ())):
                    del draft.values[name]
                else:
                    draft.fault(name, draft.source, "unnamed_interview")


def _source(draft: _Draft, known: Source | None) -> Source:
    """The source as this row leaves it: what the row says over what was known."""
    old, value = known or Source(draft.id, "", ""), draft.values.get
    year = value("year", old.year or 0)
    return replace(
        old,
        title=str(value("title", old.title)),
        publisher=str(value("publisher", old.publisher)),
        kind=str(value("kind", old.kind)),
        year=year if isinstance(year, int) and year else None,
        date=str(value("date", old.date)),
    )


def _fresh_claims(
    draft: _Draft,
    held: dict[tuple[str, str, str], list[Claim]],
    said: Mapping[tuple[str, str, str, str], Sequence[Value]],
    sources: Mapping[str, Source],
    withdrawn: list[str],
) -> list[Claim]:
    """Claims of a row that are new. What its source said before and no row of the import says any more is withdrawn."""
    source = sources.get(draft.source)
    dated = draft.dated or (source.dated if source else "")
    confidence = draft.confidence or (CONFIDENCE_BY_SOURCE.get(source.kind, "C") if source else "")
    fresh = []
    for name, value in draft.values.items():
        key = (draft.kind.name, draft.id, name)
        same_source = [claim for claim in held.get(key, ()) if claim.source == draft.source]
        if any(same_value(claim.value, value) for claim in same_source):
            continue
        still = said[*key, draft.source]
        revised = [c.id for c in same_source if c.id and not any(same_value(c.value, value) for value in still)]
        withdrawn.extend(id for id in revised if id not in withdrawn)
        claim = Claim("", *key, value, draft.source, dated, confidence, note=draft.note)
        held.setdefault(key, []).append(claim)
        fresh.append(claim)
    return fresh


def with_ids(claims: Sequence[Claim], ids: Sequence[str], recorded: str) -> list[Claim]:
    """New claims with the ids and the moment under which they enter the register."""
    return [replace(claim, id=id, recorded=recorded) for claim, id in zip(claims, ids, strict=True)]
