"""What a round of comments asks of a deliverable: where each paragraph of its Word file belongs, and how a place and a
proposal are said in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from filao.core.compare import narrowed
from filao.core.returns import Line, Original, Seen
from filao.documents import catalogue
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.language import N_, say
from filao.documents.word.xml import bookmark_name


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the bookmarks of a deliverable stand: bookmark -> (block, section), and the titles of its sections."""

    blocks: dict[str, tuple[str, str]]
    titles: dict[str, str]
    title: str
    code: str


def frame(kind: str, c: Material) -> Frame:
    """Raises Problem no_such_document, not_in_language."""
    document = catalogue.composed(kind, c)
    blocks: dict[str, tuple[str, str]] = {}
    for section in (*document.sections, *document.annexes):
        blocks[bookmark_name(f"{section.id}-title")] = (f"{section.id}-title", section.id)
        for block in _opened(section.blocks):
            for id in _ids(block):
                blocks.setdefault(bookmark_name(id), (block.id, section.id))
    titles = {s.id: s.title for s in (*document.sections, *document.annexes)}
    return Frame(blocks, titles, document.meta.title, document.meta.code)


def _opened(blocks: Sequence[m.Block]) -> Iterator[m.Block]:
    for block in blocks:
        yield block
        if isinstance(block, m.Callout):
            yield from _opened(block.blocks)


def _ids(block: m.Block) -> Iterator[str]:
    """Every id under which a part of the block has a bookmark."""
    if not block.id:
        return
    yield block.id
    if isinstance(block, m.Bullets):
        yield from (f"{block.id}-{n}" for n in range(1, len(block.items)))
    if isinstance(block, (m.Table, m.Picture)):
        yield from (f"{block.id}-caption", f"{block.id}-source")
    if isinstance(block, m.Table):
        yield from (f"{block.id}-r{row}c{cell}" for row in range(len(block.rows)) for cell in range(len(block.columns)))


def originals(found: Frame, paragraphs: Sequence[Seen], language: str) -> tuple[Original, ...]:
    """The paragraphs of the Word file as it goes out, each with its block, its section and its place in words.

    One without a bookmark belongs to the block before it; a footnote to the paragraph it hangs on.
    """
    made: list[Original] = []
    block = section = ""
    number = 0
    for seen in paragraphs:
        if seen.part == "margin":
            made.append(Original("", seen.original))
            continue
        if seen.host >= 0:
            host = made[seen.host]
            made.append(
                replace(host, anchor="", text=seen.original, where=say(language, N_("{place}, note"), place=host.where))
            )
            continue
        if seen.anchor in found.blocks:
            before, (block, section) = section, found.blocks[seen.anchor]
            number = 0 if section != before else number
        title = found.titles.get(section, "")
        where = title
        if title and (seen.part == "cell" or seen.anchor.endswith(("_caption", "_source"))):
            where = say(language, N_("{section}, table or figure"), section=title)
        elif title and not block.endswith("-title"):
            number += bool(seen.original.strip())
            where = say(language, N_("{section}, paragraph {n}"), section=title, n=number)
        made.append(Original(seen.anchor, seen.original, block, section, where))
    return tuple(made)


def said(language: str, line: Line, to: str = "") -> str:
    """A remark's own words, or a proposal as a sentence, behind its reason; `to` says where a moved text went."""
    if not line.change:
        return "\n\n".join(filter(None, (line.text, say(language, _PICTURE) if line.picture else "")))
    sentence = _proposal(language, line, to)
    return f"{line.text}\n\n{sentence}" if line.text else sentence


def _proposal(language: str, line: Line, to: str) -> str:
    before, after = (
        narrowed(line.before, line.after)
        if line.change == "changed"
        else (" ".join(text.split()) for text in (line.before, line.after))
    )
    sentence = _PROPOSALS["to_the_top" if line.change == "moved" and not to else line.change]
    return say(language, sentence, before=before, after=after, to=to)


_PICTURE = N_("With a picture, which is not kept here: ask the institution for it.")
_PROPOSALS = {
    "changed": N_("Write “{after}” in place of “{before}”."),
    "inserted": N_("Add after this paragraph: “{after}”."),
    "deleted": N_("Take out: “{before}”."),
    "moved": N_("Move “{before}” to: {to}."),
    "to_the_top": N_("Move “{before}” to the beginning of the document."),
}


def paragraphs(found: Sequence[Seen], language: str) -> tuple[Original, ...]:
    """The paragraphs of a Word file that no round has frozen: sections by the bookmarks of their titles, blocks by their own.

    What stands before the first section (cover, contents) and in the margins has no section.
    """
    blocks: dict[str, tuple[str, str]] = {}
    titles: dict[str, str] = {}
    section = ""
    for seen in found:
        if seen.anchor.startswith("_fl_") and seen.anchor.endswith("_title") and seen.part == "body":
            section = seen.anchor.removeprefix("_fl_").removesuffix("_title")
            titles[section] = seen.original.split("   ")[0].strip()
            blocks[seen.anchor] = (f"{section}-title", section)
        elif seen.anchor.startswith("_fl_") and section:
            blocks[seen.anchor] = (seen.anchor.removeprefix("_fl_"), section)
    return originals(Frame(blocks, titles, "", ""), found, language)
