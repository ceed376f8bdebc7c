"""Fieldwork while it runs: who has answered against whom was asked, what was to be expected by today, quotas, and answers
that deserve a second look.

A flag is a reason to look or to call back, never a reason to delete: each carries what it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from statistics import median
from typing import Literal

from filao.core.forms.evaluation import compiled
from filao.core.forms.filling import Filling
from filao.core.forms.logic import Logic
from filao.core.forms.questionnaire import Questionnaire
from filao.core.forms.running import Context
from filao.core.forms.values import truth_of
from filao.core.forms.variables import Variable
from filao.core.privacy import suppress_small, told_below
from filao.core.problems import Problem
from filao.core.responses import Layout, Missing, Responses
from filao.core.workdays import NO_HOLIDAYS, Workdays

# --- rates ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Invited:
    """One who was asked: what response rates are told by, and what came of it."""

    segment: Mapping[str, str]
    answered: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """From the first to the last day of a round; `days` tells which of them are worked."""

    opens: date
    closes: date
    days: Workdays = NO_HOLIDAYS

    def elapsed(self, today: date) -> float:
        """Share of the working days that have passed at the end of `today`: 0 before the opening, 1 from the closing on.

        Where the window holds no working day, every day counts.
        """
        if today < self.opens:
            return 0.0
        until = min(today, self.closes)
        whole = self.days.between(self.opens, self.closes)
        if not whole:
            return ((until - self.opens).days + 1) / ((self.closes - self.opens).days + 1)
        return self.days.between(self.opens, until) / whole


@dataclass(frozen=True, slots=True)
class Rate:
    """How a part of the sample stands.

    `rate` is answers by those invited, everyone asked being eligible (AAPOR Standard Definitions, response rate 1).
    Where nobody was invited by name (an open link) there is neither. `expected` is what should have come by today: the
    target, or where there is none the number invited, in equal parts on each working day. Numbers too small for the
    audience are None, and `below` is then the least that it may be told.
    """

    value: str
    invited: int | None
    answered: int | None
    refused: int | None
    rate: float | None
    target: int | None = None
    expected: float | None = None
    below: int = 0

    @property
    def behind(self) -> bool:
        """Whether fewer have come than by an even pace should have."""
        return self.answered is not None and self.expected is not None and self.answered < int(self.expected)


def rates(
    invited: Iterable[Invited],
    dimension: str = "",
    *,
    targets: Mapping[str, int] | None = None,
    elapsed: float | None = None,
    audience: str = "",
    frame: bool = True,
) -> tuple[Rate, ...]:
    """Rates by the values of a dimension of the segments ("" for the whole), the least answered first.

    `targets` are answers wanted by value; `elapsed` is the share of the window that has passed. Without a `frame` those
    given are only the ones who came, by an open link: they are counted against targets, and no rate is told.
    """
    table: dict[tuple[str, str], int] = {}
    for one in invited:
        value = one.segment.get(dimension, "") if dimension else ""
        what = "answered" if one.answered else "refused" if one.refused else "open"
        for kind in ("answered", "refused", "open"):
            table[value, kind] = table.get((value, kind), 0) + (kind == what)
    for value in targets or {}:
        for kind in ("answered", "refused", "open"):
            table.setdefault((value, kind), 0)
    least = told_below(1, audience) or 1
    told = suppress_small(table, least)
    found = [
        _rate(value, table, told, (targets or {}).get(value), elapsed, least, frame) for value in {v for v, _ in table}
    ]
    return tuple(sorted(found, key=lambda one: (one.rate is None, one.rate or 0.0, one.value)))


def _rate(
    value: str,
    table: Mapping[tuple[str, str], int],
    told: Mapping[tuple[str, str], int | None],
    target: int | None,
    elapsed: float | None,
    least: int,
    frame: bool,
) -> Rate:
    total = sum(table[value, kind] for kind in ("answered", "refused", "open"))
    answered, refused = told[value, "answered"], told[value, "refused"]
    wanted = target if target is not None or not frame else total
    hidden = None in (answered, refused, told[value, "open"])
    return Rate(
        value, total if frame else None, answered, refused,
        answered / total if frame and answered is not None and total else None,
        target, None if elapsed is None or wanted is None else wanted * elapsed, least if hidden else 0,
    )  # fmt: skip


# --- quotas --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so many answers of those whose segment has these values; then the round closes to them, or warns."""

    segment: Mapping[str, str]
    most: int
    closes: bool = True


@dataclass(frozen=True, slots=True)
class QuotaState:
    quota: Quota
    count: int

    @property
    def state(self) -> Literal["open", "full", "over"]:
        return "open" if self.count < self.quota.most else "full" if self.count == self.quota.most else "over"


def quota_states(quotas: Iterable[Quota], segments: Sequence[Mapping[str, str]]) -> tuple[QuotaState, ...]:
    """How far each quota is filled by the segments of the answers that came."""
    return tuple(QuotaState(quota, sum(_fits(segment, quota) for segment in segments)) for quota in quotas)


def closed_to(segment: Mapping[str, str], states: Iterable[QuotaState]) -> Quota | None:
    """The full quota that keeps somebody of this segment out, or None."""
    return next((s.quota for s in states if s.quota.closes and s.state != "open" and _fits(segment, s.quota)), None)


def _fits(segment: Mapping[str, str], quota: Quota) -> bool:
    return all(segment.get(name) == value for name, value in quota.segment.items())


# --- flags ---------------------------------------------------------------------------------------------------------

SPEED_SHARE = 0.5
TIMES_LEAST = 10
LINE_LEAST = 5
EQUAL_SHARE = 0.85
EQUAL_LEAST = 10


@dataclass(frozen=True, slots=True)
class Flag:
    """A reason to look at an answer again. Codes: speeder, straight_line, contradiction, duplicate."""

    code: str
    response: str
    facts: Mapping[str, object] = field(default_factory=dict)


def speeders(seconds: Mapping[str, float]) -> tuple[Flag, ...]:
    """Answers given in less than half of the median time; none where fewer than ten answers have times.

    Relative thresholds of 30 to 50 % of the median after Greszki, Meyer & Schoen 2015, "Exploring the effects of removing
    too fast responses and respondents from web surveys", who find that results change little without them: look, do not
    delete.
    """
    times = {id: time for id, time in seconds.items() if time > 0}
    if len(times) < TIMES_LEAST:
        return ()
    middle = median(times.values())
    return tuple(
        Flag("speeder", id, {"seconds": round(time), "median": round(middle)})
        for id, time in sorted(times.items())
        if time < SPEED_SHARE * middle
    )


def matrices(variables: Iterable[Variable]) -> tuple[tuple[Variable, ...], ...]:
    """Runs of questions of one group with the same options: what a page shows as one table of scales."""
    found: list[list[Variable]] = []
    for variable in variables:
        if variable.family != "one" or len(variable.options) < 2:
            continue
        if found and _alike(found[-1][-1], variable):
            found[-1].append(variable)
        else:
            found.append([variable])
    return tuple(tuple(run) for run in found if len(run) >= LINE_LEAST)


def _alike(one: Variable, other: Variable) -> bool:
    return one.path.rpartition("/")[0] == other.path.rpartition("/")[0] and (
        [option.value for option in one.options] == [option.value for option in other.options]
    )


def longest_run(values: Iterable[object]) -> int:
    """How often at most the same value stands in a row ("longstring": Johnson 2005; Meade & Craig 2012)."""
    longest = run = 0
    before: object = object()
    for value in values:
        run = run + 1 if value == before else 1
        longest, before = max(longest, run), value
    return longest


def straight_lines(responses: Responses) -> tuple[Flag, ...]:
    """Answers that gave one and the same option all down a table of at least five scales.

    The longest run of equal answers, after Johnson 2005, "Ascertaining the validity of individual protocols from
    web-based personality inventories", and Meade & Craig 2012, "Identifying careless responses in survey data". Only a run
    over the whole table is told, since shorter ones may well be meant.
    """
    flags = []
    tables = matrices(responses.layout.tables[""])
    for row in responses.rows():
        for scales in tables:
            given = [row.cells[scale.name] for scale in scales]
            given = [cell for cell in given if not isinstance(cell, Missing)]
            if len(given) >= LINE_LEAST and longest_run(given) == len(given):
                facts = {"items": len(given), "first": scales[0].name, "value": given[0]}
                flags.append(Flag("straight_line", row.response.id, facts))
    return tuple(flags)


@dataclass(frozen=True, slots=True)
class Rule:
    """Two answers that cannot both be true: an expression in XLSForm syntax that holds where they contradict, such as
    "${service} > ${age}"."""

    code: str
    expression: str


_REFERENCE = re.compile(r"\$\{\s*([\w.-]+)\s*\}")


def contradictions(rules: Sequence[Rule], responses: Responses, now: datetime) -> tuple[Flag, ...]:
    """Answers in which a rule of contradiction holds, worked out as the form itself works out its conditions.

    A rule that cannot be judged on an answer flags nothing: a question it names was not asked, left empty, refused, not in
    the version, or lies closed. Raises Problem rule_unknown_question, xpath_syntax and those of the engine.
    """
    layout = responses.layout
    named = {rule.code: _REFERENCE.findall(rule.expression) for rule in rules}
    for rule in rules:
        for name in named[rule.code]:
            if name not in layout.names:
                raise Problem("rule_unknown_question", rule=rule.code, name=name)
    forms = {form.version: (form, Logic(form)) for form in layout.versions}
    flags = []
    for response in responses.responses:
        cells = {name: cell for row in layout.rows(response) for name, cell in row.cells.items()}
        judged = [r for r in rules if not any(isinstance(cells.get(name), Missing) for name in named[r.code])]
        if not judged or response.version not in forms:
            continue
        form, logic = forms[response.version]
        lists = {id: form.instances[id] for id in form.sources if id in form.instances}
        filling = Filling(form, lists, now=now, values=response.answers, metadata=False, logic=logic)
        here = Context(filling, filling.root, filling.root)
        for rule in judged:
            path = partial(_path_in, layout=layout, form=form)
            if truth_of(compiled(_REFERENCE.sub(path, rule.expression))(here)):
                flags.append(Flag("contradiction", response.id, {"rule": rule.code}))
    return tuple(flags)


def _path_in(found: re.Match[str], *, layout: Layout, form: Questionnaire) -> str:
    """The path of a variable in a version, as its expressions write it."""
    return f"{form.root}/{layout.variable(found[1]).paths.get(form.version, found[1])}"


def duplicates(responses: Responses) -> tuple[Flag, ...]:
    """Answers that are equal, or nearly, to another: for each its nearest, where 85 % of what both answered is the same.

    The share of equal values after Kuriakose & Robbins 2016, "Don't get duped: fraud through duplication in public opinion
    surveys". Short or homogeneous surveys give high shares by themselves (Simmons et al. 2016), so at least ten questions
    must have been answered by both. Every pair is compared: n answers cost n² steps.
    """
    import numpy as np

    members = [v.name for v in responses.layout.tables[""] if v.closed]
    codes: dict[tuple[str, object], int] = {}
    rows = [
        [
            0 if isinstance(cell := row.cells[name], Missing) else codes.setdefault((name, cell), len(codes) + 1)
            for name in members
        ]
        for row in responses.rows()
    ]
    if len(rows) < 2 or len(members) < EQUAL_LEAST:
        return ()
    table = np.array(rows, dtype=np.int32)
    given = table > 0
    flags = []
    for place, response in enumerate(responses.responses):
        both = (given & given[place]).sum(axis=1)
        equal = ((table == table[place]) & given[place]).sum(axis=1)
        share = np.where(both >= EQUAL_LEAST, equal / np.maximum(both, 1), 0.0)
        share[place] = 0.0
        nearest = int(share.argmax())
        if share[nearest] >= EQUAL_SHARE:
            other = responses.responses[nearest].id
            facts = {"other": other, "share": float(share[nearest]), "questions": int(both[nearest])}
            flags.append(Flag("duplicate", response.id, facts))
    return tuple(flags)
