"""What leaves of interviews whose body may not be named: one source for all of a sector and year, without body or code.

Facts of one interview could be read together and tell who spoke. So every interview that is not open to naming its
institution leaves under a source it shares: "INTERVIEW-<sector>-<year>", or "INTERVIEW-<year>" where the interviewee
allows no sector, or the sector has too few bodies to hide one. The day, the body, the code and remarks stay at the desk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from filao.core.privacy import QUOTE_MINIMUM
from filao.core.register.claims import Claim, Fact, Record, Value
from filao.core.register.register import Register

SECTOR_TOLD = frozenset({"sector", "sector_level"})
"""Levels of attribution that let the sector of an interviewee be told."""


@dataclass(frozen=True, slots=True)
class Shared:
    """The source under which unnamed interviews leave: the sector's code ("" where it is not told), and the year."""

    sector: str
    year: int | None

    @property
    def id(self) -> str:
        return "-".join(part for part in ("INTERVIEW", self.sector, str(self.year or "")) if part)

    def title(self, register: Register) -> str:
        sector = register.vocabulary.label("org_kind", self.sector) if self.sector else ""
        return ", ".join(part for part in ("Interview", sector) if part)


def shared_sources(register: Register) -> dict[str, Shared]:
    """By source of an unnamed interview: the source that stands for it wherever it leaves."""
    found = {}
    sizes = Counter(body.kind for body in register.organisations.values())
    for source in register.sources.values():
        if source.unnamed:
            body = register.organisations.get(source.organisation_id)
            told = body is not None and source.attribution in SECTOR_TOLD and sizes[body.kind] >= QUOTE_MINIMUM
            found[source.id] = Shared(body.kind if body and told else "", source.year)
    return found


def veiled(register: Register) -> Register:
    """The register as it may leave: facts stay, and unnamed interviews stand behind the source that they share."""
    shared = shared_sources(register)
    if not shared:
        return register
    records = {
        kind: {id: _covered(r, shared) for id, r in group.items() if kind != "source" or id not in shared}
        for kind, group in register.records.items()
    }
    for one in dict.fromkeys(shared.values()):
        records["source"].setdefault(one.id, _record(one, register))
    data_date = max(register.data_date, register.heard_to)
    return replace(register, records=records, data_date=data_date)


def covered(claim: Claim, shared: Mapping[str, Shared]) -> Claim:
    """The claim as it may leave: of an unnamed interview the year, and no remark."""
    one = shared.get(claim.source)
    return replace(claim, source=one.id, dated=claim.dated[:4], note="") if one else claim


def _covered(record: Record, shared: Mapping[str, Shared]) -> Record:
    if not any(claim.source in shared for claim in record.claims):
        return record

    def all_of(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return tuple(covered(claim, shared) for claim in claims)

    facts = {
        name: Fact(covered(f.shown, shared), all_of(f.agreeing), all_of(f.differing), all_of(f.proposed), f.confidence)
        for name, f in record.facts.items()
    }
    return Record(record.kind, record.id, facts, all_of(record.claims))


def _record(one: Shared, register: Register) -> Record:
    sector = register.vocabulary.label("org_kind", one.sector) if one.sector else "Interview"
    title = one.title(register)
    values: dict[str, Value] = {"title": title, "short": title, "publisher": sector, "kind": "interview"}
    if one.year:
        values["year"] = one.year
    claims = tuple(Claim(f"{one.id}-{name}", "source", one.id, name, value) for name, value in values.items())
    return Record("source", one.id, {claim.field: Fact(claim) for claim in claims}, claims)
