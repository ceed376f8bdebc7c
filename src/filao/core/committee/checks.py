"""Each rule of inclusion against the seats: holds, broken or unknown, with its figures and what is still to be asked.

A rule without data is unknown: it is never passed and never invented. What would settle it is returned as open points,
each for a named body; `core.questions` makes questions of them. No sentence is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from filao.core.committee.linear import meets
from filao.core.committee.rules import ASSISTING_STAGES, NON_STATE, Rule
from filao.core.committee.sitting import Sitting
from filao.core.vocabulary import Vocabulary

State = Literal["holds", "broken", "unknown"]

Figure = int | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something only a named body can tell. `code` says what, `rule` which rule waits for it.

    Codes: focal_point_sex, survivor_voice, disability_voice, conflict_safeguard (who takes the seat when the item
    concerns the body itself), conflict_declaration, mandate_text, mandate_seats, chair, and territory_candidate,
    chain_candidate, sector_candidate (which body could sit for it).
    """

    code: str
    rule: str
    organisation_id: str
    facts: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """A rule and how it stands. `members` are the seats that it counts (for the sexes: those that are known).

    `figures` by test: share, sexes, voice and conflict give counts and the voting `seats`; a cap gives `count`, `limit`
    and how many of them sit by `mandate`; size gives `seats` and `limit`.
    """

    code: str
    state: State
    figures: Mapping[str, Figure]
    members: tuple[str, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()


@dataclass(frozen=True)
class Table:
    """The group as it would sit: voting seats, observers, the size asked for, who else may sit, and who leads."""

    voting: Sequence[Sitting]
    observers: Sequence[Sitting]
    seats: int
    pool: Mapping[str, Sitting]
    vocabulary: Vocabulary
    lead: str

    def ids(self, sittings: Sequence[Sitting]) -> tuple[str, ...]:
        return tuple(s.id for s in sittings)

    def asked(self, rule: Rule, unsure: Sequence[Sitting]) -> tuple[str, ...]:
        """Bodies to ask about the seats that are unsure; the lead where nobody is nearer."""
        chosen = list(unsure)
        if rule.ask in ("non_state", "assisting"):
            chosen = [s for s in chosen if s.body.kind in NON_STATE]
        if rule.ask == "assisting":
            chosen = [s for s in chosen if set(s.body.stages) & set(ASSISTING_STAGES)] or chosen
        ids = self.ids(chosen) if rule.ask != "lead" else ()
        return ids or ((self.lead,) if self.lead else ())


def check(rule: Rule, table: Table) -> Check:
    """How a rule stands for the group at `table`."""
    return _TESTS[rule.test](rule, table)


def _points(code: str, rule: Rule, bodies: Sequence[str], **facts: Figure) -> tuple[OpenPoint, ...]:
    return tuple(OpenPoint(code, rule.code, body, facts) for body in bodies)


def _share(rule: Rule, table: Table) -> Check:
    counted = [s for s in table.voting if meets(rule, s, table.vocabulary)]
    n = len(table.voting)
    needed = -(-n * rule.percent // 100)
    state: State = "unknown" if not n else "holds" if len(counted) >= needed else "broken"
    figures = {"count": len(counted), "seats": n, "percent": rule.percent, "needed": needed}
    return Check(rule.code, state, figures, table.ids(counted))


def _sexes(rule: Rule, table: Table) -> Check:
    """Holds only when both sexes reach the share whatever the unknown seats turn out to be."""
    n = len(table.voting)
    known = [s for s in table.voting if s.sex in ("female", "male")]
    unsure = [s for s in table.voting if s not in known]
    women = sum(s.sex == "female" for s in known)
    men = len(known) - women
    needed = -(-n * rule.percent // 100)
    state: State
    if n and min(women, men) >= needed:
        state = "holds"
    elif n and min(women, men) + len(unsure) < needed:
        state = "broken"
    else:
        state = "unknown"
    figures = {
        "women": women, "men": men, "known": len(known), "seats": n, "percent": rule.percent, "needed": needed,
    }  # fmt: skip
    recorded = [s for s in unsure if s.seat_id]
    points = () if state == "holds" else _points("focal_point_sex", rule, table.ids(recorded))
    return Check(rule.code, state, figures, table.ids(known), points)


def _at_least(rule: Rule, table: Table) -> Check:
    """One seat for an island, a chain or a sector; unknown where the register holds nobody who could take it."""
    counted = [s for s in table.voting if meets(rule, s, table.vocabulary)]
    possible = [s for s in table.pool.values() if meets(rule, s, table.vocabulary)]
    figures: dict[str, Figure] = {"count": len(counted), "needed": rule.least, "possible": len(possible)}
    if len(counted) >= rule.least:
        return Check(rule.code, "holds", figures, table.ids(counted))
    if len({s.id for s in [*counted, *possible]}) >= rule.least:
        return Check(rule.code, "broken", figures, table.ids(counted))
    about = rule.territory or ";".join(rule.kinds or rule.populations)
    points = _points(f"{rule.test}_candidate", rule, table.asked(rule, ()), about=about)
    return Check(rule.code, "unknown", figures, table.ids(counted), points)


def _voice(rule: Rule, table: Table) -> Check:
    answers = [(s, meets(rule, s, table.vocabulary)) for s in table.voting]
    yes = [s for s, answer in answers if answer]
    unsure = [s for s, answer in answers if answer is None]
    figures = {
        "count": len(yes), "known": len(answers) - len(unsure), "seats": len(answers), "needed": rule.least,
    }  # fmt: skip
    if len(yes) >= rule.least:
        return Check(rule.code, "holds", figures, table.ids(yes))
    if answers and len(yes) + len(unsure) < rule.least:
        return Check(rule.code, "broken", figures, table.ids(yes))
    return Check(rule.code, "unknown", figures, table.ids(yes), _points(rule.code, rule, table.asked(rule, unsure)))


def _cap(rule: Rule, table: Table) -> Check:
    counted = [s for s in table.voting if s.body.kind in rule.kinds]
    limit = max(rule.least, rule.percent * table.seats // 100)
    mandate = sum(s.seat_type == "mandate" for s in counted)
    state: State = "holds" if len(counted) <= limit else "broken"
    return Check(rule.code, state, {"count": len(counted), "limit": limit, "mandate": mandate}, table.ids(counted))


def _conflict(rule: Rule, table: Table) -> Check:
    """Disclosed and provided for.

    Observers may be flagged: they do not vote. A voting seat that is flagged needs a named alternate who takes items
    that concern it. Broken: a flagged chair, or more than `percent` of the voting seats flagged, for then nobody is
    left to decide. Unknown while a flagged seat has no alternate on record or a seat has not declared itself.
    """
    flagged = [s for s in table.voting if s.flagged]
    bare = [s for s in flagged if not s.alternate]
    silent = [s for s in table.voting if not s.declared]
    watching = [s for s in table.observers if s.flagged]
    n = len(table.voting)
    figures: dict[str, Figure] = {
        "flagged": len(flagged), "with_alternate": len(flagged) - len(bare), "observers": len(watching),
        "undeclared": len(silent), "seats": n,
    }  # fmt: skip
    state: State
    if any(s.chair for s in flagged) or len(flagged) * 100 > rule.percent * n:
        state = "broken"
    else:
        state = "unknown" if bare or silent or not n else "holds"
    points = (
        *_points("conflict_safeguard", rule, table.ids(bare)),
        *_points("conflict_declaration", rule, table.ids([s for s in silent if s.seat_id])),
    )
    return Check(rule.code, state, figures, table.ids([*flagged, *watching]), points)


def _mandates(rule: Rule, table: Table) -> Check:
    """No body and no mandating text gives two seats; unknown while a mandate seat names no text."""
    seats = [s for s in table.voting if s.seat_type == "mandate"]
    bodies = [s.id for s in table.voting]
    texts = [" ".join(s.mandate_text.split()).casefold() for s in seats if s.mandate_text]
    twice = [s for s in table.voting if bodies.count(s.id) > 1]
    twice += [s for s in seats if s.mandate_text and texts.count(" ".join(s.mandate_text.split()).casefold()) > 1]
    unnamed = [s for s in seats if not s.mandate_text]
    doubled = tuple(dict.fromkeys(table.ids(twice)))
    figures: dict[str, Figure] = {"mandates": len(seats), "without_text": len(unnamed), "doubled": len(doubled)}
    points = _points("mandate_text", rule, table.ids(unnamed))
    if not seats:
        points = _points("mandate_seats", rule, table.asked(rule, ()))
    state: State = "broken" if doubled else "unknown" if unnamed or not seats else "holds"
    return Check(rule.code, state, figures, doubled or table.ids(seats), points)


def _chair(rule: Rule, table: Table) -> Check:
    """Exactly one seat chairs; unknown while none is recorded and not every seat is known not to."""
    chairs = [s for s in table.voting if s.chair]
    said_no = sum(s.chair is False for s in table.voting)
    none = bool(table.voting) and said_no == len(table.voting)
    state: State = "holds" if len(chairs) == 1 else "broken" if chairs or none else "unknown"
    points = () if state != "unknown" else _points("chair", rule, table.asked(rule, ()))
    return Check(rule.code, state, {"count": len(chairs)}, table.ids(chairs), points)


def _size(rule: Rule, table: Table) -> Check:
    state: State = "holds" if len(table.voting) <= table.seats else "broken"
    return Check(rule.code, state, {"seats": len(table.voting), "limit": table.seats}, table.ids(table.voting))


_TESTS: Mapping[str, Callable[[Rule, Table], Check]] = {
    "share": _share,
    "sexes": _sexes,
    "territory": _at_least,
    "chain": _at_least,
    "sector": _at_least,
    "cap": _cap,
    "voice": _voice,
    "conflict": _conflict,
    "mandates": _mandates,
    "chair": _chair,
    "size": _size,
}
