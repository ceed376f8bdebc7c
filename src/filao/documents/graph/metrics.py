"""Widths of text in the house type, read from the advance widths of its TrueType files.

Only what a drawing needs to keep labels apart: no kerning, no shaping. A sign that the type lacks counts as its
widest usual one, so that a box is rather too wide than too narrow.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import cache

from filao.documents.tokens import FONTS

REGULAR, SEMIBOLD = "Regular", "Semibold"


def text_width(text: str, size: float, style: str = REGULAR) -> float:
    """Width in points of one line of text set at `size` points."""
    advances = _advances(style)
    unknown = advances["W"]
    return size * sum(advances.get(sign, unknown) for sign in text)


def wrap(text: str, size: float, width: float, style: str = REGULAR) -> tuple[str, ...]:
    """The text broken between words into lines no wider than `width`; a word that is wider stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, style) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


@cache
def _advances(style: str) -> Mapping[str, float]:
    """Advance width of each sign as a share of the type's size."""
    data = (FONTS / f"SourceSansPro-{style}.ttf").read_bytes()
    tables = _tables(data)
    units = struct.unpack_from(">H", data, tables["head"] + 18)[0]
    count = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
    widths = struct.unpack_from(">" + "Hh" * count, data, tables["hmtx"])[::2]
    return {
        chr(code): widths[min(glyph, count - 1)] / units
        for code, glyph in _glyphs(data, tables["cmap"]).items()
        if glyph
    }


def _tables(data: bytes) -> dict[str, int]:
    """Name -> offset of each table of an OpenType file."""
    count = struct.unpack_from(">H", data, 4)[0]
    rows = (struct.unpack_from(">4sIII", data, 12 + 16 * row) for row in range(count))
    return {name.decode("ascii"): offset for name, _, offset, _ in rows}


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Code point -> glyph of the basic plane: the character map of format 4 (OpenType specification, `cmap`)."""
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    maps = (struct.unpack_from(">HHI", data, cmap + 4 + 8 * row) for row in range(count))
    at = next(cmap + o for _, _, o in maps if struct.unpack_from(">H", data, cmap + o)[0] == 4)
    segments = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{segments}H", data, at + 14 + skip)
        for skip in (0, 2 * segments + 2, 4 * segments + 2, 6 * segments + 2)
    )
    found = {}
    for n, (first, last) in enumerate(zip(starts, ends, strict=True)):
        base = at + 16 + 6 * segments + 2 * n
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", data, base + offsets[n] + 2 * (code - first))[0] if offsets[n] else code
            found[code] = (glyph + deltas[n]) & 0xFFFF if glyph else 0
    return found
