"""Referral as it is expected and as it is documented, and where a person's way breaks.

A missing link is "not documented" until an interview, or both bodies, confirm that it is absent; only then it is a gap.
Pathways follow documented referral ties from identification to reintegration for one population in one territory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from filao.core.coverage import ALL_VICTIMS, REPUBLIC, territories, works_in
from filao.core.register import ExpectedLink, Organisation, Register, Relation
from filao.core.vocabulary.standard import POPULATION_WITHIN, VICTIM_POPULATIONS

CHAIN = ("identification", "protection", "case_management", "reintegration")
"""Stages a person passes, in order. A body that holds two neighbouring stages carries the person over itself."""

FORMAL_STRENGTH = 3
"""Strength from which a tie rests on a binding text."""


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """What is documented of one expected link, from one body to a role.

    `state` is documented, planned, one_off (only a one-off event carries it), not_documented, confirmed_absent,
    disputed or no_body (no organisation of the register holds the role at one end). `relations` are the ties it rests
    on, strongest first; `formal` tells whether one of them rests on a binding text.
    """

    link: str
    from_body: str
    to_bodies: tuple[str, ...]
    state: str
    relations: tuple[str, ...] = ()
    formal: bool = False


def expected_status(register: Register) -> tuple[LinkStatus, ...]:
    """Each expected link of the template against the ties of the register, one line for each body it starts from."""
    by_pair: dict[tuple[str, str], list[Relation]] = {}
    for relation in register.relations.values():
        by_pair.setdefault(relation.ends, []).append(relation)
        if relation.mutual:
            by_pair.setdefault((relation.target, relation.source), []).append(relation)
    lines = []
    for link in register.expected_links.values():
        starts = _holders(register, link.from_role)
        ends = _holders(register, link.to_role)
        if not starts or not ends:
            lines.append(LinkStatus(link.id, starts[0] if starts else "", ends, "no_body"))
            continue
        for start in starts:
            ties = [
                relation
                for end in ends
                if end != start
                for relation in by_pair.get((start, end), ())
                if relation.kind in link.relation_kinds
            ]
            if start in ends and not ties:
                continue
            lines.append(_status(link, start, tuple(end for end in ends if end != start), ties))
    return tuple(lines)


def _holders(register: Register, role: str) -> tuple[str, ...]:
    held = register.roles.get(role)
    if held is None:
        return ()
    ids = (register.merged.get(id, id) for id in held.organisation_ids)
    return tuple(dict.fromkeys(id for id in ids if id in register.organisations))


def _status(link: ExpectedLink, start: str, ends: tuple[str, ...], ties: Sequence[Relation]) -> LinkStatus:
    def ids(*kept: Relation) -> tuple[str, ...]:
        return tuple(r.id for r in sorted(kept, key=lambda r: (-(r.strength or 0), r.id)))

    if disputed := [r for r in ties if r.disputed]:
        return LinkStatus(link.id, start, ends, "disputed", ids(*disputed))
    if standing := [r for r in ties if r.structural]:
        formal = any((r.strength or 0) >= FORMAL_STRENGTH for r in standing)
        return LinkStatus(link.id, start, ends, "documented", ids(*standing), formal)
    if events := [r for r in ties if r.state == "existing" and r.one_off]:
        return LinkStatus(link.id, start, ends, "one_off", ids(*events))
    if planned := [r for r in ties if r.state == "planned"]:
        return LinkStatus(link.id, start, ends, "planned", ids(*planned))
    absent = [r for r in ties if r.state == "absent"]
    if absent and {r.target if r.source == start else r.source for r in absent} >= set(ends):
        return LinkStatus(link.id, start, ends, "confirmed_absent", ids(*absent))
    return LinkStatus(link.id, start, ends, "not_documented")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way: a body at a stage, and the tie by which the person came there ("" inside one body)."""

    stage: str
    body: str
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A person's way as far as it is documented.

    `complete` when it reaches the last stage. Otherwise `breaks_at` is the stage that is not reached, `waiting` the
    bodies reached at the stage before, and `candidates` the bodies documented for the missing stage ("" if none).
    """

    population: str
    territory: str
    complete: bool
    steps: tuple[Step, ...]
    breaks_at: str = ""
    waiting: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    formal_only: bool = False

    @property
    def reached(self) -> int:
        """Number of stages of the chain that are reached."""
        return len(CHAIN) if self.complete else CHAIN.index(self.breaks_at)


@dataclass(frozen=True, slots=True)
class Mend:
    """One link that is not documented and would carry profiles further, once it is shown to exist or is made.

    `completes` are the profiles (population, territory) whose way it would complete, `advances` those it would bring
    at least one stage further; `expected` tells whether the template of expected links asks for it.
    """

    source: str
    target: str
    expected: bool
    completes: tuple[tuple[str, str], ...]
    advances: tuple[tuple[str, str], ...]


def serves(body: Organisation, population: str) -> bool:
    """Whether a body serves a population: named, within a wider one that is named, or among all victims."""
    return any(code in body.populations for code in (population, *POPULATION_WITHIN.get(population, ()), ALL_VICTIMS))


class Pathways:
    """Ways through the referral mechanism of one register, for every population and territory."""

    def __init__(self, register: Register, *, formal_only: bool = False) -> None:
        self.register = register
        self.formal_only = formal_only
        self._next: dict[str, list[tuple[str, str]]] = {}
        for relation in sorted(register.relations.values(), key=lambda r: (-(r.strength or 0), r.id)):
            if relation.kind != "refers_to" or not relation.structural or relation.disputed:
                continue
            if formal_only and (relation.strength or 0) < FORMAL_STRENGTH:
                continue
            self._next.setdefault(relation.source, []).append((relation.target, relation.id))
            if relation.mutual:
                self._next.setdefault(relation.target, []).append((relation.source, relation.id))

    def bodies(self, stage: str, population: str, territory: str) -> tuple[str, ...]:
        """National bodies documented for a stage, serving the population, at work in the territory."""
        return tuple(
            body.id
            for body in self.register.organisations.values()
            if stage in body.stages
            and body.national
            and not body.foreign
            and serves(body, population)
            and works_in(body, territory, self.register.vocabulary)
        )

    def starts(self, population: str, territory: str) -> tuple[str, ...]:
        return self.bodies(CHAIN[0], population, territory)

    def way(self, population: str, territory: str, start: str = "", extra: Iterable[tuple[str, str]] = ()) -> Way:
        """The shortest documented way that reaches furthest, from any identifying body or from `start`.

        A person passes from body to body by referral ties, in any number of hand-overs, and from stage to stage at a
        body that holds the stage. `extra` adds links (source, target) that are not documented, to see what they would
        change.
        """
        holders = [set(self.bodies(stage, population, territory)) for stage in CHAIN]
        added: dict[str, list[tuple[str, str]]] = {}
        for source, target in extra:
            added.setdefault(source, []).append((target, ""))
        first = [start] if start else sorted(holders[0])
        queue: deque[tuple[str, int]] = deque()
        came: dict[tuple[str, int], tuple[tuple[str, int] | None, str]] = {}
        handed: dict[tuple[str, int], int] = {}
        for body in first:
            level = 0 if body in holders[0] else -1
            came[body, level] = (None, "")
            handed[body, level] = 0
            queue.append((body, level))
        best: tuple[str, int] | None = None
        while queue:
            node = queue.popleft()
            body, level = node
            if best is None or level > best[1]:
                best = node
                if level == len(CHAIN) - 1:
                    break
            far = handed[node]
            if body in holders[level + 1] and far < handed.get((body, level + 1), far + 1):
                came[body, level + 1], handed[body, level + 1] = (node, ""), far
                queue.appendleft((body, level + 1))
            for target, relation in (*self._next.get(body, ()), *added.get(body, ())):
                if (target, level) not in came and target in self.register.organisations:
                    came[target, level], handed[target, level] = (node, relation), far + 1
                    queue.append((target, level))
        if best is None or best[1] < 0:
            return Way(population, territory, False, (), CHAIN[0], (), tuple(sorted(holders[0])), self.formal_only)
        steps = self._steps(best, came)
        if best[1] == len(CHAIN) - 1:
            return Way(population, territory, True, steps, formal_only=self.formal_only)
        waiting = tuple(sorted({body for body, level in came if level == best[1]}))
        missing = CHAIN[best[1] + 1]
        candidates = tuple(sorted(holders[best[1] + 1]))
        return Way(population, territory, False, steps, missing, waiting, candidates, self.formal_only)

    @staticmethod
    def _steps(
        node: tuple[str, int] | None, came: dict[tuple[str, int], tuple[tuple[str, int] | None, str]]
    ) -> tuple[Step, ...]:
        steps: list[Step] = []
        while node is not None:
            before, relation = came[node]
            steps.append(Step(CHAIN[node[1]] if node[1] >= 0 else "", node[0], relation))
            node = before
        return tuple(reversed(steps))

    @cached_property
    def profiles(self) -> tuple[tuple[str, str], ...]:
        """Every population x island of the country."""
        places = [t for t in territories(self.register.vocabulary) if t != REPUBLIC] or [REPUBLIC]
        return tuple((population, place) for place in places for population in VICTIM_POPULATIONS)

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        return tuple(self.way(*profile) for profile in self.profiles)

    @cached_property
    def mends(self) -> tuple[Mend, ...]:
        """Single links that would carry most profiles furthest: by profiles completed, then advanced, expected ones first.

        They run from a body that waits where a way breaks to a body documented for the next stage, so that each brings
        a person at least to that stage.
        """
        tried: dict[tuple[str, str], tuple[list[tuple[str, str]], list[tuple[str, str]]]] = {}
        for way in self.ways:
            if way.complete:
                continue
            for source in way.waiting:
                for target in way.candidates:
                    new = self.way(way.population, way.territory, extra=[(source, target)])
                    completes, advances = tried.setdefault((source, target), ([], []))
                    (completes if new.complete else advances).append((way.population, way.territory))
        expected = {
            (source, target)
            for link in self.register.expected_links.values()
            for source in _holders(self.register, link.from_role)
            for target in _holders(self.register, link.to_role)
        }
        found = [Mend(*pair, pair in expected, tuple(c), tuple(a)) for pair, (c, a) in tried.items()]
        return tuple(
            sorted(found, key=lambda m: (-len(m.completes), -len(m.advances), not m.expected, m.source, m.target))
        )
