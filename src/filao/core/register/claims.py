"""Claims: each fact with its source, date and confidence; several may disagree, one is shown, all are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

Value = str | int | bool | tuple[str, ...]
"""A field's value: text or code, year or number, flag, or several codes."""

Status = Literal["accepted", "proposed", "declined", "withdrawn"]

_LETTER_RANK = {"A": 0, "B": 1, "C": 2, "D": 3, "": 4}


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about one field of one record.

    `dated` is the date of the evidence as far as it is known ("2021", "2021-07-15" or ""); `recorded` is when the claim
    was accepted into the register, or proposed to it (ISO date and time); `ended` when it was withdrawn or declined.
    `chosen` is the moment a person chose it for showing, empty where none did.
    """

    id: str
    kind: str
    record: str
    field: str
    value: Value
    source: str = ""
    dated: str = ""
    confidence: str = ""
    status: Status = "accepted"
    recorded: str = ""
    ended: str = ""
    chosen: str = ""
    note: str = ""

    @property
    def year(self) -> int | None:
        return int(self.dated[:4]) if self.dated else None


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one field: the shown claim, those that say the same, those that differ, those still proposed."""

    shown: Claim
    agreeing: tuple[Claim, ...] = ()
    differing: tuple[Claim, ...] = ()
    proposed: tuple[Claim, ...] = ()
    confidence: str = ""

    @property
    def value(self) -> Value:
        return self.shown.value

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources of the shown value, the shown claim's first, each once."""
        return tuple(dict.fromkeys(claim.source for claim in (self.shown, *self.agreeing) if claim.source))

    @property
    def contradicts(self) -> tuple[str, ...]:
        return tuple(claim.id for claim in self.differing)


@dataclass(frozen=True, slots=True)
class Record:
    """All that is known of one record: its facts by field, and every claim ever made of it."""

    kind: str
    id: str
    facts: Mapping[str, Fact]
    claims: tuple[Claim, ...] = field(default=(), repr=False)

    def value(self, name: str) -> Value | None:
        fact = self.facts.get(name)
        return fact.value if fact else None

    def text(self, name: str) -> str:
        value = self.value(name)
        return value if isinstance(value, str) else ""

    def codes(self, name: str) -> tuple[str, ...]:
        value = self.value(name)
        if isinstance(value, tuple):
            return value
        return (value,) if isinstance(value, str) and value else ()

    def number(self, name: str) -> int | None:
        value = self.value(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool:
        return self.value(name) is True

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources of the shown facts, most used first, each once."""
        count: dict[str, int] = {}
        for fact in self.facts.values():
            for source in fact.sources:
                count[source] = count.get(source, 0) + 1
        return tuple(sorted(count, key=lambda source: -count[source]))

    @property
    def newest(self) -> str:
        """Date of the newest evidence among accepted claims, or ""."""
        return max((claim.dated for claim in self.claims if claim.status == "accepted"), default="")


def same_value(one: Value, other: Value) -> bool:
    """Whether two values say the same: sets of codes without order, text without case and spacing."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return set(one) == set(other)
    if isinstance(one, str) and isinstance(other, str):
        return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
    return one == other


def _preference(claim: Claim) -> tuple[str, str, int, str, str]:
    return (claim.chosen, claim.dated, -_LETTER_RANK.get(claim.confidence, 4), claim.recorded, claim.id)


def settle(claims: Sequence[Claim], origin: Mapping[str, str], parties: Mapping[str, str] | None = None) -> Fact | None:
    """The fact that these claims on one field amount to, or None when none is accepted.

    Shown is the claim a person chose last; where nobody chose, the one with the newest evidence, then the higher
    confidence. The fact is as sure as the surest claim that says the same, and reaches A with a second source: `origin`
    maps a source to who stands behind it, so that two copies of one report do not count as two. `parties` maps a source
    to the body that speaks in it; a tie confirmed by two bodies reaches confidence A.
    """
    accepted = [claim for claim in claims if claim.status == "accepted"]
    if not accepted:
        return None
    shown = max(accepted, key=_preference)
    agreeing = tuple(c for c in accepted if c is not shown and same_value(c.value, shown.value))
    differing = tuple(c for c in accepted if not same_value(c.value, shown.value))
    behind = {origin.get(c.source, c.source) for c in (shown, *agreeing) if c.source and c.confidence != "D"}
    speakers = {parties.get(c.source, "") for c in (shown, *agreeing)} - {""} if parties else set()
    surest = min((shown, *agreeing), key=lambda claim: _LETTER_RANK.get(claim.confidence, 4)).confidence
    confidence = "A" if len(behind) > 1 or len(speakers) > 1 else surest
    return Fact(shown, agreeing, differing, tuple(c for c in claims if c.status == "proposed"), confidence)


def at(claims: Iterable[Claim], evidence: str = "", recorded: str = "") -> list[Claim]:
    """Claims as they stood: evidence dated up to `evidence`, and entered up to `recorded` (ISO dates; "" is no limit).

    Undated evidence is left out of a look back by evidence date, since nothing says that it was known then.
    """
    kept = []
    for claim in claims:
        if evidence and not (claim.dated and claim.dated[: len(evidence)] <= evidence[: len(claim.dated)]):
            continue
        if recorded:
            if claim.recorded > recorded:
                continue
            if claim.ended > recorded:
                claim = replace(claim, status="proposed" if claim.status == "declined" else "accepted", ended="")
            if claim.chosen > recorded:
                claim = replace(claim, chosen="")
        kept.append(claim)
    return kept
