"""A draft that came back: what reviewers remarked and changed, and which block of the draft each of it speaks of.

A remark is placed by the hidden bookmark of its paragraph, else by the paragraph's original text (with every tracked
change undone), else by a text that is nearly the same, its neighbours deciding between several, else by the words it
marks. What fits nowhere is unplaced, and is kept: nothing is lost. A change of text is a proposal, never applied here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

ALIKE = 85.0
"""Least likeness of two texts in percent (Indel similarity) for the one to stand for the other."""
_QUOTE = 12
"""Fewest signs of marked words that can tell a block."""

ChangeKind = Literal["changed", "inserted", "deleted", "moved"]
How = Literal["bookmark", "text", "similar", "quote", "hand", ""]


@dataclass(frozen=True, slots=True)
class Original:
    """A paragraph of the draft as it went out. `anchor` is its bookmark ("" for one without), `block` the id of the
    block it belongs to, `section` that block's section; `where` says for people where it stands."""

    anchor: str
    text: str
    block: str = ""
    section: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A paragraph of the file that came back: with all changes undone, and with all of them taken."""

    anchor: str
    original: str
    text: str
    part: Literal["body", "cell", "footnote", "box", "margin"] = "body"
    host: int = -1
    """Of a footnote or a text box: the paragraph it hangs on."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment in the margin. `paragraph` is -1 where the file no longer says what it speaks of; `parent` is the id of
    the remark that it answers; of a `picture` in it only that there is one is read. Who wrote it and when is not read: a
    body speaks, not a person."""

    id: str
    text: str
    paragraph: int = -1
    quote: str = ""
    parent: str = ""
    resolved: bool = False
    severity: str = ""
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change of one paragraph as a whole: its text before and after. Of a text that moved, `to` is the
    paragraph where it now stands. `reason` is what was said with it, where the kind of file has room for that."""

    kind: ChangeKind
    paragraph: int
    before: str
    after: str
    to: int = -1
    reason: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back. `code` and `margin` are what its properties and running lines say of the draft it is."""

    paragraphs: tuple[Seen, ...]
    remarks: tuple[Remark, ...] = ()
    changes: tuple[Change, ...] = ()
    code: str = ""
    margin: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where something belongs: the number of the original paragraph, -1 for nowhere, and how it was found."""

    original: int = -1
    how: How = ""


UNPLACED = Placed()


def plain(text: str) -> str:
    """A text as two programs that save it differently still agree on: signs composed, spaces one, quotes straight."""
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    return re.sub(r"\s+", " ", text).strip()


_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00ad": None, "\u200b": None, "‑": "-"})


def place(originals: Sequence[Original], returned: Returned) -> tuple[Placed, ...]:
    """The place of every paragraph that a remark or a change speaks of; `UNPLACED` for all others as well."""
    found = _certain(originals, returned.paragraphs)
    wanted = sorted(_spoken_of(returned))
    texts = [plain(o.text) for o in originals]
    for number in wanted:
        if not found[number].how:
            found[number] = _likely(number, returned.paragraphs, texts, found)
    for remark in returned.remarks:
        if remark.paragraph >= 0 and not found[remark.paragraph].how:
            found[remark.paragraph] = _quoted(remark.quote, texts)
    return tuple(found)


def _spoken_of(returned: Returned) -> set[int]:
    numbers = {remark.paragraph for remark in returned.remarks} | {change.paragraph for change in returned.changes}
    return {n for n in numbers if n >= 0}


def _certain(originals: Sequence[Original], paragraphs: Sequence[Seen]) -> list[Placed]:
    """Places by bookmark, and by exact text where one paragraph alone has it or its neighbours tell which."""
    by_anchor = {o.anchor: n for n, o in enumerate(originals) if o.anchor}
    first: dict[str, int] = {}
    for n, paragraph in enumerate(paragraphs):
        first.setdefault(paragraph.anchor, n)
    found = [
        Placed(by_anchor[p.anchor], "bookmark") if p.anchor in by_anchor and first[p.anchor] == n else UNPLACED
        for n, p in enumerate(paragraphs)
    ]
    taken = {place.original for place in found if place.how}
    by_text: dict[str, list[int]] = defaultdict(list)
    for n, original in enumerate(originals):
        if n not in taken and (text := plain(original.text)):
            by_text[text].append(n)
    several: list[tuple[int, list[int]]] = []
    for n, paragraph in enumerate(paragraphs):
        fitting = by_text.get(plain(paragraph.original), []) if not found[n].how else []
        if len(fitting) == 1:
            found[n] = Placed(fitting[0], "text")
        elif fitting:
            several.append((n, fitting))
    for n, fitting in several:
        expected = _expected(n, found)
        free = [f for f in fitting if f not in taken] or fitting
        best = min(free, key=lambda f: (abs(f - expected), f))
        taken.add(best)
        found[n] = Placed(best, "text")
    return found


def _expected(number: int, found: Sequence[Placed]) -> float:
    """Where an original would stand, judged by the placed paragraphs before and behind."""
    before = next((n for n in range(number - 1, -1, -1) if found[n].how), None)
    behind = next((n for n in range(number + 1, len(found)) if found[n].how), None)
    if before is None:
        return found[behind].original - (behind - number) if behind is not None else number
    if behind is None or found[behind].original <= found[before].original:
        return found[before].original + (number - before)
    share = (number - before) / (behind - before)
    return found[before].original + share * (found[behind].original - found[before].original)


def _likely(
    number: int,
    paragraphs: Sequence[Seen],
    texts: Sequence[str],
    found: Sequence[Placed],
) -> Placed:
    """The original that reads nearly the same; between several the one its neighbours point to."""
    from rapidfuzz import fuzz, process

    seen = paragraphs[number]
    if not plain(seen.original) and plain(seen.text):  # a new paragraph speaks of the one it hangs on or follows
        if seen.host >= 0:
            return found[seen.host] if found[seen.host].how else _likely(seen.host, paragraphs, texts, found)
        if seen.part == "margin":
            return UNPLACED
        if (before := _behind(number, paragraphs, found)).how:
            return before
    taken = {place.original for place in found if place.how}
    for text in dict.fromkeys((plain(seen.original), plain(seen.text))):
        if not text:
            continue
        scored = process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        if scored:
            best = max(score for _, score, _ in scored)
            close = [n for _, score, n in scored if score >= best - 3]
            expected = _expected(number, found)
            chosen = min(close, key=lambda n: (n in taken, abs(n - expected), n))
            return Placed(chosen, "similar")
    if seen.host >= 0:
        return found[seen.host]
    return UNPLACED


def _behind(number: int, paragraphs: Sequence[Seen], found: Sequence[Placed]) -> Placed:
    """The place of the nearest paragraph before that has one."""
    rows = (found[n] for n in range(number - 1, -1, -1) if found[n].how and paragraphs[n].part != "margin")
    return next(rows, UNPLACED)


def _quoted(quote: str, texts: Sequence[str]) -> Placed:
    """The one original that holds the words a remark marks."""
    words = plain(quote)
    holding = [n for n, text in enumerate(texts) if len(words) >= _QUOTE and words in text]
    return Placed(holding[0], "quote") if len(holding) == 1 else UNPLACED


@dataclass(frozen=True, slots=True)
class Line:
    """One remark or one proposal of a file that came back, with its place. `key` is its own in the file, `answers` the
    key of the remark it answers; `text` of a proposal is its reason."""

    key: str
    text: str
    placed: Placed
    quote: str = ""
    change: str = ""
    before: str = ""
    after: str = ""
    answers: str = ""
    resolved: bool = False
    to: Placed = UNPLACED
    severity: str = ""
    picture: bool = False


def lines(originals: Sequence[Original], returned: Returned) -> tuple[Line, ...]:
    """Everything a reviewer said, in the order of the draft; what is unplaced stands last. An empty remark says nothing."""
    found = place(originals, returned)
    at = {remark.id: remark for remark in returned.remarks}

    def of(number: int) -> Placed:
        return found[number] if number >= 0 else UNPLACED

    made = [
        Line(
            f"r{r.id}",
            r.text,
            of(r.paragraph),
            r.quote,
            answers=f"r{r.parent}" if r.parent in at else "",
            resolved=r.resolved,
            severity=r.severity,
            picture=r.picture,
        )
        for r in returned.remarks
        if r.text.strip() or r.picture
    ]
    made += [
        Line(
            f"c{n}",
            c.reason,
            of(c.paragraph),
            change=c.kind,
            before=c.before,
            after=c.after,
            to=_behind(c.to, returned.paragraphs, found) if c.to >= 0 else UNPLACED,
            severity=c.severity,
        )
        for n, c in enumerate(returned.changes)
    ]
    return tuple(sorted(made, key=lambda line: (not line.placed.how, line.placed.original, bool(line.answers))))


@dataclass(frozen=True, slots=True)
class Row:
    """A filled row of a body's workbook: the paragraph it speaks of, by bookmark and text; what is said, and other words
    for the paragraph. `place` is what the row says in words of where it belongs."""

    anchor: str
    place: str
    paragraph: str
    text: str
    proposal: str = ""
    severity: str = ""


def of_rows(originals: Sequence[Original], rows: Sequence[Row], margin: str = "") -> Returned:
    """A workbook that came back, as a file like any other: each row a remark or a proposal on its paragraph.

    Where somebody has written over the paragraph itself instead of proposing beside it, that is the proposal. A row that
    names no paragraph keeps what it says of its place as the words it speaks of.
    """
    texts = {o.anchor: o.text for o in originals if o.anchor}
    seen: dict[tuple[str, str], int] = {}
    remarks: list[Remark] = []
    changes: list[Change] = []
    for number, row in enumerate(rows):
        original = texts.get(row.anchor, row.paragraph)
        over = row.paragraph if row.anchor in texts and plain(row.paragraph) != plain(original) else ""
        wording = row.proposal or over
        at = seen.setdefault((row.anchor, original), len(seen)) if row.anchor or original else -1
        if at >= 0 and wording and plain(wording) != plain(original):
            changes.append(Change("changed", at, original, wording, reason=row.text, severity=row.severity))
        elif row.text or wording:
            text = "\n\n".join(part for part in (row.text, wording) if part)
            remarks.append(Remark(str(number), text, at, "" if at >= 0 else row.place, severity=row.severity))
    paragraphs = tuple(Seen(anchor, text, text) for anchor, text in seen)
    return Returned(paragraphs, tuple(remarks), tuple(changes), margin=margin)
