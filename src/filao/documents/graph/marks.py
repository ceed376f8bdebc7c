"""Signs of sectors and lines of relations. Each has a colour and, for a copy in grey, a shape or a dash of its own.

Bodies and ties of the usual codes look alike in every drawing; unknown codes take what is left, in the order given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from filao.documents.graph.svg import number
from filao.documents.tokens import COLOUR


@dataclass(frozen=True, slots=True)
class Sign:
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class Stroke:
    colour: str
    dash: str
    width: float


Mark = TypeVar("Mark", Sign, Stroke)

_SIGNS = {
    "government": Sign("navy", "circle"),
    "law_enforcement": Sign("sun", "square"),
    "judiciary": Sign("plum", "diamond"),
    "independent_institution": Sign("bad", "cross"),
    "ngo": Sign("lagoon", "triangle"),
    "international": Sign("ink-soft", "ring"),
    "private_sector": Sign("ink", "bar"),
    "academia": Sign("navy", "hollow-square"),
    "media": Sign("sun", "saltire"),
    "union": Sign("plum", "triangle-down"),
}
_SPARE_SIGNS = (*_SIGNS.values(), Sign("lagoon", "hollow-diamond"), Sign("bad", "upright"))

_STROKES = {
    "refers_to": Stroke("sun", "", 1.9),
    "supervises": Stroke("navy", "", 0.9),
    "coordinates_with": Stroke("lagoon", "5 2.2", 1.1),
    "funds": Stroke("plum", "0.1 2.7", 1.8),
    "advises": Stroke("ink", "7 2 0.1 2", 0.9),
    "shares_information": Stroke("bad", "2 1.8", 1.1),
    "trains": Stroke("ink-soft", "9 3", 0.8),
    "monitors": Stroke("navy", "6 1.8 0.1 1.8 0.1 1.8", 1.0),
    "member_of": Stroke("plum", "3 1.5 0.1 1.5", 1.1),
    "accredits": Stroke("ink", "0.1 4", 1.8),
}
_SPARE_STROKES = (*_STROKES.values(), Stroke("lagoon", "1 3", 1.2), Stroke("bad", "10 2 2 2", 1.0))


def signs(codes: Iterable[str]) -> dict[str, Sign]:
    """The sign of each sector's code."""
    return _assigned(codes, _SIGNS, _SPARE_SIGNS)


def strokes(codes: Iterable[str]) -> dict[str, Stroke]:
    """The line of each relation's code."""
    return _assigned(codes, _STROKES, _SPARE_STROKES)


def _assigned(codes: Iterable[str], known: Mapping[str, Mark], spare: Sequence[Mark]) -> dict[str, Mark]:
    wanted = list(dict.fromkeys(codes))
    found = {code: known[code] for code in wanted if code in known}
    free = [mark for mark in spare if mark not in found.values()] or list(spare)
    unknown = [code for code in wanted if code not in known]
    return found | {code: free[n % len(free)] for n, code in enumerate(unknown)}


def shape(sign: Sign, x: float, y: float, size: float) -> str:
    """The sector's sign as a vector shape, `size` points wide, centred at (x, y)."""
    colour, r = COLOUR[sign.colour], size / 2
    hollow = f'fill="#ffffff" stroke="{colour}" stroke-width="{number(size * 0.2)}"'
    if sign.shape == "circle":
        return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="{colour}"/>'
    if sign.shape == "ring":
        return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r * 0.82)}" {hollow}/>'
    if sign.shape.startswith("hollow-"):
        return f'<path d="{_outline(sign.shape[7:], x, y, r * 0.84)}" {hollow}/>'
    return f'<path d="{_outline(sign.shape, x, y, r)}" fill="{colour}"/>'


_THIN = 0.36
_OUTLINES: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)),
    "triangle": ((0, -1.05), (1.15, 0.95), (-1.15, 0.95)),
    "triangle-down": ((0, 1.05), (1.15, -0.95), (-1.15, -0.95)),
    "bar": ((-1.1, -0.42), (1.1, -0.42), (1.1, 0.42), (-1.1, 0.42)),
    "upright": ((-0.42, -1.1), (0.42, -1.1), (0.42, 1.1), (-0.42, 1.1)),
    "cross": (
        (-_THIN, -1.1), (_THIN, -1.1), (_THIN, -_THIN), (1.1, -_THIN), (1.1, _THIN), (_THIN, _THIN),
        (_THIN, 1.1), (-_THIN, 1.1), (-_THIN, _THIN), (-1.1, _THIN), (-1.1, -_THIN), (-_THIN, -_THIN),
    ),
    "saltire": (
        (0, -0.45), (0.6, -1.05), (1.05, -0.6), (0.45, 0), (1.05, 0.6), (0.6, 1.05),
        (0, 0.45), (-0.6, 1.05), (-1.05, 0.6), (-0.45, 0), (-1.05, -0.6), (-0.6, -1.05),
    ),
}  # fmt: skip


def _outline(name: str, x: float, y: float, r: float) -> str:
    return "M" + "L".join(f"{number(x + dx * r)} {number(y + dy * r)}" for dx, dy in _OUTLINES[name]) + "Z"
