"""Keeping label boxes apart and inside their frame: a gentle push first, tidy rows where a push does not settle.

A frame is (left, top, right, bottom) in points; boxes are rows (x, y, w, h) by their centre.
"""

from __future__ import annotations

import numpy as np

from filao.documents.graph.geometry import Bools, Floats, Ints, overlapping

Frame = tuple[float, float, float, float]

_PUSHES = 160
_TIED = 11.0


def inside(boxes: Floats, frame: Frame) -> Floats:
    """The boxes moved just as far as needed to lie within the frame."""
    left, top, right, bottom = frame
    half = boxes[:, 2:] / 2
    low, high = np.array([left, top]) + half, np.array([right, bottom]) - half
    placed = boxes.copy()
    placed[:, :2] = np.clip(boxes[:, :2], np.minimum(low, high), np.maximum(low, high))
    return placed


def room_for(boxes: Floats, frame: Frame, gap: float) -> bool:
    """Whether rows of the frame are sure to hold every box: no row can refuse a box while all rows are that full."""
    if not len(boxes):
        return True
    left, top, right, bottom = frame
    rows = int((bottom - top + gap) // (boxes[:, 3].max() + gap))
    widths = boxes[:, 2] + gap
    free = right - left + gap
    return bool(rows > 0 and widths.max() <= free and widths.sum() <= rows * (free - widths.max()))


def spread(boxes: Floats, frame: Frame, gap: float, ties: Ints, pairs: Bools | None = None) -> Floats:
    """The boxes moved apart by at least `gap`, staying in the frame; `pairs` limits which pairs must stand apart.

    Boxes joined by one of the `ties` (m, 2) stand further apart where that can be had, so that the tie is seen. Where
    there is `room_for` them all the result has no overlap; with `pairs` it may, and the caller has to look.
    """
    wide = np.full((len(boxes), len(boxes)), gap)
    wide[ties[:, 0], ties[:, 1]] = wide[ties[:, 1], ties[:, 0]] = max(gap, _TIED)
    every = np.ones(wide.shape, dtype=np.bool_) if pairs is None else pairs
    placed = inside(boxes, frame)
    for gaps in (wide, np.full_like(wide, gap)):
        placed, settled = _pushed(placed, frame, gaps, every)
        if settled:
            return placed
    return in_rows(placed, frame, gap) if pairs is None else placed


def _pushed(placed: Floats, frame: Frame, gaps: Floats, pairs: Bools) -> tuple[Floats, bool]:
    """The boxes pushed apart, and whether that has come to rest."""
    for _ in range(_PUSHES):
        clash = overlapping(placed, gaps) & pairs
        if not clash.any():
            return placed, True
        for one, two in np.argwhere(np.triu(clash)):
            _push(placed, int(one), int(two), float(gaps[one, two]))
        placed = inside(placed, frame)
    return placed, False


def _push(placed: Floats, one: int, two: int, gap: float) -> None:
    """Move two boxes apart along the axis where less is missing, half the way each."""
    way = placed[two, :2] - placed[one, :2]
    missing = (placed[one, 2:] + placed[two, 2:]) / 2 + gap - np.abs(way)
    if (missing <= 0).any():
        return
    axis = int(missing[1] < missing[0])
    step = (missing[axis] / 2 + 0.01) * (1 if way[axis] >= 0 else -1)
    placed[one, axis] -= step
    placed[two, axis] += step


def in_rows(boxes: Floats, frame: Frame, gap: float) -> Floats:
    """The boxes set in rows near where they stood: no overlap, whatever the crowd."""
    left, top, right, bottom = frame
    pitch = float(boxes[:, 3].max()) + gap
    count = max(1, int((bottom - top + gap) // pitch))
    step = (bottom - top - pitch + gap) / max(1, count - 1)
    centres = top + (pitch - gap) / 2 + step * np.arange(count)
    free = np.full(count, right - left + gap)
    rows: list[list[int]] = [[] for _ in range(count)]
    for n in np.argsort(-boxes[:, 2], kind="stable"):
        near = np.argsort(np.abs(centres - boxes[n, 1]), kind="stable")
        fitting = [row for row in near if free[row] >= boxes[n, 2] + gap - 1e-9]
        row = int(fitting[0]) if fitting else int(np.argmax(free))
        free[row] -= boxes[n, 2] + gap
        rows[row].append(int(n))
    placed = boxes.copy()
    for row, members in enumerate(rows):
        members.sort(key=lambda n: (boxes[n, 0], n))
        placed[members, 1] = centres[row]
        _along(placed, members, left, right, gap)
    return placed


def _along(placed: Floats, members: list[int], left: float, right: float, gap: float) -> None:
    """Set one row from left to right without overlap, then draw it back inside the right edge."""
    edge = left
    for n in members:
        placed[n, 0] = max(placed[n, 0], edge + placed[n, 2] / 2)
        edge = placed[n, 0] + placed[n, 2] / 2 + gap
    edge = right
    for n in reversed(members):
        placed[n, 0] = min(placed[n, 0], edge - placed[n, 2] / 2)
        edge = placed[n, 0] - placed[n, 2] / 2 - gap
