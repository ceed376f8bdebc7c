"""What a finding rests on, in English: figures by name with their base, records by what they say rather than by code."""

from __future__ import annotations

from filao.core.figures import Figure
from filao.documents.composing import Material
from filao.documents.language import numbers

_FIGURES = {
    "actions.total": "actions on record",
    "actions.unattributed": "actions attributed to no named body",
    "actions.unknown": "announced actions without a later trace",
    "coverage.cells": "combinations of a population and a stage",
    "coverage.not_documented": "combinations that no body on record fills",
    "funding.from_partners": "funding ties that start at an international partner",
    "funding.ties": "funding ties",
    "groups.members_known": "standing groups whose full membership is documented",
    "groups.standing": "standing groups",
    "links.checked": "expected links looked for",
    "links.not_documented": "expected links not documented",
    "mandates.shared": "mandates shared without a documented tie",
    "organisations.single_source": "bodies that rest on a single source",
    "pathways.complete": "profiles with a complete documented way",
    "pathways.complete.formal": "profiles with a complete way on binding texts alone",
    "pathways.profiles": "profiles examined",
    "relations.confirmed_by_both": "ties confirmed by both bodies",
    "relations.refers_to": "referral ties",
    "relations.refers_to.formal": "referral ties on a binding text",
    "relations.stale": "ties five years old or older",
    "relations.total": "ties on record",
    "relations.undated": "ties without a date",
    "sources.total": "sources read",
    "trainings.most.times": "trainings of the body trained most often",
    "trainings.shelters": "trainings that reached a shelter",
    "trainings.total": "trainings on record",
    "trainings.with_numbers": "trainings with the number of people",
}
_BASES = {
    "organisations": "bodies",
    "cells": "combinations",
}


def name(c: Material, id: str) -> str:
    """What a figure counts: its name, or one made from the population, island, stage or place in its id."""
    if id in _FIGURES:
        return _FIGURES[id]
    match id.split("."):
        case ["pathways", "breaks", stage]:
            return f"profiles whose way breaks at {c.running('nrm_stage', stage)}"
        case ["coverage", population, "bodies"]:
            return f"bodies that name {c.running('population', population)}"
        case ["territory", code, "named"]:
            return f"bodies that name {c.territory(code.upper())}"
        case ["territory", code, "only"]:
            return f"bodies of {c.territory(code.upper())} alone"
        case ["territory", code, "not_documented"]:
            return f"combinations that no body on record fills on {c.territory(code.upper())}"
        case ["network", "broker", place, "name"]:
            return f"place {place} between others"
    return id.replace(".", " ").replace("_", " ")


def of_base(c: Material, figure: Figure, shown: str) -> str:
    """ "7 of 115 ties"; the value alone where it has no base, or is one."""
    if figure.n is None or figure.unit != "count":
        return shown
    base = _BASES.get(figure.base, figure.base.replace("_", " "))
    return f"{shown} of {numbers.number(figure.n, c.language)} {base}".rstrip()


def record(c: Material, kind: str, id: str) -> str:
    """A record as a reader knows it: a tie by its ends, an action or a training by its title; "" where it may not be shown."""
    register = c.register
    if kind == "relation":
        tie = register.relations.get(id)
        if tie is None or (tie.restricted and c.audience != "restricted"):
            return ""
        return f"{c.short(tie.source)} {'↔' if tie.mutual else '→'} {c.short(tie.target)}"
    if kind == "action":
        action = register.actions.get(id)
        return numbers.quoted(action.title, c.language) if action else ""
    if kind == "organisation":
        return c.short(id)
    if kind == "expected_link":
        link = register.expected_links.get(id)
        ends = (
            [role.label(c.language) for r in (link.from_role, link.to_role) if (role := register.roles.get(r))]
            if link
            else []
        )
        return " → ".join(ends)
    if kind == "group":
        return register.groups[id].short_name if id in register.groups else ""
    training = register.trainings.get(id)
    return f"{training.topic}{f' ({training.year})' if training.year else ''}" if training else ""
