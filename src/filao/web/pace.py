"""The line of an even pace and of what has come, drawn as SVG on the server; the table beside it says the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from django.utils.safestring import SafeString, mark_safe

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM, _RIGHT = 640.0, 220.0, 44.0, 12.0, 26.0, 14.0


def drawing(
    expected: Sequence[tuple[date, float]], came: Sequence[tuple[date, int]], today: date, *,
    alt: str, words: tuple[str, str, str], days: tuple[str, str],
) -> SafeString:  # fmt: skip
    """`words` name the line of an even pace, that of what came, and today; `days` are the first and the last, written out."""
    first, last = expected[0][0], expected[-1][0]
    most = max(max(value for _day, value in expected), max((n for _day, n in came), default=0), 1)
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * min(max((day - first).days / span, 0), 1)

    def y(value: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - value / most)

    pace = " ".join(f"{x(day):.1f},{y(value):.1f}" for day, value in expected)
    steps = [(first, 0), *came]
    until = min(today, last)
    line = f"M{x(first):.1f} {y(0):.1f}"
    for day, n in steps:
        line += f"H{x(day):.1f}V{y(n):.1f}"
    line += f"H{max(x(until), x(steps[-1][0])):.1f}"
    marks = "".join(
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" class="grid"/>'
        f'<text x="{_LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{value:.0f}</text>'
        for value in (0, most / 2, most)
    )
    here = x(until) if first + timedelta(0) <= today <= last else None
    now = f'<line x1="{here:.1f}" x2="{here:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}" class="today"/>' if here else ""
    return mark_safe(  # noqa: S308  numbers, and words that were escaped
        f'<svg class="pace" viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" role="img" aria-label="{escape(alt)}">{marks}{now}'
        f'<polyline points="{pace}" class="even"/><path d="{line}" class="came"/>'
        f'<text x="{_LEFT}" y="{_HEIGHT - 6}">{escape(days[0])}</text>'
        f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 6}" text-anchor="end">{escape(days[1])}</text></svg>'
        f'<p class="key small"><span class="line even">{escape(words[0])}</span> '
        f'<span class="line came">{escape(words[1])}</span> <span class="line today">{escape(words[2])}</span></p>'
    )
