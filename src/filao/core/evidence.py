"""Findings: what the analysis amounts to, what each finding rests on, and what speaks against it.

A finding is a code with its facts; a person may replace its sentence, accept it or drop it. A finding that puts a body in
a poor light is `negative` and names it, so that the body can be asked for its reply before anything is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from filao.core.analysis import Analysis
from filao.core.pathways import CHAIN

Fact = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing a finding rests on. `kind` is figure, source, record or interview; `id` names it there."""

    kind: Literal["figure", "source", "record", "interview"]
    id: str
    record_kind: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding as the rules see it. `weight` orders findings (higher first); `bodies` are those it speaks of.

    `audience` is restricted where the finding lists weak points that could help a trafficker.
    """

    id: str
    rule: str
    weight: int
    facts: Mapping[str, Fact] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    counter: tuple[Evidence, ...] = ()
    bodies: tuple[str, ...] = ()
    negative: bool = False
    audience: Literal["public", "working_group", "restricted"] = "public"


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation as the rules see it: its code, the body that would act, by when and with what.

    `quarter` counts quarters of a year after the report; `resources` is a code of `documents.words`.
    """

    id: str
    rule: str
    owner: str
    quarter: int
    resources: str
    findings: tuple[str, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)


def _figures(*ids: str) -> tuple[Evidence, ...]:
    return tuple(Evidence("figure", id) for id in ids)


def _records(kind: str, ids: Iterable[str]) -> tuple[Evidence, ...]:
    return tuple(Evidence("record", id, kind) for id in ids)


def findings(analysis: Analysis) -> tuple[Finding, ...]:
    """Findings that the data bear out, the weightiest first. A rule without a case says nothing."""
    found = [
        *_referrals(analysis),
        *_detection(analysis),
        *_shelters(analysis),
        *_pathways(analysis),
        *_territories(analysis),
        *_populations(analysis),
        *_coordination(analysis),
        *_dependency(analysis),
        *_shared(analysis),
        *_training(analysis),
        *_evidence_base(analysis),
        *_attribution(analysis),
    ]
    return tuple(sorted(found, key=lambda f: (-f.weight, f.id)))


def _referrals(a: Analysis) -> Iterable[Finding]:
    register = a.register
    ties = [r for r in register.ties.values() if r.kind == "refers_to"]
    if not register.relations or len(ties) > len(register.relations) / 4:
        return
    related = [x.id for x in register.actions.values() if "referral" in x.title.casefold() and x.status != "planned"]
    yield Finding(
        "referrals", "referrals", 100,
        {"formal": sum((r.strength or 0) >= 3 for r in ties)},
        (*_figures("relations.refers_to", "relations.total", "relations.refers_to.formal"),
         *_records("relation", (r.id for r in ties))),
        _records("action", related[:3]),
    )  # fmt: skip


def _detection(a: Analysis) -> Iterable[Finding]:
    """Bodies that meet people first and from which no referral to an identifying body is documented."""
    register = a.register
    first = [s for s in a.links if s.from_body and register.expected_links[s.link].stage == "identification"]
    bodies = list(dict.fromkeys(s.from_body for s in first))
    silent = [b for b in bodies if not any(s.state == "documented" for s in first if s.from_body == b)]
    if not silent:
        return
    instead = [
        r.id
        for r in register.ties.values()
        if r.structural and r.source in silent and r.kind in ("shares_information", "coordinates_with")
    ]
    yield Finding(
        "detection", "detection", 95, {"bodies": tuple(silent), "asked": len(bodies)},
        (*_figures("links.not_documented", "links.checked"), *_records("expected_link", dict.fromkeys(
            s.link for s in first if s.from_body in silent))),
        _records("relation", instead), tuple(silent), negative=True,
    )  # fmt: skip


def _shelters(a: Analysis) -> Iterable[Finding]:
    """Shelters to which no referral is documented, though the template expects one."""
    register = a.register
    expected = {
        id
        for link in register.expected_links.values()
        if link.stage == "referral" and (role := register.roles.get(link.to_role))
        for id in role.organisation_ids
        if (body := register.organisations.get(id)) and body.location_withheld and "protection" in body.stages
    }
    reached = {r.target for r in register.ties.values() if r.kind == "refers_to" and r.structural}
    silent = sorted(expected - reached)
    if not silent:
        return
    adult = [id for id in silent if "men" in register.organisations[id].populations]
    working = [
        x.id for x in register.actions.values() if x.organisation_id in silent and x.status in ("past", "current")
    ]
    yield Finding(
        "shelters", "shelters", 90, {"bodies": tuple(silent), "men": tuple(adult), "expected": len(expected)},
        (*_figures("relations.refers_to"), *_records("organisation", adult or silent)),
        _records("action", working[:4]), tuple(silent), negative=True,
    )  # fmt: skip


def _pathways(a: Analysis) -> Iterable[Finding]:
    ways = a.pathways.ways
    broken = [w for w in ways if not w.complete]
    if not a.coverage.bodies or not broken:
        return
    complete = tuple(f"{w.population}:{w.territory}" for w in ways if w.complete)
    stages = {stage: sum(w.breaks_at == stage for w in broken) for stage in CHAIN}
    worst = max(stages, key=lambda stage: (stages[stage], -CHAIN.index(stage)))
    yield Finding(
        "pathways", "pathways", 98, {"complete": complete, "worst": worst, "worst_count": stages[worst]},
        (*_figures("pathways.complete", "pathways.profiles", "pathways.complete.formal", f"pathways.breaks.{worst}"),
         *_records("relation", dict.fromkeys(s.relation for w in ways for s in w.steps if s.relation))),
        (),
    )  # fmt: skip


def _territories(a: Analysis) -> Iterable[Finding]:
    register = a.register
    for term in register.vocabulary.territories("island"):
        code = term.code.lower()
        local = a.coverage_by_territory[term.code]
        named = [b.id for b in register.organisations.values() if term.code in b.districts and b.national]
        missing = tuple(p for p in local.populations if not a.pathways.starts(p, term.code))
        if not named or not missing:
            continue
        day_and_night = [id for id in named if register.organisations[id].opening]
        yield Finding(
            f"territory:{term.code}", "territory", 93, {"territory": term.code, "missing": missing},
            (*_figures(f"territory.{code}.named", f"territory.{code}.only", f"territory.{code}.not_documented"),
             *_records("organisation", named)),
            _records("organisation", day_and_night), negative=False,
        )  # fmt: skip


def _populations(a: Analysis) -> Iterable[Finding]:
    """Populations that hardly any body names, though bodies for all victims may serve them."""
    table = a.coverage
    named = {
        p: {id for cell in table.cells.values() if cell.population == p for id in cell.named} for p in table.populations
    }
    if table.bodies:
        few = tuple(p for p in table.populations if len(named[p]) <= 1)
        if few:
            yield Finding(
                "populations", "populations", 88, {"populations": few},
                (*_figures("coverage.not_documented", "coverage.cells", *(f"coverage.{p}.bodies" for p in few)),
                 *_records("organisation", sorted({id for p in few for id in named[p]}))),
                (),
            )  # fmt: skip


def _coordination(a: Analysis) -> Iterable[Finding]:
    register = a.register
    standing = [g for g in register.groups.values() if g.kind != "working_group"]
    unknown = [g.id for g in standing if sum(s.group_id == g.id for s in register.seats.values()) < 2]
    if len(standing) > 1 and unknown:
        yield Finding(
            "coordination", "coordination", 86, {"groups": tuple(unknown), "standing": len(standing)},
            (*_figures("groups.standing", "groups.members_known"), *_records("group", (g.id for g in standing))),
            _records("relation", (r.id for r in register.ties.values() if r.formality == "cabinet_decision")),
        )  # fmt: skip


def _dependency(a: Analysis) -> Iterable[Finding]:
    """The body on most ways between others is an international partner, or most funding comes from partners."""
    brokers = [b.organisation_id for b in a.brokers[:3]]
    partners = [id for id in brokers if not a.register.organisations[id].national]
    if partners:
        yield Finding(
            "dependency", "dependency", 80, {"bodies": tuple(partners), "of": len(brokers)},
            (*_figures(*(f"network.broker.{place}.name" for place in range(1, len(brokers) + 1))),
             *_figures("funding.from_partners", "funding.ties"),
             *_records("relation", (r.id for r in a.register.ties.values() if r.kind == "funds"))),
            (),
        )  # fmt: skip


def _shared(a: Analysis) -> Iterable[Finding]:
    if a.shared_mandates:
        widest = a.shared_mandates[0]
        yield Finding(
            "shared_mandates", "shared_mandates", 78,
            {"bodies": widest.bodies, "stages": widest.stages, "populations": widest.populations},
            (*_figures("mandates.shared"), *_records("organisation", widest.bodies)),
            (), widest.bodies, negative=True,
        )  # fmt: skip


def _training(a: Analysis) -> Iterable[Finding]:
    trainings = a.register.trainings
    trained = any(t.trainee_ids for t in trainings.values())
    if trained and sum(t.participants is not None for t in trainings.values()) < len(trainings) / 2:
        yield Finding(
            "training", "training", 76, {},
            (*_figures("trainings.total", "trainings.with_numbers", "trainings.most.times", "trainings.shelters"),
             *_records("training", (id for id, t in trainings.items() if t.participants is not None))),
            (),
        )  # fmt: skip


def _evidence_base(a: Analysis) -> Iterable[Finding]:
    single = [id for id, sources in a.register.sources_of.items() if len(sources) == 1]
    if single:
        yield Finding(
            "evidence_base", "evidence_base", 70, {},
            _figures("organisations.single_source", "relations.confirmed_by_both", "relations.stale", "relations.undated"),
            _figures("sources.total"),
        )  # fmt: skip


def _attribution(a: Analysis) -> Iterable[Finding]:
    placeholders = {b.id for b in a.register.organisations.values() if b.placeholder}
    loose = [x.id for x in a.register.actions.values() if x.organisation_id in placeholders]
    unknown = [x.id for x in a.register.actions.values() if x.status == "unknown"]
    if loose or unknown:
        yield Finding(
            "attribution", "attribution", 65, {},
            (*_figures("actions.unattributed", "actions.unknown", "actions.total"), *_records("action", loose[:3])),
            (),
        )  # fmt: skip


def advice(analysis: Analysis, found: Iterable[Finding]) -> tuple[Advice, ...]:
    """Recommendations that follow from the findings, each with the body that would act."""
    lead = _lead(analysis)
    by_rule: dict[str, list[Finding]] = {}
    for finding in found:
        by_rule.setdefault(finding.rule, []).append(finding)
    police = _owner(analysis, "investigation", "law_enforcement") or lead
    plan = (
        ("referral_procedure", ("referrals", "detection", "shelters"), lead, 2, "staff_time"),
        ("adult_pathway", ("pathways", "shelters", "populations"), lead, 3, "budget_line"),
        ("territory_pathway", ("territory",), _regional(analysis) or lead, 3, "travel"),
        ("one_group", ("coordination",), lead, 1, "staff_time"),
        ("lead_for_shared", ("shared_mandates",), police, 2, "staff_time"),
        ("training_records", ("training",), lead, 2, "staff_time"),
        ("own_budget", ("dependency",), lead, 4, "budget_line"),
        ("confirm_register", ("evidence_base", "attribution"), lead, 1, "staff_time"),
    )  # fmt: skip
    given = []
    for rule, on, owner, quarter, resources in plan:
        rests = tuple(f.id for name in on for f in by_rule.get(name, ()))
        if rests:
            facts: dict[str, Fact] = {}
            for name in on:
                for finding in by_rule.get(name, ()):
                    facts |= {key: value for key, value in finding.facts.items() if key not in facts}
            given.append(Advice(rule, rule, owner, quarter, resources, rests, facts))
    return tuple(given)


def _lead(a: Analysis) -> str:
    """The authority that leads the response: the chair of the working group, else the public body that coordinates.

    A procedure that binds several services is its to issue, whichever of them meets the people first.
    """
    from filao.core.questions import lead_body

    register = a.register
    chair = {s.organisation_id for s in register.seats.values() if s.chair}
    lead = lead_body(register)
    if lead in chair:
        return lead
    coordinating = (
        b.id
        for b in register.bodies.values()
        if b.kind == "government" and not b.foreign and "coordination" in b.stages
    )
    return next(coordinating, lead)


def _owner(a: Analysis, stage: str, kind: str) -> str:
    """The largest body of a sector at a stage: the one that most others are units of."""
    bodies = [b for b in a.register.organisations.values() if stage in b.stages and b.kind == kind and not b.foreign]
    return max(bodies, key=lambda b: (len(a.register.units.get(b.id, ())), b.id)).id if bodies else ""


def _regional(a: Analysis) -> str:
    islands = {t.code for t in a.register.vocabulary.territories("island")}
    local = [
        b for b in a.register.organisations.values() if islands & set(b.districts) and not set(b.districts) - islands
    ]
    return next((b.id for b in local if "coordination" in b.stages), local[0].id if local else "")
