"""Two states of a text, word by word; two versions of a draft, paragraph by paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from filao.core.returns import ALIKE, Original, plain

_AROUND = 5
"""Words that are kept on each side of what changed."""

_KIN = 60.0
"""Least likeness in percent of two texts under one bookmark that are two states of one paragraph."""
_LONG = 20
"""Fewest signs of a text that can be told by likeness alone."""
_SHARED = 0.6
"""Least share of words and spaces that two texts have in common to be told word by word."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, went or came."""

    state: Literal["same", "out", "in"]
    text: str


def words(before: str, after: str) -> tuple[Piece, ...]:
    """What changed between two texts, in whole words; the pieces "same" and "out" together are the text before, "same"
    and "in" the text after. Texts that share less than `_SHARED` of their words are told as one out, one in."""
    old, new = _cut(before), _cut(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if before.strip() and after.strip() and matcher.ratio() < _SHARED:
        return Piece("out", before), Piece("in", after)
    pieces: list[Piece] = []
    out = come = ""
    for state, a, b, c, d in matcher.get_opcodes():
        left, right = "".join(old[a:b]), "".join(new[c:d])
        if state == "equal" and not ((out or come) and not left.strip()):
            pieces += _changed(out, come)
            out = come = ""
            pieces.append(Piece("same", left))
        else:
            out, come = out + left, come + right
    return (*pieces, *_changed(out, come))


def _changed(out: str, come: str) -> list[Piece]:
    """What went and what came at one place; spaces that both end with stay."""
    if out and come and out.isspace() and out == come:
        return [Piece("same", out)]
    return [Piece(state, text) for state, text in (("out", out), ("in", come)) if text]  # type: ignore[arg-type]


def narrowed(before: str, after: str) -> tuple[str, str]:
    """Both texts without the words that they begin and end with alike, but for a few around what changed."""
    old, new = before.split(), after.split()
    least = min(len(old), len(new))
    head = next((n for n in range(least) if old[n] != new[n]), least)
    tail = next((n for n in range(least - head) if old[-1 - n] != new[-1 - n]), least - head)
    head, tail = max(0, head - _AROUND), max(0, tail - _AROUND)

    def cut(words: list[str]) -> str:
        inner = words[head : len(words) - tail]
        return f"{'… ' if head else ''}{' '.join(inner)}{' …' if tail else ''}"

    return cut(old), cut(new)


def _cut(text: str) -> list[str]:
    return re.findall(r"\s+|[\w’'-]+|[^\w\s]", text)


State = Literal["same", "changed", "moved", "moved_changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph of the one version and what became of it in the other; None on the side that lacks it."""

    state: State
    before: Original | None
    after: Original | None

    @property
    def where(self) -> str:
        """Where it stands, for people: in the newer version, or where it stood."""
        side = self.after or self.before
        return side.where if side else ""


def blocks(before: Sequence[Original], after: Sequence[Original]) -> tuple[Pair, ...]:
    """Two versions of a draft paragraph by paragraph, in the order of the newer; what went stands where it stood.

    Paragraphs belong together by bookmark and likeness, then by text, then by likeness alone; of those, the fewest that
    must have moved count as moved. Bookmarks of numbered paragraphs shift when one is put in before them: a paragraph
    with the bookmark of quite another text is not the same.
    """
    old = [o for o in before if plain(o.text)]
    new = [o for o in after if plain(o.text)]
    found = _together(old, new)
    still = _rising([found[n] for n in sorted(found)])
    pairs: list[Pair] = []
    by_old = {o: n for n, o in found.items()}
    gone = [o for o in range(len(old)) if o not in by_old]
    for n, paragraph in enumerate(new):
        at = found.get(n)
        while gone and at is not None and at in still and gone[0] < at:
            pairs.append(Pair("removed", old[gone.pop(0)], None))
        if at is None:
            pairs.append(Pair("added", None, paragraph))
            continue
        changed = plain(old[at].text) != plain(paragraph.text)
        state: State = "same" if at in still else "moved"
        if changed:
            state = "changed" if at in still else "moved_changed"
        pairs.append(Pair(state, old[at], paragraph))
    return (*pairs, *(Pair("removed", old[o], None) for o in gone))


def folded(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Pairs to read one after the other: cells of a table that came or went together are one, their texts in a row."""
    for (state, where), run in groupby(pairs, key=lambda pair: (pair.state, pair.where)):
        alike = list(run)
        if state not in ("added", "removed") or len(alike) == 1 or not where:
            yield from alike
            continue
        sides = [side for pair in alike if (side := pair.after or pair.before)]
        whole = replace(sides[0], text=" · ".join(side.text for side in sides))
        yield Pair(state, whole if state == "removed" else None, whole if state == "added" else None)


def _together(old: Sequence[Original], new: Sequence[Original]) -> dict[int, int]:
    """Which paragraph of the newer version (key) is which of the older."""
    from rapidfuzz import fuzz, process

    olds, news = [plain(o.text) for o in old], [plain(o.text) for o in new]
    free_old, free_new = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))
    found: dict[int, int] = {}

    def take(n: int, o: int) -> None:
        found[n] = o
        del free_new[n], free_old[o]

    by_anchor = {o.anchor: n for n, o in enumerate(old) if o.anchor}
    for n, paragraph in enumerate(new):
        at = by_anchor.get(paragraph.anchor)
        if at is not None and olds[at] == news[n]:
            take(n, at)
    by_text: dict[str, list[int]] = {}
    for o in free_old:
        by_text.setdefault(olds[o], []).append(o)
    for n in list(free_new):
        if same := by_text.get(news[n]):
            take(n, same.pop(0))
    for n in list(free_new):
        at = by_anchor.get(new[n].anchor)
        if at in free_old and fuzz.ratio(olds[at], news[n]) >= _KIN:
            take(n, at)
    for n in list(free_new):
        left = {o: olds[o] for o in free_old if len(olds[o]) >= _LONG}
        best = (
            process.extractOne(news[n], left, scorer=fuzz.ratio, score_cutoff=ALIKE) if len(news[n]) >= _LONG else None
        )
        if best:
            take(n, best[2])
    return found


def _rising(numbers: Sequence[int]) -> frozenset[int]:
    """The longest part of a sequence of different numbers that rises: what kept its order (Schensted, 1961)."""
    tails: list[int] = []
    places: list[int] = []
    came: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(tails, number)
        came.append(places[at - 1] if at else -1)
        tails[at : at + 1] = [number]
        places[at : at + 1] = [place]
    kept, place = set(), places[-1] if places else -1
    while place >= 0:
        kept.add(numbers[place])
        place = came[place]
    return frozenset(kept)
