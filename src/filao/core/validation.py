"""What a meeting says of a list of items: whether they stand, how far opinions lie apart, what comes first.

Three ways of asking share one count. Validation: agree, agree with a change, disagree, not my field; an item that fewer
than three in four of those in the field take as it is goes to the plenary with the objections. Delphi: a rating of 1 to 9,
of which a round tells median and quartiles and the next round the change. Prioritisation: points. How far participants
order items alike is Kendall's W. Answers are told by sector, never by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor
from statistics import mean, median, quantiles
from typing import Literal

from filao.core.privacy import suppress_small

Way = Literal["validation", "delphi", "priority"]
WAYS: tuple[Way, ...] = ("validation", "delphi", "priority")

Position = Literal["agree", "change", "disagree", "not_mine"]
POSITIONS: tuple[Position, ...] = ("agree", "change", "disagree", "not_mine")

THRESHOLD = Fraction(3, 4)
"""Share of those in the field that must take an item as it is, for it to need no plenary."""

SCALE = (1, 9)
POINTS = 100
"""Ratings of a Delphi round from lowest to highest, and points that one participant may give an item at most."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one participant answered: the sector, positions by item, and ratings or points by item. Items may be left out."""

    sector: str = ""
    positions: Mapping[str, Position] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a meeting said of one item.

    `counts` are all answers by position. `by_sector` tells of those in the field how many take it as it is and how many do
    not; a number that is too small to be told, or would give one away, is None. `share` is agree / (agree + change +
    disagree). Where too few in the field answered to be told, `share` is None and the others are empty.
    """

    item: str
    counts: Mapping[Position, int]
    by_sector: Mapping[str, tuple[int | None, int | None]]
    share: float | None

    @property
    def to_plenary(self) -> bool:
        """Whether the meeting has to speak of it: too few take it as it is, or too few in the field answered."""
        return self.share is None or self.share < THRESHOLD

    @property
    def printed(self) -> float | None:
        """`share` in whole hundredths, rounded down below the threshold: no number printed contradicts the rule."""
        if self.share is None:
            return None
        hundredths = round(100 * self.share, 9)
        return (floor if self.to_plenary else round)(hundredths) / 100


def outcomes(items: Sequence[str], ballots: Sequence[Ballot], minimum: int) -> tuple[Outcome, ...]:
    """The outcome of each item, in their order; items that fewer than `minimum` in the field answered are not told, nor are
    numbers by sector below it."""
    return tuple(_outcome(item, ballots, minimum) for item in items)


def _outcome(item: str, ballots: Sequence[Ballot], minimum: int) -> Outcome:
    said = [(b.sector, position) for b in ballots if (position := b.positions.get(item)) is not None]
    counts = Counter(position for _sector, position in said)
    in_field = [(sector, position == "agree") for sector, position in said if position != "not_mine"]
    if len(in_field) < minimum:
        return Outcome(item, {}, {}, None)
    grid = {(sector, column): 0 for sector, _agrees in in_field for column in ("agree", "other")}
    for sector, agrees in in_field:
        grid[sector, "agree" if agrees else "other"] += 1
    told = suppress_small(grid, minimum)
    return Outcome(
        item,
        {position: counts[position] for position in POSITIONS},
        {s: (told[s, "agree"], told[s, "other"]) for s in sorted({sector for sector, _agrees in in_field})},
        counts["agree"] / len(in_field),
    )


@dataclass(frozen=True, slots=True)
class Spread:
    """Ratings or points of one item: how many, their mean, median and quartiles (linear between neighbours, as R's
    type 7). `shift` is the median less that of the round before, `narrowing` the interquartile range of the round before
    less this one; None in a first round. `n` is 0 and all else None where too few answered to be told."""

    item: str
    n: int
    mean: float | None = None
    median: float | None = None
    lower: float | None = None
    upper: float | None = None
    shift: float | None = None
    narrowing: float | None = None

    @property
    def range(self) -> float | None:
        """The interquartile range."""
        return None if self.upper is None or self.lower is None else self.upper - self.lower


def spreads(
    items: Sequence[str], ballots: Sequence[Ballot], minimum: int, before: Iterable[Spread] = ()
) -> tuple[Spread, ...]:
    """The spread of each item, in their order, with the change since the round before; of items that fewer than `minimum`
    answered nothing is told."""
    known = {one.item: one for one in before}
    return tuple(_spread(item, ballots, minimum, known.get(item)) for item in items)


def _spread(item: str, ballots: Sequence[Ballot], minimum: int, before: Spread | None) -> Spread:
    values = sorted(b.numbers[item] for b in ballots if item in b.numbers)
    if len(values) < max(minimum, 1):
        return Spread(item, 0)
    lower, _middle, upper = quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3
    middle = median(values)
    shift = narrowing = None
    if before is not None and before.median is not None and before.range is not None:
        shift, narrowing = middle - before.median, before.range - (upper - lower)
    return Spread(item, len(values), mean(values), middle, lower, upper, shift, narrowing)


def ranked(found: Sequence[Spread]) -> tuple[Spread, ...]:
    """Items by their mean, the highest first; those that are not told last; ties in the order of the list."""
    return tuple(sorted(found, key=lambda one: (one.mean is None, -(one.mean or 0.0))))


def places(found: Sequence[Spread]) -> dict[str, int]:
    """The place of each item by its mean, from 1; equal means share a place, and what is not told has none."""
    means = sorted((one.mean for one in found if one.mean is not None), reverse=True)
    return {one.item: means.index(one.mean) + 1 for one in found if one.mean is not None}


@dataclass(frozen=True, slots=True)
class Concordance:
    """How far participants order items alike: Kendall's W from 0 (not at all) to 1 (the same order), over `judges` who
    answered every one of `items` items; `left_out` did not. `w` is None where too few judges did so to be told, below two
    items, and where nobody tells items apart."""

    w: float | None
    judges: int
    items: int
    left_out: int


def concordance(items: Sequence[str], ballots: Sequence[Ballot], minimum: int) -> Concordance:
    """Kendall's coefficient of concordance with its correction for ties.

    W = 12 S / (m² (n³ - n) - m T): m judges, n items, S the squared deviations of the items' sums of ranks from their
    mean, T the sum of t³ - t over all groups of t tied ranks (Kendall and Gibbons, Rank Correlation Methods).
    """
    whole = [[b.numbers[item] for item in items] for b in ballots if b.numbers and all(i in b.numbers for i in items)]
    answered = sum(bool(b.numbers) for b in ballots)
    m, n = len(whole), len(items)
    w = None
    if m >= max(minimum, 2) and n > 1:
        ranks = [_ranks(values) for values in whole]
        sums = [sum(column) for column in zip(*ranks, strict=True)]
        centre = mean(sums)
        tied = sum(t**3 - t for values in whole for t in Counter(values).values())
        below = m * m * (n**3 - n) - m * tied
        w = 12 * sum((one - centre) ** 2 for one in sums) / below if below else None
    return Concordance(w, m, n, answered - m)


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1 for the lowest; equal values share the mean of theirs."""
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted(values), start=1):
        places.setdefault(value, []).append(place)
    return [mean(places[value]) for value in values]


@dataclass(frozen=True, slots=True)
class Item:
    """An item as its record tells it: its words, the verdict ("" where the plenary did not speak of it), the changed words,
    and the note of who disagrees."""

    id: str
    text: str
    verdict: str = ""
    changed: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What a closed meeting said, for its record. `told` says that five people or more answered."""

    title: str
    way: Way
    held_on: date
    answers: int
    told: bool
    simulated: bool
    items: tuple[Item, ...]
    outcomes: tuple[Outcome, ...] = ()
    spreads: tuple[Spread, ...] = ()
    concordance: Concordance | None = None
