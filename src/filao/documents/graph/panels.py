"""Small multiples: one small network for each relation, every body at the same place in all of them.

For networks too crowded for one picture. Bodies with a tie in a panel carry their name there, the others are dots.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from filao.documents.graph.boxes import Frame, in_rows, room_for, spread
from filao.documents.graph.drawing import (
    Style,
    boxes_drawn,
    checked,
    foot_drawn,
    footing,
    group_order,
    numbered,
    positions,
    relation_items,
    ties_drawn,
)
from filao.documents.graph.geometry import Floats, count_overlaps, overlapping
from filao.documents.graph.layout import named_together, place
from filao.documents.graph.legend import sample
from filao.documents.graph.marks import Stroke, signs
from filao.documents.graph.metrics import SEMIBOLD, text_width
from filao.documents.graph.model import NO_WORDS, Drawing, Node, Panel, Texts, Tie
from filao.documents.graph.routes import route
from filao.documents.graph.svg import number, page, text, tint
from filao.documents.tokens import COLOUR

FULL_PAGE = (465.0, 640.0)

_TYPE = 6.4
_GAP = 2.5
_FULLEST = 0.55
_TITLE = 8.0
_BETWEEN = 12.0
_BEST_ASPECT = 1.25


@dataclass(frozen=True, slots=True)
class _Part:
    """The ties of one panel and the numbers of the bodies that they join."""

    relations: tuple[str, ...]
    title: str
    ties: tuple[Tie, ...]
    members: tuple[int, ...]


def panels(
    nodes: Sequence[Node],
    ties: Sequence[Tie],
    *,
    size: tuple[float, float] = FULL_PAGE,
    seed: int = 1,
    texts: Texts = NO_WORDS,
    rare: int = 4,
) -> Drawing:
    """One panel for each relation on a canvas of `size` points; bodies without any tie are left out.

    Two or more relations with fewer than `rare` ties share a last panel under the title `texts.other`, each with its
    own line; without that text every relation has a panel.
    """
    ties = checked(nodes, ties)
    ends_used = {end for tie in ties for end in (tie.source, tie.target)}
    isolates = tuple(node.id for node in nodes if node.id not in ends_used)
    shown = [node for node in nodes if node.id in ends_used]
    parts = _parts(shown, ties, texts, rare)
    shared = [tie for part in parts if len(part.relations) > 1 for tie in part.ties]
    foot = footing(shown, shared, replace(texts, relations=texts.other), size[0])
    frames = _frames(len(parts), (size[0], size[1] - foot.height - 4))
    room = _room(frames[0]) if frames else (0.0, 0.0, size[0], size[1])
    style, boxes = _placed(shown, parts, room, seed)
    drawn = [_panel(part, shown, boxes, style, room, frame) for part, frame in zip(parts, frames, strict=True)]
    return Drawing(
        svg=page("".join(svg for svg, _, _ in drawn) + foot_drawn(foot, size), size, seed=seed),
        size=size,
        positions=positions(shown, boxes),
        overlaps=sum(count_overlaps(boxes[list(part.members)]) for part in parts),
        crossings=sum(crossings for _, crossings, _ in drawn),
        edges_under_labels=sum(under for _, _, under in drawn),
        seed=seed,
        ties=len(ties),
        isolates=isolates,
        panels=tuple(
            Panel(part.relations, part.title, len(part.ties), tuple(shown[n].id for n in part.members), frame)
            for part, frame in zip(parts, frames, strict=True)
        ),
        font_size=round(style.type, 2),
    )


def _parts(nodes: Sequence[Node], ties: Sequence[Tie], texts: Texts, rare: int) -> list[_Part]:
    """Relations, referrals first and then the most frequent, the rare ones together at the end."""
    by_code: dict[str, list[Tie]] = {}
    for tie in ties:
        by_code.setdefault(tie.relation, []).append(tie)
    order = sorted(by_code, key=lambda code: (code != "refers_to", -len(by_code[code]), code))
    few = [code for code in order if len(by_code[code]) < rare and code != "refers_to"]
    if len(few) < 2 or not texts.other:
        few = []
    groups: list[tuple[tuple[str, ...], str]] = [
        ((code,), by_code[code][0].relation_label) for code in order if code not in few
    ]
    groups += [(tuple(few), texts.other)] if few else []
    number_of = {node.id: n for n, node in enumerate(nodes)}
    parts = []
    for codes, title in groups:
        held = tuple(tie for code in codes for tie in by_code[code])
        members = {number_of[end] for tie in held for end in (tie.source, tie.target)}
        parts.append(_Part(codes, title, held, tuple(sorted(members))))
    return parts


def _frames(count: int, size: tuple[float, float]) -> list[Frame]:
    """Frames of equal size in rows, in as many columns as give each the best proportion."""
    if not count:
        return []

    def fault(columns: int) -> float:
        rows = math.ceil(count / columns)
        aspect = (size[0] / columns - _BETWEEN) / max(1.0, size[1] / rows - _BETWEEN - 2 * _TITLE)
        return abs(math.log(max(aspect, 1e-3) / _BEST_ASPECT)) + 0.12 * (rows * columns - count)

    columns = min(range(1, count + 1), key=fault)
    rows = math.ceil(count / columns)
    width, height = (size[0] + _BETWEEN) / columns - _BETWEEN, (size[1] + _BETWEEN) / rows - _BETWEEN
    places = ((n % columns * (width + _BETWEEN), n // columns * (height + _BETWEEN)) for n in range(count))
    return [(x, y, x + width, y + height) for x, y in places]


def _room(frame: Frame) -> Frame:
    """Room for the network within a panel, under its title, counted from the panel's own corner."""
    return (4.0, _TITLE * 2.1, frame[2] - frame[0] - 4.0, frame[3] - frame[1] - 4.0)


def _placed(nodes: Sequence[Node], parts: Sequence[_Part], room: Frame, seed: int) -> tuple[Style, Floats]:
    """One place for each body such that no two names overlap in any panel, and the type at which that holds."""
    ends = np.vstack([numbered(nodes, part.ties) for part in parts]) if parts else numbered(nodes, ())
    panel = np.repeat(np.arange(len(parts)), [len(part.ties) for part in parts])
    together = named_together(len(nodes), np.column_stack([ends, panel]))
    style = _style(nodes, parts, room)
    boxes = place(_sizes(nodes, style), ends, room, seed, panel=panel, gap=_GAP)
    while (overlapping(boxes) & together).any():
        style = Style(style.type * 0.95)
        held = np.hstack([boxes[:, :2], _sizes(nodes, style)])
        boxes = spread(held, room, _GAP, ends, together)
        if (overlapping(boxes) & together).any() and room_for(held, room, _GAP):
            boxes = in_rows(held, room, _GAP)
    return style, boxes


def _style(nodes: Sequence[Node], parts: Sequence[_Part], room: Frame) -> Style:
    """The type at which the names of the fullest panel take no more than a good half of it."""
    style = Style(_TYPE)
    area = max(1.0, (room[2] - room[0]) * (room[3] - room[1]))
    sizes = _sizes(nodes, style) + _GAP
    fullest = max((float(sizes[list(part.members)].prod(axis=1).sum()) for part in parts), default=0.0)
    return Style(_TYPE * min(1.0, math.sqrt(_FULLEST * area / max(fullest, 1.0))))


def _sizes(nodes: Sequence[Node], style: Style) -> Floats:
    return np.array([style.size(node) for node in nodes]).reshape(-1, 2)


def _panel(
    part: _Part, nodes: Sequence[Node], boxes: Floats, style: Style, room: Frame, frame: Frame
) -> tuple[str, int, int]:
    """One panel as SVG, its crossings and its lines under foreign labels."""
    members = list(part.members)
    named, held = [nodes[n] for n in members], boxes[members]
    ends = numbered(named, part.ties)
    routes = route(held, ends, room, beside=5.0)
    dots = "".join(
        f'<circle cx="{number(x)}" cy="{number(y)}" r="0.9" fill="{tint(COLOUR["stone"], 0.45)}"/>'
        for n, (x, y) in enumerate(boxes[:, :2])
        if n not in part.members
    )
    body = (
        _head(part, frame)
        + dots
        + ties_drawn(part.ties, ends, held, routes, head=4.6)
        + boxes_drawn(named, held, signs(group_order(nodes)), style)
    )
    return f'<g transform="translate({number(frame[0])} {number(frame[1])})">{body}</g>', routes.crossings, routes.under


def _head(part: _Part, frame: Frame) -> str:
    """The panel's frame, its title with the number of ties, and at the right the line of its relation."""
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    base = _TITLE * 1.4
    title = f"{part.title} ({len(part.ties)})"
    size = min(_TITLE, _TITLE * (width - 34) / text_width(title, _TITLE, SEMIBOLD))
    item = relation_items(part.ties)[0]
    line = ""
    if len(part.relations) == 1 and isinstance(item.mark, Stroke):
        line = sample(item.mark, width - 25, base - _TITLE * 0.32, 20, arrow=item.arrow)
    return (
        f'<rect x="0.3" y="0.3" width="{number(width - 0.6)}" height="{number(height - 0.6)}" rx="3" fill="none" '
        f'stroke="{COLOUR["line"]}" stroke-width="0.6"/>' + text(5, base, title, size, bold=True) + line
    )
