"""Findings and recommendations in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from filao.core.analysis import Analysis
from filao.core.evidence import Advice, Finding
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


def _referrals(c: Names, f: Finding) -> str:
    total = c.analysis.figures.number("relations.refers_to")
    if total == 0:
        return "None of the {relations.total} ties in the record carries victims from one body to another."
    formal = f.facts["formal"]
    rest = (
        "none of them rests"
        if formal == 0
        else "one of them rests"
        if formal == 1
        else "{relations.refers_to.formal|words} of them rest"
    )
    return (
        "Few ties in the public record carry victims from one body to another. Of {relations.total} documented ties, "
        "{relations.refers_to|words} are referrals, and "
        + rest
        + " on a binding text. {relations.strength.event} ties come from "
        "one-off events such as trainings and conferences."
    )


def _detection(c: Names, f: Finding) -> str:
    count = len(_ids(f.facts, "bodies"))
    asked = f.facts["asked"]
    return (
        f"For {numbers.in_words(count, 'en')} of the {numbers.in_words(int(str(asked)), 'en')} bodies that meet people at risk "
        f"first, no source read documents a referral to the body that identifies victims: {_bodies(c, f.facts, most=10)}."
    )


def _shelters(c: Names, f: Finding) -> str:
    men = _ids(f.facts, "men")
    expected = int(str(f.facts["expected"]))
    silent = len(_ids(f.facts, "bodies"))
    text = (
        f"To {numbers.in_words(silent, 'en')} of {numbers.in_words(expected, 'en')} shelters that should receive victims, no "
        "referral is documented."
    )
    if men:
        text += (
            " Among them is the one shelter on record that takes in men."
            if len(men) == 1
            else " Among them are all that take in men."
        )
    return text


def _pathways(c: Names, f: Finding) -> str:
    complete = [pair.split(":") for pair in _ids(f.facts, "complete")]
    stage = c.running("nrm_stage", str(f.facts["worst"]))
    profiles = c.analysis.figures.number("pathways.profiles")
    if not complete:
        text = f"For none of the {profiles} profiles of victims does a documented way lead from identification to reintegration."
    else:
        who = c.named([f"{c.running('population', p)} ({c.territory(t)})" for p, t in complete], most=4)
        text = (
            "A documented way from identification to reintegration exists for {pathways.complete|words} of the "
            f"{{pathways.profiles}} profiles examined (a population on an island): {who}."
        )
    return text + f" The others break most often at {stage} ({{pathways.breaks.{f.facts['worst']}}} profiles)."


def _territory(c: Names, f: Finding) -> str:
    code = str(f.facts["territory"])
    name, low = c.territory(code), code.lower()
    only = c.analysis.figures.number(f"territory.{low}.only")
    local = (
        "all of them local"
        if only == c.analysis.figures.number(f"territory.{low}.named")
        else f"{{territory.{low}.only|words}} of them local"
    )
    return (
        f"{name} is named in the mandates of {{territory.{low}.named|words}} national bodies, {local}. No source read names a "
        f"body there that identifies {_populations(c, _ids(f.facts, 'missing'))}."
    )


def missing(c: Names, f: Finding) -> str:
    """Two of the populations that no body on an island identifies."""
    codes = _ids(f.facts, "missing")
    return " or ".join(c.running("population", p) for p in codes[:2])


def _populations_finding(c: Names, f: Finding) -> str:
    codes = _ids(f.facts, "populations")
    return (
        f"{numbers.first_large(_populations(c, codes))} are each named by one national body at most. Others may serve them, but only "
        "as part of “all victims”: {coverage.not_documented} of {coverage.cells} combinations of a population and a stage rest "
        "on no documented body."
    )


def _coordination(c: Names, f: Finding) -> str:
    unknown = len(_ids(f.facts, "groups"))
    standing = int(str(f.facts["standing"]))
    which = "any of them" if unknown == standing else f"{numbers.in_words(unknown, 'en')} of them"
    groups = c.analysis.register.groups
    names = c.named([g.short_name for g in groups.values() if g.kind != "working_group"])
    return (
        f"{numbers.in_words(standing, 'en').capitalize()} standing groups coordinate ({names}). The public record does not say "
        f"who sits in {which}, so that overlap and gaps between them cannot be judged."
    )


def _dependency(c: Names, f: Finding) -> str:
    count = len(_ids(f.facts, "bodies"))
    of = int(str(f.facts["of"]))
    text = (
        f"{numbers.in_words(count, 'en').capitalize()} of the {numbers.in_words(of, 'en')} bodies through which most others "
        f"connect {'is an international partner' if count == 1 else 'are international partners'}: {_bodies(c, f.facts)}."
    )
    return text + " {funding.from_partners} of {funding.ties} funding ties on record start at international partners."


def _shared(c: Names, f: Finding) -> str:
    bodies = _ids(f.facts, "bodies")
    stages = c.named([c.running("nrm_stage", s) for s in _ids(f.facts, "stages")])
    people = _populations(c, _ids(f.facts, "populations"))
    return (
        f"{numbers.in_words(len(bodies), 'en').capitalize()} bodies of one sector name {people} at the stage of {stages} "
        f"({_bodies(c, f.facts)}), and no tie between them is documented for all pairs. "
        "The record shows {mandates.shared|words} such overlaps."
    )


def _training(c: Names, f: Finding) -> str:
    shelters = c.analysis.figures.number("trainings.shelters")
    none = "none reached a shelter" if shelters == 0 else "{trainings.shelters} reached a shelter"
    return (
        "{trainings.total} trainings are on record, and the number of people trained is known for {trainings.with_numbers|words} "
        "of them. {trainings.most.name} was trained {trainings.most.times} times; {trainings.judiciary|words} included courts or "
        f"prosecutors, and {none}."
    )


def _evidence_base(c: Names, f: Finding) -> str:
    both = c.analysis.figures.number("relations.confirmed_by_both")
    said = (
        "No tie has been confirmed by both bodies"
        if both == 0
        else "{relations.confirmed_by_both} ties have been confirmed by both bodies"
    )
    return (
        "{organisations.single_source} of {organisations.total} bodies rest on a single source. " + said + ", "
        "{relations.undated} ties carry no date and {relations.stale} are five years old or older."
    )


def _attribution(c: Names, f: Finding) -> str:
    return (
        "{actions.unattributed} of {actions.total} actions are attributed to “the government” without a named body, and for "
        "{actions.unknown|words} announced actions no source says whether they took place."
    )


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

_HEADLINES: dict[str, Callable[[Names, Finding], str]] = {
    "referrals": lambda c, f: "{relations.refers_to} of {relations.total} documented ties are referrals",
    "detection": lambda c, f: (
        f"{len(_ids(f.facts, 'bodies'))} of {f.facts['asked']} detecting bodies have no documented referral"
    ),
    "shelters": lambda c, f: (
        f"No referral is documented to {len(_ids(f.facts, 'bodies'))} of {f.facts['expected']} shelters"
    ),
    "pathways": lambda c, f: "{pathways.complete} of {pathways.profiles} profiles have a complete documented way",
    "territory": lambda c, f: (
        f"{c.territory(str(f.facts['territory']))}: no body documented that identifies adults at work"
    ),
    "populations": lambda c, f: "{coverage.not_documented} of {coverage.cells} cells rest on no documented body",
    "coordination": lambda c, f: f"{f.facts['standing']} groups coordinate, their members are not documented",
    "dependency": lambda c, f: f"{_bodies(c, f.facts)} stand between most others",
    "shared_mandates": lambda c, f: "{mandates.shared} mandates are shared without a documented tie",
    "training": lambda c, f: "{trainings.with_numbers} of {trainings.total} trainings say how many people they reached",
    "evidence_base": lambda c, f: "{organisations.single_source} of {organisations.total} bodies rest on one source",
    "attribution": lambda c, f: "{actions.unattributed} of {actions.total} actions name no body",
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
