"""The network as one picture: boxes with their short names, ties between them, bodies without a tie in rows of their
own below, legends and note at the foot. Everything lies inside the canvas.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from filao.documents.graph.boxes import Frame, room_for
from filao.documents.graph.geometry import Floats, Ints, count_overlaps
from filao.documents.graph.layout import GAP, place
from filao.documents.graph.legend import Item, Legend, arrow_head, drawn, legend, stroke_style
from filao.documents.graph.marks import Sign, Stroke, shape, signs, strokes
from filao.documents.graph.metrics import REGULAR, SEMIBOLD, text_width
from filao.documents.graph.model import NO_WORDS, PORTRAIT, Drawing, Node, Texts, Tie
from filao.documents.graph.routes import Routes, between, cut, route
from filao.documents.graph.svg import number, page, text, tint
from filao.documents.tokens import COLOUR

LABEL = 7.2
"""Size of the short names, in points, where they have room."""

_FULLEST = 0.62
_NOTE = 6.8
_ROW_GAP = 3.5


@dataclass(frozen=True, slots=True)
class Style:
    """Sizes of the boxes at one size of type."""

    type: float = LABEL

    @property
    def height(self) -> float:
        return self.type * 1.9

    @property
    def glyph(self) -> float:
        return self.type * 0.74

    @property
    def lead(self) -> float:
        """From the box's left edge to its words."""
        return self.type * 0.55 + self.glyph + self.type * 0.4

    def size(self, node: Node) -> tuple[float, float]:
        style = SEMIBOLD if node.highlighted else REGULAR
        return self.lead + text_width(node.label, self.type, style) + self.type * 0.6, self.height


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands under the network, and how high it is."""

    legends: tuple[Legend, ...]
    texts: Texts

    @property
    def height(self) -> float:
        note = _NOTE * 1.5 if self.texts.note or self.texts.seed else 0
        return sum(made.height for made in self.legends) + note + 5


def draw(
    nodes: Sequence[Node],
    ties: Sequence[Tie],
    *,
    size: tuple[float, float] = PORTRAIT,
    seed: int = 1,
    texts: Texts = NO_WORDS,
) -> Drawing:
    """The network on a canvas of `size` points. Ties of a body to itself are left out; a tie that names no node is an
    error (ValueError). The same input and seed give the same bytes."""
    ties = checked(nodes, ties)
    joined_ids = {end for tie in ties for end in (tie.source, tie.target)}
    joined = [node for node in nodes if node.id in joined_ids]
    alone = sorted((n for n in nodes if n.id not in joined_ids), key=lambda n: (group_order(nodes)[n.group], n.label))
    foot = footing(nodes, ties, texts, size[0])
    style, frame, rows = _fitted(joined, alone, size, foot, texts)
    sizes = np.array([style.size(node) for node in joined]).reshape(-1, 2)
    ends = numbered(joined, ties)
    boxes = place(sizes, ends, frame, seed, gap=GAP * style.type / LABEL)
    routes = route(boxes, ends, frame)
    every, marks = np.vstack([boxes, rows]), signs(group_order(nodes))
    svg = (
        ties_drawn(ties, ends, boxes, routes)
        + _rows_title(texts, frame, rows, style)
        + boxes_drawn(joined, boxes, marks, style)
        + boxes_drawn(alone, rows, marks, style, quiet=True)
        + foot_drawn(foot, size)
    )
    return Drawing(
        svg=page(svg, size, seed=seed),
        size=size,
        positions=positions([*joined, *alone], every),
        overlaps=count_overlaps(every),
        crossings=routes.crossings,
        edges_under_labels=routes.under,
        seed=seed,
        ties=len(ties),
        isolates=tuple(node.id for node in alone),
        font_size=round(style.type, 2),
    )


def checked(nodes: Sequence[Node], ties: Sequence[Tie]) -> list[Tie]:
    """The ties between two bodies; ValueError where an end is unknown or a body stands twice."""
    known = {node.id for node in nodes}
    if len(known) < len(nodes):
        raise ValueError("a node stands twice")
    unknown = {end for tie in ties for end in (tie.source, tie.target)} - known
    if unknown:
        raise ValueError(f"ties name nodes that are not given: {', '.join(sorted(unknown))}")
    return [tie for tie in ties if tie.source != tie.target]


def group_order(nodes: Sequence[Node]) -> dict[str, int]:
    """Codes of the sectors in the order in which they first stand."""
    return {code: n for n, code in enumerate(dict.fromkeys(node.group for node in nodes))}


def relation_order(ties: Sequence[Tie]) -> list[str]:
    """Codes of the relations, the weakest on average first, referrals last: the order of drawing."""
    known: dict[str, list[float]] = {}
    for tie in ties:
        known.setdefault(tie.relation, []).extend([] if tie.strength is None else [tie.strength])
    return sorted(known, key=lambda r: (r == "refers_to", sum(known[r]) / max(1, len(known[r])), r))


def numbered(nodes: Sequence[Node], ties: Sequence[Tie]) -> Ints:
    """The ends of each tie as numbers of nodes, shape (m, 2)."""
    number_of = {node.id: n for n, node in enumerate(nodes)}
    return np.array([(number_of[t.source], number_of[t.target]) for t in ties], dtype=np.intp).reshape(-1, 2)


def positions(nodes: Sequence[Node], boxes: Floats) -> dict[str, tuple[float, float, float, float]]:
    rounded = np.round(boxes, 2)
    return {
        node.id: (float(x), float(y), float(w), float(h)) for node, (x, y, w, h) in zip(nodes, rounded, strict=True)
    }


def footing(nodes: Sequence[Node], ties: Sequence[Tie], texts: Texts, width: float) -> Foot:
    """Legends for the sectors and relations that the drawing has."""
    labels = {node.group: node.group_label for node in nodes}
    marks = signs(group_order(nodes))
    sectors = [Item(labels[code], marks[code]) for code in labels]
    if texts.highlighted and any(node.highlighted for node in nodes):
        sectors.append(Item(texts.highlighted, Sign("ink", ""), tinted=True))
    made = (legend(texts.relations, relation_items(ties), width), legend(texts.sectors, sectors, width))
    return Foot(tuple(part for part in made if part.lines), texts)


def relation_items(ties: Sequence[Tie]) -> list[Item]:
    """An entry for each relation with its number of ties: referrals, then the most frequent."""
    labels = {tie.relation: tie.relation_label for tie in ties}
    directed = {tie.relation for tie in ties if not tie.mutual}
    counts = Counter(tie.relation for tie in ties)
    lines = strokes(sorted(labels))
    order = sorted(labels, key=lambda r: (r != "refers_to", -counts[r], r))
    return [Item(f"{labels[code]} ({counts[code]})", lines[code], arrow=code in directed) for code in order]


def _fitted(
    joined: Sequence[Node], alone: Sequence[Node], size: tuple[float, float], foot: Foot, texts: Texts
) -> tuple[Style, Frame, Floats]:
    """The largest type at which all boxes have room, the frame of the network, and the boxes of bodies without a tie."""
    style = Style()
    for _ in range(60):
        rows = _rows(alone, size, foot, style)
        top = float((rows[:, 1] - rows[:, 3] / 2).min()) if len(rows) else size[1] - foot.height
        title = style.type * 1.9 if len(rows) and texts.isolates else 0.0
        frame = (1.5, 1.5, size[0] - 1.5, top - title - (7.0 if len(rows) else 3.0))
        if _roomy(joined, frame, style) and top > 0:
            break
        style = Style(style.type * 0.95)
    return style, frame, rows


def _roomy(nodes: Sequence[Node], frame: Frame, style: Style) -> bool:
    if not nodes:
        return frame[3] > 0
    gap = GAP * style.type / LABEL
    sizes = np.array([style.size(node) for node in nodes])
    area = (frame[2] - frame[0]) * max(0.0, frame[3] - frame[1])
    full = float((sizes + gap).prod(axis=1).sum()) <= _FULLEST * area
    return full and room_for(np.hstack([np.zeros_like(sizes), sizes]), frame, gap)


def _rows(nodes: Sequence[Node], size: tuple[float, float], foot: Foot, style: Style) -> Floats:
    """Boxes of bodies without a tie, in rows from the left that end above the foot."""
    placed = _flowed(nodes, style, size[0] - 1.5)
    if len(placed):
        last = placed[:, 1].max()
        right = size[0] - 1.5
        while right > 0.5 * size[0] and (tighter := _flowed(nodes, style, right))[:, 1].max() <= last:
            placed, right = tighter, right - 4
        placed[:, 1] += size[1] - foot.height - 4 - style.height / 2 - last
    return placed


def _flowed(nodes: Sequence[Node], style: Style, right: float) -> Floats:
    gap = _ROW_GAP * style.type / LABEL
    boxes: list[list[float]] = []
    x, row = 1.5, 0
    for node in nodes:
        w, h = style.size(node)
        if x > 1.5 and x + w > right:
            x, row = 1.5, row + 1
        boxes.append([x + w / 2, row * (h + gap), w, h])
        x += w + gap
    return np.array(boxes).reshape(-1, 4)


def _rows_title(texts: Texts, frame: Frame, rows: Floats, style: Style) -> str:
    if not len(rows):
        return ""
    y = frame[3] + 3.5
    rule = f'<path d="M0 {number(y)}H{number(frame[2] + 1.5)}" stroke="{COLOUR["line"]}" stroke-width="0.6"/>'
    words = text(
        1.5, float((rows[:, 1] - rows[:, 3] / 2).min()) - style.type * 0.5, texts.isolates, style.type, soft=True
    )
    return rule + (words if texts.isolates else "")


def ties_drawn(ties: Sequence[Tie], ends: Ints, boxes: Floats, routes: Routes, *, head: float = 5.5) -> str:
    """The ties by relation, each relation in a group so that its own lines do not darken where they cross."""
    lines = strokes(sorted({tie.relation for tie in ties}))
    out = []
    for code in relation_order(ties):
        pieces = [
            _tie(tie, lines[code], boxes[ends[n]], float(routes.apex[n]), head)
            for n, tie in enumerate(ties)
            if tie.relation == code
        ]
        out.append(f'<g opacity=".62">{"".join(pieces)}</g>')
    return "".join(out)


def _tie(tie: Tie, stroke: Stroke, ends: Floats, apex: float, head: float) -> str:
    points = cut(ends[0, :2], ends[1, :2], apex, ends[0], ends[1], 1.0)
    if tie.mutual:
        return f'<path d="{_path(points)}" {stroke_style(stroke)}/>'
    tip, way = points[2], points[2] - points[1]
    far = float(np.hypot(*(points[2] - points[0])))
    way = way / max(float(np.hypot(*way)), 1e-9)
    length = min(head, 0.75 * far)
    line = between(points, 0.0, max(0.05, 1 - 0.8 * length / max(far, 1e-9)))
    arrow = arrow_head((float(tip[0]), float(tip[1])), (float(way[0]), float(way[1])), length)
    return f'<path d="{_path(line)}" {stroke_style(stroke)}/><path d="{arrow}" fill="{COLOUR[stroke.colour]}"/>'


def _path(points: Floats) -> str:
    (a, b), (c, d), (e, f) = points
    return f"M{number(a)} {number(b)}Q{number(c)} {number(d)} {number(e)} {number(f)}"


def boxes_drawn(
    nodes: Sequence[Node], boxes: Floats, marks: Mapping[str, Sign], style: Style, *, quiet: bool = False
) -> str:
    """The boxes with their signs and names; `quiet` boxes have a thin edge and grey type."""
    return "".join(_box(node, box, marks[node.group], style, quiet) for node, box in zip(nodes, boxes, strict=True))


def _box(node: Node, box: Floats, sign: Sign, style: Style, quiet: bool) -> str:
    x, y, w, h = (float(value) for value in box)
    left, colour = x - w / 2, COLOUR[sign.colour]
    fill, line = (tint(colour), 1.7) if node.highlighted else ("#ffffff", 0.45 if quiet else 0.8)
    words = (left + style.lead + left + w - style.type * 0.6) / 2
    soft = quiet and not node.highlighted
    return (
        f'<rect x="{number(left)}" y="{number(y - h / 2)}" width="{number(w)}" height="{number(h)}" rx="3" '
        f'fill="{fill}" stroke="{colour}" stroke-width="{line}"/>'
        + shape(sign, left + style.type * 0.55 + style.glyph / 2, y, style.glyph)
        + text(words, y + style.type * 0.34, node.label, style.type, anchor="middle", bold=node.highlighted, soft=soft)
    )


def foot_drawn(foot: Foot, size: tuple[float, float]) -> str:
    """Legends, then the note at the left and the seed at the right."""
    top = size[1] - foot.height
    out = [f'<path d="M0 {number(top)}H{number(size[0])}" stroke="{COLOUR["line"]}" stroke-width="0.6"/>']
    top += 2.5
    for made in foot.legends:
        out.append(drawn(made, 1.5, top))
        top += made.height
    base = size[1] - _NOTE * 0.4
    if foot.texts.note:
        out.append(text(1.5, base, foot.texts.note, _NOTE, soft=True))
    if foot.texts.seed:
        out.append(text(size[0] - 1.5, base, foot.texts.seed, _NOTE, anchor="end", soft=True))
    return "".join(out)
