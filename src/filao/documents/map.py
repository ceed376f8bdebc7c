"""A choropleth of districts in our own SVG: the main island large, outer islands framed beside it, a number in every
unit that has a value, so that colour never speaks alone.

Takes GeoJSON features as a dict and words in the document's language; reads no file. A schematic map: never a base for
areas or for finding the district of a place.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from filao.documents.graph.geometry import under
from filao.documents.graph.metrics import SEMIBOLD, text_width, wrap
from filao.documents.graph.svg import number, page, text
from filao.documents.tokens import COLOUR

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]

SIZE = (300.0, 260.0)
NATURAL_EARTH = "Made with Natural Earth"

_NUMBER, _NAME, _SMALL = 9.5, 6.8, 6.2
_COLUMN = 80.0
_GRID = 26
_LEGEND_PITCH = 11.0
_INTO = 3.0
_OFF = 14.0
_BLANK = "url(#filao-no-value)"
_HATCH = (
    '<defs><pattern id="filao-no-value" width="3.2" height="3.2" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="3.2" height="3.2" fill="#ffffff"/>'
    f'<rect width="0.7" height="3.2" fill="{COLOUR["line"]}"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class Texts:
    """Words round the map. `not_drawn` lists territories too small to draw; `disclaimer` on boundaries and names must
    stand under every printed map; `no_value` explains units without a number."""

    disclaimer: str
    legend: str = ""
    not_drawn: str = ""
    no_value: str = ""
    credit: str = NATURAL_EARTH


@dataclass(frozen=True, slots=True)
class Map:
    """A finished map. `labels` are the texts drawn for units (names and numbers); `boxes` where they stand, as
    (x, y, w, h) by their centre in points, by unit and "name" or "number"."""

    svg: str
    size: tuple[float, float]
    labels: tuple[str, ...]
    boxes: Mapping[tuple[str, str], Box]


@dataclass(frozen=True, slots=True)
class _Label:
    """Words of a unit set in lines at a place, with a line back to the unit where they stand outside it."""

    unit: str
    part: str
    lines: tuple[str, ...]
    box: Box
    size: float
    fill: str
    bold: bool = False
    anchor: tuple[float, float] | None = None
    left: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    """A district's rings on the page, its colour and its words."""

    id: str
    rings: tuple[Floats, ...]
    fill: str
    name: str
    number: str

    @property
    def ink(self) -> str:
        return COLOUR["ink"] if self.fill == _BLANK or not _dark(self.fill) else "#ffffff"


def choropleth(
    geojson: Mapping[str, Any],
    values: Mapping[str, tuple[int | str, str]],
    labels: Mapping[str, str],
    *,
    colours: Mapping[str, str],
    main: Sequence[str],
    texts: Texts,
    insets: Sequence[str] = (),
    size: tuple[float, float] = SIZE,
    key: str = "iso_3166_2",
) -> Map:
    """The map on a canvas of `size` points.

    `values` give (number, class) by the code that stands in the property `key`, `labels` the short name of each unit;
    `colours` the CSS colour (#rrggbb) of each class in the order of the legend. `main` are the units of the main
    island, `insets` those drawn in a frame out of place. ValueError where a unit asked for is not in the features or a
    class has no colour.
    """
    features = _features(geojson, key, [*main, *insets])
    missing = {label for _, label in values.values()} - set(colours)
    if missing:
        raise ValueError(f"classes without a colour: {', '.join(sorted(missing))}")
    foot, foot_height = _foot(colours, texts, size, blank=any(id not in values for id in [*main, *insets]))
    area = (2.0, 2.0, size[0] - 2.0, size[1] - foot_height - 4)
    column = _COLUMN if insets else 46.0
    rings = {id: _projected(features[id], _latitude(features, main)) for id in [*main, *insets]}
    scale, shift = _fit([ring for id in main for ring in rings[id]], (area[0], area[1], area[2] - column, area[3]))

    def unit(id: str, move: Floats, at: float) -> _Unit:
        value, label = values.get(id, ("", ""))
        placed = tuple(ring * at + move for ring in rings[id])
        return _Unit(id, placed, colours.get(label, _BLANK), labels.get(id, id), str(value))

    island = [unit(id, shift, scale) for id in main]
    framed, frames = _insets([(id, rings[id]) for id in insets], area, column, scale)
    outer = [unit(id, move, at) for id, move, at in framed]
    top_of_frames = min((frame[1] for frame in frames), default=area[3])
    words = [label for one in outer for label in _in_frame(one)]
    words += _named(island, area, top_of_frames, size)
    words += [_title(one, frame) for one, frame in zip(outer, frames, strict=True)]
    body = _HATCH + "".join(_frame(frame) for frame in frames)
    body += "".join(_shape(one) for one in (*island, *outer)) + "".join(_drawn(label) for label in words) + foot
    drawn = tuple(dict.fromkeys(line for label in words for line in label.lines))
    return Map(page(body, size), size, drawn, {(label.unit, label.part): label.box for label in words})


def _features(geojson: Mapping[str, Any], key: str, wanted: Sequence[str]) -> dict[str, list[Floats]]:
    """Outer and inner rings in degrees of each unit wanted."""
    found = {}
    for feature in geojson["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        found[str(feature["properties"].get(key))] = [
            np.array(ring, dtype=np.float64)[:, :2] for p in parts for ring in p
        ]
    absent = [id for id in wanted if id not in found]
    if absent:
        raise ValueError(f"units not in the map: {', '.join(absent)}")
    return found


def _latitude(features: Mapping[str, list[Floats]], main: Sequence[str]) -> float:
    """Middle latitude of the main island."""
    points = np.vstack([ring for id in main for ring in features[id]])
    return float((points[:, 1].min() + points[:, 1].max()) / 2)


def _projected(rings: Sequence[Floats], latitude: float) -> tuple[Floats, ...]:
    """Equirectangular: true to scale along the main island's middle latitude; y grows downwards."""
    return tuple(ring * np.array([math.cos(math.radians(latitude)), -1.0]) for ring in rings)


def _bounds(rings: Sequence[Floats]) -> tuple[Floats, Floats]:
    points = np.vstack(rings)
    return points.min(axis=0), points.max(axis=0)


def _fit(rings: Sequence[Floats], area: Box) -> tuple[float, Floats]:
    """Scale and shift that set the rings in the middle of an area (left, top, right, bottom)."""
    low, high = _bounds(rings)
    room = np.array([area[2] - area[0], area[3] - area[1]])
    scale = float((room / (high - low)).min())
    middle = np.array([area[0] + area[2], area[1] + area[3]]) / 2
    return scale, middle - (low + high) / 2 * scale


def _insets(
    units: Sequence[tuple[str, tuple[Floats, ...]]], area: Box, column: float, scale: float
) -> tuple[list[tuple[str, Floats, float]], list[Box]]:
    """Frames (left, top, right, bottom) stacked from the lower right corner, and each unit's shift and scale in its
    frame: the scale of the main island where it has room."""
    placed, frames = [], []
    bottom, left = area[3], area[2] - column + 6
    for id, rings in units:
        low, high = _bounds(rings)
        wide, tall = column - 6 - 10, 60.0
        at = min(scale, wide / float(high[0] - low[0]), tall / float(high[1] - low[1]))
        height = float(high[1] - low[1]) * at + _NAME * 1.9 + 10
        frame = (left, bottom - height, area[2], bottom)
        middle = np.array([(frame[0] + frame[2]) / 2, (frame[1] + _NAME * 1.9 + frame[3]) / 2])
        placed.append((id, middle - (low + high) / 2 * at, at))
        frames.append(frame)
        bottom -= height + 5
    return placed, frames


def _named(units: Sequence[_Unit], area: Box, lowest: float, size: tuple[float, float]) -> list[_Label]:
    """Names and numbers of the main island: inside their unit where they fit, else beside the island with a line."""
    low, high = _bounds([ring for unit in units for ring in unit.rings])
    words: list[_Label] = []
    outside: list[tuple[_Unit, tuple[float, float]]] = []
    for unit in units:
        inside = _inside(unit)
        words += inside
        if not any(label.part == "name" for label in inside):
            outside.append((unit, _anchor(unit, inside)))
    sides = {unit.id: _nearer_left(unit, at, units, float(low[0]), float(high[0])) for unit, at in outside}
    for left in (True, False):
        held = [(unit, at) for unit, at in outside if sides[unit.id] == left]
        reach = (area[1], area[3] if left else lowest - 4)
        words += _beside(held, units, (area[0], size[0] - 2), reach, left, words)
    return words


def _nearer_left(unit: _Unit, at: tuple[float, float], units: Sequence[_Unit], first: float, last: float) -> bool:
    """Whether a line to the left edge crosses fewer other units than one to the right, or is the shorter of equals."""

    def cost(edge: float) -> tuple[int, float]:
        way = np.linspace([edge, at[1]], list(at), 60)
        others = (one for one in units if one.id != unit.id)
        return sum(bool(_within(way, *_sides(one)).any()) for one in others), abs(edge - at[0])

    return cost(first) <= cost(last)


def _sides(unit: _Unit) -> tuple[Floats, Floats]:
    """The unit's outline as straight pieces: their starts and ends."""
    return np.vstack([ring[:-1] for ring in unit.rings]), np.vstack([ring[1:] for ring in unit.rings])


def _inside(unit: _Unit) -> list[_Label]:
    """The number over the name if that fits, else the number alone, else nothing."""
    for lines in ((unit.name,), wrap(unit.name, _NAME, text_width(unit.name, _NAME) * 0.62)):
        wide = max(text_width(line, _NAME) for line in lines)
        tall = len(lines) * _NAME * 1.12
        head = _NUMBER * 1.02 if unit.number else 0.0
        whole = max(wide, text_width(unit.number, _NUMBER, SEMIBOLD))
        spot = _spot(unit, whole + 3, tall + head + 2)
        if spot:
            x, y = spot
            name = _Label(unit.id, "name", lines, (x, y + head / 2, wide, tall), _NAME, unit.ink)
            return [*_number(unit, x, y - tall / 2), name]
    spot = _spot(unit, text_width(unit.number, _NUMBER, SEMIBOLD) + 1.5, _NUMBER * 0.8) if unit.number else None
    return _number(unit, *spot) if spot else []


def _number(unit: _Unit, x: float, y: float) -> list[_Label]:
    if not unit.number:
        return []
    box = (x, y, text_width(unit.number, _NUMBER, SEMIBOLD), _NUMBER * 0.9)
    return [_Label(unit.id, "number", (unit.number,), box, _NUMBER, unit.ink, bold=True)]


def _anchor(unit: _Unit, inside: Sequence[_Label]) -> tuple[float, float]:
    """Where a line from outside ends: beside the number, else in the middle of the unit."""
    if inside:
        return inside[0].box[0], inside[0].box[1]
    spot = _spot(unit, 2, 2)
    low, high = _bounds(unit.rings)
    return spot or (float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2)


def _spot(unit: _Unit, width: float, height: float) -> tuple[float, float] | None:
    """Centre of a box of this size that lies wholly in the unit, with as much air as can be had, near its middle."""
    low, high = _bounds(unit.rings)
    xs, ys = (np.linspace(low[axis], high[axis], _GRID + 2)[1:-1] for axis in (0, 1))
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    starts, ends = _sides(unit)
    points = points[_within(points, starts, ends)]
    middle = points.mean(axis=0) if len(points) else (low + high) / 2
    for air in (1.9, 1.5, 1.25, 1.0):
        half = np.array([width + (air - 1) * height, height * air]) / 2
        free = points[~under(starts, ends, points[:, None], half).any(axis=1)]
        if len(free):
            x, y = free[int(np.argmin(((free - middle) ** 2).sum(axis=1)))]
            return float(x), float(y)
    return None


def _within(points: Floats, starts: Floats, ends: Floats) -> NDArray[np.bool_]:
    """Even-odd rule: whether a ray to the right meets the outline an odd number of times."""
    x, y = points[:, 0, None], points[:, 1, None]
    spans = (starts[:, 1] > y) != (ends[:, 1] > y)
    rise = np.where(ends[:, 1] == starts[:, 1], 1e-12, ends[:, 1] - starts[:, 1])
    meets = starts[:, 0] + (y - starts[:, 1]) / rise * (ends[:, 0] - starts[:, 0])
    odd: NDArray[np.bool_] = (spans & (meets > x)).sum(axis=1) % 2 == 1
    return odd


def _beside(
    held: Sequence[tuple[_Unit, tuple[float, float]]], units: Sequence[_Unit], width: tuple[float, float],
    reach: tuple[float, float], left: bool, words: Sequence[_Label],
) -> list[_Label]:  # fmt: skip
    """Names off the coast at one side, in the order of their units, none over another."""
    with_number = {label.unit for label in words if label.part == "number"}
    made, floor = [], reach[0]
    for unit, at in sorted(held, key=lambda pair: pair[1][1]):
        name = unit.name if unit.id in with_number or not unit.number else f"{unit.name} {unit.number}"
        coast = _coast(units, at[1], _NAME, left)
        lines = wrap(name, _NAME, max(coast - width[0] if left else width[1] - coast, 20.0))
        wide, tall = max(text_width(line, _NAME) for line in lines), len(lines) * _NAME * 1.12
        y = max(at[1], floor + tall / 2)
        floor = y + tall / 2 + 3
        made.append(_Label(unit.id, "name", lines, (0, y, wide, tall), _NAME, COLOUR["ink"], anchor=at, left=left))
    by_id = {unit.id: unit for unit, _ in held}
    return [_at_coast(label, by_id[label.unit], units, width) for label in _lifted(made, reach[1])]


def _at_coast(label: _Label, unit: _Unit, units: Sequence[_Unit], width: tuple[float, float]) -> _Label:
    """The name set just off the coast at its height, with its line ending in its unit."""
    _, y, w, h = label.box
    coast = _coast(units, y, h, label.left)
    x = coast - w / 2 if label.left else coast + w / 2
    x = min(max(x, width[0] + w / 2), width[1] - w / 2)
    anchor = _landing(unit, (x, y), label.anchor or (x, y))
    return replace(label, box=(x, y, w, h), anchor=anchor)


def _coast(units: Sequence[_Unit], y: float, height: float, left: bool) -> float:
    """Where a name of this height may end (at the left) or begin (at the right) to stand clear of the island."""
    found = []
    for starts, ends in map(_sides, units):
        for level in np.linspace(y - height / 2 - 2, y + height / 2 + 2, 7):
            spans = (starts[:, 1] > level) != (ends[:, 1] > level)
            a, b = starts[spans], ends[spans]
            found += list(a[:, 0] + (level - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0]))
    if not found:
        found = [float(point) for unit in units for ring in unit.rings for point in ring[:, 0]]
    return float(min(found)) - _OFF if left else float(max(found)) + _OFF


def _landing(unit: _Unit, start: tuple[float, float], at: tuple[float, float]) -> tuple[float, float]:
    """Where a line from a name enters its unit, a little way in."""
    way = np.linspace(start, at, 240)
    entered = np.flatnonzero(_within(way, *_sides(unit)))
    if not len(entered):
        return at
    span = float(np.hypot(*(way[-1] - way[0])))
    x, y = way[min(len(way) - 1, entered[0] + round(_INTO * 239 / max(span, 1.0)))]
    return float(x), float(y)


def _lifted(labels: Sequence[_Label], bottom: float) -> list[_Label]:
    """The column moved up from its end as far as needed to stay above the bottom."""
    out: list[_Label] = []
    for label in reversed(labels):
        x, y, w, h = label.box
        y = min(y, bottom - h / 2)
        bottom = y - h / 2 - 3
        out.append(replace(label, box=(x, y, w, h)))
    return out[::-1]


def _in_frame(unit: _Unit) -> list[_Label]:
    """The number of an island in a frame."""
    if not unit.number:
        return []
    spot = _spot(unit, text_width(unit.number, _NUMBER, SEMIBOLD) + 1.5, _NUMBER * 0.8)
    low, high = _bounds(unit.rings)
    if spot:
        return _number(unit, *spot)
    return [_on_paper(label) for label in _number(unit, float(high[0]) + 7, float(low[1] + high[1]) / 2)]


def _on_paper(label: _Label) -> _Label:
    return replace(label, fill=COLOUR["ink"])


def _title(unit: _Unit, frame: Box) -> _Label:
    wide = text_width(unit.name, _NAME)
    box = (frame[0] + 4 + wide / 2, frame[1] + _NAME * 1.05, wide, _NAME * 1.12)
    return _Label(unit.id, "name", (unit.name,), box, _NAME, COLOUR["ink"])


def _dark(colour: str) -> bool:
    """Whether white words read better on it (relative luminance, WCAG 2.2)."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.22


def _shape(unit: _Unit) -> str:
    path = "".join("M" + "L".join(f"{number(x)} {number(y)}" for x, y in ring[:-1]) + "Z" for ring in unit.rings)
    return (
        f'<path d="{path}" fill="{unit.fill}" fill-rule="evenodd" stroke="{COLOUR["ink-soft"]}" stroke-width="0.6" '
        'stroke-linejoin="round"/>'
    )


def _frame(frame: Box) -> str:
    left, top, right, bottom = frame
    return (
        f'<rect x="{number(left)}" y="{number(top)}" width="{number(right - left)}" height="{number(bottom - top)}" '
        f'rx="3" fill="none" stroke="{COLOUR["stone"]}" stroke-width="0.6"/>'
    )


def _drawn(label: _Label) -> str:
    return "".join([*_leader(label), *_lines(label)])


def _lines(label: _Label) -> Iterator[str]:
    x, y, _, h = label.box
    pitch = h / len(label.lines)
    for n, line in enumerate(label.lines):
        base = y - h / 2 + pitch * n + pitch / 2 + label.size * 0.33
        yield text(x, base, line, label.size, anchor="middle", bold=label.bold, fill=label.fill)


def _leader(label: _Label) -> Iterator[str]:
    if label.anchor is None:
        return
    (ax, ay), (x, y, w, _) = label.anchor, label.box
    start = x + w / 2 + 1.5 if label.left else x - w / 2 - 1.5
    yield (
        f'<path d="M{number(start)} {number(y)}L{number(ax)} {number(ay)}" fill="none" stroke="{COLOUR["ink"]}" '
        f'stroke-width="0.5"/><circle cx="{number(ax)}" cy="{number(ay)}" r="1.3" fill="{COLOUR["ink"]}" '
        'stroke="#ffffff" stroke-width="0.5"/>'
    )


def _foot(colours: Mapping[str, str], texts: Texts, size: tuple[float, float], *, blank: bool) -> tuple[str, float]:
    """Legend, list of what is not drawn, disclaimer and credit, with their height."""
    entries = [*colours.items(), *([(texts.no_value, _BLANK)] if blank and texts.no_value else [])]
    swatches = _swatches(entries, texts.legend, size[0] - 4)
    rows = swatches[-1][1] + 1 if swatches else 0
    words = (texts.not_drawn, texts.disclaimer, texts.credit)
    small = [line for part in words for line in wrap(part, _SMALL, size[0] - 4)]
    pitch = _SMALL * 1.3
    height = rows * _LEGEND_PITCH + len(small) * pitch + 5
    top = size[1] - height
    out = [text(2, top + 7, texts.legend, _NAME, bold=True)] if texts.legend else []
    out += [_swatch(x, top + row * _LEGEND_PITCH, label, colour) for x, row, label, colour in swatches]
    base = top + rows * _LEGEND_PITCH + 3
    out += [text(2, base + pitch * (n + 0.75), line, _SMALL, soft=True) for n, line in enumerate(small)]
    return "".join(out), height


def _swatches(entries: Sequence[tuple[str, str]], title: str, width: float) -> list[tuple[float, int, str, str]]:
    """(x, row, label, colour) of each entry, set in lines after the title."""
    x, row = 2.0 + (text_width(title, _NAME, SEMIBOLD) + 9 if title else 0), 0
    placed = []
    for label, colour in entries:
        wide = 13 + text_width(label, _NAME)
        if x > 2 and x + wide > width:
            x, row = 2.0, row + 1
        placed.append((x, row, label, colour))
        x += wide + 10
    return placed


def _swatch(x: float, top: float, label: str, colour: str) -> str:
    box = (
        f'<rect x="{number(x)}" y="{number(top + 1)}" width="10" height="7" fill="{colour}" '
        f'stroke="{COLOUR["ink-soft"]}" stroke-width="0.5"/>'
    )
    return box + text(x + 13, top + 7, label, _NAME)
