"""Light Markdown for narrative: prose with references to computed values, sources, and the blocks a section offers.

    Of {relations.total} ties, {relations.referral} are referrals [@TIP2020; @LEXP23].^[A tie is counted once.]

    [[figure:coverage]]

`{id}` shows a figure (`{id|words}` in words, `{id|share}` as per cent of its base), `[@ID]` cites sources, `^[...]` is
a footnote, and a line of its own `[[name]]` places a block. Headings, lists, quotes (as boxes), bold and italic as in
Markdown. Nothing else is read: HTML stays text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from filao.core.figures import Figure
from filao.core.problems import Fault
from filao.documents.language import numbers
from filao.documents.model import Block, Bullets, Callout, Heading, Inline, Paragraph, Span

_FIGURE = re.compile(r"\{([a-z][\w.:-]*)(?:\|(words|share|plain))?\}")
_CITE = re.compile(r"\s?\[@([A-Za-z0-9][\w.:-]*(?:\s*;\s*@?[A-Za-z0-9][\w.:-]*)*)\]")
_BLOCK = re.compile(r"^\[\[([\w.:-]+)\]\]$")
_BLOCK_INSIDE = re.compile(r"\[\[([\w.:-]+)\]\]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text amounts to: blocks, the figures and sources it refers to, and what is wrong with it."""

    blocks: tuple[Block, ...]
    figures: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero", {"html": False, "linkify": False}).enable(
        ["heading", "list", "emphasis", "blockquote", "newline", "escape"]
    )
    parser.inline.ruler.before("emphasis", "figure", _figure_rule)
    parser.inline.ruler.before("emphasis", "cite", _cite_rule)
    parser.inline.ruler.before("emphasis", "note", _note_rule)
    parser.inline.ruler.before("emphasis", "block", _block_rule)
    return parser


def _figure_rule(state: Any, silent: bool) -> bool:
    found = _FIGURE.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("figure", "", 0)
        token.meta = {"id": found.group(1), "style": found.group(2) or ""}
    state.pos = found.end()
    return True


def _cite_rule(state: Any, silent: bool) -> bool:
    found = _CITE.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("cite", "", 0)
        token.meta = {"ids": tuple(part.strip().lstrip("@") for part in found.group(1).split(";"))}
    state.pos = found.end()
    return True


def _block_rule(state: Any, silent: bool) -> bool:
    """A block called inside a line, where it cannot be placed."""
    found = _BLOCK_INSIDE.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("block", "", 0)
        token.meta = {"name": found.group(1)}
    state.pos = found.end()
    return True


def _note_rule(state: Any, silent: bool) -> bool:
    if not state.src.startswith("^[", state.pos):
        return False
    depth, end = 1, state.pos + 2
    while end < len(state.src) and depth:
        depth += {"[": 1, "]": -1}.get(state.src[end], 0)
        end += 1
    if depth:
        return False
    if not silent:
        token = state.push("note", "", 0)
        token.content = state.src[state.pos + 2 : end - 1]
    state.pos = end
    return True


@dataclass
class _Reading:
    """What is collected while a text is read."""

    language: str
    figures: Mapping[str, Figure]
    sources: Callable[[str], bool]
    offered: Mapping[str, Sequence[Block]]
    prefix: str
    used: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    number: int = 0

    def next_id(self) -> str:
        self.number += 1
        return f"{self.prefix}-{self.number}"


def parse(
    text: str,
    *,
    language: str,
    figures: Mapping[str, Figure],
    sources: Callable[[str], bool],
    blocks: Mapping[str, Sequence[Block]],
    prefix: str,
) -> Parsed:
    """Read a section's text.

    `figures` are the values it may refer to, `sources` tells whether a source exists, `blocks` are the tables and
    pictures it may place, and `prefix` begins the ids of its paragraphs. Faults: unknown_figure, unknown_source,
    unknown_block, block_inside.
    """
    reading = _Reading(language, figures, sources, blocks, prefix)
    tokens = _parser().parse(text)
    found = _blocks(tokens, reading)
    return Parsed(
        tuple(found), tuple(dict.fromkeys(reading.used)), tuple(dict.fromkeys(reading.cited)), tuple(reading.faults)
    )


def parse_inline(
    text: str, *, language: str, figures: Mapping[str, Figure], sources: Callable[[str], bool]
) -> tuple[Inline, Parsed]:
    """Read one line of text; the second value carries the figures, sources and faults."""
    reading = _Reading(language, figures, sources, {}, "inline")
    tokens = _parser().parseInline(text)
    inline = _inline(tokens[0].children or [], reading) if tokens else ()
    return inline, Parsed((), tuple(reading.used), tuple(reading.cited), tuple(reading.faults))


def _blocks(tokens: Sequence[Any], reading: _Reading) -> list[Block]:
    found: list[Block] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = _closing(tokens, place)
        inner = tokens[place + 1 : end]
        if token.type == "paragraph_open":
            found.extend(_paragraph(inner, reading))
        elif token.type == "heading_open":
            level = min(3, max(2, int(token.tag[1])))
            found.append(Heading(id=reading.next_id(), level=level, text=_text(inner, reading)))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            items = tuple(_items(inner, reading))
            found.append(Bullets(id=reading.next_id(), items=items, ordered=token.type.startswith("ordered")))
        elif token.type == "blockquote_open":
            found.append(_box(_blocks(inner, reading), reading))
        place = end + 1
    return found


def _closing(tokens: Sequence[Any], start: int) -> int:
    if tokens[start].nesting != 1:
        return start
    depth = 0
    for place in range(start, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    return len(tokens) - 1


def _paragraph(inner: Sequence[Any], reading: _Reading) -> list[Block]:
    content = inner[0].content.strip() if inner else ""
    placed = [_BLOCK.match(line.strip()) for line in content.splitlines()]
    if placed and all(placed):
        found: list[Block] = []
        for match in placed:
            name = match.group(1) if match else ""
            if name in reading.offered:
                found.extend(reading.offered[name])
            else:
                reading.faults.append(Fault("unknown_block", {"name": name}))
        return found
    return [Paragraph(id=reading.next_id(), inline=_inline(inner[0].children or [], reading))]


def _items(inner: Sequence[Any], reading: _Reading) -> list[Inline]:
    items, place = [], 0
    while place < len(inner):
        end = _closing(inner, place)
        runs: list[Span] = []
        for token in inner[place:end]:
            if token.type == "inline":
                if runs:
                    runs.append(Span(" "))
                runs.extend(_inline(token.children or [], reading))
        items.append(tuple(runs))
        place = end + 1
    return items


def _box(blocks: Sequence[Block], reading: _Reading) -> Callout:
    """A quote becomes a box; a first paragraph that is wholly bold is its title."""
    title = ""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and first.inline and all(run.bold for run in first.inline):
        title = "".join(run.text for run in first.inline)
        blocks = blocks[1:]
    return Callout(id=reading.next_id(), title=title, blocks=tuple(blocks))


def _text(inner: Sequence[Any], reading: _Reading) -> str:
    return "".join(run.text for token in inner for run in _inline(token.children or [], reading))


def _inline(tokens: Sequence[Any], reading: _Reading) -> Inline:
    runs: list[Span] = []
    bold = italic = False
    for token in tokens:
        match token.type:
            case "text":
                runs.append(Span(token.content, bold=bold, italic=italic))
            case "softbreak" | "hardbreak":
                runs.append(Span(" "))
            case "strong_open" | "strong_close":
                bold = token.type == "strong_open"
            case "em_open" | "em_close":
                italic = token.type == "em_open"
            case "figure":
                runs.append(replace(_figure(token.meta["id"], token.meta["style"], reading), bold=bold, italic=italic))
            case "cite":
                if runs and not (runs[-1].cite or runs[-1].note):
                    runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
                runs.append(_cite(token.meta["ids"], reading))
            case "block":
                name = token.meta["name"]
                reading.faults.append(
                    Fault("block_inside" if name in reading.offered else "unknown_block", {"name": name})
                )
                runs.append(Span(f"[[{name}]]", bold=True))
            case "note":
                nested = _parser().parseInline(token.content)
                runs.append(Span(note=_inline(nested[0].children or [], reading) if nested else ()))
            case _:
                runs.append(Span(token.content, bold=bold, italic=italic))
    return _joined(runs)


def _joined(runs: Sequence[Span]) -> Inline:
    """Neighbouring runs of the same kind as one."""
    out: list[Span] = []
    for run in runs:
        last = out[-1] if out else None
        if (
            last
            and replace(last, text="") == replace(run, text="")
            and not run.figure
            and not run.cite
            and not run.note
        ):
            out[-1] = replace(last, text=last.text + run.text)
        elif run.text or run.cite or run.note or run.figure:
            out.append(run)
    return tuple(out)


def _figure(id: str, style: str, reading: _Reading) -> Span:
    figure = reading.figures.get(id)
    if figure is None:
        reading.faults.append(Fault("unknown_figure", {"id": id}))
        return Span(f"{{{id}}}", bold=True)
    reading.used.append(id)
    return Span(shown(figure, reading.language, style), figure=id)


def shown(figure: Figure, language: str, style: str = "") -> str:
    """A figure as text: counts in digits, or in words or as a share of its base on request; dates written out."""
    value = figure.value
    if isinstance(value, str):
        return numbers.day(value, language) if figure.unit == "date" else value
    if figure.unit == "share":
        return numbers.percent(value, language)
    if figure.unit == "year":
        return str(value)
    if style == "share" and figure.n:
        return numbers.percent(value / figure.n, language)
    if style == "words" and isinstance(value, int):
        return numbers.in_words(value, language)
    return numbers.number(value, language)


def _cite(ids: Sequence[str], reading: _Reading) -> Span:
    known = tuple(id for id in ids if reading.sources(id))
    reading.faults.extend(Fault("unknown_source", {"id": id}) for id in ids if id not in known)
    reading.cited.extend(known)
    return Span(" ", cite=known) if known else Span()
