"""The best committee, level by level, with proof: coverage, reach, fewer seats, women known, then the smallest ids.

Each level is solved to its optimum by HiGHS and then held while the next one is solved (lexicographic order), so equal
committees are never told apart by the solver's mood. It explains nothing; see `reasons`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from filao.core.committee.heuristics import greedy, improve, polish
from filao.core.committee.highs import Answer, Program, Row
from filao.core.committee.model import Instance
from filao.core.committee.reduce import dominated

LEVELS = ("coverage", "reach", "seats", "women", "key")
"""Order of preference: weighted coverage, organisations reached, fewer seats, women known, smallest ids."""

TIME_LIMIT = 60.0
"""Seconds that one question may take before the best answer so far is given with its gap."""

_CHUNK = 14
"""Ids decided at a time in the last level: 2^14 is far within the solver's tolerance of 1e-6."""

_LARGE = 400
"""Bodies above which dominated ones are left out while coverage is solved, and ids put in order by exchange only."""

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the order: its value, the best value that could still be (None where it was not looked for).

    The value of "seats" is the number of seats taken, where less is better; "key" has no value. `proved` tells that no
    committee is better at this level without being worse at an earlier one.
    """

    code: str
    value: int
    bound: int | None
    proved: bool

    @property
    def gap(self) -> float | None:
        """Share of the bound by which the value may still be short: 0 when proved, None when there is no bound."""
        if self.proved:
            return 0.0
        if self.bound is None:
            return None
        return abs(self.bound - self.value) / max(1, abs(self.bound), abs(self.value))


@dataclass(frozen=True, slots=True)
class Solution:
    """Answer to an instance.

    `status` is "optimal" (proved best at every level but the ids, which only choose among equals), "feasible" (within
    the rules, not proved best), "infeasible" (no committee keeps the rules) or "unknown" (none found in the time
    allowed). `members` are sorted.
    """

    status: Status
    members: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()

    @property
    def found(self) -> bool:
        return self.status in ("optimal", "feasible")

    def level(self, code: str) -> Level:
        """The level with this code. Raises KeyError where it was not asked for."""
        for level in self.levels:
            if level.code == code:
                return level
        raise KeyError(code)


def feasible(instance: Instance, time_limit: float = TIME_LIMIT) -> bool | None:
    """Whether some committee keeps every rule; None when the time allowed did not suffice to tell."""
    status = solve(instance, (), time_limit=time_limit).status
    return None if status == "unknown" else status != "infeasible"


def solve(
    instance: Instance,
    levels: Collection[str] = LEVELS,
    *,
    like: Collection[str] = (),
    time_limit: float = TIME_LIMIT,
) -> Solution:
    """The committee that is best at the first level, among those at the second, and so on.

    `levels` is a part of `LEVELS` in any order of preference; "kept" may stand among them: as many members as possible
    of `like`. "key" compares committees of one size and so comes after "seats". Time is shared by the levels in turn;
    when it runs out the rest are reported unproved. Raises ValueError where "key" comes without "seats" before it.

    Maximal covering location: Church and ReVelle, Papers of the Regional Science Association 32 (1974) 101-118.
    """
    order = tuple(levels)
    if "key" in order and "seats" not in order[: order.index("key")]:
        raise ValueError("key needs seats before it")
    if instance.seated & instance.excluded:
        return Solution("infeasible")
    return _Course(instance, order, frozenset(like), time_limit).run()


class _Course:
    """One way through the levels: the program, what is held so far, the time left."""

    def __init__(self, instance: Instance, levels: tuple[str, ...], like: frozenset[str], time_limit: float) -> None:
        self.instance, self.levels, self.like, self.left = instance, levels, like, time_limit
        self.members: tuple[str, ...] = ()
        self.done: list[Level] = []

    def run(self) -> Solution:
        reduced = len(self.instance.bodies) > _LARGE
        if reduced and self.levels[:1] == ("coverage",):
            first = self._level(_Model(self._less(), ("coverage",), self.like), "coverage")
            if first is not None or not self.done[0].proved or len(self.levels) == 1:
                return self._end(first)
        model = _Model(self.instance, self.levels, self.like)
        for level in self.done:
            model.hold(level)
        if not self.levels:
            answer = model.ask({}, self.left)
            if answer.status != "optimal":
                return Solution(answer.status)
            self.members = model.members(answer)
            return Solution("optimal", self.members)
        for code in self.levels[len(self.done) :]:
            if code == "key":
                self._key(model)
                continue
            failed = self._level(model, code)
            if failed is not None or not self.done[-1].proved:
                return self._end(failed)
        return self._end(None)

    def _less(self) -> Instance:
        """The instance without the bodies that coverage can do without."""
        out = dominated(self.instance)
        keep = tuple(body for body in self.instance.bodies if body not in out)
        return replace(self.instance, bodies=keep)

    def _level(self, model: _Model, code: str) -> Status | None:
        """Solve one level and hold it. Returns a status only when there is no committee to go on with."""
        answer = model.ask(model.objective(code), self.left, self.members)
        self.left -= answer.seconds
        if answer.found:
            self.members = model.members(answer)
        elif not self.members:
            if answer.status == "infeasible":
                return "infeasible"
            quick = greedy(self.instance)
            if quick.broken:
                return "unknown"
            self.members = tuple(sorted(quick.members))
        proved, bound = answer.status == "optimal", model.bound(code, answer)
        if not proved and "kept" not in self.levels:
            self.members = improve(self.instance, self.members)
        value = self._value(code)
        proved = proved or bound == value
        self.done.append(Level(code, value, value if proved else bound, proved))
        model.hold(self.done[-1])
        return None

    def _key(self, model: _Model) -> None:
        """Of the committees that are equal so far, the one whose sorted ids come first."""
        first, free = self.members, model.bodies
        for start in range(0, len(free), _CHUNK):
            chunk = free[start : start + _CHUNK]
            weights = {model.column[body]: 2.0 ** (len(chunk) - 1 - place) for place, body in enumerate(chunk)}
            left = self.left if len(free) <= _LARGE else 0.0
            answer = model.ask(weights, left, self.members)
            self.left -= answer.seconds
            if answer.status != "optimal":
                self.members = polish(self.instance, first, self.like if "kept" in self.levels else ())
                self.done.append(Level("key", 0, None, False))
                return
            self.members = model.members(answer)
            chosen = set(self.members)
            for body in chunk:
                model.settle(body, body in chosen)
            if len(chosen & set(free[: start + _CHUNK]) | self.instance.seated) == len(first):
                break
        self.done.append(Level("key", 0, 0, True))

    def _value(self, code: str) -> int:
        chosen = set(self.members)
        match code:
            case "coverage":
                return self.instance.coverage(chosen)
            case "reach":
                return self.instance.reach(chosen)
            case "seats":
                return len(chosen)
            case "women":
                return len(self.instance.women & chosen)
            case "kept":
                return len(self.like & chosen)
            case _:
                return 0

    def _end(self, failed: Status | None) -> Solution:
        if failed is not None:
            return Solution(failed)
        for code in self.levels[len(self.done) :]:
            self.done.append(Level(code, self._value(code), None, False))
        proved = all(level.proved for level in self.done if level.code != "key")
        return Solution("optimal" if proved else "feasible", self.members, tuple(self.done))


class _Model:
    """An instance as rows and columns: x (a body sits), y (cells filled alike), z (organisations reached alike)."""

    def __init__(self, instance: Instance, levels: Iterable[str], like: frozenset[str]) -> None:
        self.instance, self.like = instance, like
        self.seated = instance.seated
        self.bodies = [body for body in instance.bodies if body not in self.seated | instance.excluded]
        self.column = {body: place for place, body in enumerate(self.bodies)}
        columns = len(self.bodies)
        rows: list[Row] = []
        self.objectives: dict[str, dict[int, float]] = {
            "seats": dict.fromkeys(range(columns), -1.0),
            "women": {self.column[body]: 1.0 for body in self.bodies if body in instance.women},
            "kept": {self.column[body]: 1.0 for body in self.bodies if body in like},
        }
        self.base = {
            "coverage": instance.coverage(self.seated),
            "reach": instance.reach(self.seated),
            "seats": -len(self.seated),
            "women": len(instance.women & self.seated),
            "kept": len(like & self.seated),
        }
        for code, sets in (("coverage", instance.covers), ("reach", instance.reached_of)):
            if code in levels:
                goal = self.objectives[code] = {}
                for places, weight in self._alike(code, sets).items():
                    goal[columns] = float(weight)
                    rows.append(Row({**dict.fromkeys(places, -1.0), columns: 1.0}, None, 0.0))
                    columns += 1
        for constraint, lower, upper in instance.rules:
            held = constraint.total(self.seated)
            terms = {self.column[b]: float(k) for b, k in constraint.terms.items() if b in self.column and k}
            rows.append(
                Row(terms, None if lower is None else lower - held, None if upper is None else float(upper - held))
            )
        free = instance.limit - len(self.seated)
        rows.append(Row(dict.fromkeys(range(len(self.bodies)), 1.0), None, float(free)))
        self.program = Program(len(self.bodies), columns, rows)

    def _alike(self, code: str, sets: Mapping[str, frozenset[int]]) -> dict[tuple[int, ...], int]:
        """Items not yet served by those who sit anyway, by the bodies that serve them, with the weight they add up to."""
        served = frozenset().union(*(sets[body] for body in self.seated))
        servers: dict[int, list[int]] = {}
        for body in self.bodies:
            for item in sets[body] - served:
                servers.setdefault(item, []).append(self.column[body])
        merged: dict[tuple[int, ...], int] = {}
        for item in sorted(servers):
            places = tuple(servers[item])
            merged[places] = merged.get(places, 0) + (self.instance.weights[item] if code == "coverage" else 1)
        return merged

    def objective(self, code: str) -> Mapping[int, float]:
        return self.objectives[code]

    def ask(self, goal: Mapping[int, float], time_limit: float, members: Iterable[str] = ()) -> Answer:
        start = frozenset(self.column[body] for body in members if body in self.column) if members else None
        return self.program.maximise(goal, time_limit, start)

    def members(self, answer: Answer) -> tuple[str, ...]:
        return tuple(sorted(self.seated | {self.bodies[place] for place in answer.chosen}))

    def bound(self, code: str, answer: Answer) -> int | None:
        """Best value that could still be, with what those who sit anyway bring; for seats the fewest there could be."""
        if answer.bound is None:
            return None
        best = answer.bound + self.base[code]
        return -best if code == "seats" else best

    def hold(self, level: Level) -> None:
        """From now on only committees as good as this at this level."""
        value = -level.value if level.code == "seats" else level.value
        self.program.at_least(self.objectives[level.code], float(value - self.base[level.code]))

    def settle(self, body: str, sits: bool) -> None:
        self.program.fix(self.column[body], sits)
