"""Plane geometry of a drawing on arrays: crossings, lines under boxes, quadratic curves.

Boxes are rows (x, y, w, h) by their centre; lines are pairs of points; curves are polylines of equal length.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

PIECES = 8
"""Straight pieces in which a curve is judged."""


def _turn(a: Floats, b: Floats, c: Floats) -> Floats:
    turn: Floats = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
    return turn


def cross(p: Floats, q: Floats, r: Floats, s: Floats) -> Bools:
    """Whether the lines p-q and r-s cross in a point inside both (arrays broadcast)."""
    found: Bools = (_turn(p, q, r) * _turn(p, q, s) < 0) & (_turn(r, s, p) * _turn(r, s, q) < 0)
    return found


def under(p: Floats, q: Floats, centre: Floats, half: Floats) -> Bools:
    """Whether the line p-q touches the box (separating axes of a segment and a rectangle; arrays broadcast)."""
    middle, reach = (p + q) / 2 - centre, (q - p) / 2
    spread = np.abs(reach)
    apart = np.abs(middle) > half + spread
    off = np.abs(middle[..., 0] * reach[..., 1] - middle[..., 1] * reach[..., 0])
    found: Bools = ~(
        apart[..., 0] | apart[..., 1] | (off > half[..., 0] * spread[..., 1] + half[..., 1] * spread[..., 0])
    )
    return found


def curve(start: Floats, end: Floats, apex: Floats) -> Floats:
    """Points of quadratic curves whose middle lies `apex` points to the left of the straight line."""
    t = np.linspace(0, 1, PIECES + 1)[:, None]
    handle = control(start, end, apex)[..., None, :]
    points: Floats = (1 - t) ** 2 * start[..., None, :] + 2 * t * (1 - t) * handle + t**2 * end[..., None, :]
    return points


def control(start: Floats, end: Floats, apex: Floats) -> Floats:
    """Control point of a quadratic curve that swings out by `apex` at its middle."""
    way = end - start
    length = np.maximum(np.hypot(way[..., 0], way[..., 1]), 1e-9)
    side = np.stack([-way[..., 1], way[..., 0]], axis=-1) / length[..., None]
    point: Floats = (start + end) / 2 + 2 * apex[..., None] * side
    return point


def curves_cross(one: Floats, others: Floats) -> Bools:
    """For polylines (..., m, 2) against (E, m, 2): whether each pair crosses, shape (..., E)."""
    p, q = one[..., None, :-1, None, :], one[..., None, 1:, None, :]
    r, s = others[:, None, :-1, :], others[:, None, 1:, :]
    found: Bools = np.logical_or.reduce(cross(p, q, r, s), axis=(-1, -2))
    return found


def curves_under(lines: Floats, boxes: Floats, margin: float = 0.0) -> Bools:
    """For polylines (..., m, 2) and boxes (n, 4): whether each line runs under each box, shape (..., n)."""
    p, q = lines[..., None, :-1, :], lines[..., None, 1:, :]
    met = under(p, q, boxes[:, None, :2], boxes[:, None, 2:] / 2 + margin)
    found: Bools = np.logical_or.reduce(met, axis=-1)
    return found


def count_crossings(lines: Floats, ends: Ints) -> int:
    """Pairs of drawn ties that cross and share no end."""
    total = 0
    for n in range(len(lines) - 1):
        later = ends[n + 1 :]
        apart = ~(later == ends[n, 0]).any(axis=1) & ~(later == ends[n, 1]).any(axis=1)
        if apart.any():
            total += int(curves_cross(lines[n], lines[n + 1 :][apart]).sum())
    return total


def count_under(lines: Floats, ends: Ints, boxes: Floats) -> int:
    """Pairs of a tie and a foreign label that it runs under."""
    if not len(lines):
        return 0
    found = curves_under(lines, boxes)
    rows = np.arange(len(lines))
    found[rows, ends[:, 0]] = False
    found[rows, ends[:, 1]] = False
    return int(found.sum())


def count_overlaps(boxes: Floats, gap: float = 0.0) -> int:
    """Pairs of boxes that overlap, or stand nearer than `gap`."""
    return int(overlapping(boxes, gap).sum()) // 2


def overlapping(boxes: Floats, gap: float | Floats = 0.0) -> Bools:
    """Symmetric matrix of boxes that overlap, or stand nearer than `gap` (one distance, or one for each pair)."""
    apart = np.abs(boxes[:, None, :2] - boxes[None, :, :2])
    room = (boxes[:, None, 2:] + boxes[None, :, 2:]) / 2 + np.asarray(gap)[..., None]
    found: Bools = np.logical_and.reduce(apart < room - 1e-6, axis=-1)
    np.fill_diagonal(found, False)
    return found
