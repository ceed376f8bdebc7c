"""Small pieces of SVG shared by networks and maps: numbers, words, tints, the page. Words stay text, so that the text
layer of a PDF holds every label."""

from __future__ import annotations

from html import escape

from filao.documents.tokens import COLOUR, FONT_FAMILY

FONT = f"{FONT_FAMILY}, sans-serif"


def number(value: float) -> str:
    """A coordinate with two decimals at most, so that the same drawing has the same bytes."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def text(x: float, y: float, words: str, size: float, *, anchor: str = "start", soft: bool = False,
         bold: bool = False, fill: str = "") -> str:  # fmt: skip
    """Words on the baseline at (x, y), as text that can be searched."""
    colour = fill or COLOUR["ink-soft" if soft else "ink"]
    extra = (f' text-anchor="{anchor}"' if anchor != "start" else "") + (' font-weight="600"' if bold else "")
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-family="{FONT}" font-size="{number(size)}" '
        f'fill="{colour}"{extra}>{escape(words, quote=False)}</text>'
    )


def tint(colour: str, white: float = 0.8) -> str:
    """A colour with this share of white laid over it."""
    parts = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{round(part * (1 - white) + 255 * white):02x}" for part in parts)


def page(body: str, size: tuple[float, float], *, seed: int | None = None) -> str:
    """The drawing on its white page; the seed it was placed from stands in its metadata."""
    w, h = number(size[0]), number(size[1])
    placed = "" if seed is None else f' data-seed="{seed}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}"{placed}>'
        f'<rect width="{w}" height="{h}" fill="#ffffff"/>{body}</svg>'
    )
