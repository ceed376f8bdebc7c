"""Where the boxes stand: Davidson and Harel's annealing (ACM Transactions on Graphics 15/4, 1996) from several starts,
each mended box by box, the best kept, then pushed until no two labels overlap.

Sectors are not pulled together: that doubles the crossings (measured). Position carries no meaning.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

import igraph
import numpy as np

from filao.documents.graph.boxes import Frame, inside, spread
from filao.documents.graph.geometry import Bools, Floats, Ints, cross, under

GAP = 5.0
"""Least distance between two boxes of a full drawing, in points."""

_LOCK = Lock()
_MARGIN = 2.5
_ANNEALED_UP_TO = 160
_ROUNDS = ((10, 5), (4, 8), (2, 12))
_EASY = 5000
_SHORTEST = 18.0
"""A tie shows less than this between its boxes only where there is no better place: shorter, its dash cannot be read."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A connected part to be laid out: sizes of its boxes, its pairs (m, 2), and what may disturb what.

    `meeting` (m, m) are pairs drawn in the same panel, `naming` (m, n) labels that stand in a pair's panel,
    `together` (n, n) labels that share a panel; all true where there is but one picture.
    """

    size: Floats
    pairs: Ints
    meeting: Bools
    naming: Bools
    together: Bools


@contextmanager
def _seeded(seed: int) -> Iterator[random.Random]:
    """igraph draws from a generator of our own meanwhile; it has one for the whole process, hence the lock."""
    with _LOCK:
        source = random.Random(seed)  # noqa: S311 - a drawing, not a secret
        igraph.set_random_number_generator(source)
        try:
            yield source
        finally:
            igraph.set_random_number_generator(random)


def place(sizes: Floats, ties: Ints, frame: Frame, seed: int, *, panel: Ints | None = None, gap: float = GAP) -> Floats:
    """Boxes (x, y, w, h) in the frame for nodes of the given sizes (n, 2) joined by ties (m, 2), without overlap.

    `panel` (m,) numbers the small drawing in which each tie stands: then only labels named in the same panel are kept
    apart, and only its own lines and labels count as disturbing a line.
    """
    boxes = np.hstack([np.zeros_like(sizes), sizes])
    if not len(boxes):
        return boxes
    rows = np.hstack([np.sort(ties, axis=1), np.zeros((len(ties), 1), np.intp) if panel is None else panel[:, None]])
    rows = np.unique(rows, axis=0).reshape(-1, 3)
    parts = _parts(len(sizes), rows)
    weights = [_room_wanted(sizes[nodes], len(inner)) for nodes, inner in parts]
    for (nodes, inner), cell in zip(parts, _cells(weights, frame), strict=True):
        boxes[nodes] = _best(_task(sizes, nodes, inner, panel is not None), cell, seed)
    return spread(boxes, frame, gap, rows[:, :2], None if panel is None else named_together(len(sizes), rows))


def _room_wanted(sizes: Floats, pairs: int) -> float:
    """Area that a part deserves: its boxes with air around them, more where ties are many or where a part is so small
    that its few ties would vanish."""
    return float((sizes + 14).prod(axis=1).sum()) * (1 + pairs / len(sizes)) * (1.7 if len(sizes) <= 3 else 1.0)


def named_together(count: int, rows: Ints) -> Bools:
    """Which nodes share a panel, from rows (a, b, panel)."""
    together = np.zeros((count, count), dtype=np.bool_)
    for number in np.unique(rows[:, 2]):
        members = np.unique(rows[rows[:, 2] == number, :2])
        together[np.ix_(members, members)] = True
    return together


def _parts(count: int, rows: Ints) -> list[tuple[Ints, Ints]]:
    """Connected parts as (nodes, rows of their pairs), the largest first."""
    found = igraph.Graph(n=count, edges=rows[:, :2].tolist()).connected_components()
    member = np.array(found.membership)
    parts = [(np.flatnonzero(member == n), rows[member[rows[:, 0]] == n]) for n in range(len(found))]
    return sorted(parts, key=lambda part: (-len(part[0]), int(part[0][0])))


def _task(sizes: Floats, nodes: Ints, rows: Ints, in_panels: bool) -> _Task:
    pairs = np.searchsorted(nodes, rows[:, :2])
    count, many = len(nodes), len(rows)
    if not in_panels:
        return _Task(
            sizes[nodes],
            pairs,
            np.ones((many, many), bool),
            np.ones((many, count), bool),
            np.ones((count, count), bool),
        )
    number = rows[:, 2]
    naming = np.zeros((many, count), dtype=np.bool_)
    for one in np.unique(number):
        naming[np.ix_(number == one, np.unique(pairs[number == one]))] = True
    together = named_together(count, np.column_stack([pairs, number]))
    return _Task(sizes[nodes], pairs, number[:, None] == number, naming, together)


def _cells(weights: Sequence[float], frame: Frame) -> list[Frame]:
    """The frame cut in cells with areas in proportion to the weights, each cut across the longer side."""
    if len(weights) == 1:
        return [frame]
    total = sum(weights)
    cut, first = 1, weights[0]
    while cut < len(weights) - 1 and first + weights[cut] <= total / 2:
        first += weights[cut]
        cut += 1
    share = first / total
    left, top, right, bottom = frame
    if right - left > bottom - top:
        middle, air = left + (right - left) * share, _air((right - left) * min(share, 1 - share))
        one, two = (left, top, middle - air, bottom), (middle + air, top, right, bottom)
    else:
        middle, air = top + (bottom - top) * share, _air((bottom - top) * min(share, 1 - share))
        one, two = (left, top, right, middle - air), (left, middle + air, right, bottom)
    return _cells(weights[:cut], one) + _cells(weights[cut:], two)


def _air(side: float) -> float:
    """Room left on each side of a cut."""
    return min(4.0, side / 4)


def _best(task: _Task, cell: Frame, seed: int) -> Floats:
    """Several starts, of which fewer and fewer are mended further; the best of them."""
    if len(task.size) == 1:
        middle = [[(cell[0] + cell[2]) / 2, (cell[1] + cell[3]) / 2]]
        return inside(np.hstack([middle, task.size]), cell)

    def score(boxes: Floats) -> float:
        return _score(boxes, task)

    rounds = _rounds(len(task.size) * (20 + len(task.pairs)))
    pool = []
    for start in range(rounds[0][0]):
        points = _annealed(len(task.size), task.pairs, seed + start)
        pool.append(min((_fitted(points, task.size, turn, cell) for turn in range(12)), key=score))
    for turn, (keep, sweeps) in enumerate(rounds):
        best = sorted(pool, key=score)[:keep]
        mended = [_Mender(boxes, task, cell, seed + turn).mend(sweeps, 2.2 * 0.75**turn) for boxes in best]
        pool = mended + (pool if turn else [])
    return min(pool, key=score)


def _rounds(work: int) -> Sequence[tuple[int, int]]:
    """Starts kept and sweeps made in each round: fewer where the part is large, so that time stays within seconds."""
    share = _EASY / work
    if share >= 1:
        return _ROUNDS
    if share > 0.25:
        return [(max(1, round(keep * share)), sweeps) for keep, sweeps in _ROUNDS]
    return [(1, max(2, round(sum(keep * sweeps for keep, sweeps in _ROUNDS) * share)))]


def _annealed(count: int, pairs: Ints, seed: int) -> Floats:
    graph = igraph.Graph(n=count, edges=pairs.tolist()).simplify()
    with _seeded(seed) as source:
        start = [[source.uniform(-count, count), source.uniform(-count, count)] for _ in range(count)]
        if count > _ANNEALED_UP_TO:
            layout = graph.layout_fruchterman_reingold(seed=start, niter=600, grid="nogrid")
        else:
            layout = graph.layout_davidson_harel(seed=start, maxiter=30 if count < 80 else 12)
    return np.array(layout.coords, dtype=np.float64)


def _fitted(points: Floats, size: Floats, turn: int, cell: Frame) -> Floats:
    """The points turned by 15 degrees `turn` times and stretched over the cell."""
    angle = np.pi * turn / 12
    turned = points @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    low, high = turned.min(axis=0), turned.max(axis=0)
    share = (turned - low) / np.maximum(high - low, 1e-9)
    share[:, high - low < 1e-6] = 0.5
    half = size.max(axis=0) / 2
    corner, reach = np.array(cell[:2]) + half, np.array(cell[2:]) - np.array(cell[:2]) - 2 * half
    return inside(np.hstack([corner + share * np.maximum(reach, 0), size]), cell)


def _score(boxes: Floats, task: _Task) -> float:
    """Crossings, then lines under foreign labels and labels over each other, of straight ties."""
    pairs = task.pairs
    p, q = boxes[pairs[:, 0], :2], boxes[pairs[:, 1], :2]
    hits = under(p[:, None], q[:, None], boxes[:, :2], boxes[:, 2:] / 2 + _MARGIN) & task.naming
    rows = np.arange(len(pairs))
    hits[rows, pairs[:, 0]] = hits[rows, pairs[:, 1]] = False
    apart = np.abs(boxes[:, None, :2] - boxes[None, :, :2])
    near = (apart < (boxes[:, None, 2:] + boxes[None, :, 2:]) / 2 + _MARGIN).all(axis=-1) & task.together
    laps = (near.sum() - np.trace(near)) / 2
    crossing = (cross(p[:, None], q[:, None], p, q) & task.meeting).sum() / 2
    shown = (np.abs(p - q) - (boxes[pairs[:, 0], 2:] + boxes[pairs[:, 1], 2:]) / 2).max(axis=1)
    short = np.clip(1 - shown / _SHORTEST, 0, 1).sum()
    length = np.hypot(*(p - q).T).sum() / 4000
    return float(crossing + 2 * hits.sum() + 4 * laps + 2 * short + length)


class _Mender:
    """Moves one box at a time to the best of several places near it or near its neighbours."""

    def __init__(self, boxes: Floats, task: _Task, cell: Frame, seed: int) -> None:
        self.boxes, self.task, self.cell = boxes.copy(), task, cell
        self.random = np.random.default_rng(seed)
        self.touching: list[Bools] = [(task.pairs == n).any(axis=1) for n in range(len(boxes))]
        self.space = float(np.sqrt((cell[2] - cell[0]) * (cell[3] - cell[1]) / len(boxes)))

    def mend(self, sweeps: int, reach_first: float) -> Floats:
        """Sweeps over all boxes with a reach that shrinks from `reach_first` (in mean distances between boxes)."""
        for sweep in range(sweeps):
            reach = self.space * (reach_first * (1 - sweep / sweeps) + 0.25)
            for n in self.random.permutation(len(self.boxes)):
                self._move(int(n), reach)
        return self.boxes

    def _move(self, n: int, reach: float) -> None:
        other = self.task.pairs[self.touching[n]].sum(axis=1) - n
        places = self._places(n, other, reach)
        costs = self._disturbed(n, places, other) + self._distances(n, places, other)
        self.boxes[n, :2] = places[int(np.argmin(costs))]

    def _places(self, n: int, other: Ints, reach: float) -> Floats:
        here, around = self.boxes[n, :2], self.boxes[other, :2].mean(axis=0)
        tries = [here[None], here + self.random.normal(0, reach, (9, 2)), around + self.random.normal(0, reach, (6, 2))]
        half = self.boxes[n, 2:] / 2
        low, high = np.array(self.cell[:2]) + half, np.array(self.cell[2:]) - half
        placed: Floats = np.clip(np.vstack(tries), low, np.maximum(low, high))
        return placed

    def _disturbed(self, n: int, places: Floats, other: Ints) -> Floats:
        """Crossings, and twice the lines under labels, that each place of a box would bring."""
        boxes, half, task = self.boxes, self.boxes[:, 2:] / 2, self.task
        mine = self.touching[n]
        here, far = places[:, None, None], boxes[other, :2][None, :, None]
        p, q = boxes[task.pairs[~mine, 0], :2], boxes[task.pairs[~mine, 1], :2]
        crossing = cross(here, far, p, q) & task.meeting[np.ix_(mine, ~mine)]
        hit = under(here, far, boxes[:, :2], half + _MARGIN) & task.naming[mine]
        hit[:, :, n] = False
        hit[:, np.arange(len(other)), other] = False
        over = under(p, q, places[:, None], half[n] + _MARGIN) & task.naming[~mine, n]
        cost: Floats = crossing.sum(axis=(1, 2)) + 2.0 * (hit.sum(axis=(1, 2)) + over.sum(axis=1))
        return cost

    def _distances(self, n: int, places: Floats, other: Ints) -> Floats:
        """Overlaps with other boxes, crowding, ties too short to read and ties too long."""
        boxes, half = self.boxes, self.boxes[:, 2:] / 2
        apart = np.abs(places[:, None] - boxes[:, :2])
        laps = (apart < half + half[n] + 2 * _MARGIN).all(axis=2) & self.task.together[n]
        laps[:, n] = False
        near = 1 / (np.hypot(apart[:, :, 0] / 1.4, apart[:, :, 1]) / self.space + 0.15) ** 2
        near[:, n] = 0
        way = apart[:, other]
        short = np.clip(1 - (way - half[n] - half[other]).max(axis=2) / _SHORTEST, 0, 1).sum(axis=1)
        length = np.hypot(way[:, :, 0], way[:, :, 1]).sum(axis=1) / self.space
        cost: Floats = 4.0 * laps.sum(axis=1) + 0.03 * near.sum(axis=1) + 2.0 * short + 0.08 * length
        return cost
