"""What goes into a network drawing and what comes out of it: plain values, no register and no SVG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PORTRAIT = (465.0, 560.0)
LANDSCAPE = (742.0, 470.0)
"""Full width of an A4 page upright, and of one turned, in points."""


@dataclass(frozen=True, slots=True)
class Node:
    """A body. `label` has at most 18 characters; `group` is the code of its sector, `group_label` its name in words."""

    id: str
    label: str
    group: str
    group_label: str
    highlighted: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between two bodies. A mutual tie has no direction; `strength` orders the relations in the drawing."""

    source: str
    target: str
    relation: str
    relation_label: str
    mutual: bool = False
    strength: float | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """Words printed in the drawing, in the language of the document; what is empty is left out.

    `isolates` heads the bodies without a tie, `highlighted` explains the tinted boxes, `note` says that position has
    no meaning, `seed` names the seed. `other` titles the panel that gathers rare relations.
    """

    note: str = ""
    seed: str = ""
    isolates: str = ""
    highlighted: str = ""
    sectors: str = ""
    relations: str = ""
    other: str = ""


NO_WORDS = Texts()


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the small drawings: its relations, its number of ties, the bodies named in it, and its frame on the page."""

    relations: tuple[str, ...]
    title: str
    ties: int
    nodes: tuple[str, ...]
    frame: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing. `positions` are boxes (x, y, w, h) by their centre in points, within a panel if it has panels.

    `overlaps` counts pairs of labels over each other, `crossings` pairs of ties that cross and share no end,
    `edges_under_labels` pairs of a tie and a foreign label that it runs under; with panels, their sums. `font_size` is
    that of the names.
    """

    svg: str
    size: tuple[float, float]
    positions: Mapping[str, tuple[float, float, float, float]]
    overlaps: int
    crossings: int
    edges_under_labels: int
    seed: int
    ties: int
    isolates: tuple[str, ...] = ()
    panels: tuple[Panel, ...] = ()
    font_size: float = 7.2

    @property
    def crowded(self) -> bool:
        """Past what a reader can follow in one picture: more than 70 bodies with a tie, 200 ties, or 1.2 ties under a
        foreign label for each body. Panels then serve better."""
        joined = len(self.positions.keys() - set(self.isolates))
        return joined > 70 or self.ties > 200 or self.edges_under_labels > 1.2 * max(1, joined)

    @property
    def legible(self) -> bool:
        """Whether its names can be read on paper; past that a table serves better than any drawing."""
        return self.font_size >= 5.5
