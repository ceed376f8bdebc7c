"""Two states of a text, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_AROUND = 5
"""Words that are kept on each side of what changed."""


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
