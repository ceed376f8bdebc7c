"""The sentence of each question, in the reader's language; used by guides, sheets and screens alike."""

from __future__ import annotations

from collections.abc import Callable

from filao.core.questions import Question
from filao.core.register import KINDS, Register, Relation
from filao.documents.language import numbers
from filao.documents.language.gettext import N_, say, say_n


class _Reader:
    """A register read in one language, for one audience."""

    def __init__(self, register: Register, language: str, audience: str) -> None:
        self.register = register
        self.language = language
        self.audience = audience

    def running(self, scheme: str, code: str) -> str:
        return self.register.vocabulary.running(scheme, code, self.language)

    def short(self, id: str) -> str:
        body = self.register.organisations.get(id)
        return body.short_name if body else id

    def role(self, id: str) -> str:
        """The role as it stands after a colon: its first letter small unless a proper name begins it."""
        role = self.register.roles.get(id)
        return self.uncapitalised(role.label(self.language)) if role else id

    def the_role(self, id: str) -> str:
        """The role inside a sentence, with its article in English; in French it follows a colon and takes none."""
        return f"the {self.role(id)}" if self.language == "en" else self.role(id)

    def uncapitalised(self, text: str) -> str:
        named = {word for name in self.register.vocabulary.territories() for word in name.label(self.language).split()}
        named |= {body.short_name for body in self.register.organisations.values()}
        return text if text.split(" ")[0] in named else numbers.first_small(text)

    def listed(self, items: list[str], most: int = 0) -> str:
        return numbers.enumeration(items, self.language, most=most)

    def say(self, message: str, **values: object) -> str:
        return say(self.language, message, **values)

    def populations(self, codes: tuple[str, ...]) -> str:
        return self.listed([self.running("population", code) for code in codes])

    def stages(self, codes: tuple[str, ...]) -> str:
        return self.listed([self.running("nrm_stage", code) for code in codes])

    def ties(self, question: Question, most: int = 8) -> str:
        """The ties a question is about as the body itself would say them, those of one kind and direction together."""
        ways: dict[tuple[str, str], list[str]] = {}
        for kind, id in question.about:
            relation = self.register.relations.get(id) if kind == "relation" else None
            if relation:
                way, other = direction(relation, question.organisation_id)
                ways.setdefault((relation.kind, way), []).append(self.short(other))
        left, said = most, []
        for (kind, way), bodies in ways.items():
            named = list(dict.fromkeys(bodies))
            if left > 0:
                said.append(tie_phrase(self.register, self.language, kind, way, named[:left]))
            left -= len(named)
        if left < 0:
            said.append(say_n(self.language, "one more", "{n} more", -left))
        return "; ".join(said)


def direction(relation: Relation, body: str) -> tuple[str, str]:
    """How a tie runs as one of its ends sees it, with the body at the other end: "to" it, "from" it or "both" ways."""
    other = relation.target if relation.source == body else relation.source
    if relation.mutual or relation.kind == "coordinates_with":
        return "both", other
    return ("to" if relation.source == body else "from"), other


_TO = {
    "refers_to": N_("you refer victims to {bodies}"),
    "funds": N_("you fund {bodies}"),
    "trains": N_("you train {bodies}"),
    "supervises": N_("you supervise {bodies}"),
    "shares_information": N_("you share information with {bodies}"),
    "advises": N_("you advise {bodies}"),
    "monitors": N_("you monitor {bodies}"),
    "member_of": N_("you are a member of {bodies}"),
    "accredits": N_("you accredit {bodies}"),
}
_BOTH: dict[str, Callable[[str, int, str], str]] = {
    "refers_to": lambda lang, n, bodies: say_n(
        lang,
        "you and {bodies} refer victims to each other",
        "you refer victims to {bodies}, and they to you",
        n,
        bodies=bodies,
    ),
    "coordinates_with": lambda lang, n, bodies: say_n(
        lang, "you and {bodies} coordinate", "you coordinate with {bodies}", n, bodies=bodies
    ),
    "shares_information": lambda lang, n, bodies: say_n(
        lang,
        "you and {bodies} share information",
        "you share information with {bodies}, and they with you",
        n,
        bodies=bodies,
    ),
}
_FROM: dict[str, Callable[[str, int, str], str]] = {
    "refers_to": lambda lang, n, bodies: say_n(
        lang, "{bodies} refers victims to you", "{bodies} refer victims to you", n, bodies=bodies
    ),
    "funds": lambda lang, n, bodies: say_n(lang, "{bodies} funds you", "{bodies} fund you", n, bodies=bodies),
    "trains": lambda lang, n, bodies: say_n(lang, "{bodies} trains you", "{bodies} train you", n, bodies=bodies),
    "supervises": lambda lang, n, bodies: say_n(
        lang, "{bodies} supervises you", "{bodies} supervise you", n, bodies=bodies
    ),
    "shares_information": lambda lang, n, bodies: say_n(
        lang, "{bodies} shares information with you", "{bodies} share information with you", n, bodies=bodies
    ),
    "advises": lambda lang, n, bodies: say_n(lang, "{bodies} advises you", "{bodies} advise you", n, bodies=bodies),
    "monitors": lambda lang, n, bodies: say_n(lang, "{bodies} monitors you", "{bodies} monitor you", n, bodies=bodies),
    "member_of": lambda lang, n, bodies: say_n(
        lang, "{bodies} is a member of yours", "{bodies} are members of yours", n, bodies=bodies
    ),
    "accredits": lambda lang, n, bodies: say_n(
        lang, "{bodies} accredits you", "{bodies} accredit you", n, bodies=bodies
    ),
}
_OTHER_KIND = {
    "to": N_("from you to {bodies} ({kind})"),
    "from": N_("from {bodies} to you ({kind})"),
    "both": N_("between you and {bodies} ({kind})"),
}
"""For kinds of tie that a workspace has added, and mutual ties of kinds that mostly run one way."""


def tie_phrase(register: Register, language: str, kind: str, way: str, names: list[str]) -> str:
    """Ties of one kind and direction, said to the body at one end: "you supervise SET", "MPF supervises you"."""
    bodies = numbers.enumeration(names, language)
    counted = {"from": _FROM, "both": _BOTH}.get(way, {}).get(kind)
    if counted:
        return counted(language, len(names), bodies)
    if way == "to" and kind in _TO:
        return say(language, _TO[kind], bodies=bodies)
    return say(
        language, _OTHER_KIND[way], bodies=bodies, kind=register.vocabulary.running("relation_kind", kind, language)
    )


def sentence(question: Question, register: Register, language: str, audience: str = "public") -> str:
    """The question as it is asked of the body, telling no number of people that the audience may not read."""
    return _SENTENCES[question.rule](_Reader(register, language, audience), question)


def _codes(question: Question, key: str) -> tuple[str, ...]:
    value = question.facts.get(key, ())
    return value if isinstance(value, tuple) else ()


def _expected(r: _Reader, q: Question) -> str:
    role = r.the_role(str(q.facts["role"]))
    populations = _codes(q, "populations")
    who = r.populations(populations) if populations else r.say(N_("anyone you believe to be a victim"))
    kinds = _codes(q, "kinds")
    asked = "figures" if kinds == ("shares_information",) else "cases" if "shares_information" in kinds else "referral"
    known = q.facts["state"] == "documented"
    return r.say((_DOCUMENTED if known else _NOT_DOCUMENTED)[asked], who=who, role=role)


_DOCUMENTED = {
    "figures": N_("The record shows that you share figures with {role}. Which text asks for it, and does it work?"),
    "cases": N_(
        "The record shows that you pass cases to {role} or work on them together, but no binding text for it. Is there one, and does it work in practice?"
    ),
    "referral": N_(
        "The record shows that you refer {who} to {role}, but no binding text for it. Is there one, and does it work in practice?"
    ),
}
_NOT_DOCUMENTED = {
    "figures": N_("Do you share figures with {role}? With which body, and how often?"),
    "cases": N_("Do you pass cases to {role}, or work on them together? By which text, and how often?"),
    "referral": N_("Do you refer {who} to {role}? To which body, by which text, and how fast? If not, why not?"),
}


def _conflict(r: _Reader, q: Question) -> str:
    kind = KINDS[str(q.facts["kind"])]
    record = r.register.record(kind.name, str(q.facts["record"]))
    name = record.text(kind.title) if record else str(q.facts["record"])
    spec, values = kind.field(str(q.facts["field"])), _codes(q, "values")
    if spec and spec.people:
        values = tuple(numbers.people(int(value), r.audience, r.language) for value in values)
    return r.say(
        N_("Sources differ on “{name}”: {values}. Which is right, and which paper shows it?"),
        name=name,
        values=r.listed([numbers.quoted(value.replace(";", ", "), r.language) for value in values]),
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
        "The record shows one standing tie of yours: {ties}. Is it right, and on which text does it rest?",
        "The record shows {n} standing ties of yours: {ties}. Which are right, and on which text does each rest?",
        len(q.about),
        ties=r.ties(q),
    ),
    "stale_ties": lambda r, q: say_n(
        r.language,
        "This tie was last spoken of five years ago or more: {ties}. Does it still hold?",
        "These {n} ties were last spoken of five years ago or more: {ties}. Which still hold?",
        len(q.about),
        ties=r.ties(q),
    ),
    "undated_ties": lambda r, q: say_n(
        r.language,
        "No source gives a date for this tie: {ties}. Since when does it hold?",
        "No source gives a date for these {n} ties: {ties}. Since when does each hold?",
        len(q.about),
        ties=r.ties(q),
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
