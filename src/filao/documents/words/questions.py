"""The sentence of each question, in the reader's language; used by guides, sheets and screens alike."""

from __future__ import annotations

from collections.abc import Callable

from filao.core.questions import Question
from filao.core.register import KINDS, Register
from filao.documents.language import numbers
from filao.documents.language.gettext import N_, say, say_n


class _Reader:
    """A register read in one language."""

    def __init__(self, register: Register, language: str) -> None:
        self.register = register
        self.language = language

    def running(self, scheme: str, code: str) -> str:
        return self.register.vocabulary.running(scheme, code, self.language)

    def short(self, id: str) -> str:
        body = self.register.organisations.get(id)
        return body.short_name if body else id

    def role(self, id: str) -> str:
        role = self.register.roles.get(id)
        return role.label(self.language).lower() if role else id

    def listed(self, items: list[str], most: int = 0) -> str:
        return numbers.enumeration(items, self.language, most=most)

    def say(self, message: str, **values: object) -> str:
        return say(self.language, message, **values)

    def populations(self, codes: tuple[str, ...]) -> str:
        return self.listed([self.running("population", code) for code in codes])

    def stages(self, codes: tuple[str, ...]) -> str:
        return self.listed([self.running("nrm_stage", code) for code in codes])

    def others(self, question: Question, most: int = 8) -> str:
        """The other ends of the ties a question is about."""
        found = []
        for kind, id in question.about:
            relation = self.register.relations.get(id) if kind == "relation" else None
            if relation:
                end = relation.target if relation.source == question.organisation_id else relation.source
                found.append(f"{self.short(end)} ({self.running('relation_kind', relation.kind)})")
        return self.listed(list(dict.fromkeys(found)), most)


def sentence(question: Question, register: Register, language: str) -> str:
    """The question as it is asked of the body."""
    return _SENTENCES[question.rule](_Reader(register, language), question)


def _codes(question: Question, key: str) -> tuple[str, ...]:
    value = question.facts.get(key, ())
    return value if isinstance(value, tuple) else ()


def _expected(r: _Reader, q: Question) -> str:
    role = r.role(str(q.facts["role"]))
    populations = _codes(q, "populations")
    who = r.populations(populations) if populations else r.say(N_("anyone you believe to be a victim"))
    if q.facts["state"] == "documented":
        return r.say(
            N_(
                "You refer {who} to {role} by habit, as far as the record shows. Is there a text for it, and does it work?"
            ),
            who=who,
            role=role,
        )
    kinds = _codes(q, "kinds")
    if kinds == ("shares_information",):
        return r.say(
            N_("Do you share figures with this part of the mechanism: {role}? With which body, and how often?"),
            role=role,
        )
    if "shares_information" in kinds:
        return r.say(
            N_(
                "Do you pass cases to this part of the mechanism, or work on them together: {role}? By which text, and how often?"
            ),
            role=role,
        )
    return r.say(
        N_(
            "Do you refer {who} to this part of the mechanism: {role}? To which body, by which text, and how fast? If not, why not?"
        ),
        who=who,
        role=role,
    )


def _conflict(r: _Reader, q: Question) -> str:
    values = _codes(q, "values")
    kind = KINDS[str(q.facts["kind"])]
    record = r.register.record(kind.name, str(q.facts["record"]))
    name = record.text(kind.title) if record else str(q.facts["record"])
    return r.say(
        N_("Sources differ on “{name}”: {values}. Which is right, and which paper shows it?"),
        name=name,
        values=r.listed([numbers.quoted(value, r.language) for value in values]),
    )


def _coverage(r: _Reader, q: Question) -> str:
    stages = r.stages(_codes(q, "stages"))
    territory = str(q.facts["territory"])
    if q.facts["population"]:
        return r.say(
            N_("Which body serves {population} at these stages: {stages}? No source read names one."),
            population=r.running("population", str(q.facts["population"])),
            stages=stages,
        )
    return r.say(
        N_("Who on {territory} identifies {populations}? No source read names a body there."),
        territory=r.running("district", territory),
        populations=r.populations(_codes(q, "populations")),
    )


def _single(r: _Reader, q: Question) -> str:
    pairs = [
        f"{r.running('population', p)} ({r.running('nrm_stage', s)})"
        for s, p in zip(_codes(q, "stages"), _codes(q, "populations"), strict=True)
    ]
    return r.say(
        N_("You are the only body on record for {cells}. Is that so, and who steps in when you cannot?"),
        cells=r.listed(pairs, 3),
    )


def _action_title(r: _Reader, q: Question) -> str:
    action = r.register.actions.get(str(q.facts["action"]))
    if action is None:
        return str(q.facts["action"])
    years = numbers.years(action.start_year, action.end_year)
    return numbers.quoted(action.title, r.language) + (f" ({years})" if years else "")


def _group(r: _Reader, q: Question) -> str:
    group = r.register.groups.get(str(q.facts["group"]))
    return group.name if group else str(q.facts["group"])


def _lead(r: _Reader, q: Question) -> str:
    lead = r.register.leads.get(str(q.facts["lead"]))
    return r.say(N_("Can you confirm this, and from which source: {claim}?"), claim=lead.claim if lead else "")


def _services(r: _Reader, q: Question) -> str:
    names = {"services": N_("services given"), "languages": N_("languages"), "opening": N_("opening hours")}
    missing = [r.say(names[field]) for field in _codes(q, "fields")]
    return r.say(
        N_("What should the register say about your {missing}? Do not give the place of a shelter."),
        missing=r.listed(missing),
    )


_SENTENCES: dict[str, Callable[[_Reader, Question], str]] = {
    "expected_link": _expected,
    "conflict": _conflict,
    "coverage": _coverage,
    "single_body": _single,
    "lead": _lead,
    "service_details": _services,
    "role_without_body": lambda r, q: r.say(
        N_("Which body holds this role in the referral mechanism: {role}? No source read names one."),
        role=r.role(str(q.facts["role"])),
    ),
    "unattributed": lambda r, q: r.say(
        N_("A source attributes this to the government without naming a body: {action}. Which body did it?"),
        action=_action_title(r, q),
    ),
    "unknown_status": lambda r, q: r.say(
        N_(
            "This was announced, and no later source speaks of it: {action}. Was it done, is it going on, or was it dropped?"
        ),
        action=_action_title(r, q),
    ),
    "confirm_ties": lambda r, q: say_n(
        r.language,
        "The record shows one standing tie of yours: {others}. Is it right, and on which text does it rest?",
        "The record shows {n} standing ties of yours: {others}. Which are right, and on which text does each rest?",
        len(q.about),
        others=r.others(q),
    ),
    "stale_ties": lambda r, q: say_n(
        r.language,
        "This tie was last spoken of five years ago or more: {others}. Does it still hold?",
        "These {n} ties were last spoken of five years ago or more: {others}. Which still hold?",
        len(q.about),
        others=r.others(q),
    ),
    "undated_ties": lambda r, q: say_n(
        r.language,
        "No source gives a date for this tie: {others}. Since when does it hold?",
        "No source gives a date for these {n} ties: {others}. Since when does each hold?",
        len(q.about),
        others=r.others(q),
    ),
    "group_members": lambda r, q: r.say(
        N_("Who sits in this group, and when did it last meet: {group}?"), group=_group(r, q)
    ),
    "seat_facts": lambda r, q: r.say(
        N_(
            "A seat in the {group} is proposed for you. Would you take it? Are the focal point and the alternate women or men, does the seat bring a survivor-informed voice or speak for persons with disabilities, and does your body pay for what the group will judge?"
        ),
        group=_group(r, q),
    ),
    "training_numbers": lambda r, q: say_n(
        r.language,
        "How many people, women and men, and of which bodies, did the training on record reach?",
        "How many people, women and men, and of which bodies, did each of the {n} trainings on record reach?",
        len(q.about),
    ),
}
