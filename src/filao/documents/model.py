"""The block model: what a document is made of, before any writer turns it into pages.

Writers (pdf, word, page, slides, workbook) read these values and nothing else. Every block has a stable id, which lives
on as a bookmark in DOCX and as an anchor on the web, and an audience for which it may be printed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

Audience = Literal["public", "working_group", "restricted"]
AUDIENCES: tuple[Audience, ...] = ("public", "working_group", "restricted")
"""From the widest to the narrowest; an edition for one audience holds the blocks of all wider ones."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. `figure` is the id of the computed value it shows, `cite` the sources it cites, `note` a footnote;
    `lang` is set where it differs from the document's language."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    link: str = ""
    figure: str = ""
    cite: tuple[str, ...] = ()
    note: tuple[Span, ...] = ()
    lang: str = ""


Inline = tuple[Span, ...]


def span(text: str, *, bold: bool = False, italic: bool = False) -> Inline:
    """Plain text as inline content."""
    return (Span(text, bold=bold, italic=italic),) if text else ()


def plain(inline: Inline) -> str:
    """The text of inline content without its marks and notes."""
    return "".join(run.text for run in inline)


@dataclass(frozen=True, kw_only=True)
class Block:
    id: str = ""
    audience: Audience = "public"


@dataclass(frozen=True, kw_only=True)
class Heading(Block):
    """Level 1 is a section, 2 and 3 stand below; an unnumbered heading is left out of the numbering."""

    level: int
    text: str
    numbered: bool = True
    draft: bool = False


@dataclass(frozen=True, kw_only=True)
class Paragraph(Block):
    inline: Inline
    style: Literal["body", "lead", "small", "sub"] = "body"


@dataclass(frozen=True, kw_only=True)
class Bullets(Block):
    items: tuple[Inline, ...]
    ordered: bool = False


@dataclass(frozen=True, kw_only=True)
class Callout(Block):
    """A tinted box: a key message, a note to the reader, or a warning."""

    title: str
    blocks: tuple[Block, ...]
    tone: Literal["key", "note", "warning"] = "key"


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column. `width` is a share of the table's width; `tone` marks cells that carry a state."""

    label: str
    width: float = 1.0
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What must stand under every figure and table: base, sources, date of the data, and a note."""

    n: str = ""
    sources: tuple[str, ...] = ()
    source_text: str = ""
    date: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Table(Block):
    """`caption` is the message. A row in `group_rows` heads a group with its first cell.

    `compact` sets small type, `roomy` leaves height to write by hand, `ruled` height to sign and lines between columns. `shades` give cells a tone by (row, column): full, some, thin or open. `fields` are cells to be filled in, by the
    name under which the answer is found again; a name that ends in "?" is a yes and a no to tick.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Inline, ...], ...]
    evidence: Evidence
    group_rows: frozenset[int] = frozenset()
    numbered: bool = True
    compact: bool = False
    roomy: bool = False
    ruled: bool = False
    shades: dict[tuple[int, int], str] = field(default_factory=dict)
    fields: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Picture(Block):
    """A drawing in SVG with its message, its description for those who do not see it, and the data behind it.

    `size` is (width, height) in points at which it was drawn; `labels` are texts that must be found in the finished
    page; `data` is the table behind it (head, rows).
    """

    caption: str
    alt: str
    svg: str
    size: tuple[float, float]
    evidence: Evidence
    labels: tuple[str, ...] = ()
    data: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] = ((), ())
    numbered: bool = True


@dataclass(frozen=True, kw_only=True)
class KeyFigures(Block):
    """A row of numbers with their meaning."""

    items: tuple[tuple[Span, str], ...]


@dataclass(frozen=True, kw_only=True)
class Recommendation(Block):
    number: int
    text: Inline
    owner: str
    by_when: str
    resources: str = ""
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FindingBlock(Block):
    """A finding with what it rests on and what speaks against it."""

    number: str
    text: Inline
    evidence: tuple[Inline, ...]
    counter: tuple[Inline, ...] = ()
    reply: Inline = ()


@dataclass(frozen=True, kw_only=True)
class Lines(Block):
    """Blank lines to write on, or boxes to tick, under a label: for printed guides and sheets.

    A question of a printed form carries its `number`, under which it is keyed in, and its options their `codes`;
    `condition` says when it is asked; `boxes` is a pattern of boxes for digits ("## / ## / ####"); `remark` stands small beside them.
    """

    label: Inline
    lines: int = 2
    choices: tuple[str, ...] = ()
    field: str = ""
    value: str = ""
    number: str = ""
    condition: str = ""
    codes: tuple[str, ...] = ()
    boxes: str = ""
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Space(Block):
    """Empty height in points: for letters and forms."""

    points: float = 14


@dataclass(frozen=True, kw_only=True)
class PageBreak(Block):
    pass


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document. `budget` is its share of pages; `counted` whether its pages count towards the limit.

    A part with `page_break` begins a page; one kept `together` moves to the next page rather than be cut. `lang` is set
    where it differs from the document's language.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    budget: float = 0.0
    counted: bool = True
    numbered: bool = True
    status: Literal["draft", "edited", "accepted", "fixed"] = "fixed"
    page_break: bool = False
    together: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """What the cover, the running lines and the file's properties say. No person's name stands here.

    `subtitle_lang` is set where the subtitle is not in the document's language. Dates are written out for readers; `stamp` is the day of the document as an ISO date, for the file's properties.
    """

    title: str
    subtitle: str
    kind: str
    code: str
    version: str
    language: str
    date: str
    data_date: str
    subtitle_lang: str = ""
    edition: str = ""
    notice: str = ""
    client: str = ""
    workspace: str = ""
    project: str = ""
    acknowledgement: str = ""
    disclaimer: tuple[str, ...] = ()
    logos: tuple[str, ...] = ()
    audience: Audience = "public"
    colophon: tuple[str, ...] = ()
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A composed document. `style` is "report" (cover, contents), "paper" (title block), "sheet" (pages of their own) or "letter" (pages of their
    own without running lines but the notice).

    `labels` are the fixed words of the writers (Figure, Table, Contents ...) in the document's language; `citations`
    map a source's id to its brief citation, and `references` are the sources cited, in order (None: no list is printed), under the line `references_note`. A document not `on_register`
    is final without interviews and replies.
    """

    meta: Meta
    sections: tuple[Section, ...]
    annexes: tuple[Section, ...] = ()
    style: Literal["report", "paper", "sheet", "letter"] = "report"
    contents: bool = True
    max_pages: int | None = None
    labels: dict[str, str] = field(default_factory=dict)
    citations: dict[str, str] = field(default_factory=dict)
    references: tuple[tuple[str, Inline], ...] | None = ()
    references_note: str = ""
    on_register: bool = True

    def blocks(self) -> Iterator[Block]:
        """Every block, sections before annexes, boxes opened."""
        for section in (*self.sections, *self.annexes):
            yield from _walk(section.blocks)


def unnumbered(block: Block) -> Block:
    """The block without the number that a figure or table carries in a document."""
    return replace(block, numbered=False) if isinstance(block, (Table, Picture)) else block


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def legible(value: Any) -> Any:
    """The same content without the control signs that no page or office file may hold; a pasted line break becomes a
    space."""
    if isinstance(value, str):
        return _CONTROL.sub(lambda found: " " if found.group() in "\x0b\x0c" else "", value)
    if isinstance(value, tuple):
        return tuple(legible(item) for item in value)
    if isinstance(value, dict):
        return {key: legible(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found = {f.name: (old, legible(old)) for f in fields(value) if (old := getattr(value, f.name))}
        changed = {name: new for name, (old, new) in found.items() if new != old}
        return replace(value, **changed) if changed else value
    return value


def _walk(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Callout):
            yield from _walk(block.blocks)


def cited(value: object) -> set[str]:
    """Sources cited anywhere in a block."""
    if isinstance(value, (list, tuple)):
        return {source for item in value for source in cited(item)}
    if isinstance(value, (Span, Block)):
        found = set(value.cite) if isinstance(value, Span) else set()
        return found.union(*(cited(getattr(value, f.name)) for f in fields(value)))
    return set()


def for_audience(document: Document, audience: Audience) -> Document:
    """The edition for an audience: blocks meant for a narrower one are left out, and sections that become empty."""
    allowed = AUDIENCES[: AUDIENCES.index(audience) + 1]

    def kept(blocks: Sequence[Block]) -> tuple[Block, ...]:
        out: list[Block] = []
        for block in blocks:
            if block.audience not in allowed:
                continue
            if isinstance(block, Callout):
                block = replace(block, blocks=kept(block.blocks))
                if not block.blocks:
                    continue
            out.append(block)
        return tuple(out)

    def trimmed(sections: Sequence[Section]) -> tuple[Section, ...]:
        return tuple(s for section in sections if (s := replace(section, blocks=kept(section.blocks))).blocks)

    meta = replace(document.meta, audience=audience)
    return replace(document, meta=meta, sections=trimmed(document.sections), annexes=trimmed(document.annexes))


@dataclass(frozen=True, slots=True)
class NativeChart:
    """Bars that can be edited in PowerPoint: categories down, series stacked when there are several.

    `series` pairs a name with one number per category; `unit` is what is counted.
    """

    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]
    unit: str
    alt: str


@dataclass(frozen=True, slots=True)
class Slide:
    """One message: the title says it, at most one picture, chart or table shows it, the notes are for the speaker."""

    title: str
    kind: Literal["cover", "message", "closing"] = "message"
    subtitle: str = ""
    bullets: tuple[str, ...] = ()
    picture: Picture | None = None
    chart: NativeChart | None = None
    table: Table | None = None
    key_figures: tuple[tuple[str, str], ...] = ()
    source: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """A presentation."""

    meta: Meta
    slides: tuple[Slide, ...]
    labels: dict[str, str] = field(default_factory=dict)
