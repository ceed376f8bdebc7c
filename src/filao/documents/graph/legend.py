"""The lines under a drawing: signs of sectors, lines of relations, the note; at most two lines for each legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filao.documents.graph.marks import Sign, Stroke, shape
from filao.documents.graph.metrics import REGULAR, SEMIBOLD, text_width
from filao.documents.graph.svg import number, text
from filao.documents.tokens import COLOUR

SIZE = 7.4
_SMALLEST = 5.4
_BETWEEN = 11.0
_SAMPLE = 19.0


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: its words, and the sign or line before them; `arrow` for a relation that has a direction."""

    text: str
    mark: Sign | Stroke | None
    arrow: bool = False
    tinted: bool = False

    @property
    def lead(self) -> float:
        """Room that the mark takes, in sizes of the type."""
        if isinstance(self.mark, Stroke):
            return _SAMPLE / SIZE + 0.5
        return 2.2 if self.tinted else 1.25 if self.mark else 0.0


@dataclass(frozen=True, slots=True)
class Legend:
    """Entries set in lines at one size of type."""

    lines: tuple[tuple[Item, ...], ...]
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * 1.5


def legend(title: str, items: Sequence[Item], width: float) -> Legend:
    """Entries set as large as two lines allow; more lines only where even small type would not do."""
    if not items:
        return Legend((), SIZE)
    entries = ([Item(title, None)] if title else []) + list(items)
    size = SIZE
    lines = _flow(entries, width, size)
    while len(lines) > 2 and size > _SMALLEST:
        size -= 0.2
        lines = _flow(entries, width, size)
    narrower = width
    while narrower > width / 2 and len(_flow(entries, narrower - 4, size)) == len(lines):
        narrower -= 4
    return Legend(_flow(entries, narrower, size), size)


def _flow(items: Sequence[Item], width: float, size: float) -> tuple[tuple[Item, ...], ...]:
    lines: list[list[Item]] = []
    used = 0.0
    for item in items:
        wide = _width(item, size)
        if not lines or used + wide > width:
            lines.append([])
            used = 0.0
        lines[-1].append(item)
        used += wide + _BETWEEN * size / SIZE
    return tuple(tuple(line) for line in lines)


def _width(item: Item, size: float) -> float:
    return item.lead * size + text_width(item.text, size, REGULAR if item.mark else SEMIBOLD)


def drawn(made: Legend, left: float, top: float) -> str:
    """The legend as SVG with its upper left corner at (left, top)."""
    out = []
    for row, line in enumerate(made.lines):
        x, base = left, top + made.size * (1.05 + 1.5 * row)
        for item in line:
            out.append(_mark(item, x, base - made.size * 0.32, made.size))
            out.append(text(x + item.lead * made.size, base, item.text, made.size, bold=item.mark is None))
            x += _width(item, made.size) + _BETWEEN * made.size / SIZE
    return "".join(out)


def _mark(item: Item, x: float, y: float, size: float) -> str:
    if isinstance(item.mark, Stroke):
        return sample(item.mark, x, y, _SAMPLE * size / SIZE, arrow=item.arrow)
    if item.tinted:
        return (
            f'<rect x="{number(x)}" y="{number(y - size * 0.5)}" width="{number(size * 1.7)}" height="{number(size)}" '
            f'rx="2" fill="{COLOUR["line"]}" stroke="{COLOUR["ink"]}" stroke-width="1.5"/>'
        )
    return shape(item.mark, x + size * 0.42, y, size * 0.76) if item.mark else ""


def sample(stroke: Stroke, x: float, y: float, length: float, *, arrow: bool) -> str:
    """A piece of a relation's line, for a legend or a panel's title."""
    end = x + length
    tip = arrow_head((end, y), (1.0, 0.0), 5.0) if arrow else ""
    line = f'<path d="M{number(x)} {number(y)}H{number(end - (4 if arrow else 0))}" {stroke_style(stroke)}/>'
    head = f'<path d="{tip}" fill="{COLOUR[stroke.colour]}"/>' if tip else ""
    return f'<g opacity=".62">{line}{head}</g>'


def stroke_style(stroke: Stroke) -> str:
    dash = f' stroke-dasharray="{stroke.dash}" stroke-linecap="round"' if stroke.dash else ""
    return f'fill="none" stroke="{COLOUR[stroke.colour]}" stroke-width="{number(stroke.width)}"{dash}'


def arrow_head(tip: tuple[float, float], way: tuple[float, float], length: float) -> str:
    """Path of an arrowhead that ends at `tip` and points along the unit vector `way`."""
    (x, y), (dx, dy), half = tip, way, length * 0.38
    back = x - dx * length, y - dy * length
    corners = ((x, y), (back[0] - dy * half, back[1] + dx * half), (back[0] + dy * half, back[1] - dx * half))
    return "M" + "L".join(f"{number(a)} {number(b)}" for a, b in corners) + "Z"
