"""The frozen draft of a round as people read it without its file: section by section, headings, paragraphs and tables.

Made from the paragraphs of the Word file as it went out (`core.returns.Original`); what has a bookmark can be commented on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from filao.core.returns import Original, plain

BOXES = 80
"""Most places for a comment on one page: a table of 300 rows goes over several."""

_CELL = re.compile(r"_r(\d+)c(\d+)$")
_ENTRY = re.compile(r"\s{2,}(.+)\t\d+$")
"""A line of the table of contents, behind its number."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, a paragraph, a note or a table. `at` is where a comment on it stands; of a table the rows have their own
    places, a row without one heads a group."""

    kind: Literal["heading", "paragraph", "note", "table"]
    at: Original
    text: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Original, ...], ...] = ()

    @property
    def boxes(self) -> int:
        """Places for a comment."""
        return sum(bool(place_of(row)) for row in self.rows) if self.rows else int(bool(self.at.anchor))


@dataclass(frozen=True, slots=True)
class Part:
    """A section, or a page of a long one: the `page`-th of `pages`."""

    section: str
    title: str
    passages: tuple[Passage, ...]
    page: int = 1
    pages: int = 1

    @property
    def id(self) -> str:
        return self.section if self.page == 1 else f"{self.section}.{self.page}"

    @property
    def anchors(self) -> frozenset[str]:
        """Every place for a comment in it."""
        cells = (cell for p in self.passages for row in p.rows for cell in row)
        return frozenset(o.anchor for o in (*cells, *(p.at for p in self.passages)) if o.anchor)


def place_of(row: Sequence[Original]) -> str:
    """The first bookmark in a row of a table; "" for the head of a group."""
    return next((cell.anchor for cell in row if cell.anchor), "")


def parts(originals: Sequence[Original], boxes: int = BOXES) -> tuple[Part, ...]:
    """The draft by sections, each cut where it has more than `boxes` places for comments. Cover and contents are left out."""
    heads = {plain(m[1]) for o in originals if not o.section and (m := _ENTRY.search(o.text))}
    by_section: dict[str, list[Original]] = {}
    for original in originals:
        if original.section:
            by_section.setdefault(original.section, []).append(original)
    found: list[Part] = []
    for section, inside in by_section.items():
        title = next((o.where for o in inside if o.block.endswith("-title")), inside[0].where)
        cut = _cut(_passages(inside, heads), boxes)
        found += [Part(section, title, passages, n, len(cut)) for n, passages in enumerate(cut, start=1)]
    return tuple(found)


def folded(originals: Sequence[Original]) -> tuple[Original, ...]:
    """Paragraphs with those that follow without a bookmark in the same block and place as one: a head row, a row of figures."""
    found: list[Original] = []
    for original in originals:
        last = found[-1] if found else None
        if (
            last
            and last.anchor
            and not original.anchor
            and (last.block, last.where) == (original.block, original.where)
        ):
            text = " · ".join(text.strip() for text in (last.text, original.text) if text.strip())
            found[-1] = replace(last, text=text)
        else:
            found.append(original)
    return tuple(found)


def _passages(inside: Sequence[Original], heads: set[str]) -> list[Passage]:
    found: list[Passage] = []
    place = 0
    while place < len(inside):
        at = inside[place]
        end = place + 1
        while end < len(inside) and inside[end].block == at.block and not _begins(inside[end]):
            end += 1
        if at.anchor and any(_CELL.search(o.anchor) for o in inside[place:end]):
            found.append(_table(inside[place:end]))
        elif at.anchor:
            texts = [o.text.strip() for o in inside[place:end] if o.text.strip()]
            head = at.block.endswith("-title") or plain(at.text) in heads
            if texts:
                text = at.where if at.block.endswith("-title") else " · ".join(texts)
                found.append(Passage("heading" if head else "paragraph", at, text))
        else:
            found += [Passage("note", o, o.text.strip()) for o in inside[place:end] if o.text.strip()]
        place = end
    return found


def _begins(original: Original) -> bool:
    """Whether a passage begins here: a bookmark that is none of a cell."""
    return bool(original.anchor) and not _CELL.search(original.anchor)


def _table(inside: Sequence[Original]) -> Passage:
    """A table from its cells; before its first row stand the heads of its columns."""
    wide = 1 + max(int(m[2]) for o in inside if (m := _CELL.search(o.anchor)))
    rows: dict[str, list[Original]] = {}
    head: list[str] = []
    last = ""
    for n, original in enumerate(inside):
        cell = _CELL.search(original.anchor)
        if cell:
            last = cell[1]
            rows.setdefault(last, []).append(original)
        elif n < wide and not rows:
            head.append(original.text.strip())
        elif original.text.strip():
            last = f"group {n}"
            rows[last] = [original]
    return Passage("table", inside[0], "", tuple(head), tuple(tuple(row) for row in rows.values()))


def _cut(passages: Sequence[Passage], boxes: int) -> list[tuple[Passage, ...]]:
    """Pages of at most `boxes` places; a table goes on with its heads on the next."""
    made: list[list[Passage]] = [[]]
    left = boxes
    for passage in passages:
        if not passage.rows:
            if passage.boxes > left:
                made.append([])
                left = boxes
            made[-1].append(passage)
            left -= passage.boxes
            continue
        rows = list(passage.rows)
        while rows:
            if left <= 0:
                made.append([])
                left = boxes
            now, rows = rows[:left], rows[left:]
            made[-1].append(replace(passage, rows=tuple(now)))
            left -= len(now)
    return [tuple(page) for page in made if page]
