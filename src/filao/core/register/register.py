"""The register as one reading: typed entities assembled from claims, at today or at a past date."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from filao.core.register import entities as e
from filao.core.register.claims import Claim, Fact, Record, at, settle
from filao.core.register.parts import part_of
from filao.core.vocabulary import STANDARD, Term, Vocabulary, overlay

T = TypeVar("T")

HEARD = frozenset({"interview", "own_sheet"})
"""Kinds of source in which a body speaks to the mapping; all others are the public record."""


@dataclass(frozen=True)
class Register:
    """Everything known, by kind and id, with the facts behind it.

    `data_date` is the date to which the evidence was gathered (ISO); `evidence_to` is set when the register is read
    as of an earlier date, `left_out` then counts the records that no evidence dated by then supports. `merged` maps
    the id of a merged organisation to the body it proved to be.
    """

    records: Mapping[str, Mapping[str, Record]]
    data_date: str
    vocabulary: Vocabulary = STANDARD
    evidence_to: str = ""
    left_out: int = 0
    merged: Mapping[str, str] = field(default_factory=dict)

    def record(self, kind: str, id: str) -> Record | None:
        return self.records.get(kind, {}).get(id)

    def fact(self, kind: str, id: str, name: str) -> Fact | None:
        record = self.record(kind, id)
        return record.facts.get(name) if record else None

    def _read(self, kind: str, make: Callable[[Record], T]) -> dict[str, T]:
        return {id: make(record) for id, record in self.records.get(kind, {}).items()}

    @cached_property
    def sources(self) -> Mapping[str, e.Source]:
        return self._read("source", e.source)

    @cached_property
    def organisations(self) -> Mapping[str, e.Organisation]:
        return {id: body for id, body in self._read("organisation", e.organisation).items() if id not in self.merged}

    @cached_property
    def actions(self) -> Mapping[str, e.Action]:
        return self._read("action", e.action)

    @cached_property
    def relations(self) -> Mapping[str, e.Relation]:
        speakers = {s.id: s.organisation_id for s in self.sources.values() if s.organisation_id}
        return self._read("relation", lambda record: e.relation(record, speakers))

    @cached_property
    def ties(self) -> Mapping[str, e.Relation]:
        """Relations that some source documents: all but those confirmed absent, which are no ties."""
        return {id: relation for id, relation in self.relations.items() if relation.state != "absent"}

    @cached_property
    def bodies(self) -> Mapping[str, e.Organisation]:
        """Organisations without the stand-ins for measures that a source attributes to no named body."""
        return {id: body for id, body in self.organisations.items() if not body.placeholder}

    @cached_property
    def provisions(self) -> Mapping[str, e.Provision]:
        return self._read("provision", e.provision)

    @cached_property
    def trainings(self) -> Mapping[str, e.Training]:
        return self._read("training", e.training)

    @cached_property
    def groups(self) -> Mapping[str, e.Group]:
        return self._read("group", e.group)

    @cached_property
    def seats(self) -> Mapping[str, e.Seat]:
        return self._read("seat", e.seat)

    @cached_property
    def roles(self) -> Mapping[str, e.Role]:
        return self._read("role", e.role)

    @cached_property
    def expected_links(self) -> Mapping[str, e.ExpectedLink]:
        return self._read("expected_link", e.expected_link)

    @cached_property
    def leads(self) -> Mapping[str, e.Lead]:
        return self._read("lead", e.lead)

    @cached_property
    def units(self) -> Mapping[str, tuple[str, ...]]:
        """Units of each body: ids of organisations whose parent it is."""
        found: dict[str, list[str]] = {}
        for body in self.organisations.values():
            if body.parent_id:
                found.setdefault(body.parent_id, []).append(body.id)
        return {parent: tuple(children) for parent, children in found.items()}

    @cached_property
    def sources_of(self) -> Mapping[str, frozenset[str]]:
        """Sources that speak of each organisation: in its own row, its actions and its ties."""
        found: dict[str, set[str]] = {id: set() for id in self.organisations}
        for id in found:
            found[id].update(self.records["organisation"][id].sources)
        for action in self.actions.values():
            for id in (action.organisation_id, *action.partner_ids, *action.funder_ids):
                found.get(id, set()).update(self.records["action"][action.id].sources)
        for relation in self.relations.values():
            for id in relation.ends:
                found.get(id, set()).update(self.records["relation"][relation.id].sources)
        return {id: frozenset(sources) for id, sources in found.items()}

    @property
    def reference_date(self) -> str:
        """The date the reading stands for: the date looked back to, else the newer of public record and word of bodies."""
        return self.evidence_to or max(self.data_date, self.heard_to)

    @cached_property
    def heard_to(self) -> str:
        """Day of the newest accepted statement of an interview or a returned sheet, "" where there is none."""
        heard = {id for id, source in self.sources.items() if source.kind in HEARD}
        if not heard:
            return ""
        claims = (claim for group in self.records.values() for record in group.values() for claim in record.claims)
        days = (
            c.dated
            for c in claims
            if c.source in heard and c.status == "accepted" and len(c.dated) == len("2026-01-31")
        )
        return max(days, default="")

    @property
    def reference_year(self) -> int:
        return int(self.reference_date[:4])

    def evidence_year(self, kind: str, id: str) -> int | None:
        """Year of the newest dated evidence on a record, or None where none is dated."""
        record = self.record(kind, id)
        newest = record.newest if record else ""
        return int(newest[:4]) if newest else None

    def is_stale(self, kind: str, id: str, years: int = 5) -> bool:
        """Whether the newest dated evidence is `years` or more older than the reference year."""
        year = self.evidence_year(kind, id)
        return year is not None and year <= self.reference_year - years


_LENS = frozenset({"term", "source", "role", "expected_link", "lead"})
"""Kinds kept in a look back whatever their date: the lens, not the evidence."""


def assemble(claims: Iterable[Claim], data_date: str, *, evidence_to: str = "", recorded_to: str = "") -> Register:
    """The register that these claims amount to; see `Holding.register`."""
    holding = Holding()
    holding.take(claims)
    return holding.register(data_date, evidence_to=evidence_to, recorded_to=recorded_to)


class Holding:
    """Every claim of a workspace, held so that a change rebuilds only the records it touches."""

    def __init__(self) -> None:
        self._claims: dict[tuple[str, str], dict[str, Claim]] = {}
        self._records: dict[tuple[str, str], Record | None] = {}
        self._origin: dict[str, str] = {}
        self._parties: dict[str, str] = {}

    @property
    def claims(self) -> list[Claim]:
        return [claim for group in self._claims.values() for claim in group.values()]

    def take(self, claims: Iterable[Claim]) -> None:
        """Add claims, or put newer states of known ones (same id) in their place."""
        touched = set()
        for claim in claims:
            key = (claim.kind, claim.record)
            self._claims.setdefault(key, {})[claim.id] = claim
            touched.add(key)
        if any(kind == "source" for kind, _ in touched):
            self._records.clear()
            self._read_sources()
        for key in touched:
            self._records.pop(key, None)

    def _read_sources(self) -> None:
        self._origin.clear()
        self._parties.clear()
        for (kind, id), group in self._claims.items():
            if kind == "source" and (record := _record(kind, id, group.values(), {}, {}, "", "")):
                source = e.source(record)
                self._origin[id] = source.origin
                if source.organisation_id:
                    self._parties[id] = source.organisation_id

    def register(self, data_date: str, *, evidence_to: str = "", recorded_to: str = "") -> Register:
        """The register now, or at a past date.

        `evidence_to` (ISO date, whole or partial) keeps only evidence dated up to then and reads the state of actions
        at that date; `recorded_to` (ISO date and time) reads what Filao held at that moment. Terms, sources, roles and
        expected links are kept whatever their date.
        """
        records: dict[str, dict[str, Record]] = {}
        left_out = 0
        for key, group in sorted(self._claims.items()):  # no database need keep the order in which rows were written
            if key not in self._records:
                self._records[key] = _record(*key, group.values(), self._origin, self._parties, "", "")
            record = self._records[key]
            back_to = "" if key[0] in _LENS else evidence_to
            if back_to or recorded_to:
                then = _record(*key, group.values(), self._origin, self._parties, back_to, recorded_to)
                left_out += bool(record and not then)
                record = then
            if record:
                records.setdefault(key[0], {})[key[1]] = record
        if evidence_to:
            _look_back(records, int(evidence_to[:4]))
        merged = _merged(records.get("organisation", {}))
        if merged:
            _follow_merges(records, merged)
        vocabulary = overlay(STANDARD, (_term(record) for record in records.get("term", {}).values()))
        return Register(records, data_date, vocabulary, evidence_to, left_out, merged)


def _record(
    kind: str,
    id: str,
    claims: Collection[Claim],
    origin: Mapping[str, str],
    parties: Mapping[str, str],
    evidence_to: str,
    recorded_to: str,
) -> Record | None:
    if evidence_to or recorded_to:
        claims = at(claims, evidence_to, recorded_to)
    by_field: dict[str, list[Claim]] = {}
    for claim in claims:
        by_field.setdefault(claim.field, []).append(claim)
    facts = {name: fact for name, group in by_field.items() if (fact := settle(group, origin, parties))}
    return Record(kind, id, facts, tuple(claims)) if facts else None


def _term(record: Record) -> tuple[str, Term]:
    labels = {lang: text for lang in ("en", "fr", "mfe") if (text := record.text(f"label_{lang}"))}
    return record.text("list"), Term(
        record.text("code"), labels, record.text("basis"), record.text("iso_3166_2"), record.text("kind"),
        record.text("within"),
    )  # fmt: skip


def _merged(organisations: Mapping[str, Record]) -> dict[str, str]:
    """Merged id -> final id, chains followed; a circle is cut at its first body."""
    direct = {id: target for id, record in organisations.items() if (target := record.text("merged_into"))}
    final = {}
    for id in direct:
        seen, target = {id}, direct[id]
        while target in direct and target not in seen:
            seen.add(target)
            target = direct[target]
        if target != id and target in organisations:
            final[id] = target
    return final


def _replace(record: Record, name: str, value: str | tuple[str, ...]) -> Record:
    fact = record.facts[name]
    facts = {**record.facts, name: replace(fact, shown=replace(fact.shown, value=value))}
    return replace(record, facts=facts)


_BODY_FIELDS = {
    "source": ("organisation_id",),
    "action": ("organisation_id", "partner_ids", "funder_ids"),
    "relation": ("source_org", "target_org"),
    "training": ("trainer_ids", "trainee_ids"),
    "seat": ("organisation_id",),
    "group": ("organisation_id",),
    "role": ("organisation_ids",),
    "lead": ("organisation_id",),
    "organisation": ("parent_id",),
}


def _follow_merges(records: dict[str, dict[str, Record]], merged: Mapping[str, str]) -> None:
    """Point every reference to a merged body at the body it proved to be.

    Ties of a body to itself fall away, and so does the part of a body in one of its own units.
    """
    moved = [id for id, body in records["organisation"].items() if body.text("parent_id") in merged]
    for kind, names in _BODY_FIELDS.items():
        for id, record in records.get(kind, {}).items():
            for name in names:
                value = record.value(name)
                if isinstance(value, str) and value in merged:
                    record = _replace(record, name, merged[value])
                elif isinstance(value, tuple) and any(code in merged for code in value):
                    record = _replace(record, name, tuple(dict.fromkeys(merged.get(code, code) for code in value)))
            records[kind][id] = record
    parents = {id: body.codes("parent_id") for id, body in records["organisation"].items() if id not in merged}
    for id in moved:
        body = records["organisation"][id]
        if part_of(body.text("parent_id"), id, parents):
            facts = {name: fact for name, fact in body.facts.items() if name != "parent_id"}
            records["organisation"][id] = replace(body, facts=facts)
            parents[id] = ()
    relations = records.get("relation", {})
    for id in [id for id, r in relations.items() if r.text("source_org") == r.text("target_org")]:
        del relations[id]


def _look_back(records: dict[str, dict[str, Record]], year: int) -> None:
    """Read the state of each action as it stood at the end of `year`.

    Not yet begun is planned; begun and ended is past; begun and still running is current. An action without these
    years keeps the state that its evidence gives, which by then is dated no later than `year`.
    """
    for id, record in records.get("action", {}).items():
        status, start, end = record.text("status"), record.number("start_year"), record.number("end_year")
        if start is not None and start > year:
            then = "planned"
        elif end is not None and end <= year:
            then = "past"
        elif start is not None and end is not None:
            then = "current"
        else:
            then = status
        if then != status:
            records["action"][id] = _replace(record, "status", then)
