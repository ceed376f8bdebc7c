"""What the register does not know, turned into questions for named bodies.

Each gap in the documentation, each conflict between sources, each stale or one-sided statement becomes a question. A
question is a code with its facts; its sentence is made in `documents.words`. Answers become claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from filao.core.coverage import REPUBLIC, coverage, territories
from filao.core.pathways import LinkStatus, Pathways
from filao.core.register import KINDS, Organisation, Record, Register, Value
from filao.core.vocabulary.standard import VICTIM_POPULATIONS

BLOCKS = {
    "service_details": 1,
    "conflict": 1,
    "lead": 1,
    "unknown_status": 2,
    "unattributed": 2,
    "expected_link": 3,
    "confirm_ties": 4,
    "undated_ties": 4,
    "stale_ties": 4,
    "group_members": 5,
    "seat_facts": 5,
    "training_numbers": 6,
    "role_without_body": 7,
    "coverage": 7,
    "single_body": 7,
}
"""Rule -> block of the interview guide in which its questions stand (1 profile ... 7 coverage)."""

PRIORITY = {
    "expected_link": 1,
    "conflict": 1,
    "role_without_body": 1,
    "coverage": 1,
    "group_members": 1,
    "unknown_status": 2,
    "unattributed": 2,
    "confirm_ties": 2,
    "stale_ties": 2,
    "lead": 2,
    "seat_facts": 2,
    "single_body": 3,
    "service_details": 3,
    "training_numbers": 3,
    "undated_ties": 3,
}
"""Rule -> 1 (must be asked), 2 (should), 3 (if time allows)."""

SEAT_FACTS = ("focal_point_sex", "alternate_sex", "survivor_informed", "disability_voice", "funds_and_evaluates")
"""What only the body that holds a seat can say of it; the rules of the working group wait for it."""

Fact = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question for one body. `id` is stable as long as the register gives rise to it.

    `about` names the records it rests on, as (kind, id); `facts` holds what its sentence needs.
    """

    id: str
    rule: str
    organisation_id: str
    about: tuple[tuple[str, str], ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def priority(self) -> int:
        return PRIORITY[self.rule]

    @property
    def block(self) -> int:
        return BLOCKS[self.rule]


def questions(register: Register, links: Sequence[LinkStatus]) -> tuple[Question, ...]:
    """Every question the register gives rise to, by priority, then body, then rule.

    `links` is the reading of the expected links (`pathways.expected_status`).
    """
    lead = lead_body(register)
    found = [
        *_expected(register, links, lead),
        *_conflicts(register, lead),
        *_coverage(register, lead),
        *_single(register),
        *_actions(register, lead),
        *_ties(register),
        *_groups(register, lead),
        *_trainings(register),
        *_leads(register, lead),
        *_services(register),
    ]
    known = register.organisations
    asked: dict[str, Question] = {}
    for q in found:
        if q.organisation_id in known and not known[q.organisation_id].placeholder:
            first = asked.setdefault(q.id, q)
            if first is not q:
                asked[q.id] = replace(first, about=tuple(dict.fromkeys((*first.about, *q.about))))
    return tuple(sorted(asked.values(), key=lambda q: (q.priority, q.organisation_id, q.rule, q.id)))


def lead_body(register: Register) -> str:
    """The body that is asked where no other is nearer: the chair of the working group, else the first government body."""
    for seat in register.seats.values():
        if seat.chair and (group := register.groups.get(seat.group_id)) and group.kind == "working_group":
            return seat.organisation_id
    return next((b.id for b in register.organisations.values() if b.kind == "government" and not b.placeholder), "")


def _expected(register: Register, links: Sequence[LinkStatus], lead: str) -> Iterable[Question]:
    for status in links:
        link = register.expected_links[status.link]
        about = (("expected_link", link.id), *(("relation", id) for id in status.relations))
        if status.state == "no_body":
            for role, held in ((link.from_role, status.from_body), (link.to_role, status.to_bodies)):
                if not held:
                    yield Question(f"role_without_body:{role}", "role_without_body", lead, about, {"role": role})
        elif status.state != "confirmed_absent" and not (status.state == "documented" and status.formal):
            yield Question(
                f"expected_link:{status.from_body}:{link.id}",
                "expected_link",
                status.from_body,
                about,
                {
                    "role": link.to_role,
                    "kinds": link.relation_kinds,
                    "state": status.state,
                    "populations": link.populations,
                },
            )


def _decided(record: Record, name: str) -> bool:
    """Whether nothing differs, or a person chose what holds after everything that differs had been entered."""
    fact = record.facts[name]
    chosen = fact.shown.chosen
    return not fact.differing or bool(chosen and all(claim.recorded <= chosen for claim in fact.differing))


def _conflicts(register: Register, lead: str) -> Iterable[Question]:
    for kind, records in register.records.items():
        if kind not in KINDS or not KINDS[kind].sourced:
            continue
        for id, record in records.items():
            for name, fact in record.facts.items():
                if _decided(record, name):
                    continue
                asked = record.text("organisation_id") or record.text("source_org") if kind != "organisation" else id
                body = register.organisations.get(asked)
                yield Question(
                    f"conflict:{kind}:{id}:{name}",
                    "conflict",
                    body.id if body and not body.placeholder else lead,
                    ((kind, id),),
                    {
                        "kind": kind,
                        "record": id,
                        "field": name,
                        "values": tuple(_text(c.value) for c in (fact.shown, *fact.differing)),
                        "sources": tuple(c.source for c in (fact.shown, *fact.differing)),
                    },
                )


def _text(value: Value) -> str:
    return ";".join(value) if isinstance(value, tuple) else str(value)


def _coverage(register: Register, lead: str) -> Iterable[Question]:
    for territory in territories(register.vocabulary):
        table = coverage(register, territory)
        if territory == REPUBLIC:
            for population in VICTIM_POPULATIONS:
                stages = tuple(s for s in table.stages_without(population) if s not in ("data", "capacity"))
                if stages:
                    body = _nearest(register, population) or lead
                    yield Question(
                        f"coverage:{population}", "coverage", body, (),
                        {"population": population, "stages": stages, "territory": territory},
                    )  # fmt: skip
        elif register.vocabulary.scheme("district").terms[territory].kind == "island":
            local = [
                b for b in register.organisations.values() if territory in b.districts and "NATIONAL" not in b.districts
            ]
            body = next((b.id for b in local if "coordination" in b.stages), local[0].id if local else lead)
            ways = Pathways(register)
            empty = tuple(p for p in VICTIM_POPULATIONS if not ways.starts(p, territory))
            if empty:
                yield Question(
                    f"coverage:{territory}", "coverage", body, (),
                    {"population": "", "populations": empty, "stages": ("identification",), "territory": territory},
                )  # fmt: skip


def _nearest(register: Register, population: str) -> str:
    """The national body that names the population and takes part in most stages."""
    naming = [
        b for b in register.organisations.values() if population in b.populations and b.national and not b.foreign
    ]
    return max(naming, key=lambda b: (len(b.stages), b.id)).id if naming else ""


def _single(register: Register) -> Iterable[Question]:
    alone: dict[str, list[tuple[str, str]]] = {}
    for cell in coverage(register).state("single"):
        alone.setdefault(cell.bodies[0], []).append((cell.stage, cell.population))
    for body, cells in alone.items():
        yield Question(
            f"single_body:{body}", "single_body", body, (),
            {"stages": tuple(s for s, _ in cells), "populations": tuple(p for _, p in cells)},
        )  # fmt: skip


def _actions(register: Register, lead: str) -> Iterable[Question]:
    for action in register.actions.values():
        body = register.organisations.get(action.organisation_id)
        if body and body.placeholder:
            yield Question(
                f"unattributed:{action.id}", "unattributed", lead, (("action", action.id),), {"action": action.id}
            )
        elif action.status == "unknown":
            yield Question(
                f"unknown_status:{action.id}", "unknown_status", action.organisation_id, (("action", action.id),),
                {"action": action.id},
            )  # fmt: skip


def _ties(register: Register) -> Iterable[Question]:
    confirm: dict[str, list[str]] = {}
    stale: dict[str, list[str]] = {}
    undated: dict[str, list[str]] = {}
    for relation in register.ties.values():
        if relation.state not in ("existing", "planned"):
            continue
        for end, mark in ((relation.source, "A"), (relation.target, "B")):
            body = register.organisations.get(end)
            if body is None or body.foreign or not relation.structural:
                continue
            if mark not in relation.confirmed_by:
                confirm.setdefault(end, []).append(relation.id)
            if register.is_stale("relation", relation.id):
                stale.setdefault(end, []).append(relation.id)
            elif relation.year is None:
                undated.setdefault(end, []).append(relation.id)
    for rule, by_body in (("confirm_ties", confirm), ("stale_ties", stale), ("undated_ties", undated)):
        for body_id, ids in by_body.items():
            yield Question(
                f"{rule}:{body_id}", rule, body_id, tuple(("relation", id) for id in ids), {"ties": tuple(ids)}
            )


def _groups(register: Register, lead: str) -> Iterable[Question]:
    for group in register.groups.values():
        if group.kind == "working_group":
            seats = [s for s in register.seats.values() if s.group_id == group.id and s.seat_type != "observer"]
            for seat in seats:
                said = register.records["seat"][seat.id]
                if any(said.value(name) in (None, "unknown") for name in SEAT_FACTS):
                    yield Question(
                        f"seat_facts:{seat.id}", "seat_facts", seat.organisation_id, (("seat", seat.id),),
                        {"group": group.id},
                    )  # fmt: skip
            continue
        seats = [s for s in register.seats.values() if s.group_id == group.id]
        if len(seats) < 2:
            own = group.organisation_id
            parent = register.organisations[own].parent_id if own in register.organisations else ""
            chair = next((s.organisation_id for s in seats if s.chair), "")
            body = chair or (parent if parent and not _is_group(register, parent) else "") or lead
            yield Question(
                f"group_members:{group.id}", "group_members", body, (("group", group.id),), {"group": group.id}
            )


def _is_group(register: Register, id: str) -> bool:
    return any(group.organisation_id == id for group in register.groups.values())


def _trainings(register: Register) -> Iterable[Question]:
    missing: dict[str, list[str]] = {}
    for training in register.trainings.values():
        if training.participants is None and training.trainer_ids:
            missing.setdefault(training.trainer_ids[0], []).append(training.id)
    for body, ids in missing.items():
        yield Question(
            f"training_numbers:{body}", "training_numbers", body, tuple(("training", id) for id in ids),
            {"trainings": tuple(ids)},
        )  # fmt: skip


def _leads(register: Register, lead: str) -> Iterable[Question]:
    for item in register.leads.values():
        yield Question(f"lead:{item.id}", "lead", item.organisation_id or lead, (("lead", item.id),), {"lead": item.id})


def _services(register: Register) -> Iterable[Question]:
    for body in register.organisations.values():
        if not is_service(body):
            continue
        missing = tuple(
            name
            for name, value in (("services", body.services), ("languages", body.languages), ("opening", body.opening))
            if not value
        )
        if missing:
            yield Question(
                f"service_details:{body.id}", "service_details", body.id, (("organisation", body.id),),
                {"fields": missing},
            )  # fmt: skip


def is_service(body: Organisation) -> bool:
    """A body in the country that receives people: identification, protection or case management, not abroad."""
    receives = {"protection", "case_management"} & set(body.stages)
    return bool(receives) and body.national and not body.foreign and not body.placeholder
