"""Findings and recommendations in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from filao.core.analysis import Analysis
from filao.core.evidence import Advice, Finding
from filao.core.register import Seat
from filao.documents.language import numbers


class Names(Protocol):
    """What a sentence needs beside the figures: labels and names."""

    @property
    def analysis(self) -> Analysis: ...
    def running(self, scheme: str, code: str) -> str: ...
    def territory(self, code: str) -> str: ...
    def short(self, id: str) -> str: ...
    def named(self, items: list[str], *, most: int = 0) -> str: ...


def _ids(facts: Mapping[str, object], key: str) -> list[str]:
    value = facts.get(key, ())
    return list(value) if isinstance(value, tuple) else []


def _bodies(c: Names, facts: Mapping[str, object], key: str = "bodies", most: int = 6) -> str:
    return c.named([c.short(id) for id in _ids(facts, key)], most=most)


def _populations(c: Names, codes: list[str]) -> str:
    return c.named([c.running("population", p) for p in codes])


def finding(c: Names, f: Finding) -> str:
    """The sentence or two that state a finding."""
    return _FINDINGS[f.rule](c, f)


def headline(c: Names, f: Finding) -> str:
    """A finding in one short line, for slides and lists."""
    return _HEADLINES[f.rule](c, f)


def advise(c: Names, a: Advice) -> str:
    """The sentence of a recommendation."""
    return _ADVICE[a.rule](c, a)


def _verb(n: int, one: str, many: str) -> str:
    return one if n == 1 else many


def _words(n: int) -> str:
    return numbers.in_words(n, "en")


def _count(f: Finding, key: str) -> int:
    return int(str(f.facts[key]))


def _referrals(c: Names, f: Finding) -> str:
    figures = c.analysis.figures
    total, referrals = figures.number("relations.total"), figures.number("relations.refers_to")
    if referrals == 0:
        ties = (
            "The one tie in the record does not carry"
            if total == 1
            else "None of the {relations.total} ties in the record carries"
        )
        return f"{ties} victims from one body to another."
    formal = _count(f, "formal")
    rest = (
        f"it {_verb(formal, 'rests', 'does not rest')}"
        if referrals == 1
        else "none of them rests"
        if formal == 0
        else "one of them rests"
        if formal == 1
        else "all of them rest"
        if formal == referrals
        else "{relations.refers_to.formal|words} of them rest"
    )
    return (
        "Few ties in the public record carry victims from one body to another. Of {relations.total} documented ties, "
        f"{{relations.refers_to|words}} {_verb(referrals, 'is a referral', 'are referrals')}, and {rest} on a binding text."
        + _events(figures.number("relations.strength.event"))
    )


def _events(n: int) -> str:
    if n == 0:
        return ""
    ties = "tie comes from a one-off event such as a training or a conference"
    if n > 1:
        ties = "ties come from one-off events such as trainings and conferences"
    return f" {{relations.strength.event}} {ties}."


def _detection(c: Names, f: Finding) -> str:
    count, asked = len(_ids(f.facts, "bodies")), _count(f, "asked")
    which = (
        "the one body that meets"
        if asked == 1
        else f"all {_words(asked)} bodies that meet"
        if count == asked
        else f"{_words(count)} of the {_words(asked)} bodies that meet"
    )
    return (
        f"For {which} people at risk first, no source read documents a referral to the body that identifies victims: "
        f"{_bodies(c, f.facts, most=10)}."
    )


def _shelters(c: Names, f: Finding) -> str:
    men, silent, expected = _ids(f.facts, "men"), len(_ids(f.facts, "bodies")), _count(f, "expected")
    if expected == 1:
        return "To the one shelter that should receive victims, no referral is documented."
    if silent == expected:
        text = f"To none of the {_words(expected)} shelters that should receive victims is a referral documented."
    else:
        text = f"To {_words(silent)} of {_words(expected)} shelters that should receive victims, no referral is documented."
    return text + _men(c, men, silent)


def _men(c: Names, men: list[str], silent: int) -> str:
    """What the shelters without a referral mean for men: all that take them in, or some."""
    if not men or silent == 1:
        return ""
    register = c.analysis.register
    takers = {
        b.id
        for b in register.organisations.values()
        if b.location_withheld and "protection" in b.stages and "men" in b.populations
    }
    if takers <= set(men):
        only = len(men) == 1
        return f" Among them {'is the one shelter' if only else 'are all shelters'} on record that {_verb(len(men), 'takes', 'take')} in men."
    return f" {_words(len(men)).capitalize()} of them {_verb(len(men), 'takes', 'take')} in men."


def _pathways(c: Names, f: Finding) -> str:
    complete = [pair.split(":") for pair in _ids(f.facts, "complete")]
    stage, worst = c.running("nrm_stage", str(f.facts["worst"])), _count(f, "worst_count")
    profiles = c.analysis.figures.number("pathways.profiles")
    often = f"most often at {stage} ({{pathways.breaks.{f.facts['worst']}}} {_verb(worst, 'profile', 'profiles')})."
    if not complete:
        which = "the one profile" if profiles == 1 else "any of the {pathways.profiles} profiles"
        ends = f" It breaks at {stage}." if profiles == 1 else f" The ways break {often}"
        return (
            f"No documented way leads from identification to reintegration for {which} examined (a population on an island)."
            + ends
        )
    who = c.named([f"{c.running('population', p)} ({c.territory(t)})" for p, t in complete], most=4)
    rest = profiles - len(complete)
    return (
        "A documented way from identification to reintegration exists for {pathways.complete|words} of the "
        f"{{pathways.profiles}} profiles examined (a population on an island): {who}."
        + (f" The other breaks at {stage}." if rest == 1 else f" The others break {often}")
    )


def _territory(c: Names, f: Finding) -> str:
    code = str(f.facts["territory"])
    name, low = c.territory(code), code.lower()
    named, only = (c.analysis.figures.number(f"territory.{low}.{part}") for part in ("named", "only"))
    if named == 1:
        bodies = f"the mandate of one national body, {'a local one' if only else 'which works elsewhere as well'}"
    else:
        local = "all of them local" if only == named else f"{{territory.{low}.only|words}} of them local"
        bodies = f"the mandates of {{territory.{low}.named|words}} national bodies, {local}"
    return (
        f"{name} is named in {bodies}. No source read names a body there that identifies "
        f"{_populations(c, _ids(f.facts, 'missing'))}."
    )


def missing(c: Names, f: Finding) -> str:
    """Two of the populations that no body on an island identifies."""
    codes = _ids(f.facts, "missing")
    return " or ".join(c.running("population", p) for p in codes[:2])


def _populations_finding(c: Names, f: Finding) -> str:
    codes = _ids(f.facts, "populations")
    empty = c.analysis.figures.number("coverage.not_documented")
    text = (
        f"{numbers.first_large(_populations(c, codes))} are {_verb(len(codes), 'named', 'each named')} by one national body at "
        "most. Others may serve them, but only as part of “all victims”"
    )
    if empty == 0:
        return text + "."
    return text + (
        f": {{coverage.not_documented}} of {{coverage.cells}} combinations of a population and a stage "
        f"{_verb(empty, 'rests', 'rest')} on no documented body."
    )


def _coordination(c: Names, f: Finding) -> str:
    unknown, standing = _ids(f.facts, "groups"), _count(f, "standing")
    register = c.analysis.register
    groups = register.groups
    names = c.named([g.short_name for g in groups.values() if g.kind != "working_group"])
    seated = {id: [s for s in register.seats.values() if s.group_id == id] for id in unknown}
    alone = [f"{groups[id].short_name} ({_seat(c, seats[0])})" for id, seats in seated.items() if seats]
    none = [groups[id].short_name for id, seats in seated.items() if not seats]
    if not alone:
        which = "any of them" if len(unknown) == standing else f"{_words(len(unknown))} of them"
        known = f"does not say who sits in {which}"
    else:
        known = "names a single member of " + c.named(alone)
        if none:
            known += f" and none of {c.named(none)}"
    return (
        f"{_words(standing).capitalize()} standing groups coordinate ({names}). The public record {known}, so that overlap "
        "between them cannot be judged."
    )


def _seat(c: Names, seat: Seat) -> str:
    return c.short(seat.organisation_id) + (", its chair" if seat.chair else "")


def _dependency(c: Names, f: Finding) -> str:
    count, of = len(_ids(f.facts, "bodies")), _count(f, "of")
    if of == 1:
        who = "The body through which most others connect is an international partner"
    else:
        some = f"All {_words(of)}" if count == of else f"{_words(count).capitalize()} of the {_words(of)}"
        partners = _verb(count, "is an international partner", "are international partners")
        who = f"{some} bodies through which most others connect {partners}"
    return f"{who}: {_bodies(c, f.facts)}." + _funding(c)


def _funding(c: Names) -> str:
    ties, partners = (c.analysis.figures.number(f"funding.{part}") for part in ("ties", "from_partners"))
    if ties == 0:
        return ""
    if ties == 1:
        return (
            f" The one funding tie on record {_verb(partners, 'starts', 'does not start')} at an international partner."
        )
    if partners == 0:
        return " None of the {funding.ties} funding ties on record starts at an international partner."
    start = _verb(partners, "starts at an international partner", "start at international partners")
    return f" {{funding.from_partners}} of {{funding.ties}} funding ties on record {start}."


def _shared(c: Names, f: Finding) -> str:
    bodies, stages = _ids(f.facts, "bodies"), _ids(f.facts, "stages")
    at = c.named([c.running("nrm_stage", s) for s in stages])
    joined = (
        "no tie between them is documented"
        if len(bodies) == 2
        else "not all of them are joined to each other by a documented tie"
    )
    overlaps = c.analysis.figures.number("mandates.shared")
    return (
        f"{_words(len(bodies)).capitalize()} bodies of one sector name {_populations(c, _ids(f.facts, 'populations'))} at the "
        f"{_verb(len(stages), 'stage', 'stages')} of {at} ({_bodies(c, f.facts)}), and {joined}. "
        f"The record shows {{mandates.shared|words}} such {_verb(overlaps, 'overlap', 'overlaps')}."
    )


def _training(c: Names, f: Finding) -> str:
    figures = c.analysis.figures
    total, shelters, times = (figures.number(f"trainings.{part}") for part in ("total", "shelters", "most.times"))
    if total == 1:
        return "One training is on record; how many people it reached is not documented."
    reached = "{trainings.shelters|words}" if shelters else "none on record"
    often = {1: "once", 2: "twice"}.get(times, "{trainings.most.times} times")
    return (
        "{trainings.total} trainings are on record, and the number of people trained is known for {trainings.with_numbers|words} "
        f"of them. {{trainings.most.name}} was trained {often}; {{trainings.judiciary|words}} included courts or "
        f"prosecutors, and {reached} reached a shelter."
    )


def _evidence_base(c: Names, f: Finding) -> str:
    figures = c.analysis.figures
    bodies, single = figures.number("organisations.total"), figures.number("organisations.single_source")
    if bodies == 1:
        text = "The one body on record rests on a single source."
    else:
        text = (
            "{organisations.single_source} of {organisations.total} bodies "
            f"{_verb(single, 'rests', 'rest')} on a single source."
        )
    both, undated, stale = (figures.number(f"relations.{part}") for part in ("confirmed_by_both", "undated", "stale"))
    if figures.number("relations.total") == 0:
        return text
    said = (
        "No tie has been confirmed by both bodies"
        if both == 0
        else f"{{relations.confirmed_by_both}} {_verb(both, 'tie has', 'ties have')} been confirmed by both bodies"
    )
    dates = (
        f"{{relations.undated}} {_verb(undated, 'tie carries', 'ties carry')} no date"
        if undated
        else "every tie carries a date"
    )
    old = f"{{relations.stale}} {_verb(stale, 'is', 'are')}" if stale else "none is"
    return f"{text} {said}, {dates} and {old} five years old or older."


def _attribution(c: Names, f: Finding) -> str:
    figures = c.analysis.figures
    loose, unknown, total = (figures.number(f"actions.{part}") for part in ("unattributed", "unknown", "total"))
    trace = (
        f"for {{actions.unknown|words}} announced {_verb(unknown, 'action', 'actions')} no source says whether "
        f"{_verb(unknown, 'it', 'they')} took place."
    )
    if loose == 0:
        return numbers.first_large(trace)
    named = (
        "The one action on record is"
        if total == 1
        else f"{{actions.unattributed}} of {{actions.total}} actions {_verb(loose, 'is', 'are')}"
    )
    text = f"{named} attributed to “the government” without a named body"
    return f"{text}, and {trace}" if unknown else f"{text}."


_FINDINGS: dict[str, Callable[[Names, Finding], str]] = {
    "referrals": _referrals,
    "detection": _detection,
    "shelters": _shelters,
    "pathways": _pathways,
    "territory": _territory,
    "populations": _populations_finding,
    "coordination": _coordination,
    "dependency": _dependency,
    "shared_mandates": _shared,
    "training": _training,
    "evidence_base": _evidence_base,
    "attribution": _attribution,
}


def _part(c: Names, part: str, whole: str, nouns: tuple[str, str], one: str, many: str) -> str:
    """A share of a count with its verb: "3 of 12 bodies rest", "1 of 1 body rests"."""
    figures = c.analysis.figures
    noun, verb = _verb(figures.number(whole), *nouns), _verb(figures.number(part), one, many)
    return f"{{{part}}} of {{{whole}}} {noun} {verb}"


def _profiles_headline(c: Names, f: Finding) -> str:
    return (
        _part(c, "pathways.complete", "pathways.profiles", ("profile", "profiles"), "has", "have")
        + " a complete documented way"
    )


def _shelters_headline(c: Names, f: Finding) -> str:
    expected = _count(f, "expected")
    shelters = _verb(expected, "shelter", "shelters")
    return f"No referral is documented to {len(_ids(f.facts, 'bodies'))} of {expected} {shelters}"


def _detection_headline(c: Names, f: Finding) -> str:
    count = len(_ids(f.facts, "bodies"))
    return f"{count} of {_count(f, 'asked')} detecting bodies {_verb(count, 'has', 'have')} no documented referral"


def _coordination_headline(c: Names, f: Finding) -> str:
    unknown, standing = len(_ids(f.facts, "groups")), _count(f, "standing")
    return f"{standing} groups coordinate; the full membership of {unknown} of them is not documented"


def _dependency_headline(c: Names, f: Finding) -> str:
    return f"{_bodies(c, f.facts)} {_verb(len(_ids(f.facts, 'bodies')), 'stands', 'stand')} between most others"


def _shared_headline(c: Names, f: Finding) -> str:
    shared = c.analysis.figures.number("mandates.shared")
    return f"{{mandates.shared}} {_verb(shared, 'mandate is', 'mandates are')} shared without a documented tie"


_HEADLINES: dict[str, Callable[[Names, Finding], str]] = {
    "referrals": lambda c, f: _part(
        c,
        "relations.refers_to",
        "relations.total",
        ("documented tie", "documented ties"),
        "is a referral",
        "are referrals",
    ),
    "detection": _detection_headline,
    "shelters": _shelters_headline,
    "pathways": _profiles_headline,
    "territory": lambda c, f: (
        f"{c.territory(str(f.facts['territory']))}: no body documented that identifies {missing(c, f)}"
    ),
    "populations": lambda c, f: (
        _part(c, "coverage.not_documented", "coverage.cells", ("cell", "cells"), "rests", "rest")
        + " on no documented body"
    ),
    "coordination": _coordination_headline,
    "dependency": _dependency_headline,
    "shared_mandates": _shared_headline,
    "training": lambda c, f: (
        _part(c, "trainings.with_numbers", "trainings.total", ("training", "trainings"), "says", "say")
        + " how many people were reached"
    ),
    "evidence_base": lambda c, f: (
        _part(c, "organisations.single_source", "organisations.total", ("body", "bodies"), "rests", "rest")
        + " on one source"
    ),
    "attribution": lambda c, f: (
        _part(c, "actions.unattributed", "actions.total", ("action", "actions"), "names", "name") + " no body"
    ),
}


def _territory_names(c: Names, a: Advice) -> str:
    code = str(a.facts.get("territory", ""))
    return c.territory(code) if code else "the outer islands"


_ADVICE: dict[str, Callable[[Names, Advice], str]] = {
    "referral_procedure": lambda c, a: (
        "Issue one referral procedure for adults and children that names, for each body that meets people at risk, whom it "
        "informs, by which text and within how many hours."
    ),
    "adult_pathway": lambda c, a: (
        "Name the body that manages the cases of adult victims, men included, and write down who refers to the adult shelter "
        "and who prepares return or reintegration."
    ),
    "territory_pathway": lambda c, a: (
        f"Agree with the authorities of {_territory_names(c, a)} on the way of an adult victim found there: who identifies, "
        "where the person stays, who accompanies a transfer."
    ),
    "one_group": lambda c, a: (
        "Convene the technical working group, publish the members of every standing group, and give all of them one "
        "secretariat and one calendar."
    ),
    "lead_for_shared": lambda c, a: (
        "Settle by circular which unit leads where several receive the same cases, and how the others hand over to it."
    ),
    "training_records": lambda c, a: (
        "Keep one record of training, with bodies, numbers by sex and results before and after, and extend it to shelters, "
        "health services and courts."
    ),
    "own_budget": lambda c, a: (
        "Place coordination and shelters on a line of the State budget, so that they outlast projects paid by partners."
    ),
    "confirm_register": lambda c, a: (
        "Let each body check and return its sheet before this report becomes final, and name an owner who renews the register "
        "every year."
    ),
}
