"""One body at a glance: its actions on a line of years, and the bodies it has a tie with."""

from __future__ import annotations

from filao.core.register import Action
from filao.documents import graph
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.graph.metrics import text_width
from filao.documents.graph.svg import page, text, tint
from filao.documents.language import N_, say
from filao.documents.pieces.drawings import drawn, structural
from filao.documents.tokens import COLOUR

AROUND = (420.0, 260.0)
"""Canvas of the drawing of one body's ties, in points."""

_WIDTH, _ROW, _TYPE = 620.0, 17.0, 8.6
_SHOWN = 14
_COLOURS = {"current": "navy", "past": "stone", "planned": "sun", "unknown": "ochre"}


def around(c: Material, id: str) -> m.Picture | None:
    """The body and those it has a standing tie with; nothing where it has none."""
    nodes, ties = structural(c)
    mine = [tie for tie in ties if id in (tie.source, tie.target)]
    if not mine:
        return None
    near = {end for tie in mine for end in (tie.source, tie.target)}
    words = graph.Texts(note="", relations=say(c.language, N_("Tie")), sectors=say(c.language, N_("Sector")))
    drawing = drawn(c, [node for node in nodes if node.id in near], mine, words, AROUND)
    alt = say(
        c.language, N_("Drawing of the standing ties of {body} with {others}; the table lists them."),
        body=c.short(id), others=c.shorts(sorted(near - {id}), most=6),
    )  # fmt: skip
    return m.Picture(
        id=f"around-{id}",
        caption="",
        alt=alt,
        svg=drawing.svg,
        size=drawing.size,
        evidence=m.Evidence(),
        numbered=False,
    )


def line_of_years(c: Material, id: str) -> m.Picture | None:
    """The body's dated actions, the newest first, each a bar from its first to its last year; an open end fades out."""
    dated = [a for a in c.register.actions.values() if id in (a.organisation_id, *a.partner_ids) and _first(a)]
    dated.sort(key=lambda a: (-_first(a), a.id))
    shown = dated[:_SHOWN]
    if not shown:
        return None
    now = c.register.reference_year
    first = min(_first(a) for a in shown)
    last = max([now, *(a.end_year or _first(a) for a in shown)])
    left = min(300.0, max(text_width(_brief(a), _TYPE) for a in shown) + 10)
    scale = (_WIDTH - left - 14) / (last - first + 1)
    height = _ROW * len(shown) + 26
    parts = []
    for year in range(first, last + 1):
        x = left + (year - first) * scale
        parts.append(f'<path d="M{x:.1f} 4V{height - 20:.1f}" stroke="{COLOUR["line"]}" stroke-width="0.6"/>')
        if (last - year) % max(1, round(30 / scale)) == 0:
            parts.append(text(x + scale / 2, height - 8, str(year), 7.6, anchor="middle", soft=True))
    for place, action in enumerate(shown):
        y = 4 + place * _ROW
        start, end = _first(action), action.end_year or (now if action.status == "current" else _first(action))
        colour = COLOUR[_COLOURS.get(action.status, "stone")]
        x, width = left + (start - first) * scale, (max(end, start) - start + 1) * scale
        fill = tint(colour, 0.25) if action.end_year or action.status != "current" else colour
        parts.append(text(left - 8, y + 11, _brief(action), _TYPE, anchor="end"))
        parts.append(f'<rect x="{x:.1f}" y="{y + 3:.1f}" width="{width:.1f}" height="10" rx="2" fill="{fill}"/>')
    alt = say(
        c.language,
        N_("Line of years with {n} actions of {body}; the table lists them."),
        n=len(shown),
        body=c.short(id),
    )
    size = (_WIDTH, height)
    return m.Picture(
        id=f"years-{id}",
        caption="",
        alt=alt,
        svg=page("".join(parts), size),
        size=size,
        evidence=m.Evidence(),
        numbered=False,
    )


def _first(action: Action) -> int:
    return action.start_year or action.end_year or 0


def _brief(action: Action) -> str:
    """The title as far as it has room."""
    title = action.title
    while text_width(title, _TYPE) > 290:
        title = title.rsplit(" ", 1)[0].rstrip(" ,;:") if " " in title else title[:-1]
    return title if title == action.title else title + " …"
