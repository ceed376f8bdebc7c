"""Rules of inclusion as linear constraints, where they can be linear and have data.

A rule without data gives no constraint: it can neither be met nor broken by a choice. The chair, the mandates and
conflicts of interest are facts of given seats, not of the choice, and give none either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from filao.core.committee.model import Constraint
from filao.core.committee.rules import Rule
from filao.core.committee.sitting import Sitting
from filao.core.coverage import works_in
from filao.core.vocabulary import Vocabulary


def meets(rule: Rule, seat: Sitting, vocabulary: Vocabulary) -> bool | None:
    """Whether a seat counts for a rule of the "at least" sort; None where that is not known.

    Rules of another sort (caps, sexes, chair ...) count nobody.
    """
    match rule.test:
        case "share" | "sector":
            return seat.body.kind in rule.kinds
        case "territory":
            return works_in(seat.body, rule.territory, vocabulary)
        case "chain":
            return bool(set(rule.populations) & set(seat.body.populations)) and bool(
                set(rule.stages) & set(seat.body.stages)
            )
        case "voice":
            return seat.survivor_informed if rule.voice == "survivor_informed" else seat.disability_voice
        case _:
            return False


def constraints(
    rules: Iterable[Rule], pool: Mapping[str, Sitting], vocabulary: Vocabulary, kin: Collection[tuple[str, str]] = ()
) -> tuple[Constraint, ...]:
    """Constraints on a choice among `pool` (body id -> sitting), in the order of the rules.

    A sector, chain or island for which the pool holds too few bodies has no data and gives no constraint; neither does
    a voice that nobody is known to bring. Of the sexes only what already breaks the rule is forbidden: as long as some
    focal points are not known, known men (or women) may hold at most the share that the other sex leaves. `kin` are
    pairs of which only one may sit.
    """
    made = []
    for rule in rules:
        match rule.test:
            case "share":
                terms = {id: 100 * bool(meets(rule, s, vocabulary)) - rule.percent for id, s in pool.items()}
                made.append(Constraint(rule.code, terms, lower=0))
            case "sector" | "territory" | "chain" | "voice":
                terms = {id: 1 for id, s in pool.items() if meets(rule, s, vocabulary)}
                if len(terms) >= rule.least:
                    made.append(Constraint(rule.code, terms, lower=rule.least))
            case "cap":
                terms = {id: 1 for id, s in pool.items() if s.body.kind in rule.kinds}
                if terms:
                    made.append(Constraint(rule.code, terms, upper=rule.least, percent=rule.percent))
            case "sexes":
                for sex in ("female", "male"):
                    if any(s.sex == sex for s in pool.values()):
                        most = 100 - rule.percent
                        made.append(
                            Constraint(rule.code, {id: most - 100 * (s.sex == sex) for id, s in pool.items()}, lower=0)
                        )
            case _:
                pass
    made.extend(Constraint("kin", {one: 1, other: 1}, upper=1) for one, other in sorted(kin))
    return tuple(made)
