"""Reading rows into claims: a dry run that accounts for every row before anything is written.

Every row that comes in is kept (it brings something new), merged (all it says is already there) or rejected (with
sheet, row, column, value and reason). Nothing here writes; the plan is what an import would do.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from filao.core.problems import Fault
from filao.core.register.claims import Claim, Value, same_value
from filao.core.register.entities import Source
from filao.core.register.fields import CLAIMS_COLUMNS, CLAIMS_SHEET, KIND_OF_SHEET, KINDS, Field, Kind, columns
from filao.core.register.register import Register
from filao.core.register.veil import shared_sources
from filao.core.vocabulary import STANDARD, Scheme, Term, Vocabulary, overlay
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
_YES = frozenset({"yes", "y", "true", "1", "oui", "wi", "x"})
_NO = frozenset({"no", "n", "false", "0", "non"})


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


def parse(spec: Field, text: str, vocabulary: Vocabulary) -> Value | Fault:
    """The value that a cell's text means for this field, or the fault in it. Errors name the mend in their facts."""
    text = text.strip()
    match spec.type:
        case "text" | "note":
            return text if len(text) <= spec.limit else Fault("too_long", {"limit": spec.limit, "length": len(text)})
        case "code":
            return _code(text, vocabulary.scheme(spec.scheme), spec.scheme)
        case "codes":
            codes = []
            for part in _parts(text):
                code = _code(part, vocabulary.scheme(spec.scheme), spec.scheme)
                if isinstance(code, Fault):
                    return code
                codes.append(code)
            return tuple(dict.fromkeys(codes))
        case "ref":
            return text
        case "refs":
            return tuple(dict.fromkeys(_parts(text)))
        case "year":
            number = _whole(text)
            return number if number is not None and 1800 <= number <= 2100 else Fault("not_a_year")
        case "number":
            number = _whole(text)
            return number if number is not None and number >= 0 else Fault("not_a_number")
        case "date":
            return _day(text.removesuffix(" 00:00:00")) or Fault("not_a_date")
        case "url":
            if not re.fullmatch(r"https?://[^\s<>\"]+", text):
                return Fault("not_a_url")
            return text if len(text) <= spec.limit else Fault("too_long", {"limit": spec.limit, "length": len(text)})
        case "site":
            if not re.fullmatch(r"(https?://)?[\w-]+(\.[\w-]+)+(:[0-9]+)?([/?#][^\s<>\"]*)?", text):
                return Fault("not_a_site")
            return text if len(text) <= spec.limit else Fault("too_long", {"limit": spec.limit, "length": len(text)})
        case "email":
            return text if re.fullmatch(r"[^@\s]+@[\w-]+(\.[\w-]+)+", text) else Fault("not_an_email")
        case "flag":
            answer = text.casefold()
            return answer in _YES if answer in _YES | _NO else Fault("not_yes_or_no")
    raise AssertionError(spec.type)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _day(text: str) -> str:
    """An ISO date, whole or only year or year and month, that stands in the calendar; else ""."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return ""
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return ""
    return text


def _whole(text: str) -> int | None:
    """A whole number, thousands parted by commas or narrow spaces, as spreadsheet programs write it ("1,200", "25.0")."""
    match = re.fullmatch(r"(-?(?:[0-9]{1,11}|[0-9]{1,3}(?:[,\u202f][0-9]{3}){1,3}))(?:\.0)?", text)
    return int(match[1].replace(",", "").replace("\u202f", "")) if match else None


def _code(text: str, scheme: Scheme, name: str) -> str | Fault:
    if text in scheme:
        return text
    folded = text.casefold().replace(" ", "_").replace("-", "_")
    for code, term in scheme.terms.items():
        if folded == code.casefold() or text.casefold() in {label.casefold() for label in term.labels.values()}:
            return code
    if not scheme.terms:
        return Fault("list_empty", {"scheme": name})
    from difflib import get_close_matches

    near = get_close_matches(folded, scheme.codes, n=1, cutoff=0.6)
    return Fault("unknown_code", {"scheme": scheme.code, "nearest": near[0] if near else "", "codes": scheme.codes})


Screen = Callable[[str], Sequence[object]]


def plan_import(
    tables: Sequence[Table],
    current: Register,
    claims: Collection[Claim] = (),
    *,
    screen: Screen = lambda _: (),
    released: Collection[tuple[str, str]] = (),
) -> ImportPlan:
    """What importing these tables into `current` would do.

    `claims` are all claims the register holds (accepted ones are compared). `screen` finds identifying content in free
    text; a row with a hit is held (rejected with code "held") unless (sheet, id) is in `released`, the rows that a
    person has read and let pass.
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
                drafts.append(_read_claim(table, row, vocabulary))
            else:
                drafts.append(_read_row(KIND_OF_SHEET[table.sheet], table, row, vocabulary))
        rejections.extend(_unread_columns(table))
    free_to_pass = set(released)
    for draft in drafts:
        if (draft.sheet, draft.id) not in free_to_pass:
            _hold(draft, screen)
    _reject_twins(drafts)
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


def _read_row(kind: Kind, table: Table, row: Row, vocabulary: Vocabulary) -> _Draft:
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
        value = parse(spec, text, vocabulary)
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


def _read_claim(table: Table, row: Row, vocabulary: Vocabulary) -> _Draft:
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
        value = parse(spec, cells["value"], vocabulary)
        if isinstance(value, Fault):
            draft.fault("value", cells["value"], value.code, **value.facts)
        else:
            draft.values[spec.name] = value
    if len(draft.note) > NOTE_LIMIT:
        draft.fault("note", draft.note, "too_long", limit=NOTE_LIMIT, length=len(draft.note))
    if draft.dated and isinstance(parse(Field("date", "date", "", ""), draft.dated, vocabulary), Fault):
        draft.fault("date", draft.dated, "not_a_date")
    if draft.confidence and draft.confidence not in tuple("ABCD"):
        draft.fault(
            "confidence", draft.confidence, "unknown_code", scheme="confidence", codes=tuple("ABCD"), nearest=""
        )
    if kind.sourced and not draft.source:
        draft.fault("source_id", "", "no_source")
    return draft


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


def _account(
    known: Sequence[Table],
    drafts: Sequence[_Draft],
    rejections: list[Rejection],
    current: Register,
    claims: Collection[Claim],
    tables: Sequence[Table],
) -> ImportPlan:
    held: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        if claim.status == "accepted":
            held.setdefault((claim.kind, claim.record, claim.field), []).append(claim)
    unnamed = {one.id for one in shared_sources(current).values()}
    for draft in drafts:
        _pass_unnamed(draft, unnamed, held)
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


def _pass_unnamed(
    draft: _Draft, unnamed: Collection[str], held: Mapping[tuple[str, str, str], Sequence[Claim]]
) -> None:
    """Rows that came out under the source unnamed interviews share: what the register holds anyway brings nothing new.

    What it does not hold cannot enter under that source, since nobody could tell which interview says it.
    """
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
    own_date = draft.values.get(draft.kind.dated_by)
    dated = draft.dated or (str(own_date) if own_date else "") or (source.dated if source else "")
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
