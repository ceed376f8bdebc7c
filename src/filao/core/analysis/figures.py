"""The figures that reports refer to, each computed from the register in one place.

Ids read like paths: `organisations.total`, `actions.past.trafficking_specific`, `coverage.men.without`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from filao.core.coverage import REPUBLIC
from filao.core.figures import Figure
from filao.core.network import articulation_points, components, isolates
from filao.core.pathways import FORMAL_STRENGTH
from filao.core.register import Register
from filao.core.vocabulary.standard import VICTIM_POPULATIONS

if TYPE_CHECKING:
    from filao.core.analysis import Analysis


def register_figures(analysis: Analysis) -> Iterator[Figure]:
    """Every figure of an analysis. The date is that of the reading; an empty `sources` means the whole register."""
    for figure in _figures(analysis):
        yield Figure(
            figure.id, figure.value, figure.unit, figure.n, figure.base, figure.sources,
            analysis.register.reference_date,
        )  # fmt: skip


def _figures(analysis: Analysis) -> Iterable[Figure]:
    register = analysis.register
    yield Figure("data.date", register.reference_date, "date")
    yield from _organisations(register)
    yield from _actions(register)
    yield from _relations(register)
    yield from _network(analysis)
    yield from _coverage(analysis)
    yield from _links(analysis)
    yield from _pathways(analysis)
    yield from _law(register)
    yield from _trainings(register)
    yield from _sources(register)
    yield from _questions(analysis)
    yield from _groups(register)
    yield from _committee(analysis)
    if analysis.baseline is not None:
        yield from _since(register, analysis.baseline)


def _committee(analysis: Analysis) -> Iterable[Figure]:
    suggestion = analysis.committee
    if suggestion is None:
        return
    total = suggestion.total_weight
    yield Figure("committee.seats", len(suggestion.members))
    suggested = sum(m.seat_type == "suggested" for m in suggestion.members)
    yield Figure("committee.suggested", suggested, n=len(suggestion.members), base="seats")
    yield Figure("committee.cells.mandate", suggestion.mandate_weight, n=total, base="cells")
    yield Figure("committee.cells.all", suggestion.weight, n=total, base="cells")
    for state in ("holds", "broken", "unknown"):
        count = sum(check.state == state for check in suggestion.checks)
        yield Figure(f"committee.rules.{state}", count, n=len(suggestion.checks), base="rules")


def _since(register: Register, year: int) -> Iterable[Figure]:
    """What the record shows of the years after an earlier mapping."""
    actions = register.actions.values()
    began = sum((a.start_year or 0) > year and a.status != "planned" for a in actions)
    yield Figure("since.actions", began, n=len(actions), base="actions")
    yield Figure("since.provisions", sum((p.year or 0) > year for p in register.provisions.values()))
    ties = register.ties.values()
    yield Figure("since.relations", sum((r.year or 0) > year for r in ties), n=len(ties), base="ties")
    yield Figure("since.unknown", sum(a.status == "unknown" for a in actions), n=len(actions), base="actions")


def _organisations(register: Register) -> Iterable[Figure]:
    bodies = register.bodies.values()
    total = len(bodies)
    yield Figure("organisations.total", total)
    for kind in register.vocabulary.codes("org_kind"):
        yield Figure(f"organisations.{kind}", sum(b.kind == kind for b in bodies), n=total, base="organisations")
    national = [b for b in bodies if b.national]
    yield Figure("organisations.national", len(national), n=total, base="organisations")
    state = [b for b in national if not b.foreign]
    yield Figure("organisations.in_country", len(state), n=total, base="organisations")
    public = ("government", "law_enforcement", "judiciary", "independent_institution")
    yield Figure("organisations.public", sum(b.kind in public for b in bodies), n=total, base="organisations")
    single = [id for id, sources in register.sources_of.items() if len(sources) == 1 and id in register.bodies]
    yield Figure("organisations.single_source", len(single), n=total, base="organisations")
    for letter in "ABCD":
        known = sum(
            fact.confidence == letter
            for id, record in register.records.get("organisation", {}).items()
            if id in register.bodies and (fact := record.facts.get("name"))
        )
        yield Figure(f"organisations.confidence.{letter}", known, n=total, base="organisations")
    withheld = sum(b.location_withheld for b in bodies)
    yield Figure("organisations.location_withheld", withheld, n=total, base="organisations")


def _actions(register: Register) -> Iterable[Figure]:
    actions = register.actions.values()
    total = len(actions)
    yield Figure("actions.total", total)
    for status in register.vocabulary.codes("action_status"):
        yield Figure(f"actions.{status}", sum(a.status == status for a in actions), n=total, base="actions")
        for scope in register.vocabulary.codes("scope"):
            count = sum(a.status == status and a.scope == scope for a in actions)
            yield Figure(f"actions.{status}.{scope}", count, n=total, base="actions")
    for scope in register.vocabulary.codes("scope"):
        yield Figure(f"actions.{scope}", sum(a.scope == scope for a in actions), n=total, base="actions")
    for p in register.vocabulary.codes("four_p"):
        yield Figure(f"actions.{p}", sum(p in a.four_p for a in actions), n=total, base="actions")
    placeholders = {b.id for b in register.organisations.values() if b.placeholder}
    unattributed = sum(a.organisation_id in placeholders for a in actions)
    yield Figure("actions.unattributed", unattributed, n=total, base="actions")
    yield Figure("actions.undated", sum(a.start_year is None for a in actions), n=total, base="actions")
    years = [a.start_year for a in actions if a.start_year]
    if years:
        yield Figure("actions.first_year", min(years), "year")
    bodies = {a.organisation_id for a in actions} - placeholders
    yield Figure("actions.bodies", len(bodies), n=len(register.bodies), base="organisations")


def _relations(register: Register) -> Iterable[Figure]:
    ties = register.ties.values()
    total = len(ties)
    yield Figure("relations.total", total)
    yield Figure("relations.pairs", len({frozenset(r.ends) for r in ties}), n=total, base="ties")
    for kind in register.vocabulary.codes("relation_kind"):
        yield Figure(f"relations.{kind}", sum(r.kind == kind for r in ties), n=total, base="ties")
    referrals = [r for r in ties if r.kind == "refers_to"]
    formal = sum((r.strength or 0) >= FORMAL_STRENGTH for r in referrals)
    yield Figure("relations.refers_to.formal", formal, n=len(referrals), base="referral ties")
    for code, strength in (("binding", 3), ("written", 2), ("habit", 1), ("event", 0.5), ("announced", 0)):
        count = sum(r.strength == strength for r in ties)
        yield Figure(f"relations.strength.{code}", count, n=total, base="ties")
    yield Figure("relations.structural", sum(r.structural for r in ties), n=total, base="ties")
    yield Figure("relations.undated", sum(r.year is None for r in ties), n=total, base="ties")
    stale = sum(r.year is not None and r.year <= register.reference_year - 5 for r in ties)
    yield Figure("relations.stale", stale, n=total, base="ties")
    yield Figure("relations.confirmed_by_both", sum(r.confirmed_by == "AB" for r in ties), n=total, base="ties")
    funders = Counter(r.target for r in ties if r.kind == "funds")
    yield Figure("funding.ties", sum(funders.values()), n=total, base="ties")
    yield Figure("funding.funders", len({r.source for r in ties if r.kind == "funds"}))
    if funders:
        most, number = min(funders.items(), key=lambda pair: (-pair[1], pair[0]))
        yield Figure("funding.most.name", _short(register, most), "name")
        yield Figure("funding.most.ties", number, n=sum(funders.values()), base="funding ties")
    foreign = sum(
        r.kind == "funds" and (body := register.organisations.get(r.source)) is not None and not body.national
        for r in ties
    )
    yield Figure("funding.from_partners", foreign, n=sum(funders.values()), base="funding ties")


def _short(register: Register, id: str) -> str:
    body = register.organisations.get(id)
    return body.short_name if body else id


def _network(analysis: Analysis) -> Iterable[Figure]:
    bodies = analysis.register.bodies
    total = len(bodies)
    every, standing = analysis.every_tie.flat, analysis.structure.flat
    yield Figure("network.isolates.every", len(set(isolates(every)) & set(bodies)), n=total, base="organisations")
    yield Figure("network.isolates.standing", len(set(isolates(standing)) & set(bodies)), n=total, base="organisations")
    largest = max((len(set(part) & set(bodies)) for part in components(standing)), default=0)
    yield Figure("network.largest.standing", largest, n=total, base="organisations")
    largest = max((len(set(part) & set(bodies)) for part in components(every)), default=0)
    yield Figure("network.largest.every", largest, n=total, base="organisations")
    yield Figure("network.cut_points", len(articulation_points(standing)), n=total, base="organisations")
    for place, broker in enumerate(analysis.brokers[:5], start=1):
        yield Figure(f"network.broker.{place}.name", _short(analysis.register, broker.organisation_id), "name")
        yield Figure(f"network.broker.{place}.partners", broker.partners, n=total, base="organisations")


def _coverage(analysis: Analysis) -> Iterable[Figure]:
    table = analysis.coverage
    cells = len(table.cells)
    yield Figure("coverage.bodies", len(table.bodies), n=len(analysis.register.bodies), base="organisations")
    yield Figure("coverage.cells", cells)
    empty, single = len(table.state("not_documented")), len(table.state("single"))
    yield Figure("coverage.not_documented", empty, n=cells, base="cells")
    yield Figure("coverage.single", single, n=cells, base="cells")
    for population in VICTIM_POPULATIONS:
        without = len(table.stages_without(population))
        yield Figure(f"coverage.{population}.without", without, n=len(table.stages), base="stages")
        named = {id for cell in table.cells.values() if cell.population == population for id in cell.named}
        yield Figure(f"coverage.{population}.bodies", len(named), n=len(table.bodies), base="organisations")
    for territory, local in analysis.coverage_by_territory.items():
        if territory != REPUBLIC:
            code = territory.lower()
            yield Figure(f"territory.{code}.bodies", len(local.bodies), n=len(table.bodies), base="organisations")
            empty = len(local.state("not_documented"))
            yield Figure(f"territory.{code}.not_documented", empty, n=len(local.cells), base="cells")
            local_bodies = [
                b for b in analysis.register.organisations.values() if territory in b.districts and b.national
            ]
            yield Figure(f"territory.{code}.named", len(local_bodies), n=len(table.bodies), base="organisations")
            only = sum(set(b.districts) == {territory} for b in local_bodies)
            yield Figure(f"territory.{code}.only", only, n=len(table.bodies), base="organisations")
    yield Figure("mandates.shared", len(analysis.shared_mandates))


def _links(analysis: Analysis) -> Iterable[Figure]:
    total = len(analysis.links)
    yield Figure("links.expected", len(analysis.register.expected_links))
    yield Figure("links.checked", total)
    for state in ("documented", "planned", "one_off", "not_documented", "confirmed_absent", "disputed", "no_body"):
        yield Figure(f"links.{state}", sum(s.state == state for s in analysis.links), n=total, base="expected links")
    formal = sum(s.state == "documented" and s.formal for s in analysis.links)
    yield Figure("links.documented.formal", formal, n=total, base="expected links")


def _pathways(analysis: Analysis) -> Iterable[Figure]:
    ways = analysis.pathways.ways
    yield Figure("pathways.profiles", len(ways))
    yield Figure("pathways.complete", sum(w.complete for w in ways), n=len(ways), base="profiles")
    formal = sum(w.complete for w in analysis.formal_pathways.ways)
    yield Figure("pathways.complete.formal", formal, n=len(ways), base="profiles")
    broken = Counter(w.breaks_at for w in ways if not w.complete)
    for stage in ("identification", "protection", "case_management", "reintegration"):
        yield Figure(f"pathways.breaks.{stage}", broken[stage], n=len(ways), base="profiles")


def _law(register: Register) -> Iterable[Figure]:
    provisions = register.provisions.values()
    yield Figure("law.provisions", len(provisions))
    instruments = {p.instrument for p in provisions}
    yield Figure("law.instruments", len(instruments))
    national = {p.instrument for p in provisions if p.kind != "treaty"}
    yield Figure("law.national", len(national), n=len(instruments), base="instruments")
    treaties = len(instruments) - len(national)
    yield Figure("law.treaties", treaties, n=len(instruments), base="instruments")
    records = register.records.get("provision", {}).values()
    disputed = sum(any(fact.differing for fact in record.facts.values()) for record in records)
    yield Figure("law.disputed", disputed, n=len(provisions), base="provisions")


def _trainings(register: Register) -> Iterable[Figure]:
    trainings = register.trainings.values()
    total = len(trainings)
    yield Figure("trainings.total", total)
    yield Figure(
        "trainings.with_numbers", sum(t.participants is not None for t in trainings), n=total, base="trainings"
    )
    trained = Counter(id for t in trainings for id in t.trainee_ids)
    if trained:
        most, number = min(trained.items(), key=lambda pair: (-pair[1], pair[0]))
        yield Figure("trainings.most.name", _short(register, most), "name")
        yield Figure("trainings.most.times", number, n=total, base="trainings")
    for kind in ("judiciary", "ngo"):
        count = sum(
            any((b := register.organisations.get(id)) is not None and b.kind == kind for id in t.trainee_ids)
            for t in trainings
        )
        yield Figure(f"trainings.{kind}", count, n=total, base="trainings")
    shelters = {
        b.id for b in register.organisations.values() if b.location_withheld and "protection" in b.stages and b.national
    }
    reached = sum(bool(shelters & set(t.trainee_ids)) for t in trainings)
    yield Figure("trainings.shelters", reached, n=total, base="trainings")
    events = sum(r.kind == "trains" for r in register.ties.values())
    yield Figure("trainings.ties", events, n=len(register.relations), base="ties")


def _sources(register: Register) -> Iterable[Figure]:
    sources = register.sources.values()
    total = len(sources)
    yield Figure("sources.total", total)
    for kind in register.vocabulary.codes("source_kind"):
        yield Figure(f"sources.{kind}", sum(s.kind == kind for s in sources), n=total, base="sources")
    years = [s.year for s in sources if s.year]
    if years:
        yield Figure("sources.first_year", min(years), "year")
        yield Figure("sources.last_year", max(years), "year")
    excerpts = sum("excerpt" in r.text("retrieved_how") for r in register.records.get("source", {}).values())
    yield Figure("sources.excerpts", excerpts, n=total, base="sources")
    yield Figure("sources.undated", sum(s.year is None for s in sources), n=total, base="sources")
    interviews = sum(s.kind == "interview" for s in sources)
    yield Figure("interviews.sources", interviews, n=total, base="sources")


def _questions(analysis: Analysis) -> Iterable[Figure]:
    questions = analysis.questions
    yield Figure("questions.total", len(questions))
    must = sum(q.priority == 1 for q in questions)
    yield Figure("questions.must", must, n=len(questions), base="questions")
    yield Figure("questions.bodies", len({q.organisation_id for q in questions}))
    conflicts = sum(q.rule == "conflict" for q in questions)
    yield Figure("questions.conflict", conflicts, n=len(questions), base="questions")
    yield Figure("partners.total", len(analysis.partners))
    for tier in ("core", "purposive", "snowball"):
        count = sum(p.tier == tier for p in analysis.partners)
        yield Figure(f"partners.{tier}", count, n=len(analysis.partners), base="partners")
    yield Figure("leads.total", len(analysis.register.leads))


def _groups(register: Register) -> Iterable[Figure]:
    yield Figure("groups.total", len(register.groups))
    standing = [g for g in register.groups.values() if g.kind != "working_group"]
    known = sum(sum(s.group_id == g.id for s in register.seats.values()) > 1 for g in standing)
    yield Figure("groups.standing", len(standing))
    yield Figure("groups.members_known", known, n=len(standing), base="groups")
    for seat_type in ("mandate", "inclusion", "observer"):
        count = sum(
            s.seat_type == seat_type
            and (g := register.groups.get(s.group_id)) is not None
            and g.kind == "working_group"
            for s in register.seats.values()
        )
        yield Figure(f"seats.{seat_type}", count)
