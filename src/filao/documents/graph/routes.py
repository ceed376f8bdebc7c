"""How ties run between boxes: a slight bend to the side where fewer labels and lines are in the way, further ties of
the same pair beside the first, ends cut at the boxes' edges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from filao.documents.graph.boxes import Frame
from filao.documents.graph.geometry import (
    Bools,
    Floats,
    Ints,
    control,
    count_crossings,
    count_under,
    curve,
    curves_cross,
    curves_under,
)

BEND = 0.045
"""Swing of a curve at its middle as a share of its length."""
BESIDE = 7.0
"""Distance in points between ties of the same pair."""

_BENDS = tuple((side, BEND * times) for times in (1, 2, 3, 4.5, 0) for side in (1.0, -1.0))
_MARGIN = 1.5
_WEIGHED_UP_TO = 150


@dataclass(frozen=True, slots=True)
class Routes:
    """The apex of each tie (points to the left of its straight line), its drawn line, and what the lines meet."""

    apex: Floats
    lines: Floats
    crossings: int
    under: int


def route(boxes: Floats, ties: Ints, frame: Frame, *, beside: float = BESIDE) -> Routes:
    """Bends for ties (m, 2) between boxes (n, 4), none of them leaving the frame."""
    start, end = boxes[ties[:, 0], :2], boxes[ties[:, 1], :2]
    apex = np.zeros(len(ties))
    lines = curve(start, end, apex)
    bundles = _bundles(ties)
    for _ in range(2 if len(ties) <= _WEIGHED_UP_TO else 1):
        for bundle in bundles:
            _bend(bundle, apex, lines, boxes, ties, frame, beside)
    return Routes(apex, lines, count_crossings(lines, ties), count_under(lines, ties, boxes))


def _bundles(ties: Ints) -> list[Ints]:
    """Numbers of the ties of each pair, whatever their direction."""
    found: dict[tuple[int, int], list[int]] = {}
    for n, (a, b) in enumerate(ties):
        found.setdefault((min(a, b), max(a, b)), []).append(n)
    return [np.array(members, dtype=np.intp) for members in found.values()]


def _bend(bundle: Ints, apex: Floats, lines: Floats, boxes: Floats, ties: Ints, frame: Frame, beside: float) -> None:
    """Choose the bend of one pair's ties."""
    start, end = boxes[ties[bundle, 0], :2], boxes[ties[bundle, 1], :2]
    length = np.hypot(*(end - start).T)
    facing = np.where(ties[bundle, 0] < ties[bundle, 1], 1.0, -1.0)
    side, bend = np.array(_BENDS).T[:, :, None]
    swing = facing * side * (bend * length + beside * np.arange(len(bundle)))
    tried = curve(start[None], end[None], swing)
    cost = _cost(tried, bundle, lines, boxes, ties) + 0.25 * np.abs(bend[:, 0] / BEND - 1)
    low, high = np.array(frame[:2]), np.array(frame[2:])
    leaving: Bools = np.logical_or.reduce((tried < low) | (tried > high), axis=(1, 2, 3))
    best = int(np.argmin(cost + 1e6 * leaving))
    chosen = swing[best] if not leaving[best] else _held(start, end, swing[best], low, high)
    apex[bundle] = chosen
    lines[bundle] = curve(start, end, chosen)


def _held(start: Floats, end: Floats, swing: Floats, low: Floats, high: Floats) -> Floats:
    """The swing made smaller until the curves stay inside."""
    for share in (0.7, 0.5, 0.3, 0.15):
        points = curve(start, end, swing * share)
        if ((points >= low) & (points <= high)).all():
            return swing * share
    return swing * 0


def _cost(tried: Floats, bundle: Ints, lines: Floats, boxes: Floats, ties: Ints) -> Floats:
    """Labels and lines in the way of each choice (c, k, m, 2), labels weighing three times a line."""
    ends = ties[bundle[0]]
    hits = curves_under(tried, boxes, _MARGIN)
    hits[:, :, ends] = False
    cost: Floats = 3.0 * hits.sum(axis=(1, 2))
    if len(ties) <= _WEIGHED_UP_TO:
        foreign = ~(ties == ends[0]).any(axis=1) & ~(ties == ends[1]).any(axis=1)
        for k in range(len(bundle)):
            cost += curves_cross(tried[:, k], lines[foreign]).sum(axis=1)
    return cost


def cut(start: Floats, end: Floats, apex: float, from_box: Floats, to_box: Floats, gap: float) -> Floats:
    """The part of a curve between two boxes, `gap` points short of each: its three control points (3, 2)."""
    handle = control(start, end, np.asarray(apex))
    points = np.stack([start, handle, end])
    t = np.linspace(0, 1, 201)
    path = (1 - t)[:, None] ** 2 * start + (2 * t * (1 - t))[:, None] * handle + t[:, None] ** 2 * end
    out = (np.abs(path - from_box[:2]) > from_box[2:] / 2 + gap).any(axis=1)
    off = (np.abs(path - to_box[:2]) > to_box[2:] / 2 + gap).any(axis=1)
    free = np.flatnonzero(out & off)
    if len(free) < 2:
        return points
    return between(points, float(t[free[0]]), float(t[free[-1]]))


def between(points: Floats, one: float, two: float) -> Floats:
    """Control points of the piece of a quadratic curve from parameter `one` to `two` (de Casteljau)."""
    a, b, c = points

    def blend(s: float, t: float) -> Floats:
        value: Floats = (1 - s) * (1 - t) * a + (s * (1 - t) + t * (1 - s)) * b + s * t * c
        return value

    return np.stack([blend(one, one), blend(one, two), blend(two, two)])
