"""Charts as Vega-Lite specifications under one theme, drawn to SVG by vl-convert at print size (1 px = 1 pt).

Colour never speaks alone: a symbol, a number in the cell or a label says the same. Specifications hold their data
inline and may load nothing.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping, MutableMapping, Sequence
from functools import cache
from typing import Any

from filao.documents.tokens import CATEGORIES, COLOUR, FONT_FAMILY, FONTS

FULL_WIDTH = 465.0
"""Points of the full page width of 164 mm."""

Spec = dict[str, Any]
Cache = MutableMapping[str, str]

_FONT = f"{FONT_FAMILY}, sans-serif"
_THEME: Spec = {
    "background": "white",
    "font": _FONT,
    "padding": 2,
    "view": {"stroke": None},
    "axis": {
        "labelFont": _FONT,
        "titleFont": _FONT,
        "labelFontSize": 9,
        "titleFontSize": 9,
        "titleFontWeight": "normal",
        "labelColor": COLOUR["ink"],
        "titleColor": COLOUR["ink-soft"],
        "gridColor": COLOUR["line"],
        "domainColor": COLOUR["ink-soft"],
        "tickColor": COLOUR["line"],
        "labelLimit": 200,
    },
    "legend": {
        "labelFont": _FONT,
        "titleFont": _FONT,
        "labelFontSize": 9,
        "titleFontSize": 9,
        "titleFontWeight": "normal",
        "labelLimit": 220,
        "symbolStrokeWidth": 1.2,
    },
    "header": {"labelFont": _FONT, "labelFontSize": 9, "labelColor": COLOUR["ink"], "labelFontWeight": "bold"},
    "text": {"font": _FONT, "fontSize": 9, "fill": COLOUR["ink"]},
    "range": {"category": list(CATEGORIES)},
}


@cache
def _engine() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def draw(spec: Spec, cache: Cache | None = None) -> tuple[str, tuple[float, float]]:
    """The specification as SVG, and its (width, height) in points. `cache` keeps drawings by the hash of their content."""
    text = json.dumps({**spec, "config": _THEME}, sort_keys=True, ensure_ascii=False)
    key = "chart-" + hashlib.sha256((text + _engine().__version__).encode()).hexdigest()
    svg = cache.get(key) if cache is not None else None
    if svg is None:
        svg = _engine().vegalite_to_svg(vl_spec=text, allowed_base_urls=[])
        if cache is not None:
            cache[key] = svg
    found = re.search(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"', svg)
    size = (float(found.group(1)), float(found.group(2))) if found else (FULL_WIDTH, 200.0)
    return svg, size


def to_png(svg: str, scale: float = 3.0) -> bytes:
    """A drawing as PNG for Word and PowerPoint."""
    data: bytes = _engine().svg_to_png(svg, scale=scale)
    return data


def labels_of(svg: str) -> tuple[str, ...]:
    """Every text drawn in an SVG, each once."""
    texts = (
        html.unescape(re.sub(r"<[^>]+>", "", text)) for text in re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)
    )
    return tuple(dict.fromkeys(text for text in texts if text.strip()))


def _data(rows: Sequence[Mapping[str, Any]]) -> Spec:
    return {"values": [dict(row) for row in rows]}


def heat_map(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    lines: Sequence[str],
    *,
    shades: Mapping[str, str],
    row_height: float = 19,
    label_width: float = 92,
) -> Spec:
    """A matrix of cells, each a number in words and a shade.

    `rows` hold column, line, text, shade; "|" in a column's name breaks its line (at most once). `shades` map a shade's label (its legend) to a colour of the tokens with a
    lightening, as CSS colours.
    """
    width = FULL_WIDTH - label_width - 8
    columns = [_two_lines(column) for column in columns]
    rows = [{**row, "column": _two_lines(row["column"])} for row in rows]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": _data(rows),
        "width": width,
        "height": row_height * len(lines),
        "encoding": {
            "x": {
                "field": "column", "type": "nominal", "sort": list(columns), "title": None,
                "axis": {"orient": "top", "labelAngle": 0, "domain": False, "ticks": False, "labelFontSize": 8,
                         "labelExpr": "split(datum.label, '|')", "labelPadding": 14, "labelLineHeight": 9},
            },
            "y": {
                "field": "line", "type": "nominal", "sort": list(lines), "title": None,
                "axis": {"domain": False, "ticks": False, "labelPadding": 6, "minExtent": label_width,
                         "maxExtent": label_width},
            },
        },
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "white", "strokeWidth": 1.5},
                "encoding": {
                    "fill": {
                        "field": "shade", "type": "nominal",
                        "scale": {"domain": list(shades), "range": list(shades.values())},
                        "legend": {"orient": "bottom", "title": None, "symbolType": "square", "symbolStrokeColor": "#9aa5b1",
                                   "columns": 2, "columnPadding": 24},
                    }
                },
            },
            {"mark": {"type": "text", "fontSize": 9}, "encoding": {"text": {"field": "text"}}},
        ],
    }  # fmt: skip


def _two_lines(label: str) -> str:
    return label if "|" in label else "|" + label


def unit_timeline(
    rows: Sequence[Mapping[str, Any]],
    lanes: Sequence[str],
    states: Mapping[str, tuple[str, str]],
    years: tuple[int, int],
    *,
    tallest: int,
) -> Spec:
    """One mark for each item, stacked by year in lanes.

    `rows` hold lane, year, place (1, 2 ... within lane and year) and state; `states` map a state's label to a colour
    and a Vega shape.
    """
    step = 6.4
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": _data(rows),
        "facet": {"row": {"field": "lane", "type": "nominal", "sort": list(lanes), "title": None,
                          "header": {"labelAngle": 0, "labelAlign": "left", "labelAnchor": "start", "labelOrient": "top",
                                     "labelPadding": 3}}},
        "spacing": 7,
        "resolve": {"scale": {"y": "independent"}},
        "spec": {
            "width": FULL_WIDTH - 12,
            "height": step * tallest + 4,
            "mark": {"type": "point", "filled": True, "size": 28, "opacity": 1},
            "encoding": {
                "x": {"field": "year", "type": "quantitative", "title": None,
                      "scale": {"domain": [years[0] - 0.6, years[1] + 0.6], "nice": False},
                      "axis": {"format": "d", "tickMinStep": 1, "values": list(range(years[0] - years[0] % 2, years[1] + 1, 2)),
                               "grid": False}},
                "y": {"field": "place", "type": "quantitative", "title": None,
                      "scale": {"domain": [0.2, tallest + 0.6], "nice": False}, "axis": None},
                "color": {"field": "state", "type": "nominal", "title": None,
                          "scale": {"domain": list(states), "range": [colour for colour, _ in states.values()]},
                          "legend": {"orient": "top", "direction": "horizontal", "symbolSize": 46}},
                "shape": {"field": "state", "type": "nominal",
                          "scale": {"domain": list(states), "range": [shape for _, shape in states.values()]}},
            },
        },
    }  # fmt: skip


def stacked_bars(
    rows: Sequence[Mapping[str, Any]],
    lines: Sequence[str],
    parts: Mapping[str, str],
    *,
    unit: str,
    label_width: float = 128,
    row_height: float = 17,
) -> Spec:
    """Horizontal bars of counts, split in parts, each part with its number.

    `rows` hold line, part, count and order (place of the part); `parts` map a part's label to its colour.
    """
    most = max((sum(r["count"] for r in rows if r["line"] == line) for line in lines), default=1)
    dark = {COLOUR["navy"], COLOUR["lagoon"], COLOUR["sun"], COLOUR["plum"]}
    white = [label for label, colour in parts.items() if colour in dark]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": _data([r for r in rows if r["count"]]),
        "width": FULL_WIDTH - label_width - 14,
        "height": row_height * len(lines),
        "encoding": {
            "y": {"field": "line", "type": "nominal", "sort": list(lines), "title": None,
                  "axis": {"domain": False, "ticks": False, "labelPadding": 6, "minExtent": label_width,
                           "maxExtent": label_width}},
            "x": {"field": "count", "type": "quantitative", "title": unit, "stack": "zero",
                  "scale": {"domain": [0, most], "nice": False},
                  "axis": {"tickMinStep": 1, "format": "d", "titleAnchor": "start", "tickCount": 8}},
            "order": {"field": "order", "type": "quantitative"},
        },
        "layer": [
            {"mark": {"type": "bar", "height": {"band": 0.74}, "stroke": "white", "strokeWidth": 0.8},
             "encoding": {"fill": {"field": "part", "type": "nominal", "title": None,
                                   "scale": {"domain": list(parts), "range": list(parts.values())},
                                   "legend": {"orient": "top", "direction": "horizontal", "columns": 3, "symbolType": "square"}}}},
            {"mark": {"type": "text", "fontSize": 8.5, "align": "center"},
             "encoding": {"x": {"field": "count", "type": "quantitative", "stack": "zero", "bandPosition": 0.5},
                          "text": {"field": "count"},
                          "detail": {"field": "part"},
                          "color": {"condition": {"test": {"field": "part", "oneOf": white}, "value": "white"},
                                    "value": COLOUR["ink"]}}},
        ],
    }  # fmt: skip


def light(name: str, share: float) -> str:
    """A token's colour mixed with white: `share` of white from 0 to 1."""
    value = COLOUR[name].lstrip("#")
    mixed = [round(int(value[i : i + 2], 16) * (1 - share) + 255 * share) for i in (0, 2, 4)]
    return "#" + "".join(f"{part:02x}" for part in mixed)
